"""A person's hands and eyes: keys, clicks, and what is written on the screen."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QMenu, QPushButton, QWidget


def press(widget: QWidget, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(widget, key, modifier)


def type_text(widget: QWidget, text: str) -> None:
    QTest.keyClicks(widget, text)


def click(widget: QWidget, at: QPoint | None = None) -> None:
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at or widget.rect().center())


def texts(widget: QWidget) -> str:
    """Everything that is written on a widget and seen, a line each."""
    labels = [label.text() for label in widget.findChildren(QLabel) if label.isVisible()]
    return "\n".join(labels + [made.text() for made in widget.findChildren(QPushButton) if made.isVisible()])


def button(widget: QWidget, words: str) -> QPushButton:
    """The visible button that begins with these words."""
    return next(m for m in widget.findChildren(QPushButton) if m.isVisible() and m.text().strip().startswith(words))


def pick(menu: QMenu, words: str) -> None:
    next(action for action in menu.actions() if action.text().split("\t")[0] == words).trigger()
