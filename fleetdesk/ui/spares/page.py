"""The Spares page: what runs out, then everything, and one part at the side."""

from pathlib import PurePath

from PySide6.QtWidgets import QHeaderView

from fleetdesk.services.spares import Spare
from fleetdesk.services.views import Tone
from fleetdesk.ui.bridge import Bridge
from fleetdesk.ui.spares.model import ALTERNATE, HAVE, NAME, NEED, ORDER, SUPPLIER, SpareTableModel
from fleetdesk.ui.spares.panel import SparePanel
from fleetdesk.ui.spares.source import SparesSource
from fleetdesk.ui.theme import Theme
from fleetdesk.ui.widgets.buttons import button
from fleetdesk.ui.widgets.empty_state import EmptyState
from fleetdesk.ui.widgets.new_file import choose_new_file
from fleetdesk.ui.widgets.table_page import TablePage
from fleetdesk.ui.words import number, say, tr

NAMED = 3
WIDTHS = {HAVE: 190, NEED: 210, ORDER: 120, SUPPLIER: 170, ALTERNATE: 170}


class SparesPage(TablePage):
    def __init__(self, theme: Theme, bridge: Bridge, source: SparesSource) -> None:
        model = SpareTableModel()
        words = tr("Parts by place, and spare devices by category. What a signed service took is counted by itself.")
        nothing = EmptyState(
            theme, "spares", tr("No spare is needed yet"),
            tr("What your fleet's plans use stands here once there is a fleet: import one, or plug a device in."),
        )  # fmt: skip
        super().__init__(theme, model, tr("Spare parts and devices"), words, nothing)
        self.model = model
        self.add_act(button(tr("Order list..."), self.export))
        self._theme, self._bridge, self._source = theme, bridge, source
        self.choose_target = choose_new_file
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        for section, width in WIDTHS.items():
            self.table.setColumnWidth(section, width)
        self.panel: SparePanel | None = None
        self._bridge.subscribe(source.subscribe_changes, owner=self, on_value=lambda _version: self.fetch())

    def fetch(self) -> None:
        self._bridge.run(self._source.spares, owner=self, on_done=self._on_spares, on_error=self.show_problem)

    def open_row(self, row_: int) -> None:
        self.open_spare(self.model.spare_at(row_))

    def open_spare(self, spare: Spare) -> None:
        self.panel = SparePanel(self._theme, self._bridge, self._source, spare, self.slide.close_panel)
        self.open_panel(self.panel)

    def export(self) -> None:
        """What is to be ordered, as a table for whoever orders it."""
        path = self.choose_target(self, tr("Order.xlsx"), tr("Workbook (*.xlsx);;Table (*.csv)"))
        if path:
            self._bridge.run(
                lambda: self._source.export(path),
                owner=self,
                on_done=lambda count: self._say_exported(count, path),
                on_error=lambda problem: self.show_problem(problem, self.export),
            )

    def _say_exported(self, count: int, path: str) -> None:
        words = tr("{count} lines are in {file}.").format(count=number(count), file=PurePath(path).name)
        self.banner.say(words, tone=Tone.OK)

    def _on_spares(self, spares: list[Spare]) -> None:
        self.model.show_spares(spares)
        self.show_rows(len(spares), _headline(spares))
        shown = self.model.find(self.panel.spare.part) if self.panel is not None and self.slide.is_open else None
        if shown is not None and self.panel is not None:
            self.panel.show_spare(shown)


def _headline(spares: list[Spare]) -> str:
    missing = [each for each in spares if each.order]
    if not missing:
        return tr("Nothing runs out.")
    times = "\N{MULTIPLICATION SIGN}"
    named = ", ".join(f"{number(each.order)} {times} {say(each.name).lower()}" for each in missing[:NAMED])
    more = tr(" and {count} more").format(count=number(len(missing) - NAMED)) if len(missing) > NAMED else ""
    return tr("To order: {list}.").format(list=named + more)
