"""The ports on top of the Bench page, in the order in which they appeared, and the button that adds one by hand."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from fleetdesk.services.bench_views import BenchView, PortState, PortView
from fleetdesk.services.views import DueLevel, Health, Tone
from fleetdesk.ui.states import health_word
from fleetdesk.ui.status import short_port
from fleetdesk.ui.theme import Theme
from fleetdesk.ui.widgets.buttons import icon_button
from fleetdesk.ui.widgets.layout import row
from fleetdesk.ui.widgets.port_chip import PortChip
from fleetdesk.ui.words import tr


class ChipsRow(QWidget):
    chosen = Signal(str)
    add_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._chips: dict[str, PortChip] = {}
        self._row = row(spacing=8)
        self._add = icon_button(theme, "plus", tr("Add a port by its address"), self.add_wanted.emit)
        self._row.addWidget(self._add)
        self._row.addStretch(1)
        self.setLayout(self._row)

    def show_ports(self, view: BenchView, selected: str | None) -> None:
        present = {port.port for port in view.ports}
        for gone in [port for port in self._chips if port not in present]:
            self._chips.pop(gone).deleteLater()
        for place, port in enumerate(view.ports):
            chip = self._chips.get(port.port) or self._make(port.port, place)
            state, tone = chip_state(port)
            name = short_port(port.port)
            chip.show_port(port.label or name, name if port.label else state, state, tone)
            chip.setChecked(port.port == selected)
        self.setVisible(bool(view.ports))

    def _make(self, port: str, place: int) -> PortChip:
        chip = PortChip(self._theme, port)
        chip.clicked.connect(lambda _checked=False: self.chosen.emit(port))
        self._chips[port] = chip
        self._row.insertWidget(place, chip)
        return chip


def chip_state(port: PortView) -> tuple[str, Tone]:
    """What the chip's dot says in a word: the unit's most urgent trouble, or how far the port has come."""
    match port.state:
        case PortState.CONNECTING:
            return tr("Looking what it is"), Tone.IDLE
        case PortState.UNKNOWN_ADAPTER:
            return tr("Unknown adapter"), Tone.IDLE
        case PortState.UNKNOWN_UNIT:
            return tr("Not registered"), Tone.WARN
        case PortState.ERROR:
            return port.problem.title if port.problem else tr("Trouble"), Tone.BAD
        case PortState.LOCKED:
            return tr("Another unit"), Tone.BAD
        case PortState.READY:
            return _ready_state(port)


def _ready_state(port: PortView) -> tuple[str, Tone]:
    unit = port.unit
    if unit is None:
        return tr("Ready"), Tone.OK
    if unit.upstream.state is Health.OFFLINE:
        return health_word(unit.upstream.state), Tone.BAD
    if unit.due and unit.due[0].level is DueLevel.DUE:
        return tr("Service due"), Tone.BAD
    if unit.due and unit.due[0].level is DueLevel.SOON:
        return tr("Service due soon"), Tone.WARN
    return tr("Answers on the cable"), Tone.OK
