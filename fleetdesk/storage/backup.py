"""A backup of a home in one file, and its way back. What is written is verified by opening it; what is read is checked
to its last byte before anything is put in place, and what was there is set aside, never overwritten.

The file is a plain tar: `manifest.json` first, then the database (a consistent copy, encrypted as it always is), the
blobs (sealed as they always are), and the person's own driver packs; each by SHA-256 in the manifest. The keys are in
it only when a passphrase seals them: a backup is not by itself the whole secret.
"""

import hashlib
import io
import json
import os
import re
import shutil
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

import fleetdesk
from fleetdesk import sqlite
from fleetdesk.domain.errors import StorageError
from fleetdesk.runtime.clock import iso
from fleetdesk.runtime.identity import WorkstationKeys, sync_folder
from fleetdesk.runtime.key_box import open_box, seal_box
from fleetdesk.runtime.paths import Home
from fleetdesk.storage import former, journal, settings
from fleetdesk.storage.migrations import STEPS, copy_aside, version_of
from fleetdesk.storage.verify import verify_journal

SUFFIX = ".fleetdesk-backup"
FORMAT = 1
DATABASE, MANIFEST, KEYS = "fleetdesk.db", "manifest.json", "keys.box"
LARGEST_MANIFEST = 64 * 1024 * 1024
_NAMES = re.compile(
    r"(fleetdesk\.db|keys\.box|blobs/[0-9a-f]{2}/[0-9a-f]{64}|drivers/[A-Za-z0-9._-]+/[A-Za-z0-9._-]+)\Z"
)
_BLOCK = 1 << 20
Progress = Callable[[int, int], None]
"""Told (files done, files in all)."""


@dataclass(frozen=True, slots=True)
class Backup:
    """What a backup holds. `made_at` is ISO 8601 UTC; `files` without the manifest; `with_keys`: sealed."""

    path: str
    made_at: str
    journal: str
    seq: int
    events: int
    files: int
    size: int
    with_keys: bool


@dataclass(frozen=True, slots=True)
class Restored:
    """`journal` is the new one, which continues `continues` at `seq`. `aside`: where the home that was there is now."""

    journal: str
    continues: str
    seq: int
    made_at: str
    aside: str | None


def write_backup(
    home: Home, keys: WorkstationKeys, target: Path, now_ms: int, *, passphrase: str | None = None,
    progress: Progress = lambda done, total: None,
) -> Backup:  # fmt: skip
    """Raises StorageError when it cannot be written whole; then `target` is as it was."""
    part = target.with_name(f"{target.name}.part")
    try:
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".fleetdesk-") as aside:
            copy = Path(aside) / DATABASE
            _copy_database(home, keys, copy)
            sources: list[tuple[str, Path | bytes]] = [(DATABASE, copy), *_files_of(home)]
            if passphrase is not None:
                sources.append((KEYS, seal_box(_secrets_of(keys), passphrase)))
            head = _head_of(copy, keys)
            _write_tar(part, sources, {"made_at": iso(now_ms), **head}, progress)
        read_backup(part, keys, path=target)
        part.replace(target)
        sync_folder(target.absolute().parent)
    except OSError as error:
        raise StorageError(
            "The backup could not be written.", f"{error.strerror or error}: {target}",
            "Free some space or choose another place. The backups that were there are untouched.",
        ) from error  # fmt: skip
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
    return read_backup(target, keys, deep=False)


def read_backup(file: Path, keys: WorkstationKeys | None, *, deep: bool = True, path: Path | None = None) -> Backup:
    """What a backup holds. `deep`: every file against its hash, the database opened and its journal walked. Raises
    StorageError for a file that is damaged, none of ours, or of a newer Fleetdesk."""
    with _opened(file) as tar:
        manifest = _manifest(tar)
        if deep:
            with tempfile.TemporaryDirectory(prefix="fleetdesk-backup-") as aside:
                _unpack(tar, manifest, Path(aside), only=None if keys else frozenset())
                if keys is not None:
                    _check_database(Path(aside) / DATABASE, keys, manifest)
    files: dict[str, str] = manifest["files"]
    return Backup(
        str(path or file), manifest["made_at"], manifest["journal"], manifest["seq"], manifest["events"], len(files),
        file.stat().st_size, KEYS in files,
    )  # fmt: skip


