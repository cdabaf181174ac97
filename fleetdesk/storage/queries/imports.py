"""The imports that were applied, and the events that each one brought."""

from dataclasses import dataclass

from fleetdesk import wire
from fleetdesk.domain.events import Envelope, ImportApplied, ImportUndone
from fleetdesk.sqlite import Connection


@dataclass(frozen=True, slots=True)
class AppliedImport:
    """`id` is that of its import.applied event, `number` and `seq` its place in the journals here."""

    id: str
    number: int
    seq: int
    at: str
    actor: str
    payload: ImportApplied
    undone: bool


def applied_imports(connection: Connection) -> list[AppliedImport]:
    """All imports that are known here, oldest first."""
    rows = connection.execute(
        "SELECT number, seq, body FROM journal_event WHERE kind = 'import.applied' ORDER BY hlc, number, seq"
    ).fetchall()
    undone = _undone(connection)
    found = [(number, seq, wire.decode_body(bytes(body))) for number, seq, body in rows]
    return [
        AppliedImport(e.id, number, seq, e.at, e.actor, e.payload, e.id in undone)
        for number, seq, e in found
        if isinstance(e.payload, ImportApplied)
    ]


def events_of_import(connection: Connection, applied: AppliedImport) -> list[Envelope] | None:
    """The events that an import brought, in their order: those right before its import.applied, of the same source.
    None when some of them are not here."""
    found: list[Envelope] = []
    expected = applied.seq
    for seq, body in connection.execute(
        "SELECT seq, body FROM journal_event WHERE number = ? AND seq < ? ORDER BY seq DESC",
        (applied.number, applied.seq),
    ):
        event = wire.decode_body(bytes(body))
        if seq != expected - 1:
            return None
        same = getattr(event.payload, "source_id", None) == applied.payload.source_id
        if not same or isinstance(event.payload, ImportApplied):
            break
        expected = seq
        found.append(event)
    return found[::-1]


def devices_in(connection: Connection, store: str) -> int:
    return int(connection.execute("SELECT count(*) FROM p_device WHERE store = ?", (store,)).fetchone()[0])


def gateways(connection: Connection) -> dict[str, tuple[str, str]]:
    """The gateways of the registry: {normalised serial: (serial, model)}; a serial of two models is left out."""
    rows = connection.execute(
        "SELECT serial_key, min(serial), min(model) FROM p_device WHERE category = 'gateway' AND serial IS NOT NULL"
        " GROUP BY serial_key HAVING count(DISTINCT model) = 1"
    ).fetchall()
    return {row[0]: (row[1], row[2]) for row in rows}


def _undone(connection: Connection) -> set[str]:
    """The undone ones: from the imports' own subjects, not from the events of every device that was taken back."""
    found: set[str] = set()
    for (body,) in connection.execute(
        "SELECT e.body FROM journal_subject s JOIN journal_event e USING (number, seq)"
        " WHERE s.subject >= 'import:' AND s.subject < 'import;' AND e.kind = 'import.undone'"
    ):
        event = wire.decode_body(bytes(body))
        if isinstance(event.payload, ImportUndone):
            found.add(event.payload.import_id)
    return found
