"""An inspection template as values: sections, items, verdicts, causes, and the texts of other languages inside it.

Templates are `seeds/templates/*.toml` bodies carried by template.published events; `parse_template` turns one into
values and says what is wrong with it. seeds/README.md describes the keys.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, cast

from fleetdesk.domain.errors import FormatError
from fleetdesk.domain.inspection_asked import Condition


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


ITEM_KINDS = ("pass_fail", "choice", "reading", "number", "text", "photo", "signature")
OUTCOMES = ("pass", "flag", "fail", "not_applicable")
READING_OUTCOMES = ("ok", "low", "high", "differs", "noted")
FACTS = ("category", "model", "state", "cable")
"""What a condition may ask of the device: its category and model key, online | offline | unknown, cable yes | no."""


@dataclass(frozen=True, slots=True)
class Choice:
    """`finding` flag | fail for an option that is one, "" for a plain answer."""

    id: str
    title: str
    finding: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One question. `low` and `high` bound the raw value (value * 10**scale is in `unit`); `task` is the due service
    that a pass proves; `when_due` items appear only while that task is due; `ask_if` must all hold, its section's too.

    `photo_if` are the outcomes that need a photo; `picture` names a shipped instruction picture; `same_as_last` offers
    the last inspection's answer: of circumstances only, never of a judgement.
    """

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
    ask_if: tuple[Condition, ...] = ()
    photo_if: tuple[str, ...] = ()
    picture: str = ""
    same_as_last: bool = False


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


def purpose(body: Mapping[str, Any]) -> str:
    """inspection | audit: an audit is begun by name, the inspection is what a category is inspected by."""
    return str(body.get("purpose", "inspection"))


# -- texts of other languages ------------------------------------------------------------------------------------------


def localised(title: str, body: Mapping[str, Any], language: str) -> tuple[str, dict[str, Any]]:
    """Title and body in `language` ("es_MX" takes "es"); what a language does not say stays English."""
    texts = _texts_for(body, language)
    result = cast("dict[str, Any]", _copied(dict(body)))
    if not texts:
        return title, result
    for place, key, name in text_places(result):
        if name in texts:
            place[key] = texts[name]
    return str(texts.get("title", title)), result


def text_places(body: Mapping[str, Any]) -> Iterator[tuple[dict[str, Any], str, str]]:
    """Every English text of a body: the table that holds it, its key there, and its name in `[texts.LANGUAGE]`."""
    for section in _each(body, "sections"):
        yield section, "title", f"section.{section.get('id')}"
        for item in _each(section, "items"):
            name = f"item.{item.get('id')}"
            yield item, "title", name
            if item.get("help"):
                yield item, "help", f"{name}.help"
            for option in _each(item, "options"):
                yield option, "title", f"{name}.{option.get('id')}"
    for verdict in _each(body, "verdicts"):
        yield verdict, "title", f"verdict.{verdict.get('id')}"
        yield verdict, "help", f"verdict.{verdict.get('id')}.help"
        if verdict.get("actions"):
            yield verdict, "actions", f"verdict.{verdict.get('id')}.actions"
    for cause in _each(body, "causes"):
        yield cause, "title", f"cause.{cause.get('id')}"
        yield cause, "help", f"cause.{cause.get('id')}.help"


def _texts_for(body: Mapping[str, Any], language: str) -> Mapping[str, Any]:
    texts = cast("Mapping[str, Mapping[str, Any]]", body.get("texts") or {})
    return texts.get(language) or texts.get(language.partition("_")[0]) or {}


def _each(table: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
    found = table.get(key)
    rows = cast("list[object]", found) if isinstance(found, list) else []
    return [cast("dict[str, Any]", row) for row in rows if isinstance(row, dict)]


def _copied(value: object) -> object:
    if isinstance(value, dict):
        return {key: _copied(part) for key, part in cast("dict[str, object]", value).items()}
    return [_copied(part) for part in cast("list[object]", value)] if isinstance(value, list | tuple) else value


# -- parts -------------------------------------------------------------------------------------------------------------


def _section(raw: Mapping[str, Any], place: str) -> Section:
    conditions = _conditions(raw, place)
    items = tuple(_item(item, f"{place}.items[{n}]", conditions) for n, item in enumerate(_tables(raw, "items", place)))
    return Section(_text(raw, "id", place), _text(raw, "title", place), items, bool(raw.get("pass_all", False)))


def _item(raw: Mapping[str, Any], place: str, of_section: tuple[Condition, ...]) -> Item:
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
        tuple(_option(option, place) for option in raw.get("options", ())),
        bool(raw.get("required", True)),
        raw.get("task"),
        raw.get("shown") == "when_due",
        str(raw.get("expect", "")),
        (*of_section, *_conditions(raw, place)),
        tuple(str(outcome) for outcome in raw.get("photo_if", ())),
        str(raw.get("picture", "")),
        bool(raw.get("same_as_last", False)),
    )


def _option(raw: object, place: str) -> Choice:
    """A table, or (as the first templates had it) a text that is its own id."""
    if isinstance(raw, str) and raw:
        return Choice(raw, raw)
    if not isinstance(raw, dict):
        raise FormatError(f"{place}.options: expected tables with id and title")
    table = cast("Mapping[str, Any]", raw)
    return Choice(_text(table, "id", place), _text(table, "title", place), str(table.get("finding", "")))


def _conditions(raw: Mapping[str, Any], place: str) -> tuple[Condition, ...]:
    found: list[Condition] = []
    for number, table in enumerate(_each(raw, "ask_if")):
        named = [key for key in ("item", "fact", "verdict") if key in table]
        if len(named) != 1:
            raise FormatError(f"{place}.ask_if[{number}]: expected one of item, fact, verdict")
        about = named[0]
        values = table[about] if about == "verdict" else table.get("is", table.get("is_not", ()))
        name = "" if about == "verdict" else str(table[about])
        found.append(Condition(about, name, tuple(str(value) for value in values), "is_not" in table))
    return tuple(found)


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
