"""A line drawing beside a question: what to look at, in the palette's colour."""

from PySide6.QtCore import QByteArray, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QSizePolicy, QWidget

from fleetdesk.runtime.paths import bundled
from fleetdesk.ui.theme import Theme
from fleetdesk.ui.words import tr

WIDTH, HEIGHT = 176, 88


class InstructionPicture(QWidget):
    """`name` is that of a file in resources/instructions; one that is not there leaves nothing but its room away."""

    def __init__(self, theme: Theme, name: str, about: str) -> None:
        super().__init__()
        self._theme = theme
        file = bundled("resources") / "instructions" / f"{name}.svg"
        self._source = file.read_text(encoding="utf-8") if file.is_file() else ""
        self.setVisible(bool(self._source))
        self.setAccessibleName(tr("Picture: {about}").format(about=about))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(WIDTH, HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        colour = self._theme.colour("muted").name()
        renderer = QSvgRenderer(QByteArray(self._source.replace("currentColor", colour).encode()))
        painter = QPainter(self)
        renderer.render(painter, QRectF(0, 0, WIDTH, HEIGHT))
