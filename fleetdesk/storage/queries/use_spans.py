"""What forecasts are made from: how often devices were used between looks, and where and when their stores open."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from fleetdesk.domain.open_time import sound_hours
from fleetdesk.domain.use_spans import UseSpan
from fleetdesk.sqlite import Connection


@dataclass(frozen=True, slots=True)
class Place:
    """A device's store as its days go: `zone` UTC and no hours for a device in none. `opening_hours` {} not told."""

    store: str | None
    zone: str
    opening_hours: Mapping[str, str]
    status: str


def spans_of(connection: Connection, devices: Iterable[str]) -> dict[tuple[str, str], tuple[UseSpan, ...]]:
    """{(device, counter): spans in order of time}, in one query however many devices are asked about."""
    rows = connection.execute(
        "SELECT device, counter, spans FROM p_use_spans WHERE device IN (SELECT value FROM json_each(?))",
        (_listed(devices),),
    )
    return {(row[0], row[1]): tuple(UseSpan(*span) for span in json.loads(row[2])) for row in rows}


def places_of(connection: Connection, devices: Iterable[str]) -> dict[str, Place]:
    """{device: its place}, in one query."""
    rows = connection.execute(
        "SELECT d.id, s.code, coalesce(s.time_zone, 'UTC'), coalesce(s.opening_hours, '{}'), coalesce(s.status, 'open')"
        " FROM p_device d LEFT JOIN p_store s ON s.code = d.store WHERE d.id IN (SELECT value FROM json_each(?))",
        (_listed(devices),),
    )
    return {row[0]: Place(row[1], row[2], sound_hours(json.loads(row[3])), row[4]) for row in rows}


def _listed(devices: Iterable[str]) -> str:
    return json.dumps(sorted(set(devices)))