def keys_in(file: Path, passphrase: str) -> WorkstationKeys:
    """The sealed keys of a backup. Raises StorageError for none, or another passphrase."""
    with _opened(file) as tar:
        manifest = _manifest(tar)
        if KEYS not in manifest["files"]:
            raise StorageError(
                "This backup does not hold the keys.", "It can be read on the laptop that wrote it.",
                "Restore it there, or put that laptop's folder 'keys' here first.",
            )  # fmt: skip
        with tempfile.TemporaryDirectory(prefix="fleetdesk-backup-") as aside:
            _unpack(tar, manifest, Path(aside), only=frozenset({KEYS}))
            said = json.loads(open_box((Path(aside) / KEYS).read_bytes(), passphrase))
    return WorkstationKeys(bytes.fromhex(said["database_key"]), bytes.fromhex(said["signing_seed"]), "file")


def restore_backup(
    file: Path, home: Home, keys: WorkstationKeys, now_ms: int, keep_keys: Callable[[Home], None]
) -> Restored:
    """Puts a backup in the place of `home`. The home that comes back writes a new journal, which names the old one.

    `keep_keys` puts the keys into the new home. Raises StorageError; then everything is as it was.
    """
    folder = home.folder
    coming = Home(folder.with_name(f"{folder.name}.restoring"))
    shutil.rmtree(coming.folder, ignore_errors=True)
    try:
        with _opened(file) as tar:
            manifest = _manifest(tar)
            coming.folder.mkdir(parents=True)
            _unpack(tar, manifest, coming.folder, only=None)
        (coming.folder / KEYS).unlink(missing_ok=True)
        _check_database(coming.database, keys, manifest)
        name = _begin(coming, keys, now_ms)
        keep_keys(coming)
        aside = _set_aside(folder, now_ms)
        coming.folder.replace(folder)
        sync_folder(folder.parent)
    except OSError as error:
        raise StorageError(
            "The backup could not be restored.", f"{error.strerror or error}: {error.filename or folder}",
            "Free some space or close what uses the folder. Nothing was changed.",
        ) from error  # fmt: skip
    finally:
        shutil.rmtree(coming.folder, ignore_errors=True)
    return Restored(name, manifest["journal"], manifest["seq"], manifest["made_at"], str(aside) if aside else None)


# -- writing ---------------------------------------------------------------------------------------------------------


def _copy_database(home: Home, keys: WorkstationKeys, target: Path) -> None:
    connection = sqlite.open_file(home.database, keys.database_key, read_only=False)
    try:
        copy_aside(connection, target)
    except sqlite.DatabaseError as error:
        raise sqlite.explain(error, home.database) from error
    finally:
        connection.close()


def _files_of(home: Home) -> Iterator[tuple[str, Path | bytes]]:
    for folder, kind in ((home.blobs, "blobs"), (home.user_packs, "drivers")):
        for path in sorted(folder.glob("*/*")) if folder.is_dir() else ():
            name = f"{kind}/{path.parent.name}/{path.name}"
            if path.is_file() and not path.is_symlink() and _NAMES.match(name):
                yield name, path


def _head_of(database: Path, keys: WorkstationKeys) -> dict[str, Any]:
    connection = sqlite.open_file(database, keys.database_key, read_only=True)
    try:
        head, events = journal.own_head(connection), journal.count(connection)
    finally:
        connection.close()
    return {"journal": head.journal, "seq": head.seq, "events": events}


def _write_tar(part: Path, sources: list[tuple[str, Path | bytes]], said: dict[str, Any], progress: Progress) -> None:
    """The hashes are those of the bytes that are written: the manifest is made of a first look at each."""
    hashes = {name: _hash_of(source) for name, source in sources}
    manifest = {"format": FORMAT, "program": fleetdesk.__version__, **said, "files": hashes}
    with part.open("wb") as file:
        with tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT) as tar:
            _add(tar, MANIFEST, json.dumps(manifest, sort_keys=True).encode())
            for done, (name, source) in enumerate(sources, 1):
                _add(tar, name, source)
                progress(done, len(sources))
        file.flush()
        os.fsync(file.fileno())


def _add(tar: tarfile.TarFile, name: str, source: Path | bytes) -> None:
    member = tarfile.TarInfo(name)
    member.mode = 0o600
    if isinstance(source, bytes):
        member.size = len(source)
        tar.addfile(member, io.BytesIO(source))
        return
    with source.open("rb") as file:
        member.size = os.fstat(file.fileno()).st_size
        tar.addfile(member, file)


def _hash_of(source: Path | bytes) -> str:
    if isinstance(source, bytes):
        return hashlib.sha256(source).hexdigest()
    with source.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _secrets_of(keys: WorkstationKeys) -> bytes:
    said = {"database_key": keys.database_key.hex(), "signing_seed": keys.signing_seed.hex()}
    return json.dumps(said).encode()


# -- reading ---------------------------------------------------------------------------------------------------------


def _opened(file: Path) -> tarfile.TarFile:
    try:
        return tarfile.open(file, mode="r:")
    except FileNotFoundError as error:
        raise StorageError(f"There is no file {file}.", "", "Check the name and the folder.") from error
    except (tarfile.TarError, OSError, ValueError) as error:
        raise _damaged(f"{error}") from error


