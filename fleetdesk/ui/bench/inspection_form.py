"""The state of an inspection under way, free of Qt: what is asked, answered, missing or owed, what would be saved."""

from dataclasses import dataclass, replace

from fleetdesk.domain.inspection import Photo
from fleetdesk.domain.inspection_asked import asked
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
OWED = "owed"
"""The outcome of a photo that cannot be taken now."""


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
        self.photos: tuple[Photo, ...] = draft.photos
        self.position = draft.position
        self._wired = {answer.item: answer for answer in draft.answers if answer.source == "wired"}
        self._items = tuple(item for section in draft.sections for item in section.items)

    def asked(self) -> tuple[InspectionItem, ...]:
        """The questions that are asked now, in order."""
        outcomes = {item: answer.outcome for item, answer in self.answers.items()}
        return tuple(asked(self._items, outcomes, self.verdict, self.draft.facts))

    def asked_of(self, section: InspectionSection) -> tuple[InspectionItem, ...]:
        mine = {item.id for item in section.items}
        return tuple(item for item in self.asked() if item.id in mine)

    def choose(self, item: InspectionItem, outcome: str) -> None:
        held = self.answers.get(item.id)
        note = held.note if held else ""
        self.answers[item.id] = ItemAnswer(item.id, outcome, note=note)

    def type_reading(self, item: InspectionItem, value: int | None, taken_at: str) -> None:
        """A reading typed by hand, judged by the item's bounds; None takes it back to what the cable said."""
        if value is None:
            self.answers.pop(item.id, None)
            if item.id in self._wired:
                self.answers[item.id] = self._wired[item.id]
            return
        self.answers[item.id] = ItemAnswer(item.id, judged(item, value), value, "typed", taken_at=taken_at)

    def write(self, item: InspectionItem, text: str) -> None:
        if text.strip():
            self.answers[item.id] = ItemAnswer(item.id, "", note=text.strip())
        else:
            self.answers.pop(item.id, None)

    def type_text(self, item: InspectionItem, text: str, taken_at: str) -> None:
        """A reading that is a name or a version, as a person read it; empty takes it back."""
        plain = text.strip()
        if not plain:
            self.type_reading(item, None, taken_at)
            return
        outcome = "noted" if not item.expected else "ok" if plain == item.expected else "differs"
        self.answers[item.id] = ItemAnswer(item.id, outcome, None, "typed", plain, taken_at)

    def read_at(self, item: InspectionItem, taken_at: str) -> None:
        """When the typed value was read off the device."""
        held = self.answers.get(item.id)
        if held is not None and held.source == "typed":
            self.answers[item.id] = replace(held, taken_at=taken_at)

    def take_last(self, item: InspectionItem) -> None:
        """A circumstance is as it was at the last inspection."""
        if item.last is not None:
            self.answers[item.id] = replace(item.last, source="person")

    def owe(self, item: InspectionItem) -> None:
        """Its photo cannot be taken now."""
        self.answers[item.id] = ItemAnswer(item.id, OWED)

    def add_photo(self, photo: Photo) -> None:
        if photo in self.photos:
            return
        self.photos = (*self.photos, photo)
        item = next((item for item in self._items if item.id == photo.item), None)
        if item is not None and item.kind is ItemKind.PHOTO:
            self.answers[item.id] = ItemAnswer(item.id, "taken")

    def remove_photo(self, photo: Photo) -> None:
        self.photos = tuple(each for each in self.photos if each != photo)
        held = self.answers.get(photo.item)
        if held is not None and held.outcome == "taken" and not self.photos_of(photo.item):
            del self.answers[photo.item]

    def photos_of(self, item: str) -> tuple[Photo, ...]:
        return tuple(photo for photo in self.photos if photo.item == item)

    def needs_photo(self, item: InspectionItem) -> bool:
        """Its answer calls for a photo, or it is one."""
        answer = self.answers.get(item.id)
        if item.kind is ItemKind.PHOTO:
            return item.required
        return answer is not None and answer.outcome in item.photo_if

    def owed(self) -> tuple[InspectionItem, ...]:
        """What is still to be photographed: it never stands between here and the signature."""
        return tuple(item for item in self.asked() if self.needs_photo(item) and not self.photos_of(item.id))

    def take_live(self, item: InspectionItem, value: int, taken_at: str) -> bool:
        """What a run showed; False when it changes nothing or a person typed a value, which stays."""
        held = self.answers.get(item.id)
        if held is not None and (held.source == "typed" or held.value == value):
            return False
        self._wired[item.id] = ItemAnswer(item.id, judged(item, value), value, "wired", taken_at=taken_at)
        self.answers[item.id] = self._wired[item.id]
        return True

    def take_wired(self, answers: tuple[ItemAnswer, ...]) -> None:
        """Fresh readings from the cable; they replace older ones, never what a person typed or judged."""
        for answer in answers:
            self._wired[answer.item] = answer
            held = self.answers.get(answer.item)
            if held is None or held.source == "wired":
                self.answers[answer.item] = answer

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
        required = [item for item in self.asked() if item.required]
        answered = sum(self.is_answered(item) for item in required)
        verdict_missing = any(missing.step == "verdict" for missing in self.missing())
        return answered + (not verdict_missing), len(required) + 1

    def section_done(self, section: InspectionSection) -> bool:
        return all(self.is_answered(item) for item in self.asked_of(section) if item.required)

    def missing(self) -> tuple[Missing, ...]:
        """Everything that stands between here and the signature, in order; a photo never does."""
        steps = {item.id: section.id for section in self.draft.sections for item in section.items}
        found = [
            Missing(steps[item.id], item.id, item.title)
            for item in self.asked()
            if item.required and item.kind is not ItemKind.PHOTO and not self.is_answered(item)
        ]
        verdict = self.chosen_verdict()
        if verdict is None:
            found.append(Missing("verdict", VERDICT, Text("Verdict")))
        elif verdict.causes and verdict.cause_required and self.cause is None:
            found.append(Missing("verdict", CAUSE, Text("Cause")))
        return tuple(found)

    def findings(self) -> tuple[tuple[InspectionItem, ItemAnswer], ...]:
        """The answers that are not simply fine: choices with a bad or warning tone, readings out of bounds."""
        return tuple(
            (item, self.answers[item.id])
            for item in self.asked()
            if item.id in self.answers and not is_fine(item, self.answers[item.id])
        )

    def change(self) -> DraftChange:
        answers = tuple(self.answers[item.id] for item in self._items if item.id in self.answers)
        return DraftChange(
            answers, self.verdict, self.cause, self.note.strip(), self.performed, self.photos, self.position
        )


def judged(item: InspectionItem, value: int) -> str:
    """ok | low | high, by the item's bounds."""
    if item.low is not None and value < item.low:
        return "low"
    return "high" if item.high is not None and value > item.high else "ok"


def is_fine(item: InspectionItem, answer: ItemAnswer) -> bool:
    if item.kind is ItemKind.READING:
        return answer.outcome not in ("low", "high", "differs")
    if item.kind in (ItemKind.TEXT, ItemKind.PHOTO):
        return True
    tone = next((choice.tone for choice in item.choices if choice.key == answer.outcome), None)
    return tone is None or tone.value in ("ok", "idle")
