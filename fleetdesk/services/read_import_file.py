"""Reads an import file and tells every row that cannot be taken, by row and field.

Promises: `check_import_file` returns the sound rows beside the refused ones, and what is not sound is never mended by
guessing; `read_import_file` takes a file whole or not at all. Two forms: JSON as in `seeds/sample_fleet.json` (stores,
devices, notes) and a table, CSV or XLSX, whose stores are registered already. seeds/README.md describes the columns.
"""

import hashlib
import json
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import NoReturn, cast

from fleetdesk.domain.columns import Column, ColumnMap, Header, find_header, header_in_row, propose
from fleetdesk.domain.errors import ImportRefused
from fleetdesk.domain.import_cells import Problem, RawRow
from fleetdesk.domain.import_rows import ImportContent, KnownModel, RawFile, check_import, sound_rows
from fleetdesk.domain.sheet import Sheet, cell_text
from fleetdesk.domain.sheet_rows import Asked, KnownFleet, rows_of
from fleetdesk.services.read_sheet import BOOK_SUFFIXES, LARGEST_BYTES, TEXT_SUFFIXES, read_text
from fleetdesk.services.read_workbook import read_workbook

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


@dataclass(frozen=True, slots=True)
class TableHow:
    """How a person wants a table read: `given` columns and values, `remembered` ones by header key, and what the file
    itself does not say."""

    given: ColumnMap = field(default_factory=ColumnMap)
    remembered: Mapping[str, ColumnMap] = field(default_factory=dict[str, ColumnMap])
    encoding: str | None = None
    sheet: str | None = None
    delimiter: str | None = None
    header_row: int | None = None
    asked: Asked = field(default_factory=Asked)
    leave_out: frozenset[int] = frozenset()
    """Rows of devices that a person does not want taken: of two that cannot both be, the wrong one."""


@dataclass(frozen=True, slots=True)
class TableSeen:
    """What was seen of a table. `samples` are the first values of each column; `questions` stop the import. `sheets`
    are those of the workbook that can be seen; `in_doubt`: which of them is meant is not said."""

    sheets: tuple[str, ...]
    in_doubt: bool
    sheet: str
    encoding: str
    delimiter: str
    header_row: int
    header_key: str
    columns: tuple[Column, ...]
    samples: tuple[tuple[str, ...], ...]
    questions: tuple[str, ...]
    learnt: ColumnMap
    """What to remember of it once it is imported."""


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """`file` holds the sound rows only, of `rows` that the file has; `refused` says what is wrong with the others.
    `table` None: JSON."""

    file: ImportFile
    rows: int
    refused: tuple[Problem, ...]
    table: TableSeen | None = None

    @property
    def unsound(self) -> bool:
        """The file as a whole, a store of it or a column is in doubt: no row can be taken."""
        return any(problem.row == 0 for problem in self.refused)

    def without(self, problems: tuple[Problem, ...]) -> "CheckedFile":
        """The same with more rows refused."""
        bad = {problem.row for problem in problems}
        sound = tuple(device for device in self.file.devices if device.row not in bad)
        refused = tuple(sorted((*self.refused, *problems), key=lambda problem: problem.row))
        return replace(self, file=replace(self.file, devices=sound), refused=refused)


def read_import_file(path: Path, models: Mapping[str, KnownModel], known_stores: Collection[str] = ()) -> ImportFile:
    """The file's content; `models` by key, `known_stores` the codes registered before. Raises ImportFileRefused."""
    checked = check_import_file(path, KnownFleet(models, {code: (code, "UTC") for code in known_stores}))
    if checked.refused:
        raise refusal(path, checked.refused)
    return checked.file


Tick = Callable[[str, int, int], None]
"""Told `(stage, done, total)` while a file is read and checked; what it raises ends that."""


def no_tick(_stage: str, _done: int, _total: int) -> None:
    """For those who do not watch."""


def check_import_file(path: Path, known: KnownFleet, how: TableHow | None = None, tick: Tick = no_tick) -> CheckedFile:
    """The sound rows and the problems of the others. Raises ImportFileRefused when it is no import file at all."""
    content = _bytes_of(path)
    how = how or TableHow()
    table: TableSeen | None = None
    suffix = path.suffix.lower()
    if suffix == ".json":
        raw = _parse_json(path, _text_of(path, content))
    elif suffix in (*TEXT_SUFFIXES, *BOOK_SUFFIXES):
        raw, table = _parse_table(path, content, known, how, tick)
    else:
        _refuse(path, f"Its name ends in {suffix or 'nothing'}; a fleet is imported from .json, .csv or .xlsx.")
    if how.leave_out:
        raw = replace(raw, devices=tuple(row for row in raw.devices if row.number not in how.leave_out))
    taken, problems = check_import(raw, known.models, known.stores, known.gateways)
    sound = sound_rows(taken, problems)
    file = ImportFile(
        name=path.name,
        sha256=hashlib.sha256(content).hexdigest(),
        source_id=sound.source_id,
        as_of=sound.as_of,
        notes=sound.notes,
        stores=sound.stores,
        devices=sound.devices,
    )
    in_order = tuple(sorted(problems, key=lambda problem: problem.row))
    return CheckedFile(file, len(raw.devices), in_order, table)


def look_at_table(path: Path, how: TableHow, tick: Tick = no_tick) -> TableSeen:
    """The columns as they are proposed, with samples and open questions; for the step in which a person decides. A
    table whose header names no field of ours is shown with its first row as one."""
    return _seen(_found(path, _bytes_of(path), how, tick), how)


