"""What every store of the hub promises; the same tests for each kind."""

import os
import sys
import threading
from pathlib import Path

import pytest

from fleetdesk import sqlite, wire
from fleetdesk.domain.errors import StorageError
from fleetdesk.hub.continuation import Push
from fleetdesk.hub.migrations import STEPS
from fleetdesk.hub.sqlite_store import SqliteStore
from fleetdesk.hub.store import Store
from fleetdesk.hub.workstations import Workstation
from tests.hub.conftest import NewStore
from tests.hub.writer import Writer


def _all(store: Store, without: str | None = None, limit: int = 500, most_bytes: int = 1_000_000) -> list[bytes]:
    bodies: list[bytes] = []
    position = 0
    while True:
        page = store.page(position, without=without, limit=limit, most_bytes=most_bytes)
        bodies += [event.body for event in page.events]
        position = page.next
        if position == page.last:
            return bodies


def test_bodies_come_back_byte_for_byte_in_the_order_they_were_taken(store: Store) -> None:
    ana, ben = Writer(), Writer()
    ana.write_some(5)
    ben.write_some(3)
    assert store.push(ana.push(0, 2), 1).taken == 2
    assert store.push(ben.push(0), 2).taken == 4
    assert store.push(ana.push(2), 3).taken == 4
    assert _all(store) == [*ana.bodies[:2], *ben.bodies, *ana.bodies[2:]]
    assert store.bodies(ana.journal, 1, 3) == ana.bodies[1:4]
    page = store.page(0, without=None, limit=500, most_bytes=1_000_000)
    assert [event.position for event in page.events] == list(range(1, 11))
    assert [event.received for event in page.events] == [1, 1, 2, 2, 2, 2, 3, 3, 3, 3]
    assert [event.body_hash for event in page.events] == [wire.body_hash(event.body) for event in page.events]


def test_a_journal_s_bodies_are_given_in_order_and_a_withheld_one_keeps_its_place(store: Store) -> None:
    ana = Writer()
    ana.write_some(4)
    push = ana.push(0)
    withheld = wire.withheld_line(ana.bodies[2], "too large")
    bodies = (*push.bodies[:2], withheld, *push.bodies[3:])
    done = store.push(Push(push.journal, push.public_key, 0, push.after_hash, bodies), 1)
    assert (done.taken, done.problem) == (5, None)
    assert done.head.hash == store.push(push, 2).head.hash, "the chain is that of the whole journal"
    assert store.bodies(push.journal, 1, 2) == [ana.bodies[1], withheld]
    assert store.bodies(push.journal, 5, 9) == []
    assert [e.body_hash for e in store.page(0, without=None, limit=9, most_bytes=10**6).events] == [
        wire.body_hash(body) for body in ana.bodies
    ]
    first = store.push(Push("j-2", push.public_key, 0, wire.first_hash("j-2"), (withheld,)), 3)
    assert first.problem is not None
    assert "first event cannot be withheld" in first.problem.detail


def test_a_push_made_twice_takes_nothing_the_second_time(store: Store) -> None:
    ana = Writer()
    ana.write_some(4)
    first = store.push(ana.push(0), 1)
    again = store.push(ana.push(0), 2)
    assert (first.taken, again.taken, again.problem) == (5, 0, None)
    assert first.head == again.head == store.head(ana.journal)
    assert _all(store) == ana.bodies


def test_a_fork_changes_nothing_that_is_held(store: Store) -> None:
    ana = Writer()
    ana.write_some(4)
    store.push(ana.push(0), 1)
    fork = Writer(ana.key, ana.journal)
    fork.bodies, fork.hashes = ana.bodies[:3], ana.hashes[:4]
    fork.write_some(4, "Ben")
    pushed = store.push(fork.push(1), 2)
    assert pushed.problem is not None
    assert (pushed.problem.reason, pushed.problem.seq, pushed.head.seq) == ("fork", 4, 5)
    assert _all(store) == ana.bodies


@pytest.mark.parametrize(("limit", "most_bytes"), [(1, 1_000_000), (3, 1_000_000), (500, 700), (500, 1)])
def test_pages_are_bounded_and_lead_to_the_end(store: Store, limit: int, most_bytes: int) -> None:
    ana, ben = Writer(), Writer()
    ana.write_some(6)
    ben.write_some(6)
    for at in range(7):
        store.push(ana.push(at, at + 1), at)
        store.push(ben.push(at, at + 1), at)
    assert len(_all(store, limit=limit, most_bytes=most_bytes)) == 14
    assert _all(store, without=ana.journal, limit=limit, most_bytes=most_bytes) == ben.bodies
    page = store.page(0, without=None, limit=limit, most_bytes=most_bytes)
    assert 1 <= len(page.events) <= limit
    assert len(page.events) == 1 or sum(len(event.body) for event in page.events) <= most_bytes


