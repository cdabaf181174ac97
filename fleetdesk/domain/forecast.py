"""When a task falls due, from how often its device is used: a likely day and an interval around it. Pure.

Method. Uses in x open days have mean m = rate x and variance dispersion m + (deviation of the rate x)^2. The task is
due by x when they reach what remains: P(due by x) = F((rate x - remaining) / standard deviation), and F is Student's t
with the dispersion's degrees of freedom, by its Cornish-Fisher expansion (Abramowitz and Stegun 26.7.5). Solving for x
is a quadratic equation, as for Fieller's interval of a ratio (Journal of the Royal Statistical Society B 16, 1954).
Days are whole and include both ends, so the interval holds its day at least as often as stated when the model does.
"""

import math
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from fleetdesk.domain.health import CLOCK_IS_WRONG
from fleetdesk.domain.use_rate import Basis, UseRate, WhyNone

COVERAGE_PERCENT = 80
_NORMAL = 1.2816
"""The normal quantile that leaves a tenth on each side."""
FURTHEST_DAYS = 730
OLDEST_READING = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class DueForecast:
    """When one task of one device falls due, in days of its store.

    `remaining` uses at the newest reading, None without one. `likely_on` is as likely too early as too late;
    `earliest_on` to `latest_on` hold the day in `COVERAGE_PERCENT` of cases; `latest_on` None: not within two years.
    No day at all: `why_none` says why.
    """

    device: str
    task: str
    remaining: int | None
    likely_on: date | None = None
    earliest_on: date | None = None
    latest_on: date | None = None
    rate_per_open_day: float | None = None
    basis: Basis | None = None
    why_none: WhyNone | None = None

    def probably_due_by(self, day: date) -> bool:
        """More likely than not it has fallen due when `day` begins; what is due now has."""
        return self.why_none is WhyNone.DUE or (self.likely_on is not None and self.likely_on < day)

    def possibly_due_by(self, day: date) -> bool:
        """It may have fallen due when `day` begins: one in ten do this early or earlier."""
        return self.why_none is WhyNone.DUE or (self.earliest_on is not None and self.earliest_on < day)


def due_forecast(
    device: str, task: str, remaining: int | None, read_at: str | None, rate: UseRate | WhyNone, now: datetime
) -> DueForecast:
    """The forecast from what remained at `read_at` (ISO 8601 UTC), the newest reading; `rate` as of `use_rate`."""
    if remaining is None or read_at is None:
        return DueForecast(device, task, None, why_none=WhyNone.NO_READING)
    if remaining <= 0:
        return DueForecast(device, task, remaining, why_none=WhyNone.DUE)
    if isinstance(rate, WhyNone):
        return DueForecast(device, task, remaining, why_none=rate)
    start = datetime.fromisoformat(read_at)
    per_day, basis = rate.per_open_day, rate.basis
    if not -CLOCK_IS_WRONG <= now - start <= OLDEST_READING:
        why = WhyNone.TOO_OLD if start < now else WhyNone.AHEAD
        return DueForecast(device, task, remaining, None, None, None, per_day, basis, why)
    early, late = first_passage(remaining, rate)
    likely, earliest, latest = (_day(rate, start, days) for days in (remaining / per_day, early, late))
    if likely is None:
        return DueForecast(device, task, remaining, None, None, None, per_day, basis, WhyNone.TOO_FAR)
    return DueForecast(device, task, remaining, likely, earliest, latest, per_day, basis)


def first_passage(remaining: int, rate: UseRate) -> tuple[float, float]:
    """The open days after which a tenth, and nine tenths, have used up what remains; the second may be infinite."""
    mean, spread = rate.per_open_day, rate.dispersion
    z = _NORMAL + (_NORMAL**3 + _NORMAL) / (4 * rate.freedom)
    a = mean**2 - (z * rate.deviation) ** 2
    b = 2 * mean * remaining + z**2 * spread * mean
    root = math.sqrt(max(0.0, b**2 - 4 * a * remaining**2))
    early = 2 * remaining**2 / (b + root)
    return early, (b + root) / (2 * a) if a > 0 else math.inf


def _day(rate: UseRate, start: datetime, open_days: float) -> date | None:
    if open_days > FURTHEST_DAYS:
        return None
    day = rate.open_time.day_after(start, open_days)
    return None if day is None or day - start.date() > timedelta(days=FURTHEST_DAYS) else day
