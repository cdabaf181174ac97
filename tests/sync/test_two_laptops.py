"""Two laptops and one hub: each ends with all that both wrote, and both see the same."""

import shutil
from pathlib import Path

import pytest

from fleetdesk import sqlite, wire
from fleetdesk.domain.errors import HubError
from fleetdesk.hub.sqlite_store import SqliteStore
from fleetdesk.services.views import HubLink
from fleetdesk.storage import journal
from fleetdesk.sync.trouble import NotTheHub
from tests.hub.writer import Writer, send
from tests.sync.places import Hub, Laptop, chains


def test_both_see_the_same_after_each_synced(hub: Hub, ana: Laptop, ben: Laptop) -> None:
    """Equal registrations, different stores, and one field that both edited without knowing of each other."""
    for laptop, name in ((ana, "A"), (ben, "B")):
        device = laptop.register_device("RF-1")
        laptop.write_stores(620, name)
        laptop.describe_device(device, f"seen by {name}")
    assert ana.digest() != ben.digest()
    first = ana.join(hub.url)
    assert (first.pushed, first.pulled, first.waiting) == (623, 0, 0)
    second = ben.join(hub.url)
    assert (second.pushed, second.pulled, second.acknowledged_seq) == (623, 623, 623)
    third = ana.run()
    assert (third.pushed, third.pulled) == (0, 623)
    assert ana.digest() == ben.digest()
    assert ana.events() == ben.events() == 1246
    assert chains(hub.bodies()) == {laptop.journal: list(range(1, 624)) for laptop in (ana, ben)}
    assert ana.is_sound()
    assert ben.is_sound()


def test_syncing_again_does_nothing(hub: Hub, ana: Laptop, ben: Laptop) -> None:
    ana.write_stores(3, "A")
    ana.join(hub.url)
    ben.join(hub.url)
    before = hub.bodies()
    ana.run()
    for laptop in (ana, ben, ana, ben):
        result = laptop.run()
        assert (result.pushed, result.pulled, result.waiting, result.problems) == (0, 0, 0, ())
    assert hub.bodies() == before


def test_the_state_says_what_waits(hub: Hub, ana: Laptop) -> None:
    seen: list[tuple[HubLink, int, int]] = []
    assert ana.sync.state().link is HubLink.NONE
    ana.write_stores(4, "A")
    ana.keep_blob(b"photo")
    ana.join(hub.url)
    end = ana.sync.subscribe(lambda state: seen.append((state.link, state.waiting_events, state.waiting_blobs)))
    ana.write_stores(2, "B")
    ana.keep_blob(b"another")
    ana.sync.tell()
    ana.run()
    end()
    assert seen[:2] == [(HubLink.ONLINE, 0, 0), (HubLink.ONLINE, 2, 1)]
    assert seen[2] == (HubLink.SYNCING, 2, 1)
    assert seen[-1] == (HubLink.ONLINE, 0, 0)
    state = ana.sync.state()
    assert state.hub == hub.url
    assert state.last_sync is not None
    assert state.saved_at is not None


def test_no_hub_is_said_in_words(ana: Laptop) -> None:
    with pytest.raises(HubError, match="No hub has been joined"):
        ana.run()
    assert (ana.sync.state().waiting_events, ana.sync.state().waiting_blobs) == (0, 0)


def test_a_new_epoch_makes_everything_be_compared_again(hub: Hub, ana: Laptop, ben: Laptop) -> None:
    """The hub is put back to an older copy of its database: what it lost comes back from the laptops."""
    ana.write_stores(5, "A")
    photo = ana.keep_blob(b"photo" * 1000)
    ana.join(hub.url)
    ben.join(hub.url)
    older = _backup(hub)
    ana.write_stores(5, "B")
    ana.run()
    ben.write_stores(2, "C")
    ben.run()
    ana.run()
    _restore(hub, older, new_epoch=True)
    assert hub.held_seq(ana.journal) == 6
    again = ana.run()
    assert (again.pushed, again.waiting, again.blobs.pushed) == (5, 0, 1)
    assert ben.run().pushed == 3 - 1
    ana.run()
    assert ana.digest() == ben.digest()
    assert chains(hub.bodies()) == {ana.journal: list(range(1, 12)), ben.journal: [1, 2, 3]}
    assert hub.blobs().state(photo).complete


