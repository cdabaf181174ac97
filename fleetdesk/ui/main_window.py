"""The main window: rail, pages, status line. It joins parts that it is given and imports a page when it is first shown.

Keyboard: Ctrl+1 ... Ctrl+9, Ctrl+0 the pages, "/" the page's search, Enter its primary action, Esc closes what is open.
"""

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QMainWindow, QStackedWidget, QWidget

from fleetdesk.domain.scan_text import inspection_in
from fleetdesk.services.views import Problem, Workspace
from fleetdesk.ui.bridge import Bridge
from fleetdesk.ui.pages import Pages
from fleetdesk.ui.people import People
from fleetdesk.ui.plugged_in import PluggedIn
from fleetdesk.ui.scanner import Scanner
from fleetdesk.ui.sources import Services
from fleetdesk.ui.status_feed import StatusFeed
from fleetdesk.ui.theme import Theme
from fleetdesk.ui.widgets.banner import Banner
from fleetdesk.ui.widgets.layout import column, row
from fleetdesk.ui.widgets.rail import Rail, RailEntry
from fleetdesk.ui.widgets.status_line import StatusLine
from fleetdesk.ui.words import tr

LEAST_WIDTH, LEAST_HEIGHT = 1000, 640


def pages() -> dict[str, str]:
    """The pages of the rail, in its order."""
    return {
        "today": tr("Today"), "bench": tr("Bench"), "fleet": tr("Fleet"), "inspections": tr("Inspections"),
        "maintenance": tr("Maintenance"), "plans": tr("Plans"), "spares": tr("Spares"), "stores": tr("Stores"),
        "sync": tr("Sync"), "templates": tr("Templates"),
    }  # fmt: skip


class MainWindow(QMainWindow):
    """Closing it first keeps what is only on the screen."""

    def __init__(self, theme: Theme, bridge: Bridge, services: Services) -> None:
        super().__init__()
        self.theme = theme
        self._bridge, self._services = bridge, services
        self._workspace: Workspace | None = None
        self._leaving = False
        self.setWindowTitle("Fleetdesk")
        self.setMinimumSize(LEAST_WIDTH, LEAST_HEIGHT)
        self.resize(1440, 900)
        self.people = People(theme, bridge, services.workspace, self)
        self.rail = Rail(theme, tuple(RailEntry(key, key, words) for key, words in pages().items()))
        self.banner = Banner(theme)
        self.status_line = StatusLine(theme)
        self.status = StatusFeed(self.status_line, bridge, services)
        self.scanner = Scanner(self)
        stack = QStackedWidget()
        self.pages = Pages(stack, theme, bridge, services, self.people)
        self._lay_out(stack)
        self._connect()
        self.go("today")
        PluggedIn(bridge, services.bench, lambda: self.pages.current == "today", lambda: self.go("bench"), self)
        self.refresh_workspace()

    def go(self, key: str) -> QWidget:
        """Shows a page, making it first if need be; the Fleet page of an empty workspace is the welcome."""
        is_empty = self._workspace is not None and self._workspace.empty
        return self.pages.show("welcome" if key == "fleet" and is_empty else key)

    def refresh_workspace(self) -> None:
        """Asks again who works here and whether there is a fleet."""
        self._bridge.run(
            self._services.workspace.workspace, owner=self, on_done=self._on_workspace, on_error=self.show_problem
        )

    def show_problem(self, problem: Problem) -> None:
        self.banner.say_problem(problem)

    def find_label(self, code: str) -> None:
        """Jumps to the device that carries this serial or tag, or says that there is none."""

        def on_done(device: str | None) -> None:
            if device is not None:
                self.banner.setVisible(False)
                self.pages.show_history(device)
                return
            words = tr("No device, or more than one, carries {code}.").format(code=code)
            step = tr("Search for a part of it on the Fleet page, or register the device on the Bench.")
            self.show_problem(Problem(words, "", step))

        inspection = inspection_in(code)
        if inspection is not None:
            self.banner.setVisible(False)
            self.pages.show_inspection(inspection)
            return
        scanned = self._services.fleet.scanned
        self._bridge.run(lambda: scanned(code), owner=self, on_done=on_done, on_error=self.show_problem)

    def open_support(self) -> QDialog:
        """What a support bundle would hold, and the button that writes it."""
        from fleetdesk.ui.support_dialog import SupportDialog

        dialog = SupportDialog(self.theme, self._bridge, self._services.workspace, self)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self._leaving and self.pages.leave(self._close_later):
            self._leaving = True  # a second try closes even when the draft cannot be saved
            event.ignore()
            return
        super().closeEvent(event)

    def _close_later(self) -> None:
        QTimer.singleShot(0, self, self.close)

    def _lay_out(self, stack: QStackedWidget) -> None:
        over = QWidget()
        over.setLayout(column(self.banner, margins=(24, 16, 24, 0)))
        over.setVisible(False)
        self._banner_room = over
        right = column(over, stack, self.status_line, spacing=0)
        right.setStretch(1, 1)
        whole = QWidget()
        line = row(self.rail, right, spacing=0)
        line.setStretch(1, 1)
        whole.setLayout(line)
        self.setCentralWidget(whole)

    def _connect(self) -> None:
        self.rail.chosen.connect(self.go)
        self.pages.shown.connect(self._on_shown)
        self.pages.workspace_changed.connect(self.refresh_workspace)
        self.rail.person_clicked.connect(self.people.ask)
        self.status.sync_wanted.connect(lambda: self.go("sync"))
        self.rail.support_wanted.connect(self.open_support)
        self.people.changed.connect(lambda: self.rail.set_person(self.people.person))
        self.people.failed.connect(self.show_problem)
        self.banner.visibility_changed.connect(self._banner_room.setVisible)
        self._bridge.bug.connect(self._on_bug)
        for digit, key in enumerate(pages(), start=1):
            self._shortcut(f"Ctrl+{digit % 10}", lambda key=key: self.go(key))
        self._shortcut("/", self.pages.focus_search)
        self.scanner.scanned.connect(self.find_label)
        self._bridge.subscribe(self._services.fleet.subscribe_changes, owner=self, on_value=self._on_changed)

    def _shortcut(self, keys: str, act: Callable[[], object]) -> None:
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
        shortcut.activated.connect(act)

    def _on_shown(self, key: str) -> None:
        self.rail.select("fleet" if key == "welcome" else key)

    def _on_workspace(self, workspace: Workspace) -> None:
        was_empty = self._workspace is None or self._workspace.empty
        self._workspace = workspace
        self.status.set_zone(workspace.zone)
        self.people.set_person(workspace.person)
        if workspace.empty:
            self.pages.show("welcome")
        elif was_empty and self.pages.current == "welcome":
            self.go("fleet")
            self.people.with_person(lambda _person: None)

    def _on_changed(self, _version: int) -> None:
        if self._workspace is not None and self._workspace.empty:
            self.refresh_workspace()

    def _on_bug(self, details: str) -> None:
        from fleetdesk.ui.bug_dialog import BugDialog

        dialog = BugDialog(details, self.open_support, self)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
