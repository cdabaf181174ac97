"""A gateway on the Bench: its way out, its children beside the registry, what it reports of them, and reassigning."""

from typing import Any

import pytest

from fleetdesk.domain import events as ev
from fleetdesk.domain.errors import KnownError
from fleetdesk.domain.fleet import device_id, device_subject
from fleetdesk.services.assign_gateway import assign_in_registry
from fleetdesk.services.bench_views import PortState, PortView
from fleetdesk.services.module_work import ModuleWork
from fleetdesk.services.views import Tone
from fleetdesk.services.workspace import BenchService
from fleetdesk.storage import journal
from fleetdesk.storage.queries import fleet, fleet_counts, registry
from tests.services.conftest import RunningBench

DAY = 86400
CHILDREN = [
    {"serial": "RF-20415", "type": "blender", "state": "online", "rssi_dbm": -58, "last_seen_s": 14},
    {"serial": "RF-20416", "type": "blender", "state": "offline", "last_seen_s": 2 * DAY + 60},
    {"serial": "RF-20417", "type": "blender", "state": "online", "firmware": "1.3.0", "last_seen_s": 3},
    {"serial": "RF-20401", "type": "blender", "state": "offline", "last_seen_s": 2 * DAY + 900},
    {"serial": "RF-77777", "type": "blender", "state": "offline", "last_seen_s": 2 * DAY},
    {"serial": "VEN-2002", "type": "coffee_machine", "state": "unknown"},
]
TROUBLE = {
    "serial": "MPC-0006",
    "children": CHILDREN,
    "registers.network.dhcp_state": 3,
    "registers.network.rssi_dbm": -79,
    "registers.uplink.state": 2,
    "registers.uplink.probe2_result": 2,
}
GATEWAY = device_id("mpc-1911-r22", "MPC-0006")
AWAY, SEEN, DOWN = (device_id("ruiyun-frost", serial) for serial in ("RF-20401", "RF-20417", "RF-20416"))


def known(bench: RunningBench, device: str) -> registry.KnownDevice:
    found = bench.desk.record.read(lambda connection: registry.device(connection, device))
    assert found is not None
    return found


def said(bench: RunningBench, device: str, kind: type[Any]) -> list[Any]:
    events = bench.desk.record.read(lambda connection: list(journal.events_of(connection, device_subject(device))))
    return [event.payload for event in events if isinstance(event.payload, kind)]


def by_gateway(bench: RunningBench, device: str) -> list[ev.StateReported]:
    return [report for report in said(bench, device, ev.StateReported) if report.source == "gateway"]


def plugged(bench: RunningBench, simulate: Any, **changes: Any) -> PortView:
    return bench.plug(simulate("mpc-1911-r22", {**TROUBLE, **changes}).port)


def test_its_way_out_is_judged_line_by_line(bench: RunningBench, simulate: Any) -> None:
    unit = plugged(bench, simulate).unit
    assert unit is not None
    lines = {str(line.label): line for line in unit.network}
    assert str(lines["Network"].value) == "Wi-Fi store-iot, channel 6, -79 dBm, weak"
    assert (str(lines["Address"].value), lines["Address"].tone) == ("no DHCP lease", Tone.BAD)
    assert lines["Uplink"].tone is Tone.BAD
    assert str(lines["Firewall"].value) == "TCP 443 open, TCP 8883 blocked, UDP 123 blocked"
    assert str(lines["Firewall"].advice) == "Have TCP port 8883 opened: it reports through it."
    assert "Clock" not in lines


def test_its_children_stand_beside_the_registry(bench: RunningBench, simulate: Any) -> None:
    unit = plugged(bench, simulate).unit
    assert unit is not None
    parts = [str(part) for part in unit.children_say]
    assert parts[:3] == ["3 of 5 blenders last seen 2 days ago", "one unknown", "one assigned elsewhere"]
    assert "of its own are not in its table" in parts[3]
    rows = {row.label: row for row in unit.children}
    assert [row.label for row in unit.children if row.assignable] == ["RF-20401"]
    assert rows["RF-20401"].device == AWAY
    assert str(rows["RF-20401"].registered).startswith("at MPC-")
    assert str(rows["RF-77777"].registered) == "not registered"
    assert (str(rows["RF-20418"].registered), rows["RF-20418"].missing) == ("not in its table", True)
    assert [row.label for row in unit.children[:3]] == ["RF-20401", "RF-77777", "RF-20415"], "what to do comes first"


def test_reading_it_records_what_it_says_of_each_registered_child(bench: RunningBench, simulate: Any) -> None:
    view = plugged(bench, simulate)
    (seen,) = by_gateway(bench, SEEN)
    assert (seen.state, seen.details["gateway"], seen.details["firmware"]) == ("online", "MPC-0006", "1.3.0")
    assert [report.state for report in by_gateway(bench, AWAY)] == ["offline"]
    assert by_gateway(bench, device_id("venus-i", "VEN-2002")) == [], "it says nothing of a state that it does not know"
    assert (known(bench, SEEN).state, known(bench, SEEN).state_source) == ("online", "gateway")
    bench.do(bench.bench.read_again(view.port))
    assert len(by_gateway(bench, SEEN)) == 1, "the same again within minutes says nothing new"


