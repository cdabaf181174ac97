"""The motor log from the Bench: shown, kept beside the data folder, and sealed with the inspection."""

import hashlib
from pathlib import Path
from typing import Any

import pytest

from fleetdesk.domain.errors import KnownError
from fleetdesk.domain.motor_log import MEDIA_TYPE
from fleetdesk.services.bench_views import BenchView, WorkView
from fleetdesk.services.module_work import ModuleWork
from tests.devices.simulated import FROST
from tests.services.conftest import RunningBench
from tests.services.test_motor_test import inspected

RUNNING_SHARE = 0.85
"""Of the highest current of a start: what the simulated motor draws once it runs."""
RUNNING: dict[str, Any] = {"serial": "RF-20417", "run_s": 3.0, "pause_s": 1.0, "run_ma": 3900}


def test_the_waveform_is_that_of_the_run(bench: RunningBench, simulate: Any) -> None:
    port = simulate(FROST, RUNNING).port
    bench.plug(port)
    seen: list[WorkView] = []

    def look(view: BenchView) -> None:
        seen.extend(p.work for p in view.ports if p.work is not None)

    end = bench.bench.subscribe(look)
    fetched = bench.do(ModuleWork(bench.desk, bench.bench).fetch_log(port))
    end()
    assert {view.title.message for view in seen} == {"Fetching the motor log"}
    assert all(view.can_cancel for view in seen)
    content = Path(fetched.file).read_bytes()
    assert (fetched.size, fetched.sha256) == (len(content), hashlib.sha256(content).hexdigest())
    assert fetched.log is not None
    assert fetched.log.t_ms[-1] - fetched.log.t_ms[0] == pytest.approx(3000, abs=20)
    steady = sorted(fetched.log.current_ma)[len(fetched.log) // 2]
    assert steady == pytest.approx(3900 * RUNNING_SHARE, rel=0.05)


def test_cancelled_it_goes_on_where_it_was(bench: RunningBench, simulate: Any) -> None:
    port = simulate(FROST, {**RUNNING, "run_s": 30.0}, baud=115200).port
    bench.plug(port)
    work = ModuleWork(bench.desk, bench.bench)

    def stop_halfway(view: BenchView) -> None:
        if any(p.work is not None and (p.work.percent or 0) > 20 for p in view.ports):
            work.cancel_work(port)

    end = bench.bench.subscribe(stop_halfway)
    with pytest.raises(KnownError, match="cancelled"):
        bench.do(work.fetch_log(port))
    end()
    (part,) = (bench.desk.workstation.home.folder / "motor-logs").glob("*.part")
    held = part.stat().st_size
    assert held > 0
    fetched = bench.do(work.fetch_log(port))
    assert fetched.size > held
    assert not part.exists()
    assert fetched.log is not None


def test_it_is_sealed_with_the_inspection(bench: RunningBench, simulate: Any) -> None:
    port = simulate(FROST, RUNNING).port
    bench.plug(port)
    fetched = bench.do(ModuleWork(bench.desk, bench.bench).fetch_log(port))
    kept = inspected(bench, port)
    assert kept["motor_log"]["media_type"] == MEDIA_TYPE
    assert kept["motor_log"]["sha256"] == fetched.sha256
    assert bench.desk.workstation.blobs.get(fetched.sha256) == Path(fetched.file).read_bytes()
