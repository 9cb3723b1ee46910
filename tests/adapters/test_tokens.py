"""Every way of passing off a token that is not one of ours, and the one way that works."""

import json
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from jose import jwt

from app.adapters import tokens
from app.adapters.tokens import NotSignedIn, Tokens
from app.domain.permissions import Actor
from tests.adapters.forgeries import (
    ADVISER,
    DROP,
    FRONT_END,
    KEY,
    NOW,
    OTHER_KEY,
    SECOND,
    TOKENS,
    claims,
    header,
    part,
    signed,
    text,
    with_mac,
)

GOOD = signed()
PUBLIC = KEY.public_key()
DER = PUBLIC.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
PEM = PUBLIC.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
POINT = PUBLIC.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
JWK = {name: value for name, value in TOKENS.jwks()["keys"][0].items() if name in {"kty", "crv", "x", "y"}}
BODY, _, SIGNATURE = GOOD.rpartition(".")
UNSIGNED = f"{part(header(alg='none'))}.{part(claims())}"
TEN_YEARS = 10 * 366 * 86_400

FORGERIES = {
    # the algorithm
    "no signature": f"{UNSIGNED}.",
    "alg none with a signature": f"{UNSIGNED}.{SIGNATURE}",
    "alg None in other letters": signed(header(alg="NoNe")),
    "alg missing": signed(header(alg=DROP)),
    "alg as a list": signed(header(alg=["ES256"])),
    "HS256 with the PEM as the secret": with_mac(PEM, alg="HS256"),
    "HS256 with the DER as the secret": with_mac(DER, alg="HS256"),
    "HS256 with the point as the secret": with_mac(POINT, alg="HS256"),
    "HMAC under the name ES256": with_mac(DER),
    "another curve's algorithm": signed(header(alg="ES384")),
    # the key
    "another key under our kid": signed(key=OTHER_KEY),
    "unknown kid": signed(header(kid="other")),
    "kid missing": signed(header(kid=DROP)),
    "kid as a path": signed(header(kid="../../dev/null")),
    "kid as SQL": signed(header(kid="' OR 1=1 --")),
    "kid as a number": signed(header(kid=1)),
    "jku": signed(header(jku="https://forger.example.org/keys")),
    "jwk of the forger": signed(header(jwk=JWK), key=OTHER_KEY),
    "x5u": signed(header(x5u="https://forger.example.org/chain")),
    "x5c": signed(header(x5c=["AAAA"])),
    "crit that nobody knows": signed(header(crit=["b64"], b64=False)),
    "cty": signed(header(cty="JWT")),
    # the type
    "an ID token": signed(header(typ="JWT")),
    "typ missing": signed(header(typ=DROP)),
    "an encrypted token": f"{part({'alg': 'dir', 'enc': 'A256GCM'})}..AAAA.AAAA.AAAA",
    # time
    "no exp": signed(None, claims(exp=DROP)),
    "exp as text": signed(None, claims(exp=str(SECOND + 900))),
    "exp as a fraction": signed(None, claims(exp=SECOND + 900.5)),
    "exp true": signed(None, claims(exp=True)),
    "exp beyond every date": signed(None, claims(exp=10**30)),
    "exp infinite": signed(None, json.dumps(claims()).replace(str(SECOND + 900), "1e999").encode()),
    "ten years to live": signed(None, claims(exp=SECOND + TEN_YEARS)),
    "a second more than the longest life": signed(None, claims(exp=SECOND + 1201)),
    "expired": signed(None, claims(iat=SECOND - 900, exp=SECOND)),
    "expired before it was issued": signed(None, claims(exp=SECOND - 1)),
    "no iat": signed(None, claims(iat=DROP)),
    "issued in the future": signed(None, claims(iat=SECOND + 60)),
    "not valid yet": signed(None, claims(nbf=SECOND + 60)),
    "nbf as text": signed(None, claims(nbf="0")),
    # whom it is from and for
    "another issuer": signed(None, claims(iss="https://other.invalid")),
    "no issuer": signed(None, claims(iss=DROP)),
    "issuer as a list": signed(None, claims(iss=["https://mdr.invalid"])),
    "another audience": signed(None, claims(aud="another-service")),
    "no audience": signed(None, claims(aud=DROP)),
    "audience as a list that has ours": signed(None, claims(aud=["send-mdr", "another-service"])),
    # who it is about
    "no subject": signed(None, claims(sub=DROP)),
    "subject as a number": signed(None, claims(sub=7)),
    "empty subject": signed(None, claims(sub="")),
    "subject with a NUL": signed(None, claims(sub="a\x00b")),
    "subject that is too long": signed(None, claims(sub="a" * 37)),
    "no tenant": signed(None, claims(tenant=DROP)),
    "tenant null": signed(None, claims(tenant=None)),
    "no organisation claim": signed(None, claims(org=DROP)),
    "organisation as a list": signed(None, claims(org=["a"])),
    "a role that does not exist": signed(None, claims(role="root")),
    "role as a list": signed(None, claims(role=["adviser"])),
    "no role": signed(None, claims(role=DROP)),
    "a person claiming to be the system": signed(None, claims(kind="system")),
    "no epoch": signed(None, claims(epoch=DROP)),
    "epoch as text": signed(None, claims(epoch="1")),
    "epoch true": signed(None, claims(epoch=True)),
    "no jti": signed(None, claims(jti=DROP)),
    "jti as a number": signed(None, claims(jti=12345678)),
    # the bytes
    "claims changed after signing": f"{part(header())}.{part(claims(role='service_manager'))}.{SIGNATURE}",
    "signature of zeros": f"{BODY}.{text(bytes(64))}",
    "signature cut": GOOD[:-2],
    "signature with its spare bits set": GOOD[:-1] + ("B" if GOOD[-1] == "A" else chr(ord(GOOD[-1]) + 1)),
    "padding": GOOD + "==",
    "a line break at the end": GOOD + "\n",
    "characters that base64 skips": BODY + ".!" + SIGNATURE,
    "two parts": BODY,
    "four parts": GOOD + ".AAAA",
    "no token": "",
    "not ASCII": GOOD[:-1] + "é",
    "a lone surrogate": GOOD + "\ud800",
    "too long": signed(None, claims(more="x" * 5000)),
    "claims as a list": signed(None, b"[]"),
    "claims that are no JSON": signed(None, b"{"),
    "claims not in UTF-8": signed(None, b'{"a": "\xff"}'),
    "claims too deep": signed(None, b"[" * 2500),
    "header as a list": signed(b"[]"),
    "a name twice in the claims": signed(None, json.dumps(claims()).replace("{", '{"role": "mediator", ').encode()),
    "a name twice in the header": signed(json.dumps(header()).replace("{", '{"kid": "other", ').encode()),
}


