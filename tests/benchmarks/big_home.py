"""A home as large as the design: made up, seeded, and written straight into the journal, then folded by `rebuild`.

`python tests/benchmarks/big_home.py DIR [DEVICES]` makes one that the other benchmarks are given by
`FLEETDESK_BIG_HOME=DIR`; without it each makes a small one of its own. 600,000 devices have about 5 million readings
and 1 million inspections in 27,000 stores. The file is encrypted as every home is.
"""

import json
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from fleetdesk import wire
from fleetdesk.domain import events as ev
from fleetdesk.domain import fleet
from fleetdesk.domain.events import Envelope, Payload
from fleetdesk.runtime.clock import iso
from fleetdesk.runtime.paths import Home
from fleetdesk.services.desk import Desk, open_desk
from fleetdesk.sqlite import Connection
from fleetdesk.storage import journal
from fleetdesk.storage.rebuild import rebuild

DESIGN = 600_000
START_MS = 1_735_689_600_000  # 2025-01-01
DAY_MS = 86_400_000
SHARES = (
    # model, category, counter, how many of 216, uses a day
    ("cameo-2s-st", "coffee_machine", "productions_total", 34, 3),
    ("milk-dispenser-12", "milk_dispenser", "productions_total", 13, 1),
    ("syrup-machine-16", "syrup_dispenser", None, 11, 0),
    ("g-sfd1220l4", "refrigeration", None, 43, 0),
    ("ruiyun-frost", "blender", "cycles_total", 51, 6),
    ("mpc-1911-r22", "gateway", None, 12, 0),
    ("other", "other", None, 52, 0),
)
PLAN = {
    "coffee_machine": ("deep-clean", 500),
    "milk_dispenser": ("line-purge", 200),
    "blender": ("blade-service", 1000),
}
READINGS = 18
DONE_IN_TIME = 0.9
"""Of what is due at a visit, so much is done: about a million inspections at the size of the design."""


@dataclass(slots=True)
class Writer:
    """Events of this home's own journal, each as the product would have written it, a batch at a time."""

    connection: Connection
    count: int = 0
    _events: list[tuple[Any, ...]] = field(default_factory=list[tuple[Any, ...]])
    _subjects: list[tuple[Any, ...]] = field(default_factory=list[tuple[Any, ...]])

    _head: journal.Head = field(init=False)
    _number: int = field(init=False)
    _chance: random.Random = field(default_factory=lambda: random.Random(5))

    def __post_init__(self) -> None:
        self._head, self._number = journal.own_head(self.connection), journal.own_number(self.connection)

    def add(self, payload: Payload, *subjects: str, at_ms: int, store: str | None = None) -> str:
        seq = self._head.seq + 1
        self.count += 1
        at = iso(at_ms)
        name = f"{at_ms:012x}"
        tail = f"{self._chance.getrandbits(74):019x}"
        event = f"{name[:8]}-{name[8:]}-7{tail[:3]}-{'89ab'[int(tail[3], 16) & 3]}{tail[4:7]}-{tail[7:19]}"
        hlc = f"{at_ms:012x}{seq & 0xFFFF:04x}"
        envelope = Envelope(
            event, self._head.journal, seq, hlc, at, "T-100", payload.kind, payload.v, subjects, store, payload
        )
        body = wire.encode_body(envelope)
        digest = wire.body_hash(body)
        chain = wire.chain_hash(self._head.hash, digest)
        self._head = journal.Head(self._head.journal, seq, chain, hlc)
        self._events.append((self._number, seq, event, hlc, envelope.kind, body, digest, chain))
        self._subjects += [(subject, hlc, self._number, seq) for subject in subjects]
        if len(self._events) >= 20_000:
            self.flush()
        return event

    def flush(self) -> None:
        if not self._events:
            return
        self.connection.executemany("INSERT INTO journal_event VALUES (?, ?, ?, ?, ?, ?, ?, ?)", self._events)
        self.connection.executemany("INSERT INTO journal_subject VALUES (?, ?, ?, ?)", self._subjects)
        self.connection.execute(
            "UPDATE journal_head SET seq = ?, hash = ?, hlc = ? WHERE number = ?",
            (self._head.seq, self._head.hash, self._head.hlc, self._number),
        )
        self._events.clear()
        self._subjects.clear()