def _manifest(tar: tarfile.TarFile) -> dict[str, Any]:
    try:
        member = tar.next()
        if member is None or member.name != MANIFEST or not member.isreg() or member.size > LARGEST_MANIFEST:
            raise _damaged("it does not begin with its list of files")
        content = tar.extractfile(member)
        assert content is not None
        said = json.loads(content.read())
        if said["format"] > FORMAT:
            raise StorageError(
                "This backup was written by a newer Fleetdesk.", f"Its format is {said['format']}.",
                "Install the newer Fleetdesk. Nothing was changed.",
            )  # fmt: skip
        if DATABASE not in said["files"] or not all(map(_NAMES.match, said["files"])):
            raise _damaged("its list of files is out of form")
        return {name: said[name] for name in ("made_at", "journal", "seq", "events", "files")}
    except (tarfile.TarError, KeyError, TypeError, ValueError, EOFError) as error:
        raise _damaged("its list of files cannot be read") from error


def _unpack(tar: tarfile.TarFile, manifest: dict[str, Any], into: Path, only: frozenset[str] | None) -> None:
    """Every file of the list, once, with its hash, below `into` (of `only`, if named). No name leads elsewhere."""
    files: dict[str, str] = dict(manifest["files"])
    try:
        while (member := tar.next()) is not None:
            expected = files.pop(member.name, None)
            content = tar.extractfile(member) if member.isreg() else None
            if expected is None or content is None:
                raise _damaged(f"it holds {member.name[:80]!r}, which is not on its list")
            keep = only is None or member.name in only
            target = into.joinpath(*PurePosixPath(member.name).parts) if keep else None
            if _copied(content, target) != expected:
                raise _damaged(f"{member.name} is not as it was written")
    except (tarfile.TarError, EOFError, ValueError) as error:
        raise _damaged(f"{error}") from error
    if files:
        raise _damaged(f"{next(iter(files))} is missing")


def _copied(content: Any, target: Path | None) -> str:
    """The hash of what was read; written durably when there is a target."""
    digest = hashlib.sha256()
    if target is None:
        while block := content.read(_BLOCK):
            digest.update(block)
        return digest.hexdigest()
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("wb") as file:
        while block := content.read(_BLOCK):
            digest.update(block)
            file.write(block)
        file.flush()
        os.fsync(file.fileno())
    return digest.hexdigest()


def _check_database(database: Path, keys: WorkstationKeys, manifest: dict[str, Any]) -> None:
    try:
        connection = sqlite.open_file(database, keys.database_key, read_only=True)
    except StorageError as error:
        raise StorageError(
            "This backup is another laptop's.", "Its database opens with other keys.",
            "Restore it on the laptop that wrote it, or give the passphrase of its keys.",
        ) from error  # fmt: skip
    try:
        if version_of(connection) > len(STEPS):
            raise StorageError(
                "This backup was written by a newer Fleetdesk.", "", "Install the newer Fleetdesk. Nothing was changed."
            )
        (sound,) = connection.execute("PRAGMA quick_check(1)").fetchone()
        verdict = verify_journal(connection)
        head = journal.own_head(connection)
    except sqlite.DatabaseError as error:
        raise _damaged("its database cannot be read") from error
    finally:
        connection.close()
    if sound != "ok" or not verdict.ok or (head.journal, head.seq) != (manifest["journal"], manifest["seq"]):
        raise _damaged(verdict.first_bad or "its database is not sound")


def _damaged(what: str) -> StorageError:
    return StorageError(
        "This backup is damaged or no backup.", f"{what[:1].upper()}{what[1:]}.",
        "Use another one. Nothing was changed.",
    )  # fmt: skip


# -- putting in place ------------------------------------------------------------------------------------------------


def _begin(coming: Home, keys: WorkstationKeys, now_ms: int) -> str:
    connection = sqlite.open_file(coming.database, keys.database_key)
    try:
        connection.execute("BEGIN IMMEDIATE")
        name = former.begin_new(connection, "restored", now_ms)
        settings.put(connection, settings.PLACE, None)  # wherever it is opened next, it has begun anew already
        connection.execute("COMMIT")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except sqlite.DatabaseError as error:
        raise sqlite.explain(error, coming.database) from error
    finally:
        connection.close()
    return name


def _set_aside(folder: Path, now_ms: int) -> Path | None:
    if not folder.exists():
        return None
    stamp = iso(now_ms)[:19].replace(":", "").replace("-", "")
    aside = folder.with_name(f"{folder.name}-before-restore-{stamp}")
    folder.replace(aside)
    return aside
