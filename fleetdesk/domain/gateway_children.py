"""A gateway's child table beside the registry: who reports, who is silent, who is strange and who belongs elsewhere.

Pure. What the gateway says of a device is its claim; the registry's assignment is what a person decided.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from fleetdesk.domain.fleet import normalise_serial
from fleetdesk.domain.snapshot import Child

ONLINE, OFFLINE = "online", "offline"


class Place(StrEnum):
    """Where the registry puts a device that a gateway names."""

    HERE = "here"
    ELSEWHERE = "elsewhere"
    """Assigned to another gateway, or to none."""
    STRANGE = "strange"
    """No device of the registry has that serial."""
    MISSING = "missing"
    """Assigned here, and not in the gateway's table."""


@dataclass(frozen=True, slots=True)
class Registered:
    """A device of the registry. `gateway` is the device id of the gateway it is assigned to."""

    device: str
    serial: str
    category: str
    gateway: str | None


@dataclass(frozen=True, slots=True)
class Compared:
    """One child: the gateway's row, the registry's device, or both."""

    place: Place
    child: Child | None
    known: Registered | None


@dataclass(frozen=True, slots=True)
class Silent:
    """Children of one category that do not report: `count` of `of`. Seconds since each was last seen, None: never."""

    category: str
    count: int
    of: int
    shortest_s: int | None
    longest_s: int | None


def compare(gateway: str, children: Sequence[Child], registered: Iterable[Registered]) -> tuple[Compared, ...]:
    """The gateway's rows in their order, then what the registry assigns to it and it does not name.

    Of devices with one serial the one of the child's type is meant, then the one that is assigned here.
    """
    known: dict[str, list[Registered]] = {}
    for device in registered:
        known.setdefault(normalise_serial(device.serial), []).append(device)
    found: list[Compared] = []
    named: set[str] = set()
    for child in children:
        serial = normalise_serial(child.serial)
        candidates = known.get(serial, []) if serial else []
        match = max(candidates, key=lambda d: (d.category == child.type, d.gateway == gateway, d.device), default=None)
        if match is not None:
            named.add(match.device)
        found.append(Compared(_place(match, gateway), child, match))
    assigned = [device for devices in known.values() for device in devices if device.gateway == gateway]
    missing = [device for device in assigned if device.device not in named]
    return (*found, *(Compared(Place.MISSING, None, device) for device in sorted(missing, key=lambda d: d.serial)))


def _place(match: Registered | None, gateway: str) -> Place:
    if match is None:
        return Place.STRANGE
    return Place.HERE if match.gateway == gateway else Place.ELSEWHERE


def silent(compared: Sequence[Compared]) -> tuple[Silent, ...]:
    """By category, the one with most silent children first. A child whose state the gateway does not know counts in
    `of` only: nothing is said of it."""
    rows = [(c.known.category if c.known else c.child.type, c.child) for c in compared if c.child is not None]
    result: list[Silent] = []
    for category in dict.fromkeys(category for category, _ in rows):
        own = [child for kind, child in rows if kind == category]
        down = [child for child in own if child.state == OFFLINE]
        seen = [child.last_seen_s for child in down if child.last_seen_s is not None]
        if down:
            result.append(
                Silent(category, len(down), len(own), min(seen, default=None), max(seen, default=None))
            )  # fmt: skip
    return tuple(sorted(result, key=lambda s: (-s.count, s.category)))


def count(compared: Sequence[Compared], place: Place) -> int:
    return sum(each.place is place for each in compared)
