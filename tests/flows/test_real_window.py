"""The window on the real services: a simulated blender on the cable, a real database, inspected and signed by hand.

Runs offscreen and, in CI, under Xvfb. The page's own details are tested beside it with made-up data.
"""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from typing import Any, cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QTableView
from pytestqt.qtbot import QtBot

from fleetdesk.app import build_window
from fleetdesk.domain.fleet import device_id
from fleetdesk.packs import load_pack
from fleetdesk.services.desk import Desk
from fleetdesk.services.due_list import DueList
from fleetdesk.services.person import set_person
from fleetdesk.services.views import DueLevel, Person
from fleetdesk.simulator.motor import Motor
from fleetdesk.storage import journal, settings
from fleetdesk.ui.bench.inspection_page import InspectionPage
from fleetdesk.ui.bench.log_card import LogCard
from fleetdesk.ui.bench.page import BenchPage
from fleetdesk.ui.bench.reading_card import ReadingCard
from fleetdesk.ui.main_window import MainWindow
from tests.devices.conftest import simulate as simulate  # a fixture
from tests.devices.simulated import DRIVERS, FROST
from tests.flows.ui_hands import button, click, press, texts

BLENDER = device_id("ruiyun-frost", "RF-20417")
RUN_S, PAUSE_S = 4.0, 1.0
RUNNING = {
    "serial": "RF-20417", "stats.blend_use.cycles_total": 1012, "settings.gateway": "MPC-0006", "run_s": RUN_S,
    "pause_s": PAUSE_S, "firmware": "1.3.0",
}  # fmt: skip


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication, fleet_desk: Desk, simulate: Any) -> Iterator[MainWindow]:
    """The application's own window on a home with the sample fleet, a blender on its one port."""
    port = simulate("ruiyun-frost", RUNNING).port
    set_person(fleet_desk.record, Person("Ana Torres", "T-7"))
    now = fleet_desk.record.now()
    fleet_desk.record.change(lambda connection: settings.remember_port(connection, port, now))
    with ExitStack() as stack:
        made = build_window(qapp, fleet_desk, stack)
        with qtbot.waitExposed(made):
            made.show()
        yield made


def on_bench(qtbot: QtBot, window: MainWindow) -> BenchPage:
    """The Bench with the blender's passport on it."""
    bench = cast(BenchPage, window.go("bench"))
    qtbot.waitUntil(lambda: any(p.unit is not None for p in bench.ports), timeout=30_000)
    port = next(p.port for p in bench.ports if p.unit is not None)
    bench.select(port)
    qtbot.waitUntil(lambda: bench.body.unit_view is not None)
    return bench


def test_plugged_in_the_bench_says_what_it_is_and_what_is_due(qtbot: QtBot, window: MainWindow) -> None:
    bench = on_bench(qtbot, window)
    for words in ("RF-20417", "Store 04", "MPC-0006", "1.3.0", "Motor inspection and blade replacement"):
        qtbot.waitUntil(lambda words=words: words in texts(bench))


def test_inspected_and_signed_the_service_is_no_longer_due(qtbot: QtBot, window: MainWindow, fleet_desk: Desk) -> None:
    bench = on_bench(qtbot, window)
    before = fleet_desk.record.read(journal.own_head).seq
    press(bench, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bench.desk.page is not None, timeout=20_000)
    page = bench.desk.page
    assert page is not None
    answer_everything(qtbot, page)
    press(page, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: fleet_desk.record.read(journal.own_head).seq >= before + 4, timeout=20_000)
    task = DueList(fleet_desk.record).of_device(BLENDER)[0]
    assert task.level is DueLevel.OK


