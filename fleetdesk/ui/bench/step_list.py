"""The steps of an inspection at the left: which are done, where one is."""

from PySide6.QtCore import QPoint, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QPushButton, QWidget

from fleetdesk.ui.theme import Theme
from fleetdesk.ui.widgets.card import Card
from fleetdesk.ui.widgets.labels import label
from fleetdesk.ui.widgets.layout import column, row, scrolled
from fleetdesk.ui.words import tr

WIDTH, MARK = 232, 20
STEP_HEIGHT, HINTS_HEIGHT = 52, 110


class StepButton(QPushButton):
    """A number in a circle that becomes a tick; the words say it to screen readers."""

    def __init__(self, theme: Theme, number: int, title: str) -> None:
        super().__init__(title)
        self._theme, self._number, self._done = theme, number, False
        self.setProperty("kind", "step")
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def set_done(self, done: bool) -> None:
        self._done = done
        self.update()

    def set_number(self, number: int) -> None:
        self._number = number
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        top = (self.height() - MARK) // 2
        if self._done:
            painter.drawPixmap(QPoint(11, top + 1), self._theme.pixmap("check", "ok", 18, self.devicePixelRatioF()))
            return
        token = "accent" if self.isChecked() else "muted"
        painter.setPen(QPen(self._theme.colour(token if self.isChecked() else "line"), 1.5))
        box = QRectF(10, top, MARK, MARK)
        painter.drawEllipse(box)
        painter.setPen(self._theme.colour(token))
        painter.setFont(self._theme.font(12, 600))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(self._number))


class StepList(Card):
    chosen = Signal(int)

    def __init__(self, theme: Theme, titles: tuple[str, ...]) -> None:
        super().__init__(padding=8)
        self.body.setContentsMargins(8, 8, 8, 8)
        self.body.setSpacing(4)
        self._buttons: list[StepButton] = []
        for place, title in enumerate(titles):
            made = StepButton(theme, place + 1, title)
            made.clicked.connect(lambda _checked=False, place=place: self.chosen.emit(place))
            self._buttons.append(made)
        steps = QWidget()
        steps.setLayout(column(*self._buttons, None, spacing=4))
        self._steps = scrolled(steps)
        self.add(self._steps, 1)
        self._hints = QWidget()
        hints = column(spacing=4)
        self._hints.setLayout(hints)
        self.add(self._hints)
        for keys, words in (
            (tr("1 to 9"), tr("choose")),
            (tr("Enter"), tr("go on")),
            (tr("Esc"), tr("leave, keep draft")),
        ):
            name = label(keys, "caption")
            name.setFixedWidth(48)
            hints.addLayout(row(4, name, label(words, "caption"), None, spacing=8))
        self.body.addSpacing(4)
        self.setFixedWidth(WIDTH)

    def show_steps(self, current: int, done: tuple[bool, ...], asked: tuple[bool, ...]) -> None:
        """Steps in which nothing is asked are not shown; the others are numbered through."""
        for place, made in enumerate(self._buttons):
            made.setVisible(asked[place])
            made.set_number(1 + sum(asked[:place]))
            made.setChecked(place == current)
            made.set_done(done[place])
        QTimer.singleShot(0, self, lambda: self._steps.ensureWidgetVisible(self._buttons[current], 0, 8))

        self._show_hints()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_hints()

    def _show_hints(self) -> None:
        """In a low window the steps need the room of the hints."""
        shown = sum(made.isVisibleTo(self) for made in self._buttons)
        self._hints.setVisible(self.height() >= shown * STEP_HEIGHT + HINTS_HEIGHT)
