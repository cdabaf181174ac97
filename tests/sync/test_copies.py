"""Copies of a home that go on: a restored one, an old one, two at once. Nothing is refused and nothing is lost."""

import shutil
from pathlib import Path

import pytest

from fleetdesk.runtime.clock import now_ms
from fleetdesk.services.back_up import restore
from fleetdesk.storage import former
from fleetdesk.storage.backup import SUFFIX, write_backup
from fleetdesk.sync import engine
from tests.sync.conftest import NewLaptop
from tests.sync.places import Hub, Laptop


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
    hub: Hub, ana: Laptop, new_laptop: NewLaptop, tmp_path: Path
) -> None:
    ana.write_stores(3, "A")
    ana.join(hub.url)
    copied(ana, tmp_path / "ana", tmp_path / "copy")
    ana.write_stores(4, "B")
    ana.run()
    copy = new_laptop("copy")
    told = copy.run()
    assert [problem.title for problem in told.problems] == ["Another copy of this data folder is in use."]
    assert copy.journal != ana.journal
    all_equal(ana, copy)


def test_two_copies_that_both_went_on_keep_what_both_wrote(
    hub: Hub, ana: Laptop, new_laptop: NewLaptop, tmp_path: Path
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
    assert [problem.title for problem in told.problems] == ["Another copy of this data folder is in use."]
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
    hub: Hub, ana: Laptop, new_laptop: NewLaptop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
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
    hub: Hub, ana: Laptop, new_laptop: NewLaptop, tmp_path: Path
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
