"""The small language in which a pack's keys are described: what a value must be, in words that a person can act on.

`read_table` takes one TOML table, returns the values that are as expected and notes every problem with its dotted path
(`counters[2].width: expected 16 or 32, found 24`); nothing is guessed and nothing unknown is passed over.
"""

import difflib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, cast


class Problems:
    """Every problem of one pack, in the order in which they were found."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def add(self, path: str, text: str) -> None:
        self.lines.append(f"{path}: {text}")


@dataclass(frozen=True, slots=True)
class Expect:
    """`what` completes the sentence "expected ..."."""

    what: str
    holds: Callable[[Any], bool]


@dataclass(frozen=True, slots=True)
class Key:
    expect: Expect
    required: bool = False


Keys = Mapping[str, Key]


def is_integer(value: Any) -> bool:
    """TOML's true is a Python int too; here it is not."""
    return isinstance(value, int) and not isinstance(value, bool)


def integer(low: int, high: int) -> Expect:
    return Expect(f"an integer from {low} to {high}", lambda value: is_integer(value) and low <= value <= high)


def number(low: float, high: float) -> Expect:
    def holds(value: Any) -> bool:
        return (is_integer(value) or isinstance(value, float)) and low <= value <= high

    return Expect(f"a number from {low} to {high}", holds)


def text(most: int, pattern: str = "", what: str = "", least: int = 1) -> Expect:
    """A printable text of `least` to `most` characters that matches `pattern` whole."""
    compiled = re.compile(pattern, re.DOTALL) if pattern else None

    def holds(value: Any) -> bool:
        return (
            isinstance(value, str)
            and least <= len(value) <= most
            and (value.isprintable())
            and (compiled is None or compiled.fullmatch(value) is not None)
        )

    return Expect(what or f"a text of {least} to {most} characters", holds)


def one_of(*choices: str | int) -> Expect:
    words = " or ".join((", ".join(repr(choice) for choice in choices[:-1]), repr(choices[-1])))

    def holds(value: Any) -> bool:
        return any(type(value) is type(choice) and value == choice for choice in choices)

    return Expect(words, holds)


def text_list(*choices: str) -> Expect:
    def holds(value: Any) -> bool:
        return isinstance(value, list) and all(item in choices for item in cast("list[Any]", value))

    return Expect(f"a list of {', '.join(repr(choice) for choice in choices)}", holds)


def numbers(count: int, high: int) -> Expect:
    """Exactly `count` integers from 0 to `high`, not all of them 0."""

    def holds(value: Any) -> bool:
        items = cast("list[Any]", value) if isinstance(value, list) else []
        return len(items) == count and all(is_integer(item) and 0 <= item <= high for item in items) and any(items)

    return Expect(f"a list of {count} integers from 0 to {high}, not all 0", holds)


BOOLEAN = Expect("true or false", lambda value: isinstance(value, bool))
TABLE = Expect("a table", lambda value: isinstance(value, dict))
TABLES = Expect(
    "a list of tables",
    lambda value: isinstance(value, list) and all(isinstance(item, dict) for item in cast("list[Any]", value)),
)
REGEX = Expect("a regular expression", lambda value: isinstance(value, str) and _compiles(value))


def read_table(table: Mapping[str, Any], path: str, keys: Keys, problems: Problems) -> dict[str, Any]:
    """The values of `table` that `keys` describes and accepts; every other thing in it becomes a problem."""
    accepted: dict[str, Any] = {}
    for name, value in table.items():
        key = keys.get(name)
        if key is None:
            problems.add(joined(path, name), f"unknown key; expected {_known(name, keys)}")
        elif not key.expect.holds(value):
            problems.add(joined(path, name), f"expected {key.expect.what}, found {shown(value)}")
        else:
            accepted[name] = value
    for name, key in keys.items():
        if key.required and name not in table:
            problems.add(joined(path, name), f"missing; expected {key.expect.what}")
    return accepted


def joined(path: str, name: str) -> str:
    """ "simulate", "asg/store" -> 'simulate."asg/store"', as TOML would write it."""
    plain = re.fullmatch(r"[A-Za-z0-9_-]+", name)
    last = name if plain else '"' + name.encode("unicode_escape").decode("ascii") + '"'
    return f"{path}.{last}" if path else last


def shown(value: Any) -> str:
    """A value as a person would recognise it, never longer than a line."""
    if isinstance(value, dict):
        return "a table"
    if isinstance(value, list):
        return "a list"
    if isinstance(value, bool):
        return "true" if value else "false"
    written = repr(value)
    return written if len(written) <= 60 else written[:57] + "..."


def _known(name: str, keys: Keys) -> str:
    close = difflib.get_close_matches(name, keys, n=1)
    return f"{close[0]!r}" if close else "one of " + ", ".join(keys)


def _compiles(pattern: str) -> bool:
    try:
        re.compile(pattern)
    except (re.error, OverflowError, RecursionError):
        return False
    return True
