"""Which systems may read, and what: a named key each, of which only the SHA-256 is kept.

A key is 256 random bits, so a plain hash of it cannot be guessed back. It is said once, when it is made.
"""

import hashlib
import json
import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum

from fleetdesk.domain.errors import KnownError
from fleetdesk.services.record import Record
from fleetdesk.sqlite import Connection
from fleetdesk.storage import settings

PREFIX = "fdr_"
"""So that a scanner for leaked secrets, and a person, can tell what it is."""


class Reads(StrEnum):
    """What a reader may ask for."""

    MAINTENANCE = "maintenance"
    ASSETS = "assets"


@dataclass(frozen=True, slots=True)
class Reader:
    """`hash` is the SHA-256 of its key in hex; `made_at` ISO 8601 UTC."""

    name: str
    hash: str
    reads: tuple[str, ...]
    made_at: str


def readers(record: Record) -> tuple[Reader, ...]:
    return record.read(_kept)


def add(record: Record, name: str, reads: Sequence[Reads]) -> str:
    """Makes a key for the system `name` and returns it. Raises KnownError for a name that has one."""
    key = PREFIX + secrets.token_urlsafe(32)

    def work(connection: Connection) -> None:
        known = _kept(connection)
        if any(each.name == name for each in known):
            raise KnownError(
                f"{name} has a key already.", "", f"Take it away first: fleetdesk api key remove {name}"
            )  # fmt: skip
        made = Reader(name, _hash(key), tuple(sorted({each.value for each in reads})), record.now())
        _keep(connection, [*known, made])

    record.change(work)
    return key


def remove(record: Record, name: str) -> None:
    """The key stops working at once. Raises KnownError when there is none of that name."""

    def work(connection: Connection) -> None:
        known = _kept(connection)
        left = [each for each in known if each.name != name]
        if len(left) == len(known):
            raise KnownError(f"No system is called {name}.", "", "Look at them: fleetdesk api key list")
        _keep(connection, left)

    record.change(work)


def holder(record: Record, key: str) -> Reader | None:
    """Whose key this is; None for nobody's."""
    asked = _hash(key)
    return next((each for each in readers(record) if secrets.compare_digest(each.hash, asked)), None)


def _hash(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


def _kept(connection: Connection) -> tuple[Reader, ...]:
    stored = json.loads(settings.get(connection, settings.READERS) or "[]")
    return tuple(Reader(each["name"], each["hash"], tuple(each["reads"]), each["made_at"]) for each in stored)


def _keep(connection: Connection, all_of_them: Sequence[Reader]) -> None:
    settings.put(connection, settings.READERS, json.dumps([asdict(each) for each in all_of_them]))
