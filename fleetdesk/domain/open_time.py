"""Time as a store's customers count it: in open days. Pure.

A closed weekday has none of it, Thursday more than Sunday, the morning rush more than the afternoon. Days are those of
the store's own clock, so a change of the clocks makes no day longer in use. One open day is the mean of the weekdays
on which the store opens.
"""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from itertools import pairwise
from typing import cast
from zoneinfo import ZoneInfo

from fleetdesk.domain.fleet import HOURS, WEEKDAYS

DAY_MIN = 24 * 60


@dataclass(frozen=True, slots=True)
class LoadProfile:
    """When a chain's customers come: orders by hour of the local day (24), and by weekday from Monday on in percent."""

    orders_by_hour: tuple[int, ...]
    weekday_percent: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class DayCurve:
    """How much of a business day has passed: `shares` (0 to 1) at `minutes` after its local midnight."""

    minutes: tuple[int, ...]
    shares: tuple[float, ...]

    def share(self, minute: float) -> float:
        if minute <= self.minutes[0]:
            return 0.0
        if minute >= self.minutes[-1]:
            return 1.0
        place = bisect_right(self.minutes, minute)
        begin, end = self.minutes[place - 1], self.minutes[place]
        part = (minute - begin) / (end - begin)
        return self.shares[place - 1] + part * (self.shares[place] - self.shares[place - 1])


def opening_minutes(span: str) -> tuple[int, int]:
    """ "06:00-20:00" -> (360, 1200); a span that ends after midnight ends beyond 1440, 23:59 means until midnight."""
    begin, end = (int(part[:2]) * 60 + int(part[3:]) for part in span.split("-"))
    end = DAY_MIN if end == DAY_MIN - 1 else end
    return begin, end if end > begin else end + DAY_MIN


def sound_hours(said: object) -> dict[str, str]:
    """Opening hours as they can be meant; {} (not told) when any of it cannot: a day left out would count as closed."""
    hours = cast("dict[object, object]", said) if isinstance(said, dict) else {}
    sound = {day: span for day, span in hours.items() if isinstance(day, str) and isinstance(span, str)}
    whole = all(day in WEEKDAYS and HOURS.match(span) for day, span in sound.items())
    return sound if whole and len(sound) == len(hours) else {}


@dataclass(frozen=True)
class OpenTime:
    """`opening_hours` {weekday: "HH:MM-HH:MM"} as a store has them; empty: not known, and every day counts as open.

    `weights` say how busy each weekday is, relative to each other; closed days have none whatever they say.
    """

    zone: str
    opening_hours: Mapping[str, str]
    orders_by_hour: tuple[int, ...]
    weights: tuple[float, ...]

    @cached_property
    def day_weights(self) -> tuple[float, ...]:
        """Monday to Sunday in open days: 0 where closed, 1 in the mean of the others."""
        open_days = [not self.opening_hours or day in self.opening_hours for day in WEEKDAYS]
        raw = [weight if is_open else 0.0 for weight, is_open in zip(self.weights, open_days, strict=True)]
        whole = sum(raw)
        return tuple(weight * sum(open_days) / whole if whole else 0.0 for weight in raw)

    @property
    def week(self) -> float:
        """How many open days a week has."""
        return self._before[7]

    @property
    def hours_known(self) -> bool:
        return bool(self.opening_hours)

    def between(self, since: datetime, until: datetime) -> float:
        """Open days between two instants; never negative, not even in the hour that a clock change repeats."""
        return max(0.0, self._passed(until) - self._passed(since))

    def day_after(self, start: datetime, open_days: float) -> date | None:
        """The local business day in which that many open days have passed since `start`. None: it never opens."""
        if self.week <= 0:
            return None
        weeks, rest = divmod(self._passed(start) + open_days, self.week)
        place = next((n for n in range(7) if self.day_weights[n] > 0 and self._before[n + 1] >= rest - 1e-9), 6)
        return date.fromordinal(int(weeks) * 7 + place + 1)

    def weekday_shares(self, since: datetime, until: datetime) -> list[float]:
        """Open days between two instants, by weekday: for spans of a few days."""
        first, last = self._local(since), self._local(until)
        shares = [0.0] * 7
        for ordinal in range(first[0] - 1, last[0] + 1):
            day = (ordinal - 1) % 7
            end, begin = ((at[0] - ordinal) * DAY_MIN + at[1] for at in (last, first))
            shares[day] += self.day_weights[day] * max(
                0.0, self._curves[day].share(end) - self._curves[day].share(begin)
            )
        return shares

    @cached_property
    def _before(self) -> tuple[float, ...]:
        return tuple(sum(self.day_weights[:count]) for count in range(8))

    @cached_property
    def _curves(self) -> tuple[DayCurve, ...]:
        spans = [self.opening_hours.get(day) for day in WEEKDAYS]
        return tuple(_curve(self.orders_by_hour, *(opening_minutes(s) if s else (0, DAY_MIN))) for s in spans)

    @cached_property
    def local_zone(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    def _local(self, at: datetime) -> tuple[int, float]:
        local = at.astimezone(self.local_zone)
        return local.toordinal(), local.hour * 60 + local.minute + local.second / 60

    def _passed(self, at: datetime) -> float:
        """Open days since the first day of the calendar, a Monday."""
        ordinal, minute = self._local(at)
        today, yesterday = (ordinal - 1) % 7, (ordinal - 2) % 7
        weeks, rest = divmod(ordinal - 2, 7)
        return (
            weeks * self.week
            + self._before[rest]
            + self.day_weights[yesterday] * self._curves[yesterday].share(minute + DAY_MIN)
            + self.day_weights[today] * self._curves[today].share(minute)
        )


def _curve(orders_by_hour: Sequence[int], begin: int, end: int) -> DayCurve:
    """The orders of the open hours, summed up; an hour without any still has a hundredth of the peak."""
    least = max(max(orders_by_hour) / 100, 1)
    minutes = [begin, *(minute for minute in range(0, 2 * DAY_MIN, 60) if begin < minute < end), end]
    sums = [0.0]
    for start, stop in pairwise(minutes):
        sums.append(sums[-1] + (stop - start) * max(orders_by_hour[start // 60 % 24], least))
    return DayCurve(tuple(minutes), tuple(each / sums[-1] for each in sums))
