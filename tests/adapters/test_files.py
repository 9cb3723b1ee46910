"""Contents are kept the same way in a folder of our own and in a store that speaks S3."""

import stat
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto.server import ThreadedMotoServer

from app.adapters.files import Files, FilesAway, files_of
from app.settings import Settings

LATER = datetime(2100, 1, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def s3() -> Iterator[str]:
    """The address of a store that speaks S3, on this machine."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    address = f"http://{host}:{port}"
    client = boto3.client(
        "s3", endpoint_url=address, region_name="eu-west-2", aws_access_key_id="key", aws_secret_access_key="secret"
    )
    client.create_bucket(Bucket="documents", CreateBucketConfiguration={"LocationConstraint": "eu-west-2"})
    yield address
    server.stop()


@pytest.fixture(params=["folder", "s3"])
def files(request: pytest.FixtureRequest, tmp_path: Path) -> Files:
    settings: dict[str, Any] = {"var_dir": tmp_path / "var"}
    if request.param == "s3":
        settings |= {
            "files_bucket": "documents",
            "files_endpoint": request.getfixturevalue("s3"),
            "files_region": "eu-west-2",
            "files_access_key": "key",
            "files_secret_key": "secret",
        }
    return files_of(Settings(**settings))


async def test_a_content_is_kept_found_and_dropped(files: Files) -> None:
    key = await files.put(b"content \x00 of any kind")
    assert len(key) == 64
    assert await files.get(key) == b"content \x00 of any kind"
    await files.drop(key)
    await files.drop(key)
    with pytest.raises(FilesAway):
        await files.get(key)
    assert await files.answer()


async def test_a_store_that_does_not_answer_is_away_whichever_it_is(tmp_path: Path) -> None:
    """Its own words may hold addresses and keys: only the kind of fault is told."""
    folder = tmp_path / "var" / "documents"
    kept = files_of(Settings(var_dir=tmp_path / "var"))
    folder.rmdir()
    folder.write_text("no folder")
    away = {
        "var_dir": tmp_path,
        "files_bucket": "documents",
        "files_endpoint": "http://127.0.0.1:1",
        "files_region": "eu-west-2",
        "files_access_key": "key",
        "files_secret_key": "secret",
    }
    distant = files_of(Settings(**away))
    with pytest.raises(FilesAway):
        await kept.put(b"content")
    for asked in (distant.put(b"content"), distant.get("0" * 64), distant.drop("0" * 64), distant.older_than(LATER)):
        with pytest.raises(FilesAway) as refused:
            await asked
        assert str(refused.value).isidentifier()
    assert not await distant.answer()


async def test_two_equal_contents_have_keys_of_their_own(files: Files) -> None:
    assert await files.put(b"same") != await files.put(b"same")


async def test_old_contents_are_listed(files: Files) -> None:
    key = await files.put(b"content")
    assert key in await files.older_than(datetime.now(UTC) + timedelta(minutes=1))
    assert key not in await files.older_than(datetime.now(UTC) - timedelta(minutes=1))


def test_the_folder_is_the_services_alone(tmp_path: Path) -> None:
    files_of(Settings(var_dir=tmp_path / "var"))
    assert stat.S_IMODE((tmp_path / "var" / "documents").stat().st_mode) == 0o700


def test_the_secrets_of_a_store_are_not_shown() -> None:
    shown = repr(Settings(files_bucket="b", files_access_key="open-sesame", files_secret_key="abracadabra"))
    assert "open-sesame" not in shown
    assert "abracadabra" not in shown
