"""Writes a bundle: all journals here with their chains, the files that belong to them, for one receiver.

Everything is read in one snapshot of the database and written as it is read. What was written is noted only once the
file is whole on its disk; a bundle that got lost is made good by one with everything.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import fleetdesk
from fleetdesk import wire
from fleetdesk.domain.errors import BundleError, KnownError, StorageError
from fleetdesk.runtime.bundle_content import (
    MOST_ASKED,
    WORKSTATION,
    BlobHead,
    ContentWriter,
    HubPlace,
    Manifest,
    SignedHead,
    signed_head,
)
from fleetdesk.runtime.bundle_file import SealedWriter, write_file
from fleetdesk.runtime.bundle_key import BundleIdentity, address_of, key_at
from fleetdesk.runtime.clock import iso, now_ms
from fleetdesk.sqlite import Connection
from fleetdesk.storage import bundle_state, journal, sync_state
from fleetdesk.storage.blobs import Blobs
from fleetdesk.storage.bundle_words import already_there, files_absent
from fleetdesk.storage.database import Database
from fleetdesk.storage.sync_state import Standing

Progress = Callable[[str, int, int], None]
"""(stage: write | check | take | stick_blobs, done, total). It may raise: a file that was begun is removed."""
EVENTS_A_STEP = 500


@dataclass(frozen=True, slots=True)
class Exported:
    """What the file holds. `problems`: files that are not on this laptop."""

    path: str
    to: str
    events: int
    blobs: int
    bytes: int
    everything: bool
    problems: tuple[KnownError, ...] = ()


class BundleExport:
    """One bundle of one home."""

    def __init__(self, database: Database, blobs: Blobs, identity: BundleIdentity, progress: Progress) -> None:
        self._database, self._blobs, self._identity = database, blobs, identity
        self._progress = progress
        self._absent: list[str] = []
        self._sent: list[str] = []

    def run(self, path: Path, address: str, *, everything: bool) -> Exported:
        """Raises BundleError for an address that is none, a file that cannot be written, or one that is there already:
        what it holds and the receiver has not read yet would be lost with it."""
        to = _clean(address)
        if to == self._identity.address:
            raise BundleError(
                "This is the address of this laptop itself.", "", "Ask the other one: fleetdesk bundle key"
            )
        if not everything and path.exists():
            raise already_there(path)
        exported, last = write_file(
            path,
            lambda file: self._database.read(lambda connection: self._fill(connection, file, path, to, everything)),
        )
        names, at = self._sent, iso(now_ms())

        def note(connection: Connection) -> None:
            bundle_state.note_sent(connection, to, last, at)
            bundle_state.note_blobs(connection, to, names)

        self._database.write(note).result()
        return exported

    def _fill(
        self, connection: Connection, file: BinaryIO, path: Path, to: str, everything: bool
    ) -> tuple[Exported, int]:
        behind = 0 if everything else bundle_state.sent_to(connection, to)
        created = journal.next_hlc(journal.own_head(connection).hlc, now_ms())
        manifest = self._manifest(connection, behind == 0)
        content = ContentWriter(SealedWriter(file, self._identity, to, created), manifest)
        self._write_events(connection, content, to, behind)
        self._write_blobs(connection, content, to, everything)
        size = content.close()
        problems = () if not self._absent else (files_absent(len(self._absent)),)
        done = Exported(str(path), to, content.events, content.blobs, size, behind == 0, problems)
        return done, bundle_state.last_row(connection)

    def _manifest(self, connection: Connection, everything: bool) -> Manifest:
        own = journal.own_head(connection)
        mine = {own.journal: (own.seq, own.hash)} | bundle_state.earlier_journals(connection, self._identity.public_key)
        others = [head for head in bundle_state.signed_heads(connection) if head.journal not in mine]
        signed = [signed_head(self._identity, name, seq, digest) for name, (seq, digest) in mine.items()]
        heads: tuple[SignedHead, ...] = (*signed, *others)
        standing = sync_state.joined(connection)
        owed = sync_state.blobs_owed(connection, standing.hub if standing else "")[:MOST_ASKED]
        asked = tuple(blob.sha256 for blob in owed)
        return Manifest(WORKSTATION, fleetdesk.__version__, everything, heads, _place(standing), asked)

    def _write_events(self, connection: Connection, content: ContentWriter, to: str, behind: int) -> None:
        theirs = bundle_state.journals_of(connection, to)
        total = bundle_state.last_row(connection) - behind
        for number, name in connection.execute("SELECT number, journal FROM journal_known ORDER BY number").fetchall():
            if name in theirs:
                continue
            for seq, before, body in _rows(connection, number, name, behind):
                content.event(name, seq, body, before)
                if content.events % EVENTS_A_STEP == 0:
                    self._progress("write", content.events, total)
        self._progress("write", content.events, max(content.events, 1))

    def _write_blobs(self, connection: Connection, content: ContentWriter, to: str, everything: bool) -> None:
        rows = connection.execute(
            "SELECT sha256, size, media_type, created_at FROM journal_blob"
            " WHERE ? OR sha256 NOT IN (SELECT sha256 FROM local_bundle_blob WHERE address = ?)"
            " ORDER BY created_at, sha256",
            (everything, to),
        ).fetchall()
        for done, row in enumerate(rows, 1):
            head = BlobHead(*row)
            try:
                content.blob(head, self._blobs.get(head.sha256))
            except StorageError:
                self._absent.append(head.sha256)
            else:
                self._sent.append(head.sha256)
            self._progress("stick_blobs", done, len(rows))


def _rows(connection: Connection, number: int, name: str, behind: int) -> Iterator[tuple[int, bytes | None, bytes]]:
    """(seq, the chain's hash before it, body) of the events behind a row; the chain is known up to the first gap."""
    newest = connection.execute("SELECT max(rowid) FROM journal_event WHERE number = ?", (number,)).fetchone()[0]
    if newest is None or newest <= behind:
        return
    chain: bytes | None = wire.first_hash(name)
    expected = 1
    for seq, digest, body in connection.execute(
        "SELECT seq, body_hash, CASE WHEN rowid > ? THEN body END FROM journal_event WHERE number = ? ORDER BY seq",
        (behind, number),
    ):
        if seq != expected:
            chain = None
        if body is not None:
            yield seq, chain, bytes(body)
        chain = None if chain is None else wire.chain_hash(chain, bytes(digest))
        expected = seq + 1


def _place(standing: Standing | None) -> HubPlace | None:
    """How far this home has pulled from its hub, so that the hub may write only what is missing here."""
    if standing is None:
        return None
    return HubPlace(standing.hub, standing.epoch, standing.position, standing.mark)


def _clean(address: str) -> str:
    return address_of(key_at(address))
