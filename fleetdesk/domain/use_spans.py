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
    for since, until, uses in sorted(spans):
        if merged and merged[-1][1] == since and (since[:10] == until[:10]):
            begin, _, before = merged[-1]
            merged[-1] = (begin, until, before + uses)
        elif since < until:
            merged.append((since, until, uses))
    return tuple(UseSpan(*span) for span in merged[-most:])
