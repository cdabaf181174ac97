"""The window opens at once, says how things are, begins with an empty fleet, and lets no text be cut."""

import subprocess
import sys
from array import array
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest
import ui_data as data
from conftest import OpenWindow
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLineEdit
from pytestqt.qtbot import QtBot
from ui_fakes import FakeServices, Feed
from ui_hands import button, click, press, texts, type_text

from fleetdesk.domain.errors import HubError, StorageError
from fleetdesk.services.bench_views import BenchView, PortState, PortView
from fleetdesk.services.views import DueLevel, HubLink, Person, Problem, SyncState
from fleetdesk.ui.bench.page import BenchPage
from fleetdesk.ui.bridge import Bridge
from fleetdesk.ui.fleet.page import FleetPage
from fleetdesk.ui.main_window import MainWindow, pages
from fleetdesk.ui.theme import Theme
from fleetdesk.ui.widgets.due_ring import DueRing
from fleetdesk.ui.widgets.labels import label
from fleetdesk.ui.widgets.live_ring import LiveRing
from fleetdesk.ui.widgets.rail import RailItem

HEAVY = "numpy pyqtgraph smpclient smp pymodbus httpx2 apscheduler sqlite_utils pydantic fastapi cryptography asyncio"
FIRST_PAINT = f"""
import sys
sys.path[:0] = [{str(Path(__file__).parent)!r}, {str(Path(__file__).parents[2])!r}]
from PySide6.QtWidgets import QApplication
from fleetdesk.ui.bridge import Bridge
from fleetdesk.ui.main_window import MainWindow, pages
from fleetdesk.ui.theme import Theme
app = QApplication([])
class Services:
    def __getattr__(self, name): return self
    def __call__(self, *args): return lambda: None
bridge = Bridge(lambda: None)
window = MainWindow(Theme(app), bridge, Services())
window.show()
app.processEvents()
assert not window.grab().isNull()
print(*sorted(name for name in {HEAVY.split()!r} if name in sys.modules))
bridge.close()
"""


def test_at_first_paint_nothing_slow_has_been_imported() -> None:
    ran = subprocess.run([sys.executable, "-c", FIRST_PAINT], capture_output=True, text=True, timeout=60, check=False)
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.strip() == ""


REFUSED = SyncState(HubLink.REFUSED, hub="h", problem=Problem("The hub says no."))
OFFLINE = SyncState(HubLink.OFFLINE, "2026-02-14T14:12:00Z", "h", 14, 3)


