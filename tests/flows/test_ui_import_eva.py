"""An audit file of a coffee machine in the window: looked at with its problems, then recorded once."""

from pathlib import Path
from typing import cast

import pytest
from conftest import OpenWindow
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from ui_fakes import FakeServices
from ui_hands import button, click, press, texts, type_text

from fleetdesk.domain.errors import ImportRefused
from fleetdesk.services.desk import Desk
from fleetdesk.services.find_devices import FindDevices
from fleetdesk.services.fleet_health import FleetHealthService
from fleetdesk.services.import_desk import ImportDesk
from fleetdesk.services.model_names import ModelNames
from fleetdesk.services.workspace import FleetService
from fleetdesk.ui.bridge import Bridge
from fleetdesk.ui.fleet.eva_panel import EvaPanel
from fleetdesk.ui.fleet.page import FleetPage
from fleetdesk.ui.theme import Theme
from tests.domain.test_eva_dts import BODY, audit_file


def panel_of(qtbot: QtBot, page: FleetPage) -> EvaPanel:
    qtbot.waitUntil(lambda: bool(page.findChildren(EvaPanel)))
    return page.findChildren(EvaPanel)[-1]


@pytest.fixture
def page(open_window: OpenWindow) -> FleetPage:
    return cast(FleetPage, open_window().go("fleet"))


def test_it_is_known_by_its_content_and_shown_before_it_is_recorded(
    qtbot: QtBot, page: FleetPage, services: FakeServices
) -> None:
    page.panels.open_import("/media/usb/cam-1001.eva")
    panel = panel_of(qtbot, page)
    qtbot.waitUntil(lambda: "14,530" in texts(panel))
    seen = texts(panel)
    for words in (
        "Cameo-2S-ST (US) CAM-1001",
        "14,100 paid, 30 test, 400 free; 6 products.",
        "line 12: PA2",
        "line 31: G85",
    ):
        assert words in seen
    assert services.fleet.imported == []
    click(button(panel, "Record the reading"))
    qtbot.waitUntil(lambda: "The reading is recorded." in texts(panel))
    assert services.fleet.imported == ["/media/usb/cam-1001.eva"]


def test_where_the_file_does_not_say_whose_it_is_a_person_does(
    qtbot: QtBot, page: FleetPage, services: FakeServices
) -> None:
    services.fleet.failure = ImportRefused("x.eva was not imported.", "It does not name the machine's serial.", "")
    page.panels.open_import("x.eva")
    panel = panel_of(qtbot, page)
    qtbot.waitUntil(lambda: "It does not name the machine's serial." in texts(panel))
    type_text(panel.serial, "CAM-1002")
    press(panel.serial, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "Cameo-2S-ST (US) CAM-1002" in texts(panel))


def test_a_real_file_is_recorded_once(
    qtbot: QtBot, theme: Theme, bridge: Bridge, fleet_desk: Desk, tmp_path: Path
) -> None:
    file = tmp_path / "audit.txt"
    file.write_bytes(audit_file(*BODY))
    names = ModelNames()
    source = FleetService(fleet_desk, FindDevices(fleet_desk.record, FleetHealthService(fleet_desk.record), names))
    page = FleetPage(theme, bridge, source, ImportDesk(fleet_desk.record, "UTC"))
    qtbot.addWidget(page)
    page.resize(1200, 800)
    page.show()
    page.panels.open_import(str(file))
    panel = panel_of(qtbot, page)
    qtbot.waitUntil(lambda: "14,530" in texts(panel), timeout=20_000)
    click(button(panel, "Record the reading"))
    qtbot.waitUntil(lambda: "The reading is recorded." in texts(panel), timeout=20_000)
    panel.look()
    qtbot.waitUntil(lambda: "This reading is known already" in texts(panel), timeout=20_000)


def test_a_fleet_file_still_opens_as_one(qtbot: QtBot, page: FleetPage) -> None:
    page.panels.open_import("/home/ana/fleet.json")
    qtbot.waitUntil(lambda: "new devices" in texts(page))
    assert not page.findChildren(EvaPanel)
