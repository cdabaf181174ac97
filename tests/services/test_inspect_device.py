"""The technician inspects: readings fill themselves in, drafts survive, signing is one append and needs everything."""

from dataclasses import replace
from typing import Any

import pytest

from fleetdesk import wire
from fleetdesk.domain import events as ev
from fleetdesk.domain.errors import KnownError
from fleetdesk.domain.fleet import device_id
from fleetdesk.runtime.identity import signature_holds
from fleetdesk.services.bench_views import DraftChange, InspectionDraft, ItemAnswer, ItemKind
from fleetdesk.services.desk import open_desk
from fleetdesk.services.inspect_device import InspectDevice
from fleetdesk.services.model_names import ModelNames
from fleetdesk.services.views import DueLevel, Person
from fleetdesk.storage import journal
from fleetdesk.storage.verify import verify_inspection
from tests.services.conftest import RunningBench

ANA = Person("Ana Torres", "T-7")
RF = {"serial": "RF-20417", "motor": "idle", "stats.blend_use.cycles_total": 1012, "settings.gateway": "MPC-0006"}
BLENDER = device_id("ruiyun-frost", "RF-20417")


@pytest.fixture
def port(bench: RunningBench, simulate: Any) -> str:
    url = simulate("ruiyun-frost", RF).port
    bench.plug(url)
    return url


@pytest.fixture
def inspections(bench: RunningBench) -> InspectDevice:
    return InspectDevice(bench.desk.record, bench.bench, ModelNames())


def complete(draft: InspectionDraft) -> DraftChange:
    """Everything answered: a pass where a person judges, 4.0 A typed for the motor."""
    known = {answer.item: answer for answer in draft.answers}
    for section in draft.sections:
        for item in section.items:
            if item.kind is ItemKind.CHOICE and item.id not in known:
                known[item.id] = ItemAnswer(item.id, "pass")
            elif item.kind is ItemKind.READING and item.id not in known:
                known[item.id] = ItemAnswer(item.id, "ok", 4000, "typed")
    due = tuple(task.task for task in draft.due if task.level is DueLevel.DUE)
    return DraftChange(tuple(known.values()), "connectivity", "radio_range", "", due)


def test_wired_readings_fill_themselves_in(inspections: InspectDevice, port: str) -> None:
    draft = inspections.start(BLENDER, port)
    wired = {answer.item: answer for answer in draft.answers}
    assert wired["uses"].value == 1012
    assert wired["gateway"].outcome == "ok"
    assert wired["cable_probe"].outcome == "pass"
    assert {answer.source for answer in draft.answers} == {"wired"}
    assert "motor_current" not in wired  # a motor at rest shows no load
    assert [task.task for task in draft.due] == ["blade-service"]


def test_signing_is_one_append_and_the_service_is_done(
    inspections: InspectDevice, bench: RunningBench, port: str
) -> None:
    draft = inspections.start(BLENDER, port)
    before = bench.desk.record.read(journal.own_head).seq
    signed = inspections.sign(draft.id, complete(draft), ANA)
    appended = bench.desk.record.read(lambda c: [wire.decode_body(s.body) for s in journal.after(c, before, limit=50)])
    kinds = ["reading.taken", "state.reported", "inspection.signed", "service.performed", "part.moved"]
    assert [e.kind for e in appended] == kinds
    assert len({e.hlc[:12] for e in appended}) == 1
    assert {e.actor for e in appended} == {"T-7"}
    assert [(task.task, task.uses, task.level) for task in signed.due] == [("blade-service", 0, DueLevel.OK)]


def test_the_seal_holds_and_breaks_with_any_change(inspections: InspectDevice, bench: RunningBench, port: str) -> None:
    draft = inspections.start(BLENDER, port)
    signed = inspections.sign(draft.id, complete(draft), ANA)
    seal = bench.desk.record.read(lambda c: verify_inspection(c, signed.event))
    assert (seal.ok, seal.signer) == (True, "Ana Torres")
    row = bench.desk.record.read(
        lambda c: c.execute("SELECT body FROM journal_event WHERE id = ?", (signed.event,)).fetchone()
    )
    payload = wire.decode_body(bytes(row[0])).payload
    assert isinstance(payload, ev.InspectionSigned)
    forged = replace(payload, verdict="healthy")
    assert signature_holds(payload.public_key, payload.signature, wire.sealed_bytes(payload))
    assert not signature_holds(forged.public_key, forged.signature, wire.sealed_bytes(forged))


def test_the_dialogue_is_kept_as_a_blob(inspections: InspectDevice, bench: RunningBench, port: str) -> None:
    draft = inspections.start(BLENDER, port)
    inspections.sign(draft.id, complete(draft), ANA)
    rows = bench.desk.record.read(lambda c: c.execute("SELECT sha256, size FROM journal_blob").fetchall())
    assert [len(bench.desk.workstation.blobs.get(name)) == size for name, size in rows] == [True]


def test_what_is_missing_is_named_and_nothing_is_appended(
    inspections: InspectDevice, bench: RunningBench, port: str
) -> None:
    draft = inspections.start(BLENDER, port)
    before = bench.desk.record.read(journal.own_head)
    whole = complete(draft)
    without = replace(whole, answers=tuple(a for a in whole.answers if a.item != "blade"))
    for change, words in (
        (without, "Blade turns freely"),
        (replace(whole, verdict=None, cause=None), "Choose a verdict"),
        (replace(whole, cause=None), "choose its cause"),
        (replace(whole, verdict="healthy"), "has no cause"),
    ):
        with pytest.raises(KnownError, match=words):
            inspections.sign(draft.id, change, ANA)
    with pytest.raises(KnownError, match="staff number"):
        inspections.sign(draft.id, whole, Person("Ana", " "))
    assert bench.desk.record.read(journal.own_head) == before


def test_a_draft_returns_after_the_program_died(inspections: InspectDevice, bench: RunningBench) -> None:
    draft = inspections.start(BLENDER, None)
    change = DraftChange((ItemAnswer("blade", "fail", note="chipped"),), "mechanical", None, "note", ())
    inspections.save(draft.id, change)
    again = open_desk(bench.desk.workstation.home)
    try:
        back = InspectDevice(again.record, bench.bench, ModelNames()).start(BLENDER, None)
    finally:
        again.close()
    assert (back.id, back.verdict, back.note) == (draft.id, "mechanical", "note")
    assert [(a.item, a.outcome, a.note) for a in back.answers] == [("blade", "fail", "chipped")]


def test_it_cannot_be_signed_twice(inspections: InspectDevice, port: str) -> None:
    draft = inspections.start(BLENDER, port)
    inspections.sign(draft.id, complete(draft), ANA)
    with pytest.raises(KnownError, match="no longer open"):
        inspections.sign(draft.id, complete(draft), ANA)


def test_a_typed_value_is_marked_and_never_replaced_by_the_cable(
    inspections: InspectDevice, bench: RunningBench, port: str
) -> None:
    draft = inspections.start(BLENDER, port)
    inspections.save(draft.id, DraftChange((ItemAnswer("uses", "noted", 999, "typed"),), None, None, "", ()))
    bench.do(inspections.read_items(draft.id))
    answers = {answer.item: answer for answer in inspections.start(BLENDER, port).answers}
    assert (answers["uses"].value, answers["uses"].source) == (999, "typed")
