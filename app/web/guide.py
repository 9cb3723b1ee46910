"""What a reader of the contract must know before the first call, and what each part of it is about."""

GUIDE = """\
Referrals, cases, statutory clocks, certificates and figures of a SEND mediation and disagreement resolution service in
England.

**Signing in.** Systems send `client_credentials` to `/oauth2/token` and get a bearer token of fifteen minutes; on the
embedded demo people sign in there with a password. The calculators, the law, the reference data and the check of a
certificate need no token.

**Who sees what.** Every answer is cut to whoever asks: the provider's staff, a council, a health body, a family's
front end and a council's system each get a model of their own. A record that is not yours to see answers 404, as one
that does not exist.

**Changing a record.** A record that can change carries a `version` and an `ETag`. Send that ETag back as `If-Match`:
428 means that it was left out, 412 that the record has changed since you read it.

**Sending again.** A POST takes an `Idempotency-Key`, which systems must send: the same key with the same body happens
once, and the answer to the second carries `Idempotency-Replayed: true`.

**Lists** answer `items` and `next_cursor`; send that as `cursor` for the next page, with the same filters.

**Refusals** are problems (RFC 9457): a stable `code`, the `rule` of the law or of the service that stands behind it,
and in `errors` each field that is wrong. `/problems/{code}` explains a code, `/v1/law/rules/{rule_id}` a rule of law.
Nothing that was sent is ever repeated.

**Days and instants.** A day is `YYYY-MM-DD` in London, where statutory time is counted; an instant is RFC 3339 in UTC.
Two months are two months here, never sixty days: each deadline shows every step of its count.
"""

TAGS = [
    {"name": "Calculators", "description": "Deadlines, time checks and rights-holder checks for anyone; nothing kept."},
    {"name": "Referrals", "description": "How a family, a council or a health body comes to the service."},
    {"name": "Cases", "description": "One decision and one family's way through it, told in dated facts."},
    {"name": "Deadlines", "description": "Every clock of the cases that you see, and what may be overdue."},
    {"name": "Law", "description": "The rules, rulings and calendars that every date comes from, and their changes."},
    {"name": "Certificates", "description": "Mediation certificates: issued under guards, checked by code, voided."},
    {"name": "Parties", "description": "Who takes part in a case, their consents, and who holds the rights."},
    {"name": "People", "description": "Search-or-create, contact details, withheld details, adjustment passports."},
    {"name": "Linked cases", "description": "Later decisions, the same child, brothers and sisters."},
    {"name": "Allocation", "description": "Advisers and mediators: fitness, conflicts of interest, whose turn it is."},
    {"name": "Sessions", "description": "Meetings: times that everybody can keep, notice, attendance, expenses."},
    {"name": "Child's voice", "description": "Whether and how the child was heard, shared or in private."},
    {"name": "Schools", "description": "Schools that were named, asked and invited, and what they answered."},
    {"name": "Agreements", "description": "What was agreed, each promise with its clock, and the letter if it breaks."},
    {"name": "Notes", "description": "Advice notes, mediator notes, joint notes and safeguarding records, walled off."},
    {"name": "Documents", "description": "Files by audience: shared, a party's own, or the provider's."},
    {"name": "After the case", "description": "Follow-ups, reopening, complaints, and the move to another provider."},
    {"name": "Calendars", "description": "Sessions as iCalendar, with no more than reference, time and place."},
    {"name": "Figures", "description": "The contract's indicators, and why families and councils withdraw."},
    {"name": "Reference data", "description": "Every list of codes, with its dates, and the states of a case."},
    {"name": "Organisations", "description": "Councils, health bodies and the contracts that cover them."},
    {"name": "Identity", "description": "Who you are, and what your role includes."},
    {"name": "Sign-in", "description": "Tokens, and the keys that verify them."},
    {"name": "problems", "description": "What each code of a refusal means, and what to do."},
    {"name": "health", "description": "Whether the service lives and is ready."},
]
