"""Buttons beside each other while there is room, else in fewer columns: words are never cut."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QPushButton, QSizePolicy, QWidget

SPACING = 8


class ChoiceGrid(QWidget):
    """All of one width, in as many columns as fit, at most `most_columns`."""

    def __init__(self, most_columns: int) -> None:
        super().__init__()
        self._most = max(1, most_columns)
        self._buttons: list[QPushButton] = []
        self._columns = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(SPACING)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def add(self, button: QPushButton) -> None:
        button.setParent(self)
        self._buttons.append(button)
        self._arrange(self._most)

    def minimumSizeHint(self) -> QSize:
        return QSize(self._widest(), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        fitting = (self.width() + SPACING) // (self._widest() + SPACING)
        wanted = max(1, min(self._most, fitting))
        rows = -(-len(self._buttons) // wanted)
        self._arrange(min(wanted, -(-len(self._buttons) // rows)) if self._buttons else wanted)

    def _widest(self) -> int:
        return max((button.sizeHint().width() for button in self._buttons), default=0)

    def _arrange(self, columns: int) -> None:
        if columns == self._columns and self._grid.count() == len(self._buttons):
            return
        for column in range(max(self._columns, columns)):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)
        self._columns = columns
        for place, button in enumerate(self._buttons):
            self._grid.addWidget(button, place // columns, place % columns)
        self.updateGeometry()
