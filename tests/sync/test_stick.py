"""No network for months: the same push and pull by stick. All laptops end with the same, nothing is lost or guessed."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from fleetdesk import wire
from fleetdesk.domain.errors import BundleError
from fleetdesk.domain.events import PersonNamed
from fleetdesk.hub.addresses import open_store
from fleetdesk.hub.bundle import HubBundles, Taken
from fleetdesk.runtime.bundle_key import BundleIdentity
from fleetdesk.runtime.ids import new_id
from fleetdesk.sqlite import Connection
from fleetdesk.storage import journal, receipts, sync_state
from fleetdesk.storage.bundle_export import BundleExport, Exported
from fleetdesk.storage.bundle_import import BundleImport, Imported
from fleetdesk.storage.sync_state import Standing
from tests.sync.conftest import NewLaptop
from tests.sync.places import Hub, Laptop


class Pocket:
    """A stick on its way between laptops and a hub."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._number = 0

    def file(self) -> Path:
        self._number += 1
        return self.folder / f"{self._number}.bundle"

    def carry(self, writer: Laptop, reader: Laptop, *, everything: bool = False) -> Imported:
        path = self.file()
        export(writer, path, identity(reader).address, everything=everything)
        return take(reader, path, accept=identity(writer).public_key)

    def to_hub(self, laptop: Laptop, hub: HubBundles, *, accept: bool = True, everything: bool = False) -> Taken:
        path = self.file()
        export(laptop, path, hub.identity.address, everything=everything)
        return hub.take(path, accept_writer=identity(laptop).public_key if accept else None)


@pytest.fixture
def pocket(tmp_path: Path) -> Pocket:
    return Pocket(tmp_path)


@pytest.fixture
def cleo(new_laptop: NewLaptop) -> Laptop:
    return new_laptop("cleo")


@pytest.fixture
def hub_bundles(hub: Hub) -> Iterator[HubBundles]:
    """Beside the running hub, on its database."""
    store = open_store(hub.database)
    yield HubBundles(store, hub.blobs())
    store.close()


def identity(laptop: Laptop) -> BundleIdentity:
    return BundleIdentity(laptop.workstation.keys.signing_seed)


def quiet(stage: str, done: int, total: int) -> None:
    """Nobody watches."""


def export(laptop: Laptop, path: Path, to: str, *, everything: bool = False) -> Exported:
    station = laptop.workstation
    run = BundleExport(station.database, station.blobs, identity(laptop), quiet).run
    return run(path, to, everything=everything)


def take(laptop: Laptop, path: Path, accept: str | None = None) -> Imported:
    station = laptop.workstation
    return BundleImport(station.database, station.blobs, identity(laptop), quiet).run(path, accept_writer=accept)


def standing(laptop: Laptop, hub: HubBundles) -> Standing:
    found = laptop.workstation.database.read(sync_state.joined)
    assert found is not None
    assert found.hub_key == hub.identity.public_key
    return found


def own_seq(laptop: Laptop) -> int:
    return laptop.workstation.database.read(journal.own_head).seq


def write_some_work(laptop: Laptop, name: str) -> str:
    device = laptop.register_device("RF-1")
    laptop.write_stores(5, name)
    laptop.describe_device(device, f"seen by {name}")
    return laptop.keep_blob(name.encode() * 1000)


def test_three_laptops_end_with_the_same_by_stick_alone(ana: Laptop, ben: Laptop, cleo: Laptop, pocket: Pocket) -> None:
    names = [write_some_work(laptop, name) for laptop, name in ((ana, "ANA"), (ben, "BEN"), (cleo, "CLEO"))]
    for writer, reader in ((ana, ben), (ben, cleo), (cleo, ana), (ana, ben)):
        assert pocket.carry(writer, reader).problems == ()
    assert ana.digest() == ben.digest() == cleo.digest()
    assert ana.events() == ben.events() == cleo.events()
    for laptop in (ana, ben, cleo):
        assert laptop.is_sound()
        assert all(laptop.workstation.blobs.has(name) for name in names), "files travel along"


def test_a_repeated_bundle_changes_nothing_and_the_next_brings_only_what_is_new(
    ana: Laptop, ben: Laptop, pocket: Pocket
) -> None:
    write_some_work(ana, "ANA")
    path = pocket.file()
    first = export(ana, path, identity(ben).address)
    done = take(ben, path, identity(ana).public_key)
    before, events = ben.digest(), ben.events()
    again = take(ben, path)
    assert (done.events_new, again.events_new, again.events_known) == (first.events, 0, first.events)
    assert (ben.digest(), ben.events()) == (before, events)
    ana.write_stores(2, "LATER")
    with pytest.raises(BundleError, match="already"):
        export(ana, path, identity(ben).address)
    following = pocket.file()
    assert export(ana, following, identity(ben).address).events == 2
    assert take(ben, following).events_new == 2
    assert export(ana, pocket.file(), identity(ben).address).events == 0


