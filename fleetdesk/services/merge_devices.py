"""Two entries of the registry turn out to be one unit: it goes on as one of them. Undoable; nothing is lost.

The unit's uses are those of the modules in either entry, its time line holds both. Fields are those of the entry that
goes on. A gateway's devices are assigned to the entry that goes on, in the same append, and back when it is undone.
"""

from fleetdesk.domain import events as ev
from fleetdesk.domain.errors import KnownError
from fleetdesk.domain.events import Draft
from fleetdesk.domain.fleet import device_subject
from fleetdesk.services.device_acts import checked_reason, gateway_draft, known_device, label_of
from fleetdesk.services.record import Record
from fleetdesk.sqlite import Connection
from fleetdesk.storage import projector
from fleetdesk.storage.queries import registry
from fleetdesk.storage.queries.registry import KnownDevice, Merged


def merge_devices(record: Record, duplicate: str, into: str, reason: str, actor: str) -> str:
    """Returns the id of the merge event. Raises KnownError for two that cannot be one unit."""
    why = checked_reason(reason)

    def work(connection: Connection) -> str:
        gone, stays = known_device(connection, duplicate), known_device(connection, into)
        _check(gone, stays)
        payload = ev.DeviceMerged(device=gone.id, into=stays.id, reason=why)
        merge = _draft(record, payload, stays)
        children = [
            gateway_draft(record, child, stays.id, f"merge {merge.id}: {why}")
            for child in registry.children_of(connection, gone.id)
            if child.id not in (gone.id, stays.id)
        ]
        record.append_within(connection, [merge, *children], actor)
        return merge.id

    return record.change(work)


def undo_merge(record: Record, device: str, reason: str, actor: str) -> None:
    """`device` is the id that went on as another. Raises KnownError when it never did."""
    why = checked_reason(reason)

    def work(connection: Connection) -> None:
        merged = registry.merged(connection, device)
        if merged is None:
            raise KnownError("This device was not merged into another.", "", "Nothing was changed.")
        done = _merge_of(connection, merged)
        stays = known_device(connection, merged.into)
        undo = ev.DeviceMerged(device=merged.device, into=done.into, undo_of=merged.event, reason=why)
        back = [
            gateway_draft(record, child, merged.device, why)
            for child in registry.children_of(connection, stays.id)
            if _moved_by(connection, child, merged.event)
        ]
        record.append_within(connection, [_draft(record, undo, stays), *back], actor)

    record.change(work)


def named_merge(connection: Connection, said: str) -> Merged:
    """The merged entry with that serial or id. Raises KnownError for none and for several."""
    by_id = registry.merged(connection, said)
    found = [by_id] if by_id else registry.merged_by_serial(connection, said)
    if len(found) == 1:
        return found[0]
    if not found:
        raise KnownError(f"No merged device is called {said!r}.", "", "Its time line names what was merged into it.")
    listed = ", ".join(f"{merged.model}, id {merged.device}" for merged in found)
    raise KnownError(f"{len(found)} merged devices are called {said!r}.", listed, "Name the one you mean by its id.")


def _check(gone: KnownDevice, stays: KnownDevice) -> None:
    if gone.id == stays.id:
        raise KnownError("Both are one device already.", label_of(stays), "Nothing was changed.")
    if gone.model != stays.model:
        raise KnownError(
            f"{label_of(gone)} and {label_of(stays)} are of different models.",
            f"One is a {gone.model}, the other a {stays.model}: they cannot be one unit.",
            "Look at both type plates again.",
        )


def _draft(record: Record, payload: ev.DeviceMerged, stays: KnownDevice) -> Draft:
    return record.draft(payload, device_subject(payload.device), device_subject(payload.into), store=stays.store)


def _merge_of(connection: Connection, merged: Merged) -> ev.DeviceMerged:
    events = projector.events_of(connection, (device_subject(merged.device),))
    return next(e.payload for e in events if e.id == merged.event and isinstance(e.payload, ev.DeviceMerged))


def _moved_by(connection: Connection, child: KnownDevice, merge: str) -> bool:
    """Whether the merge assigned it, and nobody since."""
    assigned = child.set_by.get("gateway")
    events = projector.events_of(connection, (device_subject(child.id),))
    found = next((e.payload for e in events if e.id == assigned), None)
    return isinstance(found, ev.GatewayAssigned) and found.reason.startswith(f"merge {merge}:")
