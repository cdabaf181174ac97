"""A gateway's children as it sees them itself, beside the registry; one click assigns one that belongs elsewhere."""

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHeaderView, QWidget

from fleetdesk.services.bench_views import BenchUnit, ChildRow
from fleetdesk.services.views import Health
from fleetdesk.ui.states import health_tone, health_word
from fleetdesk.ui.theme import Theme
from fleetdesk.ui.widgets.buttons import button
from fleetdesk.ui.widgets.card import Card
from fleetdesk.ui.widgets.labels import label
from fleetdesk.ui.widgets.layout import row
from fleetdesk.ui.widgets.table import MUTED_ROLE, TONE_ROLE, Table
from fleetdesk.ui.words import age_short, now_text, number, say, seconds_between, tr

Index = QModelIndex | QPersistentModelIndex
NONE = "\N{EN DASH}"
REGISTRY_COLUMN, ASSIGN_COLUMN = 5, 6
WIDTHS = (108, 108, 86, 88, 82, 0, 112)
GIVE_WAY = ((4, 780), (3, 640), (2, 540))
"""Columns that are hidden when the card is narrower: firmware, signal, then the age, which the sentence tells too."""


class ChildrenModel(QAbstractTableModel):
    """A gateway holds at most 64 children: they all fit."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[ChildRow, ...] = ()
        self._titles = (
            tr("Serial"),
            tr("State"),
            tr("Last seen"),
            tr("Signal"),
            tr("Firmware"),
            tr("In the registry"),
            "",
        )

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
            return index.column() == 5 and row.known and not row.assignable
        return None

    def _text(self, row: ChildRow, column: int) -> str:
        seen = age_short(seconds_between(row.as_of, now_text())) if row.as_of else tr("never")
        signal = f"{number(row.signal_dbm)} dBm" if row.signal_dbm is not None else NONE
        registered = say(row.registered) or (tr("yes") if row.known else tr("not registered"))
        return (row.label, health_word(row.state), seen, signal, row.firmware or NONE, registered, "")[column]


class ChildrenCard(Card):
    assign_wanted = Signal(tuple)
    """Ids of devices: the registry should have them at this gateway."""

    def __init__(self, theme: Theme) -> None:
        self._aside = label("", "caption")
        super().__init__(tr("Behind this gateway"), self._aside)
        self.body.setContentsMargins(8, 16, 8, 8)
        self.title.setContentsMargins(10, 0, 0, 0)
        self._aside.setContentsMargins(0, 0, 12, 0)
        self._model = ChildrenModel()
        self.table = Table(theme)
        self.table.setModel(self._model)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(REGISTRY_COLUMN, QHeaderView.ResizeMode.Stretch)
        for place, width in enumerate(WIDTHS):
            if place != REGISTRY_COLUMN:
                self.table.setColumnWidth(place, width)
        self.table.setAccessibleName(tr("Behind this gateway"))
        self._sentence = label("", "strong", wrap=True)
        self._assign = button("", self._assign_all)
        self._line = QWidget()
        line = row(self._sentence, self._assign, spacing=12, margins=(10, 0, 12, 0))
        line.setStretch(0, 1)
        self._line.setLayout(line)
        self.add(self._line)
        self.add(self.table, 1)
        self._shown: BenchUnit | None = None

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for place, width in GIVE_WAY:
            self.table.setColumnHidden(place, event.size().width() < width)

    def show_unit(self, unit: BenchUnit) -> None:
        old, self._shown = self._shown, unit
        if old is not None and (unit.children, unit.children_say) == (old.children, old.children_say):
            return
        named = [child for child in unit.children if not child.missing]
        online = sum(child.state is Health.ONLINE for child in named)
        self._aside.setText(
            tr("{online} of {count} online, as the gateway sees them").format(online=online, count=len(named))
        )
        parts = ", ".join(say(part) for part in unit.children_say)
        self._sentence.setText(parts[:1].upper() + parts[1:] + "." if parts else "")
        self._line.setVisible(bool(parts))
        self._model.show_rows(unit.children)
        self._offer(unit)

    def _offer(self, unit: BenchUnit) -> None:
        """A button in each row that belongs elsewhere, and one for all when there are several."""
        elsewhere = [child.device for child in unit.children if child.assignable and child.device]
        self._assign.setText(tr("Assign all {count} here").format(count=len(elsewhere)))
        self._assign.setVisible(len(elsewhere) > 1)
        self.table.setColumnHidden(ASSIGN_COLUMN, not elsewhere)
        for place, child in enumerate(unit.children):
            if child.assignable and child.device is not None:
                self.table.setIndexWidget(self._model.index(place, ASSIGN_COLUMN), self._row_button(child))

    def _row_button(self, child: ChildRow) -> QWidget:
        devices = (child.device,)
        made = button(tr("Assign here"), lambda: self.assign_wanted.emit(devices), "plain")
        made.setAccessibleName(tr("Assign {serial} to this gateway").format(serial=child.label))
        holder = QWidget()
        holder.setLayout(row(None, made, margins=(0, 3, 8, 3)))
        return holder

    def _assign_all(self) -> None:
        if self._shown is not None:
            self.assign_wanted.emit(tuple(c.device for c in self._shown.children if c.assignable and c.device))
