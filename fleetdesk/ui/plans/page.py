"""The Plans page: what is serviced after how many uses, and an editor that tells what a change would do."""

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QWidget

from fleetdesk.services.plans_page import PlanView
from fleetdesk.services.views import Problem
from fleetdesk.ui.bridge import Bridge
from fleetdesk.ui.plans.editor import PlanEditor
from fleetdesk.ui.plans.model import PLACE, TASK, PlanTableModel
from fleetdesk.ui.plans.source import PlansSource
from fleetdesk.ui.theme import Theme
from fleetdesk.ui.widgets.banner import Banner
from fleetdesk.ui.widgets.card import Card
from fleetdesk.ui.widgets.labels import label
from fleetdesk.ui.widgets.layout import column
from fleetdesk.ui.widgets.slide_over import SlideOver
from fleetdesk.ui.widgets.table import Table
from fleetdesk.ui.words import number, tr

EDGE = 8


class PlansPage(QWidget):
    def __init__(self, theme: Theme, bridge: Bridge, source: PlansSource) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._theme, self._bridge, self._source = theme, bridge, source
        self.headline = label("", "page", wrap=True)
        words = tr("A service is due by use, counted since it was last done. Choose a plan to see or change it.")
        self.banner = Banner(theme)
        self.model = PlanTableModel()
        self.table = Table(theme)
        self.table.setModel(self.model)
        self.table.setAccessibleName(tr("Maintenance plans"))
        self.table.opened.connect(self._on_opened)
        card = Card(padding=EDGE)
        card.add(self.table, 1)
        head = column(self.headline, label(words, "muted", wrap=True), spacing=4)
        layout = column(head, self.banner, spacing=16, margins=(24, 18, 24, 18))
        layout.addWidget(card, 1)
        self.setLayout(layout)
        self.slide = SlideOver(theme, self)
        self.slide.closed.connect(self.table.setFocus)
        self.editor: PlanEditor | None = None
        self._bridge.subscribe(source.subscribe_changes, owner=self, on_value=self._on_changed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.slide.is_open:
            self.slide.close_panel()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        for section in (TASK, PLACE):
            header.setSectionResizeMode(section, QHeaderView.ResizeMode.Stretch)

    def open_plan(self, plan: PlanView) -> None:
        self.editor = PlanEditor(self._theme, self._bridge, self._source, plan, self.slide.close_panel)
        self.slide.put(self.editor)
        self.slide.open()

    def _on_opened(self, index: QModelIndex) -> None:
        self.open_plan(self.model.plan_at(index.row()))

    def _on_changed(self, _version: int) -> None:
        self._bridge.run(self._source.plans, owner=self, on_done=self._on_plans, on_error=self._on_failed)

    def _on_plans(self, plans: list[PlanView]) -> None:
        self.banner.setVisible(False)
        self.model.show_plans(plans)
        due = sum(plan.row.due for plan in plans)
        devices = sum(plan.row.devices for plan in plans if not plan.row.ended)
        said = tr("{due} services are due, of {devices} that the plans count.") if due else tr("No service is due.")
        self.headline.setText(said.format(due=number(due), devices=number(devices)))

    def _on_failed(self, problem: Problem) -> None:
        self.banner.say_problem(problem, (tr("Try again"), lambda: self._on_changed(0)))
