"""What stands in the way of working here: each thing is looked at, and what is wrong comes with what mends it.

It works where nothing else does: without a home, with a damaged database, without PySide6, beside an open window. What
cannot be found out is `unknown` with the reason, never guessed; nothing is changed.
"""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum

from fleetdesk import sqlite, wire
from fleetdesk.domain.errors import KnownError
from fleetdesk.runtime.clock import now_ms
from fleetdesk.runtime.identity import WorkstationKeys, load_or_create_keys
from fleetdesk.runtime.paths import Home
from fleetdesk.services import doctor_machine
from fleetdesk.services.doctor_finding import Finding, State, fail, ok, unknown, warn
from fleetdesk.sqlite import Connection
from fleetdesk.storage import journal, sync_state
from fleetdesk.storage.migrations import STEPS, version_of
from fleetdesk.sync.hub_client import HubClient
from fleetdesk.sync.signed_http import Patience
from fleetdesk.sync.trouble import HubBusy, HubUnreachable

LARGE_WAL = 256 * 1024 * 1024
CLOCK_APART_S = 300
PATIENCE = Patience(connect_s=5.0, bytes_s=5.0, whole_s=10.0, tries=1)


class Part(StrEnum):
    """What can be looked at, in the order in which it is."""

    PROGRAM = "program"
    SCREEN = "screen"
    FOLDER = "data folder"
    DISK = "disk"
    KEYS = "keys"
    DATABASE = "database"
    PACKS = "driver packs"
    PORTS = "ports"
    CLOCK = "clock"
    HUB = "hub"


@dataclass(frozen=True, slots=True)
class Report:
    findings: tuple[Finding, ...]

    @property
    def healthy(self) -> bool:
        """Nothing failed. What is unknown is not held against it."""
        return all(finding.state is not State.FAIL for finding in self.findings)


def examine(home: Home, step: Callable[[str], None] = lambda name: None) -> Report:
    """Looks at everything, one after the other; `step` is told the name of each. Blocks for some seconds at most."""
    looks: dict[Part, Callable[[], Iterator[Finding]]] = {
        Part.PROGRAM: doctor_machine.program,
        Part.SCREEN: doctor_machine.screen,
        Part.FOLDER: lambda: doctor_machine.folder(home),
        Part.DISK: lambda: doctor_machine.disk(home),
        Part.KEYS: lambda: _keys(home),
        Part.DATABASE: lambda: _database(home),
        Part.PACKS: lambda: doctor_machine.driver_packs(home),
        Part.PORTS: doctor_machine.ports,
        Part.CLOCK: doctor_machine.clock,
        Part.HUB: lambda: _hub(home),
    }
    found: list[Finding] = []
    for part, look in looks.items():
        step(part.value)
        found += _looked(part, look)
    return Report(tuple(found))


def _looked(part: Part, look: Callable[[], Iterator[Finding]]) -> list[Finding]:
    """A look that runs into something itself is a finding too: this is the one place that must not fall over."""
    try:
        return [finding.named(part.value) for finding in look()]
    except KnownError as error:
        return [fail(f"{error.title} {error.message}".strip(), error.next_step).named(part.value)]
    except OSError as error:
        return [unknown(f"It could not be looked at: {error}.").named(part.value)]


# -- keys and database -----------------------------------------------------------------------------------------------


def _keys(home: Home) -> Iterator[Finding]:
    place = home.keys / "workstation.json"
    if not place.exists():
        if home.database.exists():
            yield fail(
                f"{home.database} is encrypted and {place} is gone.",
                "Put the folder 'keys' back, or restore a backup that holds the keys: fleetdesk restore FILE",
            )
        else:
            yield ok("There are none yet; they are made at the first start.")
        return
    keys = load_or_create_keys(home)
    if keys.kept_in == "keyring":
        yield ok("They are in the system's keyring, which answers.")
        return
    yield from doctor_machine.key_file(place)


def _database(home: Home) -> Iterator[Finding]:
    if not home.database.exists():
        yield ok("There is none yet; it is made at the first start.")
        return
    with _opened(home) as connection:
        found = version_of(connection)
        if found > len(STEPS):
            yield fail(
                f"It has version {found}; this program knows versions up to {len(STEPS)}.",
                "Install the newer Fleetdesk.",
            )
            return
        (sound,) = connection.execute("PRAGMA quick_check(1)").fetchone()
        if sound != "ok":
            yield fail(f"It is damaged: {sound}.", "Restore the newest backup: fleetdesk restore FILE")
            return
        head, events = journal.own_head(connection), journal.count(connection)
        last = connection.execute(
            "SELECT seq, hash FROM journal_event WHERE number = ? ORDER BY seq DESC LIMIT 1",
            (journal.own_number(connection),),
        ).fetchone()
    if last is None or (last[0], bytes(last[1])) != (head.seq, head.hash):
        yield fail("Its journal does not end where its head says.", "Look for the place: fleetdesk verify")
        return
    engine = ".".join(map(str, sqlite.engine_version()))
    yield ok(f"Sound, {events} entries, encrypted, SQLite {engine}. For every byte of them: fleetdesk verify")
    wal = home.database.with_name(f"{home.database.name}-wal")
    with suppress(OSError):
        if wal.stat().st_size > LARGE_WAL:
            yield warn(
                f"Its write-ahead log has {wal.stat().st_size // 1024**2} MiB.",
                "Close every Fleetdesk on this folder and start it once; it is taken in at the end.",
            )


class _opened:
    """The database for reading only, as an open window allows."""

    def __init__(self, home: Home) -> None:
        self._connection = sqlite.open_file(home.database, _keys_of(home).database_key, read_only=True)
        self._path = home.database

    def __enter__(self) -> Connection:
        return self._connection

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        self._connection.close()
        if isinstance(error, sqlite.DatabaseError):
            raise sqlite.explain(error, self._path) from error


def _keys_of(home: Home) -> WorkstationKeys:
    return load_or_create_keys(home)


# -- hub -------------------------------------------------------------------------------------------------------------


def _hub(home: Home) -> Iterator[Finding]:
    if not home.database.exists():
        yield ok("None is joined yet.")
        return
    with _opened(home) as connection:
        url = sync_state.hub_url(connection)
        standing = sync_state.at_url(connection, url) if url else None
        waiting = sync_state.waiting(connection)
    if url is None:
        yield ok("None is joined: work stays on this laptop until one is.")
        return
    asked_ms = now_ms()
    try:
        identity = asyncio.run(_meet(url, _keys_of(home), standing.hub_key if standing else None))
    except (HubUnreachable, HubBusy) as error:
        yield warn(f"{error.title} {error.message}", error.next_step)
        yield from _waits(waiting)
        return
    yield ok(f"The one at {url} answers under its pinned key.")
    apart_s = abs(identity.time_ms - asked_ms) / 1000
    if apart_s > CLOCK_APART_S:
        yield warn(
            f"This laptop's clock is {int(apart_s // 60)} minutes away from the hub's.",
            "Set the clock, or let the system do it: times that people see would be wrong. Sync works all the same.",
        )
    yield from _waits(waiting)


def _waits(waiting: sync_state.Waiting) -> Iterator[Finding]:
    if waiting.events or waiting.blobs:
        yield warn(f"{waiting.events} entries and {waiting.blobs} files wait for it.", "Sync: fleetdesk sync")


async def _meet(url: str, keys: WorkstationKeys, pinned: str | None) -> wire.HubIdentity:
    async with HubClient(url, keys, PATIENCE) as client:
        return await client.meet(pinned)
