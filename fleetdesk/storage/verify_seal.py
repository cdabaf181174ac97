"""Is an inspection exactly what was signed, and if not: where is it not?

Looked at are its bytes, its signature, the key (that of the journal which wrote it), the readings and the template that
it names, the files that are here, and the amendments beside it. What is not on this laptop yet is said and breaks
nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from fleetdesk import wire
from fleetdesk.domain.errors import FormatError, KnownError, StorageError
from fleetdesk.domain.events import (
    Envelope,
    InspectionAmended,
    InspectionSigned,
    JournalOpened,
    ReadingTaken,
    TemplatePublished,
)
from fleetdesk.domain.fleet import device_subject, template_subject
from fleetdesk.runtime import seal
from fleetdesk.sqlite import Connection
from fleetdesk.storage.blobs import Blobs

KIND, AMENDED = "inspection.signed", "inspection.amended"
KEY, TEMPLATE = "public_key", "template"


@dataclass(frozen=True, slots=True)
class Seal:
    """`ok`: the inspection is exactly what was signed. `broken` says in words where it is not, `place` which part that
    is (runtime/seal.py); `absent` names files that are not on this laptop, so that nobody could look at them."""

    inspection: str
    ok: bool
    broken: str | None
    signer: str
    place: str | None = None
    amendments: int = 0
    absent: tuple[str, ...] = ()


def verify_inspection(connection: Connection, event: str, blobs: Blobs | None = None) -> Seal:
    """Raises KnownError when there is no inspection of that id. Files are looked at when `blobs` is given."""
    row = connection.execute(
        "SELECT e.kind, e.body, e.body_hash, k.public_key, e.number FROM journal_event e"
        " JOIN journal_known k USING (number) WHERE e.id = ?",
        (event,),
    ).fetchone()
    if row is None:
        raise KnownError(f"There is no event {event}.", "", "Copy the id from 'inspections' or from its page.")
    if row[0] != KIND:
        raise KnownError(f"Event {event} is no signed inspection.", "", "Give the id of an inspection.")
    body = bytes(row[1])
    place = _bytes_place(body, bytes(row[2]), row[3] or _opened_with(connection, row[4]))
    payload = _payload(body)
    if payload is None:
        return _broken(event, place or seal.ENVELOPE, "")
    signer = str(payload.signer.get("name", ""))
    place = place or _around(connection, payload)
    absent: tuple[str, ...] = ()
    if place is None and blobs is not None:
        place, absent = _files(blobs, payload)
    amendments = 0
    for amendment in amendment_bodies(connection, payload.device, event):
        amendments += 1
        place = place or _amendment_place(amendment, payload.signature)
    if place is not None:
        return _broken(event, place, signer, amendments, absent)
    return Seal(event, True, None, signer, None, amendments, absent)


def _opened_with(connection: Connection, number: int) -> str | None:
    """The key that a journal of another laptop began with, if its beginning is here."""
    row = connection.execute(
        "SELECT body FROM journal_event WHERE number = ? AND seq = 1 AND kind = 'journal.opened'", (number,)
    ).fetchone()
    event = _event(bytes(row[0])) if row else None
    payload = event.payload if event else None
    return payload.public_key if isinstance(payload, JournalOpened) else None


def _broken(event: str, place: str, signer: str, amendments: int = 0, absent: tuple[str, ...] = ()) -> Seal:
    return Seal(event, False, place_words(place), signer, place, amendments, absent)


def _bytes_place(body: bytes, body_hash: bytes, known_key: str | None) -> str | None:
    place = seal.broken_place(body)
    if place is None and wire.body_hash(body) != body_hash:
        return seal.ENVELOPE
    payload = _payload(body)
    if place is None and payload is not None and known_key not in (None, payload.public_key):
        return KEY  # somebody else signed it anew
    return place


def _payload(body: bytes) -> InspectionSigned | None:
    event = _event(body)
    return event.payload if event and isinstance(event.payload, InspectionSigned) else None


def _event(body: bytes) -> Envelope | None:
    try:
        return wire.decode_body(body)
    except FormatError:
        return None


def _around(connection: Connection, payload: InspectionSigned) -> str | None:
    """What the inspection rests on and does not hold itself."""
    for reading in payload.readings:
        if not _reading_stands(connection, reading):
            return f"readings.{reading.get('counter', '')}"
    return None if _template_stands(connection, payload) else TEMPLATE


def _reading_stands(connection: Connection, said: dict[str, Any]) -> bool:
    row = connection.execute("SELECT body FROM journal_event WHERE id = ?", (said["event"],)).fetchone()
    event = _event(bytes(row[0])) if row else None
    payload = event.payload if event else None
    return isinstance(payload, ReadingTaken) and (payload.module, payload.counter, payload.value) == (
        said["module"],
        said["counter"],
        said["value"],
    )


def _template_stands(connection: Connection, payload: InspectionSigned) -> bool:
    """Whether a published template of that name and version has the body that was signed for; one that never came here
    breaks nothing."""
    if payload.template_sha256 is None:
        return True
    damaged = False
    for body, body_hash in _of_subject(connection, template_subject(payload.template), "template.published"):
        event = _event(body)
        said = event.payload if event else None
        if not isinstance(said, TemplatePublished) or wire.body_hash(body) != body_hash:
            damaged = True
        elif said.version == payload.template_version:
            if seal.template_sha256(said.body) == payload.template_sha256:
                return True
            damaged = True
    return not damaged


def _files(blobs: Blobs, payload: InspectionSigned) -> tuple[str | None, tuple[str, ...]]:
    """The first file that is not what was signed, and the names of those that are not here."""
    absent: list[str] = []
    for blob in payload.blobs:
        name = str(blob.get("sha256", ""))
        label = ".".join(str(blob[key]) for key in ("role", "item") if blob.get(key))
        try:
            if not blobs.has(name):
                absent.append(label)
            elif wire.body_hash(blobs.get(name)).hex() != name:
                return f"blobs.{label}", tuple(absent)
        except (StorageError, ValueError):
            return f"blobs.{label}", tuple(absent)
    return None, tuple(absent)


def amendment_bodies(connection: Connection, device: str, inspection: str) -> Iterator[bytes]:
    """The bodies of the amendments of an inspection, in the order of the world, each once."""
    seen: set[str] = set()
    for body, _ in _of_subject(connection, device_subject(device), AMENDED):
        event = _event(body)
        name = event.id if event else str(len(seen))
        if name not in seen and _is_about(event, body, inspection):
            seen.add(name)
            yield body


def _is_about(event: Envelope | None, body: bytes, inspection: str) -> bool:
    payload = event.payload if event else None
    if isinstance(payload, InspectionAmended):
        return payload.inspection == inspection
    return inspection.encode() in body


def _of_subject(connection: Connection, subject: str, kind: str) -> list[tuple[bytes, bytes]]:
    rows = connection.execute(
        "SELECT e.body, e.body_hash FROM journal_subject s JOIN journal_event e USING (number, seq)"
        " WHERE s.subject = ? AND e.kind = ? ORDER BY s.hlc, s.number, s.seq",
        (subject, kind),
    )
    return [(bytes(row[0]), bytes(row[1])) for row in rows]


def _amendment_place(body: bytes, inspection_signature: str) -> str | None:
    if seal.broken_place(body) is not None:
        return "amendment"
    event = _event(body)
    payload = event.payload if event else None
    fits = isinstance(payload, InspectionAmended) and payload.inspection_signature == inspection_signature
    return None if fits else "amendment"


PLACE_WORDS = {
    seal.SIGNATURE: "the signature does not fit its content", seal.PARTS: "the seal's own list of parts was changed",
    seal.ENVELOPE: "its bytes were changed outside of what was signed",
    seal.CONTENT: "the signature does not fit its content", KEY: "the signing key was changed",
    TEMPLATE: "the template is not the one that was answered", "template_sha256": "the template's hash was changed",
    "template_version": "the template's version was changed", "signer": "the signer was changed",
    "verdict": "the verdict was changed", "cause": "the cause was changed", "note": "the note was changed",
    "services": "the services done were changed", "answers": "the answers were changed",
    "blobs": "the files were changed", "readings": "the readings were changed", "device": "the device was changed",
    "amendment": "an amendment beside it was changed",
}  # fmt: skip


def place_words(place: str) -> str:
    """A place in words: "answers.blade" is "answer blade was changed"."""
    family, _, name = place.partition(".")
    if not name:
        return PLACE_WORDS.get(place, f"the field {place.replace('_', ' ')} was changed")
    what = {"answers": "answer", "readings": "reading", "blobs": "file"}.get(family, family)
    return f"{what} {name.replace('.', ' ').replace('_', ' ')} was changed or is missing"
