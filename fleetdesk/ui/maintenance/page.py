"""The Maintenance page: where work waits, and one store's visit beside it."""

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QHeaderView, QStackedLayout, QWidget

from fleetdesk.services.close_tasks import Round
from fleetdesk.services.plan_visit import CategoryCount, Visit, WorkAhead
from fleetdesk.services.views import Person, Problem, Text
from fleetdesk.ui.bridge import Bridge, Task
from fleetdesk.ui.maintenance.source import MaintenanceSource
from fleetdesk.ui.maintenance.stores import DUE, NAME, SOON, StoreTableModel
from fleetdesk.ui.maintenance.visit_view import VisitView
from fleetdesk.ui.theme import Theme
from fleetdesk.ui.widgets.banner import Banner
from fleetdesk.ui.widgets.card import Card
from fleetdesk.ui.widgets.empty_state import EmptyState
from fleetdesk.ui.widgets.labels import label
from fleetdesk.ui.widgets.layout import column, row
from fleetdesk.ui.widgets.table import Table
from fleetdesk.ui.words import number, say, tr

EDGE, STORES_WIDTH = 8, 470


class MaintenancePage(QWidget):
    device_wanted = Signal(str)
    """A device whose history somebody wants to see."""

    def __init__(self, theme: Theme, bridge: Bridge, source: MaintenanceSource) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._theme, self._bridge, self._source = theme, bridge, source
        self._store = self._shown_store = ""
        self._rounds: tuple[str, ...] = source.rounds()
        self._asking: Task | None = None
        self.dialog: QWidget | None = None
        self.headline = label("", "page", wrap=True)
        self.categories = label("", "muted", wrap=True)
        self.banner = Banner(theme)
        self.model = StoreTableModel()
        self.table = Table(theme)
        self.table.setModel(self.model)
        self.table.setAccessibleName(tr("Stores with work"))
        self.table.opened.connect(self._on_opened)
        self.visit = VisitView(theme)
        self.visit.changed.connect(self._fetch_visit)
        self.visit.round_wanted.connect(self._prepare_round)
        self.visit.device_wanted.connect(self.device_wanted)
        self._lay_out()
        self._bridge.subscribe(source.subscribe_changes, owner=self, on_value=self._on_changed)

    def _lay_out(self) -> None:
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        for section in (DUE, SOON):
            header.setSectionResizeMode(section, QHeaderView.ResizeMode.Fixed)
            self.table.setColumnWidth(section, 110)
        stores = Card(padding=EDGE)
        stores.add(self.table, 1)
        stores.setFixedWidth(STORES_WIDTH)
        plan = Card()
        plan.add(self.visit, 1)
        work = QWidget()
        line = row(stores, spacing=16)
        line.addWidget(plan, 1)
        work.setLayout(line)
        nothing = EmptyState(
            self._theme,
            "maintenance",
            tr("Nothing is due"),
            tr(
                "Services are due by use. Import your fleet, or plug a device in, and what is due stands here by store."
            ),
        )
        place = QWidget()
        self._stack = QStackedLayout(place)
        self._stack.addWidget(work)
        self._stack.addWidget(nothing)
        head = column(self.headline, self.categories, spacing=4)
        layout = column(head, self.banner, spacing=16, margins=(24, 18, 24, 18))
        layout.addWidget(place, 1)
        self.setLayout(layout)

    # -- what waits ---------------------------------------------------------------------------------------------------

    def _on_changed(self, _version: int) -> None:
        self._bridge.run(self._source.ahead, owner=self, on_done=self._on_ahead, on_error=self._on_failed)

    def _on_ahead(self, ahead: WorkAhead) -> None:
        self.banner.setVisible(False)
        self.headline.setText(_headline(ahead))
        self.categories.setText(" · ".join(_category(row_, words) for row_, words in ahead.categories))
        self.model.show_stores(ahead.stores)
        self._stack.setCurrentIndex(0 if ahead.stores else 1)
        if not ahead.stores:
            return
        at = self.model.row_of(self._store)
        self.table.selectRow(at or 0)
        self._store = self.model.store_at(at or 0).code
        self._fetch_visit()

    def _on_opened(self, index: QModelIndex) -> None:
        self.open_store(self.model.store_at(index.row()).code)

    def open_store(self, code: str) -> None:
        if code != self._store:
            self._store = code
            self.visit.on.clear()
            self.visit.until.clear()
        self._fetch_visit()

    def _fetch_visit(self) -> None:
        days, store = self.visit.days(), self._store
        if days is None:
            return
        if self._asking is not None:
            self._asking.cancel()
        self._asking = self._bridge.run(
            lambda: self._source.visit(store, *days),
            owner=self,
            on_done=self._on_visit,
            on_error=self.visit.show_problem,
        )

    def _on_visit(self, visit: Visit) -> None:
        self._shown_store = visit.store
        self.visit.show_visit(visit, self._rounds)

    def _on_failed(self, problem: Problem) -> None:
        self.banner.say_problem(problem, (tr("Try again"), lambda: self._on_changed(0)))

    # -- a round ------------------------------------------------------------------------------------------------------

    def _prepare_round(self, task: str) -> None:
        store = self._shown_store  # the one whose tasks stand there, not one that is on its way

        def ask() -> tuple[Round, Person | None]:
            return self._source.prepare(store, task), self._source.person()

        self._bridge.run(ask, owner=self, on_done=self._open_round, on_error=self.visit.show_problem)

    def _open_round(self, found: tuple[Round, Person | None]) -> None:
        from fleetdesk.ui.maintenance.round_dialog import RoundDialog

        dialog = self.dialog = RoundDialog(self._theme, self._bridge, self._source, *found, self)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()


def _headline(ahead: WorkAhead) -> str:
    if not ahead.due and not ahead.soon:
        return tr("Nothing is due.")
    soon = tr("{count} more soon.").format(count=number(ahead.soon)) if ahead.soon else ""
    if not ahead.due:
        return tr("Nothing is due yet; {soon}").format(soon=soon)
    due = tr("1 service is due") if ahead.due == 1 else tr("{count} services are due").format(count=number(ahead.due))
    where = tr("in 1 store") if ahead.due_stores == 1 else tr("in {n} stores").format(n=number(ahead.due_stores))
    return f"{due} {where}; {soon}" if soon else f"{due} {where}."


def _category(row_: CategoryCount, words: Text) -> str:
    said = tr("{name} {due} of {devices}").format(name=say(words), due=number(row_.due), devices=number(row_.devices))
    return said + (tr(" ({count} never read)").format(count=number(row_.unread)) if row_.unread else "")
