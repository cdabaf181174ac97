"""Reads an import file, whole or not at all.

Promises: a file with one wrong cell is refused with every problem named by row and field, and nothing of it is
returned. Two forms: JSON as in `seeds/sample_fleet.json` (stores, devices, notes) and a plain table, CSV with the same
device columns, whose stores are registered already. seeds/README.md describes the columns.
"""

import csv
import hashlib
import io
import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn, cast

from fleetdesk.domain.errors import ImportRefused
from fleetdesk.domain.import_cells import Problem, RawRow
from fleetdesk.domain.import_rows import (
    DEVICE_COLUMNS,
    ImportContent,
    KnownModel,
    RawFile,
    check_import,
)

SHOWN_PROBLEMS = 50
NOTHING_CHANGED = "Nothing was changed. Correct the file and import it again."


@dataclass(frozen=True, slots=True)
class ImportFile(ImportContent):
    """A sound import file: its content, its name and the SHA-256 of its bytes."""

    name: str
    sha256: str


class ImportFileRefused(ImportRefused):
    """The message shows the first fifty problems, `problems` holds all."""

    def __init__(self, title: str, message: str, next_step: str, problems: tuple[Problem, ...] = ()) -> None:
        super().__init__(title, message, next_step)
        self.problems = problems


def read_import_file(path: Path, models: Mapping[str, KnownModel], known_stores: Collection[str] = ()) -> ImportFile:
    """The file's content; `models` by key, `known_stores` the codes registered before. Raises ImportFileRefused."""
    content = _bytes_of(path)
    text = _text_of(path, content)
    raw = _parse(path, text)
    taken, problems = check_import(raw, models, known_stores)
    if problems:
        _refuse_for(path, problems)
    return ImportFile(
        name=path.name,
        sha256=hashlib.sha256(content).hexdigest(),
        source_id=taken.source_id,
        as_of=taken.as_of,
        notes=taken.notes,
        stores=taken.stores,
        devices=taken.devices,
    )


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise ImportFileRefused(f"There is no file {path}.", "", "Check the name and the folder.") from error
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise ImportFileRefused(
            f"{path} cannot be read.", f"{reason}.", "Check the file and its permissions."
        ) from error


def _text_of(path: Path, content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        message = f"Line {line} is not UTF-8 text."
        raise ImportFileRefused(f"{path.name} was not imported.", message, "Save it as UTF-8 and try again.") from error


def _parse(path: Path, text: str) -> RawFile:
    match path.suffix.lower():
        case ".json":
            return _parse_json(path, text)
        case ".csv":
            return _parse_csv(path, text)
        case other:
            _refuse(path, f"Its name ends in {other or 'nothing'}; a fleet is imported from .json or .csv.")


def _refuse(path: Path, message: str, cause: Exception | None = None) -> NoReturn:
    raise ImportFileRefused(f"{path.name} was not imported.", message, NOTHING_CHANGED) from cause


def _refuse_for(path: Path, problems: tuple[Problem, ...]) -> NoReturn:
    lines = [str(problem) for problem in problems[:SHOWN_PROBLEMS]]
    if len(problems) > SHOWN_PROBLEMS:
        lines.append(f"and {len(problems) - SHOWN_PROBLEMS} more")
    count = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
    message = f"{count}:\n" + "\n".join(f"- {line}" for line in lines)
    raise ImportFileRefused(f"{path.name} was not imported.", message, NOTHING_CHANGED, problems)


# -- JSON ------------------------------------------------------------------------------------------------------------


def _parse_json(path: Path, text: str) -> RawFile:
    try:
        document: object = json.loads(text, object_pairs_hook=_once, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        _refuse(path, f"Line {error.lineno}, column {error.colno}: {error.msg}.", error)
    except (ValueError, RecursionError) as error:
        _refuse(path, f"It is not sound JSON: {error}.", error)
    if not isinstance(document, dict):
        _refuse(path, "It does not hold one JSON object with source_id, as_of, notes, stores and devices.")
    sections = cast("dict[str, object]", document)
    missing = [name for name in ("source_id", "as_of", "devices") if name not in sections]
    if missing:
        _refuse(path, f"It has no {' and no '.join(missing)}.")
    head = {name: value for name, value in sections.items() if name not in ("stores", "devices")}
    stores = _rows(path, sections.get("stores", []), "stores", "store")
    return RawFile(head, stores, _rows(path, sections["devices"], "devices", "device"))


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"the key {twice!r} stands twice in one object")
    return found


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a JSON number")


def _rows(path: Path, section: object, name: str, word: str) -> tuple[RawRow, ...]:
    if not isinstance(section, list):
        _refuse(path, f"Its {name} are not a list.")
    rows: list[RawRow] = []
    for number, item in enumerate(cast("list[object]", section), 1):
        if not isinstance(item, dict):
            _refuse(path, f"{word} {number} is not an object with named columns.")
        rows.append(RawRow(f"{word} {number}", number, cast("dict[str, object]", item)))
    return tuple(rows)


# -- CSV -------------------------------------------------------------------------------------------------------------

NUMBERS = ("uses", "baseline_uses")
BOOLEANS: Mapping[str, bool] = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


def _parse_csv(path: Path, text: str) -> RawFile:
    """Columns by the header line; the source is named after the file, so a table keeps its name between imports."""
    first_line = text.partition("\n")[0]
    delimiter = ";" if first_line.count(";") > first_line.count(",") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        header = [name.strip() for name in next(reader, list[str]())]
        _check_header(path, header)
        rows = [_csv_row(path, header, cells, reader.line_num) for cells in reader if any(map(str.strip, cells))]
    except csv.Error as error:
        _refuse(path, f"Line {reader.line_num}: {error}.", error)
    source = re.sub(r"[^A-Za-z0-9._-]+", "-", path.stem)[:60]
    return RawFile({"source_id": f"csv:{source}"}, (), tuple(rows))


def _check_header(path: Path, header: list[str]) -> None:
    twice = sorted({name for name in header if header.count(name) > 1})
    if twice:
        _refuse(path, f"The header names {', '.join(twice)} twice.")
    for problem, names in (
        ("lacks the column", [name for name in ("row_key", "model", "serial") if name not in header]),
        ("has the unknown column", [name for name in header if name not in DEVICE_COLUMNS]),
    ):
        if names:
            _refuse(path, f"The header {problem} {', '.join(names)}. Known are {', '.join(DEVICE_COLUMNS)}.")


def _csv_row(path: Path, header: list[str], cells: list[str], line: int) -> RawRow:
    if len(cells) != len(header):
        _refuse(path, f"Line {line} has {len(cells)} cells, the header {len(header)}.")
    named = {name: _csv_cell(name, cell.strip()) for name, cell in zip(header, cells, strict=True)}
    return RawRow(f"line {line}", line, named)


def _csv_cell(name: str, cell: str) -> object:
    """A cell as JSON would hold it; what does not fit stays text and is told by the check."""
    if not cell:
        return None
    if name in NUMBERS and cell.isascii() and cell.isdigit() and len(cell) <= 20:
        return int(cell)
    if name == "synthetic":
        return BOOLEANS.get(cell.lower(), cell)
    return cell
