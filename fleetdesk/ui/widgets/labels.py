"""Text on the screen. Always plain text: a serial or a file's note must never become markup."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from fleetdesk.services.views import Tone
from fleetdesk.ui.widgets.layout import restyle


def label(text: str, role: str = "body", *, wrap: bool = False, tone: Tone | None = None) -> QLabel:
    """`role` page | card | body | strong | muted | caption | column | figure, as the style sheet names them."""
    made = QLabel()
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setText(text)
    made.setProperty("role", role)
    made.setWordWrap(wrap)
    if wrap:
        made.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    if tone is not None:
        made.setProperty("tone", tone.value)
    return made


def set_tone(widget: QLabel, tone: Tone | None) -> None:
    widget.setProperty("tone", "" if tone is None else tone.value)
    restyle(widget)


class ElidedLabel(QLabel):
    """One line that gives way: cut with an ellipsis, whole in the tool tip and for screen readers."""

    def __init__(self, text: str = "", role: str = "body", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setText(text)

    def minimumSizeHint(self) -> QSize:
        return QSize(self.fontMetrics().averageCharWidth() * 6, super().minimumSizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        self.setToolTip(self.text() if shown != self.text() else "")
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
