"""Stores in which machines are used as people use them: what forecasts are tested against, and never tuned to.

The world knows more than the forecast may: each machine has weekdays of its own, its rate wanders from week to week,
days are good or bad, some bring a party, on some the store is closed though its hours do not say so, and now and then a
machine stands for some days. Within a day it is used evenly from opening to closing, not by the chain's curve. What
Fleetdesk sees of it are readings: at visits, and for machines that report, on most days, some of them told days later.
Now and then a module is swapped, and what the machine is used without one nobody counts.
"""

import math
import random
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from fleetdesk.domain.fleet import WEEKDAYS
from fleetdesk.domain.usage import Fitting, Reading, device_usage
from fleetdesk.domain.use_spans import UseSpan, by_day

ZONE = ZoneInfo("America/New_York")
FIRST_DAY = date(2026, 1, 5)
HISTORY_DAYS, DAYS, TAIL_DAYS = 45, 90, 400
OPENS_H, CLOSES_H = 7, 19


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of machine: serviced `every` so many uses, used so often on a mean day."""

    task: str
    every: int
    uses_a_day: tuple[float, float]
    visit_every_days: int


KINDS = (
    Kind("blade-service", 1000, (14.0, 32.0), 28),
    Kind("deep-clean", 500, (12.0, 45.0), 7),
    Kind("line-purge", 200, (7.0, 22.0), 7),
)
"""Visits as often as the work needs: a machine that falls due between any two visits is late whatever one does."""


@dataclass
class Machine:
    """One machine's whole life, decided at the start. Days are counted from `FIRST_DAY`."""

    kind: Kind
    opening_hours: dict[str, str]
    reports: bool
    totals: list[int]
    """Uses up to the end of each day."""
    looks: list[tuple[datetime, datetime]] = field(default_factory=list[tuple[datetime, datetime]])
    """(taken at, known at) of what it reported by itself."""
    without_module: tuple[datetime, datetime] | None = None

    def total(self, at: datetime) -> int:
        """What it was used up to an instant, counted or not."""
        local = at.astimezone(ZONE)
        day = (local.date() - FIRST_DAY).days
        hour = local.hour + local.minute / 60
        share = min(1.0, max(0.0, (hour - OPENS_H) / (CLOSES_H - OPENS_H)))
        before = self.totals[day - 1] if day > 0 else 0
        return before + round((self.totals[day] - before) * share)

    def counted(self, at: datetime) -> int:
        """What modules counted: less what happened while there was none."""
        if self.without_module is None or at <= self.without_module[0]:
            return self.total(at)
        out, back = self.without_module
        return self.total(at) - (self.total(min(at, back)) - self.total(out))

    def day_of_total(self, counted: int) -> date:
        """The day on which that many uses were counted."""
        missing = 0 if self.without_module is None else self.total(self.without_module[1]) - self.counted(
            self.without_module[1]
        )  # fmt: skip
        after = self.without_module is not None and counted > self.counted(self.without_module[0])
        place = bisect_left(self.totals, counted + (missing if after else 0))
        return FIRST_DAY + timedelta(days=place)

    def spans(self, visits: Sequence[datetime], now: datetime) -> tuple[UseSpan, ...]:
        """What the ledger makes of all readings that are known at `now`."""
        taken = [at for at in visits if at <= now] + [at for at, known in self.looks if known <= now]
        fittings = self._fittings()
        readings: list[tuple[str, Reading]] = []
        for at in sorted(taken):
            module = next((f for f in reversed(fittings) if f.fitted_at <= _iso(at)), fittings[0])
            if module.removed_at is None or _iso(at) <= module.removed_at:
                readings.append((module.module, Reading(_iso(at), self._shown(module, at), _iso(at), "wired")))
        return by_day(device_usage(fittings, readings).spans)

    def _fittings(self) -> list[Fitting]:
        begin = _iso(instant(0, OPENS_H))
        if self.without_module is None:
            return [Fitting("old", "f0", begin)]
        out, back = self.without_module
        last = Reading("out", self.total(out), _iso(out), "wired")
        return [
            Fitting("old", "f0", begin, _iso(out), last=last),
            Fitting("new", "f1", _iso(back), baseline=Reading("in", 3, _iso(back), "wired")),
        ]

    def _shown(self, fitting: Fitting, at: datetime) -> int:
        if fitting.module == "old" or self.without_module is None:
            return self.total(at)
        return 3 + self.total(at) - self.total(self.without_module[1])


def instant(day: int, hour: float) -> datetime:
    """An hour of the store's clock on a day."""
    wall = datetime.combine(FIRST_DAY + timedelta(days=day), time(), ZONE) + timedelta(hours=hour)
    return wall.astimezone(UTC)


def machine(rng: random.Random, kind: Kind, visits: Sequence[datetime]) -> Machine:
    """One machine with its days, its reports and perhaps a swap at one of the visits."""
    closed_on_sundays = rng.random() < 0.2
    open_days = [day for day in WEEKDAYS if not (closed_on_sundays and day == "sun")]
    hours = dict.fromkeys(open_days, f"{OPENS_H:02}:00-{CLOSES_H:02}:00")
    made = Machine(kind, hours, rng.random() < 0.45, _totals(rng, kind, closed_on_sundays))
    if made.reports:
        made.looks = _looks(rng)
    if rng.random() < 0.15:
        out = rng.choice(visits)
        made.without_module = (out, out + timedelta(hours=rng.choice((1, 5, 30))))
    return made


def _totals(rng: random.Random, kind: Kind, closed_on_sundays: bool) -> list[int]:
    base = rng.uniform(*kind.uses_a_day)
    chain = (1.0, 1.0, 1.05, 1.15, 1.10, 0.95, 0.0 if closed_on_sundays else 0.85)
    weekdays = [factor * math.exp(rng.gauss(0, 0.08)) for factor in chain]
    wander, stands, totals = 0.0, 0, [0]
    for day in range(HISTORY_DAYS + DAYS + TAIL_DAYS):
        if day % 7 == 0:
            wander = 0.9 * wander + rng.gauss(0, 0.05)
        stands = max(0, stands - 1) or (rng.randint(2, 6) if rng.random() < 1 / 90 else 0)
        mean = base * weekdays[day % 7] * math.exp(wander) * rng.gammavariate(25, 1 / 25)
        mean *= rng.uniform(1.8, 3.0) if rng.random() < 0.03 else 1.0
        shut = stands > 0 or rng.random() < 1 / 45
        totals.append(totals[-1] + (0 if shut else _poisson(rng, mean)))
    return totals[1:]


def _looks(rng: random.Random) -> list[tuple[datetime, datetime]]:
    looks: list[tuple[datetime, datetime]] = []
    for day in range(HISTORY_DAYS + DAYS):
        if rng.random() < 0.7:
            at = instant(day, rng.uniform(0, 23.9))
            lag_h = rng.expovariate(1 / 72) if rng.random() < 0.2 else rng.uniform(0, 1)
            looks.append((at, at + timedelta(hours=lag_h)))
    return looks


def _poisson(rng: random.Random, mean: float) -> int:
    """Knuth's, The Art of Computer Programming 3.4.1; means here are far below where it underflows."""
    bound, count, product = math.exp(-mean), 0, rng.random()
    while product > bound:
        count += 1
        product *= rng.random()
    return count


def _iso(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
