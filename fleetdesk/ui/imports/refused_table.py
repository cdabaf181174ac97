"""The refused rows: the row as the spreadsheet shows it, the field and why; a word narrows them."""

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QSortFilterProxyModel, Qt, Signal
from PySide6.QtWidgets import QHeaderView, QWidget

from fleetdesk.services.import_views import RefusedRow
from fleetdesk.ui.theme import Theme
from fleetdesk.ui.widgets.layout import column
from fleetdesk.ui.widgets.search_field import SearchField
from fleetdesk.ui.widgets.table import Table
from fleetdesk.ui.words import tr

LEAST_HEIGHT, ROW_WIDTH, FIELD_WIDTH = 260, 70, 110
Index = QModelIndex | QPersistentModelIndex


class RefusedModel(QAbstractTableModel):
    def __init__(self, rows: tuple[RefusedRow, ...], parent: QWidget) -> None:
        super().__init__(parent)
        self._rows = rows
        self._titles = (tr("Row"), tr("Field"), tr("Why it is refused"))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._titles)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        shown = role == Qt.ItemDataRole.DisplayRole and orientation is Qt.Orientation.Horizontal
        return self._titles[section] if shown else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        one = self._rows[index.row()]
        return (str(one.row) if one.row else tr("file"), one.field, one.reason)[index.column()]


class RefusedTable(QWidget):
    chosen = Signal(int)
    """The row of the file that is selected; 0 for none."""

    def __init__(self, theme: Theme, rows: tuple[RefusedRow, ...]) -> None:
        super().__init__()
        self._rows = rows
        self.shown = QSortFilterProxyModel(self)
        self.shown.setSourceModel(RefusedModel(rows, self))
        self.shown.setFilterKeyColumn(-1)
        self.shown.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.search = SearchField(theme, tr("Search row, field, reason"))
        self.search.searched.connect(self.shown.setFilterFixedString)
        self.table = Table(theme)
        self.table.setModel(self.shown)
        self.table.setMinimumHeight(LEAST_HEIGHT)
        self.table.selectionModel().currentRowChanged.connect(self._on_current)
        header = self.table.horizontalHeader()
        header.resizeSection(0, ROW_WIDTH)
        header.resizeSection(1, FIELD_WIDTH)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        layout = column(self.search, self.table, spacing=8)
        layout.setStretch(1, 1)
        self.setLayout(layout)

    def _on_current(self, now: QModelIndex, _before: QModelIndex) -> None:
        self.chosen.emit(self._rows[self.shown.mapToSource(now).row()].row if now.isValid() else 0)
