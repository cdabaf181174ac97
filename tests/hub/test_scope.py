"""Who sees what, on every kind of store: by subject, with its whole history, whatever the pages are."""

import threading
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
import pytest

from fleetdesk import sqlite, wire
from fleetdesk.domain.events import (
    DeviceDescribed,
    DeviceMerged,
    DeviceRegistered,
    Envelope,
    ModuleFitted,
    Payload,
    PersonNamed,
    ReadingTaken,
)
from fleetdesk.hub import scope
from fleetdesk.hub.continuation import Push
from fleetdesk.hub.migrations import STEPS, m0001_journals_keys_nonces
from fleetdesk.hub.postgres_store import PostgresStore
from fleetdesk.hub.sqlite_store import SqliteStore
from fleetdesk.hub.store import Page, Store
from fleetdesk.hub.workstations import Workstation
from fleetdesk.runtime.ids import new_id
from tests.hub.postgres_server import PostgresServer
from tests.hub.writer import Writer

AT = "2026-01-01T00:00:00.000Z"


class Shop(Writer):
    """Writes about devices and modules, and pushes each at once."""

    def say(self, store: Store, payload: Payload, *subjects: str, stores: tuple[str, ...] | None = None) -> bytes:
        seq = len(self.bodies) + 1
        body = wire.encode_body(
            Envelope(
                new_id(), self.journal, seq, f"{seq:016x}", AT, "x", payload.kind, payload.v, subjects, None, payload
            )
        )
        self.bodies.append(body)
        self.hashes.append(wire.chain_hash(self.hashes[-1], wire.body_hash(body)))
        head = store.head(self.journal)
        held = head.seq if head else 0
        done = store.push(Push(self.journal, self.public_key, held, self.hashes[held], self.bodies[held:], stores), 1)
        assert done.problem is None
        return body

    def device(self, store: Store, name: str, place: str | None, **more: tuple[str, ...]) -> bytes:
        fields = {"store": place} if place else {}
        payload = DeviceRegistered(device=name, model="frost", category="blender", serial=name, fields=fields)
        return self.say(store, payload, f"device:{name}", stores=more.get("stores"))

    def move(self, store: Store, name: str, place: str, **more: tuple[str, ...]) -> bytes:
        payload = DeviceDescribed(device=name, values={"store": place}, base={"store": None})
        return self.say(store, payload, f"device:{name}", stores=more.get("stores"))

    def fit(self, store: Store, module: str, device: str, **more: tuple[str, ...]) -> bytes:
        payload = ModuleFitted(module=module, device=device, fitted_at=AT)
        return self.say(store, payload, f"module:{module}", f"device:{device}", stores=more.get("stores"))

    def read(self, store: Store, module: str, value: int, **more: tuple[str, ...]) -> bytes:
        payload = ReadingTaken(module=module, counter="uses", value=value, taken_at=AT, source="wired")
        return self.say(store, payload, f"module:{module}", stores=more.get("stores"))


@dataclass
class Reader:
    """Follows page by page as a laptop does, with its cursor and mark."""

    store: Store
    stores: tuple[str, ...]
    limit: int = 500
    most_bytes: int = 1_000_000
    at: int = 0
    mark: bytes = b""
    seen: list[bytes] = field(default_factory=list[bytes])

    def page(self) -> Page:
        feed = self.store.feed
        key = f"key-{','.join(self.stores)}"
        page = feed.page(key, self.stores, self.at, without="", limit=self.limit, most_bytes=self.most_bytes)
        assert feed.mark(key, self.at) == self.mark
        return page

    def follow(self) -> list[bytes]:
        """What is new."""
        before = len(self.seen)
        while True:
            page = self.page()
            assert self.at < page.next <= page.last or self.at == page.next == page.last
            self.seen += [event.body for event in page.events]
            self.at, self.mark = page.next, page.mark
            if self.at == page.last:
                return self.seen[before:]


def test_a_laptop_sees_its_stores_and_what_is_for_all(store: Store) -> None:
    hq = Shop()
    one, other = hq.device(store, "d-a", "A"), hq.device(store, "d-b", "B")
    person = hq.say(store, PersonNamed(name="Ana", staff_number="1"), "person:1")
    assert Reader(store, ("A",)).follow() == [hq.bodies[0], one, person]
    assert Reader(store, ("B",)).follow() == [hq.bodies[0], other, person]
    assert Reader(store, ("A", "B")).follow() == hq.bodies
    assert Reader(store, ("C",)).follow() == [hq.bodies[0], person]


