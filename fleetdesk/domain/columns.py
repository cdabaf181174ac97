"""Which column of a table is which of our fields: found by its header, given by a person, or remembered. Pure.

Promises: no column is taken for a field on a guess: two headers that mean one field are asked about, and a header
that nobody knows is left out and listed.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from fleetdesk.domain.column_words import FIELD_OF, plain_word
from fleetdesk.domain.errors import FormatError
from fleetdesk.domain.import_rows import DEVICE_COLUMNS
from fleetdesk.domain.sheet import Line, Sheet, cell_text, column_letter

HEADER_AMONG = 30
"""The header stands among the first rows; above it there may be a title, a logo, a date."""
VALUE_FIELDS = ("model", "store", "status", "state")
NEEDED = "model"
ONE_OF = ("row_key", "serial", "asset_tag")


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """What a person said of a table: `columns` {header or #number: field, or "" to leave the column out} and `values`
    {field: {text of the file: ours}}."""

    columns: Mapping[str, str] = field(default_factory=dict[str, str])
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict[str, Mapping[str, str]])

    def over(self, other: "ColumnMap") -> "ColumnMap":
        """Both; where they differ, this one."""
        names = {*self.values, *other.values}
        values = {name: {**other.values.get(name, {}), **self.values.get(name, {})} for name in names}
        return ColumnMap({**other.columns, **self.columns}, values)


@dataclass(frozen=True, slots=True)
class Column:
    """`index` from 0; `field` None: left out. `why` given | remembered | recognised | ""."""

    index: int
    header: str
    field: str | None
    why: str

    @property
    def letter(self) -> str:
        return column_letter(self.index)


@dataclass(frozen=True, slots=True)
class Header:
    """Where the header stands (`last`: index of its last line in the sheet) and what it says, column by column."""

    last: int
    names: tuple[str, ...]

    @property
    def key(self) -> str:
        """The same for every table with these headers, in whatever order: what a mapping is remembered by."""
        words = sorted({plain_word(name) or name for name in self.names if name})
        return hashlib.sha256("\n".join(words).encode()).hexdigest()[:32]


def parse_map(columns: Sequence[str], values: Sequence[str] = ()) -> ColumnMap:
    """`["Seriennr=serial"]` and `["model:Frost 2=ruiyun-frost"]` as a map. Raises FormatError saying what is wrong."""
    named: dict[str, str] = {}
    for text in columns:
        header, equals, name = text.rpartition("=")
        if not equals or not header.strip() or (name.strip() and name.strip() not in DEVICE_COLUMNS):
            raise FormatError(f"{text!r}: expected HEADER=FIELD with a field of {', '.join(DEVICE_COLUMNS)}")
        named[header.strip()] = name.strip()
    meant: dict[str, dict[str, str]] = {}
    for text in values:
        left, equals, ours = text.rpartition("=")
        name, colon, theirs = left.partition(":")
        if not equals or not colon or name not in VALUE_FIELDS or not theirs.strip() or not ours.strip():
            raise FormatError(f"{text!r}: expected FIELD:TEXT=VALUE with a field of {', '.join(VALUE_FIELDS)}")
        meant.setdefault(name, {})[plain_word(theirs)] = ours.strip()
    return ColumnMap(named, meant)


def header_in_row(sheet: Sheet, row: int) -> Header | None:
    """The header that a person says begins in this row, counted as a spreadsheet does; None when there is no such."""
    for index, line in enumerate(sheet.lines):
        if line.number == row and not line.empty:
            return _header_at(sheet, index)
    return None


def find_header(sheet: Sheet, given: ColumnMap, remembered: Mapping[str, ColumnMap]) -> Header | None:
    """The row among the first that names the most fields; None when none names two."""
    best: tuple[int, Header] | None = None
    for index in range(min(HEADER_AMONG, len(sheet.lines))):
        header = _header_at(sheet, index)
        known = given.over(remembered.get(header.key, ColumnMap()))
        fields = {name for name in (_field_of(header, place, known)[0] for place in range(len(header.names))) if name}
        if len(fields) >= 2 and (best is None or len(fields) > best[0]):
            best = len(fields), header
    return None if best is None else best[1]


def propose(header: Header, given: ColumnMap, remembered: ColumnMap) -> tuple[tuple[Column, ...], tuple[str, ...]]:
    """Every column with its field, and what a person must decide before the table can be read."""
    columns: list[Column] = []
    for index, name in enumerate(header.names):
        wanted, why = _field_of(header, index, given)
        if why != "given":
            wanted, why = _field_of(header, index, remembered)
            why = "remembered" if why == "given" else why
        columns.append(Column(index, name, wanted or None, why if wanted else ""))
    columns = _prefer_our_own_names(columns)
    return tuple(columns), (*_unknown_headers(header, given), *_questions(columns))


def _header_at(sheet: Sheet, index: int) -> Header:
    """The header that begins in a row: cells merged downwards make it as many rows high."""
    line = sheet.lines[index]
    below = [m.last_row for m in sheet.merged if m.first_row == line.number and _text_at(line, m.first_column)]
    high = max([line.number, *below])
    last = index
    while last + 1 < len(sheet.lines) and sheet.lines[last + 1].number <= high:
        last += 1
    rows = [sheet.lines[place].cells for place in range(index, last + 1)]
    width = max(len(cells) for cells in rows)
    texts = [[cell_text(cells[place]) if place < len(cells) else "" for cells in rows] for place in range(width)]
    return Header(last, tuple(next((text for text in reversed(column) if text), "") for column in texts))


def _text_at(line: Line, place: int) -> str:
    return cell_text(line.cells[place]) if place < len(line.cells) else ""


def _field_of(header: Header, index: int, known: ColumnMap) -> tuple[str, str]:
    """The field of a column and why; "" with "given": left out on purpose."""
    name = header.names[index]
    for told in (f"#{index + 1}", name):
        if told in known.columns:
            return known.columns[told], "given"
    word = plain_word(name)
    for told, wanted in known.columns.items():
        if word and plain_word(told) == word and not told.startswith("#"):
            return wanted, "given"
    return (FIELD_OF[word], "recognised") if word in FIELD_OF else ("", "")


def _prefer_our_own_names(columns: list[Column]) -> list[Column]:
    """A person's word goes before a recognised header, and our own name of a field before any other word for it."""
    told = {column.field for column in columns if column.why in ("given", "remembered")}
    own = {column.field for column in columns if column.field and plain_word(column.header) == plain_word(column.field)}
    result: list[Column] = []
    for column in columns:
        weak = column.why == "recognised" and (
            column.field in told
            or (column.field in own and plain_word(column.header) != plain_word(column.field or ""))
        )
        result.append(Column(column.index, column.header, None, "") if weak else column)
    return result


def _unknown_headers(header: Header, given: ColumnMap) -> list[str]:
    words = {plain_word(name) for name in header.names} | {f"#{index + 1}" for index in range(len(header.names))}
    return [
        f"There is no column {told!r}. The columns are {_listed(header.names)}."
        for told in given.columns
        if told not in words and plain_word(told) not in words
    ]


def _questions(columns: Sequence[Column]) -> list[str]:
    questions: list[str] = []
    for name in DEVICE_COLUMNS:
        same = [column for column in columns if column.field == name]
        if len(same) > 1:
            listed = " and ".join(f"{column.letter} ({column.header})" for column in same)
            questions.append(f"The columns {listed} both mean {name}: say which one, as in --map '#2={name}'.")
    fields = {column.field for column in columns}
    if NEEDED not in fields:
        questions.append(f"No column holds the {NEEDED}.")
    if not fields & set(ONE_OF):
        questions.append(f"No column holds what a unit is known by: {', '.join(ONE_OF)}.")
    if questions:
        questions.append(f"The columns are {_listed([column.header for column in columns])}.")
    return questions


def _listed(names: Sequence[str]) -> str:
    return ", ".join(name or "(no name)" for name in names)
