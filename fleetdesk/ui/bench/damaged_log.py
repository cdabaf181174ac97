"""A motor log that cannot be read: where it is damaged, that it is kept all the same, and the file to pass on."""

from PySide6.QtCore import Signal

from fleetdesk.services.bench_views import LogView, MotorTestView
from fleetdesk.services.views import Problem
from fleetdesk.ui.bench.live_card import verdict_words
from fleetdesk.ui.bench.live_controls import checkable
from fleetdesk.ui.bench.log_card import origin_line
from fleetdesk.ui.bench.plot_export import ask_path, save_file
from fleetdesk.ui.bridge import Bridge
from fleetdesk.ui.theme import Theme
from fleetdesk.ui.widgets.buttons import button
from fleetdesk.ui.widgets.card import Card
from fleetdesk.ui.widgets.icon import Icon
from fleetdesk.ui.widgets.labels import ElidedLabel, label
from fleetdesk.ui.widgets.layout import column, row
from fleetdesk.ui.widgets.pill import Pill
from fleetdesk.ui.words import say, tr


class DamagedLog(Card):
    live_wanted = Signal()
    alone_wanted = Signal(bool)

    def __init__(self, theme: Theme, bridge: Bridge, view: LogView, verdict: MotorTestView | None = None) -> None:
        super().__init__(tr("Motor log of the module"))
        self._bridge, self.view = bridge, view
        problem = view.problem or Problem(tr("The motor log cannot be read."))
        self.alone = checkable(tr("Enlarge"), self._on_alone)
        self.body.setSpacing(8)
        save = button(tr("Save the file..."), self._ask)
        self.add(row(button(tr("Live values"), self.live_wanted.emit), None, save, self.alone, spacing=8))
        self.body.addStretch(1)
        words = column(
            label(problem.title, "strong", wrap=True),
            label(problem.message, wrap=True),
            label(problem.next_step, "muted", wrap=True),
            spacing=4,
        )
        told = row(column(Icon(theme, "warning", "warn", 22), None), words, spacing=12)
        told.setStretch(1, 1)
        self.add(told)
        self.body.addStretch(1)
        self._pill = Pill(theme)
        self._pill.show_state(*((verdict_words(verdict), verdict.tone) if verdict else ("", self._pill.tone)))
        self._foot = ElidedLabel(say(verdict.sentence) if verdict else "", "caption")
        foot = row(self._pill, self._foot, spacing=8)
        foot.setStretch(1, 1)
        self.add(foot)
        self.add(origin_line(view))

    def show_alone(self, on: bool) -> None:
        self.alone.setChecked(on)
        self.alone.setText(tr("Back") if on else tr("Enlarge"))

    def save_raw(self, path: str) -> None:
        """The file as it came from the module."""
        save_file(self._bridge, self, path, self.view.content, self._foot.setText)

    def _ask(self) -> None:
        path = ask_path(self, f"{self.view.serial}-motor-log", tr("Motor log"), "bin")
        if path:
            self.save_raw(path)

    def _on_alone(self, on: bool) -> None:
        self.show_alone(on)
        self.alone_wanted.emit(on)
