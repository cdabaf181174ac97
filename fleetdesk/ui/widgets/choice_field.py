"""A field with a few possible values, drawn like the text fields beside it: a click or Space opens them."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QMenu, QPushButton, QSizePolicy, QWidget

from fleetdesk.ui.theme import Theme

ARROW = 16


class ChoiceField(QPushButton):
    changed = Signal(str)

    def __init__(self, theme: Theme, choices: Sequence[str], value: str) -> None:
        super().__init__(value)
        self._theme = theme
        self.setProperty("kind", "field")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.options = calm_menu(self, *((words, self._setter(words)) for words in choices))
        self.clicked.connect(lambda _on=False: self.options.popup(self.mapToGlobal(self.rect().bottomLeft())))

    def choose(self, words: str) -> None:
        if words != self.text():
            self.setText(words)
            self.changed.emit(words)

    def sizeHint(self) -> QSize:
        """With room for the arrow beside the words."""
        hint = super().sizeHint()
        return QSize(hint.width() + ARROW + 8, hint.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        arrow = self._theme.pixmap("chevron-down", "muted", ARROW, self.devicePixelRatioF())
        QPainter(self).drawPixmap(QPoint(self.width() - ARROW - 12, (self.height() - ARROW) // 2), arrow)

    def _setter(self, words: str) -> Callable[[], None]:
        return lambda: self.choose(words)


def calm_menu(parent: QWidget, *entries: tuple[str, Callable[[], object]]) -> QMenu:
    """A menu in the style of the window: round, without a frame of the system's."""
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
    menu.setWindowFlag(Qt.WindowType.FramelessWindowHint)
    menu.setWindowFlag(Qt.WindowType.NoDropShadowWindowHint)
    for words, act in entries:
        menu.addAction(words).triggered.connect(_without_state(act))
    return menu


def _without_state(act: Callable[[], object]) -> Callable[[bool], None]:
    def on_triggered(_on: bool = False) -> None:
        act()

    return on_triggered
