"""How often a device was used between two looks at its counter, at most one span a day: what a use rate is made from.

A span is known whole: the time in which no module was fitted, and the time before a reset that nobody saw, lie in none.
"""

from collections.abc import Iterable
from dataclasses import dataclass

MOST_SPANS = 64
"""Two months of daily readings, or years of monthly ones: more says nothing about how often it is used now."""


@dataclass(frozen=True, slots=True)
class UseSpan:
    """`uses` between two instants, ISO 8601 UTC with fixed width."""

    since: str
    until: str
    uses: int


def by_day(spans: Iterable[tuple[str, str, int]], most: int = MOST_SPANS) -> tuple[UseSpan, ...]:
    """The newest `most` spans in order of time; those that follow each other and end on one UTC day are one."""
    merged: list[tuple[str, str, int]] = []
    for span in sorted(spans):
        _join(merged, span)
    return tuple(UseSpan(*span) for span in merged[-most:])


def with_next(kept: Iterable[tuple[str, str, int]], span: tuple[str, str, int]) -> list[tuple[str, str, int]]:
    """What `by_day` kept, and one more span that begins where the last look was."""
    merged = list(kept)
    _join(merged, span)
    return merged[-MOST_SPANS:]


def _join(merged: list[tuple[str, str, int]], span: tuple[str, str, int]) -> None:
    since, until, uses = span
    if merged and merged[-1][1] == since and (since[:10] == until[:10]):
        begin, _, before = merged[-1]
        merged[-1] = (begin, until, before + uses)
    elif since < until:
        merged.append(span)
