"""The fleet in counts, for the first screen: from the kept counts, corrected by the few reports whose word passes."""

from collections import Counter
from dataclasses import dataclass

from fleetdesk.sqlite import Connection
from fleetdesk.storage.queries.standing import fresh_reports, gateway_join, standing

_STATE, _SOURCE, _AS_OF = standing("d", "s")
_GATEWAY_STATE, _, _GATEWAY_AS_OF = standing("g", "t")
_IS_BEHIND = "(g.id IS NOT NULL AND g.id != d.id)"
_JOINED = f" FROM p_device d LEFT JOIN p_device g ON g.id = d.gateway{gateway_join('d', 's')}{gateway_join('g', 't')}"

Key = tuple[str, str, str, str, bool]


@dataclass(frozen=True, slots=True)
class GroupRow:
    """`devices` alike in all of it; `state` as reported, `behind_dead` when their gateway is offline."""

    category: str
    model: str
    status: str
    state: str
    behind_dead: bool
    devices: int

    @property
    def judged(self) -> str:
        """Offline behind a dead gateway is not known."""
        return "unknown" if self.behind_dead and self.state == "offline" else self.state


@dataclass(frozen=True, slots=True)
class OnlineBehindDead:
    """A device that was reported online although its gateway is offline: one of the reports is out of date."""

    serial: str
    since: str | None
    gateway: str
    gateway_since: str | None


def groups(connection: Connection) -> list[GroupRow]:
    """All devices, retired ones too, in order of category and model."""
    counts: Counter[Key] = Counter()
    for row in connection.execute("SELECT category, model, status, state, behind_dead, devices FROM p_fleet_count"):
        counts[row[0], row[1], row[2], row[3], bool(row[4])] = row[5]
    for before, now in _passing(connection):
        counts[before] -= 1
        counts[now] += 1
    return [GroupRow(*key, devices) for key, devices in sorted(counts.items()) if devices]


def _passing(connection: Connection) -> list[tuple[Key, Key]]:
    """What is counted otherwise while a gateway's own look at its children holds: those children, and what reports
    through one of them. Only who was seen within its age limit is looked at."""
    seen = f"(SELECT device FROM p_state WHERE {fresh_reports('p_state')})"
    rows = connection.execute(
        "SELECT d.category, d.model, d.status, d.state,"
        f" {_IS_BEHIND} AND g.state = 'offline', {_STATE}, {_IS_BEHIND} AND {_GATEWAY_STATE} = 'offline'{_JOINED}"
        f" WHERE d.id IN {seen} OR d.gateway IN {seen}"
    ).fetchall()
    return [
        ((category, model, status, before, bool(was_dead)), (category, model, status, now, bool(is_dead)))
        for category, model, status, before, was_dead, now, is_dead in rows
    ]


def newest_report(connection: Connection) -> str | None:
    """When the fleet was last heard of."""
    lasting = connection.execute("SELECT max(state_as_of) FROM p_device").fetchone()[0]
    passing = connection.execute(f"SELECT max(as_of) FROM p_state WHERE {fresh_reports('p_state')}").fetchone()[0]
    return max(lasting or "", passing or "") or None


def online_behind_dead(connection: Connection, limit: int) -> list[OnlineBehindDead]:
    """The first of them, by gateway; retired ones are left out."""
    rows = connection.execute(
        f"SELECT coalesce(d.serial, ''), {_AS_OF}, coalesce(g.serial, ''), {_GATEWAY_AS_OF}{_JOINED}"
        f" WHERE g.category = 'gateway' AND {_GATEWAY_STATE} = 'offline' AND g.id != d.id"
        f" AND {_STATE} = 'online' AND d.status != 'retired' ORDER BY g.serial_key, d.serial_key LIMIT ?",
        (limit,),
    ).fetchall()
    return [OnlineBehindDead(*row) for row in rows]
