"""How often a device is used on an open day, from what was counted between looks at it. Pure.

Method. Uses between two looks have the mean rate x open days and the variance dispersion x mean (quasi-Poisson:
McCullagh and Nelder, Generalized Linear Models, 1989, chapter 9). The rate solves the Huber-weighted score equation of
that model (Cantoni and Ronchetti, Robust inference for generalized linear models, JASA 96, 2001), so that one day with
a party weighs as much as a very busy one and no more; old spans weigh less. The dispersion is shrunk towards that of
shops of this trade, since few spans say little about it. Weekdays are shrunk from the chain's profile towards what
single days of this device show. Nothing is drawn at random.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from fleetdesk.domain.open_time import OpenTime
from fleetdesk.domain.use_spans import UseSpan

HALF_LIFE_OPEN_DAYS = 40.0
HUBER = 2.5
PRIOR_SPANS, PRIOR_SPREAD = 4.0, 0.06
"""The dispersion of a trade's days is 1 + spread x rate (negative binomial), and weighs as much as so many spans."""
DRIFT = 0.05
"""A rate itself wanders: the months of the operations report differ by so much around their trend."""
LEAST_OPEN_DAYS = 0.5
"""Shorter spans are taken together: a few minutes say nothing about a day."""
WEEKDAY_PRIOR_DAYS = 8.0
ROUNDS = 30


class WhyNone(StrEnum):
    """Why there is no date."""

    NO_READING = "no_reading"
    ONE_READING = "one_reading"
    TOO_SHORT = "too_short"
    NOT_USED = "not_used"
    NEVER_OPEN = "never_open"
    TOO_OLD = "too_old"
    TOO_FAR = "too_far"
    DUE = "due"


@dataclass(frozen=True, slots=True)
class Basis:
    """What a rate rests on: how many readings, over how many days (24 hours each) from `since` to `until`."""

    readings: int
    days: int
    since: str
    until: str
    hours_known: bool


@dataclass(frozen=True, slots=True)
class UseRate:
    """`per_open_day` uses; `dispersion` = variance / mean of a count; `deviation` of the rate itself, standard;
    `freedom`: how many spans' worth of knowledge the dispersion has. `open_time` has this device's own weekdays."""

    per_open_day: float
    dispersion: float
    deviation: float
    freedom: float
    open_time: OpenTime
    basis: Basis


@dataclass(frozen=True, slots=True)
class _Piece:
    """`open_days` of exposure, the `uses` in them, and `weight` by age."""

    open_days: float
    uses: int
    weight: float


def use_rate(spans: Sequence[UseSpan], open_time: OpenTime) -> UseRate | WhyNone:
    """The rate, or why there is none. `spans` of one device and counter, in any order."""
    ordered = sorted((span for span in spans if span.since < span.until), key=lambda span: (span.since, span.until))
    if not ordered:
        return WhyNone.ONE_READING if spans else WhyNone.NO_READING
    if open_time.week <= 0:
        return WhyNone.NEVER_OPEN
    own = replace(open_time, weights=_own_weekdays(ordered, open_time))
    pieces = _pieces(ordered, own)
    if sum(piece.open_days for piece in pieces) < LEAST_OPEN_DAYS:
        return WhyNone.TOO_SHORT
    rate, dispersion, freedom, seen = _fit(pieces)
    if rate <= 0:
        return WhyNone.NOT_USED
    deviation = math.sqrt(dispersion * rate / seen + (DRIFT * rate) ** 2)
    return UseRate(rate, dispersion, deviation, freedom, own, _basis(ordered, own))


def _basis(spans: Sequence[UseSpan], open_time: OpenTime) -> Basis:
    instants = {instant for span in spans for instant in (span.since, span.until)}
    since, until = spans[0].since, max(span.until for span in spans)
    return Basis(len(instants), (_instant(until) - _instant(since)).days, since, until, open_time.hours_known)


