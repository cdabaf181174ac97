"""Keeps the status line true: listens to the bench and to the sync; a click on its words leads to the Sync page."""

from PySide6.QtCore import QObject, Signal

from fleetdesk.services.bench_views import BenchView
from fleetdesk.services.views import SyncState
from fleetdesk.ui.bridge import Bridge
from fleetdesk.ui.sources import Services
from fleetdesk.ui.status import cable_words, hub_words, saved_words, waiting_words
from fleetdesk.ui.widgets.status_line import StatusLine
from fleetdesk.ui.words import tr


class StatusFeed(QObject):
    """`zone` is the laptop's own, for the clock times of the line."""

    sync_wanted = Signal()

    def __init__(self, line: StatusLine, bridge: Bridge, services: Services) -> None:
        super().__init__(line)
        self._line, self._bridge, self._services = line, bridge, services
        self._sync = SyncState()
        self._zone = "UTC"
        for item in (line.hub, line.waiting):
            item.clicked.connect(self.sync_wanted)
        self._show_bench(BenchView())
        self._show_sync(self._sync)
        bridge.subscribe(services.bench.subscribe, owner=self, on_value=self._show_bench)
        bridge.subscribe(services.workspace.subscribe_sync, owner=self, on_value=self._show_sync)

    def set_zone(self, zone: str) -> None:
        self._zone = zone
        self._show_sync(self._sync)

    def say(self, words: str) -> None:
        """A passing remark beside the time of the last save."""
        self._line.message.setText(words)

    def _show_bench(self, view: BenchView) -> None:
        self._line.cable.show_state(*cable_words(view))

    def _show_sync(self, sync: SyncState) -> None:
        self._sync = sync
        self._line.hub.show_state(*hub_words(sync, self._zone))
        self._line.waiting.show_state(*waiting_words(sync))
        self._line.saved.setText(saved_words(sync, self._zone))
        tip = tr("Open the Sync page")
        if sync.problem is not None:
            tip = " ".join(part for part in (sync.problem.message, sync.problem.next_step) if part)
        for item in (self._line.hub, self._line.waiting):
            item.set_action(tip)
