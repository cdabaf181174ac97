"""What is on the cable: model and serial, three states in words, and where it belongs."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QWidget

from fleetdesk.services.bench_views import BenchUnit
from fleetdesk.services.views import Fact, Tone
from fleetdesk.ui.states import answers_words, due_tone, due_words, health_tone, upstream_words
from fleetdesk.ui.theme import Theme
from fleetdesk.ui.widgets.card import Card
from fleetdesk.ui.widgets.labels import label
from fleetdesk.ui.widgets.layout import clear, column
from fleetdesk.ui.widgets.pill import Pill
from fleetdesk.ui.words import now_text, say

WIDE_ENOUGH = 1060


class Passport(Card):
    """The facts stand at the right, or below where the window is narrow."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(padding=20)
        self.title.hide()
        self.body.setContentsMargins(20, 16, 20, 16)
        self._title = label("", "page")
        self.upstream = Pill(theme)
        self.answers = Pill(theme)
        self.due = Pill(theme)
        self._halves = QHBoxLayout()
        self._halves.setSpacing(16)
        pills = QHBoxLayout()
        pills.setSpacing(8)
        for pill in (self.upstream, self.answers, self.due):
            pills.addWidget(pill)
        pills.addStretch(1)
        self._halves.addLayout(column(self._title, pills, spacing=8))
        self._facts = QHBoxLayout()
        self._facts.setSpacing(28)
        self._halves.addStretch(1)
        self._halves.addLayout(self._facts)
        self.body.addLayout(self._halves)
        self._shown: tuple[Fact, ...] = ()

    @property
    def heading(self) -> str:
        return self._title.text()

    def show_unit(self, unit: BenchUnit) -> None:
        now = now_text()
        self._title.setText(" ".join(part for part in (unit.model, unit.serial) if part))
        if unit.device is None:
            self.upstream.show_state("", Tone.IDLE)
        else:
            self.upstream.show_state(upstream_words(unit.upstream, now), health_tone(unit.upstream.state))
        self.answers.show_state(*answers_words(unit.answered_at, now))
        if unit.due:
            self.due.show_state(due_words(unit.due[0]), due_tone(unit.due[0].level))
        else:
            self.due.show_state("", Tone.IDLE)
        if unit.facts != self._shown:
            self._show_facts(unit.facts)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() >= WIDE_ENOUGH
        direction = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        if self._halves.direction() is not direction:
            self._halves.setDirection(direction)
            self._facts.setSpacing(28 if wide else 24)

    def _show_facts(self, facts: tuple[Fact, ...]) -> None:
        self._shown = facts
        clear(self._facts)
        for fact in facts:
            block = QWidget()
            value = label(say(fact.value), tone=fact.tone)
            block.setLayout(column(label(say(fact.label), "caption"), value, spacing=4))
            self._facts.addWidget(block, 0, Qt.AlignmentFlag.AlignVCenter)
        self._facts.addStretch(1)
