"""Which questions are asked now: conditions over earlier answers, the verdict, and facts about the device.

A question that is not asked has no answer, whatever was said to it before: what depends on it is not asked either.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol, TypeVar


@dataclass(frozen=True, slots=True)
class Condition:
    """`about` item | fact | verdict; `name` the item's id or the fact; holds when its value is one of `values`, or with
    `negated` when it is none of them (also when there is none yet)."""

    about: str
    name: str
    values: tuple[str, ...]
    negated: bool = False


class Askable(Protocol):
    @property
    def id(self) -> str: ...

    @property
    def ask_if(self) -> tuple[Condition, ...]: ...


A = TypeVar("A", bound=Askable)


def asked(items: Iterable[A], outcomes: Mapping[str, str], verdict: str | None, facts: Mapping[str, str]) -> list[A]:
    """The items whose conditions hold, in order. `outcomes` {item: outcome of its answer}."""
    found: list[A] = []
    said: dict[str, str] = {}
    for item in items:
        if all(_holds(condition, said, verdict, facts) for condition in item.ask_if):
            found.append(item)
            if item.id in outcomes:
                said[item.id] = outcomes[item.id]
    return found


def _holds(condition: Condition, said: Mapping[str, str], verdict: str | None, facts: Mapping[str, str]) -> bool:
    match condition.about:
        case "item":
            value = said.get(condition.name)
        case "fact":
            value = facts.get(condition.name)
        case _:
            value = verdict
    return (value in condition.values) is not condition.negated
