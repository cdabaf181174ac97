"""A conflict as a story: both sides with who, when and where, and a choice that needs a reason."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLineEdit, QWidget

from fleetdesk.services.conflict_words import ConflictSide, ConflictStory
from fleetdesk.services.views import Problem, Tone
from fleetdesk.ui.theme import Theme
from fleetdesk.ui.widgets.buttons import button
from fleetdesk.ui.widgets.labels import label, set_tone
from fleetdesk.ui.widgets.layout import column, row
from fleetdesk.ui.widgets.pill import Pill
from fleetdesk.ui.words import say, tr


class StoryView(QFrame):
    chosen = Signal(str, str, str)
    """(conflict, event of the side that holds, reason)"""

    device_wanted = Signal(str)

    def __init__(self, theme: Theme, story: ConflictStory) -> None:
        super().__init__()
        self.story = story
        self._theme = theme
        self.reason = QLineEdit()
        self.reason.setPlaceholderText(tr("Why? It stands beside the choice"))
        self.reason.setAccessibleName(tr("Reason"))
        self.said = label("", "caption", wrap=True)
        self.said.hide()
        question = say(story.decided) if story.decided.message else say(story.question)
        head = row(label(say(story.title), "strong", wrap=True), spacing=12)
        head.setStretch(0, 1)
        if story.device is not None:
            device = story.device
            head.addWidget(button(tr("History"), lambda: self.device_wanted.emit(device), "plain"))
        sides = row(*(self._side(side) for side in story.sides), spacing=16)
        for place in range(len(story.sides)):
            sides.setStretch(place, 1)
        asked = label(question, "muted", wrap=True)
        self.setLayout(column(head, sides, asked, self.reason, self.said, spacing=8, margins=(0, 4, 0, 8)))
        self.setAccessibleName(say(story.title))

    def say_problem(self, problem: Problem) -> None:
        set_tone(self.said, Tone.BAD)
        self.said.setText(" ".join(part for part in (problem.title, problem.message, problem.next_step) if part))
        self.said.show()
        self.reason.setFocus(Qt.FocusReason.OtherFocusReason)

    def _side(self, side: ConflictSide) -> QWidget:
        words = label(say(side.words), wrap=True)
        words.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        held = (tr("Holds now"), Tone.OK) if side.holds else (tr("Does not hold"), Tone.IDLE)
        choose = button(say(side.choice), lambda: self._choose(side))
        choose.setAccessibleDescription(say(side.words))
        whole = QWidget()
        whole.setLayout(column(words, None, row(choose, Pill(self._theme, *held), None, spacing=12), spacing=8))
        return whole

    def _choose(self, side: ConflictSide) -> None:
        self.said.hide()
        self.chosen.emit(self.story.id, side.event, self.reason.text())
