"""The technician watches a blender: one request brings every channel, a run is judged, and the trace is kept."""

import json
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from fleetdesk import wire
from fleetdesk.domain import events as ev
from fleetdesk.domain import trace
from fleetdesk.domain.errors import KnownError
from fleetdesk.domain.fleet import device_id
from fleetdesk.services.export_live import export_csv
from fleetdesk.services.inspect_device import InspectDevice
from fleetdesk.services.model_names import ModelNames
from fleetdesk.services.motor_test import motor_test
from fleetdesk.services.views import Person
from tests.services.conftest import RunningBench
from tests.services.test_inspect_device import complete

RF: dict[str, Any] = {"serial": "RF-20417", "settings.gateway": "MPC-0006", "pause_s": 0.4, "run_s": 1.6}
BLENDER = device_id("ruiyun-frost", "RF-20417")


class Seen:
    def __init__(self) -> None:
        self.samples: list[tuple[float, tuple[float, ...]]] = []

    def push(self, at_s: float, values: Sequence[float]) -> None:
        self.samples.append((at_s, tuple(values)))


@pytest.mark.parametrize(("run_ma", "outcome"), [(3900, "ok"), (8500, "high")])
def test_a_run_is_judged_against_the_packs_limit(bench: RunningBench, simulate: Any, run_ma: int, outcome: str) -> None:
    port = simulate("ruiyun-frost", {**RF, "run_ma": run_ma}).port
    view = bench.plug(port)
    assert view.unit is not None
    assert view.unit.live is not None
    assert [c.name for c in view.unit.live.every] == ["motor_ma", "motor_temp_dk", "vbat_mv", "rssi_dbm"]
    seen = Seen()
    found = bench.do(motor_test(bench.bench, port, seen.push))
    assert found.outcome == outcome
    assert found.load == pytest.approx(run_ma * 0.85 / 1000, rel=0.12)
    assert "6.2" in found.sentence.values["limit"]
    times = [at for at, _ in seen.samples]
    assert times[0] <= found.began_s < found.ended_s <= times[-1]
    assert all(math.isnan(value) for value in seen.samples[0][1]), "the line of an earlier watch ends here"
    at_rest = [values for _, values in seen.samples[1:] if values[0] == 0]
    assert all(24 < values[1] < 28 and 3.7 < values[2] < 4 and -70 < values[3] < -50 for values in at_rest)


def test_all_channels_come_with_one_request(bench: RunningBench, simulate: Any) -> None:
    port = simulate("ruiyun-frost", RF).port
    bench.plug(port)
    before = _requests(bench, port)
    seen = Seen()
    bench.do(motor_test(bench.bench, port, seen.push))
    samples = len(seen.samples) - 1
    assert samples > 20
    # Besides a request a sample there is only the question every two seconds whether it is still this unit.
    assert _requests(bench, port) - before <= samples + 4


def _requests(bench: RunningBench, port: str) -> int:
    lines = bench.bench.session(port).recorder.to_bytes().decode().splitlines()[1:]
    return sum(json.loads(line).get("dir") == "out" for line in lines)


def test_no_run_is_said_and_is_no_error(bench: RunningBench, simulate: Any) -> None:
    port = simulate("ruiyun-frost", {**RF, "motor": "idle"}).port
    bench.plug(port)
    found = bench.do(motor_test(bench.bench, port, Seen().push, wait_s=0.3))
    assert (found.outcome, found.load, found.began_s) == ("not_seen", None, None)


def test_a_gateway_has_no_motor(bench: RunningBench, simulate: Any) -> None:
    port = simulate("mpc-1911-r22", {"serial": "MPC-0006"}).port
    bench.plug(port)
    with pytest.raises(KnownError, match="no motor current"):
        bench.do(motor_test(bench.bench, port, Seen().push))


def test_the_trace_is_kept_with_the_inspection(bench: RunningBench, simulate: Any) -> None:
    port = simulate("ruiyun-frost", RF).port
    bench.plug(port)
    seen = Seen()
    bench.do(motor_test(bench.bench, port, seen.push))
    kept = inspected(bench, port)
    assert kept["trace"]["media_type"] == trace.MEDIA_TYPE
    read = trace.parse(bench.desk.workstation.blobs.get(kept["trace"]["sha256"]))
    assert read.header.serial == "RF-20417"
    assert len(read.samples) == len(seen.samples) - 1
    assert [values[0] for _, values in read.samples] == [round(v[0] * 1000) for _, v in seen.samples[1:]]


def inspected(bench: RunningBench, port: str) -> dict[str, dict[str, Any]]:
    """The blobs of an inspection that is signed now, by their role."""
    inspections = InspectDevice(bench.desk.record, bench.bench, ModelNames())
    signed = inspections.sign(inspections.start(BLENDER, port).id, complete(inspections.start(BLENDER, port)), ANA)
    row = bench.desk.record.read(
        lambda c: c.execute("SELECT body FROM journal_event WHERE id = ?", (signed.event,)).fetchone()
    )
    payload = wire.decode_body(bytes(row[0])).payload
    assert isinstance(payload, ev.InspectionSigned)
    return {blob["role"]: blob for blob in payload.blobs}


ANA = Person("Ana Torres", "T-7")


# -- export ------------------------------------------------------------------------------------------------------------


def test_a_table_has_a_row_a_sample_and_no_formula(tmp_path: Path) -> None:
    path = tmp_path / "live.csv"
    columns = ([0.25, 4.1, math.nan], [24.9, 25.0, 25.1])
    assert export_csv(str(path), ["Motor current (A)", "=cmd"], 1_771_070_400_000, [10.0, 10.04, 10.08], columns) == 3
    assert path.read_text(encoding="utf-8-sig").splitlines() == [
        "UTC,seconds,Motor current (A),'=cmd",
        "2026-02-14T12:00:10.000Z,0.000,0.25,24.9",
        "2026-02-14T12:00:10.040Z,0.040,4.1,25",
        "2026-02-14T12:00:10.080Z,0.080,,25.1",
    ]


def test_a_table_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(KnownError, match="cannot be written"):
        export_csv(str(tmp_path / "no" / "such" / "folder.csv"), [], 0, [], [])
