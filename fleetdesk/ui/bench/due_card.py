"""What is due: the ring with its number, the ledger's sentence, and the further tasks of the device."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fleetdesk.services.bench_views import BenchUnit
from fleetdesk.services.views import DueTask, Tone
from fleetdesk.ui.states import due_tone, outlook_words, over_words, unit_word
from fleetdesk.ui.theme import Theme
from fleetdesk.ui.widgets.card import Card
from fleetdesk.ui.widgets.due_ring import DueRing
from fleetdesk.ui.widgets.labels import label
from fleetdesk.ui.widgets.layout import clear, column, hairline, row
from fleetdesk.ui.widgets.pill import Pill
from fleetdesk.ui.widgets.use_bar import UseBar
from fleetdesk.ui.words import age_long, now_text, number, say, seconds_between, tr


class DueCard(Card):
    def __init__(self, theme: Theme) -> None:
        self.pill = Pill(theme)
        super().__init__(tr("Due"), self.pill)
        self._theme = theme
        self.ring = DueRing(theme)
        self._title = label("", "strong", wrap=True)
        self._words = QVBoxLayout()
        self._words.setSpacing(8)
        self._words.setContentsMargins(0, 0, 0, 0)
        side = column(self._title, self._words, None, spacing=8, margins=(0, 12, 0, 0))
        line = row(spacing=20)
        line.addWidget(self.ring, 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(side, 1)
        self.body.addStretch(1)
        self.add(line)
        self._more = QVBoxLayout()
        self._more.setSpacing(12)
        self.add(self._more)
        self.body.addStretch(1)
        self._edge = hairline()
        self.add(self._edge)
        self._has_facts = False
        self._facts = QWidget()
        self._foot = column(spacing=10)
        self._facts.setLayout(self._foot)
        self.add(self._facts)
        self.setMinimumHeight(270)
        self._shown: tuple[object, ...] = ()

    def show_unit(self, unit: BenchUnit) -> None:
        """Only for units with a due task."""
        shown = (unit.due, unit.last_inspection)
        if shown == self._shown:
            return
        self._shown = shown
        first, *others = unit.due
        self.pill.show_state(over_words(first), due_tone(first.level))
        self.ring.show_task(first)
        self._title.setText(say(first.title))
        clear(self._words)
        for words in (say(first.postponed), say(first.reason), outlook_words(first), *map(say, first.uncounted)):
            if words:
                self._words.addWidget(label(words, "muted", wrap=True))
        clear(self._more)
        for task in others:
            self._more.addWidget(self._line(task))
        self._show_foot(unit, first)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The ring takes the room there is; the foot gives way where it is low."""
        super().resizeEvent(event)
        width, height = event.size().width(), event.size().height()
        self.ring.set_edge(128 if width < 380 or height < 300 else 172 if height > 400 and width > 420 else 148)
        self._show_foot_if_room()

    def _show_foot_if_room(self) -> None:
        visible = self._has_facts and self.height() >= 330
        self._edge.setVisible(visible)
        self._facts.setVisible(visible)

    def _line(self, task: DueTask) -> QWidget:
        words = tr("no reading yet")
        if task.uses is not None:
            words = tr("{uses} of {every} {unit}").format(
                uses=number(task.uses), every=number(task.every), unit=unit_word(task.unit)
            )
        tone = due_tone(task.level)
        amount = label(words, "caption", tone=None if tone is Tone.OK else tone)
        made = QWidget()
        made.setLayout(column(row(label(say(task.title)), None, amount), UseBar(self._theme, task), spacing=6))
        return made

    def _show_foot(self, unit: BenchUnit, task: DueTask) -> None:
        clear(self._foot)
        facts: list[tuple[str, str]] = []
        if task.as_of:
            age = age_long(seconds_between(task.as_of, now_text()))
            facts.append((tr("Counted"), tr("{age} ago").format(age=age)))
        if task.parts:
            facts.append((tr("Parts"), ", ".join(task.parts)))
        last = say(unit.last_inspection)
        self._has_facts = bool(facts or last)
        self._show_foot_if_room()
        line = row(spacing=24)
        for name, value in facts:
            line.addLayout(column(label(name, "caption"), label(value, wrap=True), None, spacing=2), 1)
        self._foot.addLayout(line)
        if last:
            self._foot.addLayout(column(label(tr("Last inspection"), "caption"), label(last, wrap=True), spacing=2))