def _pieces(spans: Sequence[UseSpan], open_time: OpenTime) -> list[_Piece]:
    """The spans as exposure, neighbours joined until each has at least half an open day."""
    newest = _instant(max(span.until for span in spans))
    joined: list[UseSpan] = []
    for span in spans:
        last = joined[-1] if joined else None
        if last is not None and last.until == span.since and _exposure(last, open_time) < LEAST_OPEN_DAYS:
            joined[-1] = UseSpan(last.since, span.until, last.uses + span.uses)
        else:
            joined.append(span)
    pieces: list[_Piece] = []
    for span in joined:
        open_days = _exposure(span, open_time)
        age = open_time.between(_instant(span.until), newest)
        if open_days > 0:
            pieces.append(_Piece(open_days, span.uses, 0.5 ** (age / HALF_LIFE_OPEN_DAYS)))
    return pieces


def _fit(pieces: Sequence[_Piece]) -> tuple[float, float, float, float]:
    """Rate, dispersion, degrees of freedom, and the open days that the rate effectively rests on."""
    rate = _weighted_median(pieces)
    if rate <= 0:
        rate = sum(p.uses for p in pieces) / sum(p.open_days for p in pieces)
    weighed = sum(piece.weight for piece in pieces)
    dispersion, hubers = 1 + PRIOR_SPREAD * rate, [1.0] * len(pieces)
    for _ in range(ROUNDS):
        if rate <= 0:
            break
        squares = [(p.uses - rate * p.open_days) ** 2 / (rate * p.open_days) for p in pieces]
        bound = HUBER**2 * dispersion
        hubers = [math.sqrt(bound / square) if square > bound else 1.0 for square in squares]
        exposure = sum(p.weight * h * p.open_days for p, h in zip(pieces, hubers, strict=True))
        before, rate = rate, sum(p.weight * h * p.uses for p, h in zip(pieces, hubers, strict=True)) / exposure
        clipped = sum(p.weight * min(square, bound) for p, square in zip(pieces, squares, strict=True))
        dispersion = max(1.0, (PRIOR_SPANS * (1 + PRIOR_SPREAD * rate) + clipped) / (PRIOR_SPANS + weighed))
        if abs(rate - before) < 1e-7 * rate:
            break
    weights = [p.weight * h for p, h in zip(pieces, hubers, strict=True)]
    whole = sum(w * p.open_days for w, p in zip(weights, pieces, strict=True))
    seen = whole**2 / sum(w * w * p.open_days for w, p in zip(weights, pieces, strict=True))
    return rate, dispersion, PRIOR_SPANS + weighed, seen


def _weighted_median(pieces: Sequence[_Piece]) -> float:
    """The rate below which half of the exposure lies."""
    ordered = sorted(pieces, key=lambda p: p.uses / p.open_days)
    half = sum(p.weight * p.open_days for p in ordered) / 2
    passed = 0.0
    for piece in ordered:
        passed += piece.weight * piece.open_days
        if passed >= half:
            return piece.uses / piece.open_days
    return 0.0


def _own_weekdays(spans: Sequence[UseSpan], open_time: OpenTime) -> tuple[float, ...]:
    """The chain's weekdays, moved by what spans of a day or two show; the more of them, the further."""
    short = [span for span in spans if 0 < _exposure(span, open_time) <= 2.5]
    exposed = sum(_exposure(span, open_time) for span in short)
    uses = sum(span.uses for span in short)
    if not uses:
        return open_time.weights
    rate = uses / exposed
    seen, counted = [0.0] * 7, [0.0] * 7
    for span in short:
        shares = open_time.weekday_shares(_instant(span.since), _instant(span.until))
        whole = sum(shares)
        ratio = min(span.uses / (rate * whole), 3.0) if whole > 0 else 1.0
        for day, share in enumerate(shares):
            certainty = share / whole if whole > 0 else 0.0  # a span over two days says less about each of them
            seen[day] += share * certainty
            counted[day] += share * certainty * ratio
    return tuple(
        weight * (WEEKDAY_PRIOR_DAYS + counted[day]) / (WEEKDAY_PRIOR_DAYS + seen[day])
        for day, weight in enumerate(open_time.weights)
    )


def _exposure(span: UseSpan, open_time: OpenTime) -> float:
    return open_time.between(_instant(span.since), _instant(span.until))


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text)
