"""The stores in which something is due or soon due, the most due first."""

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from fleetdesk.services.plan_visit import StoreCount
from fleetdesk.services.views import Tone
from fleetdesk.ui.widgets.table import MUTED_ROLE, TONE_ROLE
from fleetdesk.ui.words import number, tr

Index = QModelIndex | QPersistentModelIndex
NAME, DUE, SOON = range(3)


class StoreTableModel(QAbstractTableModel):
    """One row a store: at any size of the fleet a row is four words, so that all are held."""

    def __init__(self) -> None:
        super().__init__()
        self._stores: tuple[StoreCount, ...] = ()

    def show_stores(self, stores: tuple[StoreCount, ...]) -> None:
        self.beginResetModel()
        self._stores = stores
        self.endResetModel()

    def store_at(self, row: int) -> StoreCount:
        return self._stores[row]

    def row_of(self, code: str) -> int | None:
        return next((row for row, store in enumerate(self._stores) if store.code == code), None)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own signature
        return 0 if parent.isValid() else len(self._stores)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else 3

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        store = self._stores[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return {
                NAME: store.name,
                DUE: tr("{count} due").format(count=number(store.due)) if store.due else "",
                SOON: tr("{count} soon").format(count=number(store.soon)) if store.soon else "",
            }[index.column()]
        if role == TONE_ROLE and index.column() in (DUE, SOON):
            return (Tone.BAD if index.column() == DUE else Tone.WARN).value
        return index.column() == NAME and not store.due if role == MUTED_ROLE else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return (tr("Store"), tr("Due now"), tr("Soon"))[section]
