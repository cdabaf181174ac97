"""pyqtgraph's one door: a line over time with a fixed scale, hairline grid and a dashed limit that names its value.

Importing this module imports pyqtgraph and numpy: do so from the bridge's pool, when a plot is first shown.
"""

import math
from array import array
from typing import Any, cast

import pyqtgraph
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPen
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from fleetdesk.ui.theme import Theme
from fleetdesk.ui.widgets.live_ring import decimate
from fleetdesk.ui.words import tr

pg = cast(Any, pyqtgraph)  # it ships no types; they end here
BUCKETS = 600


class PlotCanvas(QWidget):
    """`unit` labels the axis, `full_scale` and `limit` are in it; `seconds` is the width of the window."""

    def __init__(self, theme: Theme, unit: str, full_scale: float, limit: float | None, seconds: float) -> None:
        super().__init__()
        self._theme = theme
        self._seconds = seconds
        pg.setConfigOptions(antialias=True, background=None)
        self._plot = pg.PlotWidget(background=None)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(cast(QWidget, self._plot))
        self._plot.setStyleSheet("background: transparent; border: none;")
        self._plot.setFrameShape(QFrame.Shape.NoFrame)
        self._plot.getPlotItem().setContentsMargins(0, 4, 18, 0)
        self._curve = self._plot.plot([], [])
        self._limit = pg.InfiniteLine(limit or 0, angle=0) if limit is not None else None
        self._words = pg.TextItem(anchor=(1, 1)) if limit is not None else None
        self._fix_axes(unit, full_scale, limit)
        self.paint_theme()

    def draw(self, times: "array[float]", values: "array[float]") -> None:
        """Shows samples; the newest stands at the right edge."""
        if not times:
            self._curve.setData([], [])
            return
        newest = times[-1]
        thin_times, thin_values = decimate(times, values, BUCKETS)
        self._curve.setData([at - newest for at in thin_times], thin_values.tolist())

    def paint_theme(self) -> None:
        line, muted, bad = (self._theme.colour(token) for token in ("line", "muted", "bad"))
        self._curve.setPen(QPen(self._theme.colour("accent"), 0))
        for side in ("left", "bottom"):
            axis = self._plot.getAxis(side)
            axis.setPen(QPen(QColor(0, 0, 0, 0), 0))
            axis.setTickPen(QPen(QColor(0, 0, 0, 0), 0))
            axis.setTextPen(QPen(muted))
            axis.setStyle(
                tickFont=self._theme.font(12), tickTextOffset=8, tickLength=0, tickAlpha=0, hideOverlappingLabels=False
            )
        for grid in self._grid:
            grid.setPen(QPen(line, 0))
        if self._limit is not None and self._words is not None:
            pen = QPen(bad, 0)
            pen.setStyle(Qt.PenStyle.CustomDashLine)
            pen.setDashPattern([4, 3])
            self._limit.setPen(pen)
            self._words.setColor(bad)
            self._words.setFont(self._theme.font(12))

    def _fix_axes(self, unit: str, full_scale: float, limit: float | None) -> None:
        plot = self._plot
        plot.setMenuEnabled(False)
        plot.setMouseEnabled(x=False, y=False)
        plot.hideButtons()
        plot.setXRange(-self._seconds, 0, padding=0)
        levels = nice_levels(full_scale)
        plot.setYRange(0, max(full_scale, levels[-1]), padding=0.02)
        plot.getAxis("left").setTicks([[(level, f"{level:g} {unit}") for level in levels]])
        plot.getAxis("left").setWidth(48)
        plot.getAxis("bottom").setHeight(28)
        plot.getAxis("bottom").setTicks([self._time_ticks()])
        self._grid = [pg.InfiniteLine(level, angle=0) for level in levels]
        for grid in self._grid:
            grid.setZValue(-10)
            plot.addItem(grid)
        if self._limit is not None and self._words is not None:
            plot.addItem(self._limit)
            plot.addItem(self._words)
            self._words.setText(tr("limit {value} {unit}").format(value=f"{limit:g}", unit=unit))
            self._words.setPos(0, limit)

    def _time_ticks(self) -> list[tuple[float, str]]:
        step = self._seconds / 6
        ticks = [(-self._seconds + index * step, f"{self._seconds - index * step:g} s") for index in range(6)]
        return [*ticks, (0.0, tr("now"))]


def nice_levels(full_scale: float) -> list[float]:
    """Four to six round levels from 0 up: 8.06 -> 0, 2, 4, 6, 8."""
    rough = full_scale / 4
    power = 10.0 ** math.floor(math.log10(rough))
    step = min((factor * power for factor in (1, 2, 2.5, 5, 10)), key=lambda step: abs(math.log(step / rough)))
    return [index * step for index in range(int(full_scale / step + 0.01) + 1)]
