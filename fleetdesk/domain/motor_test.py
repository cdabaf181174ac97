"""A motor test: one run of the motor from start to stop, judged against the pack's limit.

The inrush of the first half second is left out, as everywhere (`motor_run`). A run is high when its load, the median
of what is left, is over the limit, or when the current stays over the limit for longer than a spike.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from fleetdesk.domain.motor_run import LEAST_S, MOST_SAMPLES, SETTLE_S, load_of

SPIKE_S = 0.3


class Outcome(StrEnum):
    OK = "ok"
    HIGH = "high"
    NOT_SEEN = "not_seen"
    """No run that lasted long enough."""


@dataclass(frozen=True, slots=True)
class MotorTestResult:
    """Currents raw, as they were fed; times as they were fed. `over_s`: the longest stretch over the limit."""

    outcome: Outcome
    load: int | None = None
    peak: int | None = None
    began_s: float | None = None
    ended_s: float | None = None
    over_s: float = 0.0


@dataclass(slots=True)
class MotorTest:
    """Feed it (seconds, raw current) until `result` is there: one whole run was seen."""

    running_above: float
    limit: int | None
    _run: list[tuple[float, int]] = field(default_factory=list[tuple[float, int]])
    result: MotorTestResult | None = None

    def feed(self, at_s: float, current: int) -> None:
        if self.result is not None:
            return
        if current >= self.running_above:
            self._run.append((at_s, current))
            if len(self._run) >= MOST_SAMPLES:
                self._finish(at_s)
            return
        if self._run and at_s - self._run[0][0] >= LEAST_S:
            self._finish(at_s)
        else:
            self._run.clear()  # A twitch is no run.

    @property
    def is_running(self) -> bool:
        return bool(self._run)

    def give_up(self) -> MotorTestResult:
        """What there is when nobody waits any longer: a run that goes on is judged as it is."""
        if self.result is None and self._run and self._run[-1][0] - self._run[0][0] >= LEAST_S:
            self._finish(self._run[-1][0])
        return self.result or MotorTestResult(Outcome.NOT_SEEN)

    def _finish(self, ended_s: float) -> None:
        times, currents = [at for at, _ in self._run], [current for _, current in self._run]
        load = load_of(times, currents, self.running_above)
        began_s = times[0]
        if load is None:
            self._run.clear()
            return
        settled = [(at, current) for at, current in self._run if at - began_s >= SETTLE_S]
        over_s = 0.0 if self.limit is None else _longest_over(settled, self.limit)
        high = self.limit is not None and (load > self.limit or over_s > SPIKE_S)
        outcome = Outcome.HIGH if high else Outcome.OK
        self.result = MotorTestResult(outcome, round(load), max(currents), began_s, ended_s, over_s)


def _longest_over(samples: list[tuple[float, int]], limit: int) -> float:
    longest, since = 0.0, None
    for at_s, current in samples:
        if current <= limit:
            since = None
        else:
            since = at_s if since is None else since
            longest = max(longest, at_s - since)
    return longest
