"""Carries out what was chosen on the welcome page and says when the workspace has changed."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from fleetdesk.services.views import Problem
from fleetdesk.ui.bridge import Bridge
from fleetdesk.ui.first_run.welcome import WelcomePage
from fleetdesk.ui.sources import WorkspaceSource
from fleetdesk.ui.words import tr


class Beginning(QObject):
    finished = Signal()

    def __init__(
        self, page: WelcomePage, bridge: Bridge, source: WorkspaceSource, on_import: Callable[[], None]
    ) -> None:
        super().__init__(page)
        self._page, self._bridge, self._source = page, bridge, source
        page.import_wanted.connect(on_import)
        page.sample_wanted.connect(self._load_sample)
        page.hub_wanted.connect(self._join)

    def _load_sample(self) -> None:
        self._page.show_busy(tr("Loading the sample..."))
        self._bridge.run(self._source.load_sample, owner=self, on_done=self._on_done, on_error=self._on_error)

    def _join(self, url: str) -> None:
        self._page.show_busy(tr("Joining..."))
        self._bridge.run_async(
            lambda: self._source.join_hub(url), owner=self, on_done=self._on_done, on_error=self._on_error
        )

    def _on_done(self, _done: object) -> None:
        self._page.setEnabled(True)
        self.finished.emit()

    def _on_error(self, problem: Problem) -> None:
        self._page.show_problem(problem)