def test_an_import_that_is_cut_off_goes_on_when_it_is_repeated(ana: Laptop, ben: Laptop, pocket: Pocket) -> None:
    ana.write_stores(1200, "MANY")
    path = pocket.file()
    export(ana, path, identity(ben).address)
    station = ben.workstation

    def cut(stage: str, done: int, total: int) -> None:
        if stage == "take":
            raise KeyboardInterrupt

    key = identity(ana).public_key
    with pytest.raises(KeyboardInterrupt):
        BundleImport(station.database, station.blobs, identity(ben), cut).run(path, accept_writer=key)
    assert ben.events() == 501, "one page, and Ben's own"
    done = take(ben, path, key)
    assert (done.events_new, done.events_known, done.problems) == (701, 500, ())
    pocket.carry(ben, ana)
    assert ana.digest() == ben.digest()


def test_the_own_journal_enters_by_append_alone(ana: Laptop, ben: Laptop, pocket: Pocket) -> None:
    """Ben carries Ana's journal back to her: it is known, and nothing of hers is written anew."""
    write_some_work(ana, "ANA")
    pocket.carry(ana, ben)
    head = ana.workstation.database.read(journal.own_head)
    with_hers = pocket.file()
    ben.workstation.database.write(lambda c: c.execute("DELETE FROM local_signed_head")).result()
    export(ben, with_hers, identity(ana).address, everything=True)
    done = take(ana, with_hers, identity(ben).public_key)
    assert (done.events_new, done.events_known) == (1, own_seq(ana)), "only the beginning of Ben's journal is new"
    assert ana.workstation.database.read(journal.own_head) == head
    assert ana.is_sound()


def test_a_gap_is_told_and_what_can_be_taken_is_taken(ana: Laptop, ben: Laptop, pocket: Pocket) -> None:
    ana.write([(PersonNamed(name="Ana", staff_number="1"), "person:1")])
    pocket.carry(ana, ben)
    ana.write_stores(18, "LOST")
    export(ana, pocket.file(), identity(ben).address)  # this stick falls into the harbour
    ana.write_stores(3, "LATER")
    done = pocket.carry(ana, ben)
    assert done.events_new == 3
    (problem,) = done.problems
    assert problem.title == "Events 3 to 20 of Ana's laptop are missing."
    assert "--all" in problem.next_step
    whole = pocket.carry(ana, ben, everything=True)
    assert (whole.events_new, whole.events_known, whole.problems) == (18, 5, ())


def test_the_hub_takes_a_stick_and_its_receipt_comes_back(
    ana: Laptop, hub: Hub, hub_bundles: HubBundles, pocket: Pocket
) -> None:
    name = write_some_work(ana, "ANA")
    done = pocket.to_hub(ana, hub_bundles)
    assert (done.events_new, done.blobs, done.problems) == (own_seq(ana), 1, ())
    assert hub.held_seq(ana.journal) == own_seq(ana)
    assert hub.blobs().state(name).complete
    outward, back = pocket.folder / "1.bundle", pocket.file()
    hub_bundles.reply(back, outward)
    with pytest.raises(BundleError, match="not known here"):
        take(ana, back)
    got = take(ana, back, hub_bundles.identity.public_key)
    assert got.acknowledged == own_seq(ana) == standing(ana, hub_bundles).pushed_seq
    counts = ana.workstation.database.read(receipts.counts)
    assert (counts.records, counts.held, counts.blobs, counts.blobs_held) == (own_seq(ana), own_seq(ana), 1, 1)
    ana.write_stores(1, "NEW")
    assert ana.workstation.database.read(sync_state.waiting).events == 1
    take(ana, back)
    assert standing(ana, hub_bundles).pushed_seq == own_seq(ana) - 1, "an old receipt takes nothing back"


def test_a_repeated_stick_changes_nothing_at_the_hub(ana: Laptop, hub_bundles: HubBundles, pocket: Pocket) -> None:
    write_some_work(ana, "ANA")
    pocket.to_hub(ana, hub_bundles)
    again = pocket.to_hub(ana, hub_bundles, accept=False, everything=True)
    assert (again.events_new, again.events_known, again.blobs, again.problems) == (0, own_seq(ana), 0, ())


def test_the_hub_tells_a_gap_and_takes_nothing_behind_it(
    ana: Laptop, hub: Hub, hub_bundles: HubBundles, pocket: Pocket
) -> None:
    pocket.to_hub(ana, hub_bundles)
    ana.write_stores(4, "LOST")
    export(ana, pocket.file(), hub_bundles.identity.address)
    ana.write_stores(2, "LATER")
    (problem,) = pocket.to_hub(ana, hub_bundles).problems
    assert problem.title == f"Events 2 to 5 of journal {ana.journal} are missing."
    assert hub.held_seq(ana.journal) == 1
    assert pocket.to_hub(ana, hub_bundles, everything=True).problems == ()
    assert hub.held_seq(ana.journal) == own_seq(ana)


