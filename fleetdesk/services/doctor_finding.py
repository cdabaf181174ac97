"""One thing that the doctor saw, and what mends it."""

from dataclasses import dataclass, replace
from enum import StrEnum


class State(StrEnum):
    OK = "ok"
    WARN = "warn"
    FAIL = "fail"
    UNKNOWN = "unknown"
    """It could not be found out; `saw` says why."""


@dataclass(frozen=True, slots=True)
class Finding:
    """`fix` is what a person does or copies; empty where nothing is to be done."""

    name: str
    state: State
    saw: str
    fix: str = ""

    def named(self, name: str) -> "Finding":
        return replace(self, name=name)


def ok(saw: str) -> Finding:
    return Finding("", State.OK, saw)


def warn(saw: str, fix: str) -> Finding:
    return Finding("", State.WARN, saw, fix)


def fail(saw: str, fix: str) -> Finding:
    return Finding("", State.FAIL, saw, fix)


def unknown(saw: str) -> Finding:
    return Finding("", State.UNKNOWN, saw)
