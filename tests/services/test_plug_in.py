"""A technician plugs a unit in: it is identified, read, recorded and shown; unplugged and replaced, that is said."""

from typing import Any

import pytest

from fleetdesk.domain import events as ev
from fleetdesk.domain.fleet import device_id, device_subject, module_id, module_subject
from fleetdesk.packs import load_packs
from fleetdesk.services.bench_views import PortState
from fleetdesk.services.module_work import ModuleWork
from fleetdesk.services.views import DueLevel, Health
from fleetdesk.storage import journal
from fleetdesk.storage.queries import registry
from tests.services.conftest import RunningBench

RF = {"serial": "RF-20417", "motor": "idle", "stats.blend_use.cycles_total": 1012, "settings.gateway": "MPC-0006"}
BLENDER = device_id("ruiyun-frost", "RF-20417")


def facts(view: Any) -> dict[str, str]:
    return {str(fact.label): str(fact.value) for fact in view.unit.facts}


def test_a_known_blender_shows_its_passport(bench: RunningBench, simulate: Any) -> None:
    view = bench.plug(simulate("ruiyun-frost", RF).port)
    assert view.unit is not None
    assert (view.unit.serial, view.unit.device, view.unit.store) == ("RF-20417", BLENDER, "STORE-04")
    assert view.unit.upstream.state is Health.OFFLINE
    due = view.unit.due[0]
    assert (due.task, due.uses, due.every, due.level) == ("blade-service", 1012, 1000, DueLevel.DUE)
    assert facts(view)["Store"] == "Store 04"
    assert facts(view)["Gateway"] == "MPC-0006, online"
    assert {"Firmware", "Battery", "Signal"} <= set(facts(view))


def test_what_is_shown_was_recorded(bench: RunningBench, simulate: Any) -> None:
    bench.plug(simulate("ruiyun-frost", RF).port)
    module = module_subject(module_id("ruiyun-frost", "RF-20417"))
    events = bench.desk.record.read(lambda c: list(journal.events_of(c, module)))
    wired = [p for e in events if isinstance(p := e.payload, ev.ReadingTaken) and p.source == "wired"]
    assert [(p.counter, p.value, p.pack) for p in wired] == [("cycles_total", 1012, "ruiyun-frost")]
    known = bench.desk.record.read(lambda c: registry.device(c, BLENDER))
    assert known is not None
    assert known.wired_at is not None
    assert known.state == "offline"  # that it answers here does not mean that it reports


def test_a_unit_that_nobody_registered_is_only_looked_at(bench: RunningBench, simulate: Any) -> None:
    before = bench.desk.record.read(journal.own_head)
    view = bench.plug(simulate("ruiyun-frost", {**RF, "serial": "RF-99999"}).port, PortState.UNKNOWN_UNIT)
    assert view.unit is not None
    assert view.unit.device is None
    assert bench.desk.record.read(journal.own_head) == before


def test_registering_it_counts_from_now_on(bench: RunningBench, simulate: Any) -> None:
    from fleetdesk.services.workspace import BenchService

    port = simulate("ruiyun-frost", {**RF, "serial": "RF-99999"}).port
    bench.plug(port, PortState.UNKNOWN_UNIT)
    bench.do(BenchService(bench.desk, bench.bench, ModuleWork(bench.desk, bench.bench)).register(port, "STORE-02"))
    view = bench.wait(port)
    assert view.unit is not None
    assert (view.unit.store, view.unit.due[0].uses) == ("STORE-02", 0)


def test_a_gateway_shows_its_children(bench: RunningBench, simulate: Any) -> None:
    view = bench.plug(simulate("mpc-1911-r22", {"serial": "MPC-0006"}).port)
    assert view.unit is not None
    assert view.unit.category == "gateway"
    assert view.unit.children
    assert view.unit.due == ()


def test_unplugged_it_is_said_and_the_way_back_is_found(bench: RunningBench, simulate: Any) -> None:
    device = simulate("ruiyun-frost", RF)
    bench.plug(device.port)
    bench.do(bench.bench.session(device.port).close())
    view = bench.wait(device.port, PortState.ERROR)
    assert view.problem is not None
    assert bench.wait(device.port).unit is not None


def test_a_port_that_answers_garbage_says_so(bench: RunningBench, simulate: Any) -> None:
    before = bench.desk.record.read(journal.own_head)
    view = bench.plug(simulate("ruiyun-frost", {"faults.garbage": True}).port, PortState.ERROR)
    assert view.problem is not None
    assert view.problem.title
    assert view.problem.next_step
    assert bench.desk.record.read(journal.own_head) == before


def test_an_event_from_elsewhere_reaches_the_passport(bench: RunningBench, simulate: Any) -> None:
    view = bench.plug(simulate("ruiyun-frost", RF).port)
    known = bench.desk.record.read(lambda c: registry.device(c, BLENDER))
    assert known is not None
    moved = ev.DeviceDescribed(
        device=BLENDER, values={"store": "STORE-07"}, base={"store": known.set_by["store"]}, reason="moved"
    )
    bench.desk.record.append([bench.desk.record.draft(moved, device_subject(BLENDER))])
    bench.do(bench.bench.refresh())
    assert (
        bench.until(lambda v: next((p for p in v.ports if p.unit and p.unit.store == "STORE-07"), None)).port
        == view.port
    )


MACHINES = sorted(pack.key for pack in load_packs() if pack.simulate.get("registers") and pack.category != "gateway")


@pytest.mark.parametrize("key", MACHINES)
def test_every_machine_of_the_fleet_shows_its_passport(bench: RunningBench, simulate: Any, key: str) -> None:
    """Each pack's simulated unit is one of the sample fleet: it is known at once, counted, and nothing is set aside."""
    pack = next(pack for pack in bench.desk.packs if pack.key == key)
    view = bench.plug(simulate(key).port)
    assert view.unit is not None
    assert (view.unit.pack, view.unit.serial, view.unit.category) == (key, pack.simulate["serial"], pack.category)
    assert view.unit.store == pack.simulate["registers"]["config"]["store"]
    gauges = {channel.label for channel in pack.channels if channel.passport}
    assert gauges <= set(facts(view))
    assert view.unit.live is not None
    plans = {"coffee_machine": ["deep-clean"], "milk_dispenser": ["line-purge"]}
    assert [due.task for due in view.unit.due] == plans.get(pack.category, [])


def test_a_coffee_machine_counts_from_its_registers(bench: RunningBench, simulate: Any) -> None:
    view = bench.plug(simulate("cameo-2s-st", {"counts.usage.productions_total": 0}).port)
    assert view.unit is not None
    (due,) = view.unit.due
    assert (due.task, due.uses, due.every, due.level) == ("deep-clean", 512, 500, DueLevel.DUE)
