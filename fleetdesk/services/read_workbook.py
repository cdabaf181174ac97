"""Reads the sheets of an XLSX workbook as they show: the one door to openpyxl.

openpyxl and not a faster reader: it alone gives what a table must not lose, the error in a cell (elsewhere read as
empty, so that a device would silently be in no store) and the number format that shows 123 as 00123.
"""

import io
import re
import warnings
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time
from functools import partial
from pathlib import Path
from typing import Any, cast

from fleetdesk.domain.errors import ImportRefused
from fleetdesk.domain.sheet import Broken, Cell, Line, Merged, Sheet

LARGEST_UNPACKED = 1_000_000_000
LONGEST_SHOWN = 60
ROWS_AT_ONCE = 500
"""Rows between which a cancel is heard."""
_PADDED = re.compile(r'(?:"([^"]*)"|\\(.)|([A-Za-z]*-))?(0+)\Z')
"""A number format that shows more than the number: 00000, or "RF-"00000."""


class _Heard(io.BytesIO):
    """The bytes of a workbook, which tell how many of them were read: openpyxl itself can neither tell nor be ended."""

    def __init__(self, content: bytes, tell: Callable[[int, int], None]) -> None:
        super().__init__(content)
        self._tell, self._read, self._total = tell, 0, len(content)

    def read(self, size: int | None = -1, /) -> bytes:
        got = super().read(size)
        self._read = min(self._read + len(got), self._total)
        self._tell(self._read, self._total)
        return got


def read_workbook(path: Path, content: bytes, tell: Callable[[int, int], None]) -> tuple[Sheet, ...]:
    """The visible sheets. Raises ImportRefused for what is no workbook, is locked or unpacks beyond all measure; what
    `tell` raises, told of the bytes read, ends it."""
    from xml.etree.ElementTree import ParseError
    from zlib import error as zlib_error

    from openpyxl import load_workbook  # pyright: ignore[reportUnknownVariableType]
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        _check_size(path, content)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what it cannot draw does not matter here
            book: Any = load_workbook(_Heard(content, tell), data_only=True, keep_links=False)
            again = _has_formulas(content)
            formulas: Any = load_workbook(_Heard(content, tell), keep_links=False) if again else None
        read = partial(tell, len(content), len(content))  # the bytes are through, their rows are not
        return tuple(_sheet(sheet, formulas, read) for sheet in book.worksheets if sheet.sheet_state == "visible")
    except (
        zipfile.BadZipFile, InvalidFileException, ParseError, zlib_error, KeyError, ValueError, TypeError, IndexError,
        AttributeError, NotImplementedError, EOFError, OSError,
    ) as error:  # fmt: skip
        raise ImportRefused(
            f"{path.name} was not imported.",
            "It is no workbook that can be read, or it is locked with a password.",
            "Open it in a spreadsheet and save it as .xlsx or as CSV in UTF-8, then import that.",
        ) from error


def _check_size(path: Path, content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        if sum(entry.file_size for entry in packed.infolist()) > LARGEST_UNPACKED:
            raise ImportRefused(
                f"{path.name} was not imported.", "Unpacked it is larger than any table of devices.", "Save it as CSV."
            )


def _has_formulas(content: bytes) -> bool:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        sheets = [entry for entry in packed.namelist() if entry.startswith("xl/worksheets/")]
        return any(re.search(rb"<f[ >/]", packed.read(entry)) for entry in sheets)


def _sheet(sheet: Any, formulas: Any, read: Callable[[], None]) -> Sheet:
    lines: list[Line] = []
    for number, row in enumerate(sheet.iter_rows(), 1):
        if number % ROWS_AT_ONCE == 1:
            read()
        lines.append(Line(number, tuple(_cell(cell) for cell in row)))
    if formulas is not None:
        lines = [_with_results(line, formulas[sheet.title]) for line in lines]
    while lines and lines[-1].empty:
        lines.pop()
    ranges = sheet.merged_cells.ranges
    merged = [Merged(area.min_row, area.min_col - 1, area.max_row, area.max_col - 1) for area in ranges]
    return Sheet(str(sheet.title), tuple(lines), tuple(sorted(merged, key=lambda m: (m.first_row, m.first_column))))


def _with_results(line: Line, formulas: Any) -> Line:
    """A formula whose result is not in the file would read as empty: it is told instead."""
    missing = Broken("a formula without its result: open the file in a spreadsheet, let it calculate, and save it")
    cells = tuple(
        missing if cell is None and formulas.cell(line.number, place).data_type == "f" else cell
        for place, cell in enumerate(line.cells, 1)
    )
    return Line(line.number, cells)


def _cell(cell: Any) -> Cell:
    value = cast("object", cell.value)
    if value is None or isinstance(value, str | bool | datetime):
        return value or None if isinstance(value, str) else value
    if isinstance(value, int | float):
        padded = _PADDED.match(str(cell.number_format))
        if padded and str(cell.number_format) != "0" and float(value).is_integer() and value >= 0:
            before = next((part for part in padded.groups()[:3] if part), "")
            return before + str(int(value)).zfill(len(padded.group(4)))
        return value
    if isinstance(value, date):
        return datetime.combine(value, time())
    return Broken(f"{str(value)[:LONGEST_SHOWN]}: expected a text, a number or a date")
