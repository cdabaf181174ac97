"""An inspection under way: what may be answered, what fills itself in, what is missing or owed before it is signed.

Readings fill themselves in from a snapshot by an item's `source`. The shape of a template is in
`inspection_template.py`, which of its questions are asked in `inspection_asked.py`.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from fleetdesk.domain.inspection_asked import asked
from fleetdesk.domain.inspection_template import ITEM_KINDS as ITEM_KINDS
from fleetdesk.domain.inspection_template import OUTCOMES as OUTCOMES
from fleetdesk.domain.inspection_template import Cause as Cause
from fleetdesk.domain.inspection_template import Choice as Choice
from fleetdesk.domain.inspection_template import Item as Item
from fleetdesk.domain.inspection_template import Section as Section
from fleetdesk.domain.inspection_template import Template as Template
from fleetdesk.domain.inspection_template import Verdict as Verdict
from fleetdesk.domain.inspection_template import VerdictOption as VerdictOption
from fleetdesk.domain.inspection_template import localised as localised
from fleetdesk.domain.inspection_template import parse_template as parse_template
from fleetdesk.domain.inspection_template import purpose as purpose
from fleetdesk.domain.snapshot import Snapshot


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


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture kept for an item, by the SHA-256 of its JPEG; `original` names the one that was drawn on."""

    item: str
    sha256: str
    size: int
    original: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """What decides which questions are asked: the answers so far, the verdict, facts about the device."""

    answers: Mapping[str, Answer] = field(default_factory=dict[str, Answer])
    verdict: str | None = None
    facts: Mapping[str, str] = field(default_factory=dict[str, str])


def visible_items(template: Template, due: Sequence[str], said: Said) -> list[Item]:
    """The items that are asked now: those of a service only while its task is due, those with conditions only while
    these hold; the signature is asked last."""
    outcomes = {item: answer.outcome for item, answer in said.answers.items()}
    found = asked(template.items(), outcomes, said.verdict, said.facts)
    return [i for i in found if i.kind != "signature" and (not i.when_due or i.task in due)]


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


def missing(template: Template, due: Sequence[str], said: Said) -> list[Item]:
    """The required items that have no answer yet. A photo is never missing: it is owed."""
    items = visible_items(template, due, said)
    return [i for i in items if i.required and i.kind != "photo" and i.id not in said.answers]


def owed(template: Template, due: Sequence[str], said: Said, photographed: Collection[str]) -> list[Item]:
    """The items whose evidence is still to come: a photo that is asked for, or that an answer's outcome calls for."""
    return [i for i in visible_items(template, due, said) if i.id not in photographed and _needs_photo(i, said)]


def _needs_photo(item: Item, said: Said) -> bool:
    answer = said.answers.get(item.id)
    if item.kind == "photo":
        return item.required
    return answer is not None and answer.outcome in item.photo_if


def not_asked(template: Template, due: Sequence[str], said: Said) -> set[str]:
    """The items of the template whose answers do not count now."""
    return {item.id for item in template.items()} - {item.id for item in visible_items(template, due, said)}


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
