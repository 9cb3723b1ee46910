"""What may be known of notes by those who may not read them: that they are there."""

from typing import Any

from app.areas.cases import queries as cases
from app.areas.cases.parts import parts
from app.domain.notes import NoteKind
from app.domain.permissions import Actor
from app.store.tables.notes import AdviceNote, JointNote, MediatorNote

Reader = cases.Reader


async def seen(reader: Reader, actor: Actor, case_id: str) -> list[dict[str, Any]]:
    """Return that there are notes on a case: the kind, the time and the author's role of each."""
    case = await cases.one(reader, actor, case_id)
    found = []
    for kind, table in (
        (NoteKind.ADVICE, AdviceNote),
        (NoteKind.MEDIATOR, MediatorNote),
        (NoteKind.JOINT, JointNote),
    ):
        for row in await parts(reader, case, table):
            told = NoteKind.PRIVATE_SESSION if row.get("private_with") else kind
            found.append({"kind": told, "author_role": row["author_role"], "created_at": row["created_at"]})
    return sorted(found, key=lambda row: row["created_at"])
