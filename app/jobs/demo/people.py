"""Fictional people: names from Faker, and nothing else that could reach or name a real person.

Telephone numbers lie in the range that Ofcom keeps for drama, e-mail addresses at example.org, health service numbers
in the range kept for tests, and postcodes in districts that do not exist.
"""

from dataclasses import dataclass
from datetime import date

from faker import Faker

from app.domain.codes import Ethnicity, Need, ReferredBy, Sex
from app.domain.identifiers import LETTERS, normalise_nhs_number, normalise_postcode, normalise_upn
from app.domain.referrals import fold, folded_name
from app.jobs.demo.dealing import seeded
from app.jobs.demo.figures import NORFOLK
from app.jobs.demo.profiles import Profile

DRAMA_RANGE = "+447700900"
MAIL_DOMAIN = "example.org"
TEST_RANGE = "999"

_INWARD_LETTERS = "ABDEFGHJLNPQRSTUWXYZ"
_SAFE_CONTACT = (
    "Text first; call after 16:00.",
    "E-mail only, please.",
    "Do not leave a voicemail.",
    "Call the parent's mobile on weekday mornings.",
)
_ADJUSTMENTS = (
    "Large print for anything in writing.",
    "Short calls, with a break every twenty minutes.",
    "An interpreter for British Sign Language.",
    "Questions in writing before any meeting.",
)
_WHO = {
    ReferredBy.LA: "Casework team (demonstration)",
    ReferredBy.SCHOOL: "School office (demonstration)",
    ReferredBy.IASS: "Information and advice service (demonstration)",
    ReferredBy.REPRESENTATIVE: "Representative (demonstration)",
    ReferredBy.ICB: "Health casework team (demonstration)",
    ReferredBy.OTHER: "Another professional (demonstration)",
}


@dataclass(frozen=True, slots=True)
class Child:
    """A fictional child or young person."""

    given_name: str
    family_name: str
    search_name: str
    born_on: date
    sex: Sex
    ethnicity: Ethnicity
    primary_need: Need
    upn: str | None
    nhs_number: str | None
    school_urn: str | None
    postcode: str | None


@dataclass(frozen=True, slots=True)
class Contact:
    """How to reach a fictional family or whoever referred it."""

    side: str
    name: str | None
    phone: str | None = None
    email: str | None = None
    address: str | None = None
    safe_contact: str | None = None


class People:
    """A source of fictional people, the same ones in the same order for the same seed."""

    def __init__(self, seed: str) -> None:
        self._rng = seeded(seed, "people")
        self._faker = Faker("en_GB")
        self._faker.seed_instance(f"{seed}/names")

    def child(self, profile: Profile) -> Child:
        """Make the child of a case."""
        faker, rng = self._faker, self._rng
        given = faker.first_name_male() if profile.sex is Sex.MALE else faker.first_name_female()
        family = faker.last_name()
        return Child(
            given_name=given,
            family_name=family,
            search_name=folded_name(given, family),
            born_on=profile.born_on,
            sex=profile.sex,
            ethnicity=profile.ethnicity,
            primary_need=profile.need,
            upn=self._upn(profile) if rng.random() < 0.05 else None,
            nhs_number=self._nhs_number() if rng.random() < 0.12 else None,
            school_urn=str(rng.randint(990_000, 999_999)) if rng.random() < 0.4 else None,
            postcode=self._postcode(profile.la_code) if rng.random() < 0.9 else None,
        )

    def family(self, child: Child, person: str) -> Contact:
        """Make the family's contact: the young person, or a parent of the same family name."""
        faker, rng = self._faker, self._rng
        given = child.given_name if person == "young_person" else faker.first_name()
        name = f"{given} {child.family_name}"
        has_phone = rng.random() < 0.92
        mailbox = f"{fold(given)}.{fold(child.family_name)}.{rng.randint(1, 999)}@{MAIL_DOMAIN}"
        return Contact(
            side="family",
            name=name,
            phone=f"{DRAMA_RANGE}{rng.randint(0, 999):03}" if has_phone else None,
            email=mailbox if not has_phone or rng.random() < 0.7 else None,
            address=f"{rng.randint(1, 98)} Sample Row, Nowhere" if rng.random() < 0.2 else None,
            safe_contact=rng.choice(_SAFE_CONTACT) if rng.random() < 0.08 else None,
        )

    def referrer(self, by: ReferredBy) -> Contact | None:
        """Make the contact of whoever referred, where it was not the family itself."""
        if by not in _WHO:
            return None
        return Contact(side="referrer", name=_WHO[by], address=f"{by}@{MAIL_DOMAIN}")

    def adjustments(self) -> str | None:
        """Draw what the family asked for, where it asked for anything."""
        return self._rng.choice(_ADJUSTMENTS) if self._rng.random() < 0.1 else None

    def _postcode(self, la_code: str) -> str:
        # NR districts end at NR35: these are shaped like them and deliver nowhere.
        district = self._rng.randint(40, 59) if la_code == NORFOLK else self._rng.randint(60, 64)
        unit = "".join(self._rng.choices(_INWARD_LETTERS, k=2))
        return _valid(normalise_postcode(f"NR{district} {self._rng.randint(1, 9)}{unit}"))

    def _nhs_number(self) -> str:
        while True:
            number = normalise_nhs_number(f"{TEST_RANGE}{self._rng.randint(0, 9_999_999):07}")
            if number:
                return number

    def _upn(self, profile: Profile) -> str:
        year = (profile.born_on.year + 5) % 100
        digits = f"{profile.la_code}{self._rng.randint(9000, 9999)}{year:02}{self._rng.randint(1, 999):03}"
        return _valid(next((upn for letter in LETTERS if (upn := normalise_upn(letter + digits))), None))


def _valid(identifier: str | None) -> str:
    assert identifier is not None
    return identifier
