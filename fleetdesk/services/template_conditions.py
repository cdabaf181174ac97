"""What a template's conditions may say: an earlier item and outcomes that it can have, a fact, a verdict."""

from collections.abc import Mapping
from typing import Any, cast

from fleetdesk.domain.inspection_template import FACTS, OUTCOMES, READING_OUTCOMES, Verdict
from fleetdesk.domain.pack_keys import Expect, Key, Keys, Problems, joined, one_of, read_table, text

WORDS = Expect(
    "a list of at least one text",
    lambda value: isinstance(value, list) and value != [] and all(map(text(64).holds, cast("list[Any]", value))),
)
CONDITION: Keys = {
    "item": Key(text(40)),
    "fact": Key(one_of(*FACTS)),
    "verdict": Key(WORDS),
    "is": Key(WORDS),
    "is_not": Key(WORDS),
}
BY_KIND = {"pass_fail": OUTCOMES, "reading": READING_OUTCOMES, "number": READING_OUTCOMES}
FACT_VALUES = {"state": ("online", "offline", "unknown"), "cable": ("yes", "no")}


class Conditions:
    """Checks `ask_if` against the items that stand before it."""

    def __init__(self) -> None:
        self._outcomes: dict[str, tuple[str, ...] | None] = {}
        """None: any text may be answered, so nothing can depend on it."""

    def add(self, item: Mapping[str, Any]) -> None:
        kind, options = item.get("kind"), item.get("options", ())
        outcomes = BY_KIND.get(str(kind))
        if kind == "choice" and isinstance(options, list):
            rows = cast("list[Any]", options)
            outcomes = tuple(str(cast("Mapping[str, Any]", row).get("id")) for row in rows if isinstance(row, dict))
        self._outcomes[str(item.get("id"))] = outcomes

    def check(self, table: Mapping[str, Any], path: str, problems: Problems) -> None:
        for number, condition in enumerate(table.get("ask_if", ())):
            place = f"{path}.ask_if[{number}]"
            accepted = read_table(condition, place, CONDITION, problems)
            about = [key for key in ("item", "fact", "verdict") if key in accepted]
            sides = [key for key in ("is", "is_not") if key in accepted]
            if len(about) != 1:
                problems.add(place, "expected one of item, fact, verdict")
            elif about[0] == "verdict":
                self._among(accepted["verdict"], tuple(Verdict), joined(place, "verdict"), problems)
                if sides:
                    problems.add(place, "a verdict has no 'is': name the verdicts themselves")
            elif len(sides) != 1:
                problems.add(place, "expected one of is, is_not")
            else:
                self._named(about[0], accepted[about[0]], accepted[sides[0]], joined(place, sides[0]), problems)

    def _named(self, about: str, name: str, values: list[str], path: str, problems: Problems) -> None:
        if about == "fact":
            if name in FACT_VALUES:
                self._among(values, FACT_VALUES[name], path, problems)
        elif name not in self._outcomes:
            problems.add(path, f"expected an item that stands before it, found {name!r}")
        elif (outcomes := self._outcomes[name]) is None:
            problems.add(path, f"nothing can depend on {name!r}: it has no outcomes to name")
        else:
            self._among(values, outcomes, path, problems)

    def _among(self, values: list[str], known: tuple[str, ...], path: str, problems: Problems) -> None:
        for value in values:
            if value not in known:
                problems.add(path, f"expected {', '.join(known)}, found {value!r}")
