"""What slides over the Fleet page: one device with its history, or an import before it happens."""

from collections.abc import Callable
from pathlib import PurePath
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from fleetdesk.services.views import DeviceDetail, DeviceRow, ImportDone, ImportPreview, Problem
from fleetdesk.ui.bridge import Bridge
from fleetdesk.ui.fleet.detail import DetailPanel
from fleetdesk.ui.fleet.import_panel import ImportPanel
from fleetdesk.ui.imports.source import ImportSource
from fleetdesk.ui.sources import FleetSource
from fleetdesk.ui.theme import Theme
from fleetdesk.ui.widgets.slide_over import SlideOver

if TYPE_CHECKING:
    from fleetdesk.services.device_forms import ActForm
    from fleetdesk.services.import_eva_dts import Asked, EvaOutcome
    from fleetdesk.ui.fleet.act_dialog import ActDialog

    ShowEva = Callable[[EvaOutcome], None]


WIDE = 760
"""A table needs more room than a device."""
TABLES = frozenset({".csv", ".tsv", ".txt", ".xlsx", ".xlsm"})


class FleetPanels(QObject):
    failed = Signal(object)
    """A Problem: there is nothing to slide in."""

    def __init__(self, theme: Theme, bridge: Bridge, source: FleetSource, imports: ImportSource, host: QWidget) -> None:
        super().__init__(host)
        self._theme, self._bridge, self._source = theme, bridge, source
        self._imports = imports
        self.slide = SlideOver(theme, host)
        self.wide = SlideOver(theme, host, WIDE)
        self.detail: DetailPanel | None = None
        self.dialog: ActDialog | None = None

    def open_device(self, row: DeviceRow) -> None:
        """Slides in with what the row knows, and fetches the rest."""
        panel = DetailPanel(
            self._theme, row, self.slide.close_panel, lambda: self._fetch(panel), lambda act: self._ask(panel, act)
        )
        self._open(panel)
        self.detail = panel
        self._fetch(panel)

    def open_device_id(self, device: str) -> None:
        """For a device that another page names."""

        def on_done(detail: DeviceDetail) -> None:
            self.open_device(detail.row)

        self._bridge.run(lambda: self._source.detail(device), owner=self, on_done=on_done, on_error=self.failed.emit)

    def _ask(self, panel: DetailPanel, act: str) -> None:
        """Opens the form of an act with what holds now."""

        def on_done(form: "ActForm") -> None:
            from fleetdesk.ui.fleet.act_dialog import ActDialog

            self.dialog = ActDialog(self._theme, self._bridge, self._source, form, panel)
            self.dialog.open()

        self._bridge.run(
            lambda: self._source.act_form(panel.device, act), owner=panel, on_done=on_done, on_error=panel.show_problem
        )

    def open_import(self, path: str) -> None:
        """Shows what importing the file would do; the panel's primary button does it."""

        def on_known(is_audit: bool) -> None:
            table = PurePath(path).suffix.lower() in TABLES
            (self._open_eva if is_audit else self._open_table if table else self._open_fleet_file)(path)

        self._bridge.run(
            lambda: self._source.is_audit_file(path), owner=self, on_done=on_known, on_error=self.failed.emit
        )

    def _open_eva(self, path: str) -> None:
        from fleetdesk.ui.fleet.eva_panel import EvaPanel

        source = self._source

        def look(asked: "Asked") -> None:
            on_done: ShowEva = panel.show_preview
            self._bridge.run(
                lambda: source.preview_eva(path, asked), owner=panel, on_done=on_done, on_error=panel.show_problem
            )

        def record(asked: "Asked") -> None:
            on_done: ShowEva = panel.show_done
            self._bridge.run(
                lambda: source.apply_eva(path, asked), owner=panel, on_done=on_done, on_error=panel.show_problem
            )

        panel = EvaPanel(self._theme, path, self.slide.close_panel, look, record)
        self._open(panel)
        panel.look()

    def _open_table(self, path: str) -> None:
        from fleetdesk.ui.imports.table_panel import TablePanel

        panel = TablePanel(self._theme, self._bridge, self._imports, path, self.wide.close_panel)
        self._open_wide(panel)
        self.wide.closed.connect(panel.cancel)

    def open_earlier(self) -> None:
        """What was imported before, each with its undo."""
        from fleetdesk.ui.imports.earlier_panel import EarlierPanel

        self._open_wide(EarlierPanel(self._theme, self._bridge, self._imports, self.wide.close_panel))

    def _open_fleet_file(self, path: str) -> None:
        panel = ImportPanel(self._theme, path, self.slide.close_panel, lambda: self._apply(panel, path))
        self._open(panel)
        on_done: Callable[[ImportPreview], None] = panel.show_preview
        self._bridge.run(
            lambda: self._source.preview_import(path), owner=panel, on_done=on_done, on_error=panel.show_problem
        )

    @property
    def any_open(self) -> bool:
        return self.slide.is_open or self.wide.is_open

    def close_any(self) -> None:
        """Closes what lies on top."""
        (self.wide if self.wide.is_open else self.slide).close_panel()

    def refresh(self) -> None:
        """The data changed: an open device is fetched again."""
        if self.detail is not None and self.slide.is_open:
            self._fetch(self.detail)

    def _open(self, panel: QWidget) -> None:
        self.detail = None
        self.slide.put(panel)
        self.slide.open()

    def _open_wide(self, panel: QWidget) -> None:
        self.slide.close_panel()
        self.wide.close_panel()
        self.wide.put(panel)
        self.wide.open()

    def _fetch(self, panel: DetailPanel) -> None:
        on_done: Callable[[DeviceDetail], None] = panel.show_detail
        on_error: Callable[[Problem], None] = panel.show_problem
        self._bridge.run(lambda: self._source.detail(panel.device), owner=panel, on_done=on_done, on_error=on_error)

    def _apply(self, panel: ImportPanel, path: str) -> None:
        panel.show_importing()
        on_done: Callable[[ImportDone], None] = panel.show_done
        self._bridge.run(
            lambda: self._source.apply_import(path), owner=panel, on_done=on_done, on_error=panel.show_problem
        )
