"""What is due now and what probably falls due in each of the next weeks: a bar each, with its number."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from fleetdesk.ui.theme import Theme
from fleetdesk.ui.words import number, tr

HEIGHT, BAR, FOOT, HEAD = 112, 30, 20, 20


class WeekBars(QWidget):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._due = 0
        self._weeks: tuple[int, ...] = ()
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def show_weeks(self, due: int, weeks: tuple[int, ...]) -> None:
        self._due, self._weeks = due, weeks
        told = ", ".join(
            [tr("{count} due now").format(count=due)]
            + [tr("week {n}: {count}").format(n=n, count=count) for n, count in enumerate(weeks, 1)]
        )
        self.setAccessibleName(told)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self._weeks:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        counts = (self._due, *self._weeks)
        words = (tr("now"), *(tr("wk {n}").format(n=n) for n in range(1, len(self._weeks) + 1)))
        step = self.width() / len(counts)
        most = max(1, *counts)
        room = HEIGHT - FOOT - HEAD
        painter.setFont(self._theme.font(12))
        for place, (count, word) in enumerate(zip(counts, words, strict=True)):
            left = place * step + (step - BAR) / 2
            height = max(3.0, room * count / most) if count else 2.0
            token = "line" if not count else "bad" if place == 0 else "accent"
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.colour(token))
            painter.drawRoundedRect(QRectF(left, HEAD + room - height, BAR, height), 3, 3)
            painter.setPen(self._theme.colour("muted"))
            painter.drawText(QRectF(place * step, HEIGHT - FOOT, step, FOOT), Qt.AlignmentFlag.AlignCenter, word)
            if count:
                painter.setPen(self._theme.colour("text"))
                box = QRectF(place * step, HEAD + room - height - HEAD, step, HEAD)
                painter.drawText(box, Qt.AlignmentFlag.AlignCenter, number(count))
