"""The frame of a wide panel: a head with its cross, a body that is exchanged, a foot with the actions."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from fleetdesk.services.import_views import ImportUndoDone
from fleetdesk.services.views import Problem, Tone
from fleetdesk.ui.theme import Theme
from fleetdesk.ui.widgets.buttons import icon_button
from fleetdesk.ui.widgets.labels import label
from fleetdesk.ui.widgets.layout import clear, column, hairline, row, scrolled
from fleetdesk.ui.words import day_and_time, number, tr


class WideFrame(QWidget):
    def __init__(self, theme: Theme, title: str, subject: str, on_close: Callable[[], None]) -> None:
        super().__init__()
        self.theme = theme
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._body = QVBoxLayout()
        self._body.setContentsMargins(24, 16, 24, 16)
        self._foot = row(spacing=8, margins=(24, 12, 24, 20))
        content = QWidget()
        content.setLayout(self._body)
        words = column(label(title, "page"), label(subject, "muted", wrap=True), spacing=4)
        head = row(words, spacing=8, margins=(24, 18, 16, 16))
        head.setStretch(0, 1)
        head.addWidget(icon_button(theme, "close", tr("Close"), on_close), 0, Qt.AlignmentFlag.AlignTop)
        layout = column(head, hairline(), spacing=0)
        layout.addWidget(scrolled(content), 1)
        layout.addLayout(self._foot)
        self.setLayout(layout)

    def show_body(self, body: QWidget, *actions: QPushButton) -> None:
        """The last action is the first one for the return key."""
        clear(self._body)
        clear(self._foot)
        self._body.addWidget(body, 1)
        self._foot.addStretch(1)
        for action in actions:
            action.setAutoDefault(True)
            self._foot.addWidget(action)
        if actions:
            actions[-1].setFocus()

    def show_problem(self, problem: Problem, *actions: QPushButton) -> None:
        parts = [label(problem.title, "strong", wrap=True, tone=Tone.BAD)]
        parts += [label(words, wrap=True) for words in (problem.message, problem.next_step) if words]
        self.show_body(lines(*parts), *actions)

    def show_undone(self, done: ImportUndoDone, *actions: QPushButton) -> None:
        """What the undo took back, and what it left and why."""
        parts = [label(tr("The import is taken back"), "strong")]
        parts.append(label(tr("{gone} devices are gone from the registry.").format(gone=number(done.gone))))
        if done.kept:
            parts.append(label(tr("Stays, because work was built on it:"), "card"))
        for kept in done.kept:
            words = tr("{name} ({what}): {because} by {who}, {at}").format(
                name=kept.name,
                what=", ".join(kept.what),
                because=kept.because,
                who=kept.actor,
                at=day_and_time(kept.at),
            )
            parts.append(label(words, wrap=True))
        self.show_body(lines(*parts), *actions)


def lines(*parts: QWidget) -> QWidget:
    made = QWidget()
    layout = column(*parts, spacing=8)
    layout.addStretch(1)
    made.setLayout(layout)
    return made
