"""The Inspections page: the log of what was found, and beside it which services were done and how late."""

from collections.abc import Callable
from pathlib import PurePath

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedLayout, QWidget

from fleetdesk.services.inspection_log import SealCheck
from fleetdesk.services.inspection_views import LogFilter, LogLine, ServiceLine
from fleetdesk.services.views import Problem, Tone
from fleetdesk.ui.bridge import Bridge
from fleetdesk.ui.inspections.filters import LogFilters
from fleetdesk.ui.inspections.model import LogModel
from fleetdesk.ui.inspections.panels import InspectionPanels
from fleetdesk.ui.inspections.source import InspectionLogSource
from fleetdesk.ui.inspections.tables import LogTable, inspection_columns, service_columns
from fleetdesk.ui.theme import Theme
from fleetdesk.ui.widgets.banner import Banner
from fleetdesk.ui.widgets.buttons import button
from fleetdesk.ui.widgets.card import Card
from fleetdesk.ui.widgets.choice_field import calm_menu
from fleetdesk.ui.widgets.empty_state import EmptyState
from fleetdesk.ui.widgets.labels import label
from fleetdesk.ui.widgets.layout import column, restyle, row
from fleetdesk.ui.widgets.new_file import choose_new_file
from fleetdesk.ui.widgets.search_field import SearchField
from fleetdesk.ui.words import number, tr

EDGE = 8
ChooseTarget = Callable[[QWidget, str, str], str]


