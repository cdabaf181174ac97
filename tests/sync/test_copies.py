"""Copies of a home that go on: a restored one, an old one, two at once. Nothing is refused and nothing is lost."""

import shutil
from pathlib import Path

import pytest

from fleetdesk.runtime.clock import now_ms
from fleetdesk.services.back_up import restore
from fleetdesk.storage import former, journal
from fleetdesk.storage.backup import SUFFIX, write_backup
from fleetdesk.sync import engine
from tests.sync.conftest import NewLaptop
from tests.sync.places import Hub, Laptop


@pytest.fixture
def one_place(monkeypatch: pytest.MonkeyPatch) -> None:
    """A copy passes for the home itself, as a snapshot of a whole machine does: only the hub can tell."""
    monkeypatch.setenv("FLEETDESK_PLACE", "here")


def ids(laptop: Laptop) -> set[str]:
    """The events of a home, each once, but for those that begin a journal."""
    read = laptop.workstation.database.read
    rows = read(lambda c: c.execute("SELECT id FROM journal_event WHERE kind <> 'journal.opened'").fetchall())
    return {str(row[0]) for row in rows}


def all_equal(*laptops: Laptop) -> None:
    for laptop in laptops:
        laptop.run()
    for laptop in laptops:
        result = laptop.run()
        assert (result.waiting, result.problems) == (0, ())
        assert laptop.is_sound()
    assert len({laptop.digest() for laptop in laptops}) == 1
    assert all(ids(laptop) == ids(laptops[0]) for laptop in laptops)


def copied(laptop: Laptop, folder: Path, to: Path) -> None:
    laptop.workstation.database.write(lambda c: c.execute("SELECT 1").fetchone()).result()
    shutil.copytree(folder, to)


def test_an_old_copy_that_did_nothing_has_what_the_hub_has(
    one_place: None, hub: Hub, ana: Laptop, new_laptop: NewLaptop, tmp_path: Path
) -> None:
    ana.write_stores(3, "A")
    ana.join(hub.url)
    copied(ana, tmp_path / "ana", tmp_path / "copy")
    ana.write_stores(4, "B")
    ana.run()
    copy = new_laptop("copy")
    told = copy.run()
    assert [problem.title for problem in told.problems] == [
        "This data folder is a copy, and the other one may be in use."
    ]
    assert copy.journal != ana.journal
    all_equal(ana, copy)


def test_two_copies_that_both_went_on_keep_what_both_wrote(
    one_place: None, hub: Hub, ana: Laptop, new_laptop: NewLaptop, tmp_path: Path
) -> None:
    ana.write_stores(3, "A")
    ana.join(hub.url)
    copied(ana, tmp_path / "ana", tmp_path / "copy")
    ana.write_stores(4, "B")
    ana.run()
    copy = new_laptop("copy")
    copy.write_stores(5, "C")
    device = copy.register_device("RF-77")
    mine = ids(copy)
    told = copy.run()
    assert [problem.title for problem in told.problems] == [
        "This data folder is a copy, and the other one may be in use."
    ]
    assert told.waiting == 0
    assert mine <= ids(copy)
    ana.describe_device(device, "both know it")
    ben = new_laptop("ben")
    ben.join(hub.url)
    all_equal(ana, copy, ben)
    for number in range(3):
        ana.write_stores(1, f"D{number}")
        copy.write_stores(1, f"E{number}")
        all_equal(ana, copy, ben)


