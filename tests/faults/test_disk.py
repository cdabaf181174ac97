"""The disk that loses power obeys its own rules: what was synced is there, what was not may be lost or torn."""

import random
from collections.abc import Sequence

import pytest

from tests.faults.disk import Disk
from tests.faults.recording import Create, MakeFolder, Operation, Rename, Sync, Truncate, Unlink, Write

TRIES = 300
OLD, NEW = b"a" * 3000, b"b" * 3000


def outcomes(operations: Sequence[Operation]) -> set[tuple[tuple[str, bytes | None], ...]]:
    """All the different things that some hundred power cuts after `operations` leave."""
    disk = Disk()
    for operation in operations:
        disk.play(operation)
    return {tuple(sorted(disk.after_power_cut(random.Random(n)).items())) for n in range(TRIES)}


def test_what_was_synced_with_its_name_is_always_there() -> None:
    operations = [Create("f"), Write("f", 0, OLD), Write("f", 10, b"x"), Sync("f"), Sync("")]
    assert outcomes(operations) == {(("f", OLD[:10] + b"x" + OLD[11:]),)}


def test_a_synced_file_may_lack_its_name() -> None:
    assert outcomes([Create("f"), Write("f", 0, OLD), Sync("f")]) == {(), (("f", OLD),)}


def test_of_an_unsynced_write_any_sectors_are_there() -> None:
    left = outcomes([Create("f"), Write("f", 0, OLD), Sync("f"), Sync(""), Write("f", 0, NEW)])
    contents = [content or b"" for ((_, content),) in left]
    assert {OLD, NEW} <= set(contents)
    assert any(content[:512] == OLD[:512] and content[512:1024] == NEW[512:1024] for content in contents)
    assert any(0 < content[:512].count(b"b") < 512 for content in contents), "no sector was torn"
    assert {len(content) for content in contents} == {3000}


def test_a_file_that_grew_may_have_its_old_size_or_zeros() -> None:
    left = outcomes([Create("f"), Write("f", 0, b"a" * 512), Sync("f"), Sync(""), Write("f", 512, NEW)])
    contents = [content or b"" for ((_, content),) in left]
    assert b"a" * 512 in contents
    assert any(content[512:1024] == bytes(512) and content[1024:].count(b"b") for content in contents)


def test_a_truncation_may_be_lost() -> None:
    left = outcomes([Create("f"), Write("f", 0, OLD), Sync("f"), Sync(""), Truncate("f", 5)])
    assert left == {(("f", OLD),), (("f", OLD[:5]),)}


def test_names_change_in_order_and_only_a_synced_folder_keeps_them() -> None:
    made = [Create("a"), Sync("a"), Sync("")]
    left = outcomes([*made, Rename("a", "b"), Create("c"), Unlink("b")])
    assert {tuple(name for name, _ in names) for names in left} == {("a",), ("b",), ("b", "c"), ("c",)}
    assert outcomes([*made, Rename("a", "b"), Sync("")]) == {(("b", b""),)}


def test_a_file_in_a_lost_folder_is_lost() -> None:
    left = outcomes([MakeFolder("d"), Create("d/f"), Write("d/f", 0, OLD), Sync("d/f"), Sync("d")])
    assert left == {(), (("d", None), ("d/f", OLD))}


def test_a_rename_between_folders_is_refused() -> None:
    disk = Disk()
    disk.play(MakeFolder("d"))
    disk.play(Create("f"))
    with pytest.raises(ValueError, match="not understood"):
        disk.play(Rename("f", "d/f"))
