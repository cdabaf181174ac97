"""The fold of a device: registry fields, states, fittings, usage, services, inspections, what its import said."""

from collections.abc import Iterable, Mapping, Sequence

import orjson

from fleetdesk.domain import events as ev
from fleetdesk.domain.conflicts import Conflict
from fleetdesk.domain.events import Envelope
from fleetdesk.domain.fittings import Stay, stays_in, with_bounds
from fleetdesk.domain.fleet import Status, device_subject, module_subject, normalise_serial, subject_parts
from fleetdesk.domain.merging import Merges, as_one, edits_since, fold_merges
from fleetdesk.domain.registry import DeviceFields, fold_fields
from fleetdesk.domain.retirement import judge_retirements
from fleetdesk.domain.usage import Reading, Usage, device_usage
from fleetdesk.domain.use_spans import by_day
from fleetdesk.storage.projections.done import inspection_rows, service_rows, work_rows
from fleetdesk.storage.projections.tables import Row, Rows

_PASSING = ("wired", "gateway")
"""Sources whose word holds for a while: whether it still does depends on the present and is asked in the query."""


def modules_in(events: Iterable[Envelope]) -> list[str]:
    """The modules that the device's own events say were ever fitted in it."""
    return list(dict.fromkeys(e.payload.module for e in events if isinstance(e.payload, ev.ModuleFitted)))


def fold_device(subject: str, events: Sequence[Envelope]) -> Rows:
    """All rows of one device. `events` are its own, those of devices that merges connect it with, and those of all
    modules that they ever held."""
    device = subject_parts(subject)[1]
    merges = fold_merges(events)
    said = [e for e in events if subject in e.subjects]
    if merges.root(device) != device:
        return _merged_rows(subject, device, merges, said, events)
    members = merges.members(device)
    names = {device_subject(member) for member in members}
    own = [e for e in events if names.intersection(e.subjects)]
    modules = {module_subject(module) for module in modules_in(own)}
    related = as_one(device, members, [e for e in events if (names | modules).intersection(e.subjects)])
    own = [e for e in related if names.intersection(e.subjects)]
    since = edits_since(device, merges, events)
    retired, never_was = judge_retirements(device, own)
    edits = (e for e in [*said, *since] if e.id not in never_was)
    fields = fold_fields(device, sorted(edits, key=lambda e: e.order))
    stays = stays_in(device, related)
    usages = _usages(stays, related)
    conflicts = (*fields.conflicts, *retired, *(c for c in merges.conflicts if _about(c, device, merges)))
    rows: Rows = {
        "p_state": _states(subject, device, own),
        "p_fitting": [_fitting_row(subject, device, stay) for stay in stays],
        "p_usage": [_usage_row(subject, device, counter, usage) for counter, usage in usages.items()],
        "p_use_spans": _span_rows(subject, device, usages),
        "p_service": _services(subject, device, own, usages),
        "p_postponed": _postponed(subject, device, own),
        "p_service_done": service_rows(subject, device, fields.category, own, usages),
        "p_inspection": inspection_rows(subject, fields.category, own),
        "p_work": work_rows(subject, device, _word(fields.values.get("store")), own),
        "p_import_row": _import_rows(subject, said, events),
        "p_conflict": [conflict_row(subject, c) for c in conflicts],
    }
    if fields.model:
        rows["p_device"] = [_device_row(subject, device, fields, stays, own)]
    return rows


def _merged_rows(
    subject: str, device: str, merges: Merges, said: Sequence[Envelope], events: Sequence[Envelope]
) -> Rows:
    """A device that goes on as another one has no row of its own; what imports said of it stays comparable."""
    fields = fold_fields(device, said)
    serial = fields.serial
    row: Row = {
        "device": device, "subject": subject, "into_device": merges.root(device),
        "event": merges.by_device[device].id, "model": fields.model, "serial": serial,
        "serial_key": normalise_serial(serial) if serial else None,
    }  # fmt: skip
    return {"p_merged": [row], "p_import_row": _import_rows(subject, said, events)}


def _about(conflict: Conflict, device: str, merges: Merges) -> bool:
    return any(merges.root(str(side[1])) == device for side in conflict.sides)


def conflict_row(subject: str, conflict: Conflict) -> Row:
    return {
        "id": conflict.id, "subject": subject, "kind": conflict.kind, "field": conflict.field or None,
        "events": _json(conflict.events), "sides": _json(conflict.sides), "chosen": conflict.chosen,
        "choices": _json([[c.event, c.side, c.reason, c.actor, c.at] for c in conflict.choices]),
    }  # fmt: skip


