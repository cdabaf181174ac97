"""A gateway's way out: network, address, uplink, firewall; each line judged, and what to do beside what is wrong."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout

from fleetdesk.services.bench_views import BenchUnit, JudgedLine
from fleetdesk.services.views import Tone
from fleetdesk.ui.theme import Theme
from fleetdesk.ui.widgets.card import Card
from fleetdesk.ui.widgets.labels import label
from fleetdesk.ui.widgets.layout import clear, column
from fleetdesk.ui.widgets.pill import Pill
from fleetdesk.ui.words import say, tr

WORST_FIRST = (Tone.BAD, Tone.WARN, Tone.IDLE)


class NetworkCard(Card):
    def __init__(self, theme: Theme) -> None:
        self.pill = Pill(theme)
        super().__init__(tr("Network and uplink"), self.pill)
        self._theme = theme
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(14)
        self._grid.setColumnStretch(1, 1)
        self.add(self._grid)
        self.body.addStretch(1)
        self._shown: tuple[JudgedLine, ...] = ()

    def show_unit(self, unit: BenchUnit) -> None:
        if unit.network == self._shown:
            return
        self._shown = unit.network
        self.pill.show_state(*_summary(unit.network))
        clear(self._grid)
        for place, line in enumerate(unit.network):
            self._grid.addWidget(label(say(line.label), "caption"), place, 0, Qt.AlignmentFlag.AlignTop)
            said = [label(say(line.value), "body", tone=_seen(line.tone), wrap=True)]
            if line.advice.message:
                said.append(label(say(line.advice), "caption", wrap=True))
            self._grid.addLayout(column(*said, spacing=2), place, 1)
            word = _word(line.tone)
            if word:
                top_right = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight
                self._grid.addWidget(Pill(self._theme, word, line.tone), place, 2, top_right)


def _summary(lines: tuple[JudgedLine, ...]) -> tuple[str, Tone]:
    tones = [line.tone for line in lines]
    worst = next((tone for tone in WORST_FIRST if tone in tones), Tone.OK)
    count = tones.count(worst)
    words = {
        Tone.OK: tr("all in order"),
        Tone.IDLE: tr("nothing wrong seen"),
        Tone.WARN: tr("{count} to look at").format(count=count),
        Tone.BAD: tr("{count} wrong").format(count=count),
    }
    return words[worst], worst


def _word(tone: Tone) -> str:
    return {Tone.WARN: tr("look at"), Tone.BAD: tr("wrong")}.get(tone, "")


def _seen(tone: Tone) -> Tone | None:
    """Only what needs a look is coloured."""
    return tone if tone in (Tone.WARN, Tone.BAD) else None
