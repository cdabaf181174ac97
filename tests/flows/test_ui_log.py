"""After a motor test the module's own waveform comes by itself; it is read, cut to a run, and taken along."""

import csv
from dataclasses import replace
from pathlib import Path

import pytest
import ui_data as data
from conftest import OpenWindow
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from test_ui_bench import open_bench
from ui_fakes import FakeServices
from ui_hands import button, click, press, texts

from fleetdesk.domain.errors import DeviceError
from fleetdesk.domain.motor_log import parse_motor_log
from fleetdesk.runtime.loop import IoLoop
from fleetdesk.services.bench_views import BenchView, WorkView
from fleetdesk.services.views import Problem, Text, Tone
from fleetdesk.simulator.motor import Motor
from fleetdesk.simulator.motor_log import log_of_a_run
from fleetdesk.ui.bench.damaged_log import DamagedLog
from fleetdesk.ui.bench.log_card import LogCard
from fleetdesk.ui.bench.motor_place import MotorPlace
from fleetdesk.ui.bench.page import BenchPage
from fleetdesk.ui.bridge import Bridge
from fleetdesk.ui.theme import Theme

RESTARTS = replace(data.ready(), unit=replace(data.frost(), can_restart=True, has_log=True))
STOP = WorkView(
    Text("Fetching the motor log"), Text("{done} of {total} KiB, {rate} KiB/s, {left} s left",
    {"done": 4, "total": 9, "rate": "3.9", "left": 2}), 44, True,
)  # fmt: skip


@pytest.fixture
def page(qtbot: QtBot, open_window: OpenWindow, services: FakeServices) -> BenchPage:
    made = open_bench(qtbot, open_window, services, RESTARTS)
    qtbot.waitUntil(lambda: made.body.unit_view is not None)
    qtbot.waitUntil(lambda: services.bench.watching == 1)
    return made


@pytest.fixture
def motor(page: BenchPage) -> MotorPlace:
    view = page.body.unit_view
    assert view is not None
    assert view.motor is not None
    return view.motor


def end_test(qtbot: QtBot, motor: MotorPlace, services: FakeServices, io_loop: IoLoop) -> None:
    """The person lets the motor run; the test is judged, and its waveform is asked for."""
    click(button(motor, "Test motor"))
    io_loop.loop.call_soon_threadsafe(services.bench.let_go.set)
    qtbot.waitUntil(lambda: ("log", data.FROST_PORT, "now") in services.bench.calls)


def fetched(qtbot: QtBot, motor: MotorPlace, services: FakeServices, io_loop: IoLoop) -> LogCard:
    io_loop.loop.call_soon_threadsafe(services.bench.log_comes.set)
    qtbot.waitUntil(lambda: isinstance(motor.currentWidget(), LogCard))
    card = motor.currentWidget()
    assert isinstance(card, LogCard)
    qtbot.waitUntil(lambda: card.plot.is_ready, timeout=20_000)
    return card


@pytest.fixture
def card(qtbot: QtBot, theme: Theme, bridge: Bridge) -> LogCard:
    """A log of three runs, by itself."""
    made = LogCard(theme, bridge, data.motor_log(runs=3), data.CURRENT)
    qtbot.addWidget(made)
    made.resize(900, 480)
    made.show()
    qtbot.waitUntil(lambda: made.plot.is_ready, timeout=20_000)
    return made


# -- it comes ----------------------------------------------------------------------------------------------------------


def test_after_a_test_its_waveform_takes_the_place_of_the_live_plot_and_back(
    qtbot: QtBot, motor: MotorPlace, services: FakeServices, io_loop: IoLoop
) -> None:
    end_test(qtbot, motor, services, io_loop)
    qtbot.waitUntil(lambda: services.bench.watching == 0)  # The line is left to the download.
    assert "Over the limit" in motor.live.outcome.text
    assert "Fetching the motor log" in texts(motor)
    card = fetched(qtbot, motor, services, io_loop)
    said = texts(card)
    assert "Over the limit of 6.2 A: load 6.5 A, peak 7.7 A." in said
    assert services.bench.log.sha256 in said
    assert "by the module's clock" in said
    (run,) = card.runs
    assert run.load_ma is not None
    figures = f"load {run.load_ma / 1000:.2f} A · highest {run.peak_ma / 1000:.2f} A"
    assert f"{figures} · 1,200 samples at 100 Hz" in said
    limits = [channel.limit for channel in card.channels.every]
    assert limits == [6.2, 79.9]
    click(button(card, "Live values"))
    qtbot.waitUntil(lambda: services.bench.watching == 1)
    click(button(motor, "Show it"))
    assert motor.currentWidget() is card
    qtbot.waitUntil(lambda: services.bench.watching == 0)


def test_how_far_it_is_stands_below_the_plot_and_it_can_be_stopped(
    qtbot: QtBot, motor: MotorPlace, services: FakeServices, io_loop: IoLoop
) -> None:
    end_test(qtbot, motor, services, io_loop)
    services.bench.view.set(BenchView((replace(RESTARTS, work=STOP),)))
    qtbot.waitUntil(lambda: "4 of 9 KiB, 3.9 KiB/s, 2 s left" in texts(motor))
    click(button(motor, "Cancel"))
    assert ("cancel", data.FROST_PORT) in services.bench.calls