def _device_row(subject: str, device: str, fields: DeviceFields, stays: Sequence[Stay], own: Sequence[Envelope]) -> Row:
    latest_first = reversed(own)  # of equal instants the last in the order of the world holds, as in p_state
    reports = [e.payload for e in latest_first if isinstance(e.payload, ev.StateReported)]
    lasting = (r for r in reports if r.source not in _PASSING)
    upstream = max(lasting, key=lambda r: r.as_of, default=None)
    wired = max((r.as_of for r in reports if r.source == "wired"), default=None)
    seen = [r for r in reports if r.details.get("firmware")]
    newest = max(seen, key=lambda r: r.as_of, default=None)
    values = {name: _word(value) for name, value in fields.values.items()}
    serial = fields.serial
    return {
        "id": device,
        "subject": subject,
        "model": fields.model,
        "category": fields.category,
        "serial": serial,
        "serial_key": normalise_serial(serial) if serial else None,
        "asset_tag": values.get("asset_tag"),
        "store": values.get("store"),
        "status": values.get("status") or Status.IN_SERVICE.value,
        "supplier": values.get("supplier"),
        "notes": values.get("notes"),
        "synthetic": 1 if fields.values.get("synthetic") else 0,
        "gateway": values.get("gateway"),
        "module": next((stay.module for stay in reversed(stays) if stay.removed_at is None), None),
        "state": upstream.state if upstream else "unknown",
        "state_source": upstream.source if upstream else None,
        "state_as_of": upstream.as_of if upstream else None,
        "firmware": str(newest.details["firmware"]) if newest else None,
        "wired_at": wired,
        "known_at": next((e.at for e in own if isinstance(e.payload, ev.DeviceRegistered)), own[0].at),
        "set_by": _json(fields.set_by),
    }


def _states(subject: str, device: str, own: Sequence[Envelope]) -> list[Row]:
    newest: dict[str, ev.StateReported] = {}
    for event in own:
        report = event.payload
        if isinstance(report, ev.StateReported):
            known = newest.get(report.source)
            if known is None or report.as_of >= known.as_of:
                newest[report.source] = report
    return [
        {
            "device": device, "subject": subject, "source": source, "state": report.state, "as_of": report.as_of,
            "details": _json(report.details),
        }
        for source, report in newest.items()
    ]  # fmt: skip


def _usages(stays: Sequence[Stay], events: Sequence[Envelope]) -> dict[str, Usage]:
    readings = _readings(events)
    counters = dict.fromkeys(counter for counter, _, _ in readings)
    for event in events:
        if isinstance(event.payload, ev.ModuleFitted):
            counters.update(dict.fromkeys(event.payload.baseline))
    result: dict[str, Usage] = {}
    for counter in counters:
        fittings = [with_bounds(stay, counter) for stay in stays]
        result[counter] = device_usage(fittings, ((module, r) for name, module, r in readings if name == counter))
    return result


def _readings(events: Sequence[Envelope]) -> list[tuple[str, str, Reading]]:
    judged = {e.payload.reading: e.payload.accept for e in events if isinstance(e.payload, ev.ReadingVoided)}
    result: list[tuple[str, str, Reading]] = []
    for event in events:
        payload = event.payload
        if isinstance(payload, ev.ReadingTaken) and judged.get(event.id, True):
            reading = reading_of(event, payload, accepted=judged.get(event.id, False))
            result.append((payload.counter, payload.module, reading))
    return result


def reading_of(event: Envelope, payload: ev.ReadingTaken, *, accepted: bool = False) -> Reading:
    """The event as the ledger takes it."""
    return Reading(
        event.id, payload.value, payload.taken_at, payload.source, (event.hlc, event.id), payload.boot_count,
        payload.counter_epoch, payload.max_per_hour, payload.width, accepted,
    )  # fmt: skip


def _fitting_row(subject: str, device: str, stay: Stay) -> Row:
    return {
        "device": device, "module": stay.module, "event": stay.fitted.id, "subject": subject,
        "fitted_at": stay.fitted_at, "removed_at": stay.removed_at,
    }  # fmt: skip


def _usage_row(subject: str, device: str, counter: str, usage: Usage) -> Row:
    latest = usage.latest
    return {
        "device": device,
        "counter": counter,
        "subject": subject,
        "total": usage.total,
        "module": usage.latest_module,
        "value": latest.value if latest else None,
        "taken_at": latest.taken_at if latest else None,
        "source": latest.source if latest else None,
        "counter_epoch": latest.counter_epoch if latest else None,
        "parts": _json([[p.module, p.counted, p.fitted_at, p.removed_at] for p in usage.parts]),
        "not_counted": _json([[n.reason, n.module, n.event, n.at, n.value] for n in usage.not_counted]),
        "flagged": _json([[n.reason, n.module, n.event, n.at, n.value] for n in usage.flagged]),
    }


