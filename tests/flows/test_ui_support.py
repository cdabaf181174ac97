"""A support bundle is looked at before it is written, and what is written is what was looked at."""

import zipfile
from pathlib import Path
from typing import cast

import pytest
from conftest import OpenWindow
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot
from ui_fakes import FakeServices
from ui_hands import button, click, texts

from fleetdesk.domain.errors import KnownError
from fleetdesk.runtime.loop import IoLoop
from fleetdesk.services.desk import Desk
from fleetdesk.services.sync_now import SyncNow
from fleetdesk.services.workspace import WorkspaceService
from fleetdesk.ui.bridge import Bridge
from fleetdesk.ui.bug_dialog import BugDialog
from fleetdesk.ui.main_window import MainWindow
from fleetdesk.ui.support_dialog import MOST_SHOWN, SupportDialog
from fleetdesk.ui.theme import Theme


def opened(qtbot: QtBot, window: QDialog | MainWindow) -> SupportDialog:
    qtbot.waitUntil(lambda: bool(window.findChildren(SupportDialog)))
    dialog = window.findChildren(SupportDialog)[-1]
    qtbot.waitUntil(dialog.isVisible)
    return dialog


@pytest.fixture
def dialog(qtbot: QtBot, open_window: OpenWindow) -> SupportDialog:
    window = open_window()
    window.rail.support.click()
    made = opened(qtbot, window)
    qtbot.waitUntil(lambda: made.list.count() == 3)
    return made


def test_one_click_shows_what_would_be_in_it(qtbot: QtBot, dialog: SupportDialog) -> None:
    assert dialog.text.toPlainText() == "A Fleetdesk support bundle.\n"
    dialog.list.setCurrentRow(1)
    assert dialog.text.toPlainText() == '{"fleetdesk": "0.1.0"}'
    assert "Fleetdesk, Python, system and libraries" in dialog.about.text()
    dialog.list.setCurrentRow(2)
    assert len(dialog.text.toPlainText()) == MOST_SHOWN
    assert "Only its beginning is shown." in dialog.about.text()
    assert "3 files, 300,050 bytes" in texts(dialog)


def test_what_is_written_is_what_was_looked_at(qtbot: QtBot, dialog: SupportDialog, services: FakeServices) -> None:
    looked_at = services.workspace.bundle
    services.workspace.bundle = ()
    dialog.save_to("/tmp/help.zip")
    qtbot.waitUntil(lambda: services.workspace.saved == [("/tmp/help.zip", looked_at)])
    qtbot.waitUntil(lambda: "Written: /tmp/help.zip" in texts(dialog))
    assert dialog.folder.isVisible()


def test_a_place_that_cannot_be_written_is_told_and_asked_again(
    qtbot: QtBot, dialog: SupportDialog, services: FakeServices
) -> None:
    services.workspace.failure = KnownError("help.zip exists already.", "Nothing was written.", "Choose another name.")
    dialog.save_to("/tmp/help.zip")
    qtbot.waitUntil(lambda: "Choose another name." in texts(dialog))
    assert dialog.save.isEnabled()


def test_a_mistake_of_ours_offers_it(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    window._on_bug("Traceback")  # pyright: ignore[reportPrivateUsage]
    (bug,) = window.findChildren(BugDialog)
    qtbot.waitUntil(bug.isVisible)
    click(button(bug, "Support bundle"))
    opened(qtbot, window)


def test_the_real_bundle_is_a_zip_of_what_is_shown(
    qtbot: QtBot, theme: Theme, bridge: Bridge, io_loop: IoLoop, fleet_desk: Desk, tmp_path: Path
) -> None:
    source = WorkspaceService(fleet_desk, cast(SyncNow, None))
    made = SupportDialog(theme, bridge, source)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitUntil(lambda: made.list.count() > 4, timeout=30_000)
    file = tmp_path / "help.zip"
    made.save_to(str(file))
    qtbot.waitUntil(file.is_file, timeout=30_000)
    qtbot.waitUntil(lambda: "Written" in texts(made))
    with zipfile.ZipFile(file) as bundle:
        assert len(bundle.namelist()) == made.list.count()
        assert bundle.read("README.txt").decode() == made.text.toPlainText()
