"""A technician sees what a unit is set to beside what is expected of it, changes it, and reads what it took."""

from dataclasses import replace

import pytest
import ui_data as data
from conftest import OpenWindow
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot
from test_ui_bench import open_bench
from ui_fakes import FakeServices
from ui_hands import button, click, pick, press, texts, type_text

from fleetdesk.domain.errors import DeviceError
from fleetdesk.services.bench_views import BenchView, PortState
from fleetdesk.ui.bench.page import BenchPage
from fleetdesk.ui.bench.settings_panel import SettingsPanel
from fleetdesk.ui.widgets.choice_field import ChoiceField

PORT = data.ready()


@pytest.fixture
def bench(qtbot: QtBot, open_window: OpenWindow, services: FakeServices) -> BenchPage:
    return open_bench(qtbot, open_window, services, PORT)


@pytest.fixture
def panel(qtbot: QtBot, bench: BenchPage) -> SettingsPanel:
    click(button(bench, "Settings"))
    qtbot.waitUntil(lambda: bench.settings.panel is not None and bool(bench.settings.panel.lines))
    assert bench.settings.panel is not None
    return bench.settings.panel


def field(panel: SettingsPanel, name: str) -> QLineEdit:
    (found,) = panel.lines[name].findChildren(QLineEdit)
    return found


def test_what_differs_from_the_registry_says_so_and_secrets_are_not_shown(panel: SettingsPanel) -> None:
    seen = texts(panel)
    assert "Ruiyun Frost RF-20417, generation 7" in seen
    assert panel.lines["store"].note.text() == "Expected: STORE-04"
    assert not panel.lines["gateway"].note.text()
    password = field(panel, "wifi_password")
    assert (password.text(), password.echoMode()) == ("", QLineEdit.EchoMode.Password)
    assert not panel.lines["boots"].findChildren(QLineEdit)
    assert not panel.write.isEnabled()


def test_what_differs_is_set_as_expected_and_written_at_once(
    qtbot: QtBot, panel: SettingsPanel, services: FakeServices
) -> None:
    click(button(panel, "Set 2 as expected"))
    assert panel.wanted == {"store": "STORE-04", "report_s": "60"}
    assert panel.lines["store"].note.text() == "was STORE-02"
    click(button(panel, "Write 2 changes"))
    qtbot.waitUntil(lambda: "Written, and read back from the unit." in texts(panel))
    assert ("set", PORT.port, "store=STORE-04", "report_s=60", "at 7") in services.bench.calls
    assert "generation 8" in texts(panel)
    assert panel.wanted == {}


def test_by_keyboard_enter_writes_and_starts_no_inspection(
    qtbot: QtBot, bench: BenchPage, panel: SettingsPanel, services: FakeServices
) -> None:
    gateway = field(panel, "gateway")
    gateway.selectAll()
    type_text(gateway, "MPC-0003")
    press(gateway, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: ("set", PORT.port, "gateway=MPC-0003", "at 7") in services.bench.calls)
    assert bench.desk.page is None
    press(panel, Qt.Key.Key_Escape)
    assert not bench.settings.is_open


def test_a_setting_with_names_is_chosen(panel: SettingsPanel) -> None:
    (box,) = panel.lines["mode"].findChildren(ChoiceField)
    pick(box.options, "static")
    assert panel.wanted == {"mode": "static"}
    pick(box.options, "dhcp")
    assert panel.wanted == {}


def test_a_secret_is_written_and_gone_from_the_screen(
    qtbot: QtBot, panel: SettingsPanel, services: FakeServices
) -> None:
    type_text(field(panel, "wifi_password"), "beans")
    assert "beans" not in texts(panel)
    click(button(panel, "Write 1 change"))
    qtbot.waitUntil(lambda: ("set", PORT.port, "wifi_password=beans", "at 7") in services.bench.calls)


def test_a_unit_that_did_not_take_it_says_what_holds_and_keeps_what_was_typed(
    qtbot: QtBot, panel: SettingsPanel, services: FakeServices
) -> None:
    click(button(panel, "Set 2 as expected"))
    services.bench.failure = DeviceError("It did not take 'store'.", "It was set back and reads as before.", "")
    click(button(panel, "Write 2 changes"))
    qtbot.waitUntil(lambda: "It was set back and reads as before." in texts(panel))
    qtbot.waitUntil(panel.write.isEnabled)
    assert panel.wanted == {"store": "STORE-04", "report_s": "60"}


def test_of_an_unregistered_unit_nothing_is_changed(qtbot: QtBot, bench: BenchPage, services: FakeServices) -> None:
    services.bench.settings_view = replace(data.settings(), may_change=False)
    click(button(bench, "Settings"))
    qtbot.waitUntil(lambda: "Register it to change its settings." in texts(bench))
    panel = bench.settings.panel
    assert panel is not None
    assert not panel.findChildren(QLineEdit)
    assert not panel.write.isEnabled()


@pytest.mark.parametrize("state", [PortState.LOCKED, PortState.ERROR])
def test_with_its_unit_the_panel_goes(
    qtbot: QtBot, bench: BenchPage, panel: SettingsPanel, services: FakeServices, state: PortState
) -> None:
    services.bench.view.set(BenchView((replace(PORT, state=state, unit=None),)))
    qtbot.waitUntil(lambda: not bench.settings.is_open)
