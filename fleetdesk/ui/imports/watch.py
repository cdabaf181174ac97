"""Work that is watched from the window: its stage, amount and rate come out, a cancel goes in."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from fleetdesk.services.import_fleet import ImportCancelled


@dataclass(frozen=True, slots=True)
class Progress:
    """`done` of `total` (0: not known) in `stage` read | check | write, `per_second` since the stage began."""

    stage: str
    done: int
    total: int
    per_second: int


class Watch:
    """`step` is called by the work from its thread, `cancel` and `subscribe` from the GUI's."""

    def __init__(self) -> None:
        self._cancelled = threading.Event()
        self._tell: Callable[[Progress], None] | None = None
        self._stage, self._began_s = "", 0.0

    @property
    def cancelled(self) -> bool:
        return self._cancelled.is_set()

    def cancel(self) -> None:
        self._cancelled.set()

    def subscribe(self, tell: Callable[[Progress], None]) -> Callable[[], None]:
        self._tell = tell
        return self._end

    def step(self, stage: str, done: int, total: int) -> None:
        """Raises ImportCancelled once somebody cancelled."""
        if self._cancelled.is_set():
            raise ImportCancelled
        now_s = time.monotonic()
        if stage != self._stage:
            self._stage, self._began_s = stage, now_s
        lasted_s = now_s - self._began_s
        tell = self._tell
        if tell is not None:
            tell(Progress(stage, done, total, round(done / lasted_s) if lasted_s > 0 else 0))

    def _end(self) -> None:
        self._tell = None
