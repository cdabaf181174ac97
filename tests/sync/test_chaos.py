"""Three laptops and a hub over a network that does its worst, seeded: nothing is lost, nothing counts twice.

At every moment what a laptop calls "on the hub" is there; at the end all hold the same. FLEETDESK_LONG=1 does a hundred
times as much, FLEETDESK_SEED other faults.
"""

import hashlib
import random

import pytest

from fleetdesk import wire
from fleetdesk.domain.errors import KnownError
from fleetdesk.storage import sync_state
from fleetdesk.sync.signed_http import Patience
from tests.faults.amount import LONG, SEED
from tests.sync.conftest import NewLaptop
from tests.sync.fault_proxy import Fault, FaultProxy, fault_proxy
from tests.sync.places import HubProcess, Laptop, chains

EXCHANGES = 10_000 if LONG else 120
NETWORK = Patience(connect_s=2.0, bytes_s=0.4, whole_s=10.0, tries=2, pause_s=0.01)
CLEAN = Patience(connect_s=5.0, bytes_s=30.0, whole_s=60.0, tries=3, pause_s=0.05)


class Storm:
    """Chooses faults and acts from one seed, so that a failure can be run again."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.faults = [fault for fault in Fault if fault is not Fault.NONE]
        self.written = 0

    def choose(self, method: str, path: str) -> Fault:
        return self.chance.choice(self.faults) if self.chance.random() < 0.45 else Fault.NONE

    def work(self, laptop: Laptop, name: str, photos: set[str]) -> None:
        """A technician's doings between two syncs, some about devices that others touch too."""
        self.written += 1
        laptop.write_stores(self.chance.randint(0, 30), f"{name}{self.written}")
        device = laptop.register_device(f"RF-{self.chance.randint(1, 4)}")
        laptop.describe_device(device, f"{name} {self.written}")
        if self.chance.random() < 0.4:
            photos.add(laptop.keep_blob(self.chance.randbytes(self.chance.randint(1, 2_500_000))))


@pytest.mark.timeout(0 if LONG else 180)
def test_nothing_is_lost_and_nothing_counts_twice(hub_process: HubProcess, new_laptop: NewLaptop) -> None:
    hub = hub_process
    storm = Storm(SEED)
    laptops = {name: new_laptop(name, NETWORK) for name in ("ana", "ben", "eva")}
    photos: dict[str, set[str]] = {name: set() for name in laptops}
    told = 0
    with fault_proxy(hub.port) as proxy:
        for laptop in laptops.values():
            laptop.join(proxy.url)
        proxy.choose = storm.choose
        while proxy.exchanges < EXCHANGES or told < 10:
            name = storm.chance.choice(list(laptops))
            laptop = laptops[name]
            storm.work(laptop, name, photos[name])
            told += _sync_through(laptop)
            if storm.chance.random() < 0.1:
                hub.stop()
                hub.start()
            what_is_called_safe_is_there(hub, laptop)
        _the_storm_was_one(proxy)
    all_hold_the_same(hub, list(laptops.values()), new_laptop)
    for names in photos.values():
        for name in names:
            blob_is_whole(hub, name)


def _sync_through(laptop: Laptop) -> int:
    """1 when trouble was told. Anything but a KnownError is a bug and fails the test."""
    try:
        return 1 if laptop.run().problems else 0
    except KnownError:
        return 1


def what_is_called_safe_is_there(hub: HubProcess, laptop: Laptop) -> None:
    assert laptop.acknowledged() <= hub.held_seq(laptop.journal)
    for name in laptop.workstation.database.read(lambda c: sync_state.blobs_held(c, hub.hub)):
        blob_is_whole(hub, name)


def blob_is_whole(hub: HubProcess, name: str) -> None:
    content = hub.blobs().read(name, 0, wire.LARGEST_BLOB)
    assert content is not None
    assert hashlib.sha256(content).hexdigest() == name


def _the_storm_was_one(proxy: FaultProxy) -> None:
    """A storm without wind would prove nothing: most kinds of fault were met, and many times."""
    met = {fault for fault in proxy.met if fault is not Fault.NONE}
    assert len(met) >= 10
    assert sum(count for fault, count in proxy.met.items() if fault is not Fault.NONE) >= EXCHANGES // 4


def all_hold_the_same(hub: HubProcess, laptops: list[Laptop], new_laptop: NewLaptop) -> None:
    for laptop in laptops:
        laptop.workstation.close()
    again = [new_laptop(laptop.workstation.home.folder.name, CLEAN) for laptop in laptops]
    for laptop in (*again, *again):
        result = laptop.join(hub.url)
        assert (result.waiting, result.blobs.waiting, result.problems) == (0, 0, ())
    assert len({laptop.digest() for laptop in again}) == 1
    assert len({laptop.events() for laptop in again}) == 1
    bodies = hub.bodies()
    assert len(bodies) == len(set(bodies)) == again[0].events()
    assert all(seqs == list(range(1, len(seqs) + 1)) for seqs in chains(bodies).values())
    assert all(laptop.is_sound() for laptop in again)
