"""Redraws a second of the live plot with four channels of 100,000 samples kept, beside stock pyqtgraph.

    python tests/benchmarks/live_plot.py

Both draw four strips of one size offscreen, in one run, taking turns; every redraw has a new sample in each channel.
Ours counts the way out of the ring, too. Prints one JSON object; `ratio` is ours over the peer, the goal is 6.
"""

import json
import math
import os
import statistics
import sys
import time
from array import array
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
import pyqtgraph
from PySide6.QtWidgets import QApplication

from fleetdesk.services.bench_views import LiveChannel
from fleetdesk.services.views import Text
from fleetdesk.ui.theme import Mode, Theme
from fleetdesk.ui.widgets.live_ring import CAPACITY, LiveRing
from fleetdesk.ui.widgets.plot_canvas import PlotCanvas

SIZE = (1100, 640)
ROUNDS, ROUND_S = 5, 2.0
EVERY_S = 0.03
GOAL, NEEDED_FPS = 6.0, 25.0
pg = cast(Any, pyqtgraph)


def sample(number: int) -> list[float]:
    at_s = number * EVERY_S
    return [4 + math.sin(at_s) + 0.2 * math.sin(at_s * 97), 25 + at_s / 200, 3.9 - 0.1 * math.sin(at_s), -61.0]


def ours(app: QApplication, theme: Theme) -> Callable[[], None]:
    beside = tuple(
        LiveChannel(name, Text(name), unit, None, 0.0) for name, unit in (("t", "°C"), ("v", "V"), ("s", ""))
    )
    channel = LiveChannel("i", Text("Motor current"), "A", 6.2, 8.0, beside=beside)
    ring = LiveRing(4)
    for number in range(CAPACITY):
        ring.push(number * EVERY_S, sample(number))
    canvas = PlotCanvas(theme, channel.every, CAPACITY * EVERY_S)
    canvas.show_strips((0, 1, 2, 3))
    canvas.resize(*SIZE)
    canvas.show()

    def redraw() -> None:
        ring.push(ring.count * EVERY_S, sample(ring.count))
        canvas.draw_live(ring)
        app.processEvents()

    return redraw


def stock(app: QApplication) -> Callable[[], None]:
    """What its documentation shows: setData with everything, no options."""
    view = pg.GraphicsLayoutWidget()
    view.setAntialiasing(False)
    curves = [view.addPlot(row=row, col=0).plot(pen=pg.mkPen("b", width=1), antialias=False) for row in range(4)]
    times = np.arange(CAPACITY) * EVERY_S
    columns = [np.array(array("d", column)) for column in zip(*map(sample, range(CAPACITY)), strict=True)]
    count = CAPACITY
    view.resize(*SIZE)
    view.show()

    def redraw() -> None:
        nonlocal count
        for column, value in zip(columns, sample(count), strict=True):
            column[:-1] = column[1:]
            column[-1] = value
        count += 1
        for curve, column in zip(curves, columns, strict=True):
            curve.setData(times, column)
        app.processEvents()

    redraw.view = view  # type: ignore[attr-defined]  # else it goes when this function ends
    return redraw


def per_second(redraw: Callable[[], None]) -> float:
    """By the process's own CPU time: it draws in one thread, and what else the machine does is no part of it."""
    started = time.process_time()
    drawn = 0
    while (spent := time.process_time() - started) < ROUND_S:
        redraw()
        drawn += 1
    return drawn / spent


def main() -> int:
    app = QApplication([])
    theme = Theme(app, Mode.LIGHT)
    peer, mine = stock(app), ours(app, theme)
    for warm_up in (peer, mine):
        warm_up()
    figures = [(per_second(mine), per_second(peer)) for _ in range(ROUNDS)]
    fps = statistics.median(figure[0] for figure in figures)
    peer_fps = statistics.median(figure[1] for figure in figures)
    ratio = statistics.median(mine / other for mine, other in figures)
    result = {
        "name": "live_plot",
        "ours": round(fps, 1),
        "limit": NEEDED_FPS,
        "peers": {"pyqtgraph setData": round(peer_fps, 1)},
        "ratio": round(ratio, 2),
        "unit": "redraws a second of CPU time, 4 channels x 100,000 samples",
        "goal": GOAL,
    }
    print(json.dumps(result))
    return 0 if ratio >= GOAL and fps >= NEEDED_FPS else 1


if __name__ == "__main__":
    sys.exit(main())
