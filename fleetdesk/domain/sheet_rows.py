"""A table's cells as our fields: texts as they stand, counts, words of four languages, local dates as instants. Pure.

Promises: what a spreadsheet spoiled (a serial as 1.23E+15, a date instead of 3-1, an error, a cell merged over units)
is broken in words and never repaired by guessing; leading zeros stay; merged cells count for the rows that show them.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import cast

from fleetdesk.domain.column_words import BOOLEAN_OF, STATE_OF, STATUS_OF, plain_word
from fleetdesk.domain.columns import Column, ColumnMap
from fleetdesk.domain.errors import FormatError
from fleetdesk.domain.fleet import normalise_serial
from fleetdesk.domain.formula_guard import unguarded
from fleetdesk.domain.import_cells import RawRow
from fleetdesk.domain.import_rows import KnownModel
from fleetdesk.domain.local_dates import DateOrder, Readings, choose, instant_of, order_of, read_date
from fleetdesk.domain.sheet import Broken, Cell, Line, Sheet, cell_text

IDENTITY = ("row_key", "serial", "asset_tag", "gateway", "module_serial")
COUNTS = ("uses", "baseline_uses")
INSTANTS = ("state_as_of", "uses_at", "fitted_at")
ONE_UNITS_OWN = ("row_key", "serial", "asset_tag", "module_serial", *COUNTS)
"""What belongs to one unit: a cell merged over several rows cannot say it of all of them."""
EXCELS_DIGITS = 10**15
"""A spreadsheet keeps fifteen digits of a number; what comes behind them is lost."""
EARLIEST_YEAR = 1990
TICK_ROWS = 500
_SCIENTIFIC = re.compile(r"-?\d(?:[.,]\d+)?E\+\d{1,3}\Z", re.IGNORECASE)
_SHEET_ERROR = re.compile(r"#(?:N/A|REF!|VALUE!|DIV/0!|NAME\?|NULL!|NUM!|SPILL!|CALC!|NV|WERT!|BEZUG!)\Z")


@dataclass(frozen=True, slots=True)
class KnownFleet:
    """What a table may refer to: `stores` {code: (name, zone)}, `gateways` {normalised serial: (serial, model)}."""

    models: Mapping[str, KnownModel]
    stores: Mapping[str, tuple[str, str]] = field(default_factory=dict[str, tuple[str, str]])
    gateways: Mapping[str, tuple[str, str]] = field(default_factory=dict[str, tuple[str, str]])


@dataclass(frozen=True, slots=True)
class Asked:
    """What only a person can say of a table's times: the order of day and month, the zone of rows without a store, and
    what now is (ISO 8601 UTC), behind which nothing can have been seen."""

    dates: DateOrder | None = None
    zone: str | None = None
    now: str | None = None


def rows_of(
    sheet: Sheet,
    last_header: int,
    columns: Sequence[Column],
    meant: ColumnMap,
    known: KnownFleet,
    asked: Asked,
    tick: Callable[[int, int], None] = lambda done, total: None,
) -> tuple[RawRow, ...]:
    """The rows below the header as `domain/import_rows.py` checks them; empty ones are passed over. `tick` is told the
    progress and may raise to end it."""
    taken = [column for column in columns if column.field]
    lines = _spread(sheet, last_header, taken)
    width = len(columns)
    orders = {str(c.field): asked.dates or _order(lines, c.index) for c in taken if c.field in INSTANTS}
    reader = _Reader(meant, known, asked, orders)
    rows: list[RawRow] = []
    for done, line in enumerate(lines):
        if done % TICK_ROWS == 0:
            tick(done, len(lines))
        rows.append(reader.row(line, taken, width))
    return tuple(rows)


# -- merged cells ----------------------------------------------------------------------------------------------------


def _spread(sheet: Sheet, last_header: int, taken: Sequence[Column]) -> list[Line]:
    """The lines below the header that hold something of their own, each with what merged cells show in it; a cell that
    is merged over one such line and empty ones is only a tall one."""
    lines = {line.number: list(line.cells) for line in sheet.lines[last_header + 1 :] if not line.empty}
    fields = {column.index: column.field or "" for column in taken}
    for area in sheet.merged:
        if area.first_row not in lines:
            continue
        value = _get(lines[area.first_row], area.first_column)
        concerned = [place for place in range(area.first_column, area.last_column + 1) if place in fields]
        showing = [number for number in range(area.first_row, area.last_row + 1) if number in lines]
        for number in showing:
            for place in concerned:
                _put(lines[number], place, _shown_in(value, showing, concerned, fields[place]))
    return [Line(number, tuple(cells)) for number, cells in sorted(lines.items())]


def _shown_in(value: Cell, showing: Sequence[int], concerned: Sequence[int], name: str) -> Cell:
    if value is None:
        return None
    text = cell_text(value)
    if len(concerned) > 1:
        return Broken(f"{text} stands in a cell merged over several columns: which of them it belongs to is not said")
    if len(showing) > 1 and name in ONE_UNITS_OWN:
        rows = f"{showing[0]} to {showing[-1]}"
        return Broken(f"{text} stands in a cell merged over rows {rows}: it can be of one unit only")
    return value


def _get(cells: Sequence[Cell], place: int) -> Cell:
    return cells[place] if place < len(cells) else None


def _put(cells: list[Cell], place: int, value: Cell) -> None:
    cells += [None] * (place + 1 - len(cells))
    cells[place] = value


# -- one row ---------------------------------------------------------------------------------------------------------


def _order(lines: Sequence[Line], place: int) -> DateOrder | None:
    found: list[Readings] = []
    for line in lines:
        cell = _get(line.cells, place)
        if isinstance(cell, str) and cell.strip():
            try:
                found.append(read_date(cell))
            except FormatError:
                continue  # told when the row is read
    return order_of(found)


class _Reader:
    """Reads one row after the other with what is known of the whole table."""

    def __init__(
        self, meant: ColumnMap, known: KnownFleet, asked: Asked, orders: Mapping[str, DateOrder | None]
    ) -> None:
        self._asked = asked
        self._orders = orders
        self._zones = {code: zone for code, (_, zone) in known.stores.items()}
        zones = set(self._zones.values())
        self._common_zone = zones.pop() if len(zones) == 1 else None  # a chain in one zone has its spares there too
        stores = _unmistakable([(word, code) for code, (name, _) in known.stores.items() for word in (code, name)])
        models = _unmistakable([(word, m.key) for m in known.models.values() for word in (m.key, m.name)])
        self._words: dict[str, Mapping[str, str]] = {
            "model": {**models, **_plain(meant, "model")},
            "store": {**stores, **_plain(meant, "store")},
            "status": {**STATUS_OF, **_plain(meant, "status")},
            "state": {**STATE_OF, **_plain(meant, "state")},
        }

    def row(self, line: Line, taken: Sequence[Column], width: int) -> RawRow:
        cells: dict[str, object] = {}
        for column in taken:
            if column.field not in INSTANTS:
                cells[str(column.field)] = self._value(str(column.field), _get(line.cells, column.index))
        store = cells.get("store")
        zone = None if store is None else self._zones.get(str(store), "UTC")  # an unknown store is told already
        for column in taken:
            if column.field in INSTANTS:
                cells[column.field] = self._instant(column.field, _get(line.cells, column.index), zone)
        if any(cell_text(cell) for cell in line.cells[width:]):
            cells["row_key"] = Broken("the row has more cells than the header: a separator too many, or a lost quote")
        key_from = _give_key(cells)
        return RawRow(f"row {line.number}", line.number, cells, key_from)

    def _value(self, name: str, cell: Cell) -> object:
        if isinstance(cell, str):
            cell = unguarded(cell)
            if any("\ud800" <= sign <= "\udfff" for sign in cell):
                return Broken("some characters are in another encoding than the rest of the file")
        if cell is None or isinstance(cell, Broken) or cell == "":
            return cell or None
        if isinstance(cell, str) and _SHEET_ERROR.match(cell):
            return Broken(f"{cell} is an error that the spreadsheet shows instead of a value")
        if name in COUNTS:
            return _count(cell)
        if name == "synthetic":
            return cell if isinstance(cell, bool) else BOOLEAN_OF.get(plain_word(cell_text(cell)), cell_text(cell))
        text = _text(name, cell)
        words = self._words.get(name)
        if words is None or isinstance(text, Broken):
            return text
        return _word(words, text)

    def _instant(self, name: str, cell: Cell, zone: str | None) -> object:
        if cell is None or isinstance(cell, Broken) or (isinstance(cell, str) and not cell.strip()):
            return cell or None
        try:
            text = cell.strip() if isinstance(cell, str) else cell_text(cell)
            if _SHEET_ERROR.match(text):
                return Broken(f"{text} is an error that the spreadsheet shows instead of a date")
            return self._moment(name, cell, text, zone)
        except FormatError as error:
            return Broken(str(error))

    def _moment(self, name: str, cell: Cell, text: str, zone: str | None) -> str:
        if isinstance(cell, int | float):
            raise FormatError(f"{text} is a number: format the column as a date")
        zoned = _with_zone(text)
        if zoned is not None:
            return self._possible(text, zoned)
        local = cell if isinstance(cell, datetime) else choose(text, read_date(text), self._orders.get(name))
        place = zone or self._asked.zone or self._common_zone
        if place is None:
            raise FormatError(
                f"{text} is a local time and the row names no store: say the zone, as in --zone Europe/Berlin"
            )
        return self._possible(text, instant_of(local, place))

    def _possible(self, text: str, instant: str) -> str:
        if int(instant[:4]) < EARLIEST_YEAR:
            raise FormatError(f"{text} lies before {EARLIEST_YEAR}")
        if self._asked.now is not None and instant > self._asked.now:
            raise FormatError(f"{text} lies in the future")
        return instant


def _unmistakable(pairs: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Each word as written and as words are compared; one that could mean two things means nothing."""
    meanings: dict[str, set[str]] = {}
    for word, ours in pairs:
        meanings.setdefault(plain_word(word), set()).add(ours)
    plain = {word: ours for word, several in meanings.items() if len(several) == 1 for ours in several}
    return {**plain, **{ours: ours for _, ours in pairs}}


