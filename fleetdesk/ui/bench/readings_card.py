"""The last snapshot's counters and gauges in calm columns; what is out of bounds carries its tone and its word."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from fleetdesk.services.bench_views import BenchUnit
from fleetdesk.services.views import Fact, Text, Tone
from fleetdesk.ui.theme import Theme
from fleetdesk.ui.widgets.buttons import button
from fleetdesk.ui.widgets.card import Card
from fleetdesk.ui.widgets.icon import Icon
from fleetdesk.ui.widgets.labels import label
from fleetdesk.ui.widgets.layout import clear, column, row
from fleetdesk.ui.words import age_long, now_text, say, seconds_between, tr

COLUMNS = 4


class ReadingsCard(Card):
    def __init__(self, theme: Theme, on_triage: Callable[[], None] | None = None) -> None:
        """`on_triage`: back to why it is silent, which takes the same place."""
        self._aside = label("", "caption")
        line = row(self._aside, spacing=8)
        if on_triage is not None:
            line.addWidget(button(tr("Why is it silent?"), on_triage, "plain"))
        aside = QWidget()
        aside.setLayout(line)
        super().__init__(tr("What it says"), aside)
        self._theme = theme
        self._faults = column(spacing=8)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(24)
        self._grid.setVerticalSpacing(14)
        self.add(self._faults)
        self.add(self._grid)
        self.body.addStretch(1)
        self._shown: tuple[object, ...] = ()

    def show_unit(self, unit: BenchUnit) -> None:
        age = age_long(seconds_between(unit.answered_at, now_text()))
        self._aside.setText(tr("read {age} ago").format(age=age))
        shown = (unit.readings, unit.faults)
        if shown == self._shown:
            return
        self._shown = shown
        self._show_faults(unit.faults)
        self._show_readings(unit.readings)

    def _show_faults(self, faults: tuple[Text, ...]) -> None:
        clear(self._faults)
        for fault in faults:
            mark = Icon(self._theme, "warning", "warn", 18)
            self._faults.addLayout(row(mark, label(say(fault), "strong", tone=Tone.WARN), None, spacing=8))

    def _show_readings(self, readings: tuple[Fact, ...]) -> None:
        clear(self._grid)
        for place, fact in enumerate(readings):
            block = column(label(say(fact.label), "caption"), label(say(fact.value), tone=fact.tone), spacing=2)
            self._grid.addLayout(block, place // COLUMNS, place % COLUMNS, Qt.AlignmentFlag.AlignTop)
        for place in range(COLUMNS):
            self._grid.setColumnStretch(place, 1)
        if not readings:
            self._grid.addWidget(label(tr("No reading yet."), "muted"), 0, 0)
