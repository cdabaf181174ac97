"""A technician watches the motor: tests it, holds the picture and reads it, sees every channel, takes it along."""

import csv
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

from fleetdesk.domain.errors import DeviceError
from fleetdesk.runtime.loop import IoLoop
from fleetdesk.services.views import Tone
from fleetdesk.ui.bench.live_card import LiveCard


@pytest.fixture
def live(qtbot: QtBot, open_window: OpenWindow, services: FakeServices) -> LiveCard:
    page = open_bench(qtbot, open_window, services, data.ready())
    qtbot.waitUntil(lambda: page.body.unit_view is not None)
    view = page.body.unit_view
    assert view is not None
    assert view.live is not None
    card = view.live
    qtbot.waitUntil(lambda: card.plot.is_ready, timeout=20_000)
    qtbot.waitUntil(lambda: len(card.plot.shown()) > 400)
    return card


def test_the_motor_is_tested_and_judged(qtbot: QtBot, live: LiveCard, services: FakeServices, io_loop: IoLoop) -> None:
    click(button(live, "Test motor"))
    qtbot.waitUntil(lambda: live.outcome.text == "Waiting for a run")
    assert "Let the motor run" in texts(live)
    io_loop.loop.call_soon_threadsafe(services.bench.let_go.set)
    qtbot.waitUntil(lambda: live.outcome.text == "Over the limit")
    assert live.outcome.tone is Tone.BAD
    assert "Over the limit of 6.2 A: load 6.5 A, peak 7.7 A." in texts(live)
    qtbot.waitUntil(lambda: services.bench.watching == 1)


def test_a_test_can_be_stopped_and_the_watch_goes_on(qtbot: QtBot, live: LiveCard, services: FakeServices) -> None:
    click(button(live, "Test motor"))
    click(button(live, "Stop the test"))
    qtbot.waitUntil(lambda: services.bench.watching == 1)
    assert not live.outcome.isVisible()
    assert button(live, "Test motor").isEnabled()


def test_a_test_that_fails_says_why(qtbot: QtBot, live: LiveCard, services: FakeServices, io_loop: IoLoop) -> None:
    services.bench.failure = DeviceError("RF-20417 does not answer.", "It was silent.", "")
    click(button(live, "Test motor"))
    io_loop.loop.call_soon_threadsafe(services.bench.let_go.set)
    qtbot.waitUntil(lambda: live.outcome.text == "Test ended")
    assert "RF-20417 does not answer." in texts(live)


def test_a_held_picture_is_read_with_the_arrows(qtbot: QtBot, live: LiveCard) -> None:
    press(live, Qt.Key.Key_Space)
    assert live.plot.is_paused
    assert button(live, "Go on").isVisible()
    held = live.plot.shown()
    press(live.plot, Qt.Key.Key_Left)
    assert "0.00 s before the end · Motor current 0.2" in texts(live)
    for _ in range(100):
        press(live.plot, Qt.Key.Key_Left)
    place = len(held) - 101
    ago = held.times[-1] - held.times[place]
    assert f"{ago:.2f} s before the end · Motor current {held.values[0][place]:.2f} A" in texts(live)
    press(live, Qt.Key.Key_Space)
    assert not live.plot.is_paused


def test_enlarged_it_shows_every_channel_and_comes_back(qtbot: QtBot, live: LiveCard) -> None:
    assert live.plot.strips == (0,)
    click(button(live, "Enlarge"))
    assert live.plot.strips == (0, 1, 2, 3)
    window = live.window()
    assert "What it says" not in texts(window)
    click(button(live, "Battery"))
    assert live.plot.strips == (0, 1, 3)
    live.pause(True)
    press(live.plot, Qt.Key.Key_Left)
    assert "Signal \N{MINUS SIGN}61.00 dBm" in texts(live)
    click(button(live, "Back"))
    assert live.plot.strips == (0,)
    assert "What it says" in texts(window)


def test_the_samples_are_exported_as_a_table_and_the_picture_as_an_image(
    qtbot: QtBot, live: LiveCard, tmp_path: Path
) -> None:
    table, picture = tmp_path / "live.csv", tmp_path / "live.png"
    live.save_csv(str(table))
    qtbot.waitUntil(lambda: "samples are in" in texts(live))
    with table.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0][2:] == ["Motor current (A)", "Motor temperature (°C)", "Battery (V)", "Signal (dBm)"]
    assert len(rows) - 1 >= 480
    live.save_png(str(picture))
    image = QImage(str(picture))
    assert image.width() == 2 * live.plot.width()
    accent = live.plot._theme.colours.accent  # pyright: ignore[reportPrivateUsage]
    drawn = (image.pixelColor(x, y).name().upper() for x in range(0, image.width(), 3) for y in range(image.height()))
    assert accent in drawn
    live.save_png(str(tmp_path / "no" / "folder.png"))
    assert "cannot be written" in texts(live)
