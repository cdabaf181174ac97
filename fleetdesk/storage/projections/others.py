"""The folds of everything that is no device: stores, modules, plans, templates, people, imports, quarantine."""

import json
from collections.abc import Sequence

from fleetdesk.domain import events as ev
from fleetdesk.domain.events import Envelope
from fleetdesk.domain.fleet import normalise_serial, subject_parts
from fleetdesk.domain.registry import conflict_id
from fleetdesk.storage.projections.tables import Row, Rows


def fold_store(subject: str, events: Sequence[Envelope]) -> Rows:
    row: Row = {}
    said: dict[str, dict[str, object]] = {}
    for event in events:
        match event.payload:
            case ev.StoreRegistered() as p if not row:
                row = {
                    "code": p.code, "subject": subject, "name": p.name, "time_zone": p.time_zone,
                    "address": p.address, "synthetic": int(p.synthetic),
                }  # fmt: skip
            case ev.StoreDescribed() as p:
                row.update({key: value for key, value in p.values.items() if key in ("name", "time_zone", "address")})
            case _:
                pass
        _hear(said, event.payload)
    key = f"store:{subject_parts(subject)[1]}"
    imports: list[Row] = [
        {"source_id": source, "row_key": key, "subject": subject, "fields": json.dumps(fields, sort_keys=True)}
        for source, fields in said.items()
    ]
    return {"p_store": [row] if "code" in row else [], "p_import_row": imports}


def _hear(said: dict[str, dict[str, object]], payload: ev.Payload | None) -> None:
    """What each source last said of the store, for the next import to compare with."""
    match payload:
        case ev.StoreRegistered(source_id=str(source)) as p:
            said.setdefault(source, {}).update(
                name=p.name, time_zone=p.time_zone, address=p.address, synthetic=p.synthetic
            )
        case ev.StoreDescribed(source_id=str(source)) as p:
            said.setdefault(source, {}).update(p.values)
        case _:
            pass


def fold_module(subject: str, events: Sequence[Envelope]) -> Rows:
    module = subject_parts(subject)[1]
    known = next((e.payload for e in events if isinstance(e.payload, ev.ModuleRegistered)), None)
    stay, conflicts = _where_it_is(subject, events)
    if known is None:
        return {"p_conflict": conflicts}
    row: Row = {
        "id": module, "subject": subject, "model": known.model, "serial": known.serial,
        "serial_key": normalise_serial(known.serial), "device": stay.device if stay else None,
        "fitted_at": stay.fitted_at if stay else None,
    }  # fmt: skip
    return {"p_module": [row], "p_conflict": conflicts}


def _where_it_is(subject: str, events: Sequence[Envelope]) -> tuple[ev.ModuleFitted | None, list[Row]]:
    """The device that holds the module now, and the physically impossible: fitted elsewhere without a removal."""
    stay: ev.ModuleFitted | None = None
    stay_event: Envelope | None = None
    conflicts: list[Row] = []
    resolved = {e.payload.conflict for e in events if isinstance(e.payload, ev.ConflictResolved)}
    for event in events:
        payload = event.payload
        if isinstance(payload, ev.ModuleFitted):
            if stay is not None and stay_event is not None and stay.device != payload.device:
                conflicts.append(_two_places(subject, stay_event, event))
            stay, stay_event = payload, event
        elif isinstance(payload, ev.ModuleRemoved) and stay is not None and payload.device == stay.device:
            stay = stay_event = None
    return stay, [row for row in conflicts if row["id"] not in resolved]


def _two_places(subject: str, before: Envelope, after: Envelope) -> Row:
    pair = (before, after)
    sides = [[e.id, e.payload.device, e.actor, e.at] for e in pair if isinstance(e.payload, ev.ModuleFitted)]
    ids = [e.id for e in pair]
    return {
        "id": conflict_id(ids), "subject": subject, "kind": "module in two devices", "field": None,
        "events": json.dumps(ids), "sides": json.dumps(sides, ensure_ascii=False),
    }  # fmt: skip


def fold_plan(subject: str, events: Sequence[Envelope]) -> Rows:
    """The highest version of a task holds, ties by order."""
    best: ev.PlanPublished | None = None
    for event in events:
        payload = event.payload
        if isinstance(payload, ev.PlanPublished) and (best is None or payload.version >= best.version):
            best = payload
    if best is None:
        return {}
    return {
        "p_plan": [
            {
                "task": best.task, "subject": subject, "version": best.version, "title": best.title,
                "category": best.category, "counter": best.counter, "every": best.every,
                "warn_at_percent": best.warn_at_percent, "unit": best.unit, "parts": json.dumps(best.parts),
                "one": best.one or best.title, "many": best.many or best.title,
            }
        ]
    }  # fmt: skip


def fold_template(subject: str, events: Sequence[Envelope]) -> Rows:
    """All versions stay: an inspection keeps the version it started with. Of equal versions the last one holds."""
    rows: dict[int, Row] = {}
    for event in events:
        p = event.payload
        if isinstance(p, ev.TemplatePublished):
            rows[p.version] = {
                "template": p.template, "version": p.version, "subject": subject, "title": p.title,
                "category": p.category, "body": json.dumps(p.body, sort_keys=True, ensure_ascii=False),
            }  # fmt: skip
    return {"p_template": list(rows.values())}


def fold_person(subject: str, events: Sequence[Envelope]) -> Rows:
    named = [e.payload for e in events if isinstance(e.payload, ev.PersonNamed)]
    if not named:
        return {}
    last = named[-1]
    return {"p_person": [{"staff_number": last.staff_number, "subject": subject, "name": last.name, "role": last.role}]}


def fold_import(subject: str, events: Sequence[Envelope]) -> Rows:
    undone = {e.payload.import_id for e in events if isinstance(e.payload, ev.ImportUndone)}
    applied = [(e, e.payload) for e in events if isinstance(e.payload, ev.ImportApplied) and e.id not in undone]
    if not applied:
        return {}
    event, last = applied[-1]
    return {
        "p_import": [
            {
                "source_id": last.source_id, "subject": subject, "event": event.id, "file_sha256": last.file_sha256,
                "at": event.at, "notes": json.dumps(last.notes, ensure_ascii=False),
            }
        ]
    }  # fmt: skip


def fold_quarantine(subject: str, events: Sequence[Envelope]) -> Rows:
    """Whether an event is set aside for a broken right; a later release lets it count again."""
    reason: str | None = None
    for event in events:
        match event.payload:
            case ev.EventQuarantined() as p:
                reason = p.reason
            case ev.EventReleased():
                reason = None
            case _:
                pass
    if reason is None:
        return {}
    return {"p_quarantine": [{"event": subject_parts(subject)[1], "subject": subject, "reason": reason}]}
