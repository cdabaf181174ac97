"""The stores as a table: name, where, when it is open, its devices and what is due there."""

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from fleetdesk.domain.fleet import WEEKDAYS, StoreStatus
from fleetdesk.services.stores_page import StoreLine
from fleetdesk.services.views import Tone
from fleetdesk.ui.widgets.table import MUTED_ROLE, TONE_ROLE
from fleetdesk.ui.words import number, tr

Index = QModelIndex | QPersistentModelIndex
CODE, NAME, ADDRESS, HOURS, STATUS, DEVICES, DUE = range(7)
_TONES = {StoreStatus.OPEN: Tone.OK, StoreStatus.PLANNED: Tone.WARN, StoreStatus.CLOSED: Tone.IDLE}


class StoreTableModel(QAbstractTableModel):
    """Shows the stores that `narrow` leaves."""

    def __init__(self) -> None:
        super().__init__()
        self._all: list[StoreLine] = []
        self._shown: list[StoreLine] = []
        self._sought = ""

    @property
    def known(self) -> int:
        return len(self._all)

    def show_stores(self, stores: list[StoreLine]) -> None:
        self._all = stores
        self.narrow(self._sought)

    def narrow(self, text: str) -> None:
        """To codes, names and addresses that hold the text."""
        self._sought = text.strip().casefold()
        self.beginResetModel()
        self._shown = [each for each in self._all if self._sought in _words(each)] if self._sought else self._all
        self.endResetModel()

    def store_at(self, row: int) -> StoreLine:
        return self._shown[row]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own signature
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else 7

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        line, column = self._shown[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return cell(line, column)
        if role == Qt.ItemDataRole.TextAlignmentRole and column == DEVICES:
            return Qt.AlignmentFlag.AlignRight
        if role == TONE_ROLE and column == STATUS:
            return _TONES.get(StoreStatus(line.store.status), Tone.IDLE).value
        if role == TONE_ROLE and column == DUE:
            return (Tone.BAD if line.due else Tone.WARN if line.soon else Tone.OK).value
        if role == MUTED_ROLE:
            told = {ADDRESS: line.store.address, HOURS: line.store.opening_hours}
            return column in told and not told[column]
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole and section == DEVICES:
            return Qt.AlignmentFlag.AlignRight
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        titles = (tr("Code"), tr("Store"), tr("Address"), tr("Open"), tr("Status"), tr("Devices"), tr("Work"))
        return titles[section]


def cell(line: StoreLine, column: int) -> str:
    store = line.store
    work = tr("{count} due").format(count=number(line.due)) if line.due else tr("Nothing due")
    if line.soon and not line.due:
        work = tr("{count} soon").format(count=number(line.soon))
    return {
        CODE: store.code, NAME: store.name, ADDRESS: store.address or tr("not told"), HOURS: hours_words(line),
        STATUS: status_words()[store.status], DEVICES: number(line.devices), DUE: work,
    }[column]  # fmt: skip


def status_words() -> dict[str, str]:
    return {
        StoreStatus.PLANNED.value: tr("Planned"), StoreStatus.OPEN.value: tr("Open"),
        StoreStatus.CLOSED.value: tr("Closed"),
    }  # fmt: skip


def day_words() -> dict[str, str]:
    names = (tr("Monday"), tr("Tuesday"), tr("Wednesday"), tr("Thursday"), tr("Friday"), tr("Saturday"), tr("Sunday"))
    return dict(zip(WEEKDAYS, names, strict=True))


def hours_words(line: StoreLine) -> str:
    """What most days have, and that others differ."""
    hours = line.store.opening_hours
    if not hours:
        return tr("not told")
    spans = list(hours.values())
    usual = max(spans, key=spans.count)
    if spans.count(usual) == len(WEEKDAYS):
        return tr("{hours} daily").format(hours=usual)
    return tr("{hours}, {days} of 7 days").format(hours=usual, days=spans.count(usual))


def _words(line: StoreLine) -> str:
    return f"{line.store.code}\n{line.store.name}\n{line.store.address}".casefold()
