"""Keeps a draft on disk while it is filled in, and says when it is really there."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from fleetdesk.services.bench_views import DraftChange
from fleetdesk.services.views import Problem
from fleetdesk.ui.bench.inspection_form import InspectionForm
from fleetdesk.ui.bridge import Bridge
from fleetdesk.ui.sources import InspectionSource

PAUSE_MS = 200
"""From the first change that is not saved, so that steady typing does not put saving off: with the save itself no more
than the last 300 ms are lost when the battery dies."""


class DraftKeeper(QObject):
    """One save at a time: what changed meanwhile is saved after it. `saved` carries the durable instant."""

    saved = Signal(str)
    failed = Signal(object)
    """A Problem: the last change is only on the screen."""

    def __init__(self, bridge: Bridge, source: InspectionSource, form: InspectionForm, parent: QObject) -> None:
        super().__init__(parent)
        self._bridge, self._source, self._form = bridge, source, form
        self._kept: DraftChange = form.change()
        self._under_way: DraftChange | None = None
        self._then: Callable[[], object] | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._save)

    def touch(self) -> None:
        """Something may have changed."""
        if not self._pause.isActive() and self._form.change() != self._kept:
            self._pause.start()

    def flush(self, then: Callable[[], object]) -> None:
        """Saves now what is not saved yet, and calls `then` when it is."""
        self._then = then
        self._pause.stop()
        self._save()

    def _save(self) -> None:
        if self._under_way is not None:
            return
        change = self._form.change()
        if change == self._kept:
            self._finish()
            return
        self._under_way = change
        draft = self._form.draft.id
        self._bridge.run(
            lambda: self._source.save(draft, change), owner=self, on_done=self._on_saved, on_error=self._on_error
        )

    def _on_saved(self, saved_at: str) -> None:
        if self._under_way is not None:
            self._kept = self._under_way
        self._under_way = None
        self.saved.emit(saved_at)
        if self._form.change() != self._kept:
            self._save()
        else:
            self._finish()

    def _on_error(self, problem: Problem) -> None:
        self._under_way = None
        self._then = None
        self.failed.emit(problem)

    def _finish(self) -> None:
        then, self._then = self._then, None
        if then is not None:
            then()
