"""Opens an inspection of what is on a port: asks who works here, fetches the draft, shows it, comes back."""

import shiboken6
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QStackedWidget

from fleetdesk.services.bench_views import InspectionDraft
from fleetdesk.services.views import Person, Problem
from fleetdesk.ui.bench.inspection_page import InspectionPage
from fleetdesk.ui.bench.unit_view import UnitView
from fleetdesk.ui.bridge import Bridge
from fleetdesk.ui.people import People
from fleetdesk.ui.sources import Services
from fleetdesk.ui.theme import Theme
from fleetdesk.ui.words import language, tr


class InspectionDesk(QObject):
    """`stack` shows the bench as its first widget and the inspection above it."""

    closed = Signal(str)
    failed = Signal(object)

    def __init__(self, theme: Theme, bridge: Bridge, services: Services, people: People, stack: QStackedWidget) -> None:
        super().__init__(stack)
        self._theme, self._bridge, self._services, self._people = theme, bridge, services, people
        self._stack = stack
        self.page: InspectionPage | None = None
        self._opening = False

    def start(self, view: UnitView | None, device: str, port: str | None, template: str | None = None) -> None:
        """Asking again while one is being opened changes nothing. Without a `view` the device is not on the bench."""

        def fetch(_person: Person) -> None:
            if self._opening or self.page is not None:
                return
            self._opening = True
            if view is not None:
                view.do.set_busy(tr("Preparing..."))
            # The owner is not `view`: a first full reading replaces the unit's cards, and the technician's wish stays.
            self._bridge.run(
                lambda: self._services.inspections.start(device, port, template=template, language=language()),
                owner=self,
                on_done=lambda draft: self._show(view, draft),
                on_error=lambda problem: self._fail(view, problem),
            )

        self._people.with_person(fetch)

    def _fail(self, view: UnitView | None, problem: Problem) -> None:
        self._opened(view)
        self.failed.emit(problem)

    def _opened(self, view: UnitView | None) -> None:
        self._opening = False
        if view is not None and shiboken6.isValid(view):
            view.show_ready()

    def _show(self, view: UnitView | None, draft: InspectionDraft) -> None:
        self._opened(view)
        page = InspectionPage(self._theme, self._bridge, self._services, self._people, draft)
        page.closed.connect(self._close)
        self.page = page
        self._stack.addWidget(page)
        self._stack.setCurrentWidget(page)
        page.setFocus()

    def _close(self, words: str) -> None:
        page, self.page = self.page, None
        self._stack.setCurrentIndex(0)
        if page is not None:
            self._stack.removeWidget(page)
            page.deleteLater()
        self.closed.emit(words)
