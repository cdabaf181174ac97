"""A table as a spreadsheet shows it: rows by the number at their left edge, cells with their types. Pure."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Broken:
    """A cell that shows nothing which could be taken as it stands; `reason` says why, for a person."""

    reason: str


Cell = str | int | float | bool | datetime | Broken | None
"""A datetime is local to nowhere yet: a spreadsheet's dates have no zone."""


@dataclass(frozen=True, slots=True)
class Line:
    """One row; `number` as a spreadsheet counts, from 1, the header and empty rows included."""

    number: int
    cells: tuple[Cell, ...]

    @property
    def empty(self) -> bool:
        return all(cell is None or (isinstance(cell, str) and not cell.strip()) for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Merged:
    """A merged range: first and last row (numbers) and column (indexes from 0), all inclusive."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """`name` of the sheet ("" for CSV); `encoding` and `delimiter` say how a text file was read."""

    name: str
    lines: tuple[Line, ...]
    merged: tuple[Merged, ...] = ()
    encoding: str = ""
    delimiter: str = ""


def column_letter(index: int) -> str:
    """0 -> A, 25 -> Z, 26 -> AA: how a spreadsheet names a column."""
    letters = ""
    index += 1
    while index:
        index, place = divmod(index - 1, 26)
        letters = chr(ord("A") + place) + letters
    return letters


def cell_text(cell: Cell) -> str:
    """What a header or a sample shows of a cell, on one line."""
    if cell is None or isinstance(cell, Broken):
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return " ".join(str(cell).split())
