"""The stores of today: mine first, what is due in each, and the way to its visit."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from fleetdesk.services.today_views import TodayStore
from fleetdesk.services.views import Tone
from fleetdesk.ui.theme import Theme
from fleetdesk.ui.widgets.buttons import button
from fleetdesk.ui.widgets.card import Card
from fleetdesk.ui.widgets.labels import label
from fleetdesk.ui.widgets.layout import clear, column, hairline, row, scrolled
from fleetdesk.ui.widgets.pill import Pill
from fleetdesk.ui.words import number, tr

SHOWN = 60
"""Stores that are written out; the Maintenance page has them all."""


class StoreList(Card):
    def __init__(
        self, theme: Theme, on_store: Callable[[str], object], on_mine: Callable[[TodayStore], object]
    ) -> None:
        super().__init__(tr("Where to go"))
        self._theme, self._on_store, self._on_mine = theme, on_store, on_mine
        self._lines = column(spacing=2)
        content = QWidget()
        content.setLayout(self._lines)
        self.add(scrolled(content), 1)
        self._shown: tuple[TodayStore, ...] | None = None

    def show_stores(self, stores: tuple[TodayStore, ...]) -> None:
        if stores == self._shown:
            return
        self._shown = stores
        clear(self._lines)
        for place, store in enumerate(stores[:SHOWN]):
            if place and stores[place - 1].mine and not store.mine:
                self._lines.addSpacing(10)
                self._lines.addWidget(label(tr("Other stores"), "caption"))
            elif place:
                self._lines.addWidget(hairline())
            self._lines.addWidget(self._line(store))
        if len(stores) > SHOWN:
            more = tr("and {count} more").format(count=number(len(stores) - SHOWN))
            self._lines.addWidget(label(more, "muted"))
        if not stores:
            self._lines.addWidget(label(tr("No store has work."), "muted"))
        self._lines.addStretch(1)

    def _line(self, store: TodayStore) -> QWidget:
        count = store.count
        opener = button(count.name, lambda: self._on_store(count.code), "plain")
        opener.setAccessibleName(tr("Plan the visit to {store}").format(store=count.name))
        pills: list[QWidget] = []
        if count.due:
            pills.append(Pill(self._theme, tr("{count} due").format(count=number(count.due)), Tone.BAD))
        if count.soon:
            pills.append(Pill(self._theme, tr("{count} soon").format(count=number(count.soon)), Tone.WARN))
        if not pills:
            pills.append(Pill(self._theme, tr("Nothing due"), Tone.OK))
        words = tr("Not mine") if store.mine else tr("Mine")
        mark = button(words, lambda: self._on_mine(store), "plain")
        made = QWidget()
        made.setLayout(row(opener, None, *pills, mark, spacing=8, margins=(0, 2, 0, 2)))
        return made
