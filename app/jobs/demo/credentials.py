"""The sign-ins of the demo people and machines: made on this machine, and kept in its ignored folder only."""

import json
import os
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path

from app.adapters.passwords import new_secret
from app.jobs.demo.cast import Cast

CREDENTIALS = "demo-credentials.json"


@dataclass(frozen=True, slots=True)
class Credentials:
    """One password for all demo people, and a secret for each demo machine."""

    password: str
    secrets: dict[str, str]
    roles: dict[str, str]


def credentials(var_dir: Path, cast: Cast) -> Credentials:
    """Return the sign-ins, those made before where there are any."""
    path = var_dir / CREDENTIALS
    known = read(path) if path.exists() else None
    made = Credentials(
        password=known.password if known else secrets.token_urlsafe(12),
        secrets={
            client.client_id: (known.secrets.get(client.client_id) if known else None) or new_secret()
            for client in cast.clients
        },
        roles={user.username: user.role.value for user in cast.users}
        | {client.client_id: client.role.value for client in cast.clients},
    )
    var_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    partial = path.with_suffix(".part")
    with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        json.dump(asdict(made), file, indent=1)
    partial.replace(path)
    return made


def read(path: Path) -> Credentials:
    """Return the sign-ins that a file holds."""
    return Credentials(**json.loads(path.read_text(encoding="utf-8")))


def described(path: Path) -> str:
    """Return the sign-ins as text for whoever sits at this machine."""
    known = read(path)
    people = [name for name in known.roles if name not in known.secrets]
    width = max(map(len, known.roles))
    lines = [f"Demo people, all with the password {known.password}:"]
    lines += [f"  {name:<{width}}  {known.roles[name]}" for name in people]
    lines += ["Demo machines (client id, role, secret):"]
    lines += [f"  {name:<{width}}  {known.roles[name]:<16}  {secret}" for name, secret in known.secrets.items()]
    return "\n".join(lines)