def _plain(meant: ColumnMap, name: str) -> dict[str, str]:
    return {plain_word(theirs): ours for theirs, ours in meant.values.get(name, {}).items()}


def _text(name: str, cell: Cell) -> str | Broken:
    if isinstance(cell, datetime):
        if name in IDENTITY:
            return Broken(f"{cell:%Y-%m-%d}: the spreadsheet turned this into a date; what stood there is lost")
        return cell.isoformat(" ")
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        if name in IDENTITY and abs(cell) >= EXCELS_DIGITS:
            return Broken(f"{cell:.15g}: the spreadsheet made this a number and keeps fifteen digits; the rest is lost")
        return cell_text(cell)
    if isinstance(cell, bool):
        return str(cell).upper()
    text = cast("str", cell)
    if name in IDENTITY and _SCIENTIFIC.match(text):
        return Broken(f"{text}: the spreadsheet made this a number and shortened it; its digits are lost")
    return tidy(name, text)


def tidy(name: str, text: str) -> str:
    """A text as a table's cell gives it: one space between words, in notes line by line."""
    if name == "notes":
        return "\n".join(part.rstrip() for part in text.splitlines()).replace("\t", " ").strip()
    return " ".join(text.split())


def _count(cell: Cell) -> object:
    if isinstance(cell, float) and cell.is_integer():
        return int(cell)
    if isinstance(cell, str):
        figures = re.sub(r"(?<=\d)[ \u00a0\u202f'](?=\d{3})", "", cell)
        if figures.isascii() and figures.isdigit() and len(figures) <= 20:
            return int(figures)
    return str(cell) if isinstance(cell, datetime) else cell


