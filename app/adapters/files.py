"""Where the contents of documents lie: a folder of our own, or a store that speaks S3."""

import secrets
from datetime import datetime
from pathlib import Path
from typing import Any

import obstore
from obstore.store import LocalStore, S3Store

from app.settings import Settings


class Files:
    """Contents by random keys: nothing of a file's name or of a person is ever part of one."""

    def __init__(self, store: Any) -> None:
        self._store = store

    async def put(self, content: bytes) -> str:
        """Keep a content, and return the key by which it is found."""
        key = secrets.token_hex(32)
        await obstore.put_async(self._store, _path(key), content)
        return key

    async def get(self, key: str) -> bytes:
        """Return a content."""
        found = await obstore.get_async(self._store, _path(key))
        return bytes(await found.bytes_async())

    async def drop(self, key: str) -> None:
        """Drop a content; one that is gone already is no matter."""
        try:
            await obstore.delete_async(self._store, _path(key))
        except FileNotFoundError:
            return

    async def older_than(self, moment: datetime) -> list[str]:
        """Return the keys of all contents that were kept before a moment."""
        found: list[str] = []
        async for batch in obstore.list(self._store):
            found += [str(one["path"]).rpartition("/")[2] for one in batch if one["last_modified"] < moment]
        return found


def _path(key: str) -> str:
    return f"{key[:2]}/{key}"


def files_of(settings: Settings) -> Files:
    """Return the store of files that the settings name: S3 where a bucket is named, else a folder of our own."""
    if settings.files_bucket is None:
        folder = settings.var_dir.absolute() / "documents"
        _own_folder(folder)
        return Files(LocalStore(folder))
    options: dict[str, Any] = {
        "region": settings.files_region,
        "access_key_id": settings.files_access_key,
        "secret_access_key": settings.files_secret_key,
    }
    if settings.files_endpoint is not None:
        options["endpoint"] = settings.files_endpoint
        options["client_options"] = {"allow_http": settings.files_endpoint.startswith("http://")}
        options["virtual_hosted_style_request"] = False
    return Files(
        S3Store(settings.files_bucket, **{name: value for name, value in options.items() if value is not None})
    )


def _own_folder(folder: Path) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
