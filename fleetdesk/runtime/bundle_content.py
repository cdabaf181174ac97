"""What a bundle holds, as records: the same events, byte for byte, and the same blobs as over HTTP.

A record is its kind, its length and its bytes; all of them are one deflated stream. First the manifest, then stretches
of journals (a head, then one body a record) and blobs (a head, then the content in parts), at last the end, which says
how many of each there were. A reader never holds more than one page of events or one blob, unpacks no record past its
bound, and gives every event a place that was checked: this journal, this seq, this link of its chain.
"""

import hashlib
import re
import struct
import zlib
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass

import msgspec

from fleetdesk import wire
from fleetdesk.domain.errors import FormatError
from fleetdesk.runtime.bundle_file import SealedFile, SealedWriter, damaged
from fleetdesk.runtime.bundle_key import BundleIdentity
from fleetdesk.runtime.clock import ms_of
from fleetdesk.runtime.identity import signature_holds

WORKSTATION, HUB = "workstation", "hub"
PAGE_BYTES = 4_000_000
MOST_ASKED = 50_000
"""Files in one bundle that a receipt is asked for; the rest is asked for with the next."""
_MEDIA_TYPE = re.compile(r"[a-z0-9.+-]{1,60}/[a-z0-9.+-]{1,60}")
_HEAD = struct.Struct(">cI")
_MANIFEST, _STRETCH, _EVENT, _BLOB, _PART, _END = (bytes([letter]) for letter in b"MSEBPZ")
_LARGEST = {
    _MANIFEST: 8_000_000,
    _STRETCH: 4_000,
    _EVENT: wire.LARGEST_BODY,
    _BLOB: 4_000,
    _PART: wire.LARGEST_CHUNK,
    _END: 32_000_000,
}


class SignedHead(msgspec.Struct, frozen=True):
    """The writer of a journal says how far it goes: who carries it on cannot add, change or leave out anything."""

    journal: str
    seq: int
    hash: str
    public_key: str
    signature: str

    def holds(self) -> bool:
        return signature_holds(self.public_key, self.signature, head_bytes(self.journal, self.seq, self.hash))


class HubPlace(msgspec.Struct, frozen=True):
    """A place in a hub's order: where a pull starts, or where a hub's bundle ends."""

    hub: str
    epoch: str
    position: int
    mark: str


class Manifest(msgspec.Struct, frozen=True):
    """`role` of the writer; `everything` it has, or what is new since its last bundle. `heads` were signed by the
    writers of the journals. `place`: of a workstation, how far it has pulled; of a hub, behind which all events are.
    `asked`: files that the writer wants a receipt for."""

    role: str
    program: str
    everything: bool
    heads: tuple[SignedHead, ...]
    place: HubPlace | None
    asked: tuple[str, ...] = ()


class End(msgspec.Struct, frozen=True):
    """`place`: to where the hub's events go. `held` and `blobs_held` are the hub's receipts."""

    events: int
    blobs: int
    place: HubPlace | None = None
    held: tuple[wire.JournalHead, ...] = ()
    blobs_held: tuple[str, ...] = ()


class _Stretch(msgspec.Struct, frozen=True):
    """Events of `journal` behind `after`, where the chain's hash is `before` (hex), if that is known."""

    journal: str
    after: int
    before: str | None


class BlobHead(msgspec.Struct, frozen=True):
    sha256: str
    size: int
    media_type: str
    created_at: str


@dataclass(frozen=True, slots=True)
class EventPage:
    """`bodies` of `journal` behind `after`; `before` and `behind` are the chain's hashes around them, if known."""

    journal: str
    after: int
    bodies: tuple[bytes, ...]
    before: bytes | None
    behind: bytes | None

    @property
    def last(self) -> int:
        return self.after + len(self.bodies)


@dataclass(frozen=True, slots=True)
class Blob:
    head: BlobHead
    content: bytes


Item = Manifest | EventPage | Blob | End


def head_bytes(journal: str, seq: int, hash_hex: str) -> bytes:
    return f"fleetdesk journal head v1\n{journal}\n{seq}\n{hash_hex}".encode()


def signed_head(identity: BundleIdentity, journal: str, seq: int, digest: bytes) -> SignedHead:
    signature = identity.sign(head_bytes(journal, seq, digest.hex()))
    return SignedHead(journal, seq, digest.hex(), identity.public_key, signature)


