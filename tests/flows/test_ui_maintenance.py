"""A visit to a store: what is due, what is pulled forward, what to pack; a round that one signature closes."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot
from ui_hands import button, click, press, texts, type_text

from fleetdesk.services.desk import Desk
from fleetdesk.services.due_list import DueList
from fleetdesk.services.maintenance_page import MaintenancePage as Maintenance
from fleetdesk.services.model_names import ModelNames
from fleetdesk.services.person import set_person
from fleetdesk.services.views import Person
from fleetdesk.ui.bridge import Bridge
from fleetdesk.ui.maintenance.page import MaintenancePage
from fleetdesk.ui.maintenance.round_dialog import RoundDialog
from fleetdesk.ui.theme import Theme
from tests.services.test_visits import MILK, milk, shows

LIMIT_MS = 20_000
OpenPage = Callable[[], MaintenancePage]


@pytest.fixture
def milks(fleet_desk: Desk) -> list[str]:
    made = [milk(fleet_desk, serial, uses) for serial, uses in zip(MILK, (230, 201, 185, None), strict=True)]
    for days_ago in (40, 30, 20, 10):
        shows(fleet_desk, MILK[2], 165 + (40 - days_ago) // 2, days_ago)
    return made


@pytest.fixture
def open_page(qtbot: QtBot, theme: Theme, bridge: Bridge, fleet_desk: Desk) -> OpenPage:
    def open_it() -> MaintenancePage:
        page = MaintenancePage(theme, bridge, Maintenance(fleet_desk.record, ModelNames()))
        page.resize(1200, 900)
        qtbot.addWidget(page)
        page.show()
        qtbot.waitUntil(lambda: page.visit.title.text() != "", timeout=LIMIT_MS)
        return page

    return open_it


def store_04(qtbot: QtBot, page: MaintenancePage) -> None:
    row = page.model.row_of("STORE-04")
    assert row is not None
    page.table.selectRow(row)
    press(page.table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.visit.title.text() == "Store 04" and MILK[0] in texts(page.visit), timeout=LIMIT_MS)


def dialog_of(qtbot: QtBot, page: MaintenancePage) -> RoundDialog:
    click(button(page.visit, "Close together: Line purge"))
    qtbot.waitUntil(lambda: page.dialog is not None and page.dialog.isVisible(), timeout=LIMIT_MS)
    assert isinstance(page.dialog, RoundDialog)
    return page.dialog


def sign(qtbot: QtBot, page: MaintenancePage, dialog: RoundDialog) -> None:
    """A line that was just laid out is not seen yet, so that a line is gone proves nothing before the dialog closed."""
    with qtbot.waitSignal(dialog.finished, timeout=LIMIT_MS):
        click(dialog.sign)
    qtbot.waitUntil(lambda: MILK[0] not in texts(page.visit), timeout=LIMIT_MS)


def test_the_page_says_where_work_waits_and_what_a_visit_is(
    qtbot: QtBot, open_page: OpenPage, milks: list[str]
) -> None:
    page = open_page()
    assert page.headline.text() == "9 services are due in 5 stores; 7 more soon."
    assert "Blenders 4 of 51" in page.categories.text()
    assert "Milk dispensers 4 of 17 (1 never read)" in page.categories.text()
    store_04(qtbot, page)
    seen = texts(page.visit)
    assert "3 due, 7 pulled forward" in page.visit.said.text()
    assert "milk line sanitiser" in page.visit.parts.text()
    assert f"No reading yet, so nobody knows: {MILK[3]}" in seen
    assert "Before the next visit · 7" in seen


def test_another_day_is_another_plan_and_no_day_is_said(qtbot: QtBot, open_page: OpenPage, milks: list[str]) -> None:
    page = open_page()
    store_04(qtbot, page)
    page.visit.until.setText("soon")
    press(page.visit.until, Qt.Key.Key_Return)
    assert "Write days as" in page.visit.problem.text()
    page.visit.until.setText(page.visit.on.text())
    press(page.visit.until, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "must come after" in page.visit.problem.text(), timeout=LIMIT_MS)
    tomorrow = date.fromisoformat(page.visit.on.text()) + timedelta(days=1)
    page.visit.until.setText(tomorrow.isoformat())
    press(page.visit.until, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "7 pulled forward" not in page.visit.said.text(), timeout=LIMIT_MS)
    assert not page.visit.problem.isVisible()


def test_a_day_counts_when_its_field_is_left_too_and_asks_once(
    qtbot: QtBot, open_page: OpenPage, milks: list[str]
) -> None:
    page = open_page()
    store_04(qtbot, page)
    asked: list[bool] = []
    page.visit.changed.connect(lambda: asked.append(True))
    page.visit.until.setFocus()
    page.visit.on.setFocus()
    assert not asked, "nothing was changed"
    tomorrow = (date.fromisoformat(page.visit.on.text()) + timedelta(days=1)).isoformat()
    page.visit.until.setFocus()
    page.visit.until.selectAll()
    type_text(page.visit.until, tomorrow)
    press(page.visit.until, Qt.Key.Key_Tab)
    qtbot.waitUntil(lambda: "7 pulled forward" not in page.visit.said.text(), timeout=LIMIT_MS)
    assert len(asked) == 1


def test_a_round_is_signed_once_for_all_that_are_chosen(
    qtbot: QtBot, open_page: OpenPage, fleet_desk: Desk, milks: list[str]
) -> None:
    set_person(fleet_desk.record, Person("Ana Ruiz", "T-4417"))
    page = open_page()
    store_04(qtbot, page)
    dialog = dialog_of(qtbot, page)
    assert f"{MILK[3]}: no reading yet" in texts(dialog)
    assert not dialog.sign.isEnabled(), "nothing is signed before it is confirmed"
    box = dialog.boxes[milks[2]]
    click(box, QPoint(8, box.height() // 2))
    dialog.confirmed.setChecked(True)
    count = len(dialog.boxes) - 1
    assert dialog.sign.text() == f"Sign for {count}"
    assert dialog.name.text() == "Ana Ruiz"
    sign(qtbot, page, dialog)
    uses = {
        serial: DueList(fleet_desk.record).of_device(device)[0].uses for serial, device in zip(MILK, milks, strict=True)
    }
    assert uses == {MILK[0]: 0, MILK[1]: 0, MILK[2]: 185, MILK[3]: None}


def test_a_round_without_a_name_is_not_signed(qtbot: QtBot, open_page: OpenPage, milks: list[str]) -> None:
    page = open_page()
    store_04(qtbot, page)
    dialog = dialog_of(qtbot, page)
    dialog.confirmed.setChecked(True)
    click(dialog.sign)
    qtbot.waitUntil(lambda: "needs a name" in dialog.said.text(), timeout=LIMIT_MS)
    type_text(dialog.name, "Ana")
    type_text(dialog.number, "T-1")
    sign(qtbot, page, dialog)
