"""Spare parts in the window: what runs out first, a delivery, a count, a supplier, the order list."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from ui_hands import button, click, press, texts, type_text

from fleetdesk.services.desk import Desk
from fleetdesk.services.model_names import ModelNames
from fleetdesk.services.spares_page import SparesPage as Spares
from fleetdesk.ui.bridge import Bridge
from fleetdesk.ui.spares.model import HAVE, NAME, NEED, ORDER, SUPPLIER
from fleetdesk.ui.spares.page import SparesPage
from fleetdesk.ui.spares.panel import SparePanel
from fleetdesk.ui.theme import Theme

LIMIT_MS = 20_000


def open_page(qtbot: QtBot, theme: Theme, bridge: Bridge, desk: Desk) -> SparesPage:
    page = SparesPage(theme, bridge, Spares(desk.record, ModelNames()))
    page.resize(1200, 900)
    qtbot.addWidget(page)
    page.show()
    qtbot.waitUntil(lambda: page.model.rowCount() > 0, timeout=LIMIT_MS)
    return page


def shown(page: SparesPage, part: str, column: int) -> str:
    row = next(row for row in range(page.model.rowCount()) if page.model.spare_at(row).part == part)
    return str(page.model.data(page.model.index(row, column)))


def panel_of(qtbot: QtBot, page: SparesPage, part: str) -> SparePanel:
    row = next(row for row in range(page.model.rowCount()) if page.model.spare_at(row).part == part)
    page.table.selectRow(row)
    press(page.table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.slide.is_open and page.panel is not None and page.panel.spare.part == part)
    assert page.panel is not None
    return page.panel


def test_a_home_without_a_fleet_orders_nothing_and_says_why(
    qtbot: QtBot, theme: Theme, bridge: Bridge, desk: Desk
) -> None:
    page = SparesPage(theme, bridge, Spares(desk.record, ModelNames()))
    qtbot.addWidget(page)
    page.show()
    qtbot.waitUntil(lambda: page.is_empty, timeout=LIMIT_MS)
    assert "No spare is needed yet" in texts(page)
    assert "Order list" not in texts(page)


def test_a_delivery_and_a_count(qtbot: QtBot, theme: Theme, bridge: Bridge, fleet_desk: Desk) -> None:
    page = open_page(qtbot, theme, bridge, fleet_desk)
    assert page.headline.text().startswith("To order: ")
    assert (shown(page, "blade-set", HAVE), shown(page, "blade-set", ORDER)) == ("0", "order 6")
    assert shown(page, "blade-set", NEED) == "2 kept, 4 for what is due"
    panel = panel_of(qtbot, page, "blade-set")
    qtbot.waitUntil(lambda: "Nothing was moved yet." in texts(panel), timeout=LIMIT_MS)
    type_text(panel.quantity, "10")
    type_text(panel.target, "STORE-04")
    click(button(panel, "Move"))
    qtbot.waitUntil(lambda: "A reason is needed" in panel.said.text(), timeout=LIMIT_MS)
    type_text(panel.reason, "delivery note 17")
    click(button(panel, "Move"))
    qtbot.waitUntil(lambda: shown(page, "blade-set", HAVE) == "10", timeout=LIMIT_MS)
    assert shown(page, "blade-set", ORDER) == "Enough"
    qtbot.waitUntil(lambda: "10 delivered to STORE-04" in texts(panel), timeout=LIMIT_MS)
    type_text(panel.quantity, "eight")
    type_text(panel.reason, "stock-take")
    click(button(panel, "Counted"))
    qtbot.waitUntil(lambda: "no number" in panel.said.text(), timeout=LIMIT_MS)
    panel.quantity.setText("8")
    click(button(panel, "Counted"))
    qtbot.waitUntil(lambda: shown(page, "blade-set", HAVE) == "8", timeout=LIMIT_MS)
    press(page, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not page.slide.is_open, timeout=LIMIT_MS)


def test_a_supplier_and_the_order_list(
    qtbot: QtBot, theme: Theme, bridge: Bridge, fleet_desk: Desk, tmp_path: Path
) -> None:
    page = open_page(qtbot, theme, bridge, fleet_desk)
    assert shown(page, "device:gateway", NAME) == "Spare: Gateways"
    panel = panel_of(qtbot, page, "device:gateway")
    assert "Move or count" not in texts(panel), "spare devices are counted in the registry"
    type_text(panel.supplier, "Supplier A (sample)")
    panel.safety_stock.setText("12")
    type_text(panel.reason, "one backup a store")
    click(button(panel, "Keep this"))
    qtbot.waitUntil(lambda: shown(page, "device:gateway", SUPPLIER) == "Supplier A (sample)", timeout=LIMIT_MS)
    assert "12 kept" in shown(page, "device:gateway", NEED)
    path = tmp_path / "order.csv"

    def chosen(parent: QWidget, name: str, kinds: str) -> str:
        return str(path)

    page.choose_target = chosen
    click(button(page, "Order list"))
    qtbot.waitUntil(lambda: "lines are in order.csv" in page.banner.text, timeout=LIMIT_MS)
    assert "Supplier A (sample)" in path.read_text("utf-8-sig")
