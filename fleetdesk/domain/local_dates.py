"""Dates as people and spreadsheets write them, read without guessing. Pure.

04/05/2026 is the fourth of May or the fifth of April: the whole column decides, or a person does. A text that fits no
calendar is impossible in both orders. Local times become instants by a zone; an hour that a clock change skipped or
repeated is none.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from fleetdesk.domain.errors import FormatError


class DateOrder(StrEnum):
    """Which figure stands first where all are figures."""

    DAY = "dmy"
    MONTH = "mdy"


@dataclass(frozen=True, slots=True)
class Readings:
    """What a text can mean: one date, or one by each order."""

    certain: datetime | None = None
    day_first: datetime | None = None
    month_first: datetime | None = None

    @property
    def order(self) -> DateOrder | None:
        """The only order in which this is a date at all, where the order matters."""
        if self.day_first is not None and self.month_first is None:
            return DateOrder.DAY
        return DateOrder.MONTH if self.month_first is not None and self.day_first is None else None


_HALF = r"\s*(?P<half>[AaPp]\.?\s?[Mm]\.?)?"
_TIME = rf"(?:[T ,]+(?P<hour>\d{{1,2}}):(?P<minute>\d{{2}})(?::(?P<second>\d{{2}})(?:[.,]\d+)?)?{_HALF})?"
_YEAR_FIRST = re.compile(rf"(?P<year>\d{{4}})[-/.年](?P<month>\d{{1,2}})[-/.月](?P<day>\d{{1,2}})日?{_TIME}\Z")
_FIGURES = re.compile(rf"(?P<one>\d{{1,2}})(?P<mark>[-/.])(?P<two>\d{{1,2}})(?P=mark)(?P<year>\d{{4}}){_TIME}\Z")
_SHORT_YEAR = re.compile(r"\d{1,2}[-/.]\d{1,2}[-/.]\d{2}(?!\d)")
_WORD = r"(?P<word>[^\W\d_]{3,12})\.?"
_DAY_WORD = re.compile(
    rf"(?P<day>\d{{1,2}})(?:\.|th|st|nd|rd)?[-\s]*(?:de\s+)?{_WORD}[-\s,]*(?:de\s+)?(?P<year>\d{{4}}){_TIME}\Z"
)
_WORD_DAY = re.compile(rf"{_WORD}[-\s]*(?P<day>\d{{1,2}})(?:th|st|nd|rd)?[-\s,]+(?P<year>\d{{4}}){_TIME}\Z")
_MONTHS = (
    "jan ene", "feb", "mar mär mrz", "apr abr", "may mai", "jun", "jul", "aug ago", "sep set", "oct okt", "nov",
    "dec dez dic",
)  # fmt: skip
_MONTH_OF = {word: number for number, words in enumerate(_MONTHS, 1) for word in words.split()}


def read_date(text: str) -> Readings:
    """What a local date can mean. Raises FormatError for what is none in any order, saying why."""
    text = text.strip()
    if found := _YEAR_FIRST.match(text):
        return Readings(certain=_sure(text, found, int(found["month"]), int(found["day"])))
    if found := _FIGURES.match(text):
        return _figures(text, found)
    if found := _DAY_WORD.match(text) or _WORD_DAY.match(text):
        month = _MONTH_OF.get(found["word"].casefold()[:3])
        if month is not None:
            return Readings(certain=_sure(text, found, month, int(found["day"])))
    if _SHORT_YEAR.match(text):
        raise FormatError(f"{text} has a year of two digits: write it with four")
    raise FormatError(f"{text} is no date: expected one such as 2026-02-14 15:00")


def _figures(text: str, found: re.Match[str]) -> Readings:
    one, two = int(found["one"]), int(found["two"])
    day_first = _moment(found, two, one)
    month_first = None if found["mark"] == "." else _moment(found, one, two)  # nobody writes 02.14.2026
    if day_first is None and month_first is None:
        raise FormatError(f"{text} is no date of any calendar")
    if day_first == month_first or found["mark"] == ".":
        return Readings(certain=day_first)
    return Readings(day_first=day_first, month_first=month_first)


def _sure(text: str, found: re.Match[str], month: int, day: int) -> datetime:
    moment = _moment(found, month, day)
    if moment is None:
        raise FormatError(f"{text} is no date of any calendar")
    return moment


def _moment(found: re.Match[str], month: int, day: int) -> datetime | None:
    hour, half = int(found["hour"] or 0), (found["half"] or "").casefold()
    if half and not 1 <= hour <= 12:
        return None
    if half:
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    try:
        return datetime(int(found["year"]), month, day, hour, int(found["minute"] or 0), int(found["second"] or 0))
    except ValueError:
        return None


def order_of(column: Iterable[Readings]) -> DateOrder | None:
    """The order that a column's own dates prove; None when they prove none, or both."""
    proved = {readings.order for readings in column} - {None}
    return proved.pop() if len(proved) == 1 else None


def choose(text: str, readings: Readings, order: DateOrder | None) -> datetime:
    """The one meaning of a date in a column of that order. Raises FormatError where there is none or more than one."""
    if readings.certain is not None:
        return readings.certain
    if order is None and readings.order is None:
        raise FormatError(
            f"{text} may be the day or the month first and the column does not tell: say --dates dmy or --dates mdy"
        )
    wanted = order or readings.order
    meant = readings.day_first if wanted is DateOrder.DAY else readings.month_first
    if meant is None:
        raise FormatError(f"{text} is no date with the {'day' if wanted is DateOrder.DAY else 'month'} first")
    return meant


def instant_of(local: datetime, zone: str) -> str:
    """The instant of a local time, ISO 8601 UTC with milliseconds. Raises FormatError for an hour that the clock
    change of that zone skipped or repeated."""
    place = ZoneInfo(zone)
    try:
        first, second = (local.replace(tzinfo=place, fold=fold).astimezone(UTC) for fold in (0, 1))
    except OverflowError as error:
        raise FormatError(f"{local} is outside the calendar") from error
    day_alone = (local.hour, local.minute) == (0, 0)  # a day begins when it begins
    if first != second and not day_alone:
        raise FormatError(f"{local} does not exist or exists twice in {zone}, where clocks were changed: add the zone")
    return f"{first.replace(tzinfo=None).isoformat(timespec='milliseconds')}Z"
