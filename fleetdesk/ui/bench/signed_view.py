"""The receipt: the inspection is in the journal, what is due now, and the way back."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from fleetdesk.services.bench_views import SignedInspection
from fleetdesk.services.views import Tone
from fleetdesk.ui.states import due_tone, over_words
from fleetdesk.ui.theme import Theme
from fleetdesk.ui.widgets.buttons import PrimaryButton
from fleetdesk.ui.widgets.empty_state import EmptyState
from fleetdesk.ui.widgets.labels import label
from fleetdesk.ui.widgets.layout import Part, column, row, scrolled
from fleetdesk.ui.widgets.pill import Pill
from fleetdesk.ui.words import day_and_time, say, tr


class SignedView(QWidget):
    """`remains`: what the inspection leaves to do, when somebody knows."""

    def __init__(
        self, theme: Theme, signed: SignedInspection, on_back: Callable[[], None], remains: QWidget | None = None
    ) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._on_back = on_back
        parts: list[Part] = [
            row(None, label(say(task.title)), Pill(theme, over_words(task), due_tone(task.level)), None, spacing=12)
            for task in signed.due
        ]
        if signed.waits:
            parts.append(row(None, Pill(theme, tr("Waits for the hub"), Tone.WARN), None))
        if remains is not None:
            parts += [8, remains]
        back = PrimaryButton(theme, tr("Back to the bench"), on_back)
        number = label(signed.event, "caption")
        number.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        number.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        view = EmptyState(
            theme,
            "seal",
            tr("Signed and sealed {when}").format(when=day_and_time(signed.signed_at)),
            say(signed.sentence),
            *parts,
            8,
            row(None, back, None),
            8,
            number,
            token="ok",
        )
        self.setLayout(column(scrolled(view)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape):
            self._on_back()
        else:
            super().keyPressEvent(event)
