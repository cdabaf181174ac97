"""The Plans page: what is serviced after how many uses, and an editor that tells what a change would do."""

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHeaderView

from fleetdesk.services.plans_page import PlanView
from fleetdesk.ui.bridge import Bridge
from fleetdesk.ui.plans.editor import PlanEditor
from fleetdesk.ui.plans.model import PLACE, TASK, PlanTableModel
from fleetdesk.ui.plans.source import PlansSource
from fleetdesk.ui.theme import Theme
from fleetdesk.ui.widgets.empty_state import EmptyState
from fleetdesk.ui.widgets.table_page import TablePage
from fleetdesk.ui.words import number, tr


class PlansPage(TablePage):
    def __init__(self, theme: Theme, bridge: Bridge, source: PlansSource) -> None:
        model = PlanTableModel()
        words = tr("A service is due by use, counted since it was last done. Choose a plan to see or change it.")
        nothing = EmptyState(
            theme, "plans", tr("No plan yet"),
            tr("The plans that come with Fleetdesk are published at its first start. Start it again."),
        )  # fmt: skip
        super().__init__(theme, model, tr("Maintenance plans"), words, nothing)
        self.model = model
        self._theme, self._bridge, self._source = theme, bridge, source
        self.editor: PlanEditor | None = None
        self._bridge.subscribe(source.subscribe_changes, owner=self, on_value=lambda _version: self.fetch())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        for section in (TASK, PLACE):
            header.setSectionResizeMode(section, QHeaderView.ResizeMode.Stretch)

    def fetch(self) -> None:
        self._bridge.run(self._source.plans, owner=self, on_done=self._on_plans, on_error=self.show_problem)

    def open_row(self, row_: int) -> None:
        self.open_plan(self.model.plan_at(row_))

    def open_plan(self, plan: PlanView) -> None:
        self.editor = PlanEditor(self._theme, self._bridge, self._source, plan, self.slide.close_panel)
        self.open_panel(self.editor)

    def _on_plans(self, plans: list[PlanView]) -> None:
        self.model.show_plans(plans)
        due = sum(plan.row.due for plan in plans)
        devices = sum(plan.row.devices for plan in plans if not plan.row.ended)
        said = tr("{due} services are due, of {devices} that the plans count.") if due else tr("No service is due.")
        self.show_rows(len(plans), said.format(due=number(due), devices=number(devices)))
