"""A silent blender on the cable: each simulated fault is named first, with the reason that a person can check."""

import json
from typing import Any

import pytest
from typer.testing import CliRunner

from fleetdesk.cli.main import app
from fleetdesk.domain import events as ev
from fleetdesk.domain.fleet import device_id, device_subject
from fleetdesk.services.bench_views import TriageView
from fleetdesk.services.desk import Desk
from fleetdesk.services.triage_unit import triage_unit
from fleetdesk.storage import drafts, journal
from fleetdesk.storage.queries import registry
from tests.services.conftest import RunningBench

RF = {"serial": "RF-20417", "motor": "idle", "stats.blend_use.cycles_total": 1012}
GOOD = {"stats.blend_sys.vbat_mv": 3900, "stats.blend_sys.rssi_neg_dbm": 61}
BLENDER = device_id("ruiyun-frost", "RF-20417")


def plugged(bench: RunningBench, simulate: Any, **changes: Any) -> TriageView:
    unit = bench.plug(simulate("ruiyun-frost", {**RF, **GOOD, **changes}).port).unit
    assert unit is not None
    assert unit.triage is not None
    return unit.triage


@pytest.mark.parametrize(
    ("changes", "cause", "said"),
    [
        ({"stats.blend_sys.vbat_mv": 3210}, "battery_power", "Its battery is low."),
        ({"stats.blend_sys.rssi_neg_dbm": 88}, "radio_range", "The signal is weak where it stands."),
        ({"stats.blend_sys.rssi_neg_dbm": 0}, "module_damage", "Its radio hears nothing at all."),
        (
            {"stats.blend_use.jam_count": 40, "stats.blend_use.cycles_fault": 90},
            "mechanical",
            "It counted many jams or cycles that ended in a fault.",
        ),
    ],
)
def test_a_fault_of_the_unit_is_named_first(
    bench: RunningBench, simulate: Any, changes: dict[str, int], cause: str, said: str
) -> None:
    found = plugged(bench, simulate, **changes)
    assert found.bars[0].cause == cause
    assert said in [str(reason) for reason in found.bars[0].reasons]
    assert found.evidence["cable"] == "answers"
    assert "firmware version" not in str(found.next_look), "it was read, and says nothing yet"


def test_what_speaks_against_a_cause_is_said_to(bench: RunningBench, simulate: Any) -> None:
    found = plugged(bench, simulate, **{"stats.blend_sys.rssi_neg_dbm": 88})
    said = [str(reason) for bar in found.bars[1:] for reason in bar.reasons]
    assert "Against it: The signal is weak where it stands." in said


def test_a_dead_gateway_explains_its_children(fleet_desk: Desk) -> None:
    dead = fleet_desk.record.read(
        lambda c: c.execute(
            "SELECT d.id FROM p_device d JOIN p_device g ON g.id = d.gateway"
            " WHERE d.category = 'blender' AND g.state = 'offline' ORDER BY d.serial_key LIMIT 1"
        ).fetchone()[0]
    )
    found = of(fleet_desk, dead)
    assert found.bars[0].cause == "gateway_cascade"
    assert "Its gateway is down." in [str(reason) for reason in found.bars[0].reasons]
    assert str(found.verdict) == "It seems to work and does not report."


def of(desk: Desk, device: str) -> TriageView:
    def work(connection: Any) -> TriageView:
        known = registry.device(connection, device)
        assert known is not None
        return triage_unit(connection, known)

    return desk.record.read(work)


def test_nothing_that_nobody_looked_at_is_evidence(fleet_desk: Desk) -> None:
    found = of(fleet_desk, BLENDER)
    assert set(found.evidence) <= {"gateway", "neighbours", "firmware"}
    assert "battery" not in found.evidence
    assert str(found.next_look).startswith("Next: ")