class ContentWriter:
    """Writes records into a sealed file. `events` and `blobs` count what was written."""

    def __init__(self, sealed: SealedWriter, manifest: Manifest) -> None:
        self._sealed = sealed
        self._packer = zlib.compressobj(6)
        self.events = self.blobs = 0
        self._journal, self._seq = "", -1
        self._put(_MANIFEST, wire.encode(manifest))

    def event(self, journal: str, seq: int, body: bytes, before: bytes | None) -> None:
        """`before`: the chain's hash behind the event before it. It is written where a stretch begins."""
        if (journal, seq) != (self._journal, self._seq + 1):
            self._put(_STRETCH, wire.encode(_Stretch(journal, seq - 1, before.hex() if before else None)))
        self._put(_EVENT, body)
        self._journal, self._seq = journal, seq
        self.events += 1

    def blob(self, head: BlobHead, content: bytes) -> None:
        self._put(_BLOB, wire.encode(head))
        for start in range(0, len(content), wire.LARGEST_CHUNK):
            self._put(_PART, content[start : start + wire.LARGEST_CHUNK])
        self._journal = ""
        self.blobs += 1

    def close(
        self, place: HubPlace | None = None, held: Sequence[wire.JournalHead] = (), blobs_held: Sequence[str] = ()
    ) -> int:
        """Returns the size of the file in bytes."""
        self._put(_END, wire.encode(End(self.events, self.blobs, place, tuple(held), tuple(blobs_held))))
        self._sealed.write(self._packer.flush())
        return self._sealed.close()

    def _put(self, kind: bytes, content: bytes) -> None:
        self._sealed.write(self._packer.compress(_HEAD.pack(kind, len(content)) + content))


@dataclass(frozen=True, slots=True)
class Proved:
    """The events behind `after` up to `seq` are those that the journal's writer signed."""

    after: int
    seq: int


@dataclass(frozen=True, slots=True)
class Checked:
    """A bundle that holds together to its last byte. `keys` are whom its journals' first events name; `proved` is what
    of each journal its own writer signed, whoever carries it."""

    manifest: Manifest
    end: End
    keys: dict[str, str]
    proved: dict[str, Proved]


def check(sealed: SealedFile, identity: BundleIdentity, progress: Callable[[int], None]) -> Checked:
    """Reads everything once and writes nothing. Raises BundleError. `progress` gets the events so far."""
    manifest: Manifest | None = None
    look = _Look({})
    seen = 0
    for item in read(sealed, identity):
        if isinstance(item, Manifest):
            manifest, look = item, _Look(_sound_heads(item))
        elif isinstance(item, EventPage):
            look.at(item)
            seen += len(item.bodies)
            progress(seen)
        elif isinstance(item, End) and manifest is not None:
            look.same_keys()
            return Checked(manifest, item, look.keys, look.proved)
    raise damaged("it has no end")


class _Look:
    """What the pages of a bundle prove, one after the other."""

    def __init__(self, heads: dict[str, SignedHead]) -> None:
        self._heads = heads
        self._runs: dict[str, tuple[int, int]] = {}
        self.keys: dict[str, str] = {}
        self.proved: dict[str, Proved] = {}

    def at(self, page: EventPage) -> None:
        begin, end = self._runs.get(page.journal, (page.after, page.after))
        begin = begin if end == page.after and page.before is not None else page.after
        self._runs[page.journal] = (begin, page.last)
        self.keys |= _opened(page)
        head = self._heads.get(page.journal)
        if head is not None and page.before is not None and page.after < head.seq <= page.last:
            if _chain_at(page, page.before, head.seq).hex() != head.hash:
                raise damaged(f"journal {page.journal} is not what its writer signed")
            self.proved[page.journal] = Proved(begin, head.seq)

    def same_keys(self) -> None:
        for journal, key in self.keys.items():
            head = self._heads.get(journal)
            if head is not None and head.public_key != key:
                raise damaged(f"journal {journal} is signed by another key than began it")


def read(sealed: SealedFile, identity: BundleIdentity) -> Iterator[Item]:
    """The records in their order, pages of events gathered. Raises BundleError."""
    records = _Records(sealed.content(identity))
    try:
        yield from _items(records)
    except (FormatError, zlib.error) as error:
        raise damaged(str(error)) from error


def _items(records: "_Records") -> Generator[Item]:
    yield wire.decode(Manifest, records.take(_MANIFEST))
    events = blobs = 0
    while records.next_kind() != _END:
        if records.next_kind() == _BLOB:
            yield _blob(records)
            blobs += 1
            continue
        for page in _pages(records):
            events += len(page.bodies)
            yield page
    end = wire.decode(End, records.take(_END))
    records.ended()
    if (end.events, end.blobs) != (events, blobs):
        raise FormatError("it holds another number of events or files than it says")
    yield end


