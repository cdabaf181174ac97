"""What a person can do: sync, cancel it, let the hub prove what it holds. With the progress of what is under way."""

from collections.abc import Callable, Coroutine
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QProgressBar, QWidget

from fleetdesk.services.sync_page import SyncProgress
from fleetdesk.services.views import Problem, Text, Tone
from fleetdesk.ui.bridge import Bridge, Task
from fleetdesk.ui.sync.source import SyncSource
from fleetdesk.ui.sync.stick_acts import StickActs
from fleetdesk.ui.sync.words import progress_words
from fleetdesk.ui.theme import Theme
from fleetdesk.ui.widgets.banner import Banner
from fleetdesk.ui.widgets.buttons import PrimaryButton, button
from fleetdesk.ui.widgets.labels import label
from fleetdesk.ui.widgets.layout import row
from fleetdesk.ui.words import say, tr

BAR_WIDTH = 160


class ActLine(QWidget):
    """One act at a time. `stick` has a place of its own on the page."""

    ended = Signal()
    """What is shown may be old."""

    def __init__(self, theme: Theme, bridge: Bridge, source: SyncSource, banner: Banner) -> None:
        super().__init__()
        self._bridge, self._source, self._banner = bridge, source, banner
        self._doing: Task | None = None
        self._waits = ""
        self.progress = label("", "caption")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(BAR_WIDTH)
        self.bar.setAccessibleName(tr("Progress"))
        self.cancel_button = button(tr("Cancel"), self.cancel)
        self.prove_button = button(tr("Let the hub prove it"), self.prove)
        self.sync_button = PrimaryButton(theme, tr("Sync now"), self.sync_now)
        self.stick = StickActs(theme, bridge, source, banner, self.begin)
        parts = row(self.bar, self.progress, None, self.cancel_button, self.prove_button, self.sync_button, spacing=12)
        self.setLayout(parts)
        self.show_progress(SyncProgress())
        bridge.subscribe(source.subscribe_progress, owner=self, on_value=self.show_progress)

    @property
    def is_busy(self) -> bool:
        return self._doing is not None

    def sync_now(self) -> None:
        self._talk(self._source.sync, lambda _done: None)

    def join(self, url: str) -> None:
        self._talk(lambda: self._source.join(url), lambda _done: None)

    def prove(self) -> None:
        self._talk(self._source.prove, self._say_proved)

    def cancel(self) -> None:
        """What was sent stays sent; the next sync goes on from there."""
        if self._doing is not None:
            self._doing.cancel()

    def show_progress(self, progress: SyncProgress) -> None:
        self.bar.setVisible(bool(progress.stage))
        self.bar.setRange(0, max(1, progress.total))
        self.bar.setValue(progress.done)
        waits = self._waits if self.is_busy else ""
        self.progress.setText(progress_words(progress) if progress.stage else waits)
        self.cancel_button.setVisible(self.is_busy)

    def _talk(self, act: Callable[[], Coroutine[Any, Any, Any]], tell: Callable[[Any], None]) -> None:
        stopped = tr("Cancelled. What was sent is safe; the next sync goes on from there.")
        self.begin(act, tell, tr("Talking to the hub..."), stopped)

    def begin(
        self, act: Callable[[], Coroutine[Any, Any, Any]], tell: Callable[[Any], None], waits: str, stopped: str
    ) -> None:
        """`waits` is said until there is progress to show, `stopped` when it was cancelled."""
        if self._doing is not None:
            return
        self._banner.setVisible(False)
        self._waits = waits

        def on_done(result: Any) -> None:
            tell(result)
            self._end()

        self._doing = self._bridge.run_async(
            act, owner=self, on_done=on_done, on_error=self._on_failed,
            on_cancel=lambda: self._on_cancelled(stopped),
        )  # fmt: skip
        self._enable(False)
        self.show_progress(SyncProgress())

    def _end(self) -> None:
        self._doing = None
        self._enable(True)
        self.show_progress(SyncProgress())
        self.ended.emit()

    def _enable(self, enabled: bool) -> None:
        for act in (self.sync_button, self.prove_button, self.stick):
            act.setEnabled(enabled)

    def _say_proved(self, words: Text) -> None:
        self._banner.say(say(words), tone=Tone.OK)

    def _on_failed(self, problem: Problem) -> None:
        self._banner.say_problem(problem)
        self._end()

    def _on_cancelled(self, words: str) -> None:
        self._banner.say(words, tone=Tone.IDLE)
        self._end()
