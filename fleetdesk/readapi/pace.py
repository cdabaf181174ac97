"""How fast one system may ask: a token bucket each, so that a loop gone wild does not take the machine."""

import math
import threading
import time
from collections.abc import Callable


class Pace:
    """`burst` questions at once, then `per_s` a second, for each name. Safe from every thread."""

    def __init__(self, burst: int = 120, per_s: float = 20.0, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._burst = burst
        self._per_s = per_s
        self._monotonic = monotonic
        self._guard = threading.Lock()
        self._left: dict[str, tuple[float, float]] = {}

    def wait_s(self, name: str) -> int:
        """0 when the question may be answered; else after how many whole seconds to ask again."""
        now = self._monotonic()
        with self._guard:
            left, since = self._left.get(name, (float(self._burst), now))
            left = min(self._burst, left + (now - since) * self._per_s)
            if left >= 1:
                self._left[name] = (left - 1, now)
                return 0
            self._left[name] = (left, now)
            return max(1, math.ceil((1 - left) / self._per_s))