def test_a_firmware_that_the_inspected_silent_ones_share_is_named(fleet_desk: Desk) -> None:
    record = fleet_desk.record
    silent = record.read(
        lambda c: [
            row[0]
            for row in c.execute(
                "SELECT id FROM p_device WHERE category = 'blender' AND state = 'offline' AND id != ?"
                " ORDER BY serial_key LIMIT 8",
                (BLENDER,),
            )
        ]
    )
    online = record.read(
        lambda c: [r[0] for r in c.execute("SELECT id FROM p_device WHERE category = 'blender' AND state = 'online'")]
    )
    assert of(fleet_desk, BLENDER).cohort == (), "the control: before anybody inspected, nothing stands out"
    facts = [_says(fleet_desk, device, "1.3.0") for device in (*silent, BLENDER)]
    facts += [_says(fleet_desk, device, "1.4.2") for device in online]
    facts += [_inspected(fleet_desk, device) for device in silent]
    record.append(facts, "T-1")
    found = of(fleet_desk, BLENDER)
    assert [str(each) for each in found.cohort] == [
        f"8 of 8 silent units run 1.3.0, against 0 of {len(online)} others.",
    ]
    assert found.evidence["firmware"] == "suspect"
    assert found.bars[0].cause == "firmware"


def _says(desk: Desk, device: str, firmware: str) -> Any:
    report = ev.StateReported(
        device=device, state="online", source="wired", as_of=desk.record.now(), details={"firmware": firmware}
    )
    return desk.record.draft(report, device_subject(device))


def _inspected(desk: Desk, device: str) -> Any:
    now = desk.record.now()
    signed = ev.InspectionSigned(
        device=device, module=None, template="blender-inspection", template_version=1, started_at=now, signed_at=now,
        signer={"name": "Ana", "staff_number": "T-1"}, answers=(), verdict="connectivity", cause="firmware",
    )  # fmt: skip
    return desk.record.draft(signed, device_subject(device))


def test_what_the_technician_answers_is_evidence_at_once(bench: RunningBench, simulate: Any) -> None:
    from fleetdesk.domain.inspection import Answer
    from fleetdesk.services.inspect_device import InspectDevice
    from fleetdesk.services.inspection_form import DraftBody, encode_draft
    from fleetdesk.services.model_names import ModelNames

    port = simulate("ruiyun-frost", {**RF, **GOOD}).port
    bench.plug(port)
    draft = InspectDevice(bench.desk.record, bench.bench, ModelNames()).start(BLENDER, None)
    answers = (Answer("motor_run", "fail"), Answer("housing", "pass"))
    stored = bench.desk.record.read(lambda c: drafts.load(c, draft.id))
    assert stored is not None
    changed = encode_draft(DraftBody(answers))
    bench.desk.record.change(lambda c: c.execute("UPDATE local_draft SET body = ? WHERE id = ?", (changed, draft.id)))
    bench.do(bench.bench.refresh())
    unit = bench.wait(port).unit
    assert unit is not None
    assert unit.triage is not None
    assert (unit.triage.evidence["motor"], unit.triage.evidence["housing"]) == ("fails", "whole")
    assert unit.triage.bars[0].cause == "mechanical"
    assert str(unit.triage.verdict) == "The machine itself seems to be at fault."


def test_a_unit_that_reports_is_not_asked_why(bench: RunningBench, simulate: Any) -> None:
    online = bench.desk.record.read(
        lambda c: c.execute(
            "SELECT serial FROM p_device WHERE category = 'blender' AND state = 'online' LIMIT 1"
        ).fetchone()[0]
    )
    unit = bench.plug(simulate("ruiyun-frost", {**RF, "serial": online}).port).unit
    assert unit is not None
    assert unit.triage is None


def test_on_the_command_line(fleet_desk: Desk) -> None:
    head = fleet_desk.record.read(journal.own_head)
    home = str(fleet_desk.workstation.home.folder)
    result = CliRunner().invoke(app, ["--home", home, "triage", "RF-20417", "--json"])
    found = json.loads(result.stdout)
    assert (found["serial"], found["state"]) == ("RF-20417", "offline")
    assert sum(cause["percent"] for cause in found["causes"]) <= 100
    assert "percent" not in CliRunner().invoke(app, ["--home", home, "triage", "RF-20417"]).stdout
    assert fleet_desk.record.read(journal.own_head) == head
