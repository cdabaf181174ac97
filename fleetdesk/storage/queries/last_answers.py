"""What the newest signed inspection of a device said to a template's questions."""

from typing import Any

from fleetdesk import wire
from fleetdesk.domain.events import InspectionSigned
from fleetdesk.sqlite import Connection


def last_answers(connection: Connection, device: str, template: str) -> dict[str, dict[str, Any]]:
    """{item: answer as it was sealed}; empty when there is none yet."""
    row = connection.execute(
        "SELECT e.body FROM p_inspection i JOIN journal_event e ON e.id = i.id WHERE i.device = ? AND i.template = ?"
        " ORDER BY i.signed_at DESC, i.id DESC LIMIT 1",
        (device, template),
    ).fetchone()
    payload = wire.decode_body(bytes(row[0])).payload if row is not None else None
    if not isinstance(payload, InspectionSigned):
        return {}
    return {str(answer.get("item")): answer for answer in payload.answers}
