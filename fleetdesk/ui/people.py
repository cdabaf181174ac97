"""Who works at this laptop: asked once, kept by the workspace service, shown at the rail's bottom."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog, QWidget

from fleetdesk.services.views import Person, Problem, Workspace
from fleetdesk.ui.bridge import Bridge
from fleetdesk.ui.sources import WorkspaceSource
from fleetdesk.ui.theme import Theme


class People(QObject):
    changed = Signal()
    failed = Signal(object)
    """A Problem: the name could not be kept."""

    def __init__(self, theme: Theme, bridge: Bridge, source: WorkspaceSource, window: QWidget) -> None:
        super().__init__(window)
        self._theme, self._bridge, self._source, self._window = theme, bridge, source, window
        self._person: Person | None = None
        self._is_known = False

    @property
    def person(self) -> Person | None:
        return self._person

    def set_person(self, person: Person | None) -> None:
        """What the workspace says: from now on None means that nobody has said who works here."""
        self._person, self._is_known = person, True
        self.changed.emit()

    def ask(self, then: Callable[[Person], None] | None = None) -> QDialog:
        """Opens the dialog; `then` is called once the answer is durable."""
        from fleetdesk.ui.first_run.person_dialog import PersonDialog

        dialog = PersonDialog(self._theme, self._person, self._window)
        dialog.accepted.connect(lambda: self._keep(dialog.person, then))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog

    def with_person(self, then: Callable[[Person], None]) -> None:
        """Calls `then` with who works here, asking first when nobody has said so yet."""
        if self._person is not None:
            then(self._person)
        elif self._is_known:
            self.ask(then)
        else:
            self._look_up(then)

    def _look_up(self, then: Callable[[Person], None]) -> None:
        """The window has only just opened: the workspace is asked before a person is."""

        def on_done(workspace: Workspace) -> None:
            self.set_person(workspace.person)
            self.with_person(then)

        self._bridge.run(self._source.workspace, owner=self, on_done=on_done, on_error=self.failed.emit)

    def _keep(self, person: Person, then: Callable[[Person], None] | None) -> None:
        def on_done(workspace: Workspace) -> None:
            self.set_person(workspace.person)
            if then is not None and workspace.person is not None:
                then(workspace.person)

        def on_error(problem: Problem) -> None:
            self.failed.emit(problem)

        self._bridge.run(lambda: self._source.set_person(person), owner=self, on_done=on_done, on_error=on_error)
