"""What the window shows of an import: its columns, what would be taken, what is refused, what an undo left."""

from dataclasses import dataclass

from fleetdesk.services.views import Moment, Text


@dataclass(frozen=True, slots=True)
class ImportColumn:
    """One column of a table: `letter` as the spreadsheet names it, `field` "" when it is left out, `why` given |
    remembered | recognised | "", and its first values."""

    letter: str
    header: str
    field: str
    why: str
    samples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ImportTable:
    """How a table was read, for the step in which a person says which column is what. `fields` can be chosen;
    `questions` must be answered first. JSON files have no columns."""

    path: str
    sheet: str
    encoding: str
    header_row: int
    columns: tuple[ImportColumn, ...]
    fields: tuple[str, ...]
    questions: tuple[Text, ...] = ()
    delimiter: str = ""
    sheets: tuple[str, ...] = ()
    in_doubt: bool = False
    """Which of the sheets is meant is not said."""


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """`row` as the spreadsheet shows it; 0: the file as a whole."""

    row: int
    field: str
    reason: str


@dataclass(frozen=True, slots=True)
class ImportCheck:
    """What would be taken and what is refused; nothing has been written. `new`, `changed` and `unchanged` sum to
    `accepted`, which is 0 when the file as a whole is in doubt."""

    path: str
    accepted: int
    new: int
    changed: int
    unchanged: int
    refused: tuple[RefusedRow, ...]
    notes: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class EarlierImport:
    """An import that can be undone by its `id`, or was; `changed` of its `rows` changed something."""

    id: str
    source: str
    at: Moment
    actor: str
    rows: int
    changed: int
    undone: bool


@dataclass(frozen=True, slots=True)
class ImportKept:
    """What an undo left: of which unit, what, and since which act of whom."""

    name: str
    what: tuple[str, ...]
    because: str
    actor: str
    at: Moment


@dataclass(frozen=True, slots=True)
class ImportUndoDone:
    gone: int
    kept: tuple[ImportKept, ...]
