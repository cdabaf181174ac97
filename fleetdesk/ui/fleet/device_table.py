"""The fleet's table on its card: columns share the width, a click on a name sorts, an empty result says so."""

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedLayout, QWidget

from fleetdesk.services.views import SortBy
from fleetdesk.ui.fleet.model import DeviceTableModel, columns
from fleetdesk.ui.theme import Theme
from fleetdesk.ui.widgets.buttons import button
from fleetdesk.ui.widgets.card import Card
from fleetdesk.ui.widgets.empty_state import EmptyState
from fleetdesk.ui.widgets.layout import row
from fleetdesk.ui.widgets.table import Table
from fleetdesk.ui.words import tr

EDGE = 8


class DeviceTable(Table):
    sorted_by = Signal(object, bool)
    """(SortBy, descending)"""

    def __init__(self, theme: Theme, model: DeviceTableModel) -> None:
        super().__init__(theme)
        self._columns = columns()
        self._sort, self._descending = SortBy.SERIAL, False
        self.setModel(model)
        header = self.horizontalHeader()
        header.setSortIndicatorShown(True)
        header.setSortIndicator(0, Qt.SortOrder.AscendingOrder)
        header.sectionClicked.connect(self._on_header)
        header.sectionDoubleClicked.connect(self._on_header)  # a second click that comes quickly turns it round too
        self.setAccessibleName(tr("Devices"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_width()

    def _share_width(self) -> None:
        width = self.viewport().width()
        shown = [place for place, column in enumerate(self._columns) if width >= column.hide_below]
        for place in range(len(self._columns)):
            self.setColumnHidden(place, place not in shown)
        spare = width - sum(self._columns[place].least for place in shown)
        weights = sum(self._columns[place].weight for place in shown)
        left = width
        for place in shown:
            column = self._columns[place]
            share = column.least + max(0, spare) * column.weight // weights
            self.setColumnWidth(place, left if place == shown[-1] else share)
            left -= share

    def _on_header(self, section: int) -> None:
        column = self._columns[section]
        first_descending = column.sort is SortBy.USES
        self._descending = not self._descending if column.sort is self._sort else first_descending
        self._sort = column.sort
        order = Qt.SortOrder.DescendingOrder if self._descending else Qt.SortOrder.AscendingOrder
        self.horizontalHeader().setSortIndicator(section, order)
        self.sorted_by.emit(self._sort, self._descending)


class TableCard(Card):
    """The table, or why there are no rows."""

    opened = Signal(QModelIndex)

    def __init__(self, theme: Theme, model: DeviceTableModel, on_clear: Callable[[], None]) -> None:
        super().__init__(padding=EDGE)
        self.body.setContentsMargins(EDGE, 4, EDGE, EDGE)
        self.table = DeviceTable(theme, model)
        self.table.opened.connect(self.opened.emit)
        self._nothing = EmptyState(
            theme,
            "search",
            tr("No device matches"),
            tr("Nothing in the fleet fits this search and these filters together."),
            row(None, button(tr("Clear search and filters"), on_clear), None),
        )
        place = QWidget()
        self._stack = QStackedLayout(place)
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._nothing)
        self.add(place, 1)

    def show_total(self, total: int) -> None:
        self._stack.setCurrentWidget(self.table if total else self._nothing)

    @property
    def shows_nothing(self) -> bool:
        return self._stack.currentWidget() is self._nothing
