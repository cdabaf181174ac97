"""A throw-away Fleetdesk: a home with the sample fleet, a hub and one simulated store, as real processes.

It starts its helpers as child processes of the same program, reads one JSON ready line from each, and ends them when
it ends. When it is killed they end by themselves: each watches the pipe on its standard input.
"""

import json
import queue
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Any, cast

from fleetdesk.domain.errors import KnownError
from fleetdesk.runtime.clock import iso, now_ms
from fleetdesk.runtime.identity import load_or_create_keys
from fleetdesk.runtime.paths import Home, bundled
from fleetdesk.services.desk import Desk, open_desk
from fleetdesk.services.import_fleet import ImportFleet, ImportOutcome
from fleetdesk.services.person import set_person
from fleetdesk.services.seeds import sample_fleet
from fleetdesk.services.views import Person
from fleetdesk.storage import settings
from fleetdesk.storage.queries import registry

READY_LIMIT_S = 60.0
END_LIMIT_S = 10.0
TECHNICIAN = Person("Demo Technician", "T-100")

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Unit:
    """One simulated device that is ready."""

    pack: str
    serial: str
    port: str
    pid: int


class Child:
    """A helper process whose ready lines are read; it ends when its standard input closes."""

    def __init__(self, name: str, arguments: list[str], log: Path) -> None:
        self.name = name
        self._log = log.open("ab")
        self._process = subprocess.Popen(
            [*program(), *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._log
        )
        self._lines: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._reader = threading.Thread(target=self._read, name=f"demo {name}", daemon=True)
        self._reader.start()

    @property
    def pid(self) -> int:
        return self._process.pid

    def ready(self) -> dict[str, Any]:
        """The next ready line. Raises KnownError when the process ended or stays silent."""
        try:
            line = self._lines.get(timeout=READY_LIMIT_S)
        except queue.Empty:
            line = None
        if line is None:
            raise KnownError(
                f"The demo's {self.name} did not start.",
                f"Its process {'ended' if self._process.poll() is not None else 'does not answer'}.",
                f"See {self._log.name}.",
            )
        return cast("dict[str, Any]", json.loads(line))

    def end(self) -> None:
        """Closes its input, waits, and only then insists."""
        cast("IO[bytes]", self._process.stdin).close()
        try:
            self._process.wait(END_LIMIT_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._reader.join()
        cast("IO[bytes]", self._process.stdout).close()
        self._log.close()

    def _read(self) -> None:
        for line in cast("IO[bytes]", self._process.stdout):
            self._lines.put(line)
        self._lines.put(None)


class Demo:
    """Use as a context manager: `with Demo(keep, progress) as demo`. Everything it started ends with it."""

    def __init__(self, keep: Path | None, progress: Progress) -> None:
        self._keep = keep
        self._progress = progress
        self._children: list[Child] = []
        self._folder = Path()
        self.desk: Desk
        self.imported: ImportOutcome
        self.stores = 0
        self.hub_url = ""
        self.units: tuple[Unit, ...] = ()

    def __enter__(self) -> "Demo":
        self._folder = self._keep or Path(tempfile.mkdtemp(prefix="fleetdesk-demo-"))
        try:
            self._start()
        except BaseException:
            self._end()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    def _start(self) -> None:
        logs = self._folder / "logs"
        logs.mkdir(parents=True, exist_ok=True)
        hub = self._child("hub", ["hub", "serve", "--open", "--port", "0", "--database",
                                  str(self._folder / "hub.db"), "--until-stdin-closes"])  # fmt: skip
        scene = bundled("seeds") / "demo_store.toml"
        store = self._child("store", ["simulate", "--scene", str(scene), "--tcp", "--watch-stdin"])
        home = Home(self._folder)
        load_or_create_keys(home, may_use_keyring=False)
        self.desk = open_desk(home)
        self.imported = ImportFleet(self.desk.record).apply(sample_fleet())
        self._progress(f"{self.imported.rows} devices imported into {self._folder}")
        self.stores = len(self.desk.record.read(registry.stores))
        set_person(self.desk.record, TECHNICIAN)
        self.hub_url = str(hub.ready()["url"])
        self._progress(f"hub on {self.hub_url}")
        self.units = tuple(_unit(store.ready()) for _ in range(scene_size(scene)))
        self._progress(f"{len(self.units)} simulated devices on the cable")
        self._remember()

    def _child(self, name: str, arguments: list[str]) -> Child:
        child = Child(name, arguments, self._folder / "logs" / f"{name}.log")
        self._children.append(child)
        return child

    def _remember(self) -> None:
        """The hub and the ports, as if a person had entered them."""
        now = now_ms()

        def work(connection: Any) -> None:
            settings.put(connection, settings.HUB_URL, self.hub_url)
            for url in settings.ports_added_by_hand(connection):
                settings.forget_port(connection, url)
            for number, unit in enumerate(self.units):  # in the order of the scene
                settings.remember_port(connection, unit.port, iso(now + number))

        self.desk.record.change(work)

    def _end(self) -> None:
        if hasattr(self, "desk"):
            self.desk.close()
        for child in self._children:
            child.end()
        if self._keep is None:
            shutil.rmtree(self._folder, ignore_errors=True)


def program() -> list[str]:
    """This very program as a command: `python -m fleetdesk`, or the frozen executable."""
    return [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "fleetdesk"]


def scene_size(scene: Path) -> int:
    """How many units a scene file names."""
    import tomllib

    return len(tomllib.loads(scene.read_text("utf-8"))["unit"])


def _unit(ready: dict[str, Any]) -> Unit:
    return Unit(str(ready["pack"]), str(ready["serial"]), str(ready["port"]), int(ready["pid"]))
