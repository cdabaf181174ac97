"""A recording at rest: drawn whole, by run or by any span, zoomed and moved by keys and wheel, read with the cursor.

+ and - zoom about the cursor, 0 shows everything again, Shift with an arrow moves the span, arrows move the cursor.
"""

from bisect import bisect_left, bisect_right

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QWheelEvent

from fleetdesk.services.bench_views import LiveChannel
from fleetdesk.ui.bridge import Bridge
from fleetdesk.ui.theme import Theme
from fleetdesk.ui.widgets.current_plot import CurrentPlot
from fleetdesk.ui.widgets.live_ring import LiveRing, Samples
from fleetdesk.ui.widgets.plot_ticks import ticks_between
from fleetdesk.ui.words import tr

ZOOM, MOVE, LEAST_S, LEAST_SAMPLES = 0.5, 0.25, 0.05, 3
EVERYTHING_S = 1e9


class HeldPlot(CurrentPlot):
    """`ring` holds the whole recording and does not change any more; its times are those that the axis shows."""

    zoomed = Signal(bool)
    """Less than everything is shown, or everything again."""

    def __init__(self, theme: Theme, bridge: Bridge, ring: LiveRing, channel: LiveChannel) -> None:
        super().__init__(theme, bridge, ring, channel)
        self._all = ring.latest(EVERYTHING_S)
        times = self._all.times
        self._whole = (times[0], times[-1]) if len(times) else (0.0, 0.0)
        self._span = self._whole
        self.show_all()

    @property
    def span(self) -> tuple[float, float]:
        """From when to when is shown, in seconds of the recording."""
        return self._span

    @property
    def is_whole(self) -> bool:
        return self._span == self._whole

    def show_all(self) -> None:
        self.show_span(*self._whole)

    def show_span(self, began_s: float, ended_s: float) -> None:
        """Ends at samples; nothing happens when there are too few of them in between."""
        times = self._all.times
        first, end = bisect_left(times, began_s), bisect_right(times, ended_s)
        if end - first < min(LEAST_SAMPLES, len(times)):
            return
        at = self._cursor_at()
        self._span = (times[first], times[end - 1]) if times else self._whole
        self._frozen = self.held()
        self.set_window(max(LEAST_S, self._span[1] - self._span[0]))
        self._point_at(None if at is None or not began_s <= at <= ended_s else at - self._span[1])
        self.zoomed.emit(not self.is_whole)

    def zoom(self, factor: float) -> None:
        """Below 1 shows less, above 1 more; what is under the cursor, or the middle, stays where it is."""
        began, ended = self._span
        cursor = self._cursor_at()
        fixed = (began + ended) / 2 if cursor is None else cursor
        self._show_within(fixed - (fixed - began) * factor, fixed + (ended - fixed) * factor)

    def shift(self, share: float) -> None:
        """By a share of what is shown: later above 0, earlier below."""
        began, ended = self._span
        by = (ended - began) * share
        by = max(self._whole[0] - began, min(by, self._whole[1] - ended))
        self._show_within(began + by, ended + by)

    def held(self) -> Samples:
        times = self._all.times
        first, end = bisect_left(times, self._span[0]), bisect_right(times, self._span[1])
        values = tuple(channel[first:end] for channel in self._all.values)
        return Samples(times[first:end], values, first)

    def ticks(self) -> list[tuple[float, str]]:
        began, ended = self._span
        return ticks_between(min(began, ended - LEAST_S), ended)

    def told(self) -> tuple[int, ...]:
        """All of them, whichever are drawn."""
        return tuple(range(len(self._channels)))

    def when(self, samples: Samples, place: int) -> str:
        return tr("{seconds} s").format(seconds=f"{samples.times[place]:.3f}")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        match Qt.Key(event.key()):
            case Qt.Key.Key_Plus | Qt.Key.Key_Equal:
                self.zoom(ZOOM)
            case Qt.Key.Key_Minus:
                self.zoom(1 / ZOOM)
            case Qt.Key.Key_0:
                self.show_all()
            case Qt.Key.Key_Left if shifted:
                self.shift(-MOVE)
            case Qt.Key.Key_Right if shifted:
                self.shift(MOVE)
            case _:
                super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Turned sideways it moves; up and down it zooms at the pointer."""
        turned = event.angleDelta()
        if abs(turned.x()) > abs(turned.y()):
            self.shift(-turned.x() / 1200)
        elif turned.y():
            self.zoom(ZOOM ** (turned.y() / 240))
        event.accept()

    def _show_within(self, began_s: float, ended_s: float) -> None:
        self.show_span(max(self._whole[0], began_s), min(self._whole[1], ended_s))

    def _cursor_at(self) -> float | None:
        return None if self._pointed is None else self._span[1] + self._pointed