def test_a_motor_test_ends_with_the_waveform_that_the_module_recorded(
    qtbot: QtBot, window: MainWindow, fleet_desk: Desk
) -> None:
    bench = on_bench(qtbot, window)
    view = bench.body.unit_view
    assert view is not None
    assert view.motor is not None
    motor = view.motor
    qtbot.waitUntil(lambda: motor.live.plot.is_ready, timeout=20_000)
    click(button(motor, "Test motor"))
    qtbot.waitUntil(lambda: isinstance(motor.currentWidget(), LogCard), timeout=30_000)
    card = motor.currentWidget()
    assert isinstance(card, LogCard)
    table = load_pack(DRIVERS / FROST).simulate
    simulated = Motor(False, RUN_S, PAUSE_S, table["run_ma"], table["seed"])
    currents = [simulated.run_current_ma(n / 100, n) for n in range(400)]
    assert list(card.log.current_ma) == currents
    said = texts(card)
    load, peak = median(currents[50:]) / 1000, max(currents) / 1000
    assert f"load {load:.2f} A · highest {peak:.2f} A · 400 samples at 100 Hz" in said
    assert "is within the limit of 6.2 A" in said
    assert card.view.sha256 in said
    qtbot.waitUntil(lambda: card.plot.is_ready, timeout=20_000)
    assert max(card.plot.shown().values[0]) == peak
    assert fleet_desk.workstation.blobs.get(card.view.sha256) == card.view.content
    # The unit is back on the Bench, and watched again.
    qtbot.waitUntil(lambda: all(port.work is None for port in bench.ports))
    click(button(card, "Live values"))
    qtbot.waitUntil(lambda: "a second" in texts(motor.live), timeout=20_000)


def answered(page: InspectionPage) -> set[str]:
    return {item for item, answer in page.form.answers.items() if answer.outcome or answer.value is not None}


def answer_everything(qtbot: QtBot, page: InspectionPage) -> None:
    """By keyboard: digit 1 and Enter on every card; a reading of the running motor is taken when it is there."""
    for _ in range(60):
        if page.sign.isVisible() and page.sign.is_ready:
            return
        current = page.cards.current
        if isinstance(current, ReadingCard) and current.key not in answered(page):
            qtbot.waitUntil(lambda card=current: card.key in answered(page), timeout=30_000)
        press(page, Qt.Key.Key_1)
        press(page, Qt.Key.Key_Return)
    raise AssertionError("the inspection never became ready to sign: " + texts(page))


def test_the_fleet_page_shows_all_216(qtbot: QtBot, window: MainWindow) -> None:
    fleet = window.go("fleet")
    table = fleet.findChild(QTableView)
    assert table is not None
    qtbot.waitUntil(lambda: table.model().rowCount() == 216, timeout=20_000)
    qtbot.waitUntil(lambda: "89" in texts(fleet), timeout=20_000)


def test_at_first_paint_nothing_slow_is_imported(desk: Desk) -> None:
    home = desk.workstation.home.folder
    desk.close()
    done = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("first_paint.py")), str(home)],
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["painted"]


def test_a_routine_blender_inspection_takes_at_most_twelve_interactions_and_no_typing(
    qtbot: QtBot, window: MainWindow, fleet_desk: Desk
) -> None:
    """Counted: every key that a technician presses from the Bench to the seal, the due service among them."""
    bench = on_bench(qtbot, window)
    before = fleet_desk.record.read(journal.own_head).seq
    pressed: list[Qt.Key] = []

    def hit(key: Qt.Key) -> None:
        pressed.append(key)
        focused = window.focusWidget()
        assert focused is not None
        press(focused, key)

    enter, one = Qt.Key.Key_Return, Qt.Key.Key_1
    bench.setFocus()
    hit(enter)  # start
    qtbot.waitUntil(lambda: bench.desk.page is not None, timeout=20_000)
    page = bench.desk.page
    assert page is not None
    qtbot.waitUntil(lambda: "uses" in page.form.answers, timeout=20_000)
    hit(Qt.Key.Key_0)  # look: all of it passes
    hit(enter)
    hit(one)  # the motor runs; its current fills itself in
    qtbot.waitUntil(lambda: "motor_current" in page.form.answers, timeout=30_000)
    hit(enter)
    hit(enter)  # the module: everything was read
    hit(one)  # healthy
    hit(enter)
    hit(one)  # the service was performed
    hit(enter)
    hit(enter)  # no note
    hit(enter)  # sign
    qtbot.waitUntil(lambda: fleet_desk.record.read(journal.own_head).seq >= before + 4, timeout=20_000)
    assert len(pressed) <= 12
    assert not [key for key in pressed if key not in (enter, one, Qt.Key.Key_0)]
    assert DueList(fleet_desk.record).of_device(BLENDER)[0].level is DueLevel.OK
