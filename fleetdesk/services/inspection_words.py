"""The words of the log: verdicts, causes, outcomes, seals, values with their unit."""

from fleetdesk.services.device_story import CAUSES, VERDICT_TONES
from fleetdesk.services.inspection_views import AnswerLine, SealState
from fleetdesk.services.views import NOTHING, Text, Tone
from fleetdesk.storage.verify import Seal
from fleetdesk.storage.verify_seal import PLACE_WORDS, place_words

VERDICT_WORDS = {
    "healthy": "Healthy",
    "connectivity": "Connectivity failure",
    "mechanical": "Mechanical failure",
    "serviced": "Serviced in a round",
}
OUTCOMES = {
    "pass": ("Pass", Tone.OK),
    "flag": ("Flag", Tone.WARN),
    "fail": ("Fail", Tone.BAD),
    "not_applicable": ("Not applicable", Tone.IDLE),
    "ok": ("Within limits", Tone.OK),
    "low": ("Too low", Tone.BAD),
    "high": ("Too high", Tone.BAD),
    "differs": ("Differs", Tone.WARN),
    "noted": ("Noted", Tone.IDLE),
}
TITLES = {
    "judgement": "Judgement",
    "verdict": "Verdict",
    "cause": "Cause",
    "note": "Note",
    "work": "Work",
    "services": "Services done",
    "other": "Other answers",
    "answers": "Answers",
    "round": "Service round",
    "current": "Motor current",
}
"""What no template titles."""
SOURCES = {"wired": "Read by the machine", "typed": "Typed by hand", "person": "Judged by a person"}


def verdict_words(verdict: str) -> tuple[Text, Tone]:
    return Text(VERDICT_WORDS.get(verdict, "{verdict}"), {"verdict": verdict}), VERDICT_TONES.get(verdict, Tone.IDLE)


def cause_words(cause: str | None) -> Text:
    return Text(CAUSES[cause]) if cause in CAUSES else Text("{cause}", {"cause": cause}) if cause else NOTHING


def seal_state(seal: Seal) -> SealState:
    if not seal.ok:
        return broken_state(seal.place or "", seal.amendments)
    words = Text("Sealed, amended") if seal.amendments else Text("Sealed")
    return SealState(seal.ok, words, seal.place, seal.amendments, seal.absent)


def broken_state(place: str, amendments: int) -> SealState:
    where = place_text(place)
    return SealState(False, Text("Broken: {where}", {"where": where}), place, amendments, (), where)


def place_text(place: str) -> Text:
    """A place of a seal in words: "answers.blade" is "answer blade was changed"."""
    family, _, name = place.partition(".")
    named = {"name": name.replace(".", " ").replace("_", " ")}
    match family:
        case "answers" if name:
            return Text("answer {name} was changed or is missing", named)
        case "readings" if name:
            return Text("reading {name} was changed or is missing", named)
        case "blobs" if name:
            return Text("file {name} was changed or is missing", named)
        case _ if place in PLACE_WORDS:
            return Text(PLACE_WORDS[place])
        case _:
            return Text("{words}", {"words": place_words(place)})


def figure(value: int, scale: int, unit: str) -> str:
    """(3712, -3, "V") is "3.712 V", for paper and terminals."""
    places = max(0, -scale)
    return f"{value * 10.0**scale:,.{places}f} {unit}".rstrip()


def limits(low: int | None, high: int | None, scale: int, unit: str) -> str:
    """ "1.0 to 6.2 A", "from 3.4 V", "up to 5 A"; empty without any."""
    if low is not None and high is not None:
        return f"{figure(low, scale, '')} to {figure(high, scale, unit)}"
    if low is not None:
        return f"from {figure(low, scale, unit)}"
    return f"up to {figure(high, scale, unit)}" if high is not None else ""


def value_text(answer: AnswerLine) -> str:
    """What was measured or chosen, in one text."""
    if isinstance(answer.value, int):
        return figure(answer.value, answer.scale, answer.unit)
    return answer.value or str(answer.outcome)