@dataclass(slots=True)
class Unit:
    device: str
    module: str | None
    model: str
    category: str
    counter: str | None
    store: str
    per_day: int
    value: int
    served_at: int = 0


def fleet_of(devices: int) -> Iterator[tuple[int, str, str, str | None, str, int]]:
    """(number, model, category, counter, store, uses a day) of each; stores have about 22."""
    chance = random.Random(1)
    rows = [row for row in SHARES for _ in range(row[3])]
    for number in range(devices):
        model, category, counter, _, per_day = rows[number % len(rows)]
        yield number, model, category, counter, f"S{number // 22:05d}", per_day and chance.randint(1, 2 * per_day)


def fill(desk: Desk, devices: int, say: Callable[[str], None]) -> int:
    """Writes the whole story of `devices` devices, a transaction for each round of visits; returns how many events."""
    chance = random.Random(2)
    units: list[Unit] = []

    def begin(writer: Writer) -> None:
        for store in range(-(-devices // 22)):
            code, zone = f"S{store:05d}", ("America/New_York", "America/Chicago", "America/Los_Angeles")[store % 3]
            registered = ev.StoreRegistered(code=code, name=f"Store {store:05d}", time_zone=zone, synthetic=True)
            writer.add(registered, fleet.store_subject(code), at_ms=START_MS, store=code)
        units.extend(_register(writer, *row) for row in fleet_of(devices))

    def visit(writer: Writer, number: int) -> None:
        day_ms = START_MS + DAY_MS * (20 + number * 35)
        for unit in units:
            if unit.counter:
                _visit(writer, unit, day_ms + chance.randrange(DAY_MS), chance)

    count = desk.record.change(lambda connection: _written(connection, begin))
    for number in range(READINGS):
        count += desk.record.change(lambda connection, n=number: _written(connection, lambda w: visit(w, n)))
        say(f"{count} events after visit {number + 1} of {READINGS}")
    return count


def _written(connection: Connection, work: Callable[[Writer], None]) -> int:
    connection.execute("PRAGMA cache_size = -400000")
    writer = Writer(connection)
    work(writer)
    writer.flush()
    return writer.count


def serial_of(category: str, number: int) -> str:
    return f"{category[:2].upper()}-{number * 7919 % 10_000_019:07d}"


def gateway_of(number: int) -> str:
    """The device id of the gateway that this one reports through: one of the 12 in its 216."""
    model, category, _, count, _ = next(row for row in SHARES if row[1] == "gateway")
    first = sum(row[3] for row in SHARES[: [row[1] for row in SHARES].index("gateway")])
    own = number - number % sum(row[3] for row in SHARES) + first + number % count
    return fleet.device_id(model, serial_of(category, own))


def _register(
    writer: Writer, number: int, model: str, category: str, counter: str | None, store: str, per_day: int
) -> Unit:
    serial = serial_of(category, number)
    device = fleet.device_id(model, serial)
    subject = fleet.device_subject(device)
    fields = {"store": store, "asset_tag": f"A{number:07d}", "status": "in_service", "synthetic": True}
    at = START_MS + number
    registered = ev.DeviceRegistered(device=device, model=model, category=category, serial=serial, fields=fields)
    writer.add(registered, subject, at_ms=at, store=store)
    state = ("online", "online", "offline", "unknown")[number * 31 % 4]
    reported = ev.StateReported(device=device, state=state, source="upstream", as_of=iso(at))
    writer.add(reported, subject, at_ms=at, store=store)
    if category != "gateway":
        assigned = ev.GatewayAssigned(device=device, gateway=gateway_of(number), assigned_at=iso(at))
        writer.add(assigned, subject, at_ms=at, store=store)
    if counter is None:
        return Unit(device, None, model, category, None, store, 0, 0)
    module = fleet.module_id(model, serial)
    place = fleet.module_subject(module)
    writer.add(ev.ModuleRegistered(module=module, model=model, serial=serial), place, at_ms=at, store=store)
    fitted = ev.ModuleFitted(module=module, device=device, fitted_at=iso(at), baseline={counter: 0})
    writer.add(fitted, place, subject, at_ms=at, store=store)
    return Unit(device, module, model, category, counter, store, per_day, 0)


def _visit(writer: Writer, unit: Unit, at_ms: int, chance: random.Random) -> None:
    assert unit.module is not None
    assert unit.counter is not None
    unit.value += unit.per_day * 35 + chance.randrange(1 + unit.per_day)
    module = fleet.module_subject(unit.module)
    reading = ev.ReadingTaken(
        module=unit.module, counter=unit.counter, value=unit.value, taken_at=iso(at_ms), source="wired",
        boot_count=4, counter_epoch=1, max_per_hour=400, pack=unit.model, pack_version="1",
    )  # fmt: skip
    event = writer.add(reading, module, at_ms=at_ms, store=unit.store)
    task, every = PLAN[unit.category]
    if unit.value - unit.served_at < every or chance.random() > DONE_IN_TIME:
        return
    unit.served_at = unit.value
    device = fleet.device_subject(unit.device)
    answers = tuple({"item": f"item-{n}", "outcome": "pass", "source": "person"} for n in range(6))
    signed = ev.InspectionSigned(
        device=unit.device, module=unit.module, template="routine", template_version=1, started_at=iso(at_ms),
        signed_at=iso(at_ms + 60_000), signer={"name": "Ana", "staff_number": "T-100"}, answers=answers,
        verdict="in_order", cause=None,
        readings=({"event": event, "module": unit.module, "counter": unit.counter, "value": unit.value},),
        services=(task,), public_key="ab" * 32, signature="cd" * 64,
    )  # fmt: skip
    inspection = writer.add(signed, device, at_ms=at_ms + 60_000, store=unit.store)
    done = ev.ServicePerformed(
        device=unit.device, task=task, plan_version=1, performed_at=iso(at_ms + 60_000), inspection=inspection
    )
    writer.add(done, device, at_ms=at_ms + 60_000, store=unit.store)


def make(folder: Path, devices: int, say: Callable[[str], None] = lambda text: None) -> dict[str, Any]:
    """Makes the home and returns how many events it holds and how long writing and folding them took (s)."""
    desk = open_desk(Home(folder))
    try:
        began = time.perf_counter()
        events = fill(desk, devices, say)
        written = time.perf_counter()
        subjects = desk.record.change(rebuild)
        say(f"{subjects} subjects folded in {time.perf_counter() - written:.0f} s")
        return {
            "devices": devices,
            "events": events,
            "write_s": written - began,
            "fold_s": time.perf_counter() - written,
        }
    finally:
        desk.close()


def opened(devices: int) -> tuple[Desk, "tempfile.TemporaryDirectory[str] | None"]:
    """The home of FLEETDESK_BIG_HOME, else a new one of `devices` devices that ends with what is returned beside it."""
    given = os.environ.get("FLEETDESK_BIG_HOME")
    if given:
        return open_desk(Home(Path(given))), None
    folder = tempfile.TemporaryDirectory(prefix="fleetdesk-big-")
    make(Path(folder.name), devices)
    return open_desk(Home(Path(folder.name))), folder


if __name__ == "__main__":
    asked = int(sys.argv[2]) if len(sys.argv) > 2 else DESIGN
    print(json.dumps(make(Path(sys.argv[1]), asked, lambda text: print(text, file=sys.stderr))))
