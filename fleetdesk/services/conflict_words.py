"""Conflicts as stories: who recorded what, when and where, on both sides, and what there is to choose."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from fleetdesk.domain.fleet import subject_parts
from fleetdesk.domain.retirement import EDITED, FITTED, INSPECTED
from fleetdesk.services.model_names import ModelNames
from fleetdesk.services.record import WORKSTATION
from fleetdesk.services.views import NOTHING, Text, Timed, Value
from fleetdesk.sqlite import Connection
from fleetdesk.storage.queries import registry
from fleetdesk.storage.queries.conflicts import StoredConflict, StoredSide

IN_TWO, PLAN, FIELD = "module in two devices", "plan", "field"
MERGED = ("merged into each other", "merged into two devices")


@dataclass(frozen=True, slots=True)
class ConflictSide:
    """`event` is what a choice names; `choice` the words on its button; `holds` now."""

    event: str
    words: Text
    choice: Text
    holds: bool
    mine: bool


@dataclass(frozen=True, slots=True)
class ConflictStory:
    """`decided` says who chose what and why, empty while it is open; `device` whose history tells more."""

    id: str
    title: Text
    sides: tuple[ConflictSide, ...]
    question: Text
    decided: Text = NOTHING
    device: str | None = None


_FIELDS = {
    "asset_tag": Text("Asset tag"), "store": Text("Store"), "status": Text("Status"), "notes": Text("Notes"),
    "supplier": Text("Supplier"), "gateway": Text("Gateway"), "serial": Text("Serial"),
    "module serial": Text("Serial"), "name": Text("Name"), "address": Text("Address"),
    "opening_hours": Text("Opening hours"), "time_zone": Text("Time zone"), "alternate": Text("Second supplier"),
    "safety_stock": Text("Safety stock"),
}  # fmt: skip
_SAID = {
    (IN_TWO, True): Text("You recorded module {module} in {device} on {at}."),
    (IN_TWO, False): Text("{who} recorded module {module} in {device} on {at}."),
    (FIELD, True): Text("You wrote {value} on {at}."),
    (FIELD, False): Text("{who} wrote {value} on {at}."),
    ("store", True): Text("You recorded {about} in {value} on {at}."),
    ("store", False): Text("{who} recorded {about} in {value} on {at}."),
    (PLAN, True): Text("You set it to every {value} on {at}."),
    (PLAN, False): Text("{who} set it to every {value} on {at}."),
    (MERGED[0], True): Text("You said on {at} that it is the same unit as {device}."),
    (MERGED[0], False): Text("{who} said on {at} that it is the same unit as {device}."),
    ("retired", True): Text("You retired {about} on {at}."),
    ("retired", False): Text("{who} retired {about} on {at}."),
    (INSPECTED, True): Text("You inspected {about} on {at}."),
    (INSPECTED, False): Text("{who} inspected {about} on {at}."),
    (FITTED, True): Text("You fitted a module in {about} on {at}."),
    (FITTED, False): Text("{who} fitted a module in {about} on {at}."),
    (EDITED, True): Text("You edited {about} on {at}, not knowing that: {value}."),
    (EDITED, False): Text("{who} edited {about} on {at}, not knowing that: {value}."),
}
_SAID_WHERE = {
    (IN_TWO, True): Text("You recorded module {module} in {device} on {at} in {place}."),
    (IN_TWO, False): Text("{who} recorded module {module} in {device} on {at} in {place}."),
    (INSPECTED, True): Text("You inspected {about} on {at} in {place}."),
    (INSPECTED, False): Text("{who} inspected {about} on {at} in {place}."),
    (FITTED, True): Text("You fitted a module in {about} on {at} in {place}."),
    (FITTED, False): Text("{who} fitted a module in {about} on {at} in {place}."),
}
_TITLES = {
    IN_TWO: Text("Module {about} cannot be in two devices"),
    FIELD: Text("{field} of {about}"),
    PLAN: Text("The plan {field}"),
    MERGED[0]: Text("Which unit {about} is"),
    INSPECTED: Text("{about} was inspected although it was retired"),
    FITTED: Text("A module was fitted in {about} although it was retired"),
    EDITED: Text("{about} was edited although it was retired"),
}
_QUESTIONS = {
    IN_TWO: Text("Which one holds it now?"),
    FIELD: Text("Which one is right?"),
    "store": Text("Which store is it in?"),
    PLAN: Text("Which interval holds?"),
    MERGED[0]: Text("Which unit is it?"),
    "retired": Text("Is it retired, or in use?"),
}


class ConflictWords:
    """Tells stored conflicts, within one read of the database. `zone` where no store says another."""

    def __init__(self, connection: Connection, names: ModelNames, zone: str) -> None:
        self._connection = connection
        self._names = names
        self._zone = zone

    def story(self, conflict: StoredConflict) -> ConflictStory:
        about = self._named(conflict.subject)
        values: dict[str, Value] = {"about": about, "field": self._field(conflict)}
        held = _held(conflict)
        sides = tuple(
            self._side(conflict, side, place, values, side.event == held) for place, side in enumerate(conflict.sides)
        )
        kind = _kind(conflict)
        question = _QUESTIONS.get("retired" if kind in (INSPECTED, FITTED, EDITED) else _spoken(conflict, 0))
        device = subject_parts(conflict.subject)[1] if conflict.subject.startswith("device:") else None
        return ConflictStory(
            conflict.id, replace(_TITLES[kind], values=values), sides, question or _QUESTIONS[kind],
            self._decided(conflict), device,
        )  # fmt: skip

    def _side(
        self, conflict: StoredConflict, side: StoredSide, place: int, values: Mapping[str, Value], holds: bool
    ) -> ConflictSide:
        store = registry.store(self._connection, side.store) if side.store else None
        said: dict[str, Value] = {
            **values,
            "who": self._person(side.actor),
            "at": Timed(side.at, store.time_zone if store else self._zone),
            "value": self._value(conflict, side.value),
            "place": store.name if store else side.store or "",
            "module": str(values["about"]),
            "device": self._named(f"device:{side.value}") if _kind(conflict) in (IN_TWO, *MERGED) else "",
        }
        key = (_spoken(conflict, place), side.own)
        template = (side.store and _SAID_WHERE.get(key)) or _SAID[key]
        choice = replace(self._choice(conflict, place), values=said)
        return ConflictSide(side.event, replace(template, values=said), choice, holds, side.own)

    def _choice(self, conflict: StoredConflict, place: int) -> Text:
        match _kind(conflict):
            case "module in two devices":
                return Text("{device} holds it")
            case "merged into each other":
                return Text("It is {device}")
            case "plan":
                return Text("Every {value}")
            case "field":
                return Text("{value}")
            case _:
                return Text("It is in use") if place else Text("It is retired")

    def _decided(self, conflict: StoredConflict) -> Text:
        if not conflict.choices:
            return NOTHING
        last = conflict.choices[-1]
        who, at = self._person(last.actor), Timed(last.at, self._zone)
        return Text("{who} chose on {at}: {reason}", {"who": who, "at": at, "reason": last.reason})

    def _value(self, conflict: StoredConflict, value: object) -> Value:
        if value is None or value == "":
            return "-"
        if conflict.field == "store":
            store = registry.store(self._connection, str(value))
            return store.name if store else str(value)
        if conflict.field == "gateway":
            return self._named(f"device:{value}")
        if conflict.field == "status":
            return self._names.status(str(value))
        return value if isinstance(value, int) and not isinstance(value, bool) else str(value)

    def _field(self, conflict: StoredConflict) -> Value:
        known = _FIELDS.get(conflict.field)
        return conflict.field if known is None else known

    def _named(self, subject: str) -> str:
        """What people call it."""
        family, name = subject_parts(subject)
        if family == "device":
            known = registry.device(self._connection, name)
            return (known.serial or known.asset_tag or name) if known else name
        if family == "module":
            module = registry.module(self._connection, name)
            return module.serial if module else name
        if family == "store":
            store = registry.store(self._connection, name)
            return store.name if store else name
        return name

    def _person(self, actor: str) -> str:
        return registry.person_name(self._connection, actor) or ("Fleetdesk" if actor == WORKSTATION else actor)


def _kind(conflict: StoredConflict) -> str:
    """The kinds that are told alike under one name; a kind of a newer Fleetdesk as a field."""
    kind = MERGED[0] if conflict.kind in MERGED else conflict.kind
    return kind if kind in _TITLES else FIELD


def _spoken(conflict: StoredConflict, place: int) -> str:
    kind = _kind(conflict)
    if kind in (INSPECTED, FITTED, EDITED):
        return kind if place else "retired"
    return "store" if kind == FIELD and conflict.field == "store" else kind


def _held(conflict: StoredConflict) -> str:
    """The side that holds: the chosen one; else a retirement, the first of two merges in a circle, the later one."""
    events = [side.event for side in conflict.sides]
    if conflict.choices and conflict.choices[-1].side in events:
        return conflict.choices[-1].side
    first_holds = conflict.kind in (INSPECTED, FITTED, EDITED, MERGED[0])
    return events[0 if first_holds else -1]