def _word(words: Mapping[str, str], text: str) -> str:
    """Our value for a text; GLPI writes places as a path whose last part is the place."""
    for part in (text, text.rpartition(">")[2]):
        found = words.get(part) or words.get(plain_word(part))
        if found is not None:
            return found
    return text


def _with_zone(text: str) -> str | None:
    try:
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is None:
            return None
        return f"{moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='milliseconds')}Z"
    except (ValueError, OverflowError):
        return None


def _give_key(cells: dict[str, object]) -> str:
    """A table without row keys is known by serials, then by tags: what stays when rows are sorted. Returns which."""
    if cells.get("row_key") is not None:
        return "row_key"
    serial, tag = cells.get("serial"), cells.get("asset_tag")
    if isinstance(serial, str):
        cells["row_key"] = f"{str(cells.get('model') or '')[:40]} {normalise_serial(serial)}"[:64]
        return "serial"
    if isinstance(tag, str):
        cells["row_key"] = f"tag {tag}"[:64]
        return "asset_tag"
    broken = next((cell for cell in (serial, tag) if isinstance(cell, Broken)), None)
    if broken is None:
        cells["row_key"] = Broken("is missing, and there is no serial or asset tag to know the unit by")
    else:
        cells["row_key"] = "?"
    return "serial"
