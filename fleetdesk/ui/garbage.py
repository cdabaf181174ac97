"""Python's cyclic garbage is collected by the GUI thread, between events.

Left to itself the collector runs in whatever thread allocates, and in the middle of a paint. A widget that it finds is
then deleted there: Qt deadlocks or crashes (seen: a menu deleted while another window was being painted, its deletion
handed over from a pool thread by Shiboken). So it is switched off, and this timer does its work by the same thresholds.
"""

import gc
import time

from PySide6.QtCore import QObject, QTimer

LOOK_EVERY_MS = 250
FULL_EVERY_S = 60.0
"""The oldest generation holds the whole program; looking through it takes tens of milliseconds."""


class GarbageTimer(QObject):
    """From its making until `stop`, cyclic garbage goes only here."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._full_at = time.monotonic() + FULL_EVERY_S
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)
        gc.disable()
        gc.freeze()  # what the start has imported stays: it need not be looked through again
        self._timer.start()

    def look(self) -> None:
        """Collects the generations whose thresholds are passed."""
        young, middle, _old = gc.get_count()
        most_young, most_middle, _most_old = gc.get_threshold()
        if young <= most_young:
            return
        if time.monotonic() >= self._full_at:
            self._full_at = time.monotonic() + FULL_EVERY_S
            gc.collect()
        else:
            gc.collect(1 if middle >= most_middle else 0)

    def stop(self) -> None:
        self._timer.stop()
        gc.unfreeze()
        gc.enable()