def _span_rows(subject: str, device: str, usages: dict[str, Usage]) -> list[Row]:
    daily = {counter: by_day(usage.spans) for counter, usage in usages.items()}
    return [
        {
            "device": device, "counter": counter, "subject": subject,
            "spans": _json([[span.since, span.until, span.uses] for span in spans]),
        }
        for counter, spans in daily.items()
        if spans
    ]  # fmt: skip


def _services(subject: str, device: str, own: Sequence[Envelope], usages: dict[str, Usage]) -> list[Row]:
    newest: dict[str, tuple[str, Envelope]] = {}
    for event in own:
        payload = event.payload
        if isinstance(payload, ev.ServicePerformed) and payload.performed_at >= newest.get(payload.task, ("",))[0]:
            newest[payload.task] = (payload.performed_at, event)
    rows: list[Row] = []
    for performed_at, event in newest.values():
        assert isinstance(event.payload, ev.ServicePerformed)
        totals = {counter: usage.total_at(performed_at) for counter, usage in usages.items()}
        rows.append(service_row(subject, device, event, event.payload, totals))
    return rows


def service_row(
    subject: str, device: str, event: Envelope, payload: ev.ServicePerformed, totals: Mapping[str, int]
) -> Row:
    return {
        "device": device, "task": payload.task, "subject": subject, "event": event.id,
        "inspection": payload.inspection, "performed_at": payload.performed_at, "totals": _json(totals),
    }  # fmt: skip


def _postponed(subject: str, device: str, own: Sequence[Envelope]) -> list[Row]:
    """The last word on each task, unless it was withdrawn or the service was done since."""
    held: dict[str, Envelope] = {}
    done: dict[str, str] = {}
    for event in own:
        payload = event.payload
        if isinstance(payload, ev.ServicePerformed):
            done[payload.task] = max(done.get(payload.task, ""), payload.performed_at)
        elif isinstance(payload, ev.ServicePostponed):
            if payload.undo_of is None:
                held[payload.task] = event
            elif payload.task in held and held[payload.task].id == payload.undo_of:
                del held[payload.task]
    return [_postponed_row(subject, device, e) for task, e in held.items() if done.get(task, "") < e.at]


def _postponed_row(subject: str, device: str, event: Envelope) -> Row:
    payload = event.payload
    assert isinstance(payload, ev.ServicePostponed)
    return {
        "device": device, "task": payload.task, "subject": subject, "event": event.id,
        "until_uses": payload.until_uses, "until_at": payload.until_at, "reason": payload.reason,
        "actor": event.actor, "at": event.at,
    }  # fmt: skip


def _import_rows(subject: str, own: Sequence[Envelope], every: Sequence[Envelope]) -> list[Row]:
    """What each source last said of this device, whatever people did since: an import compares with this.

    The rows are those that the device's own events name; readings of its modules add to them.
    """
    subjects = {subject, *(module_subject(module) for module in modules_in(own))}
    events = [e for e in every if subjects.intersection(e.subjects)]
    said: dict[tuple[str, str], dict[str, object]] = {}
    for event in own:
        if not isinstance(event.payload, ev.ModuleFitted) and (row := _row_of(event)) is not None:
            said[row] = {}
    for event in events:
        row = _row_of(event)
        if row in said:
            said[row].update(_said_by(event.payload))
    return [
        {"source_id": source, "row_key": row, "subject": subject, "fields": _json(fields)}
        for (source, row), fields in said.items()
    ]


def _row_of(event: Envelope) -> tuple[str, str] | None:
    source, row = getattr(event.payload, "source_id", None), getattr(event.payload, "row_key", None)
    return None if source is None or row is None else (source, row)


def _said_by(payload: ev.Payload | None) -> dict[str, object]:
    match payload:
        case ev.DeviceRegistered():
            return {**payload.fields, "model": payload.model, "serial": payload.serial}
        case ev.DeviceDescribed():
            return dict(payload.values)
        case ev.DeviceStatusSet():
            return {"status": payload.status}
        case ev.GatewayAssigned():
            return {"gateway": payload.gateway}
        case ev.StateReported():
            return {"state": payload.state, "state_as_of": payload.as_of, **payload.details}
        case ev.ReadingTaken():
            return {f"reading.{payload.counter}": [payload.value, payload.taken_at]}
        case ev.ModuleFitted():
            return {"module": payload.module, "fitted_at": payload.fitted_at, "baseline": payload.baseline}
        case _:
            return {}


def _word(value: object) -> str | None:
    """A registry field as text; what a foreign edit set to something else is shown as what it is."""
    return value if value is None or isinstance(value, str) else _json(value)


def _json(value: object) -> str:
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()
