"""What was done: inspections of a device, newest first."""

import json
from dataclasses import dataclass

from fleetdesk.sqlite import Connection


@dataclass(frozen=True, slots=True)
class DoneInspection:
    """`id` is the event's; `name` and `staff_number` of who signed it."""

    id: str
    device: str
    signed_at: str
    verdict: str
    cause: str | None
    name: str
    staff_number: str


def last_inspection(connection: Connection, device: str) -> DoneInspection | None:
    row = connection.execute(
        "SELECT id, device, signed_at, verdict, cause, signer FROM p_inspection WHERE device = ?"
        " ORDER BY signed_at DESC, id DESC LIMIT 1",
        (device,),
    ).fetchone()
    if row is None:
        return None
    signer = json.loads(row[5])
    name, number = str(signer.get("name", "")), str(signer.get("staff_number", ""))
    return DoneInspection(row[0], row[1], row[2], row[3], row[4], name, number)
