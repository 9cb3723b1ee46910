"""The limit: a bare ASGI application that reads the same rows, or writes them, with nothing else on.

It knows no tokens, no scope and no JSON: a GET reads the rows by as few statements as there can be and sends the
bytes that the service sent for them; a POST writes every row of the service's transaction, under the same lock of
the same chain, in one statement.
"""

import json
import os
import pickle
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import asyncpg
import uvicorn

from app.store import ids
from tests.benchmarks.loading import driver_url

CASE = """
SELECT c.*, k.given_name, k.family_name, k.born_on, d.*
FROM cases c
JOIN children k ON k.tenant_id = c.tenant_id AND k.id = c.child_id
LEFT JOIN deadlines d ON d.tenant_id = c.tenant_id AND d.case_id = c.id
WHERE c.id = $1
"""
PAGE = """
SELECT c.*, k.given_name, k.family_name, k.born_on
FROM cases c JOIN children k ON k.tenant_id = c.tenant_id AND k.id = c.child_id
WHERE c.tenant_id = $1 ORDER BY c.received_on DESC, c.id DESC LIMIT 51
"""
RECEIVE = """
WITH claimed AS (
  INSERT INTO idempotency_keys (principal_id, method, path, key, tenant_id, request_hash, status, resource_kind,
    resource_id, resource_version, created_at, expires_at)
  VALUES ($2, 'POST', '/v1/referrals', $3, $1, repeat('0', 64), 201, 'referral', $5, 1, $6, $7)
  RETURNING 1),
number AS (
  INSERT INTO counters (tenant_id, series, last) VALUES ($1, 'reference', 1)
  ON CONFLICT (tenant_id, series) DO UPDATE SET last = counters.last + 1 RETURNING last),
child AS (
  INSERT INTO children (id, tenant_id, given_name, family_name, search_name, born_on, sex)
  VALUES ($4, $1, $8::varchar, $9::varchar, lower($8::varchar || ' ' || $9::varchar), '2015-05-04', 'female')
  RETURNING id),
referral AS (
  INSERT INTO referrals (id, tenant_id, reference, status, kind, child_id, la_id, la_code, contacted_on, received_on,
    channel, referred_by, permission_given, decision_kind, decision_sent_on, appeal_sections, drs_sides, created_by,
    created_at, updated_at, version)
  SELECT $5, $1, 'L-' || number.last, 'received', 'mediation', $4, $10, '926', '2025-03-10', $6::timestamptz::date,
    'phone', 'parent', true, 'refusal_to_issue', '2025-01-14', '[]', '[]', $2, $6, $6, 1 FROM number RETURNING id),
reason AS (
  INSERT INTO referral_reasons (referral_id, tenant_id, reason, is_primary)
  VALUES ($5, $1, 'refusal_to_issue', true)),
contact AS (
  INSERT INTO contacts (id, tenant_id, referral_id, side, name, phone, email, withheld)
  VALUES ($11, $1, $5, 'family', 'A Parent', '+441632960001', 'parent@example.org', false)),
head AS (
  UPDATE audit_heads SET sequence = sequence + 1, hash = encode(sha256((hash || $5::varchar)::bytea), 'hex')
  WHERE tenant_id = $1 RETURNING sequence, hash),
entry AS (
  INSERT INTO audit_entries (tenant_id, sequence, at, actor_kind, actor_id, actor_role, action, subject_kind,
    subject_id, request_id, details, previous_hash, hash)
  SELECT $1, head.sequence, $6, 'client', $2, 'partner_system', 'referral.received', 'referral', $5, '-',
    '{"la_code": "926"}', head.hash, head.hash FROM head)
INSERT INTO outbox_events (id, tenant_id, sequence, type, subject_kind, subject_id, data, occurred_at)
SELECT $12, $1, head.sequence, 'referral.received', 'referral', $5, '{"la_code": "926"}', $6 FROM head
"""
Send = Any


class Limit:
    """The application: its pool, the answers to send, and whose rows it writes."""

    def __init__(self, url: str, facts: dict[str, Any]) -> None:
        self.url = url
        self.cases: dict[str, bytes] = facts["cases"]
        self.page: bytes = facts["page"]
        self.referral: bytes = facts["referral"]
        self.reader: str = facts["reader"]
        self.tenant: str = facts["tenant"]
        self.council: str = facts["council"]
        self.principal: str = facts["principal"]
        self.pool: asyncpg.Pool | None = None

    async def __call__(self, scope: Any, receive: Any, send: Send) -> None:
        if scope["type"] == "lifespan":
            await receive()
            self.pool = await asyncpg.create_pool(self.url, min_size=10, max_size=10)
            await send({"type": "lifespan.startup.complete"})
            await receive()
            await send({"type": "lifespan.shutdown.complete"})
            return
        path: str = scope["path"]
        if scope["method"] == "POST":
            await self._receive((await receive())["body"], dict(scope["headers"]))
            await _answer(send, 201, self.referral)
        elif path.startswith("/v1/cases/"):
            case_id = path[10:]
            await self._fetch(CASE, case_id)
            await _answer(send, 200, self.cases[case_id])
        elif path == "/v1/cases":
            await self._fetch(PAGE, self.reader)
            await _answer(send, 200, self.page)
        else:
            await _answer(send, 200, b"{}")

    async def _fetch(self, statement: str, value: str) -> None:
        assert self.pool is not None
        async with self.pool.acquire() as connection:
            await connection.fetch(statement, value)

    async def _receive(self, body: bytes, headers: dict[bytes, bytes]) -> None:
        assert self.pool is not None
        child = json.loads(body)["child"]
        now = datetime.now(UTC)
        own = [ids.new_id(now) for _ in range(4)]
        async with self.pool.acquire() as connection:
            await connection.execute(
                RECEIVE,
                self.tenant,
                self.principal,
                headers[b"idempotency-key"].decode(),
                own[0],
                own[1],
                now,
                now + timedelta(hours=72),
                child["given_name"],
                child["family_name"],
                self.council,
                own[2],
                own[3],
            )


async def _answer(send: Send, status: int, body: bytes) -> None:
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def main() -> None:
    """Serve what the environment names, as the service is served."""
    facts = pickle.loads(Path(os.environ["MDR_VAR_DIR"], "limit.pickle").read_bytes())
    app = Limit(driver_url(os.environ["DATABASE_URL"]), facts)
    uvicorn.run(app, port=int(os.environ["MDR_PORT"]), access_log=False, log_level="warning")


if __name__ == "__main__":
    main()