@pytest.mark.parametrize(("limit", "most_bytes"), [(500, 1_000_000), (1, 1_000_000), (2, 1_000_000), (500, 1)])
def test_what_is_moved_into_a_store_brings_its_whole_history(store: Store, limit: int, most_bytes: int) -> None:
    """A device with a module whose readings were taken before, and another module that it once held."""
    hq, near = Shop(), Reader(store, ("B",), limit, most_bytes)
    history = [hq.device(store, "d", "A"), hq.fit(store, "m", "d"), hq.read(store, "m", 7)]
    history += [hq.fit(store, "n", "d"), hq.read(store, "n", 8)]
    later = hq.device(store, "d-b", "B")
    assert near.follow() == [hq.bodies[0], later]
    moved = hq.move(store, "d", "B")
    assert near.follow() == [*history, moved]
    reading = hq.read(store, "m", 9)
    assert near.follow() == [reading]
    assert near.follow() == []
    assert sorted(near.seen) == sorted(hq.bodies)


def test_a_module_that_is_fitted_in_a_device_brings_its_history_and_goes_on_both_sides(store: Store) -> None:
    hq, one, other = Shop(), Reader(store, ("A",)), Reader(store, ("B",))
    hq.device(store, "d-a", "A")
    hq.device(store, "d-b", "B")
    told = [hq.fit(store, "m", "d-a"), hq.read(store, "m", 7)]
    one.follow()
    other.follow()
    fitted = hq.fit(store, "m", "d-b")
    assert other.follow() == [*told, fitted]
    assert one.follow() == [fitted]
    reading = hq.read(store, "m", 9)
    assert (one.follow(), other.follow()) == ([reading], [reading])


def test_a_reader_misses_nothing_while_others_write_and_move(store: Store) -> None:
    """Devices are placed in A, written about, and moved to B, by several at once; B's laptop follows meanwhile."""
    writers, near, done = [Shop() for _ in range(4)], Reader(store, ("B",), limit=5), threading.Event()

    def write(shop: Shop, name: str) -> None:
        for number in range(5):
            device, module = f"{name}-{number}", f"m-{name}-{number}"
            shop.device(store, device, "A")
            shop.fit(store, module, device)
            shop.read(store, module, number)
            shop.move(store, device, "B")
            shop.read(store, module, number + 1)

    def follow() -> None:
        while not done.is_set():
            near.follow()

    threads = [threading.Thread(target=write, args=(shop, str(number))) for number, shop in enumerate(writers)]
    reader = threading.Thread(target=follow)
    reader.start()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    done.set()
    reader.join()
    near.follow()
    assert sorted(near.seen) == sorted(body for shop in writers for body in shop.bodies)


def test_what_is_one_unit_is_seen_as_one(store: Store) -> None:
    hq, near = Shop(), Reader(store, ("B",))
    a, _b = hq.device(store, "d-a", "A"), hq.device(store, "d-b", "B")
    near.follow()
    merged = hq.say(store, DeviceMerged(device="d-b", into="d-a"), "device:d-b", "device:d-a")
    assert near.follow() == [a, merged]


def test_another_scope_begins_anew_and_an_old_cursor_does_not_fit(store: Store) -> None:
    hq = Shop()
    hq.device(store, "d-a", "A")
    hq.device(store, "d-b", "B")
    page = store.feed.page("key", ("A",), 0, without="", limit=9, most_bytes=9_000)
    assert store.feed.mark("key", page.next) == page.mark
    wider = store.feed.page("key", ("A", "B"), 0, without="", limit=9, most_bytes=9_000)
    assert (len(page.events), len(wider.events)) == (2, 3)
    assert store.feed.mark("key", page.next) != page.mark


def test_what_breaks_a_right_stays_in_its_journal_and_goes_to_nobody(store: Store) -> None:
    hq, eve, all_see = Shop(), Shop(), Reader(store, ("A", "B"))
    hq.device(store, "d-b", "B")
    hq.device(store, "d-a", "A")
    hq.fit(store, "m", "d-b")
    all_see.follow()
    stolen = [
        eve.move(store, "d-b", "A", stores=("A",)),
        eve.read(store, "m", 1, stores=("A",)),
        eve.device(store, "new", "B", stores=("A",)),
        eve.say(
            store, DeviceDescribed(device="d-b", values={"notes": "x"}, base={}), "device:d-a", stores=("A",)
        ),
    ]  # fmt: skip
    fine = [
        eve.device(store, "mine", "A", stores=("A",)),
        eve.move(store, "mine", "B", stores=("A",)),
        eve.fit(store, "m", "d-a", stores=("A",)),
        eve.device(store, "spare", None, stores=("A",)),
    ]
    assert [body for body in all_see.follow() if body in eve.bodies] == [eve.bodies[0], *fine[:3]]
    assert [seq for seq, _ in store.feed.quarantined(eve.journal, 9)] == [2, 3, 4, 5]
    assert store.bodies(eve.journal, 1, 4) == stolen
    page = store.page(0, without=hq.journal, limit=99, most_bytes=1_000_000)
    shown = [event.body for event in page.events]
    assert [wire.is_withheld(body) for body in shown] == [False, *[True] * 4, *[False] * 4]
    assert list(map(wire.line_hash, shown)) == list(map(wire.body_hash, eve.bodies))