def test_a_waveform_that_cannot_be_had_is_told_calmly_and_the_verdict_stays(
    qtbot: QtBot, motor: MotorPlace, services: FakeServices, io_loop: IoLoop
) -> None:
    services.bench.log_failure = DeviceError("The download was cancelled.", "2048 of 9622 bytes are kept.", "")
    end_test(qtbot, motor, services, io_loop)
    io_loop.loop.call_soon_threadsafe(services.bench.log_comes.set)
    qtbot.waitUntil(lambda: "The waveform was not fetched, the test stands." in texts(motor))
    assert "2048 of 9622 bytes are kept." in texts(motor)
    assert (motor.live.outcome.text, motor.live.outcome.tone) == ("Over the limit", Tone.BAD)
    qtbot.waitUntil(lambda: services.bench.watching == 1)
    services.bench.log_failure = None
    click(button(motor, "Fetch again"))
    qtbot.waitUntil(lambda: ("log", data.FROST_PORT, "begun") in services.bench.calls)
    card = fetched(qtbot, motor, services, io_loop)
    assert "Over the limit of 6.2 A" in texts(card), "it is still the log of that test"


def test_without_a_run_nothing_is_fetched(
    qtbot: QtBot, motor: MotorPlace, services: FakeServices, io_loop: IoLoop
) -> None:
    services.bench.tested = replace(services.bench.tested, outcome="not_seen", began_s=None, ended_s=None)
    click(button(motor, "Test motor"))
    io_loop.loop.call_soon_threadsafe(services.bench.let_go.set)
    qtbot.waitUntil(lambda: motor.live.outcome.text == "No run seen")
    qtbot.waitUntil(lambda: services.bench.watching == 1)
    assert services.bench.calls == []


def test_the_log_is_fetched_from_the_do_card_too(
    qtbot: QtBot, page: BenchPage, motor: MotorPlace, services: FakeServices, io_loop: IoLoop
) -> None:
    click(button(page, "Fetch log"))
    qtbot.waitUntil(lambda: ("log", data.FROST_PORT, "begun") in services.bench.calls)
    services.bench.view.set(BenchView((replace(RESTARTS, work=STOP),)))
    view = page.body.unit_view
    assert view is not None
    qtbot.waitUntil(lambda: "3.9 KiB/s, 2 s left" in texts(view.do))
    click(button(view.do, "Cancel"))
    assert ("cancel", data.FROST_PORT) in services.bench.calls
    card = fetched(qtbot, motor, services, io_loop)
    assert "Arrows read values" in texts(card)


def test_a_unit_whose_pack_has_no_log_offers_none(
    qtbot: QtBot, open_window: OpenWindow, services: FakeServices
) -> None:
    live = replace(data.CURRENT, logged=False)
    unit = replace(data.frost(), live=live, can_restart=True, has_log=False)
    page = open_bench(qtbot, open_window, services, replace(RESTARTS, unit=unit))
    qtbot.waitUntil(lambda: page.body.unit_view is not None)
    assert "Restart module" in texts(page)
    assert "Fetch log" not in texts(page)


def test_a_damaged_log_names_the_byte_and_its_file_can_be_saved(
    qtbot: QtBot, motor: MotorPlace, services: FakeServices, io_loop: IoLoop, tmp_path: Path
) -> None:
    problem = Problem("The motor log of RF-20417 cannot be read.", "Byte 26: record 2 is older.", "It is kept.")
    services.bench.log = replace(services.bench.log, log=None, problem=problem, content=b"FDMC\0damaged")
    end_test(qtbot, motor, services, io_loop)
    io_loop.loop.call_soon_threadsafe(services.bench.log_comes.set)
    qtbot.waitUntil(lambda: isinstance(motor.currentWidget(), DamagedLog))
    card = motor.currentWidget()
    assert isinstance(card, DamagedLog)
    assert "Byte 26: record 2 is older." in texts(card)
    assert "Over the limit of 6.2 A" in texts(card)
    card.save_raw(str(tmp_path / "raw.bin"))
    qtbot.waitUntil(lambda: "The file is in" in texts(card))
    assert (tmp_path / "raw.bin").read_bytes() == b"FDMC\0damaged"
    click(button(card, "Live values"))
    qtbot.waitUntil(lambda: services.bench.watching == 1)


def test_enlarged_it_has_the_page_for_itself_as_the_live_plot_does(
    qtbot: QtBot, page: BenchPage, motor: MotorPlace, services: FakeServices, io_loop: IoLoop
) -> None:
    click(button(motor, "Enlarge"))
    end_test(qtbot, motor, services, io_loop)
    card = fetched(qtbot, motor, services, io_loop)
    assert "What it says" not in texts(page)
    assert card.plot.strips == (0, 1)
    press(card.plot, Qt.Key.Key_Plus)
    assert card.whole.isVisible()
    click(button(card, "Whole"))
    click(button(card, "Back"))
    assert card.plot.strips == (0,)
    assert "What it says" in texts(page)
    click(button(card, "Live values"))
    assert motor.live.plot.strips == (0,)


