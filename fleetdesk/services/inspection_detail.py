"""One inspection as it was signed: answers grouped as its own template asked them, files, services, seal, amendments.

All comes from the journal and the blobs of this laptop, so it is there offline. A template that is not here leaves the
answers with their keys for titles; a file that is not here is said.
"""

import math
from typing import Any, cast

from fleetdesk.domain import events as ev
from fleetdesk.domain import inspection as insp
from fleetdesk.domain import motor_log, trace
from fleetdesk.domain.errors import FormatError, KnownError, StorageError
from fleetdesk.services.inspection_views import (
    AmendedField,
    AmendmentView,
    AnswerGroup,
    AnswerLine,
    FileLine,
    InspectionView,
    LogLine,
    PlotLine,
)
from fleetdesk.services.inspection_words import OUTCOMES, TITLES, value_text
from fleetdesk.services.services_done import ServiceLog
from fleetdesk.services.views import Moment, Text, Tone
from fleetdesk.sqlite import Connection
from fleetdesk.storage.blobs import Blobs
from fleetdesk.storage.queries import inspections, registry

MOST_POINTS = 1_500
"""Points of a curve: more than a page of paper shows."""


def detail(connection: Connection, blobs: Blobs, line: LogLine, services: ServiceLog) -> InspectionView:
    """Raises KnownError when it cannot be read any more."""
    event = inspections.signed(connection, line.id)
    payload = event.payload
    assert isinstance(payload, ev.InspectionSigned)
    known = registry.template(connection, payload.template, payload.template_version)
    shape = insp.parse_template(known.body) if known else None
    zone = line.signed_at.zone
    amended = inspections.amendments(connection, payload.device, line.id)
    items = {item.id: item for item in shape.items()} if shape else {}
    changed = {name for _, amendment in amended for name in amendment.values}
    photos = [blob for blob in payload.blobs if str(blob.get("media_type", "")).startswith("image/")]
    lines = [_answer(row, items.get(str(row.get("item"))), zone, photos, changed) for row in payload.answers]
    device = registry.device(connection, line.device)
    module = registry.module(connection, payload.module) if payload.module else None
    store = registry.store(connection, line.store) if line.store else None
    option = next((v for v in shape.verdicts if v.id == payload.verdict), None) if shape else None
    return InspectionView(
        line=line, template_title=known.title if known else _round_title(payload.template),
        template=payload.template, template_version=payload.template_version,
        started_at=Moment(payload.started_at, zone), address=store.address if store else "",
        asset_tag=(device.asset_tag or "") if device else "", module=module.serial if module else "",
        role=str(payload.signer.get("role", "")), note=payload.note,
        groups=_groups(shape, lines), services=services.proven_by(connection, line.device, line.id),
        files=tuple(_file(blobs, blob) for blob in payload.blobs),
        amendments=tuple(_amendment(e.id, a, items, zone) for e, a in amended),
        plots=_plots(blobs, payload, items), signature=payload.signature, public_key=payload.public_key,
        actions=option.actions if option else (),
        owed=tuple(items[name].title if name in items else name for name in payload.owed),
    )  # fmt: skip


def _round_title(template: str) -> str:
    return TITLES["round"] if template == "service-round" else template.replace("-", " ").capitalize()


def _groups(shape: insp.Template | None, lines: list[AnswerLine]) -> tuple[AnswerGroup, ...]:
    left = {line.item: line for line in lines}
    groups: list[AnswerGroup] = []
    for section in shape.sections if shape else ():
        found = tuple(left.pop(item.id) for item in section.items if item.id in left)
        if found:
            groups.append(AnswerGroup(section.title, found))
    if left:
        groups.append(AnswerGroup(TITLES["other"] if groups else TITLES["answers"], tuple(left.values())))
    return tuple(groups)


def _answer(
    row: dict[str, Any], item: insp.Item | None, zone: str, photos: list[dict[str, Any]], changed: set[str]
) -> AnswerLine:
    name = str(row.get("item", ""))
    outcome = str(row.get("outcome", ""))
    words, tone = _outcome(outcome, item)
    taken_at = row.get("taken_at")
    note = str(row.get("note", ""))
    title = item.title if item else note if "source" not in row and note else name.replace("_", " ").capitalize()
    return AnswerLine(
        name, title, words, tone, row.get("value"), item.unit if item else "", item.scale if item else 0,
        item.low if item else None, item.high if item else None, str(row.get("source", "person")),
        "" if note == title else note, Moment(str(taken_at), zone) if taken_at else None,
        tuple(str(p["sha256"]) for p in photos if p.get("item") == name), f"answers.{name}" in changed,
    )  # fmt: skip


