"""Ninety simulated days of visits under several rules for what is serviced at a visit, and how well intervals held.

Rules: the plain due list (what is due is done), the warning band (what is due or soon), the forecast (also what would
fall due before the next visit: probably, or possibly). A service is late when its interval was used up before it.
"""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from fleetdesk.domain.forecast import DueForecast, due_forecast
from fleetdesk.domain.open_time import OpenTime
from fleetdesk.domain.use_rate import UseRate, WhyNone, use_rate
from fleetdesk.services.forecast_due import work_calendar
from tests.domain.forecast_world import DAYS, HISTORY_DAYS, KINDS, Machine, instant, machine

WARN_AT_PERCENT = 90
GROUPS = ((1, "none or one"), (2, "two"), (4, "three or four"), (10, "five to ten"))
Rule = Callable[[DueForecast, int, date], bool]
"""(forecast, uses in percent of the interval, day of the next visit) -> do it now."""
RULES: dict[str, Rule] = {
    "plain due list": lambda forecast, percent, next_visit: percent >= 100,
    "warning band": lambda forecast, percent, next_visit: percent >= WARN_AT_PERCENT,
    "probably due": lambda forecast, percent, next_visit: percent >= 100 or forecast.probably_due_by(next_visit),
    "possibly due": lambda forecast, percent, next_visit: percent >= 100 or forecast.possibly_due_by(next_visit),
}


@dataclass
class Outcome:
    """What one rule led to."""

    services: int = 0
    late: int = 0
    overrun_percent: float = 0.0
    unused_percent: float = 0.0

    def add(self, uses: int, every: int) -> None:
        self.services += 1
        self.late += uses > every
        self.overrun_percent += max(0, uses - every) * 100 / every
        self.unused_percent += max(0, every - uses) * 100 / every

    @property
    def late_share(self) -> float:
        return self.late / self.services if self.services else 0.0

    def figures(self) -> dict[str, float | int]:
        many = max(1, self.services)
        return {
            "services": self.services, "late": self.late, "late_share": round(self.late_share, 3),
            "mean_overrun_percent": round(self.overrun_percent / many, 1),
            "mean_unused_percent": round(self.unused_percent / many, 1),
        }  # fmt: skip


@dataclass
class Held:
    """How often the day fell within the interval, before it, after it; how wide intervals were."""

    inside: int = 0
    before: int = 0
    after: int = 0
    none: int = 0
    days_wide: int = 0

    def add(self, forecast: DueForecast, day: date) -> None:
        if forecast.earliest_on is None:
            self.none += 1
        elif day < forecast.earliest_on:
            self.before += 1
        elif forecast.latest_on is not None and day > forecast.latest_on:
            self.after += 1
        else:
            self.inside += 1
        if forecast.earliest_on is not None and forecast.latest_on is not None:
            self.days_wide += (forecast.latest_on - forecast.earliest_on).days + 1

    @property
    def dated(self) -> int:
        return self.inside + self.before + self.after

    @property
    def coverage(self) -> float:
        return self.inside / self.dated

    def figures(self) -> dict[str, float | int]:
        many = self.dated
        if many == 0:
            return {"forecasts": 0, "no_forecast": self.none}
        return {
            "forecasts": self.dated, "coverage": round(self.coverage, 3),
            "before_earliest": round(self.before / many, 3), "after_latest": round(self.after / many, 3),
            "mean_days_wide": round(self.days_wide / many, 1), "no_forecast": self.none,
        }  # fmt: skip


@dataclass
class Backtest:
    """`held_by_readings`: by how many readings a forecast rests on."""

    outcomes: dict[str, Outcome]
    held: Held = field(default_factory=Held)
    held_by_readings: dict[str, Held] = field(default_factory=dict[str, Held])

    @classmethod
    def of(cls, rules: Mapping[str, Rule]) -> "Backtest":
        return cls({name: Outcome() for name in rules})


def run(
    seed: int, machines: int, into: Backtest, rules: Mapping[str, Rule] = RULES, history_days: int = HISTORY_DAYS
) -> None:
    """Adds so many machines of each kind, known for `history_days` when the ninety begin. Intervals are judged in the
    life that the first rule leads to."""
    rng = random.Random(seed)
    first_rule = next(iter(rules))
    for kind in KINDS:
        for number in range(machines):
            first = number % kind.visit_every_days
            days = range(first, history_days + DAYS, kind.visit_every_days)
            visits = [instant(day, rng.uniform(8, 17)) for day in days]
            made = machine(rng, kind, visits)
            rates = [_rate(made, visits, visit) for visit in visits]
            for name, rule in rules.items():
                life = _Life(made, visits, rates, instant(history_days, 0))
                life.live(rule, into.outcomes[name], into if name == first_rule else None)


@dataclass(frozen=True, slots=True)
class _Life:
    """One machine, when it is visited, and its rate as it is known at each visit."""

    made: Machine
    visits: Sequence[datetime]
    rates: Sequence[UseRate | WhyNone]
    judged_from: datetime

    def live(self, rule: Rule, outcome: Outcome, intervals: Backtest | None) -> None:
        kind, since = self.made.kind, 0
        for number, visit in enumerate(self.visits):
            uses = self.made.counted(visit) - since
            at = visit.isoformat()
            forecast = due_forecast("m", kind.task, kind.every - uses, at, self.rates[number], visit)
            judged = visit >= self.judged_from
            if intervals is not None and judged and uses < kind.every:
                _note(intervals, forecast, self.made.day_of_total(since + kind.every))
            if rule(forecast, uses * 100 // kind.every, (visit + timedelta(kind.visit_every_days)).date()):
                since += uses
                if judged:
                    outcome.add(uses, kind.every)


def _rate(made: Machine, visits: Sequence[datetime], now: datetime) -> UseRate | WhyNone:
    profile = work_calendar().profile
    weights = tuple(map(float, profile.weekday_percent))
    open_time = OpenTime("America/New_York", made.opening_hours, profile.orders_by_hour, weights)
    return use_rate(made.spans(visits, now), open_time)


def _note(into: Backtest, forecast: DueForecast, day: date) -> None:
    into.held.add(forecast, day)
    readings = forecast.basis.readings if forecast.basis else 0
    group = next((name for most, name in GROUPS if readings <= most), "more")
    into.held_by_readings.setdefault(group, Held()).add(forecast, day)
