"""Between an inspection as the domain has it and the form on the screen; and the draft's bytes on disk."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from fleetdesk.domain import inspection as insp
from fleetdesk.domain.errors import StorageError
from fleetdesk.services.bench_views import (
    InspectionItem,
    InspectionSection,
    ItemAnswer,
    ItemChoice,
    ItemKind,
    VerdictChoice,
)
from fleetdesk.services.views import NOTHING, Text, Tone

PASS_FAIL = (
    ItemChoice("pass", Text("Pass"), Tone.OK),
    ItemChoice("flag", Text("Flag"), Tone.WARN),
    ItemChoice("fail", Text("Fail"), Tone.BAD),
    ItemChoice("not_applicable", Text("Not applicable"), Tone.IDLE),
)
VERDICT_TONES = {"healthy": Tone.OK, "connectivity": Tone.WARN, "mechanical": Tone.BAD}


class DraftBody(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is kept of an unsigned inspection beside its device and template."""

    answers: tuple[insp.Answer, ...] = ()
    verdict: str | None = None
    cause: str | None = None
    note: str = ""
    performed: tuple[str, ...] = ()
    port: str | None = None
    photos: tuple[insp.Photo, ...] = ()
    position: str = ""
    language: str = ""
    facts: dict[str, str] = {}


def encode_draft(body: DraftBody) -> bytes:
    return msgspec.json.encode(body)


def decode_draft(content: bytes) -> DraftBody:
    """Raises StorageError for bytes that are no draft."""
    try:
        return msgspec.json.decode(content, type=DraftBody)
    except msgspec.DecodeError as error:
        raise StorageError(
            "An unsigned inspection cannot be read.", str(error), "Discard it and start anew."
        ) from error


def merged(
    before: Iterable[insp.Answer], new: Sequence[insp.Answer], *, keep_typed: bool = False
) -> tuple[insp.Answer, ...]:
    """`new` answers replace those of the same items; with `keep_typed` what a person answered stays."""
    result = {answer.item: answer for answer in before}
    for answer in new:
        known = result.get(answer.item)
        if not (keep_typed and known is not None and known.source != "wired"):
            result[answer.item] = answer
    return tuple(result.values())


def form(answer: insp.Answer, item: insp.Item | None = None) -> dict[str, Any]:
    """The answer as the signed payload carries it, a number with its unit and scale; empty parts are left out."""
    parts: dict[str, Any] = {"item": answer.item, "outcome": answer.outcome, "source": answer.source}
    if answer.value is not None:
        parts["value"] = answer.value
        if item is not None and item.unit:
            parts["unit"] = item.unit
        if item is not None and item.scale:
            parts["scale"] = item.scale
    if answer.note:
        parts["note"] = answer.note
    if answer.taken_at is not None:
        parts["taken_at"] = answer.taken_at
    return parts


def to_view(answer: insp.Answer) -> ItemAnswer:
    """Text that a device said (its firmware, its gateway) stands in `note`, numbers in `value`."""
    number = answer.value if isinstance(answer.value, int) else None
    note = answer.value if isinstance(answer.value, str) else answer.note
    return ItemAnswer(answer.item, answer.outcome, number, answer.source, note, answer.taken_at)


def from_view(answer: ItemAnswer) -> insp.Answer:
    if answer.source in ("wired", "typed") and answer.value is None and answer.note:
        return insp.Answer(answer.item, answer.outcome, answer.note, answer.source, "", answer.taken_at)
    return insp.Answer(answer.item, answer.outcome, answer.value, answer.source, answer.note, answer.taken_at)


def words(text: str) -> Text:
    """A text of a template, which is in the wanted language already and never a pattern."""
    return Text("{words}", {"words": text}) if text else NOTHING


def sections(
    template: insp.Template, last: Mapping[str, insp.Answer], expected: Mapping[str, str]
) -> tuple[InspectionSection, ...]:
    """What the page asks. Services and the signature have places of their own on it. `last` {item: answer of the last
    inspection}: offered for circumstances only; `expected` as in `Case.expected`."""
    asked: list[InspectionSection] = []
    for section in template.sections:
        shown = (i for i in section.items if i.kind != "signature" and i.task is None and i.id != "note")
        items = tuple(_item(item, last.get(item.id), expected) for item in shown)
        if items:
            asked.append(InspectionSection(section.id, words(section.title), items, section.pass_all))
    return tuple(asked)


KINDS = {"reading": ItemKind.READING, "number": ItemKind.READING, "text": ItemKind.TEXT, "photo": ItemKind.PHOTO}
FINDINGS = {"flag": Tone.WARN, "fail": Tone.BAD}


def _item(item: insp.Item, last: insp.Answer | None, expected: Mapping[str, str]) -> InspectionItem:
    kind = KINDS.get(item.kind, ItemKind.CHOICE)
    choices = PASS_FAIL if item.kind == "pass_fail" else ()
    if item.kind == "choice":
        choices = tuple(
            ItemChoice(option.id, words(option.title), FINDINGS.get(option.finding, Tone.IDLE))
            for option in item.options
        )
    return InspectionItem(
        item.id, words(item.title), words(item.help), kind, choices, item.required, item.unit,
        item.scale, item.low, item.high, item.source == "gauge.motor_ma", item.ask_if, item.photo_if, item.picture,
        item.kind == "pass_fail", bool(item.source), item.source.startswith(("identity.", "setting.")),
        expected.get(item.expect, ""),
        to_view(last) if last is not None and item.same_as_last else None,
    )  # fmt: skip


def verdicts(template: insp.Template) -> tuple[VerdictChoice, ...]:
    causes = tuple(ItemChoice(cause.id, words(cause.title)) for cause in template.causes)
    return tuple(
        VerdictChoice(
            option.id, words(option.title), words(option.help), VERDICT_TONES.get(option.id, Tone.IDLE),
            () if option.cause == "none" else causes, option.cause == "required",
        )
        for option in template.verdicts
    )  # fmt: skip
