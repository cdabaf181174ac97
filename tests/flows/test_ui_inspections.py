"""The log of inspections in the window: filters, one opened, two compared, amended, saved as a document, exported."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QWidget
from pytestqt.qtbot import QtBot
from ui_fakes import FakeServices
from ui_hands import button, click, pick, press, texts, type_text

from fleetdesk.services.amend_inspection import amend
from fleetdesk.services.campaigns import Campaigns
from fleetdesk.services.desk import Desk
from fleetdesk.services.inspection_views import LogFilter
from fleetdesk.services.inspections_page import InspectionsPage as Service
from fleetdesk.services.model_names import ModelNames
from fleetdesk.services.person import set_person
from fleetdesk.ui.bridge import Bridge
from fleetdesk.ui.inspections.amend_dialog import AmendDialog
from fleetdesk.ui.inspections.page import InspectionsPage
from fleetdesk.ui.inspections.paper_dialog import PaperDialog
from fleetdesk.ui.main_window import MainWindow
from fleetdesk.ui.theme import Theme
from tests.services.inspected import ANA, LI, inspect, whole_inspection

LIMIT_MS = 20_000
OpenPage = Callable[[], InspectionsPage]


@pytest.fixture
def signed(fleet_desk: Desk) -> list[str]:
    """An older one and a whole one of our blender, oldest first, and one of another device."""
    query = "SELECT id FROM p_device WHERE category = 'blender' AND store = 'STORE-02' ORDER BY id LIMIT 1"
    (other,) = fleet_desk.record.read(lambda c: c.execute(query).fetchone())
    set_person(fleet_desk.record, ANA)
    return [
        inspect(fleet_desk, value=950, days_ago=30, verdict="healthy", cause=None, services=("blade-service",)),
        inspect(fleet_desk, other, None, store="STORE-02", verdict="mechanical", cause=None, signer=LI, days_ago=3),
        whole_inspection(fleet_desk),
    ]


@pytest.fixture
def open_page(qtbot: QtBot, theme: Theme, bridge: Bridge, fleet_desk: Desk) -> OpenPage:
    def open_it() -> InspectionsPage:
        page = InspectionsPage(theme, bridge, Service(fleet_desk.record, ModelNames()))
        page.resize(1224, 860)
        qtbot.addWidget(page)
        page.show()
        qtbot.waitUntil(lambda: page.headline.text() != "" or page.shows_nothing, timeout=LIMIT_MS)
        return page

    return open_it


def cells(page: InspectionsPage, row: int) -> list[str]:
    return [str(page.model.index(row, column).data()) for column in range(page.model.columnCount())]


def wait_total(qtbot: QtBot, page: InspectionsPage, total: int) -> None:
    qtbot.waitUntil(lambda: page.model.total == total and page.model.wanted == page.filters.wanted, timeout=LIMIT_MS)


def open_newest(qtbot: QtBot, page: InspectionsPage) -> QWidget:
    page.table.selectRow(0)
    press(page.table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.panels.panel is not None and "Seal" in texts(page.panels.panel), timeout=LIMIT_MS)
    assert page.panels.panel is not None
    return page.panels.panel


def menu_of(button_: QWidget) -> QMenu:
    return next(menu for menu in button_.findChildren(QMenu))


def test_nothing_inspected_yet_says_what_to_do(open_page: OpenPage) -> None:
    page = open_page()
    assert "No inspection yet" in texts(page)
    assert not page.filters.isVisible()


def test_the_log_is_narrowed_by_filters_and_search(qtbot: QtBot, open_page: OpenPage, signed: list[str]) -> None:
    page = open_page()
    assert page.headline.text() == "3 inspections."
    assert cells(page, 0)[1:] == [
        "RF-20417", "Ruiyun Frost", "Store 04", "Connectivity failure", "out of radio range", "Ana Torres", "Sealed"
    ]  # fmt: skip
    qtbot.waitUntil(lambda: len(menu_of(page.filters.store).actions()) > 2, timeout=LIMIT_MS)
    pick(menu_of(page.filters.store), "Store 02")
    wait_total(qtbot, page, 1)
    assert cells(page, 0)[6] == "李 伟"
    click(page.filters.clear)
    wait_total(qtbot, page, 3)
    type_text(page.search, "20417")
    wait_total(qtbot, page, 2)
    pick(menu_of(page.filters.seal), "Broken")
    wait_total(qtbot, page, 0)
    assert "Nothing matches" in texts(page)
    click(button(page, "Clear search and filters"))
    wait_total(qtbot, page, 3)


def test_in_a_narrow_window_the_seal_stays_and_filters_go_on_below(
    qtbot: QtBot, open_page: OpenPage, signed: list[str]
) -> None:
    page = open_page()
    page.resize(784, 640)
    qtbot.waitUntil(lambda: page.table.isColumnHidden(2), timeout=LIMIT_MS)
    assert not page.table.isColumnHidden(7)
    assert sum(page.table.columnWidth(column) for column in range(8)) <= page.table.viewport().width()
    assert page.filters.seal.y() > page.filters.store.y()
    assert page.minimumSizeHint().width() <= 784


def test_one_opens_with_everything_and_esc_closes_it(qtbot: QtBot, open_page: OpenPage, signed: list[str]) -> None:
    page = open_page()
    panel = open_newest(qtbot, page)
    seen = texts(panel)
    for words in (
        "RF-20417", "Motor current under load", "4.020 A", "1.000 - 6.200 A · typed by hand", "read by the machine",
        "Photos", "Services done", "exactly what was signed", "Ana Torres, staff number T-7", "America/New York",
    ):  # fmt: skip
        assert words in seen or words == "Services done", words
    assert page.panels.panel is not None
    photos = page.panels.panel.photos
    qtbot.waitUntil(lambda: all(not photo.pixmap().isNull() for photo in photos.values()), timeout=LIMIT_MS)
    assert len(photos) == 3, "two photos and the drawn signature"
    press(page, Qt.Key.Key_Escape)
    assert not page.panels.any_open


def test_a_broken_seal_is_shown_and_named(
    qtbot: QtBot, open_page: OpenPage, fleet_desk: Desk, signed: list[str]
) -> None:
    change = "UPDATE journal_event SET body = CAST(replace(CAST(body AS TEXT), 'crack', 'track') AS BLOB) WHERE id = ?"
    fleet_desk.record.change(lambda c: c.execute(change, (signed[2],)))
    page = open_page()
    assert cells(page, 0)[7] == "Broken"
    qtbot.waitUntil(lambda: page.trouble.text() == "1 seal is broken.", timeout=LIMIT_MS)
    panel = open_newest(qtbot, page)
    assert "The seal is broken: answer seal was changed" in texts(panel)
    assert not button(panel, "Amend").isEnabled()
    pick(page.export_menu, "Check all seals")
    qtbot.waitUntil(lambda: page.banner.text.startswith("1 of 3 seals are broken"), timeout=LIMIT_MS)


def test_two_of_one_device_are_compared(qtbot: QtBot, open_page: OpenPage, signed: list[str]) -> None:
    page = open_page()
    open_newest(qtbot, page)
    assert page.panels.panel is not None
    (other,) = page.panels.panel.others.actions()
    other.trigger()
    qtbot.waitUntil(lambda: page.panels.comparison is not None and page.panels.wide.is_open, timeout=LIMIT_MS)
    view = page.panels.comparison
    assert view is not None
    assert view.title.text() == "RF-20417: 3 differences"
    assert "Firmware" in texts(view)
    click(view.all)
    qtbot.waitUntil(lambda: "Cause" in texts(view) and "Firmware" not in texts(view), timeout=LIMIT_MS)
    press(page, Qt.Key.Key_Escape)
    assert page.panels.slide.is_open
    assert not page.panels.wide.is_open


def test_an_amendment_needs_a_reason_and_stands_beside(qtbot: QtBot, open_page: OpenPage, signed: list[str]) -> None:
    page = open_page()
    panel = open_newest(qtbot, page)
    click(button(panel, "Amend"))
    dialog = page.panels.dialog
    assert isinstance(dialog, AmendDialog)
    dialog.field.choose("Motor current under load")
    type_text(dialog.value, "much")
    assert not dialog.submit.isEnabled(), "nothing without a reason"
    type_text(dialog.reason, "misread")
    click(dialog.submit)
    qtbot.waitUntil(lambda: "is no number" in dialog.said.text(), timeout=LIMIT_MS)
    dialog.value.setText("4.1")
    click(dialog.submit)
    words = "Motor current under load: 4.020 A → 4.100 A"
    qtbot.waitUntil(lambda: words in texts(panel), timeout=LIMIT_MS)
    assert "4.020 A" in texts(panel).replace(words, ""), "what was signed is still there"
    qtbot.waitUntil(lambda: cells(page, 0)[7] == "Amended", timeout=LIMIT_MS)


def test_one_dialog_saves_the_document_the_receipt_and_prints(
    qtbot: QtBot, open_page: OpenPage, signed: list[str], tmp_path: Path
) -> None:
    page = open_page()
    panel = open_newest(qtbot, page)
    click(button(panel, "Save or print"))
    dialog = page.panels.dialog
    assert isinstance(dialog, PaperDialog)
    names: list[str] = []

    def choose(_parent: QWidget, name: str, _kinds: str) -> str:
        names.append(name)
        return str(tmp_path / name)

    dialog.choose_target = choose
    click(dialog.save)
    qtbot.waitUntil(lambda: "pages." in dialog.said.text(), timeout=LIMIT_MS)
    click(dialog.receipt)
    click(dialog.save)
    qtbot.waitUntil(lambda: "1 page." in dialog.said.text(), timeout=LIMIT_MS)
    assert [name.split()[0] for name in names] == ["Inspection", "Receipt"]
    assert all((tmp_path / name).read_bytes().startswith(b"%PDF-") for name in names)
    shown: list[bytes] = []

    def show(path: str) -> bool:
        shown.append(Path(path).read_bytes())
        return False

    dialog.open_file = show
    click(dialog.print)
    qtbot.waitUntil(lambda: "No program here" in dialog.said.text(), timeout=LIMIT_MS)
    assert shown[0].startswith(b"%PDF-")
    dialog.reject()


def test_services_done_stand_beside_the_log(
    qtbot: QtBot, open_page: OpenPage, signed: list[str], tmp_path: Path
) -> None:
    page = open_page()
    click(page.tabs[1])
    qtbot.waitUntil(lambda: page.headline.text() == "1 service done.", timeout=LIMIT_MS)
    row = [str(page.done.index(0, column).data()) for column in range(page.done.columnCount())]
    assert row[1:4] == ["RF-20417", "Motor inspection and blade replacement", "Store 04"]
    assert row[6].endswith(("late", "early", "On time"))
    assert not page.filters.verdict.isVisible()
    page.choose_target = lambda _parent, _name, _kinds: str(tmp_path / "services.csv")
    page.export()
    qtbot.waitUntil(lambda: "1 rows are in services.csv" in page.banner.text, timeout=LIMIT_MS)
    page.done_table.selectRow(0)
    press(page.done_table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.panels.panel is not None, timeout=LIMIT_MS)
    assert page.panels.panel is not None
    assert page.panels.panel.inspection == signed[0]


def test_a_campaign_that_is_under_way_is_a_filter(
    qtbot: QtBot, open_page: OpenPage, fleet_desk: Desk, signed: list[str]
) -> None:
    page = open_page()
    assert not page.filters.campaign.isVisible()
    campaigns = Campaigns(fleet_desk.record, "UTC")
    campaigns.start("offline-blenders")
    done = inspect(fleet_desk, campaigns.open_devices("offline-blenders")[0], None)
    words = "Inspect all offline blenders: 1 of 42 inspected, 5 business days left"
    menu = menu_of(page.filters.campaign)
    qtbot.waitUntil(lambda: any(action.text() == words for action in menu.actions()), timeout=LIMIT_MS)
    pick(menu, words)
    wait_total(qtbot, page, 1)
    row = page.model.row_at(0)
    assert row is not None
    assert row.id == done
    click(page.filters.clear)
    wait_total(qtbot, page, 4)


def test_another_page_asks_for_a_campaign(qtbot: QtBot, open_page: OpenPage, signed: list[str]) -> None:
    page = open_page()
    page.show_filter(LogFilter(category="blender", store="STORE-02", since="2026-01-01T00:00:00.000Z"))
    wait_total(qtbot, page, 1)
    assert page.filters.clear.isVisible()
    click(page.filters.clear)
    wait_total(qtbot, page, 3)


def test_a_long_log_comes_in_pages(qtbot: QtBot, open_page: OpenPage, fleet_desk: Desk) -> None:
    first = inspect(fleet_desk, days_ago=300, value=1)
    query = "SELECT id FROM p_device WHERE category = 'blender' ORDER BY id LIMIT 50"
    devices = [row[0] for row in fleet_desk.record.read(lambda c: c.execute(query).fetchall())]
    for number in range(150):
        inspect(fleet_desk, devices[number % 50], None, days_ago=number / 10, said=())
    page = open_page()
    assert page.headline.text() == "151 inspections."
    assert page.model.row_at(150) is None, "not looked at yet"
    page.table.scrollToBottom()
    qtbot.waitUntil(lambda: page.model.row_at(150) is not None, timeout=LIMIT_MS)
    last = page.model.row_at(150)
    assert last is not None
    assert last.id == first
    page.table.selectRow(149)
    chosen = page.model.row_at(149)
    newest = inspect(fleet_desk, devices[0], None, said=())
    qtbot.waitUntil(lambda: page.model.total == 152 and page.model.row_at(150) is not None, timeout=LIMIT_MS)
    top = page.model.row_at(0)
    assert top is not None
    assert top.id == newest
    at = page.table.currentIndex().row()
    assert (at, page.model.row_at(at)) == (150, chosen), "what is selected stays selected"
    amend(fleet_desk.record, first, {"note": "More."}, "forgot it", ANA)

    def is_amended() -> bool:
        line = page.model.row_at(151)
        return line is not None and line.seal.amendments == 1

    qtbot.waitUntil(is_amended, timeout=LIMIT_MS)


def test_the_code_of_a_document_opens_its_inspection(
    qtbot: QtBot, open_window: Callable[[], MainWindow], services: FakeServices
) -> None:
    window = open_window()
    window.find_label("INSPECTION 01A21D31-B562-73F6-8443-73337C7A86F6")
    qtbot.waitUntil(lambda: window.pages.current == "inspections", timeout=LIMIT_MS)
    asked = services.inspection_log.asked
    qtbot.waitUntil(lambda: asked == ["01a21d31-b562-73f6-8443-73337c7a86f6"], timeout=LIMIT_MS)