def _bytes_of(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST_BYTES:
            _refuse(path, f"It is larger than {LARGEST_BYTES // 1_000_000} MB. Import it in parts.")
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


def _refuse(path: Path, message: str, cause: Exception | None = None) -> NoReturn:
    raise ImportFileRefused(f"{path.name} was not imported.", message, NOTHING_CHANGED) from cause


def refusal(path: Path, problems: tuple[Problem, ...]) -> ImportFileRefused:
    """The error that names the first problems in words and carries all."""
    lines = [str(problem) for problem in problems[:SHOWN_PROBLEMS]]
    if len(problems) > SHOWN_PROBLEMS:
        lines.append(f"and {len(problems) - SHOWN_PROBLEMS} more")
    count = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
    message = f"{count}:\n" + "\n".join(f"- {line}" for line in lines)
    return ImportFileRefused(f"{path.name} was not imported.", message, NOTHING_CHANGED, problems)


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


# -- tables ----------------------------------------------------------------------------------------------------------

SAMPLES = 5
MAP_IT = "Say which column is what, as in --map 'Seriennr=serial', and import it again."


@dataclass(frozen=True, slots=True)
class _Found:
    """The sheet that is read and its header; `doubt` says why a person must decide first, `choose` that it is between
    sheets."""

    sheets: tuple[str, ...]
    sheet: Sheet
    header: Header
    doubt: str = ""
    choose: bool = False


def _parse_table(path: Path, content: bytes, known: KnownFleet, how: TableHow, tick: Tick) -> tuple[RawFile, TableSeen]:
    """Columns by the header; the source is named after the file, so a table keeps its name between imports."""
    found = _found(path, content, how, tick)
    if found.doubt:
        step = NOTHING_CHANGED if found.choose else MAP_IT
        raise ImportFileRefused(f"{path.name} was not imported.", found.doubt, step)
    seen = _seen(found, how)
    if seen.questions:
        raise ImportFileRefused(f"{path.name} was not imported.", " ".join(seen.questions), MAP_IT)
    rows = rows_of(found.sheet, found.header.last, seen.columns, seen.learnt, known, how.asked, partial(tick, "check"))
    if not rows:
        _refuse(path, f"There is no row below its header in row {seen.header_row}.")
    source = re.sub(r"[^A-Za-z0-9._-]+", "-", path.stem)[:60]
    return RawFile({"source_id": f"csv:{source}"}, (), rows), seen


def _found(path: Path, content: bytes, how: TableHow, tick: Tick) -> _Found:
    """The one sheet with a header that names our fields, or what it could be and why that is not sure."""
    sheets = _sheets(path, content, how, tick)
    names = tuple(sheet.name for sheet in sheets if sheet.name)
    if how.sheet is not None:
        sheets = tuple(sheet for sheet in sheets if sheet.name == how.sheet)
        if not sheets:
            _refuse(path, f"It has no visible sheet {how.sheet!r}.")
    found = [(sheet, header) for sheet in sheets if (header := _header(sheet, how))]
    if len(found) > 1:
        listed = ", ".join(sheet.name for sheet, _ in found)
        doubt = f"The sheets {listed} all look like tables of devices. Say which one, as in --sheet NAME."
        return _Found(names, *found[0], doubt, choose=True)
    if found:
        return _Found(names, *found[0])
    return _without_header(path, names, sheets, how)


def _sheets(path: Path, content: bytes, how: TableHow, tick: Tick) -> tuple[Sheet, ...]:
    read = partial(tick, "read")
    if path.suffix.lower() in BOOK_SUFFIXES:
        return read_workbook(path, content, read)
    return (read_text(path, content, how.encoding, how.delimiter, read),)


def _header(sheet: Sheet, how: TableHow) -> Header | None:
    if how.header_row is not None:
        return header_in_row(sheet, how.header_row)
    return find_header(sheet, how.given, how.remembered)


def _without_header(path: Path, names: tuple[str, ...], sheets: tuple[Sheet, ...], how: TableHow) -> _Found:
    """The first row that holds something, in doubt whether it is the header. Raises for a file that holds nothing."""
    if how.header_row is not None:
        _refuse(path, f"Row {how.header_row} holds nothing, so it is no header.")
    for sheet in sheets:
        first = next((line for line in sheet.lines if not line.empty), None)
        header = header_in_row(sheet, first.number) if first else None
        if first is not None and header is not None:
            shows = ", ".join(filter(None, map(cell_text, first.cells[:20])))
            said = f"No row of it names the fields of a device, such as model and serial. It begins with: {shows}."
            return _Found(names, sheet, header, said)
    said = "No row of it names the fields of a device, such as model and serial. It begins with: nothing."
    raise ImportFileRefused(f"{path.name} was not imported.", said, MAP_IT)


def _seen(found: _Found, how: TableHow) -> TableSeen:
    sheet, header = found.sheet, found.header
    remembered = how.remembered.get(header.key, ColumnMap())
    columns, questions = propose(header, how.given, remembered)
    below = [line for line in sheet.lines[header.last + 1 :] if not line.empty]
    samples = tuple(
        tuple(cell_text(line.cells[c.index]) for line in below[:SAMPLES] if c.index < len(line.cells)) for c in columns
    )
    asked = (found.doubt, *questions) if found.doubt else questions
    return TableSeen(
        found.sheets, found.choose, sheet.name, sheet.encoding, sheet.delimiter, sheet.lines[header.last].number,
        header.key, columns, samples, asked, how.given.over(remembered),
    )  # fmt: skip
