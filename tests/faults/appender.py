"""A workstation at work, as a process of its own that may be killed: appends without end and says what is saved.

`python appender.py HOME [--appends N] [--reopen-every N] [--synchronous MODE]`. One JSON line is written to standard
output after each append, and only once the product said that it is durable:
`{"events": [[seq, id, SHA-256 of the body], ...], "blobs": [SHA-256, ...]}`. HOME is created when it is new.
"""

import argparse
import json
import os
import random
from collections.abc import Sequence
from pathlib import Path

from fleetdesk import wire
from fleetdesk.domain import events as ev
from fleetdesk.domain.events import Draft, Envelope, Payload
from fleetdesk.domain.fleet import device_id, device_subject, module_id, module_subject
from fleetdesk.runtime.clock import iso, now_ms
from fleetdesk.runtime.ids import new_id
from fleetdesk.runtime.paths import Home
from fleetdesk.storage import journal
from fleetdesk.storage.workstation import Workstation, open_workstation

MODEL = "ruiyun-frost"
SERIALS = ("RF-1", "RF-2", "RF-3", "RF-4", "RF-5", "RF-6")
BLOB_EVERY = 5


def main() -> None:
    arguments = _arguments()
    home = Home(arguments.home)
    station = open_workstation(home, synchronous=arguments.synchronous)
    done = 0
    while arguments.appends == 0 or done < arguments.appends:
        if arguments.reopen_every and done and done % arguments.reopen_every == 0:
            station.close()
            station = open_workstation(home, synchronous=arguments.synchronous)
        _append_once(station, done)
        done += 1
    station.close()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("home", type=Path)
    parser.add_argument("--appends", type=int, default=0)
    parser.add_argument("--reopen-every", type=int, default=0)
    parser.add_argument("--synchronous", default="FULL")
    return parser.parse_args()


def _append_once(station: Workstation, number: int) -> None:
    chance = random.Random(number)
    blobs = [station.blobs.put(chance.randbytes(400 + 10 * number))] if number % BLOB_EVERY == 0 else []
    drafts = work(chance, number, blobs)
    saved = station.database.write(lambda c: journal.append(c, drafts, actor="4711", now_ms=now_ms())).result()
    _acknowledge(saved, blobs)


def work(chance: random.Random, number: int, blobs: Sequence[str]) -> list[Draft]:
    """One piece of a technician's work: small and large events, some of them on a module as well as on a device."""
    serial = SERIALS[number % len(SERIALS)]
    device, module = device_id(MODEL, serial), module_id(MODEL, serial)
    at = iso(now_ms())
    subjects = (module_subject(module), device_subject(device))
    drafts: list[Draft] = []
    if number < len(SERIALS):
        registered = ev.DeviceRegistered(device=device, model=MODEL, category="blender", serial=serial)
        drafts.append(_draft(registered, at, device_subject(device)))
        drafts.append(_draft(ev.ModuleRegistered(module=module, model="m", serial=serial), at, module_subject(module)))
        fitted = ev.ModuleFitted(module=module, device=device, fitted_at=at, baseline={"cycles_total": 0})
        drafts.append(_draft(fitted, at, *subjects))
    reading = ev.ReadingTaken(module=module, counter="cycles_total", value=number, taken_at=at, source="wired")
    drafts.append(_draft(reading, at, module_subject(module)))
    if blobs:
        drafts.append(_draft(_inspection(device, at, blobs), at, device_subject(device)))
    if chance.random() < 0.3:
        notes = "x" * chance.randrange(6_000)
        edit = ev.DeviceDescribed(device=device, values={"notes": notes}, base={"notes": None})
        drafts.append(_draft(edit, at, device_subject(device)))
    return drafts


def _inspection(device: str, at: str, blobs: Sequence[str]) -> ev.InspectionSigned:
    return ev.InspectionSigned(
        device=device, module=None, template="blender", template_version=1, started_at=at, signed_at=at,
        signer={"staff_number": "4711"}, answers=(), verdict="ok", cause=None,
        blobs=tuple({"sha256": name, "role": "photo"} for name in blobs),
    )  # fmt: skip


def _draft(payload: Payload, at: str, *subjects: str) -> Draft:
    return Draft(new_id(), payload, subjects, at)


def _acknowledge(saved: Sequence[Envelope], blobs: Sequence[str]) -> None:
    events = [[e.seq, e.id, wire.body_hash(wire.encode_body(e)).hex()] for e in saved]
    line = json.dumps({"events": events, "blobs": list(blobs)}) + "\n"
    os.write(1, line.encode())


if __name__ == "__main__":
    main()
