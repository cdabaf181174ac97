"""What the fleet knows of units like this one: who reports with which firmware, how its neighbours are."""

from dataclasses import dataclass

from fleetdesk.sqlite import Connection

MOST = 2_000
"""Units of each state that are looked at: a pattern shows in them, and a Bench of a large chain waits for no scan."""
_IN_USE = "status IN ('in_service', 'tagged_out')"


@dataclass(frozen=True, slots=True)
class Peer:
    """`verdict` and `cause` of its last inspection, None when nobody inspected it."""

    state: str
    firmware: str | None
    store: str | None
    gateway: str | None
    verdict: str | None
    cause: str | None


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Those on the same gateway whose state is known."""

    online: int
    offline: int


def peers(connection: Connection, category: str, model: str, device: str) -> list[Peer]:
    """Units in use of the model whose state is known, those of each state in the order of the index, but `device`."""
    found: list[Peer] = []
    for state in ("online", "offline"):
        rows = connection.execute(
            "SELECT d.state, d.firmware, d.store, d.gateway, i.verdict, i.cause FROM p_device d"
            " LEFT JOIN p_inspection i ON i.id = (SELECT id FROM p_inspection l WHERE l.device = d.id"
            " AND l.verdict != 'serviced' ORDER BY l.signed_at DESC, l.id DESC LIMIT 1)"
            f" WHERE d.category = ? AND d.state = ? AND d.model = ? AND d.id != ? AND d.{_IN_USE} LIMIT ?",
            (category, state, model, device, MOST),
        )
        found += [Peer(*row) for row in rows]
    return found


def neighbours(connection: Connection, gateway: str, device: str) -> Neighbours:
    rows = connection.execute(
        f"SELECT state, count(*) FROM p_device WHERE gateway = ? AND id NOT IN (?, ?) AND {_IN_USE} GROUP BY state",
        (gateway, gateway, device),
    )
    counts = {row[0]: row[1] for row in rows}
    return Neighbours(counts.get("online", 0), counts.get("offline", 0))
