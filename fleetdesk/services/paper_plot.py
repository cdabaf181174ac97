"""A curve on paper: axes and grid as hairlines, one line in the accent, limits dashed with their value on them."""

import math
from typing import Any

from fleetdesk.services.inspection_views import PlotLine

LEFT, BOTTOM, TOP, RIGHT = 34.0, 20.0, 8.0, 4.0
INK, GRID, CURVE, BAD = "#566573", "#DDE3E9", "#0B6A94", "#B42A23"


def drawn_plot(line: PlotLine, width: float, height: float) -> Any:
    """A reportlab drawing of that size in points."""
    from reportlab.graphics import shapes
    from reportlab.lib import colors

    make: Any = shapes
    colour: Any = colors.HexColor
    drawing = make.Drawing(width, height)
    highest = max(*line.values, line.high or 0.0)
    top_value = highest * 1.08 if highest > 0 else 1.0
    low_value = min(0.0, *line.values)
    last = line.seconds[-1] or 1.0

    def x(second: float) -> float:
        return LEFT + second / last * (width - LEFT - RIGHT)

    def y(value: float) -> float:
        return BOTTOM + (value - low_value) / (top_value - low_value) * (height - BOTTOM - TOP)

    def words(at_x: float, at_y: float, said: str, anchor: str, ink: str = INK) -> None:
        drawing.add(make.String(at_x, at_y, said, fontName="Helvetica", fontSize=7, fillColor=colour(ink),
                                textAnchor=anchor))  # fmt: skip

    for value in ticks(low_value, top_value, 5):
        drawing.add(make.Line(LEFT, y(value), width - RIGHT, y(value), strokeColor=colour(GRID), strokeWidth=0.5))
        words(LEFT - 4, y(value) - 2.5, f"{value:g}", "end")
    for second in ticks(0, last, 8):
        drawing.add(make.Line(x(second), BOTTOM, x(second), BOTTOM - 3, strokeColor=colour(INK), strokeWidth=0.5))
        words(x(second), BOTTOM - 11, f"{second:g} s", "middle")
    words(LEFT - 4, height - 6, line.unit, "end")
    points = [
        coordinate for at, value in zip(line.seconds, line.values, strict=True) for coordinate in (x(at), y(value))
    ]
    drawing.add(make.PolyLine(points, strokeColor=colour(CURVE), strokeWidth=0.9))
    for limit in (line.low, line.high):
        if limit is not None and low_value <= limit <= top_value:
            drawing.add(make.Line(LEFT, y(limit), width - RIGHT, y(limit), strokeColor=colour(BAD), strokeWidth=0.7,
                                  strokeDashArray=[3, 2]))  # fmt: skip
            words(width - RIGHT, y(limit) + 2.5, f"{limit:g} {line.unit}", "end", BAD)
    return drawing


def ticks(low: float, high: float, most: int) -> list[float]:
    """Round values inside, at most about so many."""
    rough = (high - low) / most
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * factor for factor in (1, 2, 5, 10) if power * factor >= rough)
    first = math.ceil(low / step)
    return [round(step * number, 9) for number in range(first, math.floor(high / step) + 1)]
