"""What a unit shows live: watched while the card is seen, drawn from the ring, never a signal per sample.

The motor test is a watch that ends with a judged run. What is exported is what the ring holds, at its full rate.
"""

import time

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent

from fleetdesk.domain.motor_run import load_of
from fleetdesk.services.bench_views import LiveChannel, MotorTestView
from fleetdesk.services.views import Problem, Tone
from fleetdesk.ui.bench.live_controls import LiveControls
from fleetdesk.ui.bench.plot_export import PlotExport
from fleetdesk.ui.bridge import Bridge, Task
from fleetdesk.ui.sources import BenchSource
from fleetdesk.ui.theme import Theme
from fleetdesk.ui.widgets.card import Card
from fleetdesk.ui.widgets.current_plot import WINDOW_S, CurrentPlot
from fleetdesk.ui.widgets.labels import label
from fleetdesk.ui.widgets.layout import row
from fleetdesk.ui.widgets.live_ring import LiveRing
from fleetdesk.ui.widgets.pill import Pill
from fleetdesk.ui.words import say, tr

RATE_WINDOW_S, WORDS_MS, AGAIN_MS, RUNNING_SHARE = 2.0, 500, 1500, 0.1
EVERYTHING_S = 1e9


class LiveCard(Card):
    """One port's channels. Hiding it ends the watch; a watch that fails says so and tries again quietly."""

    load = Signal(float)
    """What the latest run draws, without its start, in the channel's unit; twice a second while there is one."""
    alone_wanted = Signal(bool)
    """The person wants the card to have the page for itself, or no longer."""
    tested = Signal(object)
    """What a motor test found."""

    def __init__(self, theme: Theme, bridge: Bridge, source: BenchSource, port: str, channel: LiveChannel) -> None:
        self._aside = label("", "caption")
        super().__init__(say(channel.label), self._aside)
        self.port, self.channel = port, channel
        self._bridge, self._source = bridge, source
        self._ring = LiveRing(len(channel.every))
        self._task: Task | None = None
        self._testing = self._held = False
        self.controls = LiveControls(theme, channel, WINDOW_S, with_test=channel.unit == "A")
        self.plot = CurrentPlot(theme, bridge, self._ring, channel)
        self.outcome = Pill(theme)
        self.outcome.hide()
        self._foot = label("", "caption")
        self._foot.setMinimumWidth(1)
        foot = row(self.outcome, self._foot, spacing=8)
        foot.setStretch(1, 1)
        self._said = ""
        self.body.setSpacing(8)
        self.add(self.controls)
        self.add(self.plot, 1)
        self.add(foot)
        headings = [f"{say(channel.label)} ({channel.unit})" for channel in channel.every]
        self._files = PlotExport(bridge, self, self.plot, headings, channel.name, self._show_foot)
        self._words = QTimer(self)
        self._words.setInterval(WORDS_MS)
        self._words.timeout.connect(self._show_words)
        self._connect()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._words.start()
        self._watch()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._words.stop()
        self.stop()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space holds the picture and lets it go."""
        if event.key() == Qt.Key.Key_Space:
            self.pause(not self.plot.is_paused)
        else:
            super().keyPressEvent(event)

    def stop(self) -> None:
        """Ends the watch; the port is free for other questions."""
        self._testing = False
        self.controls.set_testing(False)
        if self._task is not None:
            self._task.cancel()
            self._task = None

    def pause(self, on: bool) -> None:
        """The picture stands still; samples go on being kept."""
        self.plot.pause(on)
        self.controls.set_paused(on)
        if on:
            self.plot.setFocus()

    def start_test(self) -> None:
        """Waits for one run of the motor and judges it; asked again, gives up."""
        if self._testing:
            self.stop()
            self._show_foot("")
            self._watch()
            return
        self.stop()
        self._testing = True
        self.controls.set_testing(True)
        self.pause(False)
        self.plot.mark_run(None, None)
        self.outcome.show_state(tr("Waiting for a run"), Tone.IDLE)
        self._show_foot(tr("Let the motor run under load for two seconds or more, then let go."))
        self._task = self._bridge.run_async(
            lambda: self._source.motor_test(self.port, self._ring.push),
            owner=self,
            on_done=self._on_tested,
            on_error=self._on_problem,
        )

    def hold(self, on: bool) -> None:
        """Held, nothing is watched: the line is for something else."""
        self._held = on
        if on:
            self.stop()
        else:
            self._watch()

    def show_alone(self, on: bool) -> None:
        """With the page for itself there is room for every channel."""
        self.controls.set_alone(on)
        self.controls.choose_strips(tuple(range(len(self.channel.every))) if on else (0,))

    def save_csv(self, path: str) -> None:
        """All samples that are kept."""
        self._files.save_csv(path, self._ring.latest(EVERYTHING_S), (time.time() - time.monotonic()) * 1000)

    def save_png(self, path: str) -> None:
        """The picture as it stands."""
        self._files.save_png(path)

    def _connect(self) -> None:
        self.controls.strips_chosen.connect(self.plot.show_strips)
        self.controls.span_chosen.connect(self.plot.set_window)
        self.controls.pause_wanted.connect(self.pause)
        self.controls.test_wanted.connect(self.start_test)
        self.controls.csv_wanted.connect(lambda: self._ask_path(tr("Table"), "csv"))
        self.controls.png_wanted.connect(lambda: self._ask_path(tr("Picture"), "png"))
        self.controls.alone_wanted.connect(self._on_alone)
        self.plot.read.connect(self._on_read)

    def _on_alone(self, on: bool) -> None:
        self.show_alone(on)
        self.alone_wanted.emit(on)

    def _ask_path(self, what: str, ending: str) -> None:
        chosen = self._files.ask_path(what, ending)
        if chosen and ending == "csv":
            self.save_csv(chosen)
        elif chosen:
            self.save_png(chosen)

    def _watch(self) -> None:
        if self._task is not None or self._held or not self.isVisible():
            return
        self._task = self._bridge.run_async(
            lambda: self._source.watch_current(self.port, self._ring.push),
            owner=self,
            on_done=self._on_ended,
            on_error=self._on_problem,
        )

    def _on_ended(self, _nothing: None) -> None:
        self._task = None
        QTimer.singleShot(AGAIN_MS, self, self._watch)

    def _on_tested(self, found: MotorTestView) -> None:
        self._task, self._testing = None, False
        self.controls.set_testing(False)
        self.outcome.show_state(verdict_words(found), found.tone)
        self._show_foot(say(found.sentence))
        self.plot.mark_run(found.began_s, found.ended_s)
        self.tested.emit(found)
        self._watch()

    def _on_problem(self, problem: Problem) -> None:
        if self._testing:
            self.outcome.show_state(tr("Test ended"), Tone.WARN)
            self._show_foot(f"{problem.title} {problem.message}".strip())
        self._task, self._testing = None, False
        self.controls.set_testing(False)
        self._aside.setText(problem.title)
        QTimer.singleShot(AGAIN_MS, self, self._watch)

    def _on_read(self, words: str) -> None:
        self._foot.setText(words or self._said)

    def _show_foot(self, words: str) -> None:
        self._said = words
        self._foot.setText(words)
        if not words:
            self.outcome.show_state("", Tone.IDLE)

    def _show_words(self) -> None:
        samples = self._ring.latest(WINDOW_S)
        values = [value for value in samples.values[0] if value == value]
        if not values:
            if self._task is not None:
                self._aside.setText(tr("waiting for the first sample"))
            return
        times = samples.times
        recent = [at for at in times if at >= times[-1] - RATE_WINDOW_S]
        rate = (len(recent) - 1) / max(0.001, recent[-1] - recent[0])
        unit = self.channel.unit
        load = load_of(times, samples.values[0], self.channel.full_scale * RUNNING_SHARE)
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


def verdict_words(found: MotorTestView) -> str:
    return {"ok": tr("Within limits"), "high": tr("Over the limit"), "not_seen": tr("No run seen")}[found.outcome]