def test_without_a_journal_of_its_own_a_copy_stays_refused(
    one_place: None, hub: Hub, ana: Laptop, new_laptop: NewLaptop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control."""

    async def not_parted(*_: object) -> None:
        return None

    monkeypatch.setattr(engine.Engine, "_part", not_parted)
    ana.join(hub.url)
    copied(ana, tmp_path / "ana", tmp_path / "copy")
    ana.write_stores(2, "B")
    ana.run()
    copy = new_laptop("copy")
    copy.write_stores(2, "C")
    assert copy.run().waiting == 2
    assert copy.run().waiting == 2


def test_a_home_that_is_opened_elsewhere_begins_a_journal_at_once(
    hub: Hub, ana: Laptop, new_laptop: NewLaptop, tmp_path: Path
) -> None:
    ana.write_stores(3, "A")
    ana.join(hub.url)
    copied(ana, tmp_path / "ana", tmp_path / "copy")
    old = ana.journal
    last = ana.workstation.database.read(journal.own_head).hlc
    copy = new_laptop("copy")
    assert copy.journal != old
    assert copy.workstation.database.read(journal.own_head).hlc > last
    copy.write_stores(2, "B")
    ana.write_stores(2, "C")
    ana.run()
    told = copy.run()
    assert [problem.title for problem in told.problems] == [
        "This data folder is a copy, and the other one may be in use."
    ]
    assert hub.held_seq(old) == 6
    all_equal(ana, copy)
    again = copy.journal
    copy.workstation.close()
    assert new_laptop("copy").journal == again


def test_a_new_journal_is_later_than_the_one_it_continues(ana: Laptop) -> None:
    """Also where the clock went back by years."""
    ana.write_stores(1, "A")
    last = ana.workstation.database.read(journal.own_head).hlc
    ana.workstation.database.write(lambda c: former.begin_new(c, "restored", 1_000_000_000_000)).result()
    assert ana.workstation.database.read(journal.own_head).hlc > last


def test_back_up_work_push_restore_work_push(hub: Hub, ana: Laptop, new_laptop: NewLaptop, tmp_path: Path) -> None:
    """Nothing is refused and nothing is lost: neither what the backup had and the hub not, nor the other way round."""
    home = ana.workstation.home
    ana.write_stores(3, "A")
    ana.join(hub.url)
    ana.write_stores(2, "never sent before the backup")
    file = tmp_path / f"a{SUFFIX}"
    write_backup(home, ana.workstation.keys, file, now_ms())
    ana.write_stores(4, "after the backup")
    ana.run()
    everything = ids(ana)
    ana.workstation.close()
    restore(file, home, lambda: "")
    again = new_laptop("ana")
    assert ids(again) < everything
    again.write_stores(2, "after the restore")
    result = again.run()
    assert (result.waiting, result.problems) == (0, ())
    assert everything < ids(again)
    ben = new_laptop("ben")
    ben.join(hub.url)
    all_equal(again, ben)


def test_work_that_was_never_sent_goes_on_in_the_old_journal(
    one_place: None, hub: Hub, ana: Laptop, new_laptop: NewLaptop, tmp_path: Path
) -> None:
    """A restore: the copy holds what the hub does not, and nobody else has it."""
    ana.write_stores(3, "A")
    ana.join(hub.url)
    ana.write_stores(2, "B")
    copied(ana, tmp_path / "ana", tmp_path / "copy")
    old = ana.journal
    copy = new_laptop("copy")
    copy.workstation.database.write(lambda c: former.begin_new(c, "restored", 1_770_000_000_000)).result()
    copy.write_stores(1, "C")
    result = copy.run()
    assert (result.waiting, result.problems) == (0, ())
    assert hub.held_seq(old) == ana.events()
    ana.write_stores(1, "D")
    ana.run()
    all_equal(ana, copy)


def test_a_hub_that_was_put_back_is_given_the_old_journal_too(
    hub: Hub, ana: Laptop, new_laptop: NewLaptop, tmp_path: Path
) -> None:
    ana.write_stores(3, "A")
    ana.workstation.database.write(lambda c: former.begin_new(c, "restored", 1_770_000_000_000)).result()
    ana.join(hub.url)
    hub.stop()
    for file in hub.file.parent.glob("hub.db*"):
        shutil.rmtree(file) if file.is_dir() else file.unlink()
    hub.start()
    again = ana.join(hub.url, new_hub=True)
    assert (again.waiting, again.problems) == (0, ())
    ben = new_laptop("ben")
    ben.join(hub.url)
    all_equal(ana, ben)
