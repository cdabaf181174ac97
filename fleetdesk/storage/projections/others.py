"""The folds of everything that is no device: stores, modules, plans, templates, people, imports, quarantine."""

import json
from collections.abc import Sequence

from fleetdesk.domain import events as ev
from fleetdesk.domain.conflicts import Choices, Conflict, between, choices_in, conflict_id
from fleetdesk.domain.events import Envelope
from fleetdesk.domain.fittings import fittings_in, moves
from fleetdesk.domain.fleet import StoreStatus, normalise_serial, subject_parts
from fleetdesk.domain.maintenance import plan_scope
from fleetdesk.domain.merging import Merges, fold_merges
from fleetdesk.domain.registry import StoreFields, fold_part_fields, fold_store_fields
from fleetdesk.domain.stock import lies, movements
from fleetdesk.storage.projections.device import conflict_row
from fleetdesk.storage.projections.tables import Row, Rows


def fold_store(subject: str, events: Sequence[Envelope]) -> Rows:
    fields = fold_store_fields(events)
    said: dict[str, dict[str, object]] = {}
    for event in events:
        _hear(said, event.payload)
    code = subject_parts(subject)[1]
    imports: list[Row] = [
        {
            "source_id": source,
            "row_key": f"store:{code}",
            "subject": subject,
            "fields": json.dumps(says, sort_keys=True),
        }
        for source, says in said.items()
    ]
    rows: Rows = {"p_import_row": imports, "p_conflict": [conflict_row(subject, c) for c in fields.conflicts]}
    if fields.values:
        rows["p_store"] = [_store_row(subject, code, fields)]
    return rows


def _store_row(subject: str, code: str, fields: StoreFields) -> Row:
    values = fields.values
    return {
        "code": code, "subject": subject, "name": str(values["name"]), "time_zone": str(values["time_zone"]),
        "address": str(values["address"]), "synthetic": 1 if values["synthetic"] else 0,
        "status": str(values.get("status") or StoreStatus.OPEN.value),
        "opening_hours": _sorted(values.get("opening_hours") or {}),
        "set_by": _sorted(fields.set_by),
    }  # fmt: skip


def _sorted(value: object) -> str:
    return json.dumps(value, sort_keys=True)


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
    """`events` are the module's own, and the merges of devices that held it: two ids of one unit are one place."""
    module = subject_parts(subject)[1]
    own = [e for e in events if subject in e.subjects]
    stay, conflicts = _where_it_is(subject, own, fold_merges(events))
    known = next((e for e in own if isinstance(e.payload, ev.ModuleRegistered)), None)
    if known is None or not isinstance(known.payload, ev.ModuleRegistered):
        return {"p_conflict": conflicts}
    serial, set_by, corrected = _module_serial(known, own)
    row: Row = {
        "id": module, "subject": subject, "model": known.payload.model, "serial": serial,
        "serial_key": normalise_serial(serial), "device": stay[0] if stay else None,
        "fitted_at": stay[1] if stay else None, "set_by": set_by,
    }  # fmt: skip
    return {"p_module": [row], "p_conflict": [*conflicts, *(conflict_row(subject, c) for c in corrected)]}


def _module_serial(known: Envelope, own: Sequence[Envelope]) -> tuple[str, str, list[Conflict]]:
    """The serial, the event that set it, and corrections of one serial that did not know of each other."""
    assert isinstance(known.payload, ev.ModuleRegistered)
    serial, set_by, base_event = known.payload.serial, known.id, known
    conflicts: list[Conflict] = []
    registrations = {e.id for e in own if isinstance(e.payload, ev.ModuleRegistered)}
    choices = choices_in(own)
    for event in own:
        payload = event.payload
        if not isinstance(payload, ev.ModuleDescribed) or payload.serial == serial:
            continue
        if payload.base != set_by and set_by not in registrations:
            conflict = between("field", "module serial", ((base_event, serial), (event, payload.serial)), choices)
            conflicts.append(conflict)
            if conflict.chosen == base_event.id:
                continue
        serial, set_by, base_event = payload.serial, event.id, event
    return serial, set_by, conflicts


def _where_it_is(subject: str, events: Sequence[Envelope], merges: Merges) -> tuple[tuple[str, str] | None, list[Row]]:
    """(device, since) that holds the module now, and the physically impossible: fitted elsewhere without a removal.

    Judged by when it happened, as the fittings of a device are. What somebody chose about stays with its choice."""
    stay: tuple[str, str] | None = None
    stay_event: Envelope | None = None
    choices = choices_in(events)
    conflicts = {c.id: c for c in _chosen_about(fittings_in(events), choices)}
    for event in moves(events):
        payload = event.payload
        if isinstance(payload, ev.ModuleFitted):
            device = merges.root(payload.device)
            if stay is not None and stay_event is not None and stay[0] != device:
                conflict = _two_places(stay_event, event, choices)
                conflicts[conflict.id] = conflict
            stay, stay_event = (device, payload.fitted_at), event
        elif isinstance(payload, ev.ModuleRemoved) and stay is not None and merges.root(payload.device) == stay[0]:
            stay = stay_event = None
    return stay, [conflict_row(subject, conflict) for conflict in conflicts.values()]


