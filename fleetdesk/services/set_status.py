"""Says what a device is there for: in service, tagged out, spare, retired, test unit."""

from fleetdesk.domain.errors import KnownError
from fleetdesk.domain.fleet import Status
from fleetdesk.services.device_acts import checked_reason, known_device, label_of, status_draft
from fleetdesk.services.record import Record
from fleetdesk.sqlite import Connection


def set_status(record: Record, device: str, status: str, reason: str, actor: str) -> None:
    """Raises KnownError for a status that there is not, or that the device has already."""
    why = checked_reason(reason)
    if status not in list(Status):
        raise KnownError(f"There is no status {status!r}.", "", f"These are: {', '.join(Status)}.")

    def work(connection: Connection) -> None:
        known = known_device(connection, device)
        if known.status == status:
            raise KnownError(f"{label_of(known)} is {status.replace('_', ' ')} already.", "", "Nothing was changed.")
        record.append_within(connection, [status_draft(record, known, Status(status), why)], actor)

    record.change(work)
