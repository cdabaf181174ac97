"""Trouble told calmly: what happened, what it means, what to do next, and a button that copies it for support."""

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QPushButton

from fleetdesk.services.views import Problem, Tone
from fleetdesk.ui.theme import Theme
from fleetdesk.ui.widgets.buttons import button
from fleetdesk.ui.widgets.icon import Icon
from fleetdesk.ui.widgets.labels import label
from fleetdesk.ui.widgets.layout import clear, column, restyle, row
from fleetdesk.ui.words import tr

Action = tuple[str, Callable[[], object]]
GOOD_NEWS_MS = 10_000
ICONS = {Tone.OK: "check", Tone.WARN: "warning", Tone.BAD: "error", Tone.IDLE: "info"}


class Banner(QFrame):
    """Hidden until it has something to say."""

    visibility_changed = Signal(bool)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._goes = False
        self._icon = Icon(theme, "warning", "warn")
        self._title = label("", "strong", wrap=True)
        self._message = label("", wrap=True)
        self._actions = row(spacing=8)
        words = column(self._title, self._message, spacing=2)
        line = row(self._icon, words, self._actions, spacing=12, margins=(16, 12, 12, 12))
        line.setStretch(1, 1)
        line.setAlignment(self._icon, Qt.AlignmentFlag.AlignTop)
        self.setLayout(line)
        self.setVisible(False)

    @property
    def text(self) -> str:
        return " ".join(part for part in (self._title.text(), self._message.text()) if part)

    def setVisible(self, visible: bool) -> None:
        super().setVisible(visible)
        self.visibility_changed.emit(visible)

    def say(self, title: str, message: str = "", *, tone: Tone = Tone.WARN, actions: tuple[Action, ...] = ()) -> None:
        self.setProperty("banner", tone.value)
        restyle(self)
        self._icon.show_icon(ICONS[tone], tone.value)
        self._title.setText(title)
        self._message.setText(message)
        self._message.setVisible(bool(message))
        clear(self._actions)
        for words, act in actions:
            self._actions.addWidget(button(words, act))
        self._actions.addWidget(button(tr("Dismiss"), lambda: self.setVisible(False), "plain"))
        self.setAccessibleName(f"{title} {message}")
        self._goes = tone is Tone.OK
        if self._goes:
            QTimer.singleShot(GOOD_NEWS_MS, self, self._go)
        self.setVisible(True)

    def _go(self) -> None:
        """Good news needs no answer; trouble that came meanwhile stays."""
        if self._goes:
            self.setVisible(False)

    def say_problem(self, problem: Problem, *actions: Action, tone: Tone = Tone.WARN) -> None:
        message = " ".join(part for part in (problem.message, problem.next_step) if part)
        self.say(problem.title, message, tone=tone, actions=actions)


def copy_button(problem: Problem, words: str = "") -> QPushButton:
    """Copies the whole trouble, with its details, for a ticket or a chat."""
    parts = (problem.title, problem.message, problem.next_step, problem.details)
    text = "\n".join(part for part in parts if part)
    made = button(words or tr("Copy"), lambda: None)

    def copy() -> None:
        QGuiApplication.clipboard().setText(text)
        made.setText(tr("Copied"))

    made.clicked.connect(lambda _checked=False: copy())
    return made
