"""The plans as a table: what is done, where, how often, for how many devices, and how many of them are due."""

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from fleetdesk.services.plans_page import PlanView
from fleetdesk.services.views import Tone
from fleetdesk.ui.states import unit_word
from fleetdesk.ui.widgets.table import MUTED_ROLE, TONE_ROLE
from fleetdesk.ui.words import number, say, tr

Index = QModelIndex | QPersistentModelIndex
TASK, EQUIPMENT, PLACE, EVERY, WARN, DEVICES, DUE = range(7)
_RIGHT = (WARN, DEVICES)


class PlanTableModel(QAbstractTableModel):
    def __init__(self) -> None:
        super().__init__()
        self._plans: list[PlanView] = []

    def show_plans(self, plans: list[PlanView]) -> None:
        self.beginResetModel()
        self._plans = plans
        self.endResetModel()

    def plan_at(self, row: int) -> PlanView:
        return self._plans[row]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own signature
        return 0 if parent.isValid() else len(self._plans)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else 7

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        plan = self._plans[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return cell(plan, index.column())
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() in _RIGHT:
            return Qt.AlignmentFlag.AlignRight
        if role == TONE_ROLE and index.column() == DUE:
            return (Tone.BAD if plan.row.due else Tone.IDLE if plan.row.ended else Tone.OK).value
        if role == MUTED_ROLE:
            return plan.row.ended or (index.column() == PLACE and plan.row.scope.startswith("category:"))
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole and section in _RIGHT:
            return Qt.AlignmentFlag.AlignRight
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        titles = (tr("Task"), tr("Equipment"), tr("Where"), tr("Every"), tr("Announced"), tr("Devices"), tr("Due now"))
        return titles[section]


def cell(plan: PlanView, column: int) -> str:
    row = plan.row
    if column == DUE and row.ended:
        return tr("Not done")
    every = tr("{every} {unit}").format(every=number(row.every), unit=unit_word(row.unit))
    due = tr("{count} due").format(count=number(row.due)) if row.due else tr("None")
    return {
        TASK: row.title, EQUIPMENT: say(plan.category), PLACE: say(plan.place), EVERY: every,
        WARN: tr("at {percent} %").format(percent=row.warn_at_percent), DEVICES: number(row.devices), DUE: due,
    }[column]  # fmt: skip
