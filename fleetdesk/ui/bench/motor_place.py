"""What the motor does: live, and after a test its waveform out of the module's own log, in the same place.

The log is fetched off the GUI thread and can be stopped; when it cannot be had, the test's verdict stays and that is
said in one calm line. One click goes back to the live values, another to the waveform.
"""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QProgressBar, QStackedWidget, QWidget

from fleetdesk.services.bench_views import BenchView, LiveChannel, LogView, MotorTestView, WorkView
from fleetdesk.services.views import Problem
from fleetdesk.ui.bench.damaged_log import DamagedLog
from fleetdesk.ui.bench.live_card import LiveCard
from fleetdesk.ui.bench.log_card import LogCard
from fleetdesk.ui.bridge import Bridge, Task
from fleetdesk.ui.sources import BenchSource
from fleetdesk.ui.theme import Theme
from fleetdesk.ui.widgets.buttons import button
from fleetdesk.ui.widgets.labels import label
from fleetdesk.ui.widgets.layout import column, row
from fleetdesk.ui.words import day_and_time, say, tr


class MotorPlace(QStackedWidget):
    """One port's live card, and the log that was fetched last."""

    alone_wanted = Signal(bool)

    def __init__(
        self,
        theme: Theme,
        bridge: Bridge,
        source: BenchSource,
        port: str,
        channel: LiveChannel,
        *,
        can_be_alone: bool = True,
    ) -> None:
        super().__init__()
        self._theme, self._bridge, self._source = theme, bridge, source
        self._port, self._channel = port, channel
        self._can_be_alone, self._alone = can_be_alone, False
        self._verdict: MotorTestView | None = None
        self._fetching: Task | None = None
        self._progress: Task | None = None
        self.log: LogCard | DamagedLog | None = None
        self.live = LiveCard(theme, bridge, source, port, channel)
        self.live.controls.alone.setVisible(can_be_alone)
        self.live.alone_wanted.connect(self._on_alone)
        self.live.tested.connect(self._on_tested)
        self.line = FetchLine()
        self.live.add(self.line)
        self.addWidget(self.live)

    def fetch(self, verdict: MotorTestView | None = None) -> None:
        """Fetches the module's log; after a test (`verdict`) the one that holds that very run."""
        if self._fetching is not None:
            return
        self._verdict = verdict
        self.show_live()
        self.live.hold(True)
        self.line.show_under_way(None, self._stop)
        self._progress = self._bridge.subscribe(self._source.subscribe, owner=self, on_value=self._show_progress)
        of_now = verdict is not None
        self._fetching = self._bridge.run_async(
            lambda: self._source.fetch_log(self._port, of_now=of_now),
            owner=self,
            on_done=self._on_fetched,
            on_error=self._on_failed,
        )

    def show_live(self) -> None:
        if self.live.controls.alone.isChecked() != self._alone:
            self.live.show_alone(self._alone)
        self.setCurrentWidget(self.live)
        if isinstance(self.log, LogCard):
            at = day_and_time(self.log.view.fetched_at)
            self.line.show_words(tr("Its waveform was fetched {time}.").format(time=at), tr("Show it"), self.show_log)

    def show_log(self) -> None:
        if self.log is not None:
            self.log.show_alone(self._alone)
            self.setCurrentWidget(self.log)

    def _on_tested(self, found: MotorTestView) -> None:
        if self._channel.logged and found.began_s is not None:
            self.fetch(found)

    def _show_progress(self, view: BenchView) -> None:
        work = next((port.work for port in view.ports if port.port == self._port), None)
        if self._fetching is not None and work is not None:
            self.line.show_under_way(work, self._stop)

    def _stop(self) -> None:
        self._source.cancel_work(self._port)

    def _on_fetched(self, view: LogView) -> None:
        if self.log is not None:
            self.removeWidget(self.log)
            self.log.deleteLater()
        if view.log is None:
            self.log = DamagedLog(self._theme, self._bridge, view, self._verdict)
        else:
            self.log = LogCard(self._theme, self._bridge, view, self._channel, self._verdict)
        self.log.alone.setVisible(self._can_be_alone)
        self.log.alone_wanted.connect(self._on_alone)
        self.log.live_wanted.connect(self.show_live)
        self.addWidget(self.log)
        self.line.hide()
        self.show_log()
        self._end()

    def _on_failed(self, problem: Problem) -> None:
        said = tr("The waveform was not fetched, the test stands.") if self._verdict else tr("The log was not fetched.")
        words = f"{said} {problem.title} {problem.message}".strip()
        self.line.show_words(words, tr("Fetch again"), self._again)
        self._end()

    def _again(self) -> None:
        """What arrived is not fetched twice: the module still has the log that was begun."""
        verdict = self._verdict
        self.fetch()
        self._verdict = verdict

    def _end(self) -> None:
        self._fetching = None
        if self._progress is not None:
            self._progress.cancel()
            self._progress = None
        self.live.hold(False)

    def _on_alone(self, on: bool) -> None:
        self._alone = on
        self.alone_wanted.emit(on)


class FetchLine(QWidget):
    """Below the live plot: how far the fetch is with its stop, or how it ended with what to do then. Else hidden."""

    def __init__(self) -> None:
        super().__init__()
        self.words = label("", "caption", wrap=True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.action = button("", self._pressed)
        self._act: Callable[[], object] = lambda: None
        line = row(column(self.words, self.bar, spacing=6), self.action, spacing=12)
        line.setStretch(0, 1)
        self.setLayout(line)
        self.hide()

    def show_under_way(self, work: WorkView | None, stop: Callable[[], object]) -> None:
        """`work` None: it was asked for, nothing is known yet."""
        title = say(work.title) if work else tr("Fetching the motor log")
        detail = say(work.detail) if work else ""
        self.words.setText(": ".join(part for part in (title, detail) if part))
        percent = work.percent if work else None
        self.bar.setRange(0, 0 if percent is None else 100)
        self.bar.setValue(percent or 0)
        self.bar.setAccessibleName(self.words.text())
        self._show_action(tr("Cancel"), stop, with_bar=True)
        self.action.setVisible(work is not None and work.can_cancel)

    def show_words(self, words: str, action: str, act: Callable[[], object]) -> None:
        self.words.setText(words)
        self._show_action(action, act, with_bar=False)

    def _pressed(self) -> None:
        self._act()

    def _show_action(self, words: str, act: Callable[[], object], *, with_bar: bool) -> None:
        self._act = act
        self.action.setText(words)
        self.action.show()
        self.bar.setVisible(with_bar)
        self.show()