@pytest.mark.parametrize("token", FORGERIES.values(), ids=FORGERIES.keys())
def test_a_forgery_is_refused(token: str) -> None:
    with pytest.raises(NotSignedIn) as refused:
        TOKENS.verify(token, NOW)
    assert refused.value.__cause__ is None


def test_the_pattern_of_the_forgeries_is_a_good_token() -> None:
    assert TOKENS.verify(GOOD, NOW).actor == ADVISER


@pytest.mark.parametrize("actor", [ADVISER, FRONT_END])
def test_a_token_says_what_was_put_into_it(actor: Actor) -> None:
    read = TOKENS.verify(TOKENS.issue(actor, epoch=3, now=NOW, minutes=15), NOW)
    assert (read.actor, read.epoch, read.issued_at) == (actor, 3, NOW)
    assert read.expires_at == NOW + timedelta(minutes=15)


def test_two_tokens_are_never_the_same() -> None:
    issued = {TOKENS.issue(ADVISER, epoch=1, now=NOW, minutes=15) for _ in range(3)}
    assert len(issued) == 3


def test_a_token_from_a_clock_slightly_ahead_is_taken() -> None:
    token = TOKENS.issue(ADVISER, epoch=1, now=NOW + timedelta(seconds=20), minutes=15)
    assert TOKENS.verify(token, NOW).actor == ADVISER


def test_a_remembered_token_expires_all_the_same() -> None:
    issuer = Tokens("https://mdr.invalid", "send-mdr", KEY)
    token = issuer.issue(ADVISER, epoch=1, now=NOW, minutes=15)
    issuer.verify(token, NOW)
    issuer.verify(token, NOW + timedelta(seconds=899))
    with pytest.raises(NotSignedIn):
        issuer.verify(token, NOW + timedelta(seconds=900))


def test_what_is_remembered_is_bounded_and_holds_no_token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tokens, "REMEMBERED", 3)
    issuer = Tokens("https://mdr.invalid", "send-mdr", KEY)
    issued = [issuer.issue(ADVISER, epoch=1, now=NOW, minutes=15) for _ in range(5)]
    for token in issued:
        issuer.verify(token, NOW)
    assert len(issuer._verified) == 3
    assert all(len(fingerprint) == 32 for fingerprint in issuer._verified)
    assert issuer.verify(issued[0], NOW).actor == ADVISER


@pytest.mark.parametrize("minutes", [0, -1, 21, 5_256_000])
def test_no_token_is_issued_for_longer_than_any_would_be_taken(minutes: int) -> None:
    with pytest.raises(ValueError, match="a token lives"):
        TOKENS.issue(ADVISER, epoch=1, now=NOW, minutes=minutes)


def test_others_can_verify_with_the_published_key_which_holds_nothing_secret() -> None:
    (key,) = TOKENS.jwks()["keys"]
    assert set(key) == {"kty", "crv", "x", "y", "kid", "use", "alg"}
    token = TOKENS.issue(ADVISER, epoch=1, now=NOW, minutes=15)
    lax = {"verify_exp": False, "verify_iat": False}
    assert jwt.decode(token, key, ["ES256"], audience="send-mdr", options=lax)["sub"] == ADVISER.id


def test_a_refusal_tells_a_forger_nothing() -> None:
    details: dict[str, set[str]] = {}
    for name, token in FORGERIES.items():
        with pytest.raises(NotSignedIn) as refused:
            TOKENS.verify(token, NOW)
        details.setdefault(refused.value.detail, set()).add(name)
    # A token that we signed ourselves and that has run out is no forgery: its owner is told to ask for a new one.
    told = {words: names for words, names in details.items() if "expired" not in words}
    assert len(told) == 1
    assert {name for words, names in details.items() if "expired" in words for name in names} == {"expired"}
