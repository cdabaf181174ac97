"""What a person does to a device on the Fleet page: a small form with a reason; the time line tells it afterwards."""

from collections.abc import Callable
from typing import cast

import pytest
from conftest import OpenWindow
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot
from ui_fakes import FakeServices
from ui_hands import button, click, pick, press, texts, type_text

from fleetdesk.domain.errors import KnownError
from fleetdesk.domain.fleet import device_id
from fleetdesk.services.desk import Desk
from fleetdesk.services.find_devices import FindDevices
from fleetdesk.services.fleet_health import FleetHealthService
from fleetdesk.services.import_desk import ImportDesk
from fleetdesk.services.model_names import ModelNames
from fleetdesk.services.workspace import FleetService
from fleetdesk.ui.bridge import Bridge
from fleetdesk.ui.fleet.act_dialog import ActDialog
from fleetdesk.ui.fleet.detail import DetailPanel
from fleetdesk.ui.fleet.page import FleetPage
from fleetdesk.ui.theme import Theme
from fleetdesk.ui.widgets.choice_field import ChoiceField

BLENDER = device_id("ruiyun-frost", "RF-20417")
LIMIT_MS = 20_000


def panel_of(qtbot: QtBot, page: FleetPage, device: str) -> DetailPanel:
    """The device's panel, slid in and filled."""
    page.panels.open_device_id(device)
    qtbot.waitUntil(lambda: page.panels.detail is not None, timeout=LIMIT_MS)
    panel = page.panels.detail
    assert panel is not None
    qtbot.waitUntil(lambda: "Change..." in texts(panel), timeout=LIMIT_MS)
    return panel


def dialog_of(qtbot: QtBot, page: FleetPage, panel: DetailPanel, act: str) -> ActDialog:
    pick(panel.acts, act)
    qtbot.waitUntil(lambda: page.panels.dialog is not None and page.panels.dialog.isVisible(), timeout=LIMIT_MS)
    assert page.panels.dialog is not None
    return page.panels.dialog


def enter(dialog: ActDialog, reason: str, **values: str) -> None:
    for name, value in values.items():
        made = dialog.fields[name]
        if isinstance(made, ChoiceField):
            pick(made.options, value)
        else:
            assert isinstance(made, QLineEdit)
            made.clear()
            type_text(made, value)
    type_text(dialog.reason, reason)
    press(dialog.reason, Qt.Key.Key_Return)


@pytest.fixture
def page(qtbot: QtBot, theme: Theme, bridge: Bridge, fleet_desk: Desk) -> FleetPage:
    """The page on the sample fleet itself."""
    find = FindDevices(fleet_desk.record, FleetHealthService(fleet_desk.record), ModelNames())
    made = FleetPage(theme, bridge, FleetService(fleet_desk, find), ImportDesk(fleet_desk.record, "UTC"))
    qtbot.addWidget(made)
    made.resize(1200, 800)
    made.show()
    return made


@pytest.mark.parametrize(
    ("act", "values", "told"),
    [
        ("Edit its fields", {"notes": "dented lid"}, ("Notes is now dented lid.", "Reason: seen in the store.")),
        ("Set its status", {"status": "Tagged out"}, ("Status: Tagged out.",)),
        (
            "Fit another module",
            {"serial": "RF-90001", "old_value": "1,010", "new_value": "3"},
            ("Module RF-20417 removed.", "It showed 1,010 uses. Reason: seen in the store.", "Module RF-90001 fitted."),
        ),
        ("Replace the device", {"serial": "RF-90009", "becomes": "Retired"}, ("Status: Retired.",)),
        ("Correct its serial", {"serial": "RF-20471"}, ("Serial is now RF-20471.",)),
    ],
)
def test_each_act_is_recorded_and_told(
    qtbot: QtBot, page: FleetPage, act: str, values: dict[str, str], told: tuple[str, ...]
) -> None:
    panel = panel_of(qtbot, page, BLENDER)
    dialog = dialog_of(qtbot, page, panel, act)
    enter(dialog, "seen in the store", **values)
    qtbot.waitUntil(lambda: not dialog.isVisible(), timeout=LIMIT_MS)
    qtbot.waitUntil(lambda: all(words in texts(panel) for words in told), timeout=LIMIT_MS)


def test_what_cannot_be_is_said_in_the_form_which_stays(qtbot: QtBot, page: FleetPage) -> None:
    panel = panel_of(qtbot, page, BLENDER)
    dialog = dialog_of(qtbot, page, panel, "Correct its serial")
    enter(dialog, "misread", serial="RF-20400")
    qtbot.waitUntil(lambda: "is the serial of another device" in texts(dialog), timeout=LIMIT_MS)
    assert dialog.isVisible()
    assert dialog.reason.text() == "misread"
    assert dialog.submit.isEnabled()


def test_nothing_happens_without_a_reason_or_after_cancel(
    qtbot: QtBot, open_window: OpenWindow, services: FakeServices
) -> None:
    page = cast(FleetPage, open_window().go("fleet"))
    panel = panel_of(qtbot, page, services.fleet.rows[0].device)
    dialog = dialog_of(qtbot, page, panel, "Correct its serial")
    assert not dialog.submit.isEnabled()
    press(dialog.reason, Qt.Key.Key_Return)
    click(button(dialog, "Cancel"))
    assert not dialog.isVisible()
    assert services.fleet.done == []


def test_a_failure_leaves_what_was_typed(qtbot: QtBot, open_window: OpenWindow, services: FakeServices) -> None:
    page = cast(FleetPage, open_window().go("fleet"))
    panel = panel_of(qtbot, page, services.fleet.rows[0].device)
    dialog = dialog_of(qtbot, page, panel, "Correct its serial")
    services.fleet.failure = KnownError("The disk is full.", "", "Free some space.")
    enter(dialog, "misread", serial="RF-1")
    shows: Callable[[], bool] = lambda: "The disk is full. Free some space." in texts(dialog)  # noqa: E731
    qtbot.waitUntil(shows)
    services.fleet.failure = None
    click(dialog.submit)
    qtbot.waitUntil(lambda: services.fleet.done == [("correct_serial", {"serial": "RF-1"}, "misread")])


def test_two_entries_become_one_unit_and_two_again(qtbot: QtBot, page: FleetPage) -> None:
    panel = panel_of(qtbot, page, BLENDER)
    assert "Not the same unit after all" not in [action.text() for action in panel.acts.actions()]
    enter(dialog_of(qtbot, page, panel, "Same unit as another"), "one label, two entries", other="RF-20400")
    told = "RF-20400 is the same unit as RF-20417 and goes on as it."
    qtbot.waitUntil(lambda: told in texts(panel), timeout=LIMIT_MS)
    assert "Not the same unit after all" in [action.text() for action in panel.acts.actions()]
    dialog = dialog_of(qtbot, page, panel, "Not the same unit after all")
    type_text(dialog.reason, "two after all")
    press(dialog.reason, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "RF-20400 and RF-20417 are two devices after all." in texts(panel), timeout=LIMIT_MS)
