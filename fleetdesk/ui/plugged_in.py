"""Brings the Bench up when something is plugged in: a technician's hand is on the cable, not on the mouse.

Only from the page that the window opened with: whoever went to a page of his own choice stays there. What is plugged in
when the window opens counts, too.
"""

from collections.abc import Callable

from PySide6.QtCore import QObject

from fleetdesk.services.bench_views import BenchView, PortState
from fleetdesk.ui.bridge import Bridge
from fleetdesk.ui.sources import BenchSource

ANSWERS = (PortState.READY, PortState.UNKNOWN_UNIT)
"""A unit that Fleetdesk can speak with is there. Adapters that nobody knows are no reason to turn a page."""


class PluggedIn(QObject):
    """`wanted` says whether the Bench may be shown now, `show` shows it."""

    def __init__(
        self,
        bridge: Bridge,
        source: BenchSource,
        wanted: Callable[[], bool],
        show: Callable[[], object],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._wanted, self._show = wanted, show
        self._there: set[str] = set()
        bridge.subscribe(source.subscribe, owner=self, on_value=self._on_bench)

    def _on_bench(self, view: BenchView) -> None:
        there = {port.port for port in view.ports if port.state in ANSWERS}
        fresh, self._there = there - self._there, there
        if fresh and self._wanted():
            self._show()
