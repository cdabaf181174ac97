"""A corpus of bad packs: each mistake is named by file, key and expectation, and all of them at once."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from fleetdesk.cli.packs import pack_app
from fleetdesk.domain.errors import PackError
from fleetdesk.domain.pack_schema import read_pack
from fleetdesk.packs import load_pack
from tests.devices.simulated import DRIVERS, FROST, GATEWAY

MISTAKES: list[dict[str, str]] = tomllib.loads(Path(__file__).with_name("bad_packs.toml").read_text("utf-8"))["mistake"]


def bad_pack(folder: Path, pack: str, *changes: tuple[str, str]) -> Path:
    text = (DRIVERS / pack / "pack.toml").read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text, f"the corpus is out of date: {old!r}"
        text = text.replace(old, new, 1)
    place = folder / pack
    place.mkdir()
    (place / "pack.toml").write_text(text, encoding="utf-8")
    return place


@pytest.mark.parametrize("mistake", MISTAKES, ids=[mistake["name"] for mistake in MISTAKES])
def test_a_mistake_is_named_with_file_key_and_expectation(mistake: dict[str, str], tmp_path: Path) -> None:
    folder = bad_pack(tmp_path, mistake["pack"], (mistake["old"], mistake["new"]))
    with pytest.raises(PackError) as wrong:
        load_pack(folder)
    assert mistake["says"] in wrong.value.message
    assert str(folder / "pack.toml") in wrong.value.message
    assert "fleetdesk pack check" in wrong.value.next_step


def test_all_mistakes_are_named_at_once(tmp_path: Path) -> None:
    folder = bad_pack(
        tmp_path,
        FROST,
        ("baud = 115200", "baud = 7"),
        ('category = "blender"', 'category = "mixer"'),
        ("usage = true", "use = true"),
        ("slot_bytes = 458752", ""),
    )
    said = CliRunner().invoke(pack_app, ["check", str(folder)])
    assert said.exit_code == 1
    assert isinstance(said.exception, PackError)
    message = said.exception.message
    assert message.startswith("4 things are wrong in")
    for key in ("link.baud", "pack.category", "counters[0].use", "firmware.slot_bytes"):
        assert f"\n  {key}: " in message


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"[pack", "expected TOML"),
        (b"\xff\xfe", "expected UTF-8"),
        (b"#" * (1 << 21), "expected at most 1048576 bytes"),
        (b"x = " + b"[" * 100_000, "nested"),
        (b"", "pack: missing"),
    ],
)
def test_a_file_that_is_no_pack_is_told(content: bytes, says: str, tmp_path: Path) -> None:
    folder = tmp_path / "some-device"
    folder.mkdir()
    (folder / "pack.toml").write_bytes(content)
    with pytest.raises(PackError) as wrong:
        load_pack(folder)
    assert says in wrong.value.message


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(PackError, match="no driver pack"):
        load_pack(tmp_path / "nothing")


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=300, deadline=None)
@given(data=st.data(), key=st.sampled_from([FROST, GATEWAY]))
def test_no_content_makes_the_loader_fail_otherwise(data: st.DataObject, key: str) -> None:
    """A value anywhere in a real pack is replaced by anything: it is accepted or named, and nothing else happens."""
    pack: dict[str, Any] = tomllib.loads((DRIVERS / key / "pack.toml").read_text(encoding="utf-8"))
    places = list(_places(pack))
    place, name = places[data.draw(st.integers(0, len(places) - 1))]
    place[name] = data.draw(VALUES)
    read, problems = read_pack(key, "", pack)
    assert (read is None) == bool(problems)


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every container and key of a value, outermost first."""
    if isinstance(value, dict):
        inner = list(cast("dict[Any, Any]", value).items())
    elif isinstance(value, list):
        inner = list(enumerate(cast("list[Any]", value)))
    else:
        return
    for name, item in inner:
        yield value, name
        yield from _places(item)
