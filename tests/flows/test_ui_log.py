"""A module's motor log on the Bench: fetched by a button or after a motor test, read with the cursor, taken along."""

import csv
from dataclasses import replace
from pathlib import Path

import pytest
import ui_data as data
from conftest import OpenWindow
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot
from test_ui_bench import open_bench
from ui_fakes import FakeServices
from ui_hands import button, click, press, texts

from fleetdesk.domain.errors import PortError
from fleetdesk.runtime.loop import IoLoop
from fleetdesk.services.bench_views import BenchView, FetchedLog, WorkView
from fleetdesk.services.views import Text
from fleetdesk.ui.bench.log_card import LogCard
from fleetdesk.ui.bench.page import BenchPage
from fleetdesk.ui.bench.unit_view import UnitView

PORT = replace(data.ready(), unit=replace(data.frost(), can_restart=True, has_log=True))


@pytest.fixture
def bench(qtbot: QtBot, open_window: OpenWindow, services: FakeServices) -> BenchPage:
    page = open_bench(qtbot, open_window, services, PORT)
    qtbot.waitUntil(lambda: page.body.unit_view is not None)
    return page


def unit_view(page: BenchPage) -> UnitView:
    assert page.body.unit_view is not None
    return page.body.unit_view


def fetched(qtbot: QtBot, page: BenchPage) -> LogCard:
    qtbot.waitUntil(lambda: unit_view(page).log is not None)
    card = unit_view(page).log
    assert card is not None
    qtbot.waitUntil(card.isVisible)
    return card


def test_the_log_takes_the_place_of_the_live_plot_and_goes_again(
    qtbot: QtBot, bench: BenchPage, services: FakeServices
) -> None:
    view = unit_view(bench)
    assert view.live is not None
    qtbot.waitUntil(view.live.isVisible)
    click(button(bench, "Fetch log"))
    card = fetched(qtbot, bench)
    assert ("log", PORT.port) in services.bench.calls
    assert not view.live.isVisible()
    qtbot.waitUntil(lambda: services.bench.watching == 0)
    seen = texts(card)
    assert "400 samples at 100 Hz" in seen
    assert "limit of the load 6.20 A" in card.outcome.text
    assert f"{data.motor_log().size:,} bytes, SHA-256 {data.motor_log().sha256[:12]}" in seen
    click(button(card, "Back to live"))
    qtbot.waitUntil(view.live.isVisible)
    qtbot.waitUntil(lambda: services.bench.watching == 1)


def test_it_is_read_with_the_cursor_and_exported(qtbot: QtBot, bench: BenchPage, tmp_path: Path) -> None:
    click(button(bench, "Fetch log"))
    card = fetched(qtbot, bench)
    plot = card.plot
    assert plot is not None
    qtbot.waitUntil(lambda: plot.is_ready, timeout=20_000)
    assert len(plot.shown()) == 400
    press(plot, Qt.Key.Key_Left)
    assert "Motor temperature 25.10 °C" in texts(card)
    table, picture = tmp_path / "log.csv", tmp_path / "log.png"
    card.save_csv(str(table))
    qtbot.waitUntil(lambda: "samples are in" in texts(card))
    with table.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0] == ["UTC", "seconds", "Motor current (A)", "Motor temperature (°C)"]
    assert (len(rows), rows[1][0]) == (401, "2026-02-14T12:00:00.000Z")
    log = data.motor_log().log
    assert log is not None
    assert [float(row[2]) for row in rows[1:]] == [ma / 1000 for ma in log.current_ma]
    card.save_png(str(picture))
    assert QImage(str(picture)).width() == 2 * plot.width()


def test_after_a_motor_test_the_log_comes_by_itself(
    qtbot: QtBot, bench: BenchPage, services: FakeServices, io_loop: IoLoop
) -> None:
    view = unit_view(bench)
    assert view.live is not None
    live = view.live
    click(button(live, "Test motor"))
    qtbot.waitUntil(lambda: services.bench.watching == 1)
    io_loop.loop.call_soon_threadsafe(services.bench.let_go.set)
    fetched(qtbot, bench)
    assert live.outcome.text == "Over the limit"


def test_without_a_run_nothing_is_fetched(
    qtbot: QtBot, bench: BenchPage, services: FakeServices, io_loop: IoLoop
) -> None:
    view = unit_view(bench)
    assert view.live is not None
    live = view.live
    services.bench.tested = replace(services.bench.tested, outcome="not_seen", began_s=None, ended_s=None)
    click(button(live, "Test motor"))
    qtbot.waitUntil(lambda: services.bench.watching == 1)
    io_loop.loop.call_soon_threadsafe(services.bench.let_go.set)
    qtbot.waitUntil(lambda: live.outcome.text == "No run seen")
    assert not [call for call in services.bench.calls if call[0] == "log"]


def test_how_far_it_is_and_its_cancel(qtbot: QtBot, bench: BenchPage, services: FakeServices) -> None:
    coming = WorkView(Text("Fetching the motor log"), Text("12 of 31 KiB, 7.6 KiB/s, 3 s left"), 38, can_cancel=True)
    services.bench.view.set(BenchView((replace(PORT, work=coming),)))
    qtbot.waitUntil(lambda: "3 s left" in texts(bench))
    click(button(bench, "Cancel"))
    assert ("cancel", PORT.port) in services.bench.calls


def test_a_log_that_does_not_come_is_told_and_the_live_plot_stays(
    qtbot: QtBot, bench: BenchPage, services: FakeServices
) -> None:
    services.bench.failure = PortError("The module went away.", "12 of 31 KiB are kept.", "Plug it in again.")
    click(button(bench, "Fetch log"))
    qtbot.waitUntil(lambda: "12 of 31 KiB are kept" in bench.banner.text)
    assert unit_view(bench).log is None


@pytest.mark.parametrize(
    ("log", "words"),
    [
        (data.motor_log(b"FDMC" + bytes(40)), "This log cannot be read: motor log version 0"),
        (data.motor_log(b"no log"), "Its bytes are kept in motor-logs/RF-20417.bin"),
    ],
)
def test_a_damaged_log_says_what_is_wrong(
    qtbot: QtBot, bench: BenchPage, services: FakeServices, log: FetchedLog, words: str
) -> None:
    services.bench.log = log
    click(button(bench, "Fetch log"))
    card = fetched(qtbot, bench)
    assert words in texts(card)
    assert card.plot is None
    assert not card.export.isVisible()
