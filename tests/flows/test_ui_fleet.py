"""On the Fleet page a person finds devices, sees what is really down, and reads what happened to one."""

from collections.abc import Callable
from dataclasses import replace
from typing import cast

import pytest
import ui_data as data
from conftest import OpenWindow
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from ui_fakes import FakeFleet, FakeServices
from ui_hands import button, click, pick, press, texts, type_text

from fleetdesk.domain.errors import StorageError
from fleetdesk.services.views import DevicePage, DeviceQuery, DueLevel, Health, Problem, SortBy
from fleetdesk.ui.bridge import Bridge
from fleetdesk.ui.fleet.model import PAGES_KEPT, DeviceTableModel
from fleetdesk.ui.fleet.page import FleetPage
from fleetdesk.ui.fleet.page_fetcher import PAGE_ROWS
from fleetdesk.ui.theme import Mode, Theme


def open_fleet(qtbot: QtBot, open_window: OpenWindow) -> FleetPage:
    window = open_window()
    press(window, Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    assert window.pages.current == "fleet"
    page = cast(FleetPage, window.pages.show("fleet"))
    qtbot.waitUntil(lambda: page.table_card.table.model().rowCount() == 216)
    return page


def shown(page: FleetPage, row: int, column: int) -> str:
    model = page.table_card.table.model()
    return str(model.index(row, column).data())


def test_four_figures_name_their_denominators(qtbot: QtBot, open_window: OpenWindow, services: FakeServices) -> None:
    page = open_fleet(qtbot, open_window)
    figures = data.figures(services.fleet.rows)
    qtbot.waitUntil(lambda: page.figures.online.figure == str(figures.reported_online))
    assert page.figures.online.sentence == "of 158 devices that report a state"
    assert page.figures.down.figure == str(figures.really_down)
    assert (
        page.figures.unknown.sentence
        == f"58 never reported, {figures.unknown_behind_dead_gateway} behind a dead gateway"
    )
    assert page.figures.due.sentence == f"{figures.due} blade services"


def test_unknown_is_grey_and_never_red(qtbot: QtBot, open_window: OpenWindow) -> None:
    from fleetdesk.services.views import Tone
    from fleetdesk.ui.widgets.table import TONE_ROLE

    page = open_fleet(qtbot, open_window)
    model = page.table_card.table.model()
    tones = {(shown(page, row, 3), Tone(model.index(row, 3).data(TONE_ROLE))) for row in range(128)}
    assert tones == {("Online", Tone.OK), ("Offline", Tone.BAD), ("Unknown", Tone.IDLE)}


def test_slash_searches_and_escape_brings_everything_back(qtbot: QtBot, open_window: OpenWindow) -> None:
    page = open_fleet(qtbot, open_window)
    model = page.table_card.table.model()
    press(page, Qt.Key.Key_Slash)
    qtbot.waitUntil(page.filters.search.hasFocus)
    type_text(page.filters.search, "rf-2041")
    qtbot.waitUntil(lambda: model.rowCount() == 10)
    assert shown(page, 0, 0) == "RF-20410"
    press(page.filters.search, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: model.rowCount() == 216)


def test_filters_narrow_together_and_are_cleared_in_one_go(qtbot: QtBot, open_window: OpenWindow) -> None:
    page = open_fleet(qtbot, open_window)
    model = page.table_card.table.model()
    pick(page.filters.category.menu(), "Blenders")
    qtbot.waitUntil(lambda: model.rowCount() == 51)
    pick(page.filters.due.menu(), "Due")
    qtbot.waitUntil(lambda: 0 < model.rowCount() < 51)
    assert page.filters.category.text() == "Blenders"
    click(page.filters.clear)
    qtbot.waitUntil(lambda: model.rowCount() == 216)
    assert page.filters.category.text() == "All equipment"


def test_a_figure_filters_to_what_it_counts(qtbot: QtBot, open_window: OpenWindow, services: FakeServices) -> None:
    page = open_fleet(qtbot, open_window)
    click(page.figures.down)
    down = data.figures(services.fleet.rows).really_down
    qtbot.waitUntil(lambda: page.table_card.table.model().rowCount() == down)
    assert {shown(page, row, 3) for row in range(down)} == {"Offline"}
    assert page.figures.down.is_chosen
    assert not page.figures.online.is_chosen


def test_a_click_on_a_column_sorts_and_a_second_one_turns_it_round(qtbot: QtBot, open_window: OpenWindow) -> None:
    page = open_fleet(qtbot, open_window)
    header = page.table_card.table.horizontalHeader()
    uses = 7

    def click_name() -> None:
        click(header.viewport(), QPoint(header.sectionViewportPosition(uses) + 20, header.height() // 2))

    click_name()
    qtbot.waitUntil(lambda: shown(page, 0, uses) == "1,034")
    click_name()
    qtbot.waitUntil(lambda: shown(page, 215, uses) == "1,034")
    place = QPoint(header.sectionViewportPosition(uses) + 20, header.height() // 2)
    QTest.mouseDClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)  # quick clicks arrive as one of these
    qtbot.waitUntil(lambda: shown(page, 0, uses) == "1,034")


def test_a_search_without_a_hit_says_so_and_offers_the_way_back(qtbot: QtBot, open_window: OpenWindow) -> None:
    page = open_fleet(qtbot, open_window)
    page.filters.search.setText("no such thing")
    qtbot.waitUntil(lambda: page.table_card.shows_nothing)
    assert "No device matches" in texts(page.table_card)
    click(button(page.table_card, "Clear"))
    qtbot.waitUntil(lambda: not page.table_card.shows_nothing)


def test_enter_opens_a_device_with_its_time_line_and_escape_closes_it(qtbot: QtBot, open_window: OpenWindow) -> None:
    page = open_fleet(qtbot, open_window)
    page.filters.search.setText("rf-20411")
    table = page.table_card.table
    qtbot.waitUntil(lambda: table.model().rowCount() == 1)
    table.selectRow(0)
    press(table, Qt.Key.Key_Return)
    slide = page.panels.slide
    qtbot.waitUntil(lambda: slide.is_open and "What happened" in texts(slide))
    seen = texts(slide)
    assert "RF-20411" in seen
    assert "1,012 of 1,000 uses" in seen
    assert "940 uses on module M-7731 and 72 on M-8102 since the swap on 3 November." in seen
    assert "Inspected: connectivity failure, firmware regression." in seen
    assert "and 17 earlier ones" in seen
    assert page.panels.detail is not None
    press(page.panels.detail, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not slide.isVisible())


def test_motion_is_short_and_gone_where_the_system_wants_none(
    qtbot: QtBot, open_window: OpenWindow, theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert theme.duration_ms < 200
    page = open_fleet(qtbot, open_window)
    monkeypatch.setattr(Theme, "duration_ms", property(lambda _theme: 0))
    page.panels.open_device(data.fleet()[0])
    slide = page.panels.slide
    assert slide.geometry().right() == page.rect().right()
    slide.close_panel()
    assert not slide.isVisible()


def test_new_events_appear_without_moving_what_is_looked_at(
    qtbot: QtBot, open_window: OpenWindow, services: FakeServices
) -> None:
    page = open_fleet(qtbot, open_window)
    table = page.table_card.table
    table.selectRow(5)
    moved = replace(services.fleet.rows[51], store_name="Moved there")
    services.fleet.rows = (*services.fleet.rows[:51], moved, *services.fleet.rows[52:])
    services.fleet.changes.set(2)
    qtbot.waitUntil(lambda: any(shown(page, row, 2) == "Moved there" for row in range(40)))
    assert [index.row() for index in table.selectionModel().selectedRows()] == [5]


def test_a_failing_database_is_told_calmly_and_tried_again(
    qtbot: QtBot, open_window: OpenWindow, services: FakeServices
) -> None:
    page = open_fleet(qtbot, open_window)
    services.fleet.failure = StorageError("The database cannot be read.", "The disk reports an error.", "Restart.")
    services.fleet.changes.set(2)
    qtbot.waitUntil(page.banner.isVisible)
    assert page.banner.text == "The database cannot be read. The disk reports an error. Restart."
    services.fleet.failure = None
    click(button(page.banner, "Try again"))
    qtbot.waitUntil(lambda: not page.banner.isVisible())


def test_an_import_is_shown_before_it_happens(qtbot: QtBot, open_window: OpenWindow, services: FakeServices) -> None:
    page = open_fleet(qtbot, open_window)
    page.panels.open_import("/home/ana/fleet.json")
    slide = page.panels.slide
    qtbot.waitUntil(lambda: "Import 216 rows" in texts(slide))
    assert "R2's 12 + 10 gateways exceed the limit of 20 that the same report gives." in texts(slide)
    assert services.fleet.imported == []
    press(button(slide, "Import 216 rows"), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "216 rows are imported" in texts(slide))
    assert services.fleet.imported == ["/home/ana/fleet.json"]


def test_a_file_with_a_problem_is_refused_in_its_own_words(
    qtbot: QtBot, open_window: OpenWindow, services: FakeServices
) -> None:
    page = open_fleet(qtbot, open_window)
    duplicate = Problem("Row 17 has a serial twice.", "RF-20417 stands in row 4 too.", "Correct the file.")
    services.fleet.preview = replace(services.fleet.preview, problems=(duplicate,))
    page.panels.open_import("/home/ana/fleet.json")
    qtbot.waitUntil(lambda: "Row 17 has a serial twice." in texts(page.panels.slide))
    assert "Import 216 rows" not in texts(page.panels.slide)


def test_a_large_fleet_is_never_held_whole(qtbot: QtBot, bridge: Bridge) -> None:
    row = data.fleet()[0]
    total = 600_000

    class Large(FakeFleet):
        def page(self, query: DeviceQuery, offset: int, limit: int) -> DevicePage:
            self.asked.append((query, offset))
            rows = tuple(replace(row, label=f"RF-{number}") for number in range(offset, offset + limit))
            return DevicePage(rows, offset, total)

    source = Large(rows=())
    model = DeviceTableModel(bridge, source)
    model.show_query(DeviceQuery())
    qtbot.waitUntil(lambda: model.rowCount() == total)

    def look_at(place: int) -> Callable[[], bool]:
        return lambda: model.index(place, 0).data() == f"RF-{place}"

    for place in range(0, total, total // 60):
        qtbot.waitUntil(look_at(place))
    asked = {offset for _query, offset in source.asked}
    assert len(asked) == 60
    assert all(offset % PAGE_ROWS == 0 for offset in asked)
    held = sum(model.row_at(place) is not None for place in range(0, total, PAGE_ROWS))
    assert held == PAGES_KEPT


def test_an_answer_to_an_older_question_is_dropped(qtbot: QtBot, bridge: Bridge) -> None:
    import threading

    slow = threading.Event()

    class Slow(FakeFleet):
        def page(self, query: DeviceQuery, offset: int, limit: int) -> DevicePage:
            if query.search == "slow":
                slow.wait(5)
            return super().page(query, offset, limit)

    model = DeviceTableModel(bridge, Slow())
    model.show_query(DeviceQuery(search="slow"))
    model.show_query(DeviceQuery(category="blender", state=Health.OFFLINE, due=DueLevel.DUE, sort=SortBy.USES))
    qtbot.waitUntil(lambda: model.rowCount() > 0)
    before = model.rowCount()
    slow.set()
    done: list[int] = []
    bridge.run(lambda: 1, owner=model, on_done=done.append)
    qtbot.waitUntil(lambda: done == [1])
    assert model.rowCount() == before


def test_the_page_is_readable_in_the_dark_too(qtbot: QtBot, open_window: OpenWindow, theme: Theme) -> None:
    page = open_fleet(qtbot, open_window)
    theme.set_mode(Mode.DARK)
    try:
        corner = page.grab().toImage().pixelColor(4, 4)
        assert corner.name() == theme.colours.ground.lower()
    finally:
        theme.set_mode(Mode.LIGHT)


def test_the_list_and_its_labels_are_written_to_a_file(
    qtbot: QtBot, open_window: OpenWindow, services: FakeServices
) -> None:
    page = open_fleet(qtbot, open_window)

    def somewhere(parent: QWidget, name: str, kinds: str) -> str:
        return f"/somewhere/{name}"

    def nowhere(parent: QWidget, name: str, kinds: str) -> str:
        return ""

    page.choose_target = somewhere
    pick(page.filters.out, "The list as a table...")
    qtbot.waitUntil(lambda: page.banner.text == "216 devices are in Fleet.xlsx.")
    pick(page.filters.out, "Labels with QR codes...")
    qtbot.waitUntil(lambda: page.banner.text == "216 labels are in Labels.pdf.")
    assert services.fleet.imported == ["/somewhere/Fleet.xlsx", "/somewhere/Labels.pdf"]
    page.choose_target = nowhere
    pick(page.filters.out, "Labels with QR codes...")
    assert len(services.fleet.imported) == 2, "nothing is written when nobody said where"
