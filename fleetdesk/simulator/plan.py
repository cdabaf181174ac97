"""Which units to simulate: pack folders and scene files in, one plan per unit out, each with a serial of its own.

A scene is a TOML file with `[[unit]]` tables: `pack` (an installed pack's key or a folder beside the scene), `serial`,
and `set`, which overrides values of the pack's [simulate] table by dotted key.
"""

import copy
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from fleetdesk.domain.errors import KnownError
from fleetdesk.domain.pack import Pack
from fleetdesk.domain.pack_keys import TABLE, TABLES, Key, Keys, Problems, read_table, text
from fleetdesk.domain.pack_simulate import SERIAL
from fleetdesk.packs import find_packs, load_pack, simulate_problems
from fleetdesk.runtime.paths import home_at

SCENE: Keys = {"unit": Key(TABLES, required=True)}
UNIT: Keys = {"pack": Key(text(400), required=True), "serial": Key(SERIAL), "set": Key(TABLE)}


@dataclass(frozen=True, slots=True)
class UnitPlan:
    """One unit: its pack, and the [simulate] table with everything that was changed for this unit."""

    pack: Pack
    table: Mapping[str, Any]

    @property
    def serial(self) -> str:
        return str(self.table["serial"])


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A unit as it was asked for: an empty serial means the next free one of the pack's."""

    pack: Pack
    serial: str
    changes: Mapping[str, Any]


def plan_units(folders: Sequence[Path], serials: Sequence[str] = (), scene: Path | None = None) -> tuple[UnitPlan, ...]:
    """The units of `folders`, with `serials` in the same order, then those of the scene. Raises KnownError."""
    if len(serials) > len(folders):
        raise KnownError(
            "There are more serials than devices.",
            f"{len(serials)} serials were given for {len(folders)} packs.",
            "Give one --serial for each DIR at most.",
        )
    wanted: list[_Wanted] = [_Wanted(load_pack(folder), serial, {}) for folder, serial in _paired(folders, serials)]
    if scene is not None:
        wanted += _scene_units(scene)
    if not wanted:
        raise KnownError("There is nothing to simulate.", "", "Name the folder of a driver pack, or a --scene file.")
    taken = {unit.serial for unit in wanted if unit.serial}
    plans: list[UnitPlan] = []
    for unit in wanted:
        plan = _unit_plan(unit, taken)
        taken.add(plan.serial)
        plans.append(plan)
    _distinct(plans)
    return tuple(plans)


def _paired(folders: Sequence[Path], serials: Sequence[str]) -> list[tuple[Path, str]]:
    return [(folder, serials[at] if at < len(serials) else "") for at, folder in enumerate(folders)]


def _scene_units(file: Path) -> list[_Wanted]:
    problems = Problems()
    try:
        data = tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise KnownError("The scene cannot be read.", f"{file}: {error.strerror}.", "Check the path.") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise KnownError("The scene is not valid.", f"{file}: {error}.", "Correct the file.") from error
    rows = read_table(data, "", SCENE, problems).get("unit", [])
    units = [read_table(row, f"unit[{at}]", UNIT, problems) for at, row in enumerate(rows)]
    _no_problems(f"The scene {file.name} is not valid.", str(file), problems.lines)
    known = find_packs(home_at().user_packs)
    found: list[_Wanted] = []
    for unit in units:
        name: str = unit["pack"]
        beside = file.parent / name
        folder = beside if beside.is_dir() else known.get(name, beside)
        found.append(_Wanted(load_pack(folder), unit.get("serial", ""), unit.get("set", {})))
    return found


def _unit_plan(unit: _Wanted, taken: set[str]) -> UnitPlan:
    pack = unit.pack
    if not pack.simulate:
        raise KnownError(
            f"The driver pack '{pack.key}' cannot be simulated.",
            "It has no [simulate] table.",
            "Add one, as in drivers/ruiyun-frost/pack.toml.",
        )
    table = copy.deepcopy(dict(pack.simulate))
    for path, value in _flat(unit.changes):
        _override(table, path, value)
    # Only a table's own serial is counted up: a serial that a person chose is never changed.
    table["serial"] = unit.serial or (
        table["serial"] if "serial" in unit.changes else _free(str(table["serial"]), taken)
    )
    title = f"The unit '{table['serial']}' of pack '{pack.key}' cannot be simulated."
    _no_problems(title, pack.folder, simulate_problems(pack, table))
    return UnitPlan(pack, table)


def _flat(changes: Mapping[str, Any], before: tuple[str, ...] = ()) -> list[tuple[tuple[str, ...], Any]]:
    """{"stats.blend_use": {"cycles_total": 3}} -> [(("stats", "blend_use", "cycles_total"), 3)]"""
    flat: list[tuple[tuple[str, ...], Any]] = []
    for key, value in changes.items():
        path = (*before, *key.split("."))
        flat += _flat(cast("dict[str, Any]", value), path) if isinstance(value, dict) else [(path, value)]
    return flat


def _override(table: dict[str, Any], path: tuple[str, ...], value: Any) -> None:
    for name in path[:-1]:
        inner = table.setdefault(name, {})
        if not isinstance(inner, dict):
            where = ".".join(path)
            raise KnownError(f"A scene sets '{where}', which is no table.", "", "Correct the key in the scene.")
        table = cast("dict[str, Any]", inner)
    table[path[-1]] = value


def _free(serial: str, taken: set[str]) -> str:
    """The serial itself, or the next one that is free: RF-20417, RF-20418 ..."""
    match = re.search(r"\d+$", serial)
    stem, digits = (serial[: match.start()], match.group()) if match else (serial, "")
    number = int(digits or "1")
    while serial in taken:
        number += 1
        serial = f"{stem}{number:0{len(digits)}d}"
    return serial


def _distinct(plans: Sequence[UnitPlan]) -> None:
    serials = [plan.serial for plan in plans]
    twice = sorted({serial for serial in serials if serials.count(serial) > 1})
    if twice:
        raise KnownError(
            "Two simulated units have one serial.", f"Twice: {', '.join(twice)}.", "Give each unit its own serial."
        )


def _no_problems(title: str, where: str, lines: Sequence[str]) -> None:
    if lines:
        listed = "".join(f"\n  {line}" for line in lines)
        raise KnownError(title, f"{where}:{listed}\n", "Correct it and start again.")
