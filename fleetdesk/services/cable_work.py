"""What all work on a device over its cable shares: whose device and module it is, and the transcript that proves it.

A unit that the registry does not know has its ids all the same, since they are derived: what was done to it stands in
its story once somebody registers it.
"""

from dataclasses import dataclass

from fleetdesk.devices.session import Session
from fleetdesk.domain.events import Draft, Payload
from fleetdesk.domain.fleet import device_subject, module_subject
from fleetdesk.domain.pack import Pack
from fleetdesk.domain.snapshot import Identity, Snapshot
from fleetdesk.services.new_ids import new_device_id, new_module_id
from fleetdesk.services.readings import Resolved, contact, module_drafts, reading_drafts, resolve
from fleetdesk.services.record import Record
from fleetdesk.sqlite import Connection
from fleetdesk.storage import blobs

TRANSCRIPT_TYPE = "application/x-fleetdesk-transcript"


@dataclass(frozen=True, slots=True)
class Unit:
    """The device and module on a cable. `store` None: not known."""

    device: str
    module: str
    store: str | None
    resolved: Resolved


def unit_of(record: Record, pack: Pack, identity: Identity) -> Unit:
    """By the registry, or the ids that the unit will have there."""

    def work(connection: Connection) -> Unit:
        resolved = resolve(connection, pack, identity)
        known = resolved.device
        return Unit(
            known.id if known else new_device_id(connection, pack.key, identity.serial),
            resolved.module or new_module_id(connection, pack.key, identity.serial),
            known.store if known else None,
            resolved,
        )

    return record.read(work)


def keep_transcript(record: Record, session: Session) -> tuple[str, int]:
    """The dialogue as a blob, durable before the event that names it: its SHA-256 and size."""
    content = session.recorder.to_bytes()
    return record.workstation.blobs.put(content), len(content)


def append_work(
    record: Record,
    unit: Unit,
    payload: Payload,
    transcript: tuple[str, int],
    actor: str,
    seen: tuple[Pack, Snapshot] | None = None,
) -> str:
    """Appends what was done, with what the device said afterwards (`seen`). Returns the event's id."""
    event = record.draft(payload, device_subject(unit.device), module_subject(unit.module), store=unit.store)
    drafts: list[Draft] = [event, *(_seen(record, unit, *seen) if seen else [])]

    def work(connection: Connection) -> None:
        blobs.note(connection, *transcript, TRANSCRIPT_TYPE, record.now())
        record.append_within(connection, drafts, actor)

    record.change(work)
    return event.id


def _seen(record: Record, unit: Unit, pack: Pack, snapshot: Snapshot) -> list[Draft]:
    resolved = unit.resolved
    if resolved.device is None:
        return []
    return [
        *module_drafts(record, resolved, snapshot.identity, snapshot.taken_at),
        contact(record, resolved.device, snapshot),
        *reading_drafts(record, resolved, pack, snapshot),
    ]
