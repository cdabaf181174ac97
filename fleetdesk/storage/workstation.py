"""Opens a home: its keys, its database brought up to date, its journal, its blobs. The first start makes them."""

from dataclasses import dataclass

from filelock import FileLock

import fleetdesk
from fleetdesk.domain.errors import StorageError
from fleetdesk.domain.events import Draft, JournalOpened
from fleetdesk.runtime.clock import iso, now_ms
from fleetdesk.runtime.identity import WorkstationKeys, load_or_create_keys, sync_folder
from fleetdesk.runtime.ids import new_id
from fleetdesk.runtime.machine import place_of
from fleetdesk.runtime.paths import Home
from fleetdesk.sqlite import Connection
from fleetdesk.storage import former, journal, migrations, settings
from fleetdesk.storage.blobs import Blobs
from fleetdesk.storage.database import Database


@dataclass(frozen=True, slots=True)
class Workstation:
    """One open home. `close()` it."""

    home: Home
    keys: WorkstationKeys
    database: Database
    blobs: Blobs

    def close(self) -> None:
        self.database.close()


def open_workstation(home: Home, *, synchronous: str = "FULL") -> Workstation:
    """Raises StorageError when the folder, the keys or the database cannot be used; then nothing was changed."""
    lock = FileLock(home.folder / "opening.lock")  # two first starts at once must not make two keys
    try:
        if not home.folder.is_dir():
            home.folder.mkdir(parents=True, exist_ok=True)
            sync_folder(home.folder.parent)
        lock.acquire()
    except OSError as error:
        raise StorageError(
            f"The data folder {home.folder} cannot be used.",
            str(error.strerror),
            "Choose another one with --home or FLEETDESK_HOME.",
        ) from error
    try:
        keys = load_or_create_keys(home)
        migrations.bring_up_to_date(home.database, keys.database_key, home.backups)
    finally:
        lock.release()
    database = Database(home.database, keys.database_key, synchronous=synchronous)
    database.write(lambda connection: _arrive(connection, keys, place_of(home))).result()
    return Workstation(home, keys, database, Blobs(home.blobs, keys.blob_key))


def _arrive(connection: Connection, keys: WorkstationKeys, place: str) -> None:
    """The first start begins the journal. A home that is opened in another place than before is a copy, or may have
    one: it goes on in a journal of its own, so that both can go on."""
    _first_start(connection, keys)
    known = settings.get(connection, settings.PLACE)
    if known not in (None, place):
        former.begin_new(connection, "opened in another place than before", now_ms())
        settings.put(connection, settings.MOVED, "yes")
    if known != place:
        settings.put(connection, settings.PLACE, place)


def _first_start(connection: Connection, keys: WorkstationKeys) -> None:
    try:
        journal.own_head(connection)
    except LookupError:
        now, name = now_ms(), new_id()
        journal.create_journal(connection, name, keys.public_key)
        opened = JournalOpened(public_key=keys.public_key, version=fleetdesk.__version__)
        draft = Draft(new_id(), opened, (f"journal:{name}",), iso(now))
        journal.append(connection, [draft], actor="workstation", now_ms=now)
