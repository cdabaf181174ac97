"""The steps of an inspection: one for each section of the template, the verdict, the service, the signature."""

from collections.abc import Callable
from dataclasses import dataclass

from fleetdesk.services.bench_views import InspectionItem, InspectionSection, ItemChoice, ItemKind
from fleetdesk.services.views import DueTask, Text, Tone
from fleetdesk.ui.bench.evidence import Evidence
from fleetdesk.ui.bench.inspection_form import CAUSE, NOTE, OWED, SERVICE, VERDICT, InspectionForm
from fleetdesk.ui.bench.instruction_picture import InstructionPicture
from fleetdesk.ui.bench.photo_card import PhotoCard
from fleetdesk.ui.bench.question_cards import ChoiceCard, QuestionCard, TextCard
from fleetdesk.ui.bench.reading_card import ReadingCard
from fleetdesk.ui.states import over_words, unit_word
from fleetdesk.ui.theme import Theme
from fleetdesk.ui.words import number, say, tr

PERFORMED, NOT_NOW = "performed", "not_now"


@dataclass(frozen=True, slots=True)
class Step:
    """`is_done` is asked again after every change; `live` shows the current under the cards.

    An `optional` step counts as done once it has been looked at; `pass_all` offers to pass all of it in one go;
    `is_asked` False: nothing in it is asked now, so it is passed over.
    """

    key: str
    title: str
    make_cards: Callable[[], list[QuestionCard]]
    is_done: Callable[[], bool]
    live: bool = False
    optional: bool = False
    pass_all: bool = False
    is_asked: Callable[[], bool] = lambda: True


def steps_of(theme: Theme, form: InspectionForm, evidence: Evidence | None) -> tuple[Step, ...]:
    """Sections that ask only after a certain verdict stand behind it. Without `evidence`, in a preview, no photos."""
    before = [section for section in form.draft.sections if not _after_verdict(section)]
    behind = [section for section in form.draft.sections if _after_verdict(section)]
    first, last = (
        tuple(_section_step(theme, form, section, evidence) for section in part) for part in (before, behind)
    )
    verdict = Step("verdict", tr("Verdict"), lambda: _verdict_cards(form), lambda: _verdict_done(form))
    service = Step("service", tr("Service and note"), lambda: _service_cards(form), lambda: True, optional=True)
    sign = Step("sign", tr("Sign"), list, lambda: False)
    return (*first, verdict, *last, service, sign)


def _after_verdict(section: InspectionSection) -> bool:
    return all(any(condition.about == "verdict" for condition in item.ask_if) for item in section.items)


def _section_step(theme: Theme, form: InspectionForm, section: InspectionSection, evidence: Evidence | None) -> Step:
    return Step(
        section.id,
        say(section.title),
        lambda: [_item_card(theme, form, item, evidence) for item in section.items],
        lambda: form.section_done(section),
        any(item.live for item in section.items),
        pass_all=section.pass_all,
        is_asked=lambda: bool(form.asked_of(section)),
    )


def _item_card(theme: Theme, form: InspectionForm, item: InspectionItem, evidence: Evidence | None) -> QuestionCard:
    card = _question(theme, form, item)
    if item.picture:
        card.show_picture(InstructionPicture(theme, item.picture, say(item.title)))
    if evidence is not None and (item.photo_if or item.kind is ItemKind.PHOTO):
        card.show_photos(evidence.strip(form, item))
    return card


def _question(theme: Theme, form: InspectionForm, item: InspectionItem) -> QuestionCard:
    answer = form.answers.get(item.id)
    title, hint = say(item.title), say(item.hint)
    match item.kind:
        case ItemKind.READING:
            card = ReadingCard(
                theme,
                item,
                answer,
                form.draft.zone,
                lambda value, taken_at: _typed(form, item, value, taken_at),
                lambda taken_at: form.read_at(item, taken_at),
            )
            card.changed.connect(lambda: card.show_answer(form.answers.get(item.id)))
            return card
        case ItemKind.TEXT:
            return TextCard(item.id, title, hint, answer.note if answer else "", lambda text: form.write(item, text))
        case ItemKind.PHOTO:
            owed = answer is not None and answer.outcome == OWED
            return PhotoCard(item.id, title, hint, owed, lambda: form.owe(item))
        case ItemKind.CHOICE:
            chosen = answer.outcome if answer else None
            card = ChoiceCard(
                item.id,
                title,
                hint,
                item.choices,
                chosen,
                lambda key: form.choose(item, key),
                judged=item.judged,
            )
            if item.last is not None:
                card.offer_last(item.last.outcome)
            return card


def _typed(form: InspectionForm, item: InspectionItem, value: int | str | None, taken_at: str) -> None:
    if isinstance(value, str):
        form.type_text(item, value, taken_at)
    else:
        form.type_reading(item, value, taken_at)


def _verdict_done(form: InspectionForm) -> bool:
    return not any(missing.step == "verdict" for missing in form.missing())


def _verdict_cards(form: InspectionForm) -> list[QuestionCard]:
    choices = tuple(ItemChoice(verdict.key, verdict.label, verdict.tone) for verdict in form.draft.verdicts)
    chosen = form.chosen_verdict()
    hint = say(chosen.hint) if chosen else tr("Does it work, and does it report?")
    cards: list[QuestionCard] = [
        ChoiceCard(VERDICT, tr("What is your verdict?"), hint, choices, form.verdict, form.set_verdict)
    ]
    if chosen is not None and chosen.causes:
        cards.append(
            ChoiceCard(
                CAUSE, tr("Why?"), "", chosen.causes, form.cause, lambda key: _set_cause(form, key), stacked=True
            )
        )
    return cards


def _set_cause(form: InspectionForm, key: str) -> None:
    form.cause = key


def _service_cards(form: InspectionForm) -> list[QuestionCard]:
    cards: list[QuestionCard] = [_service_card(form, task) for task in form.draft.due]
    hint = tr("Whatever the next person should know. Optional.")
    cards.append(TextCard(NOTE, tr("Note"), hint, form.note, lambda text: _set_note(form, text)))
    return cards


def _set_note(form: InspectionForm, text: str) -> None:
    form.note = text


def _service_card(form: InspectionForm, task: DueTask) -> QuestionCard:
    choices = (
        ItemChoice(PERFORMED, Text("Performed now"), Tone.OK),
        ItemChoice(NOT_NOW, Text("Not now"), Tone.IDLE),
    )
    used = tr("no reading yet")
    if task.uses is not None:
        used = tr("{uses} of {every} {unit}, {state}").format(
            uses=number(task.uses), every=number(task.every), unit=unit_word(task.unit), state=over_words(task)
        )
    parts = tr("parts: {parts}").format(parts=", ".join(task.parts)) if task.parts else ""
    hint = " · ".join(part for part in (used, parts) if part)
    chosen = PERFORMED if task.task in form.performed else NOT_NOW
    return ChoiceCard(
        SERVICE + task.task,
        say(task.title),
        hint,
        choices,
        chosen,
        lambda key: form.set_performed(task.task, key == PERFORMED),
    )
