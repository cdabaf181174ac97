"""The Fleet page: four figures, one line of search and filters, the table, and a panel about one device."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import PurePath

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QWidget

from fleetdesk.services.views import DeviceQuery, DueLevel, FleetFigures, Health, Problem, SortBy, Tone
from fleetdesk.ui.bridge import Bridge
from fleetdesk.ui.fleet.device_table import TableCard
from fleetdesk.ui.fleet.figures import FiguresRow
from fleetdesk.ui.fleet.filters import FilterLine
from fleetdesk.ui.fleet.model import DeviceTableModel
from fleetdesk.ui.fleet.panels import FleetPanels
from fleetdesk.ui.imports.source import ImportSource
from fleetdesk.ui.sources import FleetSource
from fleetdesk.ui.theme import Theme
from fleetdesk.ui.widgets.banner import Banner
from fleetdesk.ui.widgets.layout import column
from fleetdesk.ui.widgets.new_file import choose_new_file
from fleetdesk.ui.words import number, tr

ChooseFile = Callable[[QWidget], str]


def choose_import_file(parent: QWidget) -> str:
    """The system's own file dialog; "" when the person thought better of it."""
    path, _chosen = QFileDialog.getOpenFileName(
        parent,
        tr("Import a fleet or an audit file"),
        "",
        tr("Fleet and audit files (*.csv *.tsv *.txt *.xlsx *.json *.eva *.dts);;All files (*)"),
    )
    return path


class FleetPage(QWidget):
    def __init__(
        self,
        theme: Theme,
        bridge: Bridge,
        source: FleetSource,
        imports: ImportSource,
        choose_file: ChooseFile = choose_import_file,
    ) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAcceptDrops(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._theme, self._bridge, self._source, self._choose_file = theme, bridge, source, choose_file
        self.choose_target = choose_new_file
        self._model = DeviceTableModel(bridge, source, self)
        self.figures = FiguresRow(theme)
        self.filters = FilterLine(theme)
        self.banner = Banner(theme)
        self.table_card = TableCard(theme, self._model, self.filters.clear_all)
        layout = column(self.figures, self.filters, self.banner, spacing=16, margins=(24, 18, 24, 18))
        layout.addWidget(self.table_card, 1)
        self.setLayout(layout)
        self.panels = FleetPanels(theme, bridge, source, imports, self)
        self._import_key = QShortcut(QKeySequence("Ctrl+O"), self)
        self._connect()
        self._listening = bridge.subscribe(source.subscribe_changes, owner=self, on_value=self._on_changed)

    def focus_search(self) -> None:
        self.filters.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filters.search.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.panels.any_open:
            self.panels.close_any()
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if len(event.mimeData().urls()) == 1 and event.mimeData().urls()[0].isLocalFile():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self.panels.open_import(event.mimeData().urls()[0].toLocalFile())

    def _connect(self) -> None:
        self.filters.changed.connect(self._on_filter)
        self.filters.import_wanted.connect(self._on_import)
        self.filters.earlier_wanted.connect(self.panels.open_earlier)
        self._import_key.activated.connect(self._on_import)
        self.filters.export_wanted.connect(self.export)
        self.filters.labels_wanted.connect(self.print_labels)
        self.figures.chosen.connect(self._on_figure)
        self.table_card.opened.connect(self._on_opened)
        self.table_card.table.sorted_by.connect(self._on_sorted)
        for slide in (self.panels.slide, self.panels.wide):
            slide.closed.connect(self.table_card.table.setFocus)
        self.panels.failed.connect(self._on_failed)
        self._model.loaded.connect(self._on_loaded)
        self._model.failed.connect(self._on_failed)

    def _on_filter(self, query: DeviceQuery) -> None:
        self.figures.show_filter(query)
        held = self._model.query
        self._model.show_query(replace(query, sort=held.sort, descending=held.descending))

    def _on_sorted(self, sort: SortBy, descending: bool) -> None:
        self._model.show_query(replace(self._model.query, sort=sort, descending=descending))

    def _on_figure(self, which: str) -> None:
        match which:
            case "online":
                self.filters.choose(state=Health.ONLINE)
            case "down":
                self.filters.choose(state=Health.OFFLINE)
            case "unknown":
                self.filters.choose(state=Health.UNKNOWN)
            case _:
                self.filters.choose(due=DueLevel.DUE)

    def _on_opened(self, index: QModelIndex) -> None:
        row = self._model.row_at(index.row())
        if row is not None:
            self.panels.open_device(row)

    def _on_loaded(self, total: int) -> None:
        self.table_card.show_total(total)
        self.banner.setVisible(False)

    def _on_failed(self, problem: Problem) -> None:
        self.banner.say_problem(problem, (tr("Try again"), self._model.reload))

    def _on_import(self) -> None:
        path = self._choose_file(self)
        if path:
            self.panels.open_import(path)

    def export(self) -> None:
        """The devices of the present search and filters as a table."""
        path = self.choose_target(self, tr("Fleet.xlsx"), tr("Workbook (*.xlsx);;Table (*.csv)"))
        if path:
            query = self._model.query
            self._bridge.run(
                lambda: self._source.export(path, query),
                owner=self,
                on_done=lambda count: self._say(tr("{count} devices are in {file}."), count, path),
                on_error=self._on_failed,
            )

    def print_labels(self) -> None:
        """Labels for the same devices."""
        path = self.choose_target(self, tr("Labels.pdf"), tr("PDF (*.pdf)"))
        if path:
            query = self._model.query
            self._bridge.run(
                lambda: self._source.print_labels(path, query),
                owner=self,
                on_done=lambda made: self._say(tr("{count} labels are in {file}."), made.labels, path),
                on_error=self._on_failed,
            )

    def _say(self, words: str, count: int, path: str) -> None:
        self.banner.say(words.format(count=number(count), file=PurePath(path).name), tone=Tone.OK)

    def _on_changed(self, _version: int) -> None:
        self._model.reload()
        self.panels.refresh()
        run = self._bridge.run
        run(self._source.choices, owner=self, on_done=self.filters.set_choices)
        on_figures: Callable[[FleetFigures], None] = self.figures.show_figures
        run(self._source.figures, owner=self, on_done=on_figures, on_error=self._on_failed)
