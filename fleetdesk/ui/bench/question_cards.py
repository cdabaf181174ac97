"""One question, one card: big choices by digit, words; what stands beside a question (a picture, its photos)."""

from collections.abc import Callable
from typing import cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QPushButton, QWidget

from fleetdesk.services.bench_views import ItemChoice
from fleetdesk.ui.bench.photo_strip import PhotoStrip
from fleetdesk.ui.widgets.buttons import button
from fleetdesk.ui.widgets.card import Card
from fleetdesk.ui.widgets.choice_grid import ChoiceGrid
from fleetdesk.ui.widgets.labels import label
from fleetdesk.ui.widgets.layout import restyle, row
from fleetdesk.ui.words import say, tr


class QuestionCard(Card):
    """`changed` after every answer; the page marks the card that digits and Enter are for."""

    changed = Signal()
    activated = Signal()

    def __init__(self, key: str, title: str, hint: str) -> None:
        super().__init__(title)
        self.key = key
        self.photos: PhotoStrip | None = None
        self.title.setWordWrap(True)
        head_item = self.body.itemAt(0)
        if head_item is not None and (head := head_item.layout()) is not None:  # pyright: ignore[reportUnnecessaryComparison]
            cast("QHBoxLayout", head).setStretch(0, 1)
            cast("QHBoxLayout", head).setStretch(1, 0)
        self.setProperty("question", True)
        self.body.setSpacing(10)
        if hint:
            self.body.addWidget(label(hint, "muted", wrap=True))

    def show_picture(self, picture: QWidget) -> None:
        """What to look at, before the answers."""
        self.body.insertWidget(1, picture)

    def show_photos(self, strip: PhotoStrip) -> None:
        """Its evidence: asked for when the answer calls for it."""
        self.photos = strip
        self.add(strip)
        strip.changed.connect(self._on_photos)
        self.setAcceptDrops(True)

    def _on_photos(self) -> None:
        self.activated.emit()
        self.changed.emit()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls() or event.mimeData().hasImage():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        if self.photos is not None:
            self.photos.take_dropped(event.mimeData())
            event.acceptProposedAction()

    def show_evidence(self) -> None:
        """After every answer: are photos asked for now?"""
        if self.photos is not None:
            self.photos.show_need()

    def set_current(self, current: bool) -> None:
        self.setProperty("current", current)
        restyle(self)

    def take_focus(self) -> None:
        """Where the keyboard goes when the card becomes the current one; choices need none, digits reach them."""

    def press(self, digit: int) -> bool:
        """True when the digit chose something."""
        return False

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        self.activated.emit()


class ChoiceCard(QuestionCard):
    """Stands for a template's choice, a verdict, a cause, and "was it performed?" alike."""

    def __init__(
        self,
        key: str,
        title: str,
        hint: str,
        choices: tuple[ItemChoice, ...],
        chosen: str | None,
        on_choose: Callable[[str], None],
        *,
        stacked: bool = False,
        judged: bool = False,
    ) -> None:
        super().__init__(key, title, hint)
        self._on_choose = on_choose
        self.judged = judged
        self._last: str | None = None
        self._words = {choice.key: say(choice.label) for choice in choices}
        self._buttons: dict[str, QPushButton] = {}
        line = ChoiceGrid(most_columns=1 if stacked else len(choices))
        for digit, choice in enumerate(choices, start=1):
            made = button(f"{digit}    {say(choice.label)}", self._chooser(choice.key), "choice")
            made.setCheckable(True)
            made.setAutoDefault(False)
            made.setProperty("tone", choice.tone.value)
            made.setChecked(choice.key == chosen)
            made.setAccessibleName(f"{title}: {say(choice.label)}")
            self._buttons[choice.key] = made
            line.add(made)
        self.add(line)

    @property
    def chosen(self) -> str | None:
        return next((key for key, made in self._buttons.items() if made.isChecked()), None)

    def choose(self, key: str) -> None:
        for name, made in self._buttons.items():
            made.setChecked(name == key)
        self._on_choose(key)
        self.activated.emit()
        self.changed.emit()

    def offer_last(self, key: str) -> None:
        """One tap takes over what the last inspection said; nobody has said it for this one before that."""
        if key in self._words:
            self._last = key
            words = tr("L    As last time: {answer}").format(answer=self._words[key])
            self.add(row(button(words, self.take_last, "plain"), None, spacing=0))

    def take_last(self) -> None:
        if self._last is not None:
            self.choose(self._last)

    def press(self, digit: int) -> bool:
        keys = list(self._buttons)
        if not 1 <= digit <= len(keys):
            return False
        self.choose(keys[digit - 1])
        return True

    def _chooser(self, key: str) -> Callable[[], None]:
        return lambda: self.choose(key)


class WordsField(QPlainTextEdit):
    """Enter in an empty field, and Ctrl+Enter in any, goes on; else it begins a new line."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        goes_on = not self.toPlainText() or event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if is_enter and goes_on:
            event.ignore()
        else:
            super().keyPressEvent(event)


class TextCard(QuestionCard):
    def __init__(self, key: str, title: str, hint: str, text: str, on_write: Callable[[str], None]) -> None:
        super().__init__(key, title, hint)
        self.field = WordsField(text)
        self.field.setFixedHeight(92)
        self.field.setTabChangesFocus(True)
        self.field.setAccessibleName(title)
        self.field.textChanged.connect(lambda: self._written(on_write))
        self.add(self.field)

    def take_focus(self) -> None:
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _written(self, on_write: Callable[[str], None]) -> None:
        on_write(self.field.toPlainText())
        self.changed.emit()
