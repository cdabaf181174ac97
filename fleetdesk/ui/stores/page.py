"""The Stores page: where the fleet is, when it is open, what waits there; one store at the side."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHeaderView

from fleetdesk.services.stores_page import StoreLine
from fleetdesk.services.views import Tone
from fleetdesk.ui.bridge import Bridge
from fleetdesk.ui.stores.model import ADDRESS, CODE, DEVICES, DUE, HOURS, NAME, STATUS, StoreTableModel
from fleetdesk.ui.stores.panel import StorePanel
from fleetdesk.ui.stores.source import StoresSource
from fleetdesk.ui.theme import Theme
from fleetdesk.ui.widgets.buttons import PrimaryButton
from fleetdesk.ui.widgets.empty_state import EmptyState
from fleetdesk.ui.widgets.layout import row
from fleetdesk.ui.widgets.search_field import SearchField
from fleetdesk.ui.widgets.table_page import TablePage
from fleetdesk.ui.words import number, tr

WIDTHS = {CODE: 130, HOURS: 220, STATUS: 110, DEVICES: 90, DUE: 140}


class StoresPage(TablePage):
    def __init__(self, theme: Theme, bridge: Bridge, source: StoresSource) -> None:
        model = StoreTableModel()
        add_first = PrimaryButton(theme, tr("Add a store..."), lambda: self.open_new())  # noqa: PLW0108 - `self` is no widget yet
        nothing = EmptyState(
            theme, "stores", tr("No store yet"),
            tr("An import brings its stores along. A store that no file names is added here."),
            row(None, add_first, None),
        )  # fmt: skip
        words = tr("Opening hours decide when work is quiet; the time zone decides what the clock says there.")
        super().__init__(theme, model, tr("Stores"), words, nothing)
        self.model = model
        self._theme, self._bridge, self._source = theme, bridge, source
        self.search = SearchField(theme, tr("Find a store"))
        self.search.setFixedWidth(260)
        self.search.textChanged.connect(self.model.narrow)
        self.add_act(self.search)
        self.add_act(PrimaryButton(theme, tr("Add a store..."), self.open_new, hint=False))
        header = self.table.horizontalHeader()
        for section in (NAME, ADDRESS):
            header.setSectionResizeMode(section, QHeaderView.ResizeMode.Stretch)
        for section, width in WIDTHS.items():
            self.table.setColumnWidth(section, width)
        self.panel: StorePanel | None = None
        self._bridge.subscribe(source.subscribe_changes, owner=self, on_value=lambda _version: self.fetch())

    def focus_search(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def fetch(self) -> None:
        self._bridge.run(self._source.stores, owner=self, on_done=self._on_stores, on_error=self.show_problem)

    def open_row(self, row_: int) -> None:
        self._open(self.model.store_at(row_))

    def open_new(self) -> None:
        self._open(None)

    def _open(self, line: StoreLine | None) -> None:
        store = line.store if line else None
        self.panel = StorePanel(self._theme, self._bridge, self._source, store, self.slide.close_panel, self._on_kept)
        self.open_panel(self.panel)

    def _on_kept(self, words: str) -> None:
        self.slide.close_panel()
        self.banner.say(words, tone=Tone.OK)

    def _on_stores(self, stores: list[StoreLine]) -> None:
        said = self.banner.text if self.banner.isVisible() else ""
        self.model.show_stores(stores)
        devices, due = sum(each.devices for each in stores), sum(bool(each.due) for each in stores)
        words = tr("{stores} stores hold {devices} devices; services are due in {due} of them.")
        headline = words.format(stores=number(len(stores)), devices=number(devices), due=number(due))
        self.show_rows(len(stores), headline)
        if said:
            self.banner.setVisible(True)
