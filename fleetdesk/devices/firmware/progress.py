"""How far an update is: stage, amount, rate and time left, and the flag by which a person ends it."""

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

_WINDOW = 64
"""The rate is that of so many last steps: a pause for re-plugging soon leaves it."""


class Stage(StrEnum):
    """In this order; an update that goes on after an interruption may begin later or step back."""

    PREPARE = "prepare"
    UPLOAD = "upload"
    PLUG_IN = "plug_in"
    RESTART = "restart"
    SELF_TEST = "self_test"
    CONFIRM = "confirm"
    REVERT = "revert"


@dataclass(frozen=True, slots=True)
class Progress:
    """`done` of `total` bytes while uploading, else both 0. `rate` in bytes a second, `left_s`; None: not known yet."""

    stage: Stage
    done: int = 0
    total: int = 0
    rate: float | None = None
    left_s: float | None = None


Listener = Callable[[Progress], None]


class Cancel:
    """Asked for by a person, looked at between two steps. Setting it is safe from any thread."""

    def __init__(self) -> None:
        self.asked = False

    def ask(self) -> None:
        self.asked = True


class Meter:
    """Turns offsets into progress."""

    def __init__(self, total: int, listener: Listener, clock: Callable[[], float] = time.monotonic) -> None:
        self._total = total
        self._listener = listener
        self._clock = clock
        self._seen: deque[tuple[float, int]] = deque(maxlen=_WINDOW)

    def at(self, done: int) -> None:
        """The module holds the first `done` bytes."""
        now = self._clock()
        if self._seen and done < self._seen[-1][1]:
            self._seen.clear()
        self._seen.append((now, done))
        (first, began) = self._seen[0]
        rate = (done - began) / (now - first) if now > first and done > began else None
        left = (self._total - done) / rate if rate else None
        self._listener(Progress(Stage.UPLOAD, done, self._total, rate, left))