def _chosen_about(fits: Sequence[Envelope], choices: Choices) -> list[Conflict]:
    """The decided conflicts of two fittings; the one that lost is passed over by the walk."""
    if not choices:
        return []
    pairs = [(one, other) for at, one in enumerate(fits) for other in fits[at + 1 :]]
    return [_two_places(*pair, choices) for pair in pairs if conflict_id([pair[0].id, pair[1].id]) in choices]


def _two_places(before: Envelope, after: Envelope, choices: Choices) -> Conflict:
    return between("module in two devices", "", ((before, _fitted_in(before)), (after, _fitted_in(after))), choices)


def _fitted_in(event: Envelope) -> str:
    assert isinstance(event.payload, ev.ModuleFitted)
    return event.payload.device


def fold_plan(subject: str, events: Sequence[Envelope]) -> Rows:
    """For each place of a task the highest version holds, ties by order. One that replaced another than it knew of is
    a conflict of both, and then the chosen one holds."""
    held: dict[str, Envelope] = {}
    conflicts: list[Conflict] = []
    choices = choices_in(events)
    for event in events:
        plan = event.payload
        if not isinstance(plan, ev.PlanPublished):
            continue
        scope, _ = plan_scope(plan)
        before = held.get(scope)
        holds = before is None or plan.version >= _plan_of(before).version
        if before is not None and _disagree(before, event):
            conflict = _two_plans(before, event, choices)
            conflicts.append(conflict)
            holds = conflict.chosen == event.id if conflict.chosen in conflict.events else holds
        if holds:
            held[scope] = event
    return {
        "p_plan": [_plan_row(subject, event) for event in held.values()],
        "p_conflict": [conflict_row(subject, c) for c in conflicts],
    }


def _plan_of(event: Envelope) -> ev.PlanPublished:
    assert isinstance(event.payload, ev.PlanPublished)
    return event.payload


def _disagree(before: Envelope, event: Envelope) -> bool:
    """Both are edits by people, and the later one did not know the earlier one. Shipped plans are nobody's word."""
    plan, held = _plan_of(event), _plan_of(before)
    if plan.base is None or plan.base == before.id or held.base is None:
        return False
    return _says(plan) != _says(held)


def _says(plan: ev.PlanPublished) -> tuple[object, ...]:
    return (plan.title, plan.counter, plan.every, plan.warn_at_percent, plan.parts, plan.ended)


def _two_plans(before: Envelope, after: Envelope, choices: Choices) -> Conflict:
    sides = ((before, _plan_of(before).every), (after, _plan_of(after).every))
    return between("plan", _plan_of(after).title, sides, choices)


def _plan_row(subject: str, event: Envelope) -> Row:
    plan = _plan_of(event)
    scope, rank = plan_scope(plan)
    shipped = plan.base is None  # every laptop publishes these for itself: they are one, whoever did
    return {
        "task": plan.task, "scope": scope, "subject": subject, "event": "" if shipped else event.id,
        "version": plan.version, "title": plan.title, "category": plan.category, "rank": rank, "counter": plan.counter,
        "every": plan.every, "warn_at_percent": plan.warn_at_percent, "unit": plan.unit,
        "parts": json.dumps(plan.parts), "one": plan.one or plan.title, "many": plan.many or plan.title,
        "ended": int(plan.ended), "reason": plan.reason, "actor": "" if shipped else event.actor,
        "at": "" if shipped else event.at,
    }  # fmt: skip


def fold_part(subject: str, events: Sequence[Envelope]) -> Rows:
    """What people keep about a part."""
    fields = fold_part_fields(events)
    rows: Rows = {"p_conflict": [conflict_row(subject, c) for c in fields.conflicts]}
    if fields.values:
        part, values, set_by = subject_parts(subject)[1], _sorted(fields.values), _sorted(fields.set_by)
        rows["p_part"] = [{"part": part, "subject": subject, "fields": values, "set_by": set_by}]
    return rows


def fold_stock(subject: str, events: Sequence[Envelope]) -> Rows:
    """How much of a part lies at one place."""
    part, _, place = subject_parts(subject)[1].partition("@")
    moves = movements(events)
    if not moves:
        return {}
    return {"p_stock": [{"part": part, "place": place, "subject": subject, "quantity": lies(place, moves)}]}


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
