"""The live current: draws the ring at 25 frames a second while it is seen, and costs nothing while it is not."""

from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QStackedLayout, QWidget

from fleetdesk.services.bench_views import LiveChannel
from fleetdesk.services.views import Problem
from fleetdesk.ui.bridge import Bridge
from fleetdesk.ui.theme import Theme
from fleetdesk.ui.widgets.labels import label
from fleetdesk.ui.widgets.live_ring import LiveRing
from fleetdesk.ui.words import tr

if TYPE_CHECKING:
    from fleetdesk.ui.widgets.plot_canvas import PlotCanvas

FRAME_MS, WINDOW_S = 40, 12.0


class CurrentPlot(QWidget):
    """Loads the plot library in the background the first time it is shown."""

    def __init__(self, theme: Theme, bridge: Bridge, ring: LiveRing, channel: LiveChannel) -> None:
        super().__init__()
        self._theme = theme
        self._bridge = bridge
        self._ring = ring
        self._channel = channel
        self._canvas: PlotCanvas | None = None
        self._loading = False
        self._drawn = -1
        self._waiting: QLabel = label(tr("Preparing the plot..."), "muted")
        self._waiting.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._waiting)
        self._frames = QTimer(self)
        self._frames.setInterval(FRAME_MS)
        self._frames.timeout.connect(self.draw)
        self.setMinimumHeight(190)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        theme.changed.connect(self._on_theme)

    @property
    def is_ready(self) -> bool:
        return self._canvas is not None

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._frames.start()
        if self._canvas is None and not self._loading:
            self._loading = True
            self._bridge.run(_load, owner=self, on_done=self._build, on_error=self._on_failure)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._frames.stop()

    def draw(self) -> None:
        """Shows what has arrived since the last frame."""
        if self._canvas is None or self._ring.count == self._drawn:
            return
        self._drawn = self._ring.count
        self._canvas.draw(*self._ring.latest(WINDOW_S))

    def _build(self, module: ModuleType) -> None:
        channel = self._channel
        canvas: PlotCanvas = module.PlotCanvas(self._theme, channel.unit, channel.full_scale, channel.limit, WINDOW_S)
        self._canvas = canvas
        self._stack.addWidget(canvas)
        self._stack.setCurrentWidget(canvas)
        self.draw()

    def _on_failure(self, problem: Problem) -> None:
        self._waiting.setText(problem.title)

    def _on_theme(self) -> None:
        if self._canvas is not None:
            self._canvas.paint_theme()


def _load() -> ModuleType:
    return import_module("fleetdesk.ui.widgets.plot_canvas")
