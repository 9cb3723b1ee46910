"""Where the contents of documents lie: a folder of our own, or a store that speaks S3."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import obstore
import obstore.exceptions
from obstore.store import LocalStore, S3Store

from app.settings import Settings

if TYPE_CHECKING:
    from obstore.store import ClientConfig, RetryConfig

_GONE = (FileNotFoundError, obstore.exceptions.NotFoundError)


class FilesAway(OSError):
    """The store of files does not answer, or not as it should: trying again later may help."""


class Files:
    """Contents by random keys: nothing of a file's name or of a person is ever part of one."""

    def __init__(self, store: Any) -> None:
        self._store = store

    async def put(self, content: bytes) -> str:
        """Keep a content, and return the key by which it is found."""
        key = secrets.token_hex(32)
        with _reached():
            await obstore.put_async(self._store, _path(key), content)
        return key

    async def get(self, key: str) -> bytes:
        """Return a content."""
        with _reached():
            found = await obstore.get_async(self._store, _path(key))
            return bytes(await found.bytes_async())

    async def drop(self, key: str) -> None:
        """Drop a content; one that is gone already is no matter."""
        with _reached(), suppress(*_GONE):
            await obstore.delete_async(self._store, _path(key))

    async def answer(self) -> bool:
        """Return whether the store can be reached: it is asked for what nobody keeps."""
        try:
            with _reached(), suppress(*_GONE):
                await obstore.head_async(self._store, _path("0" * 64))
        except FilesAway:
            return False
        return True

    async def older_than(self, moment: datetime) -> list[str]:
        """Return the keys of all contents that were kept before a moment."""
        found: list[str] = []
        with _reached():
            async for batch in obstore.list(self._store):
                found += [str(one["path"]).rpartition("/")[2] for one in batch if one["last_modified"] < moment]
        return found


@contextmanager
def _reached() -> Iterator[None]:
    """Say in one way that the store is away, whichever it is; its own words may hold addresses and keys."""
    try:
        yield
    except (obstore.exceptions.BaseError, OSError) as error:
        raise FilesAway(type(error).__name__) from None


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
    # Somebody waits for the answer: a store that is away is given up soon, and the caller told to try again.
    client: ClientConfig = {"connect_timeout": timedelta(seconds=2), "timeout": timedelta(seconds=30)}
    retries: RetryConfig = {"max_retries": 2, "retry_timeout": timedelta(seconds=5)}
    if settings.files_endpoint is not None:
        options["endpoint"] = settings.files_endpoint
        client["allow_http"] = settings.files_endpoint.startswith("http://")
        options["virtual_hosted_style_request"] = False
    given = {name: value for name, value in options.items() if value is not None}
    return Files(S3Store(settings.files_bucket, client_options=client, retry_config=retries, **given))


def _own_folder(folder: Path) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
