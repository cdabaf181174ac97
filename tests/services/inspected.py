"""Inspections as the bench signs them, made without a cable."""

import io
import math
from typing import Any

from PIL import Image

from fleetdesk.domain import events as ev
from fleetdesk.domain.events import Draft
from fleetdesk.domain.fleet import device_id, device_subject, module_id, module_subject
from fleetdesk.domain.trace import MEDIA_TYPE, Trace, TraceChannel, TraceHeader
from fleetdesk.runtime.clock import iso, now_ms
from fleetdesk.runtime.ids import new_id
from fleetdesk.runtime.seal import sealed, template_sha256
from fleetdesk.services.desk import Desk
from fleetdesk.services.seeds import load_templates
from fleetdesk.services.views import Person
from fleetdesk.storage import blobs

ANA = Person("Ana Torres", "T-7")
LI = Person("李 伟", "T-9")
MODEL = "ruiyun-frost"
BLENDER = device_id(MODEL, "RF-20417")
MODULE = module_id(MODEL, "RF-20417")
DAY_MS = 86_400_000


def photo(colour: str = "#356a8a", size: tuple[int, int] = (320, 240)) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", size, colour).save(file, "JPEG")
    return file.getvalue()


def trace() -> bytes:
    header = TraceHeader(
        MODEL, "1", "RF-20417", "2026-02-14T15:00:00.000Z", (TraceChannel("motor_ma", "Motor current", "A", -3),)
    )
    made = Trace(header)
    for step in range(1_500):
        inrush = 5_200 * math.exp(-step / 25)
        running = 3_900 + 280 * math.sin(step / 9) + 90 * math.sin(step * 1.7)
        made.add(step * 10, {"motor_ma": round(inrush + running) if 40 < step < 1_300 else 20})
    return made.to_bytes()


def keep(desk: Desk, role: str, media_type: str, content: bytes, item: str = "") -> dict[str, Any]:
    """The file durable and named as a seal names it."""
    name = desk.workstation.blobs.put(content)
    desk.record.change(lambda c: blobs.note(c, name, len(content), media_type, desk.record.now()))
    named = {"sha256": name, "size": len(content), "media_type": media_type, "role": role}
    return named | ({"item": item} if item else {})


def answers() -> tuple[dict[str, Any], ...]:
    at = "2026-02-14T15:02:00.000Z"
    wired = {"source": "wired", "taken_at": at}
    return (
        {"item": "blade", "outcome": "pass", "source": "person"},
        {"item": "seal", "outcome": "flag", "source": "person", "note": "Small crack at the lid, 杯盖有裂纹"},
        {"item": "housing", "outcome": "pass", "source": "person"},
        {"item": "motor_run", "outcome": "pass", "source": "person"},
        {"item": "motor_current", "outcome": "ok", "value": 4020, "source": "typed"},
        {"item": "cable_probe", "outcome": "pass", **wired},
        {"item": "uses", "outcome": "noted", "value": 1012, **wired},
        {"item": "firmware", "outcome": "noted", "value": "1.3.0", **wired},
        {"item": "battery", "outcome": "ok", "value": 3712, **wired},
        {"item": "radio", "outcome": "low", "value": -84, **wired},
        {"item": "gateway", "outcome": "ok", "value": "MPC-0006", **wired},
    )


def inspect(
    desk: Desk,
    device: str = BLENDER,
    module: str | None = MODULE,
    *,
    signer: Person = ANA,
    verdict: str = "connectivity",
    cause: str | None = "radio_range",
    store: str = "STORE-04",
    days_ago: float = 0,
    said: tuple[dict[str, Any], ...] | None = None,
    files: tuple[dict[str, Any], ...] = (),
    value: int = 1012,
    services: tuple[str, ...] = (),
    owed: tuple[str, ...] = (),
) -> str:
    """Signs one and returns its id. The reading that it names is appended with it."""
    record = desk.record
    at = iso(now_ms() - int(days_ago * DAY_MS))
    template = next(t for t in load_templates() if t.template == "blender-inspection")
    facts: list[Draft] = []
    readings: tuple[dict[str, Any], ...] = ()
    subjects = [device_subject(device)]
    if module is not None:
        taken = ev.ReadingTaken(module=module, counter="cycles_total", value=value, taken_at=at, source="wired")
        facts.append(record.draft(taken, module_subject(module)))
        readings = ({"event": facts[0].id, "module": module, "counter": "cycles_total", "value": value},)
        subjects.append(module_subject(module))
    event = new_id()
    unsigned = ev.InspectionSigned(
        device=device, module=module, template=template.template, template_version=template.version, started_at=at,
        signed_at=at, signer={"name": signer.name, "staff_number": signer.staff_number, "role": signer.role},
        answers=said if said is not None else answers(), verdict=verdict, cause=cause, readings=readings,
        services=services, blobs=files, owed=owed, note="Try it beside the gateway.",
        template_sha256=template_sha256(template.body),
    )  # fmt: skip
    facts.append(record.draft(sealed(desk.workstation.keys, unsigned), *subjects, store=store, event=event))
    for task in services:
        done = ev.ServicePerformed(device=device, task=task, plan_version=1, performed_at=at, inspection=event)
        facts.append(record.draft(done, device_subject(device), store=store))
    record.append(facts, signer.staff_number)
    return event


def whole_inspection(desk: Desk, **more: Any) -> str:
    """One with a photo, a trace and a drawn signature."""
    files = (
        keep(desk, "trace", MEDIA_TYPE, trace()),
        keep(desk, "photo", "image/jpeg", photo(), "seal"),
        keep(desk, "photo", "image/jpeg", photo("#8a5a35", (240, 320)), "housing"),
        keep(desk, "signature", "image/png", drawn()),
    )
    return inspect(desk, files=files, **more)


def drawn() -> bytes:
    from PIL import ImageDraw

    picture = Image.new("RGBA", (600, 200), (255, 255, 255, 0))
    pen = ImageDraw.Draw(picture)
    points = [(40 + x * 5, 100 + 60 * math.sin(x / 5) * math.cos(x / 17)) for x in range(100)]
    pen.line(points, fill=(20, 32, 43, 255), width=5)
    file = io.BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()
