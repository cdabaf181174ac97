"""Is my work safe? Told record by record, and proved by the hub itself: a flipped byte there is found and named."""

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from fleetdesk import sqlite
from fleetdesk.cli.main import app
from fleetdesk.services.desk import Desk
from fleetdesk.services.receipt import Receipt
from fleetdesk.services.record import Record
from fleetdesk.storage import journal, receipts
from fleetdesk.sync.compare import Compared
from tests.sync.places import Hub, Laptop

PHOTO = b"photo" * 1000


def receipt_of(laptop: Laptop) -> Receipt:
    desk = Desk(laptop.workstation, Record(laptop.workstation))
    desk.__dict__["sync"] = laptop.sync
    return Receipt(desk)


def prove(laptop: Laptop, *, every: bool = False) -> Compared:
    return asyncio.run(receipt_of(laptop).prove(every=every))


def counts(laptop: Laptop) -> tuple[bool, int, int, int, int]:
    found = receipt_of(laptop).summary()
    return found.safe, found.records_held, found.records_owed, found.files_held, found.files_owed


def test_every_record_and_file_is_here_held_or_owed(hub: Hub, ana: Laptop) -> None:
    """Before there is a hub, after a sync, and with new work; why it is owed stands beside each."""
    ana.write_stores(3, "A")
    ana.keep_blob(PHOTO)
    receipt = receipt_of(ana)
    assert counts(ana) == (False, 0, 4, 0, 1)
    assert str(receipt.summary().sentence) == "Your work is saved, but only on this laptop."
    assert {str(line.why) for line in receipt.records()} == {"No hub was joined yet."}
    ana.join(hub.url)
    assert counts(ana) == (True, 4, 0, 1, 0)
    assert str(receipt.summary().sentence) == "Safe to leave: the hub holds all 4 records and 1 files."
    assert receipt.records(owed=True) == receipt.files(owed=True) == ()
    ana.register_device("RF-1")
    (owed,) = receipt.records(owed=True)
    assert (str(owed.words), owed.held) == ("Registration of RF-1", False)
    assert str(owed.why).startswith("It came after the last sync")
    assert str(receipt.summary().sentence) == "1 record is only on this laptop."
    listed = receipt.records(limit=2), receipt.records(offset=2, limit=9)
    assert [len(page) for page in listed] == [2, 3]
    assert len({line.hash for page in listed for line in page}) == 5
    hub.stop()
    with pytest.raises(Exception, match="cannot be reached"):
        ana.run()
    assert "cannot be reached" in str(receipt.records(owed=True)[0].why)


def test_the_hub_proves_that_it_holds_everything(hub: Hub, ana: Laptop, ben: Laptop) -> None:
    ana.write_stores(620, "A")
    ana.keep_blob(PHOTO)
    ana.join(hub.url)
    ben.join(hub.url)
    proved = prove(ana)
    assert (proved.ok, proved.own_seq, proved.hub_seq, proved.events, proved.blobs) == (True, 621, 621, 621, 1)
    every = prove(ben, every=True)
    assert (every.ok, every.journals, every.events) == (True, 2, 622)
    ana.write_stores(2, "B")
    assert prove(ana).different == (f"events 622 to 623 of journal {ana.journal} are not at the hub",)
    ana.run()
    behind = prove(ben, every=True)
    assert behind.different == ("2 events of others are at the hub and not here",)
    assert prove(ben).ok, "one's own work is there all the same"


def test_a_flipped_byte_at_the_hub_is_found_and_named(hub: Hub, ana: Laptop) -> None:
    ana.write_stores(620, "A")
    ana.join(hub.url)
    assert prove(ana).ok
    places = (1, 333, 621)
    for place in places:
        _flip(hub, place)
    assert prove(ana).different == tuple(
        f"event {place} of journal {ana.journal} is another one at the hub than here" for place in places
    )
    assert counts(ana)[0], "control: receipts alone do not see it"


def _flip(hub: Hub, seq: int) -> None:
    connection = sqlite.open_file(hub.file, None)
    (body,) = connection.execute("SELECT body FROM journal_event WHERE seq = ?", (seq,)).fetchone()
    changed = bytearray(body)
    changed[len(changed) // 2] ^= 1
    connection.execute("UPDATE journal_event SET body = ? WHERE seq = ?", (bytes(changed), seq))
    connection.close()


def test_a_damaged_or_missing_file_at_the_hub_is_found(hub: Hub, ana: Laptop) -> None:
    names = [ana.keep_blob(PHOTO + bytes([number])) for number in range(3)]
    ana.join(hub.url)
    assert prove(ana).ok
    places = [next(hub.file.parent.rglob(name)) for name in names[:2]]
    places[0].write_bytes(b"X" + places[0].read_bytes()[1:])
    places[1].unlink()
    assert set(prove(ana).different) == {
        f"file {names[0]} is damaged at the hub", f"file {names[1]} is missing at the hub",
    }  # fmt: skip


def test_bodies_of_a_stretch_are_those_of_the_journal(ana: Laptop) -> None:
    ana.write_stores(5, "A")
    read = ana.workstation.database.read
    stored = read(lambda c: journal.after(c, 2, limit=3))
    assert read(lambda c: receipts.bodies(c, ana.journal, 2, 3)) == [each.body for each in stored]


def _run(home: Path, *arguments: str) -> Result:
    return CliRunner().invoke(app, ["--home", str(home), *arguments])


def _json(done: Result) -> dict[str, Any]:
    return json.loads(done.stdout)


def test_on_the_command_line(hub: Hub, ana: Laptop, tmp_path: Path) -> None:
    ana.write_stores(2, "A")
    home = tmp_path / "ana"
    listed = _json(_run(home, "sync", "--receipt", "--json"))
    assert (listed["safe"], listed["counts"]["records"]["owed"]) == (False, listed["counts"]["records"]["here"])
    assert hub.bodies() == [], "asking sends nothing"
    synced = _json(_run(home, "sync", "--hub", hub.url, "--json"))
    assert synced["receipt"]["safe"] is True
    assert _json(_run(home, "sync", "--receipt", "--owed", "--json"))["records"] == []
    proved = _run(home, "verify", "--against-hub", "--json")
    assert (proved.exit_code, _json(proved)["ok"]) == (0, True)
    assert "proved now" in _run(home, "verify", "--against-hub", "--all").stdout
    _flip(hub, 2)
    broken = _run(home, "verify", "--against-hub", "--json")
    assert (broken.exit_code, _json(broken)["ok"]) == (1, False)
    assert "event 2 of journal" in _json(broken)["different"][0]
    assert _run(home, "verify", "--json").exit_code == 0, "control: looked at alone, this laptop is whole"
