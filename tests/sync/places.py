"""A hub as a real process and homes on disk, with what the sync tests ask of them."""

import asyncio
import json
import subprocess
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from fleetdesk import wire
from fleetdesk.domain.events import DeviceDescribed, DeviceRegistered, Draft, Payload, StoreRegistered
from fleetdesk.domain.fleet import device_id, device_subject, store_subject
from fleetdesk.hub.addresses import open_store
from fleetdesk.hub.blob_folder import BlobFolder
from fleetdesk.runtime.clock import now_iso, now_ms
from fleetdesk.runtime.ids import new_id
from fleetdesk.runtime.paths import Home
from fleetdesk.services.sync_now import SyncNow
from fleetdesk.storage import blobs, journal, projector, sync_state
from fleetdesk.storage.verify import verify_journal
from fleetdesk.storage.workstation import Workstation, open_workstation
from fleetdesk.sync.engine import SyncResult
from fleetdesk.sync.signed_http import Patience
from tests.hub.running import running_hub

IMPATIENT = Patience(connect_s=5.0, bytes_s=20.0, whole_s=40.0, tries=1, pause_s=0.01)
"""Right for a network without faults: the first trouble is told."""


class Hub:
    """A hub on one database, stopped and started again at the same port. What it holds is read from there.

    Without `database` it is an SQLite file in `folder`. Files lie in the folder in any case: replicas may share it.
    """

    def __init__(self, folder: Path, database: str | None = None) -> None:
        self.file = folder / "hub.db"
        self._database = database
        self.port = 0
        self.url = ""
        self.hub = ""
        self.start()

    @property
    def database(self) -> str:
        return self._database or str(self.file)

    def start(self) -> None:
        raise NotImplementedError

    def stop(self) -> None:
        raise NotImplementedError

    def bodies(self) -> list[bytes]:
        """All that the hub holds, in the order of positions, which have no gap."""
        store = open_store(self.database)
        try:
            page = store.page(0, without=None, limit=1_000_000, most_bytes=1 << 40)
        finally:
            store.close()
        assert [event.position for event in page.events] == list(range(1, page.last + 1))
        return [event.body for event in page.events]

    def held_seq(self, journal_id: str) -> int:
        store = open_store(self.database)
        try:
            head = store.head(journal_id)
        finally:
            store.close()
        return 0 if head is None else head.seq

    def blobs(self) -> BlobFolder:
        return BlobFolder(self.file.with_name("hub.db-blobs"))


class HubThread(Hub):
    """In this process, with the test's own clock and code."""

    def start(self) -> None:
        self._running = ExitStack()
        running = self._running.enter_context(running_hub(self.file.parent, port=self.port))
        self.url, self.hub = running.url, running.hub
        self.port = int(self.url.rpartition(":")[2])

    def stop(self) -> None:
        self._running.close()


class HubProcess(Hub):
    """`fleetdesk hub serve --open`; `stop` kills it."""

    def start(self) -> None:
        self._process: subprocess.Popen[str] | None = subprocess.Popen(
            [
                sys.executable, "-m", "fleetdesk", "hub", "serve", "--open", "--port", str(self.port),
                "--database", self.database, "--blobs", str(self.file.with_name("hub.db-blobs")),
                "--until-stdin-closes",
            ],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert self._process.stdout is not None
        ready = json.loads(self._process.stdout.readline())
        self.port, self.url, self.hub = ready["port"], ready["url"], ready["hub"]

    def stop(self) -> None:
        if self._process is not None:
            self._process.kill()
            with self._process:
                self._process.wait()
        self._process = None


@dataclass(frozen=True)
class Laptop:
    """One home and its way to the hub."""

    workstation: Workstation
    sync: SyncNow

    @property
    def journal(self) -> str:
        return self.workstation.database.read(journal.own_head).journal

    def write(self, payloads: Sequence[tuple[Payload, str]]) -> None:
        drafts = [Draft(new_id(), payload, (subject,), now_iso()) for payload, subject in payloads]
        self.workstation.database.write(lambda c: journal.append(c, drafts, actor="1", now_ms=now_ms())).result()

    def write_stores(self, count: int, name: str) -> None:
        codes = [f"{name}-{number}" for number in range(count)]
        self.write([(StoreRegistered(code=code, name=code, time_zone="UTC"), store_subject(code)) for code in codes])

    def register_device(self, serial: str) -> str:
        device = device_id("frost", serial)
        payload = DeviceRegistered(device=device, model="frost", category="blender", serial=serial)
        self.write([(payload, device_subject(device))])
        return device

    def describe_device(self, device: str, notes: str) -> None:
        payload = DeviceDescribed(device=device, values={"notes": notes}, base={"notes": None})
        self.write([(payload, device_subject(device))])

    def keep_blob(self, content: bytes) -> str:
        name = self.workstation.blobs.put(content)
        self.workstation.database.write(lambda c: blobs.note(c, name, len(content), "image/png", now_iso())).result()
        return name

    def join(self, url: str, *, new_hub: bool = False) -> SyncResult:
        return asyncio.run(self.sync.join(url, new_hub=new_hub))

    def run(self) -> SyncResult:
        return asyncio.run(self.sync.run())

    def digest(self) -> str:
        return self.workstation.database.read(projector.digest)

    def acknowledged(self) -> int:
        """What this laptop believes that the hub holds of its journal."""
        database = self.workstation.database
        head, waits = database.read(lambda c: (journal.own_head(c), sync_state.waiting(c)))
        return head.seq - waits.events

    def events(self) -> int:
        return self.workstation.database.read(journal.count)

    def is_sound(self) -> bool:
        return self.workstation.database.read(verify_journal).ok


def open_laptop(folder: Path, patience: Patience = IMPATIENT) -> Laptop:
    workstation = open_workstation(Home(folder))
    sync = SyncNow(workstation.database, workstation.keys, workstation.blobs, patience=patience)
    return Laptop(workstation, sync)


def chains(bodies: Sequence[bytes]) -> dict[str, list[int]]:
    """The seqs of each journal among `bodies`, in their order."""
    found: dict[str, list[int]] = {}
    for body in bodies:
        header = wire.decode_header(body)
        found.setdefault(header.journal, []).append(header.seq)
    return found