def test_many_writers_at_once_get_positions_without_a_gap(store: Store) -> None:
    """A reader that follows by position while they write sees every event exactly once."""
    writers = [Writer() for _ in range(6)]
    for writer in writers:
        writer.write_some(29)
    seen: list[bytes] = []
    done = threading.Event()

    def write(writer: Writer) -> None:
        for at in range(0, 30, 3):
            store.push(writer.push(at, at + 3), at)

    def follow() -> None:
        position = 0
        while True:
            finished = done.is_set()
            page = store.page(position, without=None, limit=7, most_bytes=1_000_000)
            seen.extend(event.body for event in page.events)
            position = page.next
            if finished and position == page.last:
                return

    threads = [threading.Thread(target=write, args=(writer,)) for writer in writers]
    reader = threading.Thread(target=follow)
    reader.start()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    done.set()
    reader.join()
    assert len(seen) == 180
    for writer in writers:
        assert [body for body in seen if body in set(writer.bodies)] == writer.bodies


def test_an_event_with_any_text_is_held(store: Store) -> None:
    """Nothing is refused for its content, not for a NUL where only a newer Fleetdesk could have put one either."""
    ana = Writer()
    ana.write_some(1)
    odd = ana.bodies[1].replace(b'"kind":"person.named"', rb'"kind":"odd\u0000\ud83d\ude00\u4e2d"')
    ana.bodies[1], ana.hashes[2] = odd, wire.chain_hash(ana.hashes[1], wire.body_hash(odd))
    assert wire.decode_header(odd).kind == "odd\0\U0001f600\u4e2d"
    assert store.push(ana.push(0), 1).taken == 2
    assert _all(store) == ana.bodies


def test_heads_are_listed_by_key(store: Store) -> None:
    ana = Writer()
    later = Writer(ana.key)
    for writer in (ana, later, Writer()):
        store.push(writer.push(0), 1)
    assert {head.journal for head in store.heads(ana.public_key)} == {ana.journal, later.journal}
    assert store.head("unknown") is None


def test_a_nonce_counts_once_until_it_is_too_old_to_matter(store: Store) -> None:
    assert store.first_use("n" * 20, 1_000, 2_000)
    assert not store.first_use("n" * 20, 1_500, 2_500)
    assert store.first_use("n" * 20, 2_001, 3_000)


def test_keys_are_known_once_enrolled(store: Store) -> None:
    ana = Writer()
    assert store.workstations.find(ana.public_key) is None
    store.workstations.enrol(Workstation(ana.public_key, "open", 1))
    store.workstations.enrol(Workstation(ana.public_key, "open", 2, stores=("A",)))
    assert store.workstations.find(ana.public_key) == Workstation(ana.public_key, "open", 1)
    assert store.workstations.all() == (Workstation(ana.public_key, "open", 1),)


def test_a_new_epoch_changes_nothing_but_the_epoch(store: Store) -> None:
    ana = Writer()
    store.push(ana.push(0), 1)
    before = store.whoami()
    epoch = store.new_epoch()
    after = store.whoami()
    assert epoch == after.epoch != before.epoch
    assert (after.hub, after.signing_seed) == (before.hub, before.signing_seed)
    assert _all(store) == ana.bodies


def test_a_mark_stands_for_everything_up_to_its_position(store: Store, new_store: NewStore) -> None:
    """Two histories that differ anywhere before a position have different marks there, even for the same event."""
    ana, ben = Writer(), Writer()
    other = new_store()
    for first, second, there in ((ana, ben, store), (ben, ana, other)):
        there.push(first.push(0), 1)
        there.push(second.push(0), 1)
        ana_again = Writer()
        there.push(ana_again.push(0), 1)
    marks = [store.mark(position) for position in range(5)]
    assert (marks[0], marks[4]) == (b"", None)
    assert len(set(marks)) == 5
    assert store.page(1, without=None, limit=1, most_bytes=1).mark == marks[2]
    assert store.page(0, without=ana.journal, limit=9, most_bytes=1_000_000).mark == marks[3]
    assert all(store.mark(position) != other.mark(position) for position in (1, 2, 3))


def test_two_stores_on_one_file_agree(tmp_path: Path) -> None:
    one, other = SqliteStore(tmp_path / "hub.db"), SqliteStore(tmp_path / "hub.db")
    ana = Writer()
    ana.write_some(3)
    assert one.whoami() == other.whoami()
    one.push(ana.push(0, 2), 1)
    assert other.push(ana.push(0), 2).taken == 2
    assert _all(one) == ana.bodies
    one.close()
    other.close()


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX modes")
def test_the_file_with_the_hubs_key_is_its_owners_alone(tmp_path: Path) -> None:
    SqliteStore(tmp_path / "hub.db").close()
    assert os.stat(tmp_path / "hub.db").st_mode & 0o077 == 0


def test_a_newer_or_a_foreign_file_is_refused_in_words(tmp_path: Path) -> None:
    SqliteStore(tmp_path / "hub.db").close()
    connection = sqlite.open_file(tmp_path / "hub.db", None)
    connection.execute(f"PRAGMA user_version = {len(STEPS) + 1}")
    connection.close()
    with pytest.raises(StorageError, match="newer Fleetdesk"):
        SqliteStore(tmp_path / "hub.db")
    (tmp_path / "other.db").write_bytes(b"not a database at all" * 100)
    with pytest.raises(StorageError, match="cannot be read"):
        SqliteStore(tmp_path / "other.db")
