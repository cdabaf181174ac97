"""Round levels and times for axes. Free of numpy and of any plot."""

import math

from fleetdesk.ui.words import tr


def nice_levels(full_scale: float) -> list[float]:
    """Four to six round levels from 0 up: 8.06 -> 0, 2, 4, 6, 8."""
    step = _nice_step(full_scale / 4)
    return [index * step for index in range(int(full_scale / step + 0.01) + 1)]


def levels_between(low: float, high: float) -> list[float]:
    """Two or three round levels within a range: 24.1 to 26.3 -> 24.5, 25.5 is not round; 25, 26 is."""
    step = _nice_step((high - low) / 2)
    first = math.ceil(low / step)
    return [number * step for number in range(first, math.floor(high / step) + 1)]


def time_ticks(seconds: float) -> list[tuple[float, str]]:
    """Some seven round ticks, the oldest first, up to "now"; from two minutes on in minutes."""
    unit, per = (tr("{count} min"), 60.0) if seconds >= 120 else (tr("{count} s"), 1.0)
    step = _nice_step(seconds / per / 6)
    most = math.floor(seconds / per / step + 1e-9)
    ticks = [(-n * step * per, unit.format(count=f"{n * step:g}")) for n in range(most, 0, -1)]
    return [*ticks, (0.0, tr("now"))]


def ticks_between(began_s: float, ended_s: float) -> list[tuple[float, str]]:
    """Round times within a span that stands still, each with its place before the span's end."""
    step = _nice_step((ended_s - began_s) / 6)
    first = math.ceil(began_s / step - 1e-9)
    times = [number * step for number in range(first, math.floor(ended_s / step + 1e-9) + 1)]
    return [(at - ended_s, tr("{count} s").format(count=f"{at:g}")) for at in times]


def _nice_step(rough: float) -> float:
    power = 10.0 ** math.floor(math.log10(rough))
    return min((factor * power for factor in (1, 2, 2.5, 5, 10)), key=lambda step: abs(math.log(step / rough)))
