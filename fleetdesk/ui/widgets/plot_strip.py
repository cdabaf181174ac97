"""One channel's strip in the plot: its curve, its axis, its limits, the shaded run and the cursor. Pens are 1 wide."""

import math
from typing import Any

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QBrush, QColor, QPen

from fleetdesk.services.bench_views import LiveChannel
from fleetdesk.ui.theme import Theme
from fleetdesk.ui.widgets.decimate import Floats
from fleetdesk.ui.widgets.plot_ticks import levels_between, nice_levels
from fleetdesk.ui.words import say, tr

AXIS_WIDTH, TIME_HEIGHT = 72, 28
LEAST_SPAN = {"°C": 4.0, "V": 0.4, "dBm": 12.0, "A": 1.0}
"""An axis that follows its values never shows less than this, so that noise stays small."""
OTHER_SPAN = 4.0
GROUND_ALPHA = 170
"""Of what lies below a limit's words: they are read, and the curve is seen all the same."""
GROWN = 1.15
"""A scale that grew shrinks again when it is so much higher than it need be."""


class PlotStrip:
    """`pg` is pyqtgraph, handed over by its one door."""

    def __init__(self, pg: Any, channel: LiveChannel, *, main: bool) -> None:
        self._pg = pg
        self._channel = channel
        self._main = main
        self._range: tuple[float, float] | None = None
        self.plot = pg.PlotItem()
        self.plot.setMenuEnabled(False)
        self.plot.setMouseEnabled(x=False, y=False)
        self.plot.hideButtons()
        self.plot.getAxis("left").setWidth(AXIS_WIDTH)
        self._curve = self.plot.plot([], [], connect="finite")
        self._curve.setZValue(2)
        self._run = pg.LinearRegionItem(movable=False)
        self._run.setZValue(-20)
        self._cursor = pg.InfiniteLine(0, angle=90)
        self._name = None if main else pg.TextItem(say(channel.label), anchor=(0, 0))
        self._limits = [(pg.InfiniteLine(value, angle=0), value) for value in self._limit_values()]
        self._words = [(pg.TextItem(anchor=(1, 1)), value) for value in self._limit_values()]
        self._grid: list[Any] = []
        self._grid_pen = QPen()
        self._add_parts()
        if main and channel.full_scale > 0:
            self._hold(np.zeros(0))

    def draw(self, times: Floats, values: Floats) -> None:
        # Breaks at gaps cost a look at every point: only where there is one.
        self._curve.setData(times, values, connect="finite" if np.isnan(values).any() else "all")
        if self._main and self._channel.full_scale > 0:
            self._hold(values)
        else:
            self._follow(values)
        if self._name is not None and self._range is not None:
            self._name.setPos(self.plot.vb.viewRange()[0][0], self._range[1])

    def show_time(self, seconds: float, *, is_lowest: bool, ticks: list[tuple[float, str]]) -> None:
        axis = self.plot.getAxis("bottom")
        axis.setHeight(TIME_HEIGHT if is_lowest else 0)
        axis.setTicks([ticks] if is_lowest else [[]])
        self.set_window(seconds)

    def set_window(self, seconds: float) -> None:
        self.plot.setXRange(-seconds, 0, padding=0)

    def mark_run(self, began: float | None, ended: float | None) -> None:
        self._run.setVisible(began is not None and ended is not None)
        if began is not None and ended is not None:
            self._run.setRegion((began, ended))

    def set_cursor(self, at: float | None) -> None:
        self._cursor.setVisible(at is not None)
        if at is not None:
            self._cursor.setPos(at)

    def time_at(self, position: QPointF) -> float | None:
        """The time under a point of the scene; None outside of this strip."""
        if self.plot.scene() is None or not self.plot.sceneBoundingRect().contains(position):
            return None
        return float(self.plot.vb.mapSceneToView(position).x())

    def paint_theme(self, theme: Theme) -> None:
        line, muted, bad = (theme.colour(token) for token in ("line", "muted", "bad"))
        self._curve.setPen(QPen(theme.colour("accent"), 0))
        for side in ("left", "bottom"):
            axis = self.plot.getAxis(side)
            axis.setPen(QPen(QColor(0, 0, 0, 0), 0))
            axis.setTickPen(QPen(QColor(0, 0, 0, 0), 0))
            axis.setTextPen(QPen(muted))
            axis.setStyle(
                tickFont=theme.font(12), tickTextOffset=8, tickLength=0, tickAlpha=0, hideOverlappingLabels=False
            )
        self._grid_pen = QPen(line, 0)
        for grid in self._grid:
            grid.setPen(self._grid_pen)
        self._paint_limits(theme, bad)
        shade = QColor(theme.colour("accent"))
        shade.setAlpha(26)
        self._run.setBrush(QBrush(shade))
        for edge in self._run.lines:
            edge.setPen(QPen(QColor(0, 0, 0, 0), 0))
        self._cursor.setPen(QPen(muted, 0))
        if self._name is not None:
            self._name.setColor(muted)
            self._name.setFont(theme.font(12))
            self._name.fill = QBrush(theme.colour("surface"))
            self._name.setZValue(5)

    def _paint_limits(self, theme: Theme, bad: QColor) -> None:
        pen = QPen(bad, 0)
        pen.setStyle(Qt.PenStyle.CustomDashLine)
        pen.setDashPattern([4, 3])
        for limit, _ in self._limits:
            limit.setPen(pen)
        for words, _ in self._words:
            words.setColor(bad)
            words.setFont(theme.font(12))
            ground = QColor(theme.colour("surface"))
            ground.setAlpha(GROUND_ALPHA)
            words.fill = QBrush(ground)
            words.setZValue(5)

    def _limit_values(self) -> list[float]:
        return [value for value in (self._channel.limit, self._channel.lower) if value is not None]

    def _add_parts(self) -> None:
        for part in (self._run, self._cursor, self._name, *(limit for limit, _ in self._limits)):
            if part is not None:
                self.plot.addItem(part, ignoreBounds=True)
        for words, value in self._words:
            words.setText(tr("limit {value} {unit}").format(value=f"{value:.4g}", unit=self._channel.unit))
            words.setPos(0, value)
            self.plot.addItem(words, ignoreBounds=True)
        self._run.setVisible(False)
        self._cursor.setVisible(False)

    def _hold(self, values: Floats) -> None:
        """From 0 to the full scale; what is higher is not cut off, the scale grows until it has gone by."""
        finite = values[np.isfinite(values)]
        highest = max(self._channel.full_scale, float(finite.max()) if len(finite) else 0.0)
        levels = nice_levels(highest)
        top = max(highest, levels[-1])
        if self._range is None or top > self._range[1] or top < self._range[1] / GROWN:
            self._set_levels(0.0, top, levels)

    def _follow(self, values: Floats) -> None:
        """The axis holds the values with air around them, and moves only when they leave it or fill a third of it."""
        finite = values[np.isfinite(values)]
        if not len(finite):
            return
        low, high = float(finite.min()), float(finite.max())
        least = LEAST_SPAN.get(self._channel.unit, OTHER_SPAN)
        span = max(least, 1.5 * (high - low))
        if self._range is not None:
            inside = self._range[0] <= low and high <= self._range[1]
            if inside and self._range[1] - self._range[0] <= 2.1 * span:
                return
        middle = (low + high) / 2
        start, end = middle - span / 2, middle + span / 2
        self._set_levels(start, end, levels_between(start, end))

    def _set_levels(self, low: float, high: float, levels: list[float]) -> None:
        self._range = (low, high)
        self.plot.setYRange(low, high, padding=0.02)
        unit = self._channel.unit
        self.plot.getAxis("left").setTicks([[(level, _level_text(level, unit)) for level in levels]])
        for grid in self._grid:
            self.plot.removeItem(grid)
        self._grid = [self._pg.InfiniteLine(level, angle=0, pen=self._grid_pen) for level in levels]
        for grid in self._grid:
            grid.setZValue(-10)
            self.plot.addItem(grid, ignoreBounds=True)
        for item, value in (*self._limits, *self._words):
            item.setVisible(low <= value <= high)
        for words, value in self._words:  # In a low strip there is no room above a limit that stands at its top.
            is_high = not self._main and value > high - (high - low) / 3
            words.setAnchor((1, 0) if is_high else (1, 1))


def _level_text(level: float, unit: str) -> str:
    written = f"{0.0 if math.isclose(level, 0, abs_tol=1e-9) else level:.4g} {unit}"
    return written.replace("-", "\N{MINUS SIGN}")
