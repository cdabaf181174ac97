"""The Spares page: what runs out, then everything, and one part at the side."""

from pathlib import PurePath

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFileDialog, QHeaderView, QWidget

from fleetdesk.services.spares import Spare
from fleetdesk.services.views import Problem, Tone
from fleetdesk.ui.bridge import Bridge
from fleetdesk.ui.spares.model import ALTERNATE, HAVE, NAME, NEED, ORDER, SUPPLIER, SpareTableModel
from fleetdesk.ui.spares.panel import SparePanel
from fleetdesk.ui.spares.source import SparesSource
from fleetdesk.ui.theme import Theme
from fleetdesk.ui.widgets.banner import Banner
from fleetdesk.ui.widgets.buttons import button
from fleetdesk.ui.widgets.card import Card
from fleetdesk.ui.widgets.labels import label
from fleetdesk.ui.widgets.layout import column, row
from fleetdesk.ui.widgets.slide_over import SlideOver
from fleetdesk.ui.widgets.table import Table
from fleetdesk.ui.words import number, say, tr

EDGE, NAMED = 8, 3
WIDTHS = {HAVE: 190, NEED: 210, ORDER: 120, SUPPLIER: 170, ALTERNATE: 170}


def choose_target(parent: QWidget) -> str:
    """The system's own dialog for a new file; "" when the person thought better of it."""
    path, _chosen = QFileDialog.getSaveFileName(
        parent, tr("Save the order list"), tr("Order.xlsx"), tr("Workbook (*.xlsx);;Table (*.csv)")
    )
    return path


class SparesPage(QWidget):
    def __init__(self, theme: Theme, bridge: Bridge, source: SparesSource) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._theme, self._bridge, self._source = theme, bridge, source
        self.choose_target = choose_target
        self.headline = label("", "page", wrap=True)
        words = tr("Parts by place, and spare devices by category. What a signed service took is counted by itself.")
        self.banner = Banner(theme)
        self.model = SpareTableModel()
        self.table = Table(theme)
        self.table.setModel(self.model)
        self.table.setAccessibleName(tr("Spare parts and devices"))
        self.table.opened.connect(self._on_opened)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        for section, width in WIDTHS.items():
            self.table.setColumnWidth(section, width)
        card = Card(padding=EDGE)
        card.add(self.table, 1)
        head = row(column(self.headline, label(words, "muted", wrap=True), spacing=4), spacing=16)
        head.setStretch(0, 1)
        head.addWidget(button(tr("Order list..."), self.export), 0, Qt.AlignmentFlag.AlignTop)
        layout = column(head, self.banner, spacing=16, margins=(24, 18, 24, 18))
        layout.addWidget(card, 1)
        self.setLayout(layout)
        self.slide = SlideOver(theme, self)
        self.slide.closed.connect(self.table.setFocus)
        self.panel: SparePanel | None = None
        self._bridge.subscribe(source.subscribe_changes, owner=self, on_value=self._on_changed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.slide.is_open:
            self.slide.close_panel()
        else:
            super().keyPressEvent(event)

    def open_spare(self, spare: Spare) -> None:
        self.panel = SparePanel(self._theme, self._bridge, self._source, spare, self.slide.close_panel)
        self.slide.put(self.panel)
        self.slide.open()

    def export(self) -> None:
        """What is to be ordered, as a table for whoever orders it."""
        path = self.choose_target(self)
        if path:
            self._bridge.run(
                lambda: self._source.export(path),
                owner=self,
                on_done=lambda count: self._say_exported(count, path),
                on_error=self._on_failed,
            )

    def _say_exported(self, count: int, path: str) -> None:
        words = tr("{count} lines are in {file}.").format(count=number(count), file=PurePath(path).name)
        self.banner.say(words, tone=Tone.OK)

    def _on_opened(self, index: QModelIndex) -> None:
        self.open_spare(self.model.spare_at(index.row()))

    def _on_changed(self, _version: int) -> None:
        self._bridge.run(self._source.spares, owner=self, on_done=self._on_spares, on_error=self._on_failed)

    def _on_spares(self, spares: list[Spare]) -> None:
        self.model.show_spares(spares)
        self.headline.setText(_headline(spares))
        shown = self.model.find(self.panel.spare.part) if self.panel is not None and self.slide.is_open else None
        if shown is not None and self.panel is not None:
            self.panel.show_spare(shown)

    def _on_failed(self, problem: Problem) -> None:
        self.banner.say_problem(problem, (tr("Try again"), lambda: self._on_changed(0)))


def _headline(spares: list[Spare]) -> str:
    missing = [each for each in spares if each.order]
    if not missing:
        return tr("Nothing runs out.")
    named = ", ".join(f"{number(each.order)} {say(each.name).lower()}" for each in missing[:NAMED])
    more = tr(" and {count} more").format(count=number(len(missing) - NAMED)) if len(missing) > NAMED else ""
    return tr("To order: {list}.").format(list=named + more)
