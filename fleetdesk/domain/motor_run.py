"""The load current of a motor, from live samples: what an inspection writes down while the blender runs.

A run begins when the current passes a threshold and ends when it falls below. The inrush of the first half second is
left out; the load is the median of the rest, so that one spike or one wrong sample does not make a finding.
"""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from statistics import median

RUNNING_MA = 1000.0
SETTLE_S = 0.5
LEAST_S = 1.0
MOST_SAMPLES = 4096


@dataclass(slots=True)
class MotorRun:
    """Feed it (seconds, current); `load` is that of the present run, else of the last one that lasted `LEAST_S`.

    `running_above` and the samples are in one unit: mA when nothing else is said.
    """

    running_above: float = RUNNING_MA
    _started: float | None = None
    _samples: deque[tuple[float, float]] = field(
        default_factory=lambda: deque[tuple[float, float]](maxlen=MOST_SAMPLES)
    )
    _last: float | None = None

    def feed(self, at_s: float, current: float) -> None:
        if current < self.running_above:
            self._last = self._load() or self._last
            self._started = None
            self._samples.clear()
            return
        if self._started is None:
            self._started = at_s
        if at_s - self._started >= SETTLE_S:
            self._samples.append((at_s, current))

    @property
    def load(self) -> float | None:
        """Median of the settled samples; None when no run was long enough."""
        return self._load() or self._last

    def _load(self) -> float | None:
        if self._started is None or not self._samples or self._samples[-1][0] - self._started < LEAST_S:
            return None
        return median(current for _, current in self._samples)


def load_of(times: Iterable[float], currents: Iterable[float], running_above: float) -> float | None:
    """The load of the latest run in a recording: `times` in seconds, as many as `currents`."""
    run = MotorRun(running_above)
    for at_s, current in zip(times, currents, strict=True):
        run.feed(at_s, current)
    return run.load