def gateway_says(bench: RunningBench, device: str, state: str, hours_ago: int) -> None:
    from fleetdesk.runtime.clock import iso, now_ms

    at = iso(now_ms() - hours_ago * 3_600_000)
    report = ev.StateReported(device=device, state=state, source="gateway", as_of=at)
    bench.desk.record.append([bench.desk.record.draft(report, device_subject(device))])


def online_in_counts(bench: RunningBench) -> int:
    return sum(group.devices for group in bench.desk.record.read(fleet_counts.groups) if group.judged == "online")


@pytest.mark.parametrize(("hours_ago", "state", "source"), [(23, "online", "gateway"), (25, "offline", "upstream")])
def test_what_a_gateway_said_holds_for_a_day(bench: RunningBench, hours_ago: int, state: str, source: str) -> None:
    before = known(bench, SEEN)
    assert before.state == "offline"
    online = online_in_counts(bench)
    gateway_says(bench, SEEN, "online", hours_ago)
    now = known(bench, SEEN)
    assert now.state == state
    assert (now.state_source == "gateway") == (source == "gateway")
    assert online_in_counts(bench) - online == (1 if state == "online" else 0)
    listed = fleet.Filter(state=state, search="RF-20417")
    assert bench.desk.record.read(lambda connection: fleet.page(connection, listed, 0, 9)) == [SEEN]


def test_a_gateway_that_says_the_same_as_upstream_leaves_since_when_it_is_so(bench: RunningBench) -> None:
    before = known(bench, SEEN)
    gateway_says(bench, SEEN, "offline", 0)
    assert known(bench, SEEN).state_as_of == before.state_as_of


def test_one_click_assigns_a_child_here_and_says_why(bench: RunningBench, simulate: Any) -> None:
    view = plugged(bench, simulate)
    before = known(bench, AWAY)
    bench.do(BenchService(bench.desk, bench.bench, ModuleWork(bench.desk, bench.bench)).assign(view.port, (AWAY,)))
    assert known(bench, AWAY).gateway == GATEWAY
    last = said(bench, AWAY, ev.GatewayAssigned)[-1]
    assert (last.gateway, last.base) == (GATEWAY, before.set_by["gateway"])
    assert "MPC-0006 hears it" in last.reason
    bench.do(bench.bench.refresh())
    unit = bench.wait(view.port).unit
    assert unit is not None
    assert not any(row.assignable for row in unit.children)
    assert "one assigned elsewhere" not in [str(part) for part in unit.children_say]


def test_the_module_of_a_child_that_is_on_a_cable_too_is_written(bench: RunningBench, simulate: Any) -> None:
    view = plugged(bench, simulate)
    frost = simulate("ruiyun-frost", {"serial": "RF-20401", "motor": "idle", "settings.gateway": "MPC-0001"})
    bench.plug(frost.port)
    bench.do(BenchService(bench.desk, bench.bench, ModuleWork(bench.desk, bench.bench)).assign(view.port, (AWAY,)))
    assert bench.do(bench.bench.session(frost.port).settings()).values["gateway"] == "MPC-0006"
    (changed,) = said(bench, AWAY, ev.ConfigChanged)
    assert (changed.before, changed.after) == ({"gateway": "MPC-0001"}, {"gateway": "MPC-0006"})
    unit = bench.wait(frost.port).unit
    assert unit is not None
    facts = {str(fact.label): str(fact.value) for fact in unit.facts}
    assert facts["Gateway"].startswith("MPC-0006,")


def test_assigning_what_is_here_already_records_nothing_and_a_stranger_is_refused(bench: RunningBench) -> None:
    head = bench.desk.record.read(journal.own_head)
    assert assign_in_registry(bench.desk.record, GATEWAY, [SEEN, DOWN], "T-1", "seen") == []
    with pytest.raises(KnownError, match="not in the registry"):
        assign_in_registry(bench.desk.record, GATEWAY, [AWAY, "nobody"], "T-1", "seen")
    assert bench.desk.record.read(journal.own_head) == head


def test_a_gateway_that_nobody_registered_reports_and_assigns_nothing(bench: RunningBench, simulate: Any) -> None:
    head = bench.desk.record.read(journal.own_head)
    port = simulate("mpc-1911-r22", {**TROUBLE, "serial": "MPC-9999"}).port
    unit = bench.plug(port, PortState.UNKNOWN_UNIT).unit
    assert unit is not None
    assert unit.children_say == ()
    assert not any(row.assignable for row in unit.children)
    with pytest.raises(KnownError, match="Register it"):
        bench.do(BenchService(bench.desk, bench.bench, ModuleWork(bench.desk, bench.bench)).assign(port, (AWAY,)))
    assert bench.desk.record.read(journal.own_head) == head
