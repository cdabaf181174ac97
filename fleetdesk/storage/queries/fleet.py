"""The fleet as a table: pages of devices in any order and filter, how many there are, filter choices."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from fleetdesk.domain.fleet import normalise_serial
from fleetdesk.sqlite import Connection
from fleetdesk.storage.queries import due, fleet_counts, search
from fleetdesk.storage.queries.standing import gateway_join, standing


@dataclass(frozen=True, slots=True)
class Filter:
    """Empty fields do not filter. `state` online | offline | unknown is the judged one, relative to the gateway;
    `due` "due" or "soon" (due included)."""

    search: str = ""
    store: str | None = None
    category: str | None = None
    state: str | None = None
    due: str | None = None
    sort: str = "serial"
    descending: bool = False


_STATE, _SOURCE, _AS_OF = standing("d", "s")
_GATEWAY_STATE, _, _GATEWAY_AS_OF = standing("g", "t")


_DEAD = f"(g.id IS NOT NULL AND g.id != d.id AND {_GATEWAY_STATE} = 'offline')"
JUDGED = f"CASE WHEN {_STATE} = 'offline' AND {_DEAD} THEN 'unknown' ELSE {_STATE} END"
SINCE = f"CASE WHEN {_STATE} = 'offline' AND {_DEAD} THEN {_GATEWAY_AS_OF} ELSE {_AS_OF} END"
_SHARE = "(SELECT max(k.share) FROM p_task k WHERE k.device = d.id)"
_SORT = {
    "serial": "coalesce(d.serial_key, '~')",
    "model": "d.model",
    "store": "coalesce(d.store, '~')",
    "state": f"CASE {JUDGED} WHEN 'offline' THEN 0 WHEN 'unknown' THEN 1 ELSE 2 END",
    "since": f"coalesce({SINCE}, '')",
    "gateway": "coalesce(g.serial_key, '~')",
    "firmware": "coalesce(d.firmware, '')",
    "uses": f"coalesce({_SHARE}, -1)",
}
JOINS = f" LEFT JOIN p_device g ON g.id = d.gateway{gateway_join('d', 's')}{gateway_join('g', 't')}"
_OF_JOINS = re.compile(r"\b[gst]\.")


def counted_page(connection: Connection, wanted: Filter, offset: int, limit: int) -> tuple[list[str], int]:
    """One page, as `page` gives it, and how many devices there are in all; what was typed is understood once."""
    found = search.sought(connection, wanted.search)
    return _page(connection, wanted, found, offset, limit), _count(connection, wanted, found)


def page(connection: Connection, wanted: Filter, offset: int, limit: int) -> list[str]:
    """Device ids of one page, in the wanted order; ties by serial, then id, so that pages never overlap."""
    return _page(connection, wanted, search.sought(connection, wanted.search), offset, limit)


def _count(connection: Connection, wanted: Filter, found: search.Sought) -> int:
    if not wanted.search and not wanted.store and not wanted.due:
        return _kept_count(connection, wanted)
    if found.hits is not None and wanted == Filter(wanted.search, sort=wanted.sort, descending=wanted.descending):
        return found.hits
    where, values = _where(wanted, found)
    source = _from(where, walk=found.broad and found.hits is None)
    return int(connection.execute(f"SELECT count(*){source}{where}", values).fetchone()[0])


def _kept_count(connection: Connection, wanted: Filter) -> int:
    return sum(
        group.devices
        for group in fleet_counts.groups(connection)
        if wanted.category in (None, group.category) and wanted.state in (None, group.judged)
    )


def _page(connection: Connection, wanted: Filter, found: search.Sought, offset: int, limit: int) -> list[str]:
    where, values = _where(wanted, found)
    direction = "DESC" if wanted.descending else "ASC"
    columns = dict.fromkeys((_SORT[wanted.sort], _SORT["serial"], "d.id"))
    order = " ORDER BY " + ", ".join(f"{column} {direction}" for column in columns)
    walk = found.broad and wanted.sort == "serial"
    query = f"SELECT d.id{_from(where + order, walk=walk)}{where}{order} LIMIT ? OFFSET ?"
    rows = connection.execute(query, (*values, limit, offset))
    return [row[0] for row in rows]


def _from(rest: str, *, walk: bool = False) -> str:
    """Gateways and their passing reports are joined only for a question about them: else an index gives the order, and
    with `walk` it must."""
    source = " FROM p_device d" + (" INDEXED BY p_device_in_order" if walk else "")
    return source + (JOINS if _OF_JOINS.search(rest) else "")


def labelled(connection: Connection, text: str) -> list[str]:
    """The devices that carry exactly this serial, else this asset tag, however it is written."""
    for where in ("serial_key = ?", "upper(asset_tag) = ?"):
        found = connection.execute(f"SELECT id FROM p_device WHERE {where} ORDER BY id", (normalise_serial(text),))
        if ids := [row[0] for row in found]:
            return ids
    return []


def by_category(connection: Connection) -> list[tuple[str, int]]:
    query = "SELECT category, sum(devices) FROM p_fleet_count GROUP BY category ORDER BY category"
    rows = connection.execute(query).fetchall()
    return [(row[0], row[1]) for row in rows]


def by_store(connection: Connection, limit: int) -> list[tuple[str, str, int]]:
    """(code, name, devices) of the first stores in which there is any."""
    rows = connection.execute(
        "SELECT d.store, coalesce(s.name, d.store), count(*) FROM p_device d LEFT JOIN p_store s ON s.code = d.store"
        " WHERE d.store IS NOT NULL GROUP BY d.store ORDER BY d.store LIMIT ?",
        (limit,),
    ).fetchall()
    return [(row[0], row[1], row[2]) for row in rows]


def conflicts_of(connection: Connection, devices: Sequence[str]) -> dict[str, int]:
    """{device: open conflicts about it}."""
    marks = ", ".join("?" * len(devices))
    rows = connection.execute(
        f"SELECT subject, count(*) FROM p_conflict WHERE subject IN ({marks}) AND chosen IS NULL GROUP BY subject",
        tuple(f"device:{device}" for device in devices),
    ).fetchall()
    return {row[0].partition(":")[2]: row[1] for row in rows}


def _where(wanted: Filter, found: search.Sought) -> tuple[str, tuple[Any, ...]]:
    parts: list[str] = []
    values: list[Any] = []
    for column, value in (("d.store", wanted.store), ("d.category", wanted.category), (JUDGED, wanted.state)):
        if value is not None:
            parts.append(f"{column} = ?")
            values.append(value)
    if wanted.due in ("due", "soon"):
        parts.append(f"d.id IN (SELECT device FROM {due.wanted(soon=wanted.due == 'soon')})")
    for part, bound in found.conditions:
        parts.append(part)
        values += bound
    return (" WHERE " + " AND ".join(parts) if parts else ""), tuple(values)
