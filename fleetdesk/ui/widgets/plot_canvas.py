"""pyqtgraph's one door: channels over one time axis, each in a strip of its own with hairline grid and dashed limits.

The first strip is the tall one with a fixed scale from 0; the others follow their values. Importing this module imports
pyqtgraph and numpy: do so from the bridge's pool, when a plot is first shown.
"""

from collections.abc import Sequence
from typing import Any, cast

import pyqtgraph
from PySide6.QtCore import QPointF, QRectF, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QWheelEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from fleetdesk.services.bench_views import LiveChannel
from fleetdesk.ui.theme import Theme
from fleetdesk.ui.widgets.decimate import Thinner, decimate
from fleetdesk.ui.widgets.live_ring import LiveRing, Samples
from fleetdesk.ui.widgets.plot_strip import PlotStrip
from fleetdesk.ui.widgets.plot_ticks import time_ticks

pg = cast(Any, pyqtgraph)  # it ships no types; they end here
BUCKETS = 600
TALL, LOW = 5, 2


class _View(pg.GraphicsLayoutWidget):
    """Leaves the wheel to whoever holds the plot: to the page that scrolls, or to a recording that zooms."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class PlotCanvas(QWidget):
    """`channels` as in a sample; `seconds` is the width of the window. Not more than `show_strips` says is drawn."""

    pointed = Signal(object)
    """Seconds before the newest sample where the pointer is (0 or less), None when it left."""

    def __init__(self, theme: Theme, channels: Sequence[LiveChannel], seconds: float) -> None:
        super().__init__()
        self._theme = theme
        self._seconds = seconds
        self._ticks = time_ticks(seconds)
        pg.setConfigOptions(antialias=True, background=None)
        self._view = _View()
        self._view.setBackground(None)
        self._view.setStyleSheet("background: transparent; border: none;")
        self._view.setFrameShape(QFrame.Shape.NoFrame)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(cast(QWidget, self._view))
        self._view.ci.layout.setContentsMargins(0, 4, 18, 0)
        self._view.ci.layout.setSpacing(6)
        self._strips = [PlotStrip(pg, channel, main=place == 0) for place, channel in enumerate(channels)]
        self._shown: tuple[int, ...] = ()
        self._thinner = Thinner(BUCKETS)
        self._view.scene().sigMouseMoved.connect(self._on_moved)
        self.show_strips((0,))
        self.paint_theme()

    @property
    def shown(self) -> tuple[int, ...]:
        return self._shown

    def show_strips(self, places: Sequence[int]) -> None:
        """Which channels are drawn, by their place; the lowest one carries the time axis."""
        places = tuple(sorted(places)) or (0,)
        if places == self._shown:
            return
        self._view.clear()
        for row, place in enumerate(places):
            strip = self._strips[place]
            self._view.addItem(strip.plot, row=row, col=0)
            self._view.ci.layout.setRowStretchFactor(row, TALL if place == 0 else LOW)
            strip.show_time(self._seconds, is_lowest=row == len(places) - 1, ticks=self._ticks)
        self._shown = places

    def set_window(self, seconds: float, ticks: list[tuple[float, str]] | None = None) -> None:
        """`ticks`: for what stands still; without them the axis counts back from now."""
        self._seconds = seconds
        self._ticks = time_ticks(seconds) if ticks is None else ticks
        for strip in self._strips:
            is_lowest = bool(self._shown) and strip is self._strips[self._shown[-1]]
            strip.show_time(seconds, is_lowest=is_lowest, ticks=self._ticks)

    def draw_live(self, ring: LiveRing) -> float:
        """Shows the window's last samples in a ring; the newest stands at the right edge. Returns its time."""
        curves = self._thinner.curves(ring, self._seconds, self._shown)
        newest = float(curves[0][0][-1]) if len(curves[0][0]) else 0.0
        for place, (times, values) in zip(self._shown, curves, strict=True):
            self._strips[place].draw(times - newest, values)
        return newest

    def draw(self, samples: Samples) -> None:
        """Shows samples that stand still."""
        newest = samples.times[-1] if len(samples) else 0.0
        for place in self._shown:
            thin_times, thin_values = decimate(samples.times, samples.values[place], BUCKETS, samples.first)
            self._strips[place].draw(thin_times - newest, thin_values)

    def mark_run(self, began: float | None, ended: float | None) -> None:
        """Shades a run between two times (seconds before the newest sample), or nothing."""
        for strip in self._strips:
            strip.mark_run(began, ended)

    def set_cursor(self, at: float | None) -> None:
        for strip in self._strips:
            strip.set_cursor(at)

    def paint_theme(self) -> None:
        for strip in self._strips:
            strip.paint_theme(self._theme)

    def image(self, scale: float = 2.0) -> QImage:
        """The plot as it is seen, on the card's own ground, twice as sharp as the screen."""
        made = QImage(self.size() * scale, QImage.Format.Format_RGB32)
        made.setDevicePixelRatio(scale)
        made.fill(QColor(self._theme.colour("surface")))
        painter = QPainter(made)
        # Said in logical pixels: left to itself it takes the image's real size for them.
        self._view.render(painter, QRectF(self.rect()), self._view.viewport().rect())
        painter.end()
        return made

    def leaveEvent(self, event: Any) -> None:
        super().leaveEvent(event)
        self.pointed.emit(None)

    def _on_moved(self, position: QPointF) -> None:
        for place in self._shown:
            at = self._strips[place].time_at(position)
            if at is not None:
                self.pointed.emit(min(0.0, max(-self._seconds, at)))
                return
        self.pointed.emit(None)
