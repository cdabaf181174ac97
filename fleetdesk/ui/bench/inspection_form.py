"""The state of an inspection under way, free of Qt: what is answered, what is missing, what would be saved."""

from dataclasses import dataclass

from fleetdesk.services.bench_views import (
    DraftChange,
    InspectionDraft,
    InspectionItem,
    InspectionSection,
    ItemAnswer,
    ItemKind,
    VerdictChoice,
)
from fleetdesk.services.views import Text

VERDICT, CAUSE, NOTE, SERVICE = "@verdict", "@cause", "@note", "@service:"
"""Keys of the cards that are not items; no item id of a template can be one of them."""


@dataclass(frozen=True, slots=True)
class Missing:
    """What still has to be answered: the step it is on and its name there."""

    step: str
    item: str
    title: Text


class InspectionForm:
    """Starts from what the draft holds; every change is made here and read from here."""

    def __init__(self, draft: InspectionDraft) -> None:
        self.draft = draft
        self.answers: dict[str, ItemAnswer] = {answer.item: answer for answer in draft.answers}
        self.verdict = draft.verdict
        self.cause = draft.cause
        self.note = draft.note
        self.performed: tuple[str, ...] = draft.performed

    def choose(self, item: InspectionItem, outcome: str) -> None:
        held = self.answers.get(item.id)
        note = held.note if held else ""
        self.answers[item.id] = ItemAnswer(item.id, outcome, note=note)

    def type_reading(self, item: InspectionItem, value: int | None, taken_at: str) -> None:
        """A reading typed by hand, judged by the item's bounds; None takes it back."""
        if value is None:
            self.answers.pop(item.id, None)
            return
        self.answers[item.id] = ItemAnswer(item.id, judged(item, value), value, "typed", taken_at=taken_at)

    def write(self, item: InspectionItem, text: str) -> None:
        if text.strip():
            self.answers[item.id] = ItemAnswer(item.id, "", note=text.strip())
        else:
            self.answers.pop(item.id, None)

    def take_live(self, item: InspectionItem, value: int, taken_at: str) -> bool:
        """What a run showed; False when it changes nothing or a person typed a value, which stays."""
        held = self.answers.get(item.id)
        if held is not None and (held.source == "typed" or held.value == value):
            return False
        self.answers[item.id] = ItemAnswer(item.id, judged(item, value), value, "wired", taken_at=taken_at)
        return True

    def take_wired(self, answers: tuple[ItemAnswer, ...]) -> None:
        """Fresh readings from the cable; they replace older ones, typed ones too."""
        self.answers.update({answer.item: answer for answer in answers})

    def set_verdict(self, key: str) -> None:
        """Another verdict has other causes."""
        if key != self.verdict:
            self.verdict, self.cause = key, None

    def set_performed(self, task: str, done: bool) -> None:
        others = tuple(name for name in self.performed if name != task)
        self.performed = (*others, task) if done else others

    def chosen_verdict(self) -> VerdictChoice | None:
        return next((verdict for verdict in self.draft.verdicts if verdict.key == self.verdict), None)

    def is_answered(self, item: InspectionItem) -> bool:
        return item.id in self.answers

    def progress(self) -> tuple[int, int]:
        """(answered, of): required items, and the verdict with its cause."""
        required = [item for section in self.draft.sections for item in section.items if item.required]
        answered = sum(self.is_answered(item) for item in required)
        verdict_missing = any(missing.step == "verdict" for missing in self.missing())
        return answered + (not verdict_missing), len(required) + 1

    def section_done(self, section: InspectionSection) -> bool:
        return all(self.is_answered(item) for item in section.items if item.required)

    def missing(self) -> tuple[Missing, ...]:
        """Everything that stands between here and the signature, in order."""
        found = [
            Missing(section.id, item.id, item.title)
            for section in self.draft.sections
            for item in section.items
            if item.required and not self.is_answered(item)
        ]
        verdict = self.chosen_verdict()
        if verdict is None:
            found.append(Missing("verdict", VERDICT, Text("Verdict")))
        elif verdict.causes and self.cause is None:
            found.append(Missing("verdict", CAUSE, Text("Cause")))
        return tuple(found)

    def findings(self) -> tuple[tuple[InspectionItem, ItemAnswer], ...]:
        """The answers that are not simply fine: choices with a bad or warning tone, readings out of bounds."""
        return tuple(
            (item, self.answers[item.id])
            for section in self.draft.sections
            for item in section.items
            if item.id in self.answers and not is_fine(item, self.answers[item.id])
        )

    def change(self) -> DraftChange:
        order = [item.id for section in self.draft.sections for item in section.items]
        answers = tuple(self.answers[item] for item in order if item in self.answers)
        return DraftChange(answers, self.verdict, self.cause, self.note.strip(), self.performed)


def judged(item: InspectionItem, value: int) -> str:
    """ok | low | high, by the item's bounds."""
    if item.low is not None and value < item.low:
        return "low"
    return "high" if item.high is not None and value > item.high else "ok"


def is_fine(item: InspectionItem, answer: ItemAnswer) -> bool:
    if item.kind is ItemKind.READING:
        return answer.outcome not in ("low", "high")
    if item.kind is ItemKind.TEXT:
        return True
    tone = next((choice.tone for choice in item.choices if choice.key == answer.outcome), None)
    return tone is None or tone.value in ("ok", "idle")
