"""Between an inspection as the domain has it and the form on the screen; and the draft's bytes on disk."""

from collections.abc import Iterable, Sequence
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


def form(answer: insp.Answer) -> dict[str, Any]:
    """The answer as the signed payload carries it; empty parts are left out."""
    parts: dict[str, Any] = {"item": answer.item, "outcome": answer.outcome, "source": answer.source}
    if answer.value is not None:
        parts["value"] = answer.value
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
    if answer.source == "wired" and answer.value is None and answer.note:
        return insp.Answer(answer.item, answer.outcome, answer.note, "wired", "", answer.taken_at)
    return insp.Answer(answer.item, answer.outcome, answer.value, answer.source, answer.note, answer.taken_at)


def sections(template: insp.Template) -> tuple[InspectionSection, ...]:
    """What the page asks. Services and the signature have places of their own on it."""
    asked: list[InspectionSection] = []
    for section in template.sections:
        items = tuple(_item(i) for i in section.items if i.kind != "signature" and i.task is None and i.id != "note")
        if items:
            asked.append(InspectionSection(section.id, Text(section.title), items, section.pass_all))
    return tuple(asked)


def _item(item: insp.Item) -> InspectionItem:
    kind, choices = ItemKind.CHOICE, PASS_FAIL
    if item.kind in ("reading", "number"):
        kind, choices = ItemKind.READING, ()
    elif item.kind == "text":
        kind, choices = ItemKind.TEXT, ()
    elif item.kind == "choice":
        choices = tuple(ItemChoice(option.id, Text(option.title)) for option in item.options)
    return InspectionItem(
        item.id, Text(item.title), Text(item.help) if item.help else NOTHING, kind, choices, item.required, item.unit,
        item.scale, item.low, item.high, item.source == "gauge.motor_ma",
    )  # fmt: skip


def verdicts(template: insp.Template) -> tuple[VerdictChoice, ...]:
    causes = tuple(ItemChoice(cause.id, Text(cause.title)) for cause in template.causes)
    return tuple(
        VerdictChoice(
            option.id, Text(option.title), Text(option.help), VERDICT_TONES.get(option.id, Tone.IDLE),
            () if option.cause == "none" else causes,
        )
        for option in template.verdicts
    )  # fmt: skip
