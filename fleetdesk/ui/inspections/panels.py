"""What slides over the Inspections page: one inspection, or two compared; and the dialogs that they open."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTemporaryDir, Signal
from PySide6.QtWidgets import QDialog, QWidget

from fleetdesk.services.compare_inspections import Comparison
from fleetdesk.services.inspection_views import InspectionView, LogLine
from fleetdesk.services.views import Problem
from fleetdesk.ui.bridge import Bridge
from fleetdesk.ui.inspections.amend_dialog import AmendDialog
from fleetdesk.ui.inspections.compare_view import CompareView
from fleetdesk.ui.inspections.panel import InspectionPanel
from fleetdesk.ui.inspections.paper_dialog import PaperDialog
from fleetdesk.ui.inspections.source import InspectionLogSource
from fleetdesk.ui.theme import Theme
from fleetdesk.ui.widgets.slide_over import SlideOver

WIDTH, WIDE = 600, 900


class InspectionPanels(QObject):
    failed = Signal(object)
    closed = Signal()

    def __init__(
        self, theme: Theme, bridge: Bridge, source: InspectionLogSource, host: QWidget,
        remains: Callable[[str], QWidget] | None = None,
    ) -> None:  # fmt: skip
        super().__init__(host)
        self._remains = remains
        self._theme, self._bridge, self._source, self._host = theme, bridge, source, host
        self._folder = QTemporaryDir()
        self.slide = SlideOver(theme, host, WIDTH)
        self.wide = SlideOver(theme, host, WIDE)
        for slide in (self.slide, self.wide):
            slide.closed.connect(self.closed)
        self.panel: InspectionPanel | None = None
        self.comparison: CompareView | None = None
        self.dialog: QDialog | None = None
        self._view: InspectionView | None = None

    @property
    def any_open(self) -> bool:
        return self.slide.is_open or self.wide.is_open

    def close_any(self) -> None:
        """Closes what lies on top."""
        (self.wide if self.wide.is_open else self.slide).close_panel()

    def open_line(self, line: LogLine) -> None:
        """Slides in with what the row knows, and fetches the rest."""
        self._view = None
        panel = self.panel = InspectionPanel(
            self._theme,
            line,
            self.slide.close_panel,
            self._fetch_photo,
            self._paper,
            self._amend,
            self._compare,
            self._remains,
        )
        self.slide.put(panel)
        self.slide.open()
        self._fetch(panel)

    def open_id(self, inspection: str) -> None:
        def on_done(view: InspectionView) -> None:
            self.open_line(view.line)

        show = self._source.show
        self._bridge.run(lambda: show(inspection), owner=self, on_done=on_done, on_error=self.failed.emit)

    def refresh(self) -> None:
        """The data changed: what is open is fetched again."""
        if self.panel is not None and self.slide.is_open:
            self._fetch(self.panel)

    def _fetch(self, panel: InspectionPanel) -> None:
        source, inspection = self._source, panel.inspection

        def ask() -> tuple[InspectionView, tuple[LogLine, ...]]:
            view = source.show(inspection)
            return view, source.others(view)

        def on_done(found: tuple[InspectionView, tuple[LogLine, ...]]) -> None:
            self._view = found[0]
            panel.show_view(*found)

        self._bridge.run(ask, owner=panel, on_done=on_done, on_error=panel.show_problem)

    def _fetch_photo(self, sha256: str, show: Callable[[bytes], None]) -> None:
        if self.panel is None:
            return
        panel, photo = self.panel, self._source.photo

        def on_done(content: bytes) -> None:
            if sha256 in panel.photos:
                show(content)

        def on_error(_problem: Problem) -> None:
            if sha256 in panel.photos:
                show(b"")

        self._bridge.run(lambda: photo(sha256), owner=panel, on_done=on_done, on_error=on_error)

    def _paper(self) -> None:
        if self._view is not None:
            self._open(PaperDialog(self._theme, self._bridge, self._source, self._view, self._folder, self._host))

    def _amend(self, view: InspectionView) -> None:
        self._open(AmendDialog(self._theme, self._bridge, self._source, view, self._host))

    def _open(self, dialog: QDialog) -> None:
        self.dialog = dialog
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _compare(self, other: str) -> None:
        if self.panel is None:
            return
        source, one = self._source, self.panel.inspection

        def on_done(found: Comparison) -> None:
            self.comparison = CompareView(self._theme, found, self.wide.close_panel)
            self.wide.put(self.comparison)
            self.wide.open()

        self._bridge.run(
            lambda: source.compare(one, other), owner=self.panel, on_done=on_done, on_error=self.panel.show_problem
        )
