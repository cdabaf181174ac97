"""What a look at a known unit leaves in the journal, in one append: nothing is shown that is not on the disk."""

from fleetdesk.domain.events import Draft
from fleetdesk.domain.pack import Pack
from fleetdesk.domain.snapshot import Snapshot
from fleetdesk.services.gateway_children import report_drafts
from fleetdesk.services.readings import contact, module_drafts, reading_drafts, resolve
from fleetdesk.services.record import Record
from fleetdesk.sqlite import Connection


def record_snapshot(record: Record, pack: Pack, snapshot: Snapshot) -> None:
    """Appends the module if it is new, the contact, the usage counter, and a gateway's word on its children.

    A unit that the registry does not know leaves nothing. Raises StorageError when it could not be saved.
    """
    facts = record.read(lambda connection: _facts(record, connection, pack, snapshot))
    if facts:
        record.append(facts)


def _facts(record: Record, connection: Connection, pack: Pack, snapshot: Snapshot) -> list[Draft]:
    resolved = resolve(connection, pack, snapshot.identity)
    if resolved.device is None:
        return []
    facts = [
        *module_drafts(record, resolved, snapshot.identity, snapshot.taken_at),
        contact(record, resolved.device, snapshot),
        *reading_drafts(record, resolved, pack, snapshot),
    ]
    if pack.category == "gateway":
        facts += report_drafts(record, connection, resolved.device, snapshot)
    return facts
