"""Stores in the window: found, added, changed, and what cannot be said of one."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from ui_hands import button, click, press, texts, type_text

from fleetdesk.services.desk import Desk
from fleetdesk.services.edit_store import edit_store
from fleetdesk.services.stores_page import StoresPage as Stores
from fleetdesk.storage.queries import registry
from fleetdesk.ui.bridge import Bridge
from fleetdesk.ui.stores.model import ADDRESS, DEVICES, DUE, HOURS, NAME, STATUS
from fleetdesk.ui.stores.page import StoresPage
from fleetdesk.ui.stores.panel import StorePanel
from fleetdesk.ui.theme import Theme

LIMIT_MS = 20_000


def open_page(qtbot: QtBot, theme: Theme, bridge: Bridge, desk: Desk, stores: int = 10) -> StoresPage:
    page = StoresPage(theme, bridge, Stores(desk.record))
    page.resize(1200, 900)
    qtbot.addWidget(page)
    page.show()
    qtbot.waitUntil(lambda: page.model.rowCount() == stores and bool(page.headline.text()), timeout=LIMIT_MS)
    return page


def row_of(page: StoresPage, code: str) -> int:
    return next(row for row in range(page.model.rowCount()) if page.model.store_at(row).store.code == code)


def shown(page: StoresPage, code: str, column: int) -> str:
    return str(page.model.data(page.model.index(row_of(page, code), column)))


def panel_of(qtbot: QtBot, page: StoresPage, code: str) -> StorePanel:
    page.table.selectRow(row_of(page, code))
    press(page.table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.slide.is_open and page.panel is not None and page.panel.isVisible())
    assert page.panel is not None
    return page.panel


def test_the_stores_with_their_devices_and_their_work(
    qtbot: QtBot, theme: Theme, bridge: Bridge, fleet_desk: Desk
) -> None:
    page = open_page(qtbot, theme, bridge, fleet_desk)
    assert page.headline.text().startswith("10 stores hold ")
    assert (shown(page, "STORE-04", NAME), shown(page, "STORE-04", STATUS)) == ("Store 04", "Open")
    assert (shown(page, "STORE-04", HOURS), shown(page, "STORE-04", DUE)) == ("not told", "1 due")
    assert int(shown(page, "STORE-04", DEVICES)) > 10
    type_text(page.search, "store 04")
    assert page.model.rowCount() == 1
    press(page.search, Qt.Key.Key_Escape)
    assert page.model.rowCount() == 10


def test_a_store_is_added(qtbot: QtBot, theme: Theme, bridge: Bridge, fleet_desk: Desk) -> None:
    page = open_page(qtbot, theme, bridge, fleet_desk)
    click(button(page, "Add a store"))
    qtbot.waitUntil(lambda: page.panel is not None and page.panel.isVisible())
    panel = page.panel
    assert panel is not None
    type_text(panel.code, "store-04")
    type_text(panel.name, "Store 11")
    type_text(panel.reason, "opens in March")
    click(panel.keep)
    qtbot.waitUntil(lambda: "Store STORE-04 is there already" in panel.said.text(), timeout=LIMIT_MS)
    panel.code.setText("STORE 11")
    click(panel.keep)
    qtbot.waitUntil(lambda: "no code for a store" in panel.said.text(), timeout=LIMIT_MS)
    panel.code.setText("STORE-11")
    type_text(panel.hours["mon"], "06:30-21:00")
    click(button(panel, "The same every day"))
    panel.hours["sun"].clear()
    panel.status.choose("Planned")
    click(panel.keep)
    qtbot.waitUntil(lambda: page.model.rowCount() == 11, timeout=LIMIT_MS)
    qtbot.waitUntil(lambda: not page.slide.is_open, timeout=LIMIT_MS)
    assert (shown(page, "STORE-11", STATUS), shown(page, "STORE-11", HOURS)) == ("Planned", "06:30-21:00, 6 of 7 days")
    assert "Store STORE-11 is registered." in page.banner.text


def test_a_store_is_changed_and_a_wrong_zone_is_refused(
    qtbot: QtBot, theme: Theme, bridge: Bridge, fleet_desk: Desk
) -> None:
    page = open_page(qtbot, theme, bridge, fleet_desk)
    panel = panel_of(qtbot, page, "STORE-04")
    panel.zone.setText("America/Gotham")
    type_text(panel.address, "12 Main Street")
    type_text(panel.reason, "seen at the visit")
    click(panel.keep)
    qtbot.waitUntil(lambda: "no time zone 'America/Gotham'" in panel.said.text(), timeout=LIMIT_MS)
    panel.zone.setText("America/Chicago")
    press(panel.reason, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: shown(page, "STORE-04", ADDRESS) == "12 Main Street", timeout=LIMIT_MS)
    known = fleet_desk.record.read(lambda connection: registry.store(connection, "STORE-04"))
    assert known is not None
    assert known.time_zone == "America/Chicago"


def test_what_somebody_else_changed_meanwhile_is_a_conflict_and_not_lost(
    qtbot: QtBot, theme: Theme, bridge: Bridge, fleet_desk: Desk
) -> None:
    page = open_page(qtbot, theme, bridge, fleet_desk)
    panel = panel_of(qtbot, page, "STORE-04")
    edit_store(fleet_desk.record, "STORE-04", {"name": "Main Street"}, "renamed", "T-9")
    panel.name.setText("Corner Store")
    type_text(panel.reason, "renamed")
    click(panel.keep)
    qtbot.waitUntil(lambda: shown(page, "STORE-04", NAME) == "Corner Store", timeout=LIMIT_MS)
    conflicts = fleet_desk.record.read(
        lambda c: c.execute("SELECT field, sides FROM p_conflict WHERE subject = 'store:STORE-04'").fetchall()
    )
    assert [row[0] for row in conflicts] == ["name"]
    assert "Main Street" in conflicts[0][1]


@pytest.mark.parametrize("hint", ["No store yet", "Add a store..."])
def test_a_home_without_stores_says_where_they_come_from(
    qtbot: QtBot, theme: Theme, bridge: Bridge, desk: Desk, hint: str
) -> None:
    page = StoresPage(theme, bridge, Stores(desk.record))
    qtbot.addWidget(page)
    page.show()
    qtbot.waitUntil(lambda: page.is_empty, timeout=LIMIT_MS)
    assert hint in texts(page)
