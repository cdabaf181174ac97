"""Takes in a bundle: looked at to its last byte before the first row is written, then page after page.

What was taken stays when it is cut off, and repeating it changes nothing. Events of the own journal enter by `append`
alone, whatever a bundle brings. A gap is told and never filled by a guess. What a hub's bundle says that it holds
counts as an answer of that hub does: only under its pinned key, and only where its hash is our own chain's.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, TypeVar

from fleetdesk import wire
from fleetdesk.domain.errors import KnownError
from fleetdesk.runtime.bundle_content import HUB, Blob, Checked, EventPage, check, read
from fleetdesk.runtime.bundle_file import Header, SealedFile, read_file
from fleetdesk.runtime.bundle_key import BundleIdentity
from fleetdesk.runtime.clock import Clock, iso, now_ms
from fleetdesk.sqlite import Connection
from fleetdesk.storage import blobs as blob_list
from fleetdesk.storage import bundle_state, journal
from fleetdesk.storage.blobs import Blobs
from fleetdesk.storage.bundle_export import Progress
from fleetdesk.storage.bundle_receipt import take_receipt
from fleetdesk.storage.bundle_words import forked, gap, unknown_writer, wrong_key
from fleetdesk.storage.database import Database

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Imported:
    """`writer` in words, `writer_key` their public key; `blobs` new files. `acknowledged`: up to there the hub holds
    the own journal, if the bundle is a hub's."""

    writer: str
    writer_key: str
    events_new: int
    events_known: int
    blobs: int
    acknowledged: int | None = None
    problems: tuple[KnownError, ...] = ()


@dataclass(slots=True)
class _Run:
    """What one import has done so far. `reached`: where each journal's events in this bundle ended."""

    header: Header
    checked: Checked
    new: int = 0
    known: int = 0
    fresh_blobs: int = 0
    blobs: list[str] = field(default_factory=list[str])
    problems: list[KnownError] = field(default_factory=list[KnownError])
    reached: dict[str, int] = field(default_factory=dict[str, int])
    gathered: list[EventPage] = field(default_factory=list[EventPage])


class BundleImport:
    """One bundle into one home."""

    def __init__(
        self, database: Database, blobs: Blobs, identity: BundleIdentity, progress: Progress, clock: Clock = now_ms
    ) -> None:
        self._database, self._blobs, self._identity = database, blobs, identity
        self._progress, self._clock = progress, clock

    def run(self, path: Path, *, accept_writer: str | None = None) -> Imported:
        """Raises BundleError; then nothing of the bundle was taken."""
        return read_file(path, lambda file: self._run(file, accept_writer))

    def _run(self, file: BinaryIO, accept_writer: str | None) -> Imported:
        sealed = SealedFile(file)
        sealed.check_receiver(self._identity)
        sealed.check_signature()
        self._admit(sealed.header, accept_writer)
        checked = check(sealed, self._identity, lambda seen: self._progress("check", seen, seen))
        self._database.read(lambda connection: _same_writers(connection, checked))
        run = _Run(sealed.header, checked)
        for item in read(sealed, self._identity):
            if isinstance(item, EventPage):
                self._gather(run, item)
            elif isinstance(item, Blob):
                self._take_blob(run, item)
                self._progress("stick_blobs", len(run.blobs), checked.end.blobs)
        self._take_gathered(run)
        return self._finish(run)

    def _admit(self, header: Header, accept_writer: str | None) -> None:
        if accept_writer is not None and accept_writer.strip() != header.writer:
            raise unknown_writer(header.writer, accept_writer.strip())
        if accept_writer is None and not self._database.read(lambda c: bundle_state.knows(c, header.writer)):
            raise unknown_writer(header.writer, None)

    def _gather(self, run: _Run, page: EventPage) -> None:
        """A hub's bundle has many short stretches: as many as make a page are one transaction."""
        run.gathered.append(page)
        if sum(len(each.bodies) for each in run.gathered) >= wire.PAGE_EVENTS:
            self._take_gathered(run)

    def _take_gathered(self, run: _Run) -> None:
        pages, run.gathered = run.gathered, []
        at_ms, manifest = self._clock(), run.checked.manifest
        known_to_writer = manifest.everything or manifest.role == HUB
        starts = [run.reached.get(page.journal) != page.after for page in _noting(run, pages)]

        def write(connection: Connection) -> tuple[int, list[KnownError]]:
            problems: list[KnownError] = []
            new: list[bytes] = []
            for page, is_start in zip(pages, starts, strict=True):
                problems += _gap(connection, page, everything=known_to_writer) if is_start else []
                new += _new(connection, page, problems)
            return journal.take(connection, new, now_ms=at_ms), problems

        new, problems = self._write(write)
        run.new, run.known = run.new + new, run.known + sum(len(page.bodies) for page in pages) - new
        run.problems += problems
        self._progress("take", run.new + run.known, run.checked.end.events)

    def _take_blob(self, run: _Run, blob: Blob) -> None:
        head = blob.head
        run.fresh_blobs += not self._blobs.has(head.sha256)
        self._blobs.put(blob.content)
        self._write(lambda c: blob_list.note(c, head.sha256, head.size, head.media_type, head.created_at))
        run.blobs.append(head.sha256)

    def _finish(self, run: _Run) -> Imported:
        """Last of all: what was noted before would be believed of a bundle that was not taken to its end."""
        at, header, checked = iso(self._clock()), run.header, run.checked

        def write(connection: Connection) -> tuple[str, int | None]:
            _keep_heads(connection, checked)
            bundle_state.accept(connection, header.writer, header.written_by, at)
            bundle_state.note_blobs(connection, header.written_by, run.blobs)
            acknowledged, problems = take_receipt(connection, header.writer, checked, at)
            run.problems += problems
            return _writer_words(connection, header.writer, checked), acknowledged

        words, acknowledged = self._write(write)
        return Imported(
            words, header.writer, run.new, run.known, run.fresh_blobs, acknowledged, tuple(run.problems)
        )  # fmt: skip

    def _write(self, work: Callable[[Connection], T]) -> T:
        return self._database.write(work).result()


