"""One thing that happened, as a sentence with its time, its actor and what proves it."""

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from fleetdesk.services.views import TimelineEntry, Tone
from fleetdesk.ui.theme import Theme
from fleetdesk.ui.widgets.labels import label
from fleetdesk.ui.widgets.layout import column, row
from fleetdesk.ui.widgets.pill import Pill
from fleetdesk.ui.words import day_and_time, say, tr

DOT_X, DOT_Y, RADIUS, TEXT_LEFT = 6, 9, 4.5, 26


class TimelineRow(QWidget):
    """The dot carries the tone; the line leads to the entry before it."""

    def __init__(self, theme: Theme, entry: TimelineEntry, *, is_last: bool) -> None:
        super().__init__()
        self._theme = theme
        self._tone = entry.tone
        self._is_last = is_last
        sentence = tr("Something that needs a newer Fleetdesk; it is kept.") if entry.newer else say(entry.sentence)
        heading = " · ".join(part for part in (day_and_time(entry.at), entry.actor) if part)
        parts = [label(heading, "caption"), label(sentence, wrap=True)]
        if entry.detail.message:
            parts.append(label(say(entry.detail), "muted", wrap=True))
        block = column(*parts, spacing=2, margins=(TEXT_LEFT, 0, 0, 0 if is_last else 16))
        marks = row(spacing=8, margins=(0, 4, 0, 4))
        if entry.sealed:
            marks.addWidget(Pill(theme, tr("Signed and sealed"), Tone.OK))
        if entry.waits:
            marks.addWidget(Pill(theme, tr("Waits for the hub"), Tone.WARN))
        if marks.count():
            marks.addStretch(1)
            block.insertLayout(2, marks)
        self.setLayout(block)
        self.setAccessibleName(f"{heading}: {sentence}")
        theme.changed.connect(self.update)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not self._is_last:
            painter.setPen(QPen(self._theme.colour("line"), 1.5))
            painter.drawLine(QPointF(DOT_X, DOT_Y + 9), QPointF(DOT_X, self.height()))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._theme.colours.tone(self._tone)[0]))
        painter.drawEllipse(QPointF(DOT_X, DOT_Y), RADIUS, RADIUS)