def test_a_laptop_carries_the_work_of_another_to_the_hub(
    ana: Laptop, ben: Laptop, hub: Hub, hub_bundles: HubBundles, pocket: Pocket
) -> None:
    """Only once the hub knows Ben, and only what he signed himself (see also test_nobody_speaks_...)."""
    write_some_work(ben, "BEN")
    pocket.carry(ben, ana)
    (problem,) = pocket.to_hub(ana, hub_bundles).problems
    assert "does not know a writer" in problem.title
    assert identity(ben).public_key in problem.message
    assert hub.held_seq(ben.journal) == 0
    own = pocket.file()
    export(ben, own, hub_bundles.identity.address)
    hub_bundles.take(own, accept_writer=identity(ben).public_key)
    ben.write_stores(3, "MORE")
    pocket.carry(ben, ana)
    assert pocket.to_hub(ana, hub_bundles, everything=True).problems == ()
    assert hub.held_seq(ben.journal) == own_seq(ben)


def test_a_snapshot_starts_a_new_laptop_and_the_network_brings_only_the_rest(
    ana: Laptop, ben: Laptop, hub: Hub, hub_bundles: HubBundles, pocket: Pocket
) -> None:
    write_some_work(ana, "ANA")
    ana.join(hub.url)
    snapshot = pocket.file()
    hub_bundles.write(snapshot, identity(ben).address)
    done = take(ben, snapshot, hub_bundles.identity.public_key)
    assert (done.events_new, done.problems) == (own_seq(ana), ())
    position = standing(ben, hub_bundles).position
    assert position == own_seq(ana)
    ana.write_stores(3, "TAIL")
    ana.run()
    synced = ben.join(hub.url)
    assert synced.pulled == 3, "only what came after the snapshot"
    ana.run()
    assert ana.digest() == ben.digest()


def test_an_answer_for_who_stands_somewhere_has_only_the_rest(
    ana: Laptop, ben: Laptop, hub: Hub, hub_bundles: HubBundles, pocket: Pocket
) -> None:
    write_some_work(ana, "ANA")
    ana.join(hub.url)
    ben.join(hub.url)
    ana.write_stores(2, "TAIL")
    ana.run()
    outward, back = pocket.file(), pocket.file()
    export(ben, outward, hub_bundles.identity.address)
    hub_bundles.take(outward)
    written = hub_bundles.reply(back, outward)
    assert written.events == 2
    done = take(ben, back)
    assert (done.events_new, done.acknowledged, done.problems) == (2, own_seq(ben), ())
    assert ben.join(hub.url).pulled == 0
    assert ana.digest() == ben.digest()


def test_the_journal_from_before_a_restore_reaches_the_hub_too(
    ana: Laptop, hub: Hub, hub_bundles: HubBundles, pocket: Pocket
) -> None:
    ana.write_stores(3, "BEFORE")
    former, ended = ana.journal, own_seq(ana)
    key = ana.workstation.keys.public_key
    ana.workstation.database.write(lambda c: journal.create_journal(c, new_id(), key)).result()
    ana.write_stores(2, "AFTER")
    assert pocket.to_hub(ana, hub_bundles).problems == ()
    assert (hub.held_seq(former), hub.held_seq(ana.journal)) == (ended, 2)


def test_a_carrier_cannot_add_to_or_leave_out_of_the_work_of_another(
    ana: Laptop, ben: Laptop, hub: Hub, hub_bundles: HubBundles, pocket: Pocket
) -> None:
    """Ana's copy of Ben's journal was tampered with before she wrote the stick."""
    ben.write_stores(4, "BEN")
    pocket.to_hub(ben, hub_bundles)
    held = hub.held_seq(ben.journal)
    ben.write_stores(4, "MORE")
    pocket.carry(ben, ana)
    database = ana.workstation.database
    last = own_seq(ben)

    def forge(connection: Connection) -> None:
        body = wire_body(connection, ben.journal, last).replace(b"MORE-3", b"FAKE-3")
        connection.execute(
            "UPDATE journal_event SET body = ?, body_hash = ? WHERE seq = ? AND number ="
            " (SELECT number FROM journal_known WHERE journal = ?)",
            (body, wire.body_hash(body), last, ben.journal),
        )

    database.write(forge).result()
    with pytest.raises(BundleError, match="not what its writer signed"):
        pocket.to_hub(ana, hub_bundles)
    database.write(lambda c: c.execute("DELETE FROM local_signed_head")).result()
    (problem,) = pocket.to_hub(ana, hub_bundles, everything=True).problems
    assert "is not signed by its writer" in problem.title
    assert hub.held_seq(ben.journal) == held


def wire_body(connection: Connection, name: str, seq: int) -> bytes:
    return receipts.bodies(connection, name, seq - 1, 1)[0]
