"""The Fleet page's questions: search, filters, order, pages that never overlap, a device's story."""

import pytest

from fleetdesk.domain.fleet import device_id
from fleetdesk.services.desk import Desk
from fleetdesk.services.find_devices import FindDevices
from fleetdesk.services.fleet_health import FleetHealthService
from fleetdesk.services.model_names import ModelNames
from fleetdesk.services.views import DeviceQuery, DueLevel, Health, Silence, SortBy
from fleetdesk.storage.queries import registry


@pytest.fixture
def find(fleet_desk: Desk) -> FindDevices:
    return FindDevices(fleet_desk.record, FleetHealthService(fleet_desk.record), ModelNames())


@pytest.mark.parametrize(
    ("query", "total"),
    [
        (DeviceQuery(), 216),
        (DeviceQuery(search="frost"), 51),
        (DeviceQuery(search="FROST store-04"), 5),
        (DeviceQuery(search="0417"), 1),
        (DeviceQuery(search="nothing at all"), 0),
        (DeviceQuery(search="3rd avenue frost"), 5),
        (DeviceQuery(search="fd-0207"), 1),
        (DeviceQuery(category="gateway"), 12),
        (DeviceQuery(state=Health.ONLINE), 89),
        (DeviceQuery(state=Health.OFFLINE), 31),
        (DeviceQuery(state=Health.UNKNOWN), 96),
        (DeviceQuery(due=DueLevel.DUE), 7),
    ],
)
def test_what_matches(find: FindDevices, query: DeviceQuery, total: int) -> None:
    page = find.page(query, 0, 500)
    assert (page.total, len(page.rows)) == (total, total)


@pytest.mark.parametrize(
    "typed", ["RF-20517", "rf-2041", "RF-204177", "RF-02417", "RF20417", "RFF-20417", "RF-2O417", "rf-20417 store-04"]
)
def test_a_serial_mistyped_by_one_character_finds_its_unit(find: FindDevices, typed: str) -> None:
    assert "RF-20417" in [row.serial for row in find.search(typed)]


def test_every_mistake_in_every_serial_still_finds_the_unit_among_few(find: FindDevices) -> None:
    """Each third character of each serial exchanged for another: the unit is always there, and not lost in a list."""
    serials = [row.serial for row in find.search("")]
    lengths: list[int] = []
    for number, serial in enumerate(serials):
        place = number % len(serial)
        typed = serial[:place] + ("Q" if serial[place] != "Q" else "X") + serial[place + 1 :]
        found = [row.serial for row in find.search(typed)]
        assert serial in found, typed
        lengths.append(len(found))
    assert sum(lengths) / len(lengths) <= 10


def test_half_a_serial_mistyped_finds_the_unit(find: FindDevices) -> None:
    for typed in ("20q17", "-2q417", "04q7", "2041q"):
        assert "RF-20417" in [row.serial for row in find.search(typed)], typed


def test_a_word_that_stands_somewhere_is_not_taken_for_mistyped(find: FindDevices) -> None:
    assert [row.serial for row in find.search("RF-20417")] == ["RF-20417"]
    assert find.search("zzzz") == []
    assert find.search('RF-"%_') == []


@pytest.mark.parametrize("serial", ["RF-20417", " rf-20417\r\n"])
def test_a_scanned_serial_or_tag_is_its_device(find: FindDevices, serial: str) -> None:
    device = find.search("RF-20417")[0].device
    known = find.record.read(lambda connection: registry.device(connection, device))
    assert known is not None
    assert [find.scanned(serial), find.scanned(f" {known.asset_tag}".lower())] == [device, device]


def test_half_a_label_or_an_unknown_one_is_no_device(find: FindDevices) -> None:
    assert [find.scanned(text) for text in ("RF-204", "", "X-1")] == [None, None, None]


@pytest.mark.parametrize("sort", list(SortBy))
@pytest.mark.parametrize("descending", [False, True])
def test_pages_cover_everything_once(find: FindDevices, sort: SortBy, descending: bool) -> None:
    query = DeviceQuery(sort=sort, descending=descending)
    seen = [row.device for offset in range(0, 216, 50) for row in find.page(query, offset, 50).rows]
    assert len(seen) == len(set(seen)) == 216


def test_the_most_used_stand_first(find: FindDevices) -> None:
    rows = find.page(DeviceQuery(sort=SortBy.USES, descending=True), 0, 5).rows
    shares = [row.due.uses / row.due.every for row in rows if row.due and row.due.uses is not None]
    assert shares == sorted(shares, reverse=True)
    assert len(shares) == 5


def test_a_child_of_a_dead_gateway_is_unknown_since_it_went(find: FindDevices) -> None:
    rows = find.page(DeviceQuery(state=Health.UNKNOWN), 0, 500).rows
    behind = [row for row in rows if row.connectivity.silence is Silence.GATEWAY_DOWN]
    assert len(behind) == 38
    assert all(row.connectivity.reported is Health.OFFLINE and row.connectivity.gateway for row in behind)


def test_a_device_tells_its_story_newest_first(find: FindDevices) -> None:
    detail = find.detail(device_id("ruiyun-frost", "RF-20417"))
    told = [str(entry.sentence) for entry in detail.timeline]
    assert told.index("Assigned to gateway MPC-0006.") < told.index("Registered in store STORE-04.")
    assert [entry.at.at for entry in detail.timeline] == sorted((e.at.at for e in detail.timeline), reverse=True)
    assert "Counter read: 1004." in told
    assert "Module RF-20417 fitted." in told
    assert detail.due[0].uses == 1004
    assert detail.due[0].level is DueLevel.DUE


def test_the_figures_keep_their_denominators(find: FindDevices) -> None:
    figures = find.figures()
    assert (figures.devices, figures.stores, figures.gateways, figures.gateways_down) == (216, 10, 12, 4)
    unknown = figures.unknown_behind_dead_gateway + figures.unknown_other
    assert figures.relative_online + figures.really_down + unknown == 216
    assert figures.due == sum(task.count for task in figures.due_by_task) == 7
    assert figures.notes
