"""A backup is whole or refused, and bringing it back loses nothing that was there."""

import io
import tarfile
from pathlib import Path
from random import Random

import pytest
from filelock import FileLock

from fleetdesk.domain.errors import KnownError, StorageError
from fleetdesk.runtime.paths import Home
from fleetdesk.services import back_up
from fleetdesk.services.back_up import BackUp, restore
from fleetdesk.services.desk import Desk, open_desk
from fleetdesk.services.person import set_person
from fleetdesk.services.views import Person
from fleetdesk.storage import backup, blobs, journal, projector
from fleetdesk.storage.backup import read_backup
from tests.services.inspected import photo

WORDS = "correct horse battery staple"


def no_passphrase() -> str:
    raise AssertionError("the keys are here")


@pytest.fixture
def made(fleet_desk: Desk, tmp_path: Path) -> Path:
    """A backup with a photo of the sample fleet's home."""
    record, content = fleet_desk.record, photo()
    name = fleet_desk.workstation.blobs.put(content)
    record.change(lambda c: blobs.note(c, name, len(content), "image/jpeg", record.now()))
    done = BackUp(fleet_desk).to(tmp_path / f"one{backup.SUFFIX}")
    assert done.files == 2
    return Path(done.path)


def digest(desk: Desk) -> str:
    return desk.record.read(projector.digest)


def test_what_comes_back_is_what_was_and_what_was_there_is_kept(fleet_desk: Desk, made: Path) -> None:
    before, home = digest(fleet_desk), fleet_desk.workstation.home
    old = fleet_desk.record.read(journal.own_head)
    (blob,) = (path.name for path in home.blobs.glob("*/*"))
    set_person(fleet_desk.record, Person("Ana Torres", "T-7"))
    later = digest(fleet_desk)
    fleet_desk.close()
    done = restore(made, home, no_passphrase)
    assert (done.continues, done.seq) == (old.journal, old.seq)
    opened = open_desk(home)
    try:
        assert digest(opened) == before
        assert opened.record.read(journal.own_head).journal == done.journal != old.journal
        assert opened.workstation.blobs.get(blob) == photo()
    finally:
        opened.close()
    assert done.aside is not None
    aside = open_desk(Home(Path(done.aside)))
    try:
        assert digest(aside) == later
    finally:
        aside.close()


def test_keys_travel_only_under_a_passphrase(fleet_desk: Desk, tmp_path: Path) -> None:
    work, elsewhere = BackUp(fleet_desk), Home(tmp_path / "another" / "laptop")
    plain, whole = (work.to(tmp_path / f"{name}{backup.SUFFIX}", passphrase=words) for name, words in
                    (("plain", None), ("whole", WORDS)))  # fmt: skip
    keys = fleet_desk.workstation.keys
    for secret in (keys.database_key, keys.signing_seed):
        for written in (plain, whole):
            content = Path(written.path).read_bytes()
            assert secret not in content
            assert secret.hex().encode() not in content
    with pytest.raises(StorageError, match="does not hold the keys"):
        restore(Path(plain.path), elsewhere, lambda: WORDS)
    with pytest.raises(StorageError, match="do not open"):
        restore(Path(whole.path), elsewhere, lambda: "another one altogether")
    assert not elsewhere.folder.exists()
    restore(Path(whole.path), elsewhere, lambda: WORDS)
    opened = open_desk(elsewhere)
    try:
        assert digest(opened) == digest(fleet_desk)
        assert opened.workstation.keys.public_key == keys.public_key
    finally:
        opened.close()
    with pytest.raises(StorageError, match="too short"):
        work.to(tmp_path / "short", passphrase="secret")


def test_a_backup_of_another_laptop_is_told(fleet_desk: Desk, made: Path, tmp_path: Path) -> None:
    other = open_desk(Home(tmp_path / "other"))
    other.close()
    with pytest.raises(StorageError, match="another laptop"):
        restore(made, other.workstation.home, no_passphrase)
    open_desk(other.workstation.home).close()


def test_any_changed_byte_is_found_and_nothing_is_touched(fleet_desk: Desk, made: Path, tmp_path: Path) -> None:
    keys, content = fleet_desk.workstation.keys, made.read_bytes()
    with tarfile.open(made) as tar:
        spans = [(member.offset_data, member.size) for member in tar.getmembers()]
    chance, bad = Random(7), tmp_path / f"bad{backup.SUFFIX}"
    for number in range(60):
        start, size = spans[number % len(spans)]
        place = start + chance.randrange(size)
        changed = bytearray(content)
        changed[place] ^= 1 << chance.randrange(8)
        bad.write_bytes(changed)
        if number % len(spans) == 0 and _still_says_the_same(bad, made):
            continue  # a space of the list of files
        with pytest.raises(StorageError):
            read_backup(bad, keys)
    for cut in (0, 100, 5_000, len(content) // 2, spans[-1][0] + 10):
        bad.write_bytes(content[:cut])
        with pytest.raises(StorageError):
            restore(bad, fleet_desk.workstation.home, no_passphrase)
    assert read_backup(made, keys).events == fleet_desk.record.read(journal.count)
    assert list(tmp_path.glob("home*")) == [tmp_path / "home"]


def _still_says_the_same(one: Path, other: Path) -> bool:
    try:
        return read_backup(one, None, deep=False) == read_backup(other, None, deep=False, path=one)
    except StorageError:
        return False


@pytest.mark.parametrize("name", ["../evil", "/etc/evil", "blobs/../../evil", "drivers/x/../../evil", "drivers/../x"])
def test_no_name_leads_out(made: Path, fleet_desk: Desk, tmp_path: Path, name: str) -> None:
    bad = tmp_path / f"bad{backup.SUFFIX}"
    with tarfile.open(made) as old, tarfile.open(bad, "w") as new:
        for member in old.getmembers():
            new.addfile(member, old.extractfile(member))
        new.addfile(tarfile.TarInfo(name), io.BytesIO())
        link = tarfile.TarInfo("drivers/x/pack.toml")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        new.addfile(link)
    with pytest.raises(StorageError, match="damaged"):
        restore(bad, fleet_desk.workstation.home, no_passphrase)


def test_an_open_window_and_a_file_in_the_way_are_told(fleet_desk: Desk, made: Path, tmp_path: Path) -> None:
    home = fleet_desk.workstation.home
    with FileLock(home.folder / "window.lock"), pytest.raises(KnownError, match="is open for this data folder"):
        restore(made, home, no_passphrase)
    with pytest.raises(KnownError, match="exists already"):
        BackUp(fleet_desk).to(made)
    (tmp_path / "file").write_text("x")
    with pytest.raises(StorageError, match="could not be written"):
        BackUp(fleet_desk).to(tmp_path / "file" / "below")


def test_rolling_backups_keep_the_newest_and_one_a_week(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    day = 86_400_000
    for number in range(24):
        monkeypatch.setattr(back_up, "now_ms", lambda at=1_770_000_000_000 + number * day: at)
        BackUp(desk).rolling()
    kept = sorted(path.name[:8] for path in desk.workstation.home.backups.iterdir())
    assert kept[-7:] == ["20260219", "20260220", "20260221", "20260222", "20260223", "20260224", "20260225"]
    assert kept[:-7] == ["20260208", "20260215"]
