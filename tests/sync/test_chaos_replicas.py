"""As test_chaos.py, with two replicas over one PostgreSQL: a replica is killed and the database stopped mid-sync.

Laptops go to either replica, each behind a network of its own that does its worst. FLEETDESK_LONG=1 does a hundred
times as much, FLEETDESK_SEED other faults.
"""

import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path

import pytest

from fleetdesk.domain.errors import KnownError
from fleetdesk.sync.signed_http import Patience
from tests.faults.amount import LONG, SEED
from tests.hub.postgres_server import PostgresServer, postgres_server
from tests.sync.conftest import NewLaptop
from tests.sync.fault_proxy import FaultProxy, fault_proxy
from tests.sync.places import HubProcess, Laptop
from tests.sync.test_chaos import Storm, all_hold_the_same, blob_is_whole, what_is_called_safe_is_there

EXCHANGES = 10_000 if LONG else 60
NETWORK = Patience(connect_s=2.0, bytes_s=1.0, whole_s=8.0, tries=2, pause_s=0.01)


class Site:
    """Two replicas, their database, and the ways to them."""

    def __init__(self, server: PostgresServer, replicas: list[HubProcess], ways: list[FaultProxy]) -> None:
        self.server, self.replicas, self.ways = server, replicas, ways
        self.killed = self.restarted = 0

    @property
    def exchanges(self) -> int:
        return sum(way.exchanges for way in self.ways)

    def kill_one(self, storm: Storm) -> None:
        replica = storm.chance.choice(self.replicas)
        replica.stop()
        replica.start()
        self.killed += 1

    def restart_database(self, storm: Storm) -> None:
        self.server.stop(crash=storm.chance.random() < 0.5)
        self.server.start()
        self.restarted += 1


@contextmanager
def site(folder: Path) -> Generator[Site]:
    with postgres_server() as server:
        database = server.new_database()
        replicas: list[HubProcess] = []
        try:
            replicas += [HubProcess(folder / "hub", database), HubProcess(folder / "hub", database)]
            with fault_proxy(replicas[0].port) as one, fault_proxy(replicas[1].port) as other:
                yield Site(server, replicas, [one, other])
        finally:
            for replica in replicas:
                replica.stop()


@pytest.mark.timeout(0 if LONG else 180)
def test_nothing_is_lost_or_doubled_whatever_dies(tmp_path: Path, new_laptop: NewLaptop) -> None:
    storm = Storm(SEED)
    laptops = {name: new_laptop(name, NETWORK) for name in ("ana", "ben", "eva")}
    photos: dict[str, set[str]] = {name: set() for name in laptops}
    told = 0
    with site(tmp_path) as there:
        for laptop in laptops.values():
            laptop.join(there.ways[0].url)
        for way in there.ways:
            way.choose = storm.choose
        while there.exchanges < EXCHANGES or told < 5 or not (there.killed and there.restarted):
            name = storm.chance.choice(list(laptops))
            storm.work(laptops[name], name, photos[name])
            with _something_may_die(there, storm):
                told += _sync(laptops[name], storm.chance.choice(there.ways).url)
            what_is_called_safe_is_there(there.replicas[0], laptops[name])
        all_hold_the_same(there.replicas[1], list(laptops.values()), new_laptop)
        for names in photos.values():
            for name in names:
                blob_is_whole(there.replicas[0], name)


@contextmanager
def _something_may_die(there: Site, storm: Storm) -> Generator[None]:
    """In the midst of what is done meanwhile, after a moment. It is up again when this ends."""
    chance = storm.chance.random()
    what: Callable[[Storm], None] | None = None
    if chance < 0.12:
        what = there.kill_one
    elif chance < 0.24:
        what = there.restart_database
    if what is None:
        yield
        return
    timer = threading.Timer(storm.chance.uniform(0, 0.4), what, (storm,))
    timer.start()
    yield
    timer.join()


def _sync(laptop: Laptop, url: str) -> int:
    """1 when trouble was told. Anything but a KnownError is a bug and fails the test."""
    try:
        return 1 if laptop.join(url).problems else 0
    except KnownError:
        return 1