def _pages(records: "_Records") -> Generator[EventPage]:
    stretch = wire.decode(_Stretch, records.take(_STRETCH))
    after, chain = stretch.after, _chain_before(stretch)
    while records.next_kind() == _EVENT:
        bodies: list[bytes] = []
        size, before = 0, chain
        while records.next_kind() == _EVENT and len(bodies) < wire.PAGE_EVENTS and size < PAGE_BYTES:
            body = records.take(_EVENT)
            _in_place(stretch.journal, after + len(bodies) + 1, body)
            chain = None if chain is None else wire.chain_hash(chain, wire.line_hash(body))
            bodies.append(body)
            size += len(body)
        yield EventPage(stretch.journal, after, tuple(bodies), before, chain)
        after += len(bodies)


def _chain_before(stretch: _Stretch) -> bytes | None:
    if not 0 <= stretch.after < 2**53 or not 1 <= len(stretch.journal) <= 64:
        raise FormatError("a stretch of a journal is out of form")
    if stretch.after == 0:
        return wire.first_hash(stretch.journal)
    if stretch.before is not None and not wire.is_sha256(stretch.before):
        raise FormatError("a chain's hash is out of form")
    return None if stretch.before is None else bytes.fromhex(stretch.before)


def _in_place(journal: str, seq: int, body: bytes) -> None:
    if wire.is_withheld(body):
        return
    header = wire.decode_header(body)
    if (header.journal, header.seq) != (journal, seq):
        raise FormatError(f"event {seq} of journal {journal} is not in its place")


def _blob(records: "_Records") -> Blob:
    head = wire.decode(BlobHead, records.take(_BLOB))
    if not wire.is_sha256(head.sha256) or not 0 <= head.size <= wire.LARGEST_BLOB or not _is_shown(head):
        raise FormatError("a file is out of form")
    content = bytearray()
    while len(content) < head.size:
        content += records.take(_PART)
    if len(content) != head.size or hashlib.sha256(content).hexdigest() != head.sha256:
        raise FormatError(f"file {head.sha256} is not what its name says")
    return Blob(head, bytes(content))


def _is_shown(head: BlobHead) -> bool:
    """Whether what will stand in a list can stand there."""
    try:
        ms_of(head.created_at)
    except ValueError:
        return False
    return len(head.created_at) <= 40 and _MEDIA_TYPE.fullmatch(head.media_type) is not None


def _sound_heads(manifest: Manifest) -> dict[str, SignedHead]:
    for head in manifest.heads:
        if not head.holds():
            raise damaged(f"the end of journal {head.journal} is not signed by its writer")
    return {head.journal: head for head in manifest.heads}


def _chain_at(page: EventPage, before: bytes, seq: int) -> bytes:
    for body in page.bodies[: seq - page.after]:
        before = wire.chain_hash(before, wire.line_hash(body))
    return before


def _opened(page: EventPage) -> dict[str, str]:
    if page.after != 0 or wire.is_withheld(page.bodies[0]):
        return {}
    key = getattr(wire.decode_body(page.bodies[0]).payload, "public_key", None)
    return {page.journal: key} if isinstance(key, str) else {}


class _Records:
    """Records out of packed parts. Unpacks at most one chunk ahead."""

    def __init__(self, parts: Iterator[bytes]) -> None:
        self._parts = parts
        self._unpacker = zlib.decompressobj()
        self._held = bytearray()
        self._next: tuple[bytes, int] | None = None

    def next_kind(self) -> bytes:
        if self._next is None:
            kind, length = _HEAD.unpack(self._read(_HEAD.size))
            if length > _LARGEST.get(kind, -1):
                raise FormatError("a record is unknown or too large")
            self._next = (kind, length)
        return self._next[0]

    def take(self, kind: bytes) -> bytes:
        if self.next_kind() != kind or self._next is None:
            raise FormatError("its records are out of order")
        length = self._next[1]
        self._next = None
        if kind == _PART and length == 0:
            raise FormatError("a part of a file is empty")
        return self._read(length)

    def ended(self) -> None:
        while not self._held and not self._unpacker.eof and self._more():
            pass
        if self._held or self._unpacker.unused_data or not self._unpacker.eof or next(self._parts, b""):
            raise FormatError("something stands behind its end")

    def _read(self, size: int) -> bytes:
        while len(self._held) < size:
            if not self._more():
                raise FormatError("it ends too early")
        taken = bytes(self._held[:size])
        del self._held[:size]
        return taken

    def _more(self) -> bool:
        """Unpacks some more; False at the end of everything."""
        packed = self._unpacker.unconsumed_tail or next(self._parts, b"")
        if not packed:
            self._held += self._unpacker.flush()
            return False
        self._held += self._unpacker.decompress(packed, wire.LARGEST_CHUNK)
        return True
