"""What was done to a device, for the log: each signed inspection and each service, with what the ledger knew of it."""

from collections import Counter
from collections.abc import Mapping, Sequence

import orjson

from fleetdesk.domain import events as ev
from fleetdesk.domain.events import Envelope
from fleetdesk.domain.usage import Usage
from fleetdesk.domain.work import work_orders
from fleetdesk.storage.projections.tables import Row


def inspection_rows(subject: str, category: str | None, own: Sequence[Envelope]) -> list[Row]:
    """One of each inspection; `amended` counts the amendments beside it."""
    amended = Counter(e.payload.inspection for e in own if isinstance(e.payload, ev.InspectionAmended))
    return [
        inspection_row(subject, category, event, event.payload, amended[event.id])
        for event in own
        if isinstance(event.payload, ev.InspectionSigned)
    ]


def inspection_row(
    subject: str, category: str | None, event: Envelope, payload: ev.InspectionSigned, amended: int
) -> Row:
    return {
        "id": event.id, "subject": subject, "device": payload.device, "store": event.store,
        "template": payload.template, "template_version": payload.template_version, "signed_at": payload.signed_at,
        "signer": _json(payload.signer), "verdict": payload.verdict, "cause": payload.cause, "category": category,
        "staff_number": str(payload.signer.get("staff_number", "")), "amended": amended,
    }  # fmt: skip


def service_rows(
    subject: str, device: str, category: str | None, own: Sequence[Envelope], usages: Mapping[str, Usage]
) -> list[Row]:
    """One of each service done: `since_at` the one before it, `used` {counter: what the ledger counted in between}."""
    by_task: dict[str, list[tuple[str, Envelope, ev.ServicePerformed]]] = {}
    for event in own:
        if isinstance(event.payload, ev.ServicePerformed):
            done = (event.payload.performed_at, event, event.payload)
            by_task.setdefault(event.payload.task, []).append(done)
    return [row for services in by_task.values() for row in _rows_of_task(subject, device, category, services, usages)]


def _rows_of_task(
    subject: str,
    device: str,
    category: str | None,
    services: Sequence[tuple[str, Envelope, ev.ServicePerformed]],
    usages: Mapping[str, Usage],
) -> list[Row]:
    rows: list[Row] = []
    since: str | None = None
    for at, event, payload in sorted(services, key=lambda each: (each[0], each[1].order)):
        rows.append(service_done_row(subject, device, category, event, payload, since, _used(usages, since, at)))
        since = at
    return rows


def service_done_row(
    subject: str, device: str, category: str | None, event: Envelope, payload: ev.ServicePerformed, since: str | None,
    used: Mapping[str, int],
) -> Row:  # fmt: skip
    return {
        "event": event.id, "subject": subject, "device": device, "store": event.store, "category": category,
        "task": payload.task, "plan_version": payload.plan_version, "performed_at": payload.performed_at,
        "since_at": since, "used": _json(used), "inspection": payload.inspection, "actor": event.actor,
    }  # fmt: skip


def _used(usages: Mapping[str, Usage], since: str | None, at: str) -> dict[str, int]:
    return {
        counter: usage.total_at(at) - (usage.total_at(since) if since else 0) for counter, usage in usages.items()
    }  # fmt: skip


def work_rows(subject: str, device: str, store: str | None, own: Sequence[Envelope]) -> list[Row]:
    """One of each work order; `store` is where the device is now, which is where the work waits."""
    return [
        {
            "id": order.id, "subject": subject, "device": device, "store": store, "act": order.words.act,
            "title": order.words.title, "owner": order.words.owner, "due_on": order.words.due_on,
            "inspection": order.words.inspection, "supplier": order.words.supplier, "reason": order.words.reason,
            "ordered_at": order.ordered.at, "ordered_by": order.ordered.actor, "progress": order.progress.value,
            "ended_at": order.ended.at if order.ended else None,
            "ended_by": order.ended.actor if order.ended else None,
            "ended_event": order.ended.id if order.ended else None, "note": order.note,
        }
        for order in work_orders(own)
    ]  # fmt: skip


def _json(value: object) -> str:
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()
