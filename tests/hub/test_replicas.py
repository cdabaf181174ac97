"""Several replicas over one PostgreSQL: whichever takes a push, whichever dies, all is there once and in one order.

FLEETDESK_LONG=1 kills for ten minutes instead of a few times.
"""

import random
import threading
import time
from collections.abc import Callable, Generator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
import pytest

from fleetdesk import wire
from fleetdesk.domain.errors import FormatError
from fleetdesk.hub import postgres_push
from fleetdesk.hub.postgres_database import PostgresDatabase
from fleetdesk.hub.postgres_store import PostgresStore
from fleetdesk.hub.store import PulledEvent, Store
from tests.faults.amount import LONG, SEED
from tests.hub.postgres_server import PostgresServer, postgres_server
from tests.hub.writer import Writer, send
from tests.sync.places import HubProcess

KILL_EVERY_S = 5.0 if LONG else 0.4
KILLS = 120 if LONG else 2
LAPTOPS = 4


@pytest.fixture
def replicas(postgres: PostgresServer, tmp_path: Path) -> Generator[list[HubProcess]]:
    with replicas_on(postgres.new_database(), tmp_path, 4) as found:
        yield found


@contextmanager
def replicas_on(database: str, folder: Path, count: int) -> Generator[list[HubProcess]]:
    """`count` processes over one database, started together."""
    replicas: list[HubProcess] = []

    def start() -> None:
        replicas.append(HubProcess(folder, database))

    try:
        _at_once(*[start] * count)
        assert len(replicas) == count
        assert len({replica.hub for replica in replicas}) == 1
        yield replicas
    finally:
        for replica in replicas:
            replica.stop()


class PushingLaptop:
    """Pushes all that it wrote through any replica, and tries elsewhere what one did not answer."""

    def __init__(self, replicas: list[HubProcess], seed: int) -> None:
        self.writer = Writer()
        self.acknowledged = 0
        self.troubles = 0
        self.statuses: set[int] = set()
        self._replicas = replicas
        self._chance = random.Random(seed)

    def push_all(self) -> None:
        while self.acknowledged < len(self.writer.bodies):
            self.push_some(40)

    def push_some(self, count: int) -> None:
        """One try, sometimes of what is held already: as after an answer that got lost."""
        replica = self._chance.choice(self._replicas)
        after = max(0, self.acknowledged - self._chance.randint(0, 3))
        content = self.writer.push_content(after, self.acknowledged + count)
        target = f"/v1/journals/{self.writer.journal}/events"
        asked = self.writer.sign(replica.hub, "POST", target, content)
        try:
            reply = send(replica.url, asked, content)
            reply.signed_by()
        except (OSError, FormatError):
            self.troubles += 1
            return
        self.statuses.add(reply.status)
        if reply.status != 200:
            self.troubles += 1
            return
        head = wire.decode(wire.JournalHead, reply.plain())
        assert head.hash == self.writer.hashes[head.seq].hex()
        assert head.seq >= self.acknowledged
        self.acknowledged = head.seq


def test_four_replicas_take_pushes_at_once_and_nothing_is_lost_or_doubled(replicas: list[HubProcess]) -> None:
    laptops = [PushingLaptop(replicas, SEED + number) for number in range(8)]
    for laptop in laptops:
        laptop.writer.write_some(399)
    _at_once(*(laptop.push_all for laptop in laptops))
    assert {status for laptop in laptops for status in laptop.statuses} == {200}
    _all_is_there_once(replicas[0], laptops)


@pytest.mark.timeout(0 if LONG else 180)
def test_any_replica_may_die_and_the_database_restart(tmp_path: Path) -> None:
    """While laptops push, one of three replicas is killed again and again, and the database stopped in between."""
    with postgres_server() as server, replicas_on(server.new_database(), tmp_path, 3) as replicas:
        laptops = [PushingLaptop(replicas, SEED + number) for number in range(LAPTOPS)]
        done = threading.Event()

        def work(laptop: PushingLaptop) -> None:
            while not done.is_set():
                laptop.writer.write_some(7)
                laptop.push_some(40)
                time.sleep(0.05)

        threads = [threading.Thread(target=work, args=(laptop,)) for laptop in laptops]
        for thread in threads:
            thread.start()
        _kill_again_and_again(server, replicas)
        done.set()
        for thread in threads:
            thread.join()
        assert sum(laptop.troubles for laptop in laptops) > 0, "a calm day would prove nothing"
        assert {status for laptop in laptops for status in laptop.statuses} <= {200, 503}
        for laptop in laptops:
            laptop.push_all()
        _all_is_there_once(replicas[0], laptops)


def _kill_again_and_again(server: PostgresServer, replicas: list[HubProcess]) -> None:
    for number in range(KILLS):
        victim = replicas[number % len(replicas)]
        time.sleep(KILL_EVERY_S / 2)
        victim.stop()
        time.sleep(KILL_EVERY_S / 2)
        if number % 4 == 1:
            server.stop(crash=number % 8 == 1)
            server.start()
        victim.start()


def _all_is_there_once(replica: HubProcess, laptops: list[PushingLaptop]) -> None:
    """In order of their positions, which are dense, each journal is there whole."""
    held = replica.bodies()
    assert len(held) == len(set(held)) == sum(len(laptop.writer.bodies) for laptop in laptops)
    for laptop in laptops:
        own = set(laptop.writer.bodies)
        assert [body for body in held if body in own] == laptop.writer.bodies


# -- what the lock is for --------------------------------------------------------------------------------------------

NO_LOCK = "SELECT position, mark FROM hub_self"


def test_a_cursor_passes_over_nothing_that_commits_later(postgres: PostgresServer) -> None:
    seen, events = _a_slow_push_and_a_fast_one(postgres.new_database())
    assert [event.position for event in seen] == [1, 2]
    assert len(events) == 2


def test_control_without_the_lock_two_pushes_take_one_place(
    postgres: PostgresServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres_push, "LAST_PLACE", NO_LOCK)
    with pytest.raises(psycopg.errors.UniqueViolation):
        _a_slow_push_and_a_fast_one(postgres.new_database())


def _a_slow_push_and_a_fast_one(database: str) -> tuple[list[PulledEvent], list[PulledEvent]]:
    """The slow one has its place and is not committed while the fast one tries and a reader follows.

    What the reader saw by its cursor, and what there is in the end.
    """
    failed: list[BaseException] = []
    with closing(PostgresStore(database)) as store, closing(PostgresDatabase(database)) as other:
        other.open()
        fast = threading.Thread(target=_push, args=(store, failed))
        with other.writing() as slow:
            postgres_push.take(slow, Writer().push(0), 1)
            fast.start()
            fast.join(0.5)
            seen = _page(store, 0)
        fast.join()
        for error in failed:
            raise error
        cursor = seen[-1].position if seen else 0
        return [*seen, *_page(store, cursor)], _page(store, 0)


def _push(store: Store, failed: list[BaseException]) -> None:
    try:
        store.push(Writer().push(0), 1)
    except psycopg.Error as error:
        failed.append(error)


def _page(store: Store, after: int) -> list[PulledEvent]:
    return list(store.page(after, without=None, limit=10, most_bytes=1_000_000).events)


def _at_once(*works: Callable[[], None]) -> None:
    threads = [threading.Thread(target=work) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
