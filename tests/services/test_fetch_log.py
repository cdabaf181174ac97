"""The motor log of the unit on the Bench: fetched after a test, kept for its inspection, told when it is damaged."""

import asyncio
import hashlib
from typing import Any

import pytest

from fleetdesk.domain.errors import KnownError
from fleetdesk.domain.fleet import module_id
from fleetdesk.domain.motor_log import MEDIA_TYPE, MotorLog, runs_of
from fleetdesk.packs import load_pack
from fleetdesk.services import fetch_log as fetching
from fleetdesk.services.bench_views import LogView, WorkView
from fleetdesk.services.module_work import ModuleWork
from fleetdesk.services.workspace import BenchService
from fleetdesk.simulator.motor import Motor
from tests.devices.simulated import DRIVERS, FROST
from tests.services.conftest import RunningBench
from tests.services.test_motor_test import inspected

RUN_S, RUN_MA = 4.0, 3900
RF: dict[str, Any] = {"serial": "RF-20417", "settings.gateway": "MPC-0006", "pause_s": 1.0, "run_s": RUN_S}


def fetch(bench: RunningBench, port: str, *, of_now: bool = True) -> LogView:
    service = BenchService(bench.desk, bench.bench, ModuleWork(bench.desk, bench.bench))
    return bench.do(service.fetch_log(port, of_now=of_now))


def test_the_waveform_is_the_simulators_and_is_kept_with_the_inspection(bench: RunningBench, simulate: Any) -> None:
    port = simulate(FROST, {**RF, "run_ma": RUN_MA}).port
    shown = bench.plug(port)
    assert shown.unit is not None
    assert shown.unit.live is not None
    assert shown.unit.has_log
    assert [c.name for c in shown.unit.live.every if c.logged] == ["motor_ma", "motor_temp_dk"]
    works: list[WorkView] = []
    end = bench.bench.subscribe(lambda view: works.extend(p.work for p in view.ports if p.work is not None))
    view = fetch(bench, port)
    end()
    assert view.log is not None
    motor = Motor(False, RUN_S, 1.0, RUN_MA, load_pack(DRIVERS / FROST).simulate["seed"])
    (run,) = runs_of(view.log)
    assert run.peak_ma == max(motor.run_current_ma(n / 100, n) for n in range(400))
    assert hashlib.sha256(view.content).hexdigest() == view.sha256
    assert works[0].title.message == "Fetching the motor log"
    assert all(work.can_cancel for work in works)
    assert bench.wait(port).work is None
    kept = inspected(bench, port)["motor_log"]
    assert (kept["sha256"], kept["size"], kept["media_type"]) == (view.sha256, len(view.content), MEDIA_TYPE)
    assert bench.desk.workstation.blobs.get(view.sha256) == view.content
    assert list(bench.desk.workstation.home.fetched.iterdir()) == []
    assert "motor_log" not in inspected(bench, port), "it was taken for the first inspection"


def test_cancelled_it_goes_on_where_it_was(bench: RunningBench, simulate: Any) -> None:
    port = simulate(FROST, {**RF, "run_s": 20.0, "pause_s": 3000.0}, baud=115200).port
    bench.plug(port)
    work = ModuleWork(bench.desk, bench.bench)

    def stop_half_way(view: Any) -> None:
        if any(p.work is not None and (p.work.percent or 0) > 20 for p in view.ports):
            work.cancel_work(port)

    end = bench.bench.subscribe(stop_half_way)
    with pytest.raises(KnownError, match="cancelled"):
        bench.do(work.fetch_log(port, of_now=True))
    end()
    (part,) = bench.desk.workstation.home.fetched.iterdir()
    held = part.stat().st_size
    first: list[str] = []

    def look(view: Any) -> None:
        first.extend(str(p.work.detail.values["done"]) for p in view.ports if p.work and p.work.detail.values)

    end = bench.bench.subscribe(look)
    view = fetch(bench, port, of_now=False)
    end()
    assert view.log is not None
    assert len(view.log) == 2000
    assert int(first[0]) == held // 1024 > 0


def test_after_a_test_a_log_that_was_begun_before_is_not_taken_for_its_own(bench: RunningBench, simulate: Any) -> None:
    port = simulate(FROST, {**RF, "pause_s": 3000.0}).port
    bench.plug(port)
    folder = bench.desk.workstation.home.fetched
    first = fetch(bench, port)
    old = folder / f"{module_id(FROST, 'RF-20417')}.bin.{first.sha256[:16]}.part"
    old.write_bytes(first.content[:100])
    # The simulated module dates its log by the second: the new one is another file a second later.
    bench.do(asyncio.sleep(1.1))
    second = fetch(bench, port)
    assert second.sha256 != first.sha256
    assert not old.exists()


def test_a_damaged_log_is_kept_and_the_byte_is_named(
    bench: RunningBench, simulate: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = simulate(FROST, RF).port
    bench.plug(port)
    whole = fetching.parse_motor_log

    def read_damaged(data: bytes) -> MotorLog:
        return whole(data[:56] + b"\xff\xff" + data[58:])

    monkeypatch.setattr(fetching, "parse_motor_log", read_damaged)
    view = fetch(bench, port)
    assert view.log is None
    assert view.problem is not None
    assert view.problem.title == "The motor log of RF-20417 cannot be read."
    assert f"Byte {len(view.content) - 4}: the checksum there is" in view.problem.message
    assert inspected(bench, port)["motor_log"]["sha256"] == view.sha256


def test_while_something_else_is_under_way_it_is_refused_and_that_can_still_be_cancelled(
    bench: RunningBench, simulate: Any
) -> None:
    port = simulate(FROST, {**RF, "run_s": 40.0, "pause_s": 3000.0}, baud=115200).port
    bench.plug(port)
    work = ModuleWork(bench.desk, bench.bench)
    going_on = bench.loop.run(work.fetch_log(port))
    bench.until(lambda view: next((True for p in view.ports if p.work and p.work.percent), None))
    with pytest.raises(KnownError, match="under way"):
        bench.do(work.fetch_log(port))
    work.cancel_work(port)
    with pytest.raises(KnownError, match="cancelled"):
        going_on.result(45)


def test_a_gateway_has_no_log_to_fetch(bench: RunningBench, simulate: Any) -> None:
    port = simulate("mpc-1911-r22", {"serial": "MPC-0006"}).port
    shown = bench.plug(port)
    assert shown.unit is not None
    assert not shown.unit.has_log
