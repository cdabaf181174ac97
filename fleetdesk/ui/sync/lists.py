"""What is owed and why, record by record; conflicts as stories, open and decided."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from fleetdesk.services.conflict_words import ConflictStory
from fleetdesk.services.receipt import ReceiptLine
from fleetdesk.ui.sync.story import StoryView
from fleetdesk.ui.theme import Theme
from fleetdesk.ui.widgets.card import Card
from fleetdesk.ui.widgets.labels import ElidedLabel, label
from fleetdesk.ui.widgets.layout import clear, column, hairline, row
from fleetdesk.ui.words import day_and_time, number, say, tr


class OwedCard(Card):
    """Hidden when nothing is owed."""

    def __init__(self) -> None:
        super().__init__(tr("Only on this laptop"))
        self._rows = column(spacing=0)
        self.add(self._rows)
        self._shown: tuple[object, ...] = ()

    def show_lines(self, lines: Sequence[ReceiptLine], total: int) -> None:
        self.setVisible(bool(lines))
        if self._shown == (lines, total):
            return
        self._shown = (lines, total)
        clear(self._rows)
        for line in lines:
            self._rows.addWidget(hairline())
            self._rows.addWidget(_line(line))
        if total > len(lines):
            self._rows.addWidget(hairline())
            self._rows.addWidget(label(tr("and {count} more").format(count=number(total - len(lines))), "muted"))


def _line(line: ReceiptLine) -> QWidget:
    """A reason that the hub gave is read to its end."""
    why = label(say(line.why), "muted", wrap=True) if line.set_aside else ElidedLabel(say(line.why), "muted")
    when = label(day_and_time(line.at), "muted")
    parts = row(ElidedLabel(say(line.words)), why, when, spacing=16, margins=(0, 11, 0, 11))
    parts.setStretch(0, 2)
    parts.setStretch(1, 3)
    made = QWidget()
    made.setLayout(parts)
    return made


class StoriesCard(Card):
    """Hidden without a story. Made anew only when they changed: a reason that somebody is typing stays."""

    chosen = Signal(str, str, str)
    device_wanted = Signal(str)

    def __init__(self, theme: Theme, title: str) -> None:
        super().__init__(title)
        self._theme = theme
        self._rows = column(spacing=12)
        self.add(self._rows)
        self._shown: tuple[object, ...] = ()
        self.stories: list[StoryView] = []

    def show_stories(self, stories: Sequence[ConflictStory], total: int = 0) -> None:
        self.setVisible(bool(stories))
        if self._shown == (stories, total):
            return
        self._shown = (stories, total)
        clear(self._rows)
        self.stories = [StoryView(self._theme, story) for story in stories]
        for story in self.stories:
            story.chosen.connect(self.chosen)
            story.device_wanted.connect(self.device_wanted)
            self._rows.addWidget(hairline())
            self._rows.addWidget(story)
        if total > len(stories):
            self._rows.addWidget(label(tr("and {count} more").format(count=number(total - len(stories))), "muted"))
