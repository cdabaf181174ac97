"""When work disturbs nobody: the times of a store's week with few customers and somebody there. Pure.

Looked for in steps of a quarter of an hour of real time, each seen on the store's own clock: an hour that a change of
the clocks skips is never offered, one that it repeats counts twice, and lengths are minutes that really pass.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from fleetdesk.domain.fleet import WEEKDAYS
from fleetdesk.domain.open_time import DAY_MIN, LoadProfile, opening_minutes

STEP_MIN = 15
STEP = timedelta(minutes=STEP_MIN)
AHEAD = timedelta(days=8)


@dataclass(frozen=True, slots=True)
class QuietRules:
    """What counts as quiet, and where work is placed in a store whose opening hours nobody told."""

    up_to_percent_of_peak: int
    before_opening_min: int
    hours_not_known: str


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """What `seeds/work_windows.toml` says: when customers come, what is quiet, how many minutes a task takes."""

    profile: LoadProfile
    quiet: QuietRules
    task_min: Mapping[str, int]
    default_min: int

    def minutes(self, task: str) -> int:
        return self.task_min.get(task, self.default_min)


@dataclass(frozen=True, slots=True)
class QuietWindow:
    """`start` and `end` are instants (UTC). `load`: orders an hour as a share of the peak's, in the quietest stretch of
    it that is long enough for the work."""

    start: datetime
    end: datetime
    load: float

    @property
    def minutes(self) -> int:
        return int((self.end - self.start).total_seconds() // 60)


@dataclass(frozen=True, slots=True)
class QuietTimes:
    """The quiet times of one store: its zone, its opening hours ({} when nobody told), the chain's customers."""

    zone: str
    opening_hours: Mapping[str, str]
    profile: LoadProfile
    rules: QuietRules

    def windows(self, now: datetime, minutes: int) -> list[QuietWindow]:
        """All windows of at least `minutes` that begin within the next days, in order of time."""
        runs: list[list[tuple[datetime, float]]] = []
        previous: datetime | None = None
        for step, load in self._quiet_steps(now):
            if previous is None or step - previous != STEP:
                runs.append([])
            runs[-1].append((step, load))
            previous = step
        steps = -(-minutes // STEP_MIN)
        return [
            QuietWindow(run[0][0], run[-1][0] + STEP, _least_load([load for _, load in run], steps))
            for run in runs
            if len(run) >= steps
        ]

    def _quiet_steps(self, now: datetime) -> Iterator[tuple[datetime, float]]:
        zone, quarter = ZoneInfo(self.zone), STEP_MIN * 60
        first = datetime.fromtimestamp(-(-now.timestamp() // quarter) * quarter, UTC)
        for number in range(AHEAD // STEP):
            step = first + number * STEP
            load = self._load(step.astimezone(zone))
            if load is not None:
                yield step, load

    def _load(self, local: datetime) -> float | None:
        """The share of the peak's orders in this quarter; None when it is not quiet, or nobody is there."""
        minute = local.hour * 60 + local.minute
        today, yesterday = local.weekday(), (local.weekday() - 1) % 7
        loads = [self._load_of_day(today, minute), self._load_of_day(yesterday, minute + DAY_MIN)]
        known = [load for load in loads if load is not None]
        return max(known) if known and max(known) * 100 <= self.rules.up_to_percent_of_peak else None

    def _load_of_day(self, weekday: int, minute: int) -> float | None:
        """Of the quarter that begins so many minutes after the weekday's midnight; None: nobody is there."""
        span = self.opening_hours.get(WEEKDAYS[weekday]) if self.opening_hours else self.rules.hours_not_known
        if span is None:
            return None
        opens, closes = opening_minutes(span)
        end = minute + STEP_MIN
        early = opens - self.rules.before_opening_min if self.opening_hours else opens
        if minute < early or end > closes:
            return None
        if end <= opens:
            return 0.0
        orders = self.profile.orders_by_hour[minute // 60 % 24] * self.profile.weekday_percent[weekday] / 100
        return orders / max(*self.profile.orders_by_hour, 1)


def quietest(windows: Sequence[QuietWindow], before: datetime) -> QuietWindow | None:
    """The window with the fewest customers that ends by `before`, of equal ones the first; if none does, the next."""
    in_time = [window for window in windows if window.end <= before]
    return min(in_time, key=lambda window: window.load, default=next(iter(windows), None))


def _least_load(loads: Sequence[float], steps: int) -> float:
    return min(sum(loads[start : start + steps]) / steps for start in range(len(loads) - steps + 1))
