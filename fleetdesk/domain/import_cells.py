"""The cells of an import file, each read as what it should be, every misfit noted with its row and field. Pure."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import cast
from zoneinfo import ZoneInfo

from fleetdesk.domain.sheet import Broken

SERIAL = re.compile(r"[\x20-\x7e]{1,12}\Z")
"""A gateway's child table has room for twelve ASCII characters."""
LARGEST_COUNT = 2**32 - 1


@dataclass(frozen=True, slots=True)
class RawRow:
    """A row before the check. `place` is how a person finds it ("device 17", "row 18"), `number` the figure in it;
    `key_from` names the field that a table without row keys is known by."""

    place: str
    number: int
    cells: Mapping[str, object]
    key_from: str = "row_key"


@dataclass(frozen=True, slots=True)
class Problem:
    """`row` 0: the file as a whole, a store or a note, so that no row of devices can be taken without it."""

    place: str
    field: str
    message: str
    row: int = 0

    def __str__(self) -> str:
        return f"{self.place}, {self.field}: {self.message}" if self.field else f"{self.place}: {self.message}"


class Cells:
    """The cells of one row, each read as what it should be; what is not goes to the list of problems."""

    def __init__(self, row: RawRow, problems: list[Problem], *, device: bool = False) -> None:
        self._cells = row.cells
        self._row = row.number if device else 0
        key = row.cells.get("row_key") or row.cells.get("code")
        self._place = f"{row.place} ({shown(key)})" if isinstance(key, str) else row.place
        self._problems = problems

    def problem(self, name: str, message: str) -> None:
        self._problems.append(Problem(self._place, name, message, self._row))

    def given(self, name: str) -> bool:
        value = self._cells.get(name)
        return value is not None and not (isinstance(value, str) and not value.strip())

    def known_only(self, columns: Sequence[str]) -> None:
        for name in self._cells:
            if name not in columns:
                self.problem(shown(name), f"unknown column; known are {', '.join(columns)}")

    def text(self, name: str, *, limit: int, required: bool = False, lines: bool = False) -> str | None:
        """`lines`: line breaks are text too."""
        value = self._cells.get(name)
        if isinstance(value, Broken):
            self.problem(name, value.reason)
            return None
        if value is None or (isinstance(value, str) and not value.strip()):
            if required:
                self.problem(name, "is missing")
            return None
        if not isinstance(value, str):
            return self._expected(name, "text", value)
        if any(unicodedata.category(sign) in ("Cc", "Cs") and not (lines and sign == "\n") for sign in value):
            return self._expected(name, "text without control characters", value)
        if len(value.strip()) > limit:
            return self._expected(name, f"at most {limit} characters", value)
        return value.strip()

    def texts(self, name: str) -> tuple[str, ...]:
        value = self._cells.get(name)
        if value is None:
            return ()
        if not isinstance(value, list):
            self._expected(name, "a list of sentences", value)
            return ()
        notes: list[str] = []
        for index, item in enumerate(cast("list[object]", value), 1):
            note = Cells(RawRow(f"note {index}", index, {name: item}), self._problems)
            notes.append(note.text(name, required=True, limit=1000) or "")
        return tuple(notes)

    def serial(self, name: str) -> str | None:
        value = self.text(name, limit=200)
        if value is not None and not SERIAL.match(value):
            return self._expected(name, "at most 12 ASCII characters, all that a gateway's table holds", value)
        return value

    def choice(self, name: str, allowed: Sequence[str]) -> str | None:
        value = self.text(name, limit=200)
        if value is not None and value not in allowed:
            return self._expected(name, f"{', '.join(allowed)} or nothing", value)
        return value

    def count(self, name: str) -> int | None:
        value = self._cells.get(name)
        if isinstance(value, Broken):
            self.problem(name, value.reason)
            return None
        if value is None:
            return None
        if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= LARGEST_COUNT:
            self._expected(name, f"a whole number from 0 to {LARGEST_COUNT}", value)
            return None
        return value

    def boolean(self, name: str) -> bool:
        value = self._cells.get(name)
        if isinstance(value, Broken):
            self.problem(name, value.reason)
        elif value is not None and not isinstance(value, bool):
            self._expected(name, "true or false", value)
        return value is True

    def instant(self, name: str) -> str | None:
        value = self.text(name, limit=64)
        if value is None:
            return None
        try:
            moment = datetime.fromisoformat(value)
            if moment.tzinfo is None:
                return self._expected(name, "a date and time with its zone, such as 2026-02-14T15:00:00Z", value)
            moment = moment.astimezone(UTC)
        except (ValueError, OverflowError):
            return self._expected(name, "a date and time such as 2026-02-14T15:00:00Z", value)
        return f"{moment.replace(tzinfo=None).isoformat(timespec='milliseconds')}Z"

    def zone(self, name: str) -> str:
        """A required IANA time zone."""
        value = self.text(name, limit=64, required=True) or ""
        if value and not _is_zone(value):
            self._expected(name, "an IANA time zone such as America/New_York", value)
        return value

    def _expected(self, name: str, expected: str, value: object) -> None:
        self.problem(name, f"{shown(value)} found, expected {expected}")


def shown(value: object) -> str:
    """A value as the file's author would recognise it, on one line."""
    if isinstance(value, bool):
        return "true" if value else "false"
    text = ascii(value) if isinstance(value, str) and not value.isprintable() else str(value)
    return text if len(text) <= 60 else f"{text[:57]}..."


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # unknown, malformed, the name of a folder of zones
        return False
    return True
