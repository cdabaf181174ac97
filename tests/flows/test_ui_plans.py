"""A manager changes a maintenance plan in the window: the effect first, then a reason, then it holds."""

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from ui_hands import click, pick, press, texts, type_text

from fleetdesk.services.desk import Desk
from fleetdesk.services.model_names import ModelNames
from fleetdesk.services.plans_page import PlansPage as Plans
from fleetdesk.ui.bridge import Bridge
from fleetdesk.ui.plans.editor import PlanEditor
from fleetdesk.ui.plans.model import DUE, EVERY, PLACE, TASK
from fleetdesk.ui.plans.page import PlansPage
from fleetdesk.ui.theme import Theme

LIMIT_MS = 20_000
BLENDERS = 0


def open_page(qtbot: QtBot, theme: Theme, bridge: Bridge, desk: Desk) -> PlansPage:
    page = PlansPage(theme, bridge, Plans(desk.record, ModelNames()))
    page.resize(1200, 800)
    qtbot.addWidget(page)
    page.show()
    qtbot.waitUntil(lambda: page.model.rowCount() == 3, timeout=LIMIT_MS)
    return page


def shown(page: PlansPage, row: int, column: int) -> str:
    return str(page.model.data(page.model.index(row, column)))


def editor_of(qtbot: QtBot, page: PlansPage, row: int = BLENDERS) -> PlanEditor:
    page.table.selectRow(row)
    press(page.table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.editor is not None and page.slide.is_open)
    editor = page.editor
    assert editor is not None
    qtbot.waitUntil(lambda: "It holds for" in editor.effect.text(), timeout=LIMIT_MS)
    return editor


def test_the_effect_is_told_and_then_holds(qtbot: QtBot, theme: Theme, bridge: Bridge, fleet_desk: Desk) -> None:
    page = open_page(qtbot, theme, bridge, fleet_desk)
    assert page.headline.text() == "7 services are due, of 99 that the plans count."
    assert (shown(page, BLENDERS, EVERY), shown(page, BLENDERS, DUE)) == ("1,000 uses", "4 due")
    editor = editor_of(qtbot, page)
    assert "What is due stays as it is." in editor.effect.text()
    editor.every.selectAll()
    type_text(editor.every, "800")
    qtbot.waitUntil(lambda: "5 become due" in editor.effect.text(), timeout=LIMIT_MS)
    assert "RF-20400" in editor.named.text()
    click(editor.save)
    qtbot.waitUntil(lambda: "A reason is needed" in editor.effect.text(), timeout=LIMIT_MS)
    assert shown(page, BLENDERS, EVERY) == "1,000 uses", "nothing is saved without a reason"
    type_text(editor.reason, "blades last less")
    press(editor.reason, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: shown(page, BLENDERS, EVERY) == "800 uses", timeout=LIMIT_MS)
    assert shown(page, BLENDERS, DUE) == "9 due"
    qtbot.waitUntil(lambda: not page.slide.is_open, timeout=LIMIT_MS)
    again = editor_of(qtbot, page)
    qtbot.waitUntil(lambda: "blades last less" in texts(again), timeout=LIMIT_MS)
    assert "shipped with Fleetdesk" in texts(again)


def test_an_exception_for_a_device_and_its_end(qtbot: QtBot, theme: Theme, bridge: Bridge, fleet_desk: Desk) -> None:
    page = open_page(qtbot, theme, bridge, fleet_desk)
    editor = editor_of(qtbot, page)
    type_text(editor.device, "RF-20417")
    press(editor.device, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "It holds for 1 devices" in editor.effect.text(), timeout=LIMIT_MS)
    editor.every.selectAll()
    type_text(editor.every, "2000")
    qtbot.waitUntil(lambda: "1 are no longer due" in editor.effect.text(), timeout=LIMIT_MS)
    type_text(editor.reason, "a gentle store")
    click(editor.save)
    qtbot.waitUntil(lambda: page.model.rowCount() == 4, timeout=LIMIT_MS)
    assert [shown(page, row, PLACE) for row in range(2)] == ["everywhere", "RF-20417"]
    narrow = editor_of(qtbot, page, 1)
    assert "For one model" not in texts(narrow)
    type_text(narrow.reason, "on loan")
    click(narrow.end)
    qtbot.waitUntil(lambda: shown(page, 1, DUE) == "Not done", timeout=LIMIT_MS)


def test_a_model_of_its_own_and_what_cannot_be(qtbot: QtBot, theme: Theme, bridge: Bridge, fleet_desk: Desk) -> None:
    page = open_page(qtbot, theme, bridge, fleet_desk)
    coffee = next(row for row in range(3) if shown(page, row, TASK).startswith("Deep clean"))
    editor = editor_of(qtbot, page, coffee)
    pick(editor.models, "Eversys (test unit)")
    qtbot.waitUntil(lambda: "It holds for 1 devices" in editor.effect.text(), timeout=LIMIT_MS)
    editor.every.selectAll()
    type_text(editor.every, "often")
    qtbot.waitUntil(lambda: "Enter whole numbers" in editor.effect.text())
    editor.every.selectAll()
    type_text(editor.every, "0")
    qtbot.waitUntil(lambda: "no interval" in editor.effect.text(), timeout=LIMIT_MS)
    type_text(editor.device, "nobody")
    press(editor.device, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "There is no device" in editor.effect.text(), timeout=LIMIT_MS)
    press(page, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not page.slide.is_open)
