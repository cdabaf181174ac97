"""Words and numbers for a person: translated sentences, grouped integers, ages, instants in a store's zone.

Source texts are English; `QCoreApplication.translate` looks them up in resources/translations. Services speak
through `Text`, which is translated here too. There is one context, "ui".
"""

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication, QDate, QDateTime, QLocale, QTime

from fleetdesk.services.views import Moment, Text, Timed, Value

MINUS = "\N{MINUS SIGN}"
HYPHEN_BEFORE_A_NUMBER = re.compile(r"(?<![\w-])-(?=\d)")
MINUTE, HOUR, DAY = 60, 3600, 86400


def tr(source: str) -> str:
    """The translation of an English source text."""
    return QCoreApplication.translate("ui", source)


def language() -> str:
    """The language of the window as templates name theirs: "en_US", "es_ES", "zh_CN"."""
    return QLocale().name()


def say(text: Text) -> str:
    """A service's sentence, translated, with its values written for a person."""
    if not text.message:
        return ""
    template = tr(text.message)
    words = template.format(**{name: _value(value) for name, value in text.values.items()})
    return HYPHEN_BEFORE_A_NUMBER.sub(MINUS, words)


def number(value: int) -> str:
    """1012 -> "1,012" (grouped as the locale does), with a true minus sign."""
    grouped = QLocale().toString(value)
    return grouped.replace("-", MINUS) if value < 0 else grouped


def scaled(value: int, scale: int, unit: str) -> str:
    """(3712, -3, "V") -> "3.712 V"."""
    places = max(0, -scale)
    figure = QLocale().toString(value * 10.0**scale, "f", places) if scale else number(value)
    return f"{figure.replace('-', MINUS)} {unit}".rstrip()


def seconds_between(earlier: str, later: str) -> float:
    return (datetime.fromisoformat(later) - datetime.fromisoformat(earlier)).total_seconds()


def now_text() -> str:
    """This instant as services write it."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def age_short(seconds: float) -> str:
    """For table cells: "2 min", "5 h", "19 d"."""
    if seconds < MINUTE:
        return tr("now")
    if seconds < HOUR:
        return tr("{count} min").format(count=int(seconds // MINUTE))
    if seconds < 2 * DAY:
        return tr("{count} h").format(count=int(seconds // HOUR))
    return tr("{count} d").format(count=int(seconds // DAY))


def age_long(seconds: float) -> str:
    """For sentences: "less than a minute", "5 minutes", "1 day", "19 days"."""
    if seconds < MINUTE:
        return tr("less than a minute")
    for unit, one, many in (
        (DAY, tr("1 day"), tr("{count} days")),
        (HOUR, tr("1 hour"), tr("{count} hours")),
        (MINUTE, tr("1 minute"), tr("{count} minutes")),
    ):
        count = int(seconds // unit)
        if count:
            return one if count == 1 else many.format(count=count)
    return ""


def day_and_time(moment: Moment, now: str | None = None) -> str:
    """As "3 Nov, 14:05" in the moment's zone; with the year when it is not this one."""
    local = _local(moment)
    this_year = _local(Moment(now or now_text(), moment.zone)).year
    pattern = tr("d MMM, HH:mm") if local.year == this_year else tr("d MMM yyyy, HH:mm")
    return _by_pattern(local, pattern)


def clock_time(moment: Moment) -> str:
    """As "10:41:07" in the moment's zone."""
    return f"{_local(moment):%H:%M:%S}"


def clock_time_here(at: str) -> str:
    """As "10:41:07" in the laptop's own zone, for what happens on the laptop."""
    return f"{datetime.fromisoformat(at).astimezone():%H:%M:%S}"


def day(moment: Moment, now: str | None = None) -> str:
    """As "3 November" in the moment's zone; with its year when that is not the present one."""
    local = _local(moment)
    this_year = _local(Moment(now or now_text(), moment.zone)).year
    return _by_pattern(local, tr("d MMMM") if local.year == this_year else tr("d MMMM yyyy"))


def _local(moment: Moment) -> datetime:
    return datetime.fromisoformat(moment.at).astimezone(ZoneInfo(moment.zone))


def _by_pattern(local: datetime, pattern: str) -> str:
    value = QDateTime(QDate(local.year, local.month, local.day), QTime(local.hour, local.minute, local.second))
    return QLocale().toString(value, pattern)


def _value(value: Value) -> str:
    if isinstance(value, Timed):
        return day_and_time(value)
    if isinstance(value, Moment):
        return day(value)
    if isinstance(value, Text):
        return say(value)
    return number(value) if isinstance(value, int) else value
