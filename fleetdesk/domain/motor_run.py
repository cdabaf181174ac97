"""The load current of a motor, from live samples: what an inspection writes down while the blender runs.

A run begins when the current passes `RUNNING_MA` and ends when it falls below. The inrush of the first half second is
left out; the load is the median of the rest, so that a single spike or a wrong sample does not make a finding.
"""

from collections import deque
from dataclasses import dataclass, field
from statistics import median

RUNNING_MA = 1000
SETTLE_S = 0.5
FEWEST_SAMPLES = 5
MOST_SAMPLES = 4096


@dataclass(slots=True)
class MotorRun:
    """Feed it (seconds, mA); `load_ma` is the load of the present run, else of the last one that was long enough."""

    _started: float | None = None
    _samples: deque[int] = field(default_factory=lambda: deque[int](maxlen=MOST_SAMPLES))
    _last: int | None = None

    def feed(self, at_s: float, current_ma: int) -> None:
        if current_ma < RUNNING_MA:
            self._end()
            return
        if self._started is None:
            self._started = at_s
        if at_s - self._started >= SETTLE_S:
            self._samples.append(current_ma)

    @property
    def load_ma(self) -> int | None:
        """Median of the settled samples, in mA; None when no run was long enough."""
        return self._load() or self._last

    def _end(self) -> None:
        self._last = self._load() or self._last
        self._started = None
        self._samples.clear()

    def _load(self) -> int | None:
        return round(median(self._samples)) if len(self._samples) >= FEWEST_SAMPLES else None
