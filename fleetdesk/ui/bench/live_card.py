"""The motor current, live: watched while the card is seen, drawn from the ring, never a signal per sample."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent

from fleetdesk.domain.motor_run import load_of
from fleetdesk.services.bench_views import LiveChannel
from fleetdesk.services.views import Problem
from fleetdesk.ui.bridge import Bridge, Task
from fleetdesk.ui.sources import BenchSource
from fleetdesk.ui.theme import Theme
from fleetdesk.ui.widgets.card import Card
from fleetdesk.ui.widgets.current_plot import WINDOW_S, CurrentPlot
from fleetdesk.ui.widgets.labels import label
from fleetdesk.ui.widgets.live_ring import LiveRing
from fleetdesk.ui.words import say, tr

RATE_WINDOW_S, WORDS_MS, AGAIN_MS, RUNNING_SHARE = 2.0, 500, 1500, 0.1


class LiveCard(Card):
    """One port's channel. Hiding it ends the watch; a watch that fails says so and tries again quietly."""

    load = Signal(float)
    """What the latest run draws, without its start, in the channel's unit; twice a second while there is one."""

    def __init__(self, theme: Theme, bridge: Bridge, source: BenchSource, port: str, channel: LiveChannel) -> None:
        self._aside = label("", "caption")
        super().__init__(say(channel.label), self._aside)
        self.port, self.channel = port, channel
        self._bridge, self._source = bridge, source
        self._ring = LiveRing()
        self._task: Task | None = None
        self.plot = CurrentPlot(theme, bridge, self._ring, channel)
        self.add(self.plot, 1)
        self._words = QTimer(self)
        self._words.setInterval(WORDS_MS)
        self._words.timeout.connect(self._show_words)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._words.start()
        self._watch()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._words.stop()
        self.stop()

    def stop(self) -> None:
        """Ends the watch; the port is free for other questions."""
        if self._task is not None:
            self._task.cancel()
            self._task = None

    def _watch(self) -> None:
        if self._task is not None or not self.isVisible():
            return
        self._ring.clear()
        self._task = self._bridge.run_async(
            lambda: self._source.watch_current(self.port, self._ring.push),
            owner=self,
            on_done=self._on_ended,
            on_error=self._on_problem,
        )

    def _on_ended(self, _nothing: None) -> None:
        self._task = None
        QTimer.singleShot(AGAIN_MS, self, self._watch)

    def _on_problem(self, problem: Problem) -> None:
        self._task = None
        self._aside.setText(problem.title)
        QTimer.singleShot(AGAIN_MS, self, self._watch)

    def _show_words(self) -> None:
        times, values = self._ring.latest(WINDOW_S)
        if not times:
            if self._task is not None:
                self._aside.setText(tr("waiting for the first sample"))
            return
        recent = [at for at in times if at >= times[-1] - RATE_WINDOW_S]
        rate = (len(recent) - 1) / max(0.001, recent[-1] - recent[0])
        unit = self.channel.unit
        load = load_of(times, values, self.channel.full_scale * RUNNING_SHARE)
        if load is not None:
            self.load.emit(load)
        self._aside.setText(
            tr("{rate} a second · now {now} {unit} · highest {high} {unit} in {seconds} s").format(
                rate=f"{rate:.0f}",
                now=f"{values[-1]:.2f}",
                high=f"{max(values):.2f}",
                unit=unit,
                seconds=f"{WINDOW_S:g}",
            )
        )
