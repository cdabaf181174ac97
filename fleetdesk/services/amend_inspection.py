"""A correction beside a signed inspection: who, when, which fields, old and new, and why. The original stays as it is.

An amendment is sealed by this workstation's key as the inspection was, and names the signature of the inspection that
was read, so that it cannot be laid beside another one.
"""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from fleetdesk.domain import events as ev
from fleetdesk.domain import inspection as insp
from fleetdesk.domain.errors import KnownError
from fleetdesk.domain.fleet import device_subject
from fleetdesk.runtime.ids import new_id
from fleetdesk.runtime.seal import sealed
from fleetdesk.services.device_acts import checked_reason
from fleetdesk.services.record import Record
from fleetdesk.services.views import Person
from fleetdesk.sqlite import Connection
from fleetdesk.storage.queries import inspections, registry
from fleetdesk.storage.verify import verify_inspection

JUDGEMENT = ("verdict", "cause", "note")
ANSWER = "answers."


def amend(record: Record, inspection: str, typed: Mapping[str, str], reason: str, signer: Person) -> str:
    """`typed` {field: what it should say}, fields as in `ev.InspectionAmended`; an answer is an outcome, a number in
    its unit, or words. Returns the amendment's event id; then it is durable.

    Raises KnownError for no reason, an unknown field, a value that cannot be, no change, or a broken seal.
    """
    why = checked_reason(reason)
    if not signer.name.strip() or not signer.staff_number.strip():
        raise KnownError("An amendment is signed: it needs a name and a staff number.", "", "Enter both.")
    event = new_id()

    def work(connection: Connection) -> None:
        seal = verify_inspection(connection, inspection)
        if not seal.ok:
            raise KnownError("This inspection cannot be amended.", f"Its seal is broken: {seal.broken}.", "")
        found = inspections.signed(connection, inspection)
        payload = found.payload
        assert isinstance(payload, ev.InspectionSigned)
        shape = _shape(connection, payload)
        current = present(payload, [p for _, p in inspections.amendments(connection, payload.device, inspection)])
        values = {name: _value(shape, current, name, text) for name, text in typed.items()}
        before = {name: current[name] for name in values}
        changed = {name: value for name, value in values.items() if value != before[name]}
        if not changed:
            raise KnownError("Nothing is different from what it says.", "", "Change a field, then sign.")
        _check_judgement(shape, {**current, **changed})
        amended = ev.InspectionAmended(
            inspection=inspection, device=payload.device, values=changed, reason=why,
            before={name: before[name] for name in changed}, amended_at=record.now(),
            signer={"name": signer.name, "staff_number": signer.staff_number, "role": signer.role},
            inspection_signature=payload.signature,
        )  # fmt: skip
        fact = sealed(record.workstation.keys, amended)
        draft = record.draft(fact, device_subject(payload.device), store=found.store, event=event)
        record.append_within(connection, [draft], signer.staff_number)

    record.change(work)
    return event


def present(payload: ev.InspectionSigned, amendments: list[ev.InspectionAmended]) -> dict[str, Any]:
    """{field: what it says after all amendments}; an answer that there is not is null."""
    said: dict[str, Any] = {ANSWER + str(row.get("item", "")): row for row in payload.answers}
    said |= {"verdict": payload.verdict, "cause": payload.cause, "note": payload.note}
    for amendment in amendments:
        said |= amendment.values
    return said


def _shape(connection: Connection, payload: ev.InspectionSigned) -> insp.Template | None:
    known = registry.template(connection, payload.template, payload.template_version)
    return insp.parse_template(known.body) if known else None


def _value(shape: insp.Template | None, current: dict[str, Any], name: str, text: str) -> Any:
    """What was typed, as the field holds it."""
    text = text.strip()
    if name in JUDGEMENT:
        return text or (None if name == "cause" else "")
    item_id = name.removeprefix(ANSWER)
    item = next((i for i in shape.items() if i.id == item_id), None) if shape else None
    if not name.startswith(ANSWER) or (item is None and name not in current):
        known = ", ".join(sorted({*current, *JUDGEMENT}))
        raise KnownError(f"This inspection has no field {name!r}.", f"It has: {known}.", "Name one of them.")
    current.setdefault(name, None)
    return _answer(item, item_id, text, current[name])


def _answer(item: insp.Item | None, item_id: str, text: str, was: dict[str, Any] | None) -> dict[str, Any]:
    """What somebody corrects is said by a person, whatever said it before."""
    if item is not None and item.kind in ("reading", "number"):
        is_text = was is not None and isinstance(was.get("value"), str)
        value: int | str = text if is_text else _raw(text, item)
        return {"item": item_id, "outcome": insp.judge(item, value, {}), "source": "typed", "value": value}
    if item is not None and item.kind == "text":
        return {"item": item_id, "outcome": "noted", "source": "person", "note": text}
    allowed = tuple(o.id for o in item.options) if item is not None and item.kind == "choice" else insp.OUTCOMES
    if text not in allowed:
        raise KnownError(f"{text!r} is no answer to {item_id}.", f"These are: {', '.join(allowed)}.", "Choose one.")
    note = {"note": was["note"]} if was and was.get("note") else {}
    return {"item": item_id, "outcome": text, "source": "person", **note}


def _raw(text: str, item: insp.Item) -> int:
    """4.12 or 4,12 A as the device counts it, 4120. Raises KnownError for no number, or one finer than it counts."""
    said = text.replace("\N{MINUS SIGN}", "-").replace(" ", "").removesuffix(item.unit)
    comma_is_point = item.scale < 0 and said.count(",") == 1 and "." not in said
    said = said.replace(",", "." if comma_is_point else "")
    try:
        scaled = Decimal(said).scaleb(-item.scale)
    except InvalidOperation:
        scaled = Decimal("NaN")
    if not scaled.is_finite():
        raise KnownError(f"{text!r} is no number.", "", f"Enter it in {item.unit or 'whole numbers'}.")
    if scaled != scaled.to_integral_value() or abs(scaled) > ev.LARGEST_INTEGER:
        raise KnownError(f"{text} is finer than it is counted.", "", f"Use {max(0, -item.scale)} decimals at most.")
    return int(scaled)


def _check_judgement(shape: insp.Template | None, said: dict[str, Any]) -> None:
    problem = insp.verdict_problem(shape, said["verdict"], said["cause"]) if shape else None
    if problem is not None:
        raise KnownError("The judgement is not complete.", problem, "Amend verdict and cause together.")
