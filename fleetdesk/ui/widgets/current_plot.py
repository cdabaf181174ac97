"""The live values: draws the ring at 25 frames a second while it is seen, and costs nothing while it is not.

Paused, the picture stands still and can be read with the cursor, while samples go on being kept.
"""

import math
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QImage, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QStackedLayout, QWidget

from fleetdesk.services.bench_views import LiveChannel
from fleetdesk.services.views import Problem
from fleetdesk.ui.bridge import Bridge
from fleetdesk.ui.theme import Theme
from fleetdesk.ui.widgets.labels import label
from fleetdesk.ui.widgets.live_ring import LiveRing, Samples
from fleetdesk.ui.words import say, tr

if TYPE_CHECKING:
    from fleetdesk.ui.widgets.plot_canvas import PlotCanvas

FRAME_MS, WINDOW_S = 40, 12.0


class CurrentPlot(QWidget):
    """Loads the plot library in the background the first time it is shown."""

    read = Signal(str)
    """What the values are under the cursor, in words; "" without one."""

    def __init__(self, theme: Theme, bridge: Bridge, ring: LiveRing, channel: LiveChannel) -> None:
        super().__init__()
        self._theme = theme
        self._bridge = bridge
        self._ring = ring
        self._channels = channel.every
        self._canvas: PlotCanvas | None = None
        self._loading = False
        self._drawn = -1
        self._seconds = WINDOW_S
        self._strips: tuple[int, ...] = (0,)
        self._frozen: Samples | None = None
        self._run: tuple[float, float] | None = None
        self._pointed: float | None = None
        self._waiting: QLabel = label(tr("Preparing the plot..."), "muted")
        self._waiting.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._waiting)
        self._frames = QTimer(self)
        self._frames.setInterval(FRAME_MS)
        self._frames.timeout.connect(self.draw)
        self.setMinimumHeight(150)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        theme.changed.connect(self._on_theme)

    @property
    def is_ready(self) -> bool:
        return self._canvas is not None

    @property
    def is_paused(self) -> bool:
        return self._frozen is not None

    @property
    def strips(self) -> tuple[int, ...]:
        return self._strips

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._frames.start()
        if self._canvas is None and not self._loading:
            self._loading = True
            self._bridge.run(_load, owner=self, on_done=self._build, on_error=self._on_failure)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._frames.stop()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Paused, the arrows move the cursor from sample to sample."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        samples = self._frozen
        if step is None or samples is None or not len(samples):
            super().keyPressEvent(event)
            return
        newest = samples.times[-1]
        place = len(samples) - 1 if self._pointed is None else samples.nearest(newest + self._pointed) + step
        self._point_at(samples.times[min(max(0, place), len(samples) - 1)] - newest)

    def draw(self) -> None:
        """Shows what has arrived since the last frame."""
        if self._canvas is None or self.is_paused or self._ring.count == self._drawn:
            return
        self._drawn = self._ring.count
        self._mark(self._canvas.draw_live(self._ring))
        if self._pointed is not None:
            self._tell(self._ring.latest(self._seconds))

    def pause(self, on: bool) -> None:
        self._frozen = self.held() if on else None
        if self._frozen is not None:
            self._show(self._frozen)
        self._drawn = -1

    def set_window(self, seconds: float) -> None:
        """The width in seconds; what is older than the ring holds stays empty."""
        self._seconds = seconds
        if self._canvas is not None:
            self._canvas.set_window(seconds, self.ticks())
        self._redraw()

    def show_strips(self, places: tuple[int, ...]) -> None:
        """Which channels are drawn, by their place."""
        self._strips = places
        if self._canvas is not None:
            self._canvas.show_strips(places)
        self._redraw()

    def mark_run(self, began_s: float | None, ended_s: float | None) -> None:
        """Shades a run that was judged."""
        self._run = (began_s, ended_s) if began_s is not None and ended_s is not None else None
        self._redraw()

    def shown(self) -> Samples:
        """The samples in the picture."""
        return self._frozen or self._ring.latest(self._seconds)

    def held(self) -> Samples:
        """What stands still when the picture is held."""
        return self._ring.latest(self._seconds)

    def ticks(self) -> list[tuple[float, str]] | None:
        """Of the time axis; None: it counts back from now."""
        return None

    def told(self) -> tuple[int, ...]:
        """Which channels the readout names, by their place."""
        return self._strips

    def when(self, samples: Samples, place: int) -> str:
        """When a sample was, for the readout."""
        return tr("{seconds} s before the end").format(seconds=f"{samples.times[-1] - samples.times[place]:.2f}")

    def image(self) -> QImage | None:
        """The picture; None before there is one."""
        return None if self._canvas is None else self._canvas.image()

    def _show(self, samples: Samples) -> None:
        if self._canvas is None:
            return
        self._canvas.draw(samples)
        self._mark(samples.times[-1] if len(samples) else 0.0)
        if self._pointed is not None:
            self._tell(samples)

    def _mark(self, newest: float) -> None:
        if self._canvas is not None:
            began, ended = self._run or (None, None)
            self._canvas.mark_run(None if began is None else began - newest, None if ended is None else ended - newest)

    def _redraw(self) -> None:
        self._drawn = -1
        if self.is_paused:
            self.pause(True)
        else:
            self.draw()

    def _point_at(self, before_s: float | None) -> None:
        self._pointed = before_s
        if self._canvas is not None:
            self._canvas.set_cursor(before_s)
        if before_s is None:
            self.read.emit("")
        else:
            self._tell(self.shown())

    def _tell(self, samples: Samples) -> None:
        """The sample under the cursor: when it was, and each channel's value."""
        if not len(samples) or self._pointed is None:
            return
        place = samples.nearest(samples.times[-1] + self._pointed)
        parts = [self.when(samples, place)]
        for channel in self.told():
            value = samples.values[channel][place]
            shown = self._channels[channel]
            written = tr("none") if math.isnan(value) else f"{value:.2f} {shown.unit}"
            parts.append(f"{say(shown.label)} {written}".replace("-", "\N{MINUS SIGN}"))
        self.read.emit(" · ".join(parts))

    def _build(self, module: ModuleType) -> None:
        canvas: PlotCanvas = module.PlotCanvas(self._theme, self._channels, self._seconds)
        self._canvas = canvas
        canvas.set_window(self._seconds, self.ticks())
        canvas.show_strips(self._strips)
        canvas.pointed.connect(self._point_at)
        self._stack.addWidget(canvas)
        self._stack.setCurrentWidget(canvas)
        self._redraw()

    def _on_failure(self, problem: Problem) -> None:
        self._waiting.setText(problem.title)

    def _on_theme(self) -> None:
        if self._canvas is not None:
            self._canvas.paint_theme()


def _load() -> ModuleType:
    return import_module("fleetdesk.ui.widgets.plot_canvas")