class InspectionsPage(QWidget):
    def __init__(self, theme: Theme, bridge: Bridge, source: InspectionLogSource) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._theme, self._bridge, self._source = theme, bridge, source
        self.choose_target: ChooseTarget = choose_new_file
        self.headline = label("", "page")
        self.trouble = label("", "strong", tone=Tone.BAD)
        self.trouble.hide()
        self.banner = Banner(theme)
        self.search = SearchField(theme, tr("Search serial or tag"))
        self.search.setMinimumWidth(150)
        self.search.setMaximumWidth(260)
        self.filters = LogFilters(theme)
        self.model: LogModel[LogLine] = LogModel(bridge, source.page, inspection_columns(), self)
        self.done: LogModel[ServiceLine] = LogModel(bridge, source.services, service_columns(), self)
        self.table = LogTable(theme, self.model, tr("Inspections"))
        self.done_table = LogTable(theme, self.done, tr("Services done"))
        self.tabs = tuple(button(words, self._shower(place), "filter") for place, words in enumerate(_tabs()))
        self.panels = InspectionPanels(theme, bridge, source, self)
        self._lay_out()
        self._connect()
        self._show_tab(0)
        self._bridge.subscribe(source.subscribe_changes, owner=self, on_value=self._on_changed)

    @property
    def shows_services(self) -> bool:
        return self._tables.currentIndex() == 1

    @property
    def shows_nothing(self) -> bool:
        return self._stack.currentIndex() != 0

    def focus_search(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def show_filter(self, wanted: LogFilter) -> None:
        """What another page asks for, such as the inspections of a campaign."""
        self._show_tab(0)
        self.filters.preset(wanted)

    def open_inspection(self, inspection: str) -> None:
        """For one that another page, or the code on a document, names."""
        self.panels.open_id(inspection)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.panels.any_open:
            self.panels.close_any()
        else:
            super().keyPressEvent(event)

    def _lay_out(self) -> None:
        out = button(tr("Export..."), lambda: self.export_menu.popup(out.mapToGlobal(out.rect().bottomLeft())))
        self.out = out
        self.export_menu = calm_menu(
            out, (tr("The list as a table..."), self.export), (tr("Check all seals"), self.check_seals)
        )
        for tab in self.tabs:
            tab.setCheckable(True)
        top = row(column(self.headline, self.trouble, spacing=2), None, self.search, out, spacing=8)
        line = row(*self.tabs, 8, self.filters, spacing=8)
        line.setStretch(len(self.tabs) + 1, 1)
        for tab in self.tabs:
            line.setAlignment(tab, Qt.AlignmentFlag.AlignTop)
        card = Card(padding=EDGE)
        held = QWidget()
        self._tables = QStackedLayout(held)
        self._tables.addWidget(self.table)
        self._tables.addWidget(self.done_table)
        card.add(held, 1)
        nothing = EmptyState(
            self._theme, "inspections", tr("No inspection yet"),
            tr("Plug a device in on the Bench and inspect it: what was found and signed stands here, also offline."),
        )  # fmt: skip
        no_match = EmptyState(
            self._theme, "search", tr("Nothing matches"), tr("Nothing fits this search and these filters together."),
            row(None, button(tr("Clear search and filters"), self._clear), None),
        )  # fmt: skip
        place = QWidget()
        self._stack = QStackedLayout(place)
        for part in (card, nothing, no_match):
            self._stack.addWidget(part)
        layout = column(top, line, self.banner, spacing=14, margins=(24, 18, 24, 18))
        layout.addWidget(place, 1)
        self.setLayout(layout)

    def _connect(self) -> None:
        self.search.searched.connect(self.filters.search)
        self.filters.changed.connect(self._ask)
        self.table.opened.connect(self._on_opened)
        self.done_table.opened.connect(self._on_service)
        self.panels.failed.connect(self._on_failed)
        self.panels.closed.connect(self.table.setFocus)
        for model in (self.model, self.done):
            model.loaded.connect(self._on_loaded)
            model.failed.connect(self._on_failed)

    def _shower(self, place: int) -> Callable[[], None]:
        return lambda: self._show_tab(place)

    def _show_tab(self, place: int) -> None:
        for number_, tab in enumerate(self.tabs):
            tab.setChecked(number_ == place)
            tab.setProperty("set", "true" if number_ == place else "false")
            restyle(tab)
        self._tables.setCurrentIndex(place)
        self.filters.show_for(services=place == 1)
        self._ask(self.filters.wanted)

    def _ask(self, wanted: LogFilter) -> None:
        (self.done if self.shows_services else self.model).ask(wanted)

    def _on_changed(self, _version: int) -> None:
        self._ask(self.filters.wanted)
        self._bridge.run(self._source.choices, owner=self, on_done=self.filters.set_choices)
        self._bridge.run(self._source.campaigns, owner=self, on_done=self.filters.set_campaigns)
        self.panels.refresh()

    def _on_loaded(self, total: int) -> None:
        if self.sender() is not (self.done if self.shows_services else self.model):
            return
        asked = self.filters.wanted != LogFilter()
        self._stack.setCurrentIndex(0 if total else 2 if asked else 1)
        for part in (self.headline, self.filters, self.search, self.out):
            part.setVisible(bool(total) or asked)
        self.headline.setText(self._sentence(total))
        self._bridge.run(self._source.broken, owner=self, on_done=self._on_broken)

    def _on_broken(self, broken: int) -> None:
        """What is wrong stands beside what there is, whatever is filtered."""
        words = tr("1 seal is broken.") if broken == 1 else tr("{count} seals are broken.").format(count=number(broken))
        self.trouble.setText(words if broken else "")
        self.trouble.setVisible(bool(broken) and not self.shows_services)

    def _sentence(self, total: int) -> str:
        if self.shows_services:
            return tr("1 service done.") if total == 1 else tr("{count} services done.").format(count=number(total))
        return tr("1 inspection.") if total == 1 else tr("{count} inspections.").format(count=number(total))

    def _clear(self) -> None:
        self.search.clear()
        self.filters.search("")
        self.filters.clear_all()

    def _on_opened(self, index: QModelIndex) -> None:
        line = self.model.row_at(index.row())
        if line is not None:
            self.panels.open_line(line)

    def _on_service(self, index: QModelIndex) -> None:
        line = self.done.row_at(index.row())
        if line is not None:
            self.panels.open_id(line.inspection)

    def _on_failed(self, problem: Problem) -> None:
        self.banner.say_problem(problem, (tr("Try again"), lambda: self._on_changed(0)))

    # -- for the whole list --------------------------------------------------------------------------------------------

    def export(self) -> None:
        name = tr("Services.xlsx") if self.shows_services else tr("Inspections.xlsx")
        path = self.choose_target(self, name, tr("Workbook (*.xlsx);;Table (*.csv)"))
        if not path:
            return
        write = self._source.export_services if self.shows_services else self._source.export
        wanted = self.filters.wanted

        def on_done(count: int) -> None:
            words = tr("{count} rows are in {file}.")
            self.banner.say(words.format(count=number(count), file=PurePath(path).name), tone=Tone.OK)

        self._bridge.run(lambda: write(path, wanted), owner=self, on_done=on_done, on_error=self._on_failed)

    def check_seals(self) -> None:
        """Looks at every seal and every file."""
        self.banner.say(tr("Looking at every seal..."), tone=Tone.IDLE)
        self._bridge.run(self._source.check_seals, owner=self, on_done=self._on_checked, on_error=self._on_failed)

    def _on_checked(self, found: SealCheck) -> None:
        if not found.broken:
            words = tr("{count} seals hold.").format(count=number(found.checked))
            self.banner.say(words, tone=Tone.OK)
        else:
            words = tr("{broken} of {count} seals are broken.")
            self.banner.say(words.format(broken=number(len(found.broken)), count=number(found.checked)), tone=Tone.BAD)
        self._ask(self.filters.wanted)


def _tabs() -> tuple[str, str]:
    return tr("Inspections"), tr("Services done")
