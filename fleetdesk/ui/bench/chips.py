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
from fleetdesk.ui.widgets.port_chip import ChipWords, PortChip
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
            has_label = port.label not in ("", port.port)
            words = ChipWords(
                port.label if has_label else name,
                port.unit.serial if port.unit is not None else "",
                name if has_label else _note(port, state),
                state,
            )
            chip.show_port(words, tone)
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


def _note(port: PortView, state: str) -> str:
    """Short enough for a chip; the page below tells a trouble in full."""
    return tr("Trouble") if port.state is PortState.ERROR else state


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


RANK = {
    PortState.READY: 0,
    PortState.UNKNOWN_UNIT: 1,
    PortState.LOCKED: 2,
    PortState.ERROR: 3,
    PortState.CONNECTING: 4,
    PortState.UNKNOWN_ADAPTER: 5,
}


def choose_port(view: BenchView, selected: str | None, by_person: bool) -> tuple[str | None, bool]:
    """(the port to show, whether a person chose it): a person's choice stays while the port is there.

    Without one a unit that answers wins over a port that only waits, and once shown it stays.
    """
    present = {port.port: port for port in view.ports}
    if by_person and selected in present:
        return selected, True
    best = min(view.ports, key=lambda port: RANK[port.state], default=None)
    now = present.get(selected) if selected is not None else None
    if best is not None and now is not None and RANK[now.state] <= RANK[best.state]:
        best = now
    return (best.port if best is not None else None), False
