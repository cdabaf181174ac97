"""The hub's side of a stick: takes the journals of laptops without a network, and writes what they have not got.

A bundle is judged as a push is: the continuation of each journal, under its writer's key. Whoever carries a journal of
somebody else cannot add, change or withhold anything: of it only what its own writer signed is taken. What is written
says what the hub holds, so that reading it is a receipt, and where it ends, so that the next pull begins there. Written
from the beginning it is the snapshot with which a new laptop starts.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

import fleetdesk
from fleetdesk import wire
from fleetdesk.domain.errors import BundleError, KnownError
from fleetdesk.hub.blob_folder import BlobStore, WrongOffset
from fleetdesk.hub.bundle_words import not_signed, only_some_stores, refused, shut_out, unknown_key, withheld
from fleetdesk.hub.continuation import Push
from fleetdesk.hub.store import Store
from fleetdesk.hub.workstations import Workstation
from fleetdesk.runtime.bundle_content import (
    HUB,
    Blob,
    BlobHead,
    Checked,
    ContentWriter,
    EventPage,
    HubPlace,
    Manifest,
    check,
    read,
)
from fleetdesk.runtime.bundle_file import Header, SealedFile, SealedWriter, read_file, write_file
from fleetdesk.runtime.bundle_key import BundleIdentity, address_of, key_at
from fleetdesk.runtime.clock import Clock, iso, now_ms

_NAME = re.compile(rb'"([0-9a-f]{64})"')
"""How an event names a file. What looks like it and is none is not among the hub's files."""


@dataclass(frozen=True, slots=True)
class Taken:
    writer_key: str
    events_new: int
    events_known: int
    blobs: int
    problems: tuple[KnownError, ...] = ()


@dataclass(frozen=True, slots=True)
class Written:
    """`behind`: the position behind which all events are in the file; 0 when it is everything."""

    to: str
    events: int
    blobs: int
    bytes: int
    behind: int


@dataclass(slots=True)
class _Run:
    header: Header
    checked: Checked
    new: int = 0
    known: int = 0
    blobs: int = 0
    stopped: set[str] = field(default_factory=set[str])
    problems: list[KnownError] = field(default_factory=list[KnownError])


@dataclass(frozen=True, slots=True)
class _Order:
    """What is written for whom: all behind a place, with receipts for these journals and files too."""

    to: str
    behind: HubPlace
    files: bool
    journals: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()