def test_a_hub_that_went_back_without_saying_so_is_noticed(hub: Hub, ana: Laptop, ben: Laptop) -> None:
    ana.join(hub.url)
    ben.join(hub.url)
    older = _backup(hub)
    ana.write_stores(20, "A")
    ana.run()
    ben.run()
    _restore(hub, older, new_epoch=False)
    ben.write_stores(1, "B")
    ben.run()
    assert ana.run().pushed == 20
    assert ben.run().waiting == 0
    assert ana.digest() == ben.digest()


def _backup(hub: Hub) -> Path:
    copy = hub.file.with_name("older.db")
    connection = sqlite.open_file(hub.file, None)
    connection.execute("VACUUM INTO ?", (str(copy),))
    connection.close()
    return copy


def _restore(hub: Hub, older: Path, *, new_epoch: bool) -> None:
    hub.stop()
    for file in hub.file.parent.glob("hub.db*"):
        shutil.rmtree(file) if file.is_dir() else file.unlink()
    shutil.copy(older, hub.file)
    if new_epoch:
        store = SqliteStore(hub.file)
        store.new_epoch()
        store.close()
    hub.start()


def test_a_laptop_whose_journal_the_hub_contradicts_gives_it_again(hub: Hub, ana: Laptop) -> None:
    """Same seq, another event: whoever changed the hub's copy, what is here comes there."""
    ana.write_stores(2, "A")
    ana.join(hub.url)
    hub.stop()
    connection = sqlite.open_file(hub.file, None)
    connection.execute("UPDATE journal_event SET hash = zeroblob(32) WHERE seq = 3")
    connection.execute("UPDATE journal_head SET hash = zeroblob(32)")
    connection.close()
    hub.start()
    before = ana.journal
    result = ana.run()
    assert [problem.title for problem in result.problems] == [
        "This data folder is a copy, and the other one may be in use."
    ]
    assert (result.waiting, ana.journal != before, ana.is_sound()) == (0, True, True)
    assert ana.run().problems == ()


def test_another_hub_at_the_address_gets_nothing_until_a_person_says_so(hub: Hub, ana: Laptop, tmp_path: Path) -> None:
    ana.join(hub.url)
    port = hub.port
    hub.stop()
    hub.file = tmp_path / "other" / "hub.db"
    hub.start()
    assert hub.port == port
    ana.write_stores(1, "A")
    with pytest.raises(NotTheHub, match="another hub"):
        ana.run()
    assert hub.bodies() == []
    assert ana.sync.state().link is HubLink.REFUSED
    assert ana.sync.state().waiting_events == 1
    result = ana.join(hub.url, new_hub=True)
    assert (result.hub, result.pushed, result.waiting) == (hub.hub, 2, 0)


def test_what_the_hub_sends_of_ones_own_journal_is_never_taken(hub: Hub, ana: Laptop) -> None:
    """Events of our own journal enter by `append` alone, even if the hub holds more of it than we do."""
    ana.join(hub.url)
    writer = Writer()
    writer.write_some(2)
    content = writer.push_content(0)
    asked = writer.sign(hub.hub, "POST", f"/v1/journals/{writer.journal}/events", content)
    assert send(hub.url, asked, content).status == 200
    result = ana.run()
    assert result.pulled == 3
    own = ana.workstation.database.read(journal.own_head)
    assert own.seq == 1
    assert wire.decode_header(hub.bodies()[0]).journal == ana.journal


def test_an_unknown_kind_travels_through_and_waits_for_the_upgrade(hub: Hub, ana: Laptop, ben: Laptop) -> None:
    writer = Writer()
    body = writer.write_some(1) or writer.bodies[1]
    newer = body.replace(b'"kind":"person.named"', b'"kind":"person.cloned"')
    content = wire.join_lines(wire.PushHead(0, writer.hashes[0].hex()), [writer.bodies[0], newer])
    asked = writer.sign(hub.hub, "POST", f"/v1/journals/{writer.journal}/events", content)
    assert send(hub.url, asked, content).status == 200
    ana.join(hub.url)
    ben.join(hub.url)
    assert ana.events() == 3
    assert newer in hub.bodies()
    ana.run()
    assert ana.digest() == ben.digest()
