"""The library of firmware images: each is a blob and an event, so it reaches every laptop as all facts do.

An image is trusted because of its signature, never because it is in the library: the key is pinned on this laptop by
who adds an image with it, and the signature is checked again before each use.
"""

import json
from dataclasses import dataclass

from fleetdesk.devices.firmware.image import CheckedImage, PinnedKey, checked_image, pinned_key
from fleetdesk.domain import events as ev
from fleetdesk.domain.errors import FormatError, KnownError
from fleetdesk.domain.firmware import Rules
from fleetdesk.domain.fleet import FIRMWARE_LIBRARY
from fleetdesk.domain.mcuboot import Version, parse_version
from fleetdesk.domain.pack import Pack
from fleetdesk.services.record import WORKSTATION, Record
from fleetdesk.sqlite import Connection
from fleetdesk.storage import blobs, journal, settings

KEYS_SETTING = "firmware_keys"
IMAGE_TYPE = "application/x-mcuboot-image"


@dataclass(frozen=True, slots=True)
class LibraryImage:
    """One image. `trusted`: its key is pinned here; `here`: its file is on this laptop."""

    facts: ev.FirmwareAdded
    added_at: str
    trusted: bool
    here: bool

    @property
    def version(self) -> Version:
        return parse_version(self.facts.version)

    @property
    def rules(self) -> Rules:
        return Rules(self.facts.updates_from, self.facts.hardware)


class FirmwareLibrary:
    """Adds, lists and hands out images. Blocking; from any thread."""

    def __init__(self, record: Record) -> None:
        self._record = record

    def add(
        self, image: CheckedImage, key: PinnedKey, board: str, name: str, notes: str = "", rules: Rules | None = None,
        actor: str = WORKSTATION,
    ) -> LibraryImage:  # fmt: skip
        """Keeps an image for a board and pins its key. The same file twice is one image, with newer notes and rules."""
        rules = rules or Rules()
        _check_rules(rules)
        facts = image.facts
        payload = ev.FirmwareAdded(
            image_sha256=facts.file_sha256, hash=facts.hash, version=str(facts.version), board=board, key=facts.key,
            signature=facts.signature, size=facts.size, security_counter=facts.security_counter, name=name, notes=notes,
            updates_from=rules.updates_from, hardware=rules.hardware,
        )  # fmt: skip
        sha = self._record.workstation.blobs.put(image.data)
        draft = self._record.draft(payload, FIRMWARE_LIBRARY)

        def work(connection: Connection) -> None:
            blobs.note(connection, sha, len(image.data), IMAGE_TYPE, self._record.now())
            keys = {**_keys(connection), key.fingerprint: key.pem}
            settings.put(connection, KEYS_SETTING, json.dumps(keys))
            self._record.append_within(connection, [draft], actor)

        self._record.change(work)
        return LibraryImage(payload, draft.at, trusted=True, here=True)

    def images(self) -> tuple[LibraryImage, ...]:
        """The newest version first."""
        found = self._record.read(_images)
        keys = self._record.read(_keys)
        here = self._record.workstation.blobs.has
        listed = [LibraryImage(p, at, p.key in keys, here(p.image_sha256)) for p, at in found.values()]
        return tuple(sorted(listed, key=lambda image: (image.version, image.added_at), reverse=True))

    def newest_for(self, pack: Pack, running: str) -> LibraryImage | None:
        """The newest image to offer for a module of this type: newer than what it runs, trusted, its file here."""
        wanted = self._record.read(lambda connection: newest_version(connection, pack, running))
        return next((i for i in self.images() if i.here and _is_for(i.facts, pack) and i.facts.version == wanted), None)

    def load(self, image: LibraryImage) -> CheckedImage:
        """The image itself, its signature checked again. Raises KnownError when its key is not pinned here."""
        pem = self._record.read(_keys).get(image.facts.key)
        if pem is None:
            raise KnownError(
                "This laptop does not trust the key of this image.",
                f"{image.facts.name or image.facts.version} was added elsewhere, with the key {image.facts.key[:16]}.",
                "Add the image here with that key: fleetdesk firmware add IMAGE --key PUBLIC.pem",
            )
        data = self._record.workstation.blobs.get(image.facts.image_sha256)
        return checked_image(data, pinned_key(pem.encode(), "the pinned key"), image.facts.name or "The image")

    def rules_of(self, image: CheckedImage) -> Rules | None:
        """The rules that the library has for this very file."""
        found = self._record.read(_images).get(image.facts.file_sha256)
        return Rules(found[0].updates_from, found[0].hardware) if found else None


def security_counter(record: Record, board: str, version: str) -> int | None:
    """The greatest security counter of the library's images of this version: the module does not tell its own."""
    counters = [
        payload.security_counter
        for payload, _ in record.read(_images).values()
        if (payload.board, payload.version) == (board, version) and payload.security_counter is not None
    ]
    return max(counters, default=None)


def newest_version(connection: Connection, pack: Pack, running: str) -> str:
    """The newest version for a module of this type that is newer than what it runs and trusted here; "" for none."""
    if pack.firmware is None or not _is_version(running):
        return ""
    keys, now = _keys(connection), parse_version(running)
    trusted = [payload for payload, _ in _images(connection).values() if payload.key in keys and _is_for(payload, pack)]
    newer = [version for payload in trusted if (version := parse_version(payload.version)) > now]
    return str(max(newer)) if newer else ""


def _is_for(facts: ev.FirmwareAdded, pack: Pack) -> bool:
    return pack.firmware is not None and facts.board == pack.firmware.board


def _images(connection: Connection) -> dict[str, tuple[ev.FirmwareAdded, str]]:
    """{file SHA-256: what was said of it last, when}"""
    found: dict[str, tuple[ev.FirmwareAdded, str]] = {}
    for event in journal.events_of(connection, FIRMWARE_LIBRARY):
        if isinstance(event.payload, ev.FirmwareAdded) and _is_version(event.payload.version):
            found[event.payload.image_sha256] = (event.payload, event.at)
    return found


def _is_version(text: str) -> bool:
    """An event from elsewhere may hold anything; what has no version is not offered."""
    try:
        parse_version(text)
    except FormatError:
        return False
    return True


def _keys(connection: Connection) -> dict[str, str]:
    """{fingerprint: PEM} of the keys pinned on this laptop."""
    text = settings.get(connection, KEYS_SETTING)
    return {} if text is None else json.loads(text)


def _check_rules(rules: Rules) -> None:
    if rules.updates_from:
        try:
            parse_version(rules.updates_from)
        except FormatError as error:
            raise KnownError(
                "The oldest version to update from is none.", f"{error}.", "Write it like 1.4.0."
            ) from error
