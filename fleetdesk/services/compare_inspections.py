"""Two inspections of one device side by side, older left; what differs is marked."""

from dataclasses import dataclass

from fleetdesk.domain.errors import KnownError
from fleetdesk.services.inspection_views import AnswerLine, InspectionView
from fleetdesk.services.inspection_words import SOURCES, TITLES, value_text
from fleetdesk.services.views import Text


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """`left` and `right` as they are said; an answer that was not asked is empty. `change`: the difference of two
    numbers in their unit."""

    group: str
    title: str
    left: str
    right: str
    differs: bool
    change: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    left: InspectionView
    right: InspectionView
    rows: tuple[ComparedRow, ...]

    @property
    def differences(self) -> int:
        return sum(row.differs for row in self.rows)


def compare(one: InspectionView, other: InspectionView) -> Comparison:
    """Raises KnownError when they are of two devices."""
    if one.line.device != other.line.device:
        raise KnownError(
            "These are inspections of two devices.", f"{one.line.serial} and {other.line.serial}.",
            "Choose two of the same device.",
        )  # fmt: skip
    left, right = sorted((one, other), key=lambda view: (view.line.signed_at.at, view.line.id))
    rows = [_judged(TITLES["verdict"], left.line.verdict_words, right.line.verdict_words),
            _judged(TITLES["cause"], left.line.cause_words, right.line.cause_words)]  # fmt: skip
    rows += _answers(left, right)
    rows.append(_row(TITLES["judgement"], TITLES["note"], left.note, right.note))
    rows.append(_row(TITLES["work"], TITLES["services"], _services(left), _services(right)))
    return Comparison(left, right, tuple(row for row in rows if row.left or row.right))


def _judged(title: str, left: Text, right: Text) -> ComparedRow:
    return _row(TITLES["judgement"], title, str(left), str(right))


def _services(view: InspectionView) -> str:
    return ", ".join(service.title for service in view.services)


def _answers(left: InspectionView, right: InspectionView) -> list[ComparedRow]:
    """In the order of the newer template; what only the older one asked comes last."""
    groups = {answer.item: group.title for view in (left, right) for group in view.groups for answer in group.answers}
    was = {answer.item: answer for answer in left.answers()}
    now = {answer.item: answer for answer in right.answers()}
    return [_answer(groups[item], was.get(item), now.get(item)) for item in dict.fromkeys([*now, *was])]


def _answer(group: str, was: AnswerLine | None, now: AnswerLine | None) -> ComparedRow:
    said = [said_of(answer) for answer in (was, now)]
    title = next(answer.title for answer in (now, was) if answer is not None)
    change = ""
    if was and now and isinstance(was.value, int) and isinstance(now.value, int) and was.value != now.value:
        places = max(0, -now.scale)
        change = f"{(now.value - was.value) * 10.0**now.scale:+,.{places}f} {now.unit}".rstrip()
    return ComparedRow(group, title, said[0], said[1], said[0] != said[1], change)


def said_of(answer: AnswerLine | None) -> str:
    """An answer in one text: what, how it was judged, and whether a hand typed it."""
    if answer is None:
        return ""
    outcome = str(answer.outcome)
    parts = [value_text(answer), outcome if answer.value is not None and outcome != "Noted" else "", answer.note]
    if answer.source == "typed":
        parts.append(SOURCES["typed"].lower())
    return " · ".join(part for part in parts if part)


def _row(group: str, title: str, left: str, right: str) -> ComparedRow:
    return ComparedRow(group, title, left, right, left != right)