def test_what_it_put_outside_its_scope_itself_stays_there(store: Store) -> None:
    """The rest of what a laptop tells of such a device is no news for others either; whoever has the right may."""
    eve, hq, all_see = Shop(), Shop(), Reader(store, ("A", "B"))
    eve.device(store, "d", "B", stores=("A",))
    eve.fit(store, "m", "d", stores=("A",))
    eve.read(store, "m", 1, stores=("A",))
    assert [seq for seq, _ in store.feed.quarantined(eve.journal, 9)] == [2, 3, 4]
    placed = hq.device(store, "d", "A")
    fitted = hq.fit(store, "m", "d")
    reading = eve.read(store, "m", 2, stores=("A",))
    assert sorted(all_see.follow()) == sorted([eve.bodies[0], hq.bodies[0], placed, fitted, reading])


def test_a_laptop_gets_back_all_that_it_wrote_itself(store: Store) -> None:
    """After a restore it pulls its former journal: what nobody has placed and what was quarantined too."""
    eve = Shop()
    eve.device(store, "spare", None, stores=("A",))
    eve.device(store, "d", "B", stores=("A",))
    page = store.feed.page(eve.public_key, ("A",), 0, without="", limit=9, most_bytes=9_000)
    assert [event.body for event in page.events] == eve.bodies


def test_files_are_seen_with_the_records_that_name_them(store: Store) -> None:
    hq, name = Shop(), "ab" * 32
    hq.device(store, "d-b", "B")
    payload = DeviceDescribed(device="d-b", values={"photo": {"sha256": name}}, base={})
    hq.say(store, payload, "device:d-b")
    assert store.feed.may_read("key", ("B",), name)
    assert store.feed.may_read(hq.public_key, ("C",), name)
    assert not store.feed.may_read("key", ("A",), name)
    assert not store.feed.may_read("key", ("B",), "cd" * 32)


def test_names_without_measure_are_held(store: Store) -> None:
    hq = Shop()
    odd = hq.device(store, "d\0" + "x" * 5_000, "S\0" + "y" * 5_000)
    assert Reader(store, (scope.short("S\0" + "y" * 5_000),)).follow() == [hq.bodies[0], odd]


def test_a_hub_of_the_first_version_gets_its_index_when_it_is_opened(tmp_path: Path) -> None:
    """All that it held before is there for laptops of one store, and its workstations see everything still."""
    file, hq = tmp_path / "old.db", Shop()
    with closing(SqliteStore(tmp_path / "new.db")) as new:
        _some_history(hq, new)
    with closing(sqlite.open_file(file, None)) as connection:
        m0001_journals_keys_nonces(connection)
        connection.execute("ATTACH ? AS new", (str(tmp_path / "new.db"),))
        connection.execute(
            "INSERT INTO hub_self SELECT one, hub, epoch, signing_seed, position, mark FROM new.hub_self"
        )
        for table in ("journal_head", "journal_event"):
            connection.execute(f"INSERT INTO {table} SELECT * FROM new.{table}")
        connection.execute("INSERT INTO workstation_key VALUES ('key', 'open', 1)")
        connection.execute("PRAGMA user_version = 1")
    with closing(SqliteStore(file)) as store:
        assert store.workstations.find("key") == Workstation("key", "open", 1)
        _sees_all_of_it(hq, store)
    assert (tmp_path / f"old-before-version-{len(STEPS)}.db").exists()


def test_a_postgresql_hub_of_the_first_version_too(postgres: PostgresServer) -> None:
    url, hq = postgres.new_database(), Shop()
    with closing(PostgresStore(url)) as new:
        _some_history(hq, new)
    later = (
        "event_subject", "foreign_subject", "subject_store", "subject_link", "blob_subject", "quarantine",
        "scope_feed_self", "scope_feed",
        "enrol_code", "audit",
    )  # fmt: skip
    with psycopg.connect(url) as connection:
        connection.execute(f"DROP TABLE {', '.join(later)}".encode())
        connection.execute("ALTER TABLE hub_self DROP COLUMN quarantined")
        for column in ("role", "stores", "name", "revoked_at", "revoked_why"):
            connection.execute(f"ALTER TABLE workstation_key DROP COLUMN {column}".encode())
        connection.execute("DELETE FROM hub_migration WHERE number > 1")
    with closing(PostgresStore(url)) as store:
        _sees_all_of_it(hq, store)


def _some_history(hq: Shop, store: Store) -> None:
    hq.device(store, "d", "A")
    hq.fit(store, "m", "d")
    hq.read(store, "m", 7)
    hq.move(store, "d", "B")


def _sees_all_of_it(hq: Shop, store: Store) -> None:
    assert Reader(store, ("B",)).follow() == hq.bodies
    assert Reader(store, ("C",)).follow() == hq.bodies[:1]
    after = hq.read(store, "m", 8)
    assert Reader(store, ("A",)).follow()[-1] == after
