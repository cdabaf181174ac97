"""Seals an inspection: one append holds its readings, the signed answers and judgement, and the services it proves.

The dialogue with the device, what it showed live (the trace) and the motor logs fetched from it are kept as blobs that
the seal names.
"""

from dataclasses import dataclass
from typing import Any

from fleetdesk.devices.session import Session
from fleetdesk.domain import events as ev
from fleetdesk.domain import inspection as insp
from fleetdesk.domain.errors import KnownError
from fleetdesk.domain.events import Draft
from fleetdesk.domain.fleet import device_subject, module_subject
from fleetdesk.domain.motor_log import MEDIA_TYPE as LOG_TYPE
from fleetdesk.domain.snapshot import Snapshot
from fleetdesk.domain.trace import MEDIA_TYPE as TRACE_TYPE
from fleetdesk.domain.trace import Trace
from fleetdesk.runtime.ids import new_id
from fleetdesk.runtime.seal import sealed, template_sha256
from fleetdesk.services.inspection_case import Case
from fleetdesk.services.inspection_form import form
from fleetdesk.services.readings import contact, reading_drafts, resolve
from fleetdesk.services.record import Record
from fleetdesk.services.signed_evidence import evidence, typed_readings
from fleetdesk.services.spares import used_parts
from fleetdesk.services.views import Person
from fleetdesk.services.watched import KeptLog
from fleetdesk.sqlite import Connection
from fleetdesk.storage import blobs, drafts

TRANSCRIPT_TYPE = "application/vnd.fleetdesk.transcript+jsonl"


@dataclass(frozen=True, slots=True)
class Cable:
    """The device while it is plugged in: the newest look at it, its session, and what was seen of its motor."""

    snapshot: Snapshot
    session: Session
    trace: Trace | None = None
    logs: tuple[KeptLog, ...] = ()


def seal(record: Record, case: Case, signer: Person, cable: Cable | None, signature: bytes | None = None) -> str:
    """Appends the inspection and returns its event id; after that it is durable. `signature`: a PNG of what was drawn.

    Raises KnownError when something required is missing or the judgement does not stand; then nothing is appended.
    """
    check(case, signer)
    event = new_id()
    kept = (*_keep_blobs(record, cable), *evidence(record, case, signature))

    def work(connection: Connection) -> None:
        if drafts.load(connection, case.stored.id) is None:
            raise KnownError("This inspection is already signed.", "", "Open it from the device's time line.")
        for blob in kept:
            blobs.note(connection, blob["sha256"], blob["size"], blob["media_type"], record.now())
        facts = _facts(record, connection, case, cable, signer, event, kept)
        record.append_within(connection, facts, signer.staff_number)
        drafts.remove(connection, case.stored.id)

    record.change(work)
    return event


def check(case: Case, signer: Person) -> None:
    """Raises KnownError that names what is missing."""
    open_items = [item for item in insp.missing(case.shape, case.due_now, case.said) if item.task is None]
    if open_items:
        raise KnownError(
            "Some questions have no answer yet.",
            "Missing: " + ", ".join(item.title for item in open_items) + ".",
            "Answer them, then sign.",
        )
    problem = insp.verdict_problem(case.shape, case.body.verdict, case.body.cause)
    if problem is not None:
        raise KnownError("The judgement is not complete.", problem, "Choose it, then sign.")
    if not signer.name.strip() or not signer.staff_number.strip():
        raise KnownError("A signature needs a name and a staff number.", "", "Enter both, then sign.")


def _keep_blobs(record: Record, cable: Cable | None) -> tuple[dict[str, Any], ...]:
    """The dialogue with the device and its trace, durable before the event that names them."""
    if cable is None:
        return ()
    contents = [("transcript", TRANSCRIPT_TYPE, cable.session.recorder.to_bytes())]
    if cable.trace is not None and len(cable.trace):
        contents.append(("trace", TRACE_TYPE, cable.trace.to_bytes()))
    put = record.workstation.blobs.put
    kept = [
        {"sha256": put(data), "size": len(data), "media_type": media_type, "role": role}
        for role, media_type, data in contents
    ]
    # Those were durable when they were shown.
    kept += [
        {"sha256": log.sha256, "size": log.size, "media_type": LOG_TYPE, "role": "motor_log"} for log in cable.logs
    ]
    return tuple(kept)


def _facts(
    record: Record,
    connection: Connection,
    case: Case,
    cable: Cable | None,
    signer: Person,
    event: str,
    kept: tuple[dict[str, Any], ...],
) -> list[Draft]:
    facts: list[Draft] = []
    module: str | None = None
    device, store = device_subject(case.device.id), case.device.store
    if cable is not None:
        resolved = resolve(connection, cable.session.pack, cable.snapshot.identity)
        module = resolved.module
        facts += reading_drafts(record, resolved, cable.session.pack, cable.snapshot)
        facts.append(contact(record, case.device, cable.snapshot))
    now = record.now()
    versions = {due.task: due.plan_version for due in case.due}
    services = [task for task in case.body.performed if task in versions]
    payload = _sealed(record, case, signer, now, module, facts, services, kept)
    subjects = [device, module_subject(module)] if module else [device]
    facts.append(record.draft(payload, *subjects, store=store, event=event))
    for task in services:
        performed = ev.ServicePerformed(
            device=case.device.id, task=task, plan_version=versions[task], performed_at=now, inspection=event
        )
        facts.append(record.draft(performed, device, store=store))
    facts += typed_readings(record, case) if cable is None else []
    facts += used_parts(record, connection, case.device.id, services, event, signer.staff_number)
    return facts


def _sealed(
    record: Record,
    case: Case,
    signer: Person,
    now: str,
    module: str | None,
    facts: list[Draft],
    services: list[str],
    kept: tuple[dict[str, Any], ...],
) -> ev.InspectionSigned:
    """The payload, signed by the workstation's key over everything but the signature itself."""
    proven = [insp.Answer(item.id, "pass") for item in case.shape.items() if item.task in services]
    items = {item.id: item for item in case.shape.items()}
    silent = insp.not_asked(case.shape, case.due_now, case.said)
    answers = [*(answer for answer in case.body.answers if answer.item not in silent), *proven]
    photographed = {photo.item for photo in case.body.photos}
    unsigned = ev.InspectionSigned(
        device=case.device.id,
        module=module,
        template=case.template.template,
        template_version=case.template.version,
        started_at=case.stored.started_at,
        signed_at=now,
        signer={"name": signer.name, "staff_number": signer.staff_number, "role": signer.role},
        answers=tuple(form(answer, items.get(answer.item)) for answer in answers),
        verdict=case.body.verdict or "",
        cause=case.body.cause,
        note=case.body.note,
        readings=tuple(_readings(facts)),
        services=tuple(services),
        blobs=kept,
        template_sha256=template_sha256(case.template.body),
        owed=tuple(item.id for item in insp.owed(case.shape, case.due_now, case.said, photographed)),
    )
    return sealed(record.workstation.keys, unsigned)


def _readings(facts: list[Draft]) -> list[dict[str, Any]]:
    """The readings of this very append, by event id and value."""
    return [
        {"event": fact.id, "module": p.module, "counter": p.counter, "value": p.value}
        for fact in facts
        if isinstance(p := fact.payload, ev.ReadingTaken)
    ]
