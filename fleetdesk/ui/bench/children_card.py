"""A gateway's children as it sees them itself, with the age of each sighting."""

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QHeaderView

from fleetdesk.services.bench_views import BenchUnit, ChildRow
from fleetdesk.services.views import Health
from fleetdesk.ui.states import health_tone, health_word
from fleetdesk.ui.theme import Theme
from fleetdesk.ui.widgets.card import Card
from fleetdesk.ui.widgets.labels import label
from fleetdesk.ui.widgets.table import MUTED_ROLE, TONE_ROLE, Table
from fleetdesk.ui.words import age_short, now_text, number, seconds_between, tr

Index = QModelIndex | QPersistentModelIndex
NONE = "\N{EN DASH}"


class ChildrenModel(QAbstractTableModel):
    """A gateway holds at most 64 children: they all fit."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[ChildRow, ...] = ()
        self._titles = (tr("Serial"), tr("State"), tr("Last seen"), tr("Signal"), tr("Firmware"), tr("In the registry"))

    def show_rows(self, rows: tuple[ChildRow, ...]) -> None:
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own signature
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._titles)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        wanted = orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole
        return self._titles[section] if wanted else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(row, index.column())
        if role == TONE_ROLE and index.column() == 1:
            return health_tone(row.state)
        if role == MUTED_ROLE:
            return index.column() == 5 and row.known
        return None

    def _text(self, row: ChildRow, column: int) -> str:
        seen = age_short(seconds_between(row.as_of, now_text())) if row.as_of else tr("never")
        signal = f"{number(row.signal_dbm)} dBm" if row.signal_dbm is not None else NONE
        known = tr("yes") if row.known else tr("not registered")
        return (row.label, health_word(row.state), seen, signal, row.firmware or NONE, known)[column]


class ChildrenCard(Card):
    def __init__(self, theme: Theme) -> None:
        self._aside = label("", "caption")
        super().__init__(tr("Behind this gateway"), self._aside)
        self.body.setContentsMargins(8, 16, 8, 8)
        self.title.setContentsMargins(10, 0, 0, 0)
        self._aside.setContentsMargins(0, 0, 12, 0)
        self._model = ChildrenModel()
        self.table = Table(theme)
        self.table.setModel(self._model)
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.table.setAccessibleName(tr("Behind this gateway"))
        self.add(self.table, 1)
        self._shown: tuple[ChildRow, ...] | None = None

    def show_unit(self, unit: BenchUnit) -> None:
        if unit.children == self._shown:
            return
        self._shown = unit.children
        online = sum(child.state is Health.ONLINE for child in unit.children)
        self._aside.setText(
            tr("{online} of {count} online, as the gateway sees them").format(online=online, count=len(unit.children))
        )
        self._model.show_rows(unit.children)
