"""What the units already inspected have in common: a trait that the cases share more often than chance would have it.

One-sided Fisher's exact test (the hypergeometric tail) for each value of each trait, corrected by Bonferroni for all
that were tried. Pure and exact: integers and fractions of them, no approximation that fails for small numbers.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import comb

LEAST_CASES = 4
ALARM = 0.01
"""The chance of any false alarm in one look at the fleet, over all traits together."""


@dataclass(frozen=True, slots=True)
class Unit:
    """`case`: it shows the fault in question. `traits` {name: value}; what is not known of it is left out."""

    case: bool
    traits: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Signal:
    """`cases_with` of `cases` have the trait, and `others_with` of `others`. `chance`: how likely at least so many
    would have it if the fault did not care, after correction (0 to 1)."""

    trait: str
    value: str
    cases_with: int
    cases: int
    others_with: int
    others: int
    chance: float


def signals(units: Iterable[Unit], alarm: float = ALARM) -> tuple[Signal, ...]:
    """The traits that stand out, the most telling first; none where chance could have done it."""
    known = list(units)
    tried = [
        (name, value)
        for name in dict.fromkeys(name for unit in known for name in unit.traits)
        for value in dict.fromkeys(unit.traits[name] for unit in known if name in unit.traits)
    ]
    counted = [signal for name, value in tried if (signal := _count(known, name, value, len(tried))) is not None]
    return tuple(sorted((s for s in counted if s.chance < alarm), key=lambda s: (s.chance, s.trait, s.value)))


def _count(units: Sequence[Unit], name: str, value: str, tried: int) -> Signal | None:
    """None with too few cases of it: three blenders of one store are no pattern."""
    known = [unit for unit in units if name in unit.traits]
    cases = [unit for unit in known if unit.case]
    cases_with = sum(unit.traits[name] == value for unit in cases)
    with_it = sum(unit.traits[name] == value for unit in known)
    if cases_with < LEAST_CASES:
        return None
    chance = tail(cases_with, len(cases), with_it, len(known))
    others = len(known) - len(cases)
    return Signal(name, value, cases_with, len(cases), with_it - cases_with, others, min(1.0, chance * tried))


def tail(at_least: int, drawn: int, marked: int, total: int) -> float:
    """The chance that `drawn` of `total` units, `marked` of which have a trait, hold at least so many of these."""
    most = min(drawn, marked)
    ways = sum(comb(marked, k) * comb(total - marked, drawn - k) for k in range(at_least, most + 1))
    return ways / comb(total, drawn)
