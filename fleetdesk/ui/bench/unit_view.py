"""A unit that answers: passport, what is due, live current or children, what it says, what to do.

In a low window the upper part scrolls; what to do stays in sight.
"""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from fleetdesk.services.bench_views import BenchUnit, PortView
from fleetdesk.ui.bench.children_card import ChildrenCard
from fleetdesk.ui.bench.do_card import DoCard
from fleetdesk.ui.bench.due_card import DueCard
from fleetdesk.ui.bench.motor_place import MotorPlace
from fleetdesk.ui.bench.network_card import NetworkCard
from fleetdesk.ui.bench.passport import Passport
from fleetdesk.ui.bench.readings_card import ReadingsCard
from fleetdesk.ui.bench.triage_card import TriageCard
from fleetdesk.ui.bridge import Bridge
from fleetdesk.ui.sources import BenchSource
from fleetdesk.ui.theme import Theme
from fleetdesk.ui.widgets.card import Card
from fleetdesk.ui.widgets.labels import label
from fleetdesk.ui.widgets.layout import column, row, scrolled
from fleetdesk.ui.words import tr

AGE_TICK_MS = 10_000


class UnitView(QWidget):
    """Belongs to one port; made anew for another."""

    def __init__(self, theme: Theme, bridge: Bridge, source: BenchSource, port: PortView) -> None:
        super().__init__()
        unit = port.unit
        if unit is None:
            raise ValueError(f"no unit on {port.port}")
        self.port = port.port
        self._theme, self._bridge, self._source = theme, bridge, source
        self.passport = Passport(theme)
        self.triage = TriageCard(theme, lambda: self._turn(to_triage=False)) if unit.triage else None
        self.readings = ReadingsCard(theme, (lambda: self._turn(to_triage=True)) if unit.triage else None)
        self.do = DoCard(theme)
        self.due = DueCard(theme) if unit.due else None
        self.children_card = ChildrenCard(theme) if unit.children else None
        self.network_card = NetworkCard(theme) if unit.network else None
        self._no_due: Card | None = None
        # A gateway's own load says little; its way out takes the place.
        watched = unit.live if not unit.network else None
        self.motor = MotorPlace(theme, bridge, source, port.port, watched) if watched else None
        self.live = self.motor.live if self.motor is not None else None
        top = QWidget()
        upper = column(self.passport, spacing=16)
        upper.addLayout(self._middle(), 1)
        top.setLayout(upper)
        layout = column(spacing=16)
        layout.addWidget(scrolled(top), 1)
        self._said = QStackedWidget()
        for card in (self.triage, self.readings):
            if card is not None:
                self._said.addWidget(card)
        bottom = row(self._said, self.do, spacing=16)
        bottom.setStretch(0, 1)
        layout.addLayout(bottom)
        self.setLayout(layout)
        if self.motor is not None:
            self.motor.alone_wanted.connect(self._leave_live_alone)
            self.do.log_wanted.connect(self.motor.fetch)
        self._unit = unit
        self.show_port(port)
        self._ages = QTimer(self)
        self._ages.setInterval(AGE_TICK_MS)
        self._ages.timeout.connect(lambda: self.show_unit(self._unit))
        self._ages.start()

    def fits(self, port: PortView) -> bool:
        """True while the same cards can show what is on the port."""
        unit = port.unit
        if unit is None or port.port != self.port or unit.module != self._unit.module:
            return False
        return _shape(unit) == _shape(self._unit)

    def show_port(self, port: PortView) -> None:
        """The unit on a port, and what is under way on it."""
        if port.unit is not None:
            self.show_unit(port.unit)
        self.do.show_work(port.work)

    def show_unit(self, unit: BenchUnit) -> None:
        self._unit = unit
        self.passport.show_unit(unit)
        self.readings.show_unit(unit)
        self.do.show_unit(unit)
        for card in (self.triage, self.due, self.children_card, self.network_card):
            if card is not None:
                card.show_unit(unit)

    def show_ready(self) -> None:
        """What was under way is over."""
        self.do.set_busy("")
        self.do.show_unit(self._unit)

    def _turn(self, *, to_triage: bool) -> None:
        """Why it is silent and what it says take one place."""
        self._said.setCurrentWidget(self.triage if to_triage and self.triage is not None else self.readings)

    def _leave_live_alone(self, on: bool) -> None:
        """The live plot gets the page for itself; what to do comes back with the other cards."""
        for card in (self.passport, self.due, self._no_due, self.children_card, self._said, self.do):
            if card is not None:
                card.setVisible(not on)

    def _middle(self) -> QHBoxLayout:
        middle = row(spacing=16)
        if self.due is not None:
            middle.addWidget(self.due, 37)
        elif self.children_card is None and self.network_card is None:
            self._no_due = _nothing_counted()
            middle.addWidget(self._no_due, 37)
        if self.network_card is not None:
            middle.addWidget(self.network_card, 37)
        if self.motor is not None:
            middle.addWidget(self.motor, 61)
        if self.children_card is not None:
            middle.addWidget(self.children_card, 61)
        return middle


def _shape(unit: BenchUnit) -> tuple[object, ...]:
    """What decides which cards there are."""
    return (
        bool(unit.due),
        bool(unit.children),
        bool(unit.network),
        unit.live,
        unit.device is None,
        unit.triage is None,
    )


def _nothing_counted() -> Card:
    card = Card(tr("Due"))
    card.add(label(tr("No maintenance plan counts this equipment."), "muted", wrap=True))
    card.body.addStretch(1)
    return card
