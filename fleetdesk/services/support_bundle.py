"""One file for whoever helps: log, recorded sessions, versions, ports and the state of the home, and no secrets.

What goes in can be looked at first: `items` is exactly what `write` packs. A part that cannot be made says why in its
place, so that a damaged home, which is when help is needed, still gives a bundle.
"""

import base64
import os
import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import orjson

from fleetdesk.devices import ports
from fleetdesk.devices.ports import Lister, Port
from fleetdesk.domain.errors import FormatError, KnownError
from fleetdesk.domain.pack import Pack
from fleetdesk.packs import load_sound_packs
from fleetdesk.runtime.identity import WorkstationKeys
from fleetdesk.runtime.paths import Home
from fleetdesk.services import support_facts
from fleetdesk.services.desk import Desk
from fleetdesk.services.sign_inspection import TRANSCRIPT_TYPE
from fleetdesk.services.support_redaction import redact_text, redact_transcript
from fleetdesk.services.views import SupportFile
from fleetdesk.storage import blobs, settings
from fleetdesk.transcript import parse, to_bytes

LOG_TAIL_BYTES = 512 * 1024
MOST_TRANSCRIPTS = 10
TRANSCRIPT_BYTES = 24 * 1024 * 1024


Item = SupportFile


class SupportBundle:
    """Of an open desk; without one (`trouble` says why it cannot be opened) what the folder alone tells."""

    def __init__(
        self,
        home: Home,
        desk: Desk | None,
        trouble: KnownError | None = None,
        *,
        lister: Lister = ports.list_system_ports,
    ) -> None:
        self._home = home
        self._desk = desk
        self._trouble = trouble
        self._lister = lister

    def items(self) -> tuple[Item, ...]:
        """Everything that would be written, read now. Raises RuntimeError should one of this home's keys be in it."""
        sound, wrong = load_sound_packs(self._home.user_packs)
        made = [
            _facts("versions.json", "Fleetdesk, Python, system and libraries", support_facts.versions),
            _facts("ports.json", "serial ports, and what fits", lambda: support_facts.ports(self._ports(), sound)),
            _facts("packs.json", "driver packs in force and left out", lambda: support_facts.packs(sound, wrong)),
            _facts("doctor.json", "what stands in the way of working", lambda: _examined(self._home)),
            _facts("home.json", "the state of the data folder", self._state),
            *self._log(),
            *self._transcripts(sound),
        ]
        found = (Item("README.txt", "what is in this bundle", _readme(made)), *made)
        if self._desk is not None:
            _no_key_of_ours(found, self._desk.workstation.keys)
        return found

    def _ports(self) -> Sequence[Port]:
        found = list(self._lister())
        if self._desk is not None:
            found += [ports.added_port(url) for url in self._desk.record.read(settings.ports_added_by_hand)]
        return found

    def _state(self) -> dict[str, Any]:
        if self._desk is not None:
            return support_facts.home(self._desk)
        facts = support_facts.folder(self._home)
        return facts | {"cannot_be_opened": str(self._trouble)} if self._trouble else facts

    def _log(self) -> Iterable[Item]:
        """The end of the newest log file, from a whole line on."""
        for file in sorted(self._home.logs.glob("fleetdesk.jsonl"))[:1]:
            with file.open("rb") as stream:
                size = stream.seek(0, os.SEEK_END)
                stream.seek(max(0, size - LOG_TAIL_BYTES))
                tail = stream.read()
            whole = tail if size <= LOG_TAIL_BYTES else tail.partition(b"\n")[2]
            text = redact_text(whole.decode("utf-8", "replace"))
            yield Item("log/fleetdesk.jsonl", f"the last {len(whole)} of {size} bytes of the log", text.encode())

    def _transcripts(self, packs: Sequence[Pack]) -> Iterable[Item]:
        """The newest recorded sessions with devices, as far as they are here and fit."""
        if self._desk is None:
            return
        newest = self._desk.record.read(lambda c: blobs.newest(c, TRANSCRIPT_TYPE, MOST_TRANSCRIPTS))
        left = TRANSCRIPT_BYTES
        for name, made_at in newest:
            item = self._transcript(name, made_at, packs)
            if item is not None and item.size <= left:
                left -= item.size
                yield item

    def _transcript(self, name: str, made_at: str, packs: Sequence[Pack]) -> Item | None:
        assert self._desk is not None
        try:
            transcript = parse(self._desk.workstation.blobs.get(name))
        except (KnownError, FormatError):
            return None  # not on this laptop, or damaged: `fleetdesk verify` is the place that tells
        header = transcript.header
        pack = next((pack for pack in packs if pack.key == header.pack), None)
        safe = to_bytes(redact_transcript(transcript, pack)).decode()
        who = f"{header.identity.model} {header.identity.serial}" if header.identity else "an unknown device"
        about = f"a session with {who}, {made_at}; replay it: fleetdesk simulate --transcript FILE"
        return Item(f"transcripts/{name[:16]}.jsonl", about, redact_text(safe).encode())

    def write(self, file: Path) -> tuple[Item, ...]:
        """Packs everything into a new zip file. Raises KnownError when it exists already or cannot be written."""
        return pack(file, self.items())


def pack(file: Path, found: tuple[Item, ...]) -> tuple[Item, ...]:
    """Writes items that were looked at into a new zip file, as they are. Raises KnownError as `write`."""
    try:
        with file.open("xb") as stream, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as bundle:
            for item in found:
                bundle.writestr(item.name, item.content)
    except FileExistsError as error:
        raise KnownError(f"{file} exists already.", "Nothing was written.", "Choose another name.") from error
    except OSError as error:
        raise KnownError(
            "The support bundle cannot be written.", f"{file}: {error.strerror}.", "Choose another folder."
        ) from error
    return found


def _facts(name: str, about: str, find: Callable[[], object]) -> Item:
    try:
        found = find()
    except (KnownError, OSError) as error:
        found = {"cannot_be_told": str(error)}
    text = orjson.dumps(found, option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS).decode()
    return Item(name, about, redact_text(text).encode())


def _readme(items: Sequence[Item]) -> bytes:
    lines = ["A Fleetdesk support bundle. Passwords, tokens, keys and secret frames are left out.", ""]
    lines += [f"{item.name}: {item.about}" for item in items]
    return ("\n".join(lines) + "\n").encode()


def _no_key_of_ours(items: Iterable[Item], keys: WorkstationKeys) -> None:
    """The last look before anything leaves: none of this home's keys is in it, however written."""
    secrets = (keys.database_key, keys.signing_seed, keys.blob_key)
    forms = {form for key in secrets for form in (key, key.hex().encode(), base64.b64encode(key).rstrip(b"="))}
    for item in items:
        if any(form in item.content for form in forms):
            raise RuntimeError(f"a key of this home is in {item.name} of the support bundle")


def _examined(home: Home) -> dict[str, Any]:
    from fleetdesk.services.doctor import examine

    return {"findings": [asdict(finding) for finding in examine(home).findings]}