class HubBundles:
    """Blocking."""

    def __init__(self, store: Store, blobs: BlobStore, clock: Clock = now_ms) -> None:
        self._store, self._blobs, self._clock = store, blobs, clock
        self._myself = store.whoami()
        self.identity = BundleIdentity(self._myself.signing_seed)

    def take(self, path: Path, *, accept_writer: str | None = None) -> Taken:
        """Raises BundleError; then nothing was taken."""
        return read_file(path, lambda file: self._take(file, accept_writer))

    def write(self, path: Path, to: str, *, files: bool = False) -> Written:
        """Everything, for this address: the snapshot. Raises BundleError."""
        order = _Order(address_of(key_at(to)), HubPlace(self._myself.hub, self._myself.epoch, 0, ""), files)
        return write_file(path, lambda file: self._fill(file, order))

    def reply(self, path: Path, bundle: Path, *, files: bool = False) -> Written:
        """For the writer of `bundle`, only what it says that it has not got. Raises BundleError."""
        header, checked = read_file(bundle, self._looked_at)
        manifest = checked.manifest
        known = self._store.workstations.find(header.writer)
        if known is not None and (known.revoked_at is not None or known.stores is not None):
            raise shut_out(header.writer) if known.revoked_at is not None else only_some_stores(header.writer)
        own = tuple(head.journal for head in self._store.heads(header.writer))
        asked = tuple(name for name in manifest.asked if wire.is_sha256(name))
        order = _Order(header.written_by, self._place_of(manifest), files, own, asked)
        return write_file(path, lambda file: self._fill(file, order))

    # -- taking ------------------------------------------------------------------------------------------------------

    def _looked_at(self, file: BinaryIO) -> tuple[Header, Checked]:
        sealed = SealedFile(file)
        sealed.check_receiver(self.identity)
        sealed.check_signature()
        return sealed.header, check(sealed, self.identity, _silent)

    def _take(self, file: BinaryIO, accept_writer: str | None) -> Taken:
        sealed = SealedFile(file)
        sealed.check_receiver(self.identity)
        sealed.check_signature()
        writer = sealed.header.writer
        known = self._store.workstations.find(writer)
        if known is not None and known.revoked_at is not None:
            raise shut_out(writer)
        if accept_writer != writer and (accept_writer is not None or known is None):
            raise unknown_key(writer)
        run = _Run(sealed.header, check(sealed, self.identity, _silent))
        if known is None:
            self._store.workstations.enrol(Workstation(writer, "stick", self._clock()))
        for item in read(sealed, self.identity):
            if isinstance(item, EventPage):
                self._take_page(run, item)
            elif isinstance(item, Blob):
                run.blobs += self._take_blob(item)
        return Taken(writer, run.new, run.known, run.blobs, tuple(run.problems))

    def _take_page(self, run: _Run, page: EventPage) -> None:
        if page.journal in run.stopped:
            return
        whose = next((head for head in run.checked.manifest.heads if head.journal == page.journal), None)
        proved = run.checked.proved.get(page.journal)
        bodies, why = page.bodies, None
        if whose is None or proved is None or page.before is None or page.after < proved.after:
            bodies, why = (), not_signed(page.journal, page.after + 1)
        elif not self._may_write(whose.public_key):
            bodies, why = (), unknown_key(whose.public_key)
        else:
            bodies, why = _allowed(page, proved.seq)
        if whose is not None and page.before is not None and bodies:
            why = self._push(run, page, bodies, whose.public_key) or why
        if why is not None and not self._has(page):
            run.stopped.add(page.journal)
            run.problems.append(why)
        elif why is not None:
            run.known += len(page.bodies) - len(bodies)

    def _may_write(self, key: str) -> bool:
        """What a workstation wrote before it was shut out stands once the hub has it; nothing new is taken of it."""
        known = self._store.workstations.find(key)
        return known is not None and known.revoked_at is None

    def _push(self, run: _Run, page: EventPage, bodies: tuple[bytes, ...], key: str) -> BundleError | None:
        assert page.before is not None
        known = self._store.workstations.find(key)
        push = Push(page.journal, key, page.after, page.before, bodies, known.stores if known else None)
        done = self._store.push(push, self._clock())
        run.new += done.taken
        run.known += 0 if done.problem else len(bodies) - done.taken
        return None if done.problem is None else refused(done.problem, page.journal, page.after)

    def _has(self, page: EventPage) -> bool:
        head = self._store.head(page.journal)
        return head is not None and head.seq >= page.last and _same(self._store, page)

    def _take_blob(self, blob: Blob) -> int:
        """1 when it was not here. An upload that was cut off over HTTP goes on from there."""
        name, size = blob.head.sha256, blob.head.size
        state = self._blobs.state(name)
        if state.complete:
            return 0
        held = state.held
        while not state.complete:
            with suppress(WrongOffset):
                state = self._blobs.write(name, held, size, blob.content[held : held + wire.LARGEST_CHUNK])
            held = state.held if state.complete else self._blobs.state(name).held
        return 1

    # -- writing -----------------------------------------------------------------------------------------------------

    def _place_of(self, manifest: Manifest) -> HubPlace:
        """Where the laptop stands, if that is a place in this very history; else the beginning."""
        place, epoch = manifest.place, self._myself.epoch
        if place is not None and (place.hub, place.epoch) == (self._myself.hub, epoch):
            mark = self._store.mark(place.position)
            if mark is not None and mark.hex() == place.mark:
                return place
        return HubPlace(self._myself.hub, epoch, 0, "")

    def _fill(self, file: BinaryIO, order: "_Order") -> Written:
        created = f"{self._clock():012x}0000"
        manifest = Manifest(HUB, fleetdesk.__version__, order.behind.position == 0, (), order.behind)
        content = ContentWriter(SealedWriter(file, self.identity, order.to, created), manifest)
        journals, names = set(order.journals), set(order.asked)
        place = self._events(content, order.behind, journals, names)
        held = [name for name in sorted(names) if self._blobs.state(name).complete]
        for name in held if order.files else ():
            self._blob(content, name)
        size = content.close(place, self._heads(journals), held)
        return Written(order.to, content.events, content.blobs, size, order.behind.position)

    def _events(self, content: ContentWriter, behind: HubPlace, journals: set[str], names: set[str]) -> HubPlace:
        """All behind a place up to what was the newest when it began. A withheld line has no place of its own."""
        position, mark, until = behind.position, behind.mark, None
        while until is None or position < until:
            page = self._store.page(position, without=None, limit=wire.PAGE_EVENTS, most_bytes=wire.LARGEST_PAGE // 2)
            until = page.last if until is None else until
            bodies = [event.body for event in page.events if not wire.is_withheld(event.body)]
            placed = sorted(((wire.decode_place(body), body) for body in bodies), key=lambda each: each[0].journal)
            for place, body in placed:
                content.event(place.journal, place.seq, body, None)
                journals.add(place.journal)
                names.update(_names(body))
            position, mark = page.next, page.mark.hex()
        return HubPlace(behind.hub, behind.epoch, position, mark)

    def _heads(self, journals: set[str]) -> list[wire.JournalHead]:
        found = [self._store.head(journal) for journal in sorted(journals)]
        return [wire.JournalHead(head.journal, head.seq, head.hash.hex()) for head in found if head is not None]

    def _blob(self, content: ContentWriter, name: str) -> None:
        whole = bytearray()
        while part := self._blobs.read(name, len(whole), wire.LARGEST_CHUNK):
            whole += part
        head = BlobHead(name, len(whole), "application/octet-stream", iso(self._clock()))
        content.blob(head, bytes(whole))


def _allowed(page: EventPage, signed: int) -> tuple[tuple[bytes, ...], BundleError | None]:
    """What of a page its writer signed. A line in an event's place is the hub's to write, never a carrier's."""
    bodies = page.bodies[: max(0, signed - page.after)]
    line = next((n for n, body in enumerate(bodies) if wire.is_withheld(body)), None)
    if line is not None:
        return bodies[:line], withheld(page.journal, page.after + line + 1)
    beyond = len(bodies) < len(page.bodies)
    return bodies, not_signed(page.journal, page.after + len(bodies) + 1) if beyond else None


def _same(store: Store, page: EventPage) -> bool:
    """Whether the hub has exactly these, so that nothing is missing although they were not taken from here."""
    return tuple(store.bodies(page.journal, page.after, len(page.bodies))) == page.bodies


def _names(body: bytes) -> Iterator[str]:
    return (found.decode() for found in _NAME.findall(body))


def _silent(seen: int) -> None:
    """Nobody watches."""
