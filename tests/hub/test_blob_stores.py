"""Blobs on the hub: by hash, resumable, complete only when every byte is there. The same for a folder and a bucket."""

import hashlib
import os
import threading
from collections.abc import Callable, Generator
from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from typing import Any, cast
from unittest import mock

import boto3
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from moto import mock_aws

from fleetdesk.domain.errors import HubError, StorageError
from fleetdesk.hub.addresses import open_blobs
from fleetdesk.hub.blob_folder import BlobFolder, BlobStore, WrongContent, WrongOffset

CONTENT = bytes(range(256)) * 8
NAME = hashlib.sha256(CONTENT).hexdigest()
KEYS = {"AWS_ACCESS_KEY_ID": "key", "AWS_SECRET_ACCESS_KEY": "secret"}
Place = Callable[[], BlobStore]
"""Opens the same place anew, as another replica does."""


@pytest.fixture(scope="module")
def s3() -> Generator[Any]:
    with mock.patch.dict(os.environ, KEYS), mock_aws():
        client = cast(Any, boto3).client("s3", region_name="eu-west-1")
        client.create_bucket(Bucket="fleet", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
        yield client


def _place(kind: str, folder: Path) -> Place:
    address = str(folder) if kind == "folder" else f"s3://fleet/{folder.name}?region=eu-west-1"
    return lambda: open_blobs(address, "hub.db")


@pytest.fixture(params=["folder", "bucket"])
def kind(request: pytest.FixtureRequest) -> str:
    if request.param == "bucket":
        request.getfixturevalue("s3")
    return request.param


@pytest.fixture
def place(kind: str, tmp_path: Path) -> Place:
    return _place(kind, tmp_path)


def test_an_upload_goes_on_where_it_stopped_even_in_another_process(place: Place) -> None:
    assert place().write(NAME, 0, len(CONTENT), CONTENT[:700]).held == 700
    later = place()
    assert (later.state(NAME).held, later.state(NAME).complete) == (700, False)
    with pytest.raises(WrongOffset) as caught:
        later.write(NAME, 900, len(CONTENT), CONTENT[900:])
    assert caught.value.held == 700
    assert later.read(NAME, 0, 10) is None
    assert later.write(NAME, 700, len(CONTENT), CONTENT[700:]).complete
    assert later.read(NAME, 256, 5) == bytes(range(5))


def test_what_hashes_to_another_name_is_never_complete(place: Place) -> None:
    blobs = place()
    blobs.write(NAME, 0, len(CONTENT), CONTENT[:9])
    with pytest.raises(WrongContent):
        blobs.write(NAME, 9, len(CONTENT), CONTENT[9:-1] + b"!")
    assert (blobs.state(NAME).held, blobs.state(NAME).complete) == (0, False)
    assert blobs.write(NAME, 0, len(CONTENT), CONTENT).complete


def test_an_empty_blob_and_a_repeated_one(place: Place) -> None:
    blobs = place()
    empty = hashlib.sha256(b"").hexdigest()
    assert blobs.write(empty, 0, 0, b"").complete
    assert blobs.write(empty, 0, 0, b"").complete
    assert blobs.read(empty, 0, 10) == b""


def test_reading_past_the_end_gives_nothing(place: Place) -> None:
    blobs = place()
    blobs.write(NAME, 0, len(CONTENT), CONTENT)
    assert blobs.read(NAME, len(CONTENT) - 2, 10) == CONTENT[-2:]
    assert blobs.read(NAME, len(CONTENT), 10) == b""


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=12, deadline=None)
@given(cuts=st.lists(st.integers(0, len(CONTENT)), max_size=6))
def test_any_chunks_make_the_same_blob(kind: str, tmp_path_factory: pytest.TempPathFactory, cuts: list[int]) -> None:
    blobs = _place(kind, tmp_path_factory.mktemp("blobs"))()
    edges = [0, *sorted(cuts), len(CONTENT)]
    for start, end in pairwise(edges):
        blobs.write(NAME, start, len(CONTENT), CONTENT[start:end])
    assert blobs.state(NAME).complete
    assert blobs.read(NAME, 0, len(CONTENT)) == CONTENT


def test_a_bucket_holds_nothing_but_whole_blobs_in_the_end(s3: Any, tmp_path: Path) -> None:
    blobs = _place("bucket", tmp_path)()
    for start in range(0, len(CONTENT), 512):
        blobs.write(NAME, start, len(CONTENT), CONTENT[start : start + 512])
    listed = s3.list_objects_v2(Bucket="fleet", Prefix=f"{tmp_path.name}/")["Contents"]
    assert [(found["Key"], found["Size"]) for found in listed] == [(f"{tmp_path.name}/{NAME[:2]}/{NAME}", len(CONTENT))]


def test_a_bucket_that_is_not_there_is_told(s3: Any) -> None:
    with pytest.raises(StorageError, match="cannot be reached"):
        open_blobs("s3://nobodys?region=eu-west-1", "hub.db").write(NAME, 0, len(CONTENT), CONTENT)


@pytest.mark.parametrize(
    "address", ["s3://", "s3:///prefix", "s3://key:secret@fleet", "s3://fleet?secret=1", "ftp://fleet"]
)
def test_what_is_no_place_for_files_is_told(address: str) -> None:
    with pytest.raises(HubError):
        open_blobs(address, "hub.db")


def test_replicas_may_share_a_folder(tmp_path: Path) -> None:
    """Each chunk reaches all four replicas at once, as when a laptop tries again: the blob has every byte once."""
    replicas = [BlobFolder(tmp_path) for _ in range(4)]

    def write(replica: BlobFolder) -> None:
        for start in range(0, len(CONTENT), 64):
            with suppress(WrongOffset):
                replica.write(NAME, start, len(CONTENT), CONTENT[start : start + 64])

    threads = [threading.Thread(target=write, args=(replica,)) for replica in replicas]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert replicas[0].read(NAME, 0, 10_000) == CONTENT
