"""Driver packs on disk: find them, load one, say all that is wrong with it.

A pack is a folder with a `pack.toml`; the folder's name is the model key. Bundled packs lie in `drivers/`, a user's
own in the home's folder, and one of the user's replaces a bundled one of the same key.
"""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from fleetdesk.domain.errors import PackError
from fleetdesk.domain.pack import Pack
from fleetdesk.domain.pack_keys import Problems
from fleetdesk.domain.pack_schema import read_pack
from fleetdesk.domain.pack_simulate import check_simulate
from fleetdesk.domain.pack_tables import readme_with_tables
from fleetdesk.runtime.paths import bundled

PACK_FILE = "pack.toml"
README_FILE = "README.md"
MOST_BYTES = 1 << 20
"""A pack is some hundred lines; a file beyond this is no pack."""


def find_packs(*user_folders: Path) -> dict[str, Path]:
    """{key: folder} of all packs, bundled first; a later folder replaces a pack of the same key. Nothing is read."""
    found: dict[str, Path] = {}
    for root in (bundled("drivers"), *user_folders):
        if root.is_dir():
            found.update({file.parent.name: file.parent for file in sorted(root.glob(f"*/{PACK_FILE}"))})
    return found


def load_packs(*user_folders: Path) -> tuple[Pack, ...]:
    """All packs by key. Raises PackError for the first one that is wrong: a half-known fleet is worse than none."""
    return tuple(load_pack(folder) for _, folder in sorted(find_packs(*user_folders).items()))


def load_sound_packs(*user_folders: Path) -> tuple[tuple[Pack, ...], tuple[PackError, ...]]:
    """All packs that are right, by key, and what is wrong with the user's others.

    A user's own pack under work must not stop anybody from reading a blender: a wrong one is left out, and the bundled
    one of its key stays in force. Raises PackError only when a bundled pack is wrong.
    """
    sound = {pack.key: pack for pack in load_packs()}
    wrong: list[PackError] = []
    for root in user_folders:
        for file in sorted(root.glob(f"*/{PACK_FILE}")):
            try:
                sound[file.parent.name] = load_pack(file.parent)
            except PackError as error:
                wrong.append(error)
    return tuple(sound[key] for key in sorted(sound)), tuple(wrong)


def load_pack(folder: Path) -> Pack:
    """The pack in `folder`. Raises PackError with file, key and expectation of every problem."""
    folder = folder.absolute()
    file = folder / PACK_FILE
    pack, problems = read_pack(folder.name, str(folder), _parse(file))
    if pack is None:
        raise _pack_error(file, problems)
    return pack


def simulate_problems(pack: Pack, table: Mapping[str, Any]) -> tuple[str, ...]:
    """What is wrong with a [simulate] table that a scene has changed; empty when it can be served."""
    problems = Problems()
    check_simulate(pack, table, problems)
    return tuple(problems.lines)


def check_readme(pack: Pack) -> None:
    """Raises PackError when the tables in the pack's README.md are not those of its pack.toml."""
    file = Path(pack.folder) / README_FILE
    if _read(file) != readme_with_tables(pack, _read(file)):
        raise PackError(
            "The README of a driver pack is out of date.",
            f"The tables in {file} are not those of {PACK_FILE}.",
            f"Write them again: fleetdesk pack docs {pack.folder}",
        )


def write_readme(pack: Pack) -> bool:
    """Writes the generated tables into the pack's README.md, between their markers. True when it changed."""
    file = Path(pack.folder) / README_FILE
    before = _read(file)
    after = readme_with_tables(pack, before)
    if after == before:
        return False
    try:
        file.write_text(after, encoding="utf-8", newline="\n")
    except OSError as error:
        raise PackError("The README of a driver pack cannot be written.", f"{file}: {error.strerror}.") from error
    return True


def _parse(file: Path) -> dict[str, Any]:
    if not file.is_file():
        raise PackError(
            "This folder is no driver pack.",
            f"{file} is not there.",
            f"Name a folder that holds a {PACK_FILE}, such as {bundled('drivers') / 'ruiyun-frost'}",
        )
    try:
        if file.stat().st_size > MOST_BYTES:
            raise _pack_error(file, (f"expected at most {MOST_BYTES} bytes, found {file.stat().st_size}",))
        return tomllib.loads(file.read_bytes().decode("utf-8"))
    except OSError as error:
        raise PackError("A driver pack cannot be read.", f"{file}: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise _pack_error(file, (f"expected UTF-8 text, found byte {error.start} that is none",)) from error
    except tomllib.TOMLDecodeError as error:
        raise _pack_error(file, (f"expected TOML: {error}",)) from error
    except RecursionError as error:
        raise _pack_error(file, ("expected a pack, found tables nested without end",)) from error


def _read(file: Path) -> str:
    if not file.is_file():
        return ""
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise PackError("The README of a driver pack cannot be read.", f"{file}: {error}.") from error


def _pack_error(file: Path, problems: tuple[str, ...]) -> PackError:
    count = "One thing is" if len(problems) == 1 else f"{len(problems)} things are"
    listed = "".join(f"\n  {problem}" for problem in problems)
    return PackError(
        f"The driver pack '{file.parent.name}' is not valid.",
        f"{count} wrong in {file}:{listed}\n",
        f"Correct {file.name}, then run: fleetdesk pack check {file.parent}",
    )
