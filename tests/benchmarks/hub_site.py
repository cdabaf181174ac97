"""What the benchmarks of the hub share: a durable PostgreSQL, homes with a journal, peers, and a count of the bytes.

The bare peer is what stands at the bottom of any such hub: batches of events over HTTP, each COPYed into one table with
a primary key by journal and seq, and committed. It checks, chains, signs, packs and orders nothing.
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from fleetdesk import wire
from fleetdesk.domain.events import DeviceRegistered
from fleetdesk.domain.fleet import device_id, device_subject
from fleetdesk.storage import journal
from fleetdesk.sync.signed_http import Patience
from tests.hub.postgres_server import PostgresServer, postgres_server
from tests.sync.places import HubProcess, Laptop, open_laptop

BATCH = wire.PUSH_EVENTS
PATIENT = Patience(connect_s=10.0, bytes_s=60.0, whole_s=300.0, tries=3, pause_s=0.05)
POUCHDB = "FLEETDESK_POUCHDB"
"""Names a folder in which `npm install pouchdb-node express@4 express-pouchdb` was run. Without it: no such peer."""


class Site:
    """PostgreSQL with fsync in a folder of its own, and whatever hubs are asked for."""

    def __init__(self, server: PostgresServer, folder: Path) -> None:
        self.server, self.folder = server, folder
        self._hubs: list[HubProcess] = []

    def hubs(self, count: int) -> list[HubProcess]:
        """Replicas over one fresh database."""
        database = self.server.new_database()
        found = [HubProcess(self.folder / f"hub{len(self._hubs)}", database) for _ in range(count)]
        self._hubs += found
        return found

    def close(self) -> None:
        for hub in self._hubs:
            hub.stop()


@contextmanager
def site() -> Generator[Site]:
    with tempfile.TemporaryDirectory() as folder, postgres_server(durable=True) as server:
        there = Site(server, Path(folder))
        os.environ["FLEETDESK_PLACE"] = "benchmark"  # a copied home is not to begin a journal of its own
        try:
            yield there
        finally:
            del os.environ["FLEETDESK_PLACE"]
            there.close()


def written_home(folder: Path, events: int) -> None:
    """A home whose journal holds about so many events: a fleet that was imported."""
    laptop = open_laptop(folder, PATIENT)
    for first in range(0, events, 5_000):
        write_devices(laptop, first, min(5_000, events - first))
    laptop.workstation.close()


def write_devices(laptop: Laptop, first: int, count: int) -> None:
    payloads = [
        DeviceRegistered(
            device=device_id("frost", f"RF-{number:06d}"), model="frost", category="blender", serial=f"RF-{number:06d}"
        )
        for number in range(first, first + count)
    ]
    laptop.write([(payload, device_subject(payload.device)) for payload in payloads])


def copied_home(home: Path, to: Path) -> Laptop:
    """The same journal under the same key, as it was before it met any hub."""
    shutil.copytree(home, to)
    return open_laptop(to, PATIENT)


def own_bodies(laptop: Laptop) -> list[bytes]:
    """All of its journal, in order."""
    read = laptop.workstation.database.read
    return [event.body for event in read(lambda c: journal.after(c, 0, limit=1 << 30, most_bytes=1 << 40))]


@contextmanager
def bare_server(database: str) -> Generator[str]:
    """The peer as a process of its own; its address."""
    command = [sys.executable, str(Path(__file__).with_name("hub_bare.py")), database]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip()
        finally:
            process.kill()


class Relay:
    """Passes a connection on and counts its bytes both ways."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        self.bytes = 0
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._listener.accept()
            except OSError:
                return
            far = socket.create_connection(("127.0.0.1", self._port))
            for source, sink in ((near, far), (far, near)):
                threading.Thread(target=self._pass, args=(source, sink), daemon=True).start()

    def _pass(self, source: socket.socket, sink: socket.socket) -> None:
        try:
            while data := source.recv(1 << 16):
                self.bytes += len(data)
                sink.sendall(data)
            sink.shutdown(socket.SHUT_WR)
        except OSError:
            return

    def close(self) -> None:
        self._listener.close()


def pouchdb(direction: str, events: int, counted: bool) -> dict[str, float] | None:
    """Seconds and bytes of `events` documents `push`ed or `pull`ed by PouchDB; None where it is not installed."""
    modules = os.environ.get(POUCHDB)
    node = shutil.which("node")
    if modules is None or node is None:
        return None
    script = Path(__file__).with_name("hub_pouchdb.js")
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {"NODE_PATH": str(Path(modules) / "node_modules")}
        command = [node, str(script), "serve", folder]
        with subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
        ) as server:
            assert server.stdout is not None
            relay = None
            try:
                port = int(server.stdout.readline())
                relay = Relay(port) if counted else None
                asked = relay.port if relay is not None else port
                done = subprocess.run(
                    [node, str(script), direction, folder, str(asked), str(events), str(BATCH)],
                    stdout=subprocess.PIPE, text=True, env=environment, check=True,
                )  # fmt: skip
                return {"s": float(done.stdout.split()[-1]), "bytes": float(relay.bytes if relay is not None else 0)}
            finally:
                server.kill()
                if relay is not None:
                    relay.close()