def _noting(run: _Run, pages: list[EventPage]) -> Iterator[EventPage]:
    """Each page, and after it where its journal has come to."""
    for page in pages:
        yield page
        run.reached[page.journal] = page.last


def _new(connection: Connection, page: EventPage, problems: list[KnownError]) -> list[bytes]:
    """What is not here yet. An event that is here as another one stays as it is here, and that is told."""
    if page.journal == journal.own_head(connection).journal:
        return []
    here = _here(connection, page)
    new: list[bytes] = []
    told = False
    for seq, body in enumerate(page.bodies, page.after + 1):
        if wire.is_withheld(body):
            continue  # its writer's hub would not take it: only its hash is there
        if seq not in here:
            new.append(body)
        elif here[seq] != wire.body_hash(body) and not told:
            problems.append(forked(bundle_state.whose(connection, page.journal), seq))
            told = True
    return new


def _gap(connection: Connection, page: EventPage, *, everything: bool) -> list[KnownError]:
    """Whether events are missing here before a stretch of a journal."""
    row = connection.execute(
        "SELECT max(e.seq) FROM journal_event e JOIN journal_known k USING (number) WHERE k.journal = ? AND e.seq <= ?",
        (page.journal, page.after),
    ).fetchone()
    before = row[0] or 0
    if before >= page.after or page.journal == journal.own_head(connection).journal:
        return []
    return [gap(bundle_state.whose(connection, page.journal), before + 1, page.after, everything=everything)]


def _here(connection: Connection, page: EventPage) -> dict[int, bytes]:
    rows = connection.execute(
        "SELECT e.seq, e.body_hash FROM journal_event e JOIN journal_known k USING (number)"
        " WHERE k.journal = ? AND e.seq > ? AND e.seq <= ?",
        (page.journal, page.after, page.last),
    )
    return {row[0]: bytes(row[1]) for row in rows}


def _keep_heads(connection: Connection, checked: Checked) -> None:
    """Only of journals whose first event is here: it says whose key counts."""
    own = journal.own_head(connection).journal
    for head in checked.manifest.heads:
        if head.journal != own and bundle_state.key_of(connection, head.journal) == head.public_key:
            bundle_state.keep_head(connection, head)


def _same_writers(connection: Connection, checked: Checked) -> None:
    """A journal stays its first writer's: neither its end nor its beginning is taken from another key."""
    named = {head.journal: head.public_key for head in checked.manifest.heads} | checked.keys
    for name, key in named.items():
        known = bundle_state.key_of(connection, name)
        if known is not None and known != key:
            raise wrong_key(bundle_state.whose(connection, name))


def _writer_words(connection: Connection, key: str, checked: Checked) -> str:
    if checked.manifest.role == HUB:
        return "the hub"
    mine = [head.journal for head in checked.manifest.heads if head.public_key == key]
    return bundle_state.whose(connection, mine[0]) if mine else f"laptop {key[:8]}"
