"""Parts and spare devices as a table: what there is against what is kept and needed, and from whom it comes."""

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from fleetdesk.services.spares import Spare
from fleetdesk.services.views import Tone
from fleetdesk.ui.widgets.table import MUTED_ROLE, SHARE_ROLE, TONE_ROLE, Share
from fleetdesk.ui.words import number, say, tr

Index = QModelIndex | QPersistentModelIndex
NAME, HAVE, NEED, ORDER, SUPPLIER, ALTERNATE = range(6)


class SpareTableModel(QAbstractTableModel):
    def __init__(self) -> None:
        super().__init__()
        self._spares: list[Spare] = []

    def show_spares(self, spares: list[Spare]) -> None:
        self.beginResetModel()
        self._spares = spares
        self.endResetModel()

    def spare_at(self, row: int) -> Spare:
        return self._spares[row]

    def find(self, part: str) -> Spare | None:
        return next((each for each in self._spares if each.part == part), None)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own signature
        return 0 if parent.isValid() else len(self._spares)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else 6

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        spare, column = self._spares[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return cell(spare, column)
        if role == TONE_ROLE and column == ORDER:
            return (Tone.BAD if spare.differs else Tone.WARN if spare.order else Tone.OK).value
        if role == SHARE_ROLE and column == HAVE:
            need = max(1, spare.safety_stock + spare.due_needs)
            tone = Tone.BAD if spare.have <= 0 else Tone.WARN if spare.order else Tone.OK
            return Share(max(0, spare.have) / need, tone)
        if role == MUTED_ROLE:
            return column in (SUPPLIER, ALTERNATE) and not (spare.supplier if column == SUPPLIER else spare.alternate)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        titles = (tr("Part"), tr("There is"), tr("Kept and needed"), tr("To do"), tr("Supplier"), tr("Alternate"))
        return titles[section]


def cell(spare: Spare, column: int) -> str:
    need = tr("{kept} kept").format(kept=number(spare.safety_stock))
    if spare.due_needs:
        need += tr(", {due} for what is due").format(due=number(spare.due_needs))
    todo = tr("order {count}").format(count=number(spare.order)) if spare.order else tr("Enough")
    name = tr("Spare: {name}").format(name=say(spare.name)) if spare.is_device else say(spare.name)
    return {
        NAME: name, HAVE: number(spare.have), NEED: need,
        ORDER: tr("count it") if spare.differs else todo,
        SUPPLIER: spare.supplier or tr("not known"), ALTERNATE: spare.alternate or tr("not known"),
    }[column]  # fmt: skip