def test_pages_are_a_key_away_and_the_rail_follows(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    items = {item.text(): item for item in window.rail.findChildren(RailItem)}
    assert list(items) == [*pages().values(), "Support bundle"]
    assert items["Today"].isChecked()
    press(window, Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    assert items["Fleet"].isChecked()
    click(items["Bench"])
    assert window.pages.current == "bench"
    assert not items["Fleet"].isChecked()


def test_plugging_a_device_in_brings_the_bench_up_from_today_only(
    qtbot: QtBot, open_window: OpenWindow, services: FakeServices, bridge: Bridge
) -> None:
    window = open_window()
    seen: list[BenchView] = []
    bridge.subscribe(services.bench.subscribe, owner=window, on_value=seen.append)

    def plug(*states: PortState) -> str:
        """The page that is shown once the window knows of it."""
        view = BenchView(tuple(PortView(f"port{n}", "", state) for n, state in enumerate(states)))
        services.bench.view.set(view)
        qtbot.waitUntil(lambda: bool(seen) and seen[-1] is view)
        return window.pages.current

    assert plug(PortState.UNKNOWN_ADAPTER) == plug(PortState.CONNECTING) == "today"
    assert plug(PortState.UNKNOWN_UNIT) == "bench"
    window.go("today")
    assert plug(PortState.UNKNOWN_UNIT) == "today"  # it was there before
    assert plug(PortState.UNKNOWN_UNIT, PortState.UNKNOWN_UNIT) == "bench"
    window.go("fleet")
    assert plug() == plug(PortState.UNKNOWN_UNIT) == "fleet"


@pytest.mark.parametrize(
    ("sync", "hub", "waiting"),
    [
        (SyncState(), "No hub: work stays on this laptop", ""),
        (SyncState(HubLink.ONLINE, hub="h"), "Hub reachable", "Everything is on the hub"),
        (OFFLINE, "No hub since 09:12", "14 records and 3 photos wait for the hub"),
        (SyncState(HubLink.OFFLINE, hub="h", waiting_events=1), "No hub in reach", "1 record waits for the hub"),
        (REFUSED, "The hub says no.", "Everything is on the hub"),
    ],
)
def test_the_status_line_says_how_the_hub_is_and_what_waits(
    qtbot: QtBot, open_window: OpenWindow, services: FakeServices, sync: SyncState, hub: str, waiting: str
) -> None:
    services.workspace.sync = Feed(sync)
    line = open_window().status_line
    qtbot.waitUntil(lambda: (line.hub.words, line.waiting.words) == (hub, waiting))


def test_saved_stands_with_its_time_in_the_zone_of_the_laptop(
    qtbot: QtBot, open_window: OpenWindow, services: FakeServices
) -> None:
    services.workspace.sync = Feed(SyncState(saved_at="2026-02-14T14:41:07.500Z"))
    line = open_window().status_line
    qtbot.waitUntil(lambda: line.saved.text() == "Saved 09:41:07")


def test_the_cable_is_named_in_the_status_line(qtbot: QtBot, open_window: OpenWindow, services: FakeServices) -> None:
    line = open_window().status_line
    assert line.cable.words == "Nothing on the cable"
    services.bench.view.set(BenchView((data.ready(),)))
    qtbot.waitUntil(lambda: line.cable.words == "Frost RF-20417 on ttyACM0")


def test_a_click_on_what_waits_leads_to_the_sync_page(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    line = window.status_line
    qtbot.waitUntil(lambda: "wait for the hub" in line.waiting.words)
    click(line.waiting)
    assert window.pages.current == "sync"


def test_an_empty_fleet_begins_with_three_ways(qtbot: QtBot, open_window: OpenWindow, services: FakeServices) -> None:
    services.workspace.empty = True
    window = open_window()
    qtbot.waitUntil(lambda: window.pages.current == "welcome")
    seen = texts(window)
    assert all(words in seen for words in ("Import a fleet", "Join a hub", "Look at the sample"))
    click(button(window, "Look at the sample"))
    qtbot.waitUntil(lambda: window.pages.current == "fleet")
    page = cast(FleetPage, window.go("fleet"))
    qtbot.waitUntil(lambda: page.table_card.table.model().rowCount() == 216)


def test_joining_a_hub_needs_an_address_and_tells_trouble(
    qtbot: QtBot, open_window: OpenWindow, services: FakeServices
) -> None:
    services.workspace.empty = True
    window = open_window()
    qtbot.waitUntil(lambda: window.pages.current == "welcome")
    field = next(field for field in window.findChildren(QLineEdit) if field.isVisible())
    type_text(field, "hub")
    press(field, Qt.Key.Key_Return)
    assert "That is not the address of a hub." in texts(window)
    services.workspace.failure = HubError("That is not a Fleetdesk hub.", "It answered with a web page.", "Ask again.")
    field.setText("https://hub.example.com")
    press(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "That is not a Fleetdesk hub." in texts(window))
    services.workspace.failure = None
    press(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: services.workspace.joined == ["https://hub.example.com"])
    qtbot.waitUntil(lambda: window.pages.current == "fleet")


def test_the_person_is_switched_at_the_bottom_of_the_rail(
    qtbot: QtBot, open_window: OpenWindow, services: FakeServices
) -> None:
    window = open_window()
    qtbot.waitUntil(lambda: window.people.person is not None)
    window.rail.person_clicked.emit()
    dialog = cast(QDialog, QApplication.activeModalWidget())
    name, number = dialog.findChildren(QLineEdit)
    assert (name.text(), number.text()) == ("Ana Ruiz", "T-4417")
    name.clear()
    assert not button(dialog, "This is me").isEnabled()
    type_text(name, "Jo Lee")
    number.setText("T-9")
    click(button(dialog, "This is me"))
    qtbot.waitUntil(lambda: services.workspace.person == Person("Jo Lee", "T-9"))
    qtbot.waitUntil(lambda: window.people.person == Person("Jo Lee", "T-9"))


def test_a_database_that_cannot_be_read_is_told_above_every_page(
    qtbot: QtBot, open_window: OpenWindow, services: FakeServices, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> object:
        raise StorageError("The database was written by a newer Fleetdesk.", "", "Install version 0.2 or later.")

    monkeypatch.setattr(services.workspace, "workspace", fail)
    window = open_window()
    qtbot.waitUntil(window.banner.isVisible)
    assert "Install version 0.2 or later." in window.banner.text


def test_a_bug_is_told_with_the_text_for_a_report(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    window._on_bug("Traceback: ValueError")  # pyright: ignore[reportPrivateUsage]
    dialog = cast(QDialog, QApplication.activeModalWidget())
    assert "Fleetdesk made a mistake" in texts(dialog)
    click(button(dialog, "Copy"))
    assert "ValueError" in QApplication.clipboard().text()
    dialog.accept()


# -- nothing is cut ----------------------------------------------------------------------------------------------------

Setup = Callable[[FakeServices], None]


def with_port(port: PortView) -> Setup:
    def setup(services: FakeServices) -> None:
        services.bench.view = Feed(BenchView((port,)))

    return setup


def with_three(services: FakeServices) -> None:
    services.bench.view = Feed(data.three_ports())


UNKNOWN_UNIT = replace(
    data.ready(), state=PortState.UNKNOWN_UNIT, unit=replace(data.frost(), device=None, due=(data.blade_task(None),))
)
BENCHES: dict[str, Setup] = {
    "three units": with_three,
    "gateway": with_port(PortView(data.GATEWAY_PORT, "Gateway MPC-0006", PortState.READY, data.gateway())),
    "unknown unit": with_port(UNKNOWN_UNIT),
    "connecting": with_port(replace(data.READY, state=PortState.CONNECTING)),
    "unknown adapter": with_port(replace(data.READY, state=PortState.UNKNOWN_ADAPTER, adapter="FT232R (0403:6001)")),
    "no permission": with_port(replace(data.READY, state=PortState.ERROR, problem=data.NO_PERMISSION, by_hand=True)),
    "locked": with_port(replace(data.READY, state=PortState.LOCKED, unit=data.frost(), expected="RF-20388")),
    "nothing": lambda _services: None,
}
SIZES = [(1440, 900), (1100, 700)]


def cut_labels(window: MainWindow) -> list[str]:
    """Labels that are given less room than their words need."""
    return [seen.text() for seen in window.findChildren(QLabel) if seen.isVisible() and is_cut(seen)]


def is_cut(seen: QLabel) -> bool:
    if type(seen) is not QLabel or not seen.text():
        return False
    if seen.wordWrap():
        return seen.height() < seen.heightForWidth(seen.width()) - 1
    return seen.width() < seen.sizeHint().width() - 1


@pytest.mark.parametrize("wrap", [False, True])
def test_a_cut_label_is_noticed(qtbot: QtBot, wrap: bool) -> None:
    """The control of the tests below."""
    line = label("Words that need more room than they get", wrap=wrap)
    qtbot.addWidget(line)
    line.resize(line.sizeHint())
    assert not is_cut(line)
    line.resize(80, line.fontMetrics().height())
    assert is_cut(line)


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("name", BENCHES)
def test_no_text_of_the_bench_is_cut(
    qtbot: QtBot, open_window: OpenWindow, services: FakeServices, name: str, size: tuple[int, int]
) -> None:
    BENCHES[name](services)
    window = open_window()
    window.resize(*size)
    page = cast(BenchPage, window.go("bench"))
    qtbot.waitUntil(lambda: page.ports == services.bench.view.value.ports)
    qtbot.waitUntil(lambda: cut_labels(window) == [])


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_no_text_of_the_fleet_and_its_panels_is_cut(
    qtbot: QtBot, open_window: OpenWindow, services: FakeServices, size: tuple[int, int]
) -> None:
    window = open_window()
    window.resize(*size)
    page = cast(FleetPage, window.go("fleet"))
    qtbot.waitUntil(lambda: page.table_card.table.model().rowCount() == 216)
    qtbot.waitUntil(lambda: cut_labels(window) == [])
    due = next(row for row in services.fleet.rows if row.due is not None and row.due.level is DueLevel.DUE)
    page.panels.open_device(due)
    qtbot.waitUntil(lambda: "What happened" in texts(window) and cut_labels(window) == [])
    page.panels.open_import("/home/ana/sample_fleet.json")
    qtbot.waitUntil(lambda: "Import 216 rows" in texts(window) and cut_labels(window) == [])


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_no_text_of_an_inspection_is_cut(
    qtbot: QtBot, open_window: OpenWindow, services: FakeServices, size: tuple[int, int]
) -> None:
    with_three(services)
    window = open_window()
    window.resize(*size)
    bench = cast(BenchPage, window.go("bench"))
    qtbot.waitUntil(lambda: "Start inspection" in texts(window))
    bench.body.press_primary()
    qtbot.waitUntil(lambda: bench.desk.page is not None)
    page = bench.desk.page
    assert page is not None
    page.form.set_verdict("connectivity")
    for step in range(6):
        page.go_to(step)
        qtbot.waitUntil(lambda: cut_labels(window) == [])


# -- the parts ---------------------------------------------------------------------------------------------------------


def test_the_ring_keeps_the_newest_samples_in_order() -> None:
    ring = LiveRing(capacity=100)
    assert len(ring.latest(5)) == 0
    for sample in range(250):
        ring.push(sample / 10, [float(sample)])
    latest = ring.latest(5.0)
    assert list(latest.values[0]) == [float(sample) for sample in range(199, 250)]
    assert latest.times[0] == pytest.approx(19.9)
    assert latest.first == 199
    assert len(ring.latest(1e9)) == 100
    assert latest.nearest(21.96) == 21
    assert latest.nearest(99.0) == len(latest) - 1


def test_a_sample_of_several_channels_stays_together() -> None:
    ring = LiveRing(3, capacity=7)
    for sample in range(40):
        ring.push(float(sample), [sample, sample * 10, sample * 100])
        latest = ring.latest(4.0)
        assert [tuple(row) for row in zip(*latest.values, strict=True)] == [
            (at, at * 10, at * 100) for at in latest.times
        ]
    with pytest.raises(ValueError):
        ring.push(40.0, [1.0])


def test_decimation_never_loses_a_peak() -> None:
    times = array("d", (index / 1000 for index in range(100_000)))
    values = array("d", bytes(8 * 100_000))
    values[54_321] = 9.0
    values[777] = -3.0
    from fleetdesk.ui.widgets.decimate import decimate

    thin_times, thin_values = decimate(times, values, 600)
    assert len(thin_values) <= 2400
    assert (max(thin_values), min(thin_values)) == (9.0, -3.0)
    assert list(thin_times) == sorted(thin_times)


def test_decimation_does_not_shimmer_and_keeps_gaps() -> None:
    import numpy as np

    from fleetdesk.ui.widgets.decimate import decimate

    values = array("d", np.random.default_rng(7).normal(size=20_000).tolist())
    values[9_000] = float("nan")
    times = array("d", range(20_000))
    whole: set[float] = set(decimate(times, values, 600)[0].tolist())
    moved = decimate(times[500:], values[500:], 600, first=500)[0].tolist()
    size = 32
    middle = {at for at in moved if 500 + size <= at < 20_000 - size}
    assert middle <= whole
    assert 9_000.0 in whole
    beside = values[8_992:9_000] + values[9_001:9_024]
    shown: list[float] = [values[round(at)] for at in whole if 8_992 <= at < 9_024 and at != 9_000]
    assert max(shown) == max(beside)


@pytest.mark.parametrize(
    ("full_scale", "levels"), [(8.06, [0, 2, 4, 6, 8]), (8.0, [0, 2, 4, 6, 8]), (0.5, [0, 0.1, 0.2, 0.3, 0.4, 0.5])]
)
def test_the_plot_has_round_levels(full_scale: float, levels: list[float]) -> None:
    from fleetdesk.ui.widgets.plot_ticks import nice_levels

    assert nice_levels(full_scale) == pytest.approx(levels)


def test_the_due_ring_fills_with_the_colour_of_its_state(qtbot: QtBot, theme: Theme) -> None:
    ring = DueRing(theme)
    qtbot.addWidget(ring)
    ring.resize(ring.sizeHint())
    colours: dict[int | None, str] = {}
    for uses in (100, 935, 1012, None):
        ring.show_task(data.blade_task(uses))
        image = ring.grab().toImage()
        colours[uses] = image.pixelColor(round(image.width() * 0.055), round(image.height() * 0.62)).name().upper()
    palette = theme.colours
    assert colours == {100: palette.accent, 935: palette.warn, 1012: palette.bad, None: palette.sunken}


def test_a_moving_window_is_thinned_as_it_would_be_at_rest() -> None:
    """Bucket by bucket as samples come, or all at once: the same points, and never a lost peak."""
    import numpy as np

    from fleetdesk.ui.widgets.decimate import Thinner, decimate

    chance = np.random.default_rng(11)
    ring, thinner = LiveRing(2, capacity=5_000), Thinner(100)
    number = 0
    for burst in chance.integers(1, 700, size=60):
        for _ in range(int(burst)):
            ring.push(number / 100, [float(chance.normal()), float(number)])
            number += 1
        for seconds in (1e9, 40.0):
            samples = ring.latest(seconds)
            for place, (times, values) in enumerate(thinner.curves(ring, seconds, (0, 1))):
                expected_times, expected = decimate(samples.times, samples.values[place], 100, samples.first)
                inside = expected_times >= times[0]
                assert (expected[inside] == values).all()
                assert times[0] - samples.times[0] < 1.3
