"""A lost laptop: nothing that was recorded can be read from its disk without the key."""

import os
import stat
import sys
from pathlib import Path

import pytest

from fleetdesk.domain import events as ev
from fleetdesk.domain.errors import StorageError
from fleetdesk.domain.fleet import person_subject
from fleetdesk.runtime.identity import load_or_create_keys, signature_holds
from fleetdesk.runtime.paths import Home
from fleetdesk.services.desk import Desk
from fleetdesk.storage import drafts, settings
from fleetdesk.storage.blobs import Blobs
from fleetdesk.storage.drafts import StoredDraft

CANARY = "canary-7f3a91-must-not-be-readable"


def files_with(folder: Path, text: str) -> list[Path]:
    return [file for file in folder.rglob("*") if file.is_file() and text.encode() in file.read_bytes()]


def test_no_canary_is_found_on_the_disk(desk: Desk) -> None:
    named = ev.PersonNamed(name=CANARY, staff_number="T-1")
    desk.record.append([desk.record.draft(named, person_subject("T-1"))])
    draft = StoredDraft("d", "device", "t", 1, "2026-01-01", "2026-01-01", CANARY.encode())
    desk.record.change(lambda connection: drafts.save(connection, draft))
    desk.record.change(lambda connection: settings.put(connection, "name", CANARY))
    desk.workstation.blobs.put(CANARY.encode() * 10)
    home = desk.workstation.home.folder
    assert len(list(home.rglob("*"))) > 4
    assert files_with(home, CANARY) == []
    desk.close()
    assert files_with(home, CANARY) == []
    (home / "control.txt").write_text(CANARY)
    assert files_with(home, CANARY) == [home / "control.txt"]


def test_a_blob_is_named_by_its_content_and_comes_back(tmp_path: Path) -> None:
    blobs = Blobs(tmp_path, os.urandom(32))
    name = blobs.put(b"a photo")
    assert (blobs.get(name), blobs.size(name), blobs.has(name)) == (b"a photo", 7, True)
    assert blobs.put(b"a photo") == name
    assert len([file for file in tmp_path.rglob("*") if file.is_file()]) == 1


def test_a_changed_blob_is_never_given_out(tmp_path: Path) -> None:
    blobs = Blobs(tmp_path, os.urandom(32))
    name = blobs.put(b"a photo" * 100)
    file = tmp_path / name[:2] / name
    sealed = file.read_bytes()
    for place in (0, 20, len(sealed) - 1):
        damaged = bytearray(sealed)
        damaged[place] ^= 1
        file.write_bytes(damaged)
        with pytest.raises(StorageError, match="damaged"):
            blobs.get(name)
    assert blobs.put(b"a photo" * 100) == name  # taken again it is mended


def test_a_blob_that_is_not_here_is_said(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="not on this laptop"):
        Blobs(tmp_path, os.urandom(32)).get("0" * 64)
    with pytest.raises(ValueError, match="SHA-256"):
        Blobs(tmp_path, os.urandom(32)).get("../../etc/passwd")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps rights in another way")
def test_the_key_file_is_for_its_owner_only(tmp_path: Path) -> None:
    keys = load_or_create_keys(Home(tmp_path), may_use_keyring=False)
    file = tmp_path / "keys" / "workstation.json"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert keys.kept_in == "file"
    assert load_or_create_keys(Home(tmp_path)) == keys


def test_the_keyring_is_used_where_there_is_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import keyring
    from keyring.backend import KeyringBackend

    class InMemory(KeyringBackend):
        priority = 1.0  # type: ignore[assignment]
        stored: dict[tuple[str, str], str] = {}  # noqa: RUF012

        def get_password(self, service: str, username: str) -> str | None:
            return self.stored.get((service, username))

        def set_password(self, service: str, username: str, password: str) -> None:
            self.stored[(service, username)] = password

        def delete_password(self, service: str, username: str) -> None:
            del self.stored[(service, username)]

    monkeypatch.delenv("FLEETDESK_KEYRING")
    monkeypatch.setattr(keyring, "get_keyring", InMemory)
    keys = load_or_create_keys(Home(tmp_path))
    assert keys.kept_in == "keyring"
    assert load_or_create_keys(Home(tmp_path)) == keys
    assert "database_key" not in (tmp_path / "keys" / "workstation.json").read_text()
    InMemory.stored.clear()
    with pytest.raises(StorageError, match="keyring"):
        load_or_create_keys(Home(tmp_path))


def test_a_signature_holds_for_its_message_and_key_only(tmp_path: Path) -> None:
    keys = load_or_create_keys(Home(tmp_path), may_use_keyring=False)
    signature = keys.sign(b"message")
    assert signature_holds(keys.public_key, signature, b"message")
    assert not signature_holds(keys.public_key, signature, b"Message")
    assert not signature_holds(keys.public_key, "AAAA", b"message")
    assert not signature_holds("not base64!", signature, b"message")
