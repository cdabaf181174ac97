"""A new module on the cable goes into a device that is here: one act, and its own past does not count."""

from typing import Any

import pytest

from fleetdesk.domain.errors import KnownError
from fleetdesk.domain.fleet import device_id
from fleetdesk.services.bench_views import PortState
from fleetdesk.services.module_work import ModuleWork
from fleetdesk.services.workspace import BenchService
from fleetdesk.storage import journal
from fleetdesk.storage.queries import registry
from tests.services.conftest import RunningBench

BLENDER = device_id("ruiyun-frost", "RF-20417")
NEW = {"serial": "M-90001", "motor": "idle"}


def fit(bench: RunningBench, port: str, device: str, old_value: str) -> str:
    service = BenchService(bench.desk, bench.bench, ModuleWork(bench.desk, bench.bench))
    return str(bench.do(service.fit(port, device, old_value)))


def test_the_uses_go_on_from_what_it_shows(bench: RunningBench, simulate: Any) -> None:
    port = simulate("ruiyun-frost", {**NEW, "stats.blend_use.cycles_total": 3}).port
    seen = bench.plug(port, PortState.UNKNOWN_UNIT)
    assert (seen.state, seen.unit is not None and seen.unit.counts) == (PortState.UNKNOWN_UNIT, True)
    said = fit(bench, port, "rf-20417", "")
    assert "M-90001 counts for" in said
    known = bench.desk.record.read(lambda connection: registry.device(connection, BLENDER))
    module = bench.desk.record.read(lambda connection: registry.module_by_serial(connection, "ruiyun-frost", "M-90001"))
    assert known is not None
    assert module is not None
    assert (known.module, module.device) == (module.id, BLENDER)
    after = bench.wait(port)
    assert after.unit is not None
    assert (after.unit.device, after.unit.serial, after.unit.module) == (BLENDER, "RF-20417", "M-90001")


@pytest.mark.parametrize(
    ("device", "old_value", "said"),
    [
        ("RF-99999", "", "no device"),
        ("RF-20417", "many", "no count"),
        ("MPC-0006", "", "no device"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_recorded(
    bench: RunningBench, simulate: Any, device: str, old_value: str, said: str
) -> None:
    port = simulate("ruiyun-frost", NEW).port
    bench.plug(port, PortState.UNKNOWN_UNIT)
    head = bench.desk.record.read(journal.own_head)
    with pytest.raises(KnownError, match=said):
        fit(bench, port, device, old_value)
    assert bench.desk.record.read(journal.own_head) == head