# -- it is read --------------------------------------------------------------------------------------------------------


def test_a_modules_own_log_is_drawn_with_the_cursor_on_its_values(qtbot: QtBot, theme: Theme, bridge: Bridge) -> None:
    motor = Motor(idle=False, run_s=4.0, pause_s=1.0, run_ma=3900, seed=1)
    content = log_of_a_run(motor, 100, 1_771_070_400, 251)
    view = replace(data.motor_log(), content=content, log=parse_motor_log(content))
    card = LogCard(theme, bridge, view, data.CURRENT)
    qtbot.addWidget(card)
    card.resize(900, 480)
    card.show()
    qtbot.waitUntil(lambda: card.plot.is_ready, timeout=20_000)
    assert "400 samples at 100 Hz" in texts(card)
    assert "From 14 Feb, 07:00 by the module's clock, fetched" in texts(card)
    assert len(card.plot.shown()) == 400
    press(card.plot, Qt.Key.Key_Left)
    last = motor.run_current_ma(3.99, 399) / 1000
    assert f"3.990 s · Motor current {last:.2f} A · Motor temperature 25.10 °C" in texts(card)
    assert not card.run.isVisible()


def test_of_several_runs_one_is_chosen(card: LogCard) -> None:
    assert [(run.first, run.last) for run in card.runs] == [(100, 1099), (1300, 2299), (2500, 3499)]
    assert card.plot.is_whole
    assert not card.whole.isVisible()
    card.show_run("1")
    assert card.plot.span == (12.9, 23.09)
    peak = max(card.log.current_ma[1300:2300]) / 1000
    assert f"highest {peak:.2f} A" in texts(card)
    click(button(card, "Whole"))
    assert card.plot.is_whole
    assert card.run.key is None


def test_it_is_zoomed_and_moved_with_keys_and_wheel(qtbot: QtBot, card: LogCard) -> None:
    plot = card.plot
    press(plot, Qt.Key.Key_Plus)
    began, ended = plot.span
    assert ended - began == pytest.approx(18.0, abs=0.1)
    press(plot, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert plot.span[0] == pytest.approx(began + 4.5, abs=0.05)
    assert plot.span[1] - plot.span[0] == pytest.approx(18.0, abs=0.1)
    for _ in range(9):
        press(plot, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert plot.span[1] == 35.99, "it stops at the end"
    press(plot, Qt.Key.Key_Left)
    place = plot.shown()
    assert f"{place.times[-1]:.3f} s" in texts(card)
    for _ in range(30):
        press(plot, Qt.Key.Key_Plus)
    assert len(plot.shown()) >= 3
    press(plot, Qt.Key.Key_0)
    assert plot.is_whole
    over = QPointF(plot.mapTo(card, plot.rect().center()))
    QTest.wheelEvent(card.windowHandle(), over, QPoint(0, 240))
    qtbot.waitUntil(lambda: not plot.is_whole)
    assert plot.span[1] - plot.span[0] < 20


def test_a_current_over_the_full_scale_is_not_cut_off(qtbot: QtBot, theme: Theme, bridge: Bridge) -> None:
    made = LogCard(theme, bridge, data.motor_log(7900), data.CURRENT)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitUntil(lambda: made.plot.is_ready, timeout=20_000)
    canvas = made.plot._canvas  # pyright: ignore[reportPrivateUsage]
    assert canvas is not None
    strip = canvas._strips[0]  # pyright: ignore[reportPrivateUsage]
    low, high = strip.plot.vb.viewRange()[1]
    assert low <= 0 < made.runs[0].peak_ma / 1000 <= high
    made.plot.show_span(5.0, 6.0)  # Less is drawn there: the scale is the usual one again.
    assert strip.plot.vb.viewRange()[1][1] < made.runs[0].peak_ma / 1000


def test_it_is_exported_as_a_table_a_picture_and_as_it_came(qtbot: QtBot, card: LogCard, tmp_path: Path) -> None:
    table, picture, raw = tmp_path / "log.csv", tmp_path / "log.png", tmp_path / "log.bin"
    card.show_run("0")
    card.save_csv(str(table))
    qtbot.waitUntil(lambda: "3,600 samples are in" in texts(card))
    with table.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0] == ["UTC", "seconds", "Motor current (A)", "Motor temperature (°C)"]
    assert len(rows) == 3601
    assert float(rows[101][2]) == card.log.current_ma[100] / 1000
    card.save_png(str(picture))
    assert QImage(str(picture)).width() == 2 * card.plot.width()
    card.save_raw(str(raw))
    qtbot.waitUntil(raw.exists)
    qtbot.waitUntil(lambda: "The file is in" in texts(card))
    assert raw.read_bytes() == card.view.content
    card.save_raw(str(tmp_path / "no" / "folder.bin"))
    qtbot.waitUntil(lambda: "cannot be written" in texts(card))
