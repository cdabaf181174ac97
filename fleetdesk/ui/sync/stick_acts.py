"""Save to a stick, read from a stick: for laptops that have no network."""

from collections.abc import Callable, Coroutine
from datetime import datetime
from typing import Any, Protocol

from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from fleetdesk.services.stick_page import StickRead, StickView
from fleetdesk.services.views import Problem, Text, Tone
from fleetdesk.ui.bridge import Bridge
from fleetdesk.ui.sync.source import SyncSource
from fleetdesk.ui.sync.stick_dialog import StickDialog
from fleetdesk.ui.theme import Theme
from fleetdesk.ui.widgets.banner import Banner
from fleetdesk.ui.widgets.buttons import button
from fleetdesk.ui.widgets.layout import row
from fleetdesk.ui.widgets.new_file import choose_new_file
from fleetdesk.ui.words import say, tr

Act = Callable[[], Coroutine[Any, Any, Any]]


class Begin(Protocol):
    """Begins an act off the GUI thread, with progress and cancel."""

    def __call__(self, act: Act, tell: Callable[[Any], None], waits: str, stopped: str) -> None: ...


class StickActs(QWidget):
    def __init__(self, theme: Theme, bridge: Bridge, source: SyncSource, banner: Banner, begin: Begin) -> None:
        super().__init__()
        self._theme, self._bridge, self._source, self._banner = theme, bridge, source, banner
        self._begin = begin
        self.save_button = button(tr("Save to a stick..."), self.save, "plain")
        self.read_button = button(tr("Read from a stick..."), self.read, "plain")
        self.setLayout(row(self.save_button, self.read_button, spacing=4))

    def save(self) -> None:
        """Asks for whom, then where to."""
        self._bridge.run(self._source.stick, owner=self, on_done=self._ask_receiver, on_error=self._show_problem)

    def read(self) -> None:
        kinds = tr("Fleetdesk bundles (*.fleetdesk);;All files (*)")
        path, _chosen = QFileDialog.getOpenFileName(self, tr("Read from a stick"), "", kinds)
        if path:
            self.read_from(path)

    def save_to(self, path: str, to: str, *, everything: bool) -> None:
        self._begin(
            lambda: self._source.save_stick(path, to, everything),
            self._say_saved,
            tr("Writing..."),
            tr("Cancelled. A file that was not whole was removed."),
        )

    def read_from(self, path: str, accept: str | None = None) -> None:
        self._begin(
            lambda: self._source.read_stick(path, accept),
            lambda done: self._say_read(path, done),
            tr("Reading..."),
            tr("Cancelled. What was taken in stays; read the stick again for the rest."),
        )

    def _ask_receiver(self, view: StickView) -> None:
        dialog = StickDialog(self._theme, view, self)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            name = f"{datetime.now().astimezone():%Y-%m-%d-%H%M}.fleetdesk"
            path = choose_new_file(self, name, tr("Fleetdesk bundles (*.fleetdesk)"))
            if path:
                self.save_to(path, dialog.address, everything=dialog.everything)
        dialog.deleteLater()

    def _say_saved(self, words: Text) -> None:
        self._banner.say(say(words), tone=Tone.OK)

    def _say_read(self, path: str, done: StickRead) -> None:
        key = done.unknown_writer
        if key is not None:
            asked = tr("Compare this key with the one that its writer sees under Save to a stick: {key}").format(
                key=key
            )
            accept = (tr("It is the same: read it"), lambda: self.read_from(path, key))
            self._banner.say(say(done.words), asked.format(key=key), tone=Tone.WARN, actions=(accept,))
        elif done.problem is not None:
            problem = done.problem
            parts = (problem.title, problem.message, problem.next_step, problem.details)
            self._banner.say(say(done.words), " ".join(part for part in parts if part), tone=Tone.WARN)
        else:
            self._banner.say(say(done.words), tone=Tone.OK)

    def _show_problem(self, problem: Problem) -> None:
        self._banner.say_problem(problem)