def _outcome(outcome: str, item: insp.Item | None) -> tuple[Text, Tone]:
    if outcome in OUTCOMES:
        words, tone = OUTCOMES[outcome]
        return Text(words), tone
    option = next((o for o in item.options if o.id == outcome), None) if item else None
    return Text("{outcome}", {"outcome": option.title if option else outcome}), Tone.IDLE


def _file(blobs: Blobs, blob: dict[str, Any]) -> FileLine:
    sha256 = str(blob.get("sha256", ""))
    try:
        here = blobs.has(sha256)
    except ValueError:
        here = False
    return FileLine(
        str(blob.get("role", "")), sha256, str(blob.get("media_type", "")), int(blob.get("size", 0)),
        str(blob.get("item") or ""), here,
    )  # fmt: skip


def _amendment(event: str, payload: ev.InspectionAmended, items: dict[str, insp.Item], zone: str) -> AmendmentView:
    fields = tuple(
        AmendedField(_field_title(name, items), _said(name, payload.before.get(name), items), _said(name, value, items))
        for name, value in payload.values.items()
    )
    return AmendmentView(
        event, Moment(payload.amended_at or "", zone), str(payload.signer.get("name", "")),
        str(payload.signer.get("staff_number", "")), payload.reason, fields,
    )  # fmt: skip


def _field_title(name: str, items: dict[str, insp.Item]) -> str:
    item = items.get(name.removeprefix("answers."))
    return item.title if item else TITLES.get(name, name.removeprefix("answers.").replace("_", " "))


def _said(name: str, value: Any, items: dict[str, insp.Item]) -> str:
    if value is None or value == "":
        return "nothing"
    if isinstance(value, dict):
        line = _answer(cast("dict[str, Any]", value), items.get(name.removeprefix("answers.")), "UTC", [], set())
        return line.note if line.note and line.value is None and str(line.outcome) == "Noted" else value_text(line)
    return str(value).replace("_", " ")


# -- curves -----------------------------------------------------------------------------------------------------------


def _plots(blobs: Blobs, payload: ev.InspectionSigned, items: dict[str, insp.Item]) -> tuple[PlotLine, ...]:
    limit = next((item for item in items.values() if item.source == "gauge.motor_ma"), None)
    found: list[PlotLine] = []
    for blob in payload.blobs:
        read = {"trace": _traced, "motor_log": _logged}.get(str(blob.get("role", "")))
        if read is None:
            continue
        try:
            line = read(blobs.get(str(blob["sha256"])), limit)
        except (FormatError, StorageError, KnownError, ValueError):
            continue  # absent or damaged: the list of files and the seal say so
        if line is not None:
            found.append(line)
    return tuple(found)


def _traced(data: bytes, limit: insp.Item | None) -> PlotLine | None:
    read = trace.parse(data)
    channels = [place for place, channel in enumerate(read.header.channels) if channel.unit in ("A", "mA")]
    if not channels or len(read.samples) < 2:
        return None
    place = channels[0]
    channel = read.header.channels[place]
    pairs = [(at / 1000, values[place]) for at, values in read.samples]
    points = [(at, float(v) * 10.0**channel.scale) for at, v in pairs if v is not None]
    return _line(channel.label or TITLES["current"], channel.unit, points, "Recorded while it was watched.", limit)


def _logged(data: bytes, limit: insp.Item | None) -> PlotLine | None:
    log = motor_log.parse_motor_log(data)
    if len(log) < 2:
        return None
    points = [(t / 1000, ma / 1000) for t, ma in zip(log.t_ms, log.current_ma, strict=True)]
    return _line(TITLES["current"], "A", points, "Recorded by the module itself.", limit)


def _line(
    label: str, unit: str, points: list[tuple[float, float]], source: str, limit: insp.Item | None
) -> PlotLine | None:
    if len(points) < 2:
        return None
    start = points[0][0]
    kept = _thinned(points)
    bounds = [None if b is None or limit is None else b * 10.0**limit.scale for b in _bounds(limit)]
    return PlotLine(
        label, unit, tuple(at - start for at, _ in kept), tuple(value for _, value in kept), Text(source), *bounds
    )  # fmt: skip


def _bounds(limit: insp.Item | None) -> tuple[int | None, int | None]:
    return (limit.low, limit.high) if limit else (None, None)


def _thinned(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """The lowest and the highest point of each stretch, so that no peak is lost."""
    if len(points) <= MOST_POINTS:
        return points
    stretch = math.ceil(len(points) / (MOST_POINTS // 2))
    kept: list[tuple[float, float]] = []
    for start in range(0, len(points), stretch):
        part = points[start : start + stretch]
        kept += sorted({min(part, key=lambda p: p[1]), max(part, key=lambda p: p[1])})
    return kept
