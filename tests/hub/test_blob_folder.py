"""Blobs on the hub: by hash, resumable, complete only when every byte is there."""

import hashlib
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fleetdesk.hub.blob_folder import BlobFolder, WrongContent, WrongOffset

CONTENT = bytes(range(256)) * 8
NAME = hashlib.sha256(CONTENT).hexdigest()


def test_an_upload_goes_on_where_it_stopped_even_in_another_process(tmp_path: Path) -> None:
    assert BlobFolder(tmp_path).write(NAME, 0, len(CONTENT), CONTENT[:700]).held == 700
    later = BlobFolder(tmp_path)
    assert (later.state(NAME).held, later.state(NAME).complete) == (700, False)
    with pytest.raises(WrongOffset) as caught:
        later.write(NAME, 900, len(CONTENT), CONTENT[900:])
    assert caught.value.held == 700
    assert later.read(NAME, 0, 10) is None
    assert later.write(NAME, 700, len(CONTENT), CONTENT[700:]).complete
    assert later.read(NAME, 256, 5) == bytes(range(5))


def test_what_hashes_to_another_name_is_never_complete(tmp_path: Path) -> None:
    folder = BlobFolder(tmp_path)
    with pytest.raises(WrongContent):
        folder.write(NAME, 0, len(CONTENT), CONTENT[:-1] + b"!")
    assert (folder.state(NAME).held, folder.state(NAME).complete) == (0, False)
    assert folder.write(NAME, 0, len(CONTENT), CONTENT).complete


def test_an_empty_blob_and_a_repeated_one(tmp_path: Path) -> None:
    folder = BlobFolder(tmp_path)
    empty = hashlib.sha256(b"").hexdigest()
    assert folder.write(empty, 0, 0, b"").complete
    assert folder.write(empty, 0, 0, b"").complete
    assert folder.read(empty, 0, 10) == b""


@given(cuts=st.lists(st.integers(0, len(CONTENT)), max_size=6))
def test_any_chunks_make_the_same_blob(tmp_path_factory: pytest.TempPathFactory, cuts: list[int]) -> None:
    folder = BlobFolder(tmp_path_factory.mktemp("blobs"))
    edges = [0, *sorted(cuts), len(CONTENT)]
    for start, end in pairwise(edges):
        folder.write(NAME, start, len(CONTENT), CONTENT[start:end])
    assert folder.state(NAME).complete
    assert folder.read(NAME, 0, len(CONTENT)) == CONTENT
