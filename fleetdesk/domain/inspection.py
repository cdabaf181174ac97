"""An inspection as data: what a template asks, what may be answered, what is still missing before it can be signed.

Templates are `seeds/templates/*.toml` bodies carried by template.published events; `parse_template` turns one into
values and says what is wrong with it. Readings fill themselves in from a snapshot by an item's `source`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, cast

from fleetdesk.domain.errors import FormatError
from fleetdesk.domain.snapshot import Snapshot


class Verdict(StrEnum):
    """What the inspection found (fleet facts, recommendation R1)."""

    HEALTHY = "healthy"
    CONNECTIVITY = "connectivity"
    MECHANICAL = "mechanical"


class Cause(StrEnum):
    """The five hypotheses why a blender is silent."""

    RADIO_RANGE = "radio_range"
    BATTERY_POWER = "battery_power"
    FIRMWARE = "firmware"
    MODULE_DAMAGE = "module_damage"
    GATEWAY_CASCADE = "gateway_cascade"


ITEM_KINDS = ("pass_fail", "choice", "reading", "number", "text", "signature")
OUTCOMES = ("pass", "flag", "fail", "not_applicable")


@dataclass(frozen=True, slots=True)
class Choice:
    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Item:
    """One question. `low` and `high` bound the raw value (value * 10**scale is in `unit`); `task` is the due service
    that a pass proves; `when_due` items appear only while that task is due."""

    id: str
    title: str
    kind: str
    help: str = ""
    source: str = ""
    unit: str = ""
    scale: int = 0
    low: int | None = None
    high: int | None = None
    options: tuple[Choice, ...] = ()
    required: bool = True
    task: str | None = None
    when_due: bool = False
    expect: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    id: str
    title: str
    items: tuple[Item, ...]
    pass_all: bool = False
    """One tap passes what is not answered yet."""


@dataclass(frozen=True, slots=True)
class VerdictOption:
    """`cause` none | optional | required."""

    id: str
    title: str
    help: str
    cause: str
    actions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Template:
    sections: tuple[Section, ...]
    verdicts: tuple[VerdictOption, ...]
    causes: tuple[Choice, ...]
    cause_help: Mapping[str, str] = field(default_factory=dict[str, str])

    def items(self) -> list[Item]:
        return [item for section in self.sections for item in section.items]


@dataclass(frozen=True, slots=True)
class Answer:
    """`outcome` pass | flag | fail | not_applicable, a choice's id, or ok | low | high | differs | noted for readings.

    `value` a raw integer or text; `source` wired | typed | person; `taken_at` when the device showed the value.
    """

    item: str
    outcome: str
    value: int | str | None = None
    source: str = "person"
    note: str = ""
    taken_at: str | None = None


def parse_template(body: Mapping[str, Any]) -> Template:
    """Raises FormatError naming the place when the body is no template."""
    sections = tuple(_section(raw, f"sections[{n}]") for n, raw in enumerate(_tables(body, "sections", "template")))
    verdicts = tuple(_verdict(raw, f"verdicts[{n}]") for n, raw in enumerate(_tables(body, "verdicts", "template")))
    causes = _tables(body, "causes", "template")
    return Template(
        sections,
        verdicts,
        tuple(Choice(_text(raw, "id", "causes"), _text(raw, "title", "causes")) for raw in causes),
        {_text(raw, "id", "causes"): str(raw.get("help", "")) for raw in causes},
    )


def _section(raw: Mapping[str, Any], place: str) -> Section:
    items = tuple(_item(item, f"{place}.items[{n}]") for n, item in enumerate(_tables(raw, "items", place)))
    return Section(_text(raw, "id", place), _text(raw, "title", place), items, bool(raw.get("pass_all", False)))


def _item(raw: Mapping[str, Any], place: str) -> Item:
    kind = _text(raw, "kind", place)
    if kind not in ITEM_KINDS:
        raise FormatError(f"{place}.kind: {kind!r}; expected one of {', '.join(ITEM_KINDS)}")
    return Item(
        _text(raw, "id", place),
        _text(raw, "title", place),
        kind,
        str(raw.get("help", "")),
        str(raw.get("source", "")),
        str(raw.get("unit", "")),
        int(raw.get("scale", 0)),
        raw.get("low"),
        raw.get("high"),
        tuple(Choice(_text(o, "id", place), _text(o, "title", place)) for o in raw.get("options", ())),
        bool(raw.get("required", True)),
        raw.get("task"),
        raw.get("shown") == "when_due",
        str(raw.get("expect", "")),
    )


def _verdict(raw: Mapping[str, Any], place: str) -> VerdictOption:
    verdict = _text(raw, "id", place)
    if verdict not in set(Verdict):
        raise FormatError(f"{place}.id: {verdict!r}; expected one of {', '.join(Verdict)}")
    return VerdictOption(
        verdict, _text(raw, "title", place), str(raw.get("help", "")), str(raw.get("cause", "optional")),
        tuple(raw.get("actions", ())),
    )  # fmt: skip


def _tables(raw: Mapping[str, Any], key: str, place: str) -> list[Mapping[str, Any]]:
    found = raw.get(key)
    if not isinstance(found, list) or not all(isinstance(part, dict) for part in cast("list[object]", found)):
        raise FormatError(f"{place}.{key}: expected a list of tables")
    return cast("list[Mapping[str, Any]]", found)


def _text(raw: Mapping[str, Any], key: str, place: str) -> str:
    value = raw.get(key)
    if not isinstance(value, str) or not value:
        raise FormatError(f"{place}.{key}: expected a text")
    return value


def visible_items(template: Template, due: Sequence[str]) -> list[Item]:
    """The items that are asked now: those of a service only while its task is due; the signature is asked last."""
    return [i for i in template.items() if i.kind != "signature" and (not i.when_due or i.task in due)]


def fill(item: Item, snapshot: Snapshot, expected: Mapping[str, str]) -> Answer | None:
    """The answer that the cable gives, or None when it cannot.

    `expected` {"registry.gateway": serial ...} for items that compare with the registry.
    """
    family, _, name = item.source.partition(".")
    value: int | str | None = None
    match family:
        case "gauge":
            gauge = snapshot.gauge(name)
            value = gauge.value if gauge else None
        case "counter":
            value = snapshot.counters.get(name)
        case "setting":
            value = snapshot.settings.get(name)
        case "identity":
            value = {"firmware": snapshot.identity.firmware, "serial": snapshot.identity.serial}.get(name)
        case "link":
            return Answer(item.id, "pass", None, "wired", "", snapshot.taken_at)
        case _:
            return None
    if value is None:
        return None
    return Answer(item.id, judge(item, value, expected), value, "wired", "", snapshot.taken_at)


def judge(item: Item, value: int | str, expected: Mapping[str, str]) -> str:
    """ok | low | high for a bounded number, ok | differs for what the registry expects, else noted."""
    if isinstance(value, int):
        if item.low is not None and value < item.low:
            return "low"
        if item.high is not None and value > item.high:
            return "high"
        return "ok" if item.low is not None or item.high is not None else "noted"
    if item.expect and item.expect in expected:
        return "ok" if expected[item.expect] == value else "differs"
    return "noted"


def missing(template: Template, due: Sequence[str], answers: Mapping[str, Answer]) -> list[Item]:
    """The required items that have no answer yet."""
    asked = visible_items(template, due)
    return [i for i in asked if i.required and i.id not in answers]


def verdict_problem(template: Template, verdict: str | None, cause: str | None) -> str | None:
    """What is wrong with the judgement, in words for a person; None when it stands."""
    option = next((v for v in template.verdicts if v.id == verdict), None)
    if option is None:
        return "Choose a verdict: " + ", ".join(v.title for v in template.verdicts) + "."
    if cause is not None and cause not in {c.id for c in template.causes}:
        return f"{cause!r} is none of the causes of this template."
    if option.cause == "required" and cause is None:
        return f"{option.title}: choose its cause."
    if option.cause == "none" and cause is not None:
        return f"{option.title} has no cause; remove it."
    return None


def services_proven(template: Template, answers: Mapping[str, Answer], due: Sequence[str]) -> list[str]:
    """The due tasks that the answers say were done."""
    return [
        i.task for i in visible_items(template, due) if i.task and i.id in answers and answers[i.id].outcome == "pass"
    ]
