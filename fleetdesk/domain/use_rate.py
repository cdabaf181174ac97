"""How often a device is used on an open day, from what was counted between looks at it. Pure.

Method. Uses between two looks have the mean m = rate x open days and the variance dispersion m + (spread m)^2: single
uses vary (quasi-Poisson: McCullagh and Nelder, Generalized Linear Models, 1989, chapter 9), and so does the mean rate
of one span beside the next, which is why one span of half a year does not outvote twenty single days. The rate solves
the Huber-weighted score equation of that model (Cantoni and Ronchetti, Robust inference for generalized linear models,
JASA 96, 2001): a day with a party weighs as much as a very busy one and no more. Old spans weigh less. The dispersion
is shrunk towards that of shops of this trade, since few spans say little about it. Weekdays are shrunk from the chain's
profile towards what single days of this device show. Nothing is drawn at random.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from fleetdesk.domain.open_time import OpenTime
from fleetdesk.domain.use_spans import UseSpan

HALF_LIFE_OPEN_DAYS = 28.0
HUBER = 2.5
PRIOR_SPANS, PRIOR_SPREAD = 4.0, 0.06
"""The dispersion of a trade's days is 1 + spread x rate (negative binomial), and weighs as much as so many spans."""
DRIFT = 0.05
"""A rate itself wanders: the months of the operations report differ by so much around their trend."""
SPAN_SPREAD = 0.15
"""How far the mean rate of one span lies from that of the next, however long they are: one long span is one look."""
FORGOTTEN, NO_LONGER_COUNTS = 0.1, 0.02
"""Spans that have lost nine tenths of their weight and together move the rate by less than this are not named."""
LEAST_OPEN_DAYS = 0.5
"""Shorter spans are taken together: a few minutes say nothing about a day."""
WEEKDAY_PRIOR_DAYS = 8.0
ROUNDS = 30
EARLIEST = "1970"
"""No counter was read before: its clock was wrong."""


class WhyNone(StrEnum):
    """Why there is no date."""

    NO_READING = "no_reading"
    ONE_READING = "one_reading"
    TOO_SHORT = "too_short"
    NOT_USED = "not_used"
    NEVER_OPEN = "never_open"
    TOO_OLD = "too_old"
    AHEAD = "ahead"
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
    """`open_days` of exposure, the `uses` in them, and `weight` by age; `looks`: when its readings were taken."""

    open_days: float
    uses: int
    weight: float
    looks: tuple[str, ...]


def use_rate(spans: Sequence[UseSpan], open_time: OpenTime) -> UseRate | WhyNone:
    """The rate, or why there is none. `spans` of one device and counter, in any order."""
    timed = (span for span in spans if EARLIEST <= span.since < span.until)
    ordered = sorted(timed, key=lambda span: (span.since, span.until))
    if not ordered:
        return WhyNone.ONE_READING
    if open_time.week <= 0:
        return WhyNone.NEVER_OPEN
    own = replace(open_time, weights=_own_weekdays(ordered, open_time))
    pieces = _pieces(ordered, own)
    if sum(piece.open_days for piece in pieces) < LEAST_OPEN_DAYS:
        return WhyNone.TOO_SHORT
    fit = _fit(pieces)
    if fit.rate <= 0:
        return WhyNone.NOT_USED
    deviation = math.hypot(fit.error(pieces), DRIFT * fit.rate)
    return UseRate(fit.rate, fit.dispersion, deviation, fit.freedom, own, _basis(pieces, fit.pulls, own))


def _basis(pieces: Sequence[_Piece], pulls: Sequence[float], open_time: OpenTime) -> Basis:
    """The looks that the rate rests on, without those long ago that no longer move it."""
    shares = [pull * piece.open_days for pull, piece in zip(pulls, pieces, strict=True)]
    first, left_out = 0, shares[0]
    while pieces[first].weight < FORGOTTEN and left_out < NO_LONGER_COUNTS * sum(shares):
        first += 1
        left_out += shares[first]
    counting = pieces[first:]
    looks = sorted({look for piece in counting for look in piece.looks})
    since, until = looks[0], looks[-1]
    return Basis(len(looks), (_instant(until) - _instant(since)).days, since, until, open_time.hours_known)


def _pieces(spans: Sequence[UseSpan], open_time: OpenTime) -> list[_Piece]:
    """The spans as exposure, with the weight of their age."""
    newest = _instant(max(span.until for span in spans))
    pieces: list[_Piece] = []
    for group in _joined(spans, open_time):
        open_days = _exposure(group[0].since, group[-1].until, open_time)
        age = open_time.between(_instant(group[-1].until), newest) + open_days / 2
        if open_days > 0:
            looks = (group[0].since, *(span.until for span in group))
            uses = sum(span.uses for span in group)
            pieces.append(_Piece(open_days, uses, 0.5 ** (age / HALF_LIFE_OPEN_DAYS), looks))
    return pieces


def _joined(spans: Sequence[UseSpan], open_time: OpenTime) -> list[list[UseSpan]]:
    """Spans that follow each other, together until they have half an open day; also what was used on a closed one."""

    def short(group: Sequence[UseSpan]) -> bool:
        return _exposure(group[0].since, group[-1].until, open_time) < LEAST_OPEN_DAYS

    joined: list[list[UseSpan]] = []
    for span in spans:
        if joined and joined[-1][-1].until == span.since and short(joined[-1]):
            joined[-1].append(span)
        else:
            joined.append([span])
    if len(joined) > 1 and short(joined[-1]) and joined[-2][-1].until == joined[-1][0].since:
        newest = joined.pop()
        joined[-1] += newest
    return joined


@dataclass(slots=True)
class _Fit:
    """The estimate while it settles: `pulls` is how much each piece counts, by age, certainty and Huber's bound."""

    rate: float
    dispersion: float
    freedom: float
    pulls: list[float]

    def variance(self, piece: _Piece) -> float:
        """Of a piece's uses, over their mean."""
        return self.dispersion + SPAN_SPREAD**2 * self.rate * piece.open_days

    def step(self, pieces: Sequence[_Piece]) -> None:
        """One round of iteratively reweighted least squares."""
        means = [self.rate * piece.open_days for piece in pieces]
        scales = [self.variance(piece) for piece in pieces]
        squares = [(p.uses - m) ** 2 / (m * v) for p, m, v in zip(pieces, means, scales, strict=True)]
        hubers = [min(1.0, HUBER / math.sqrt(square)) if square > 0 else 1.0 for square in squares]
        self.pulls = [p.weight * h / v for p, h, v in zip(pieces, hubers, scales, strict=True)]
        self.rate = _sum(self.pulls, [p.uses for p in pieces]) / _sum(self.pulls, [p.open_days for p in pieces])
        clipped = sum(p.weight * min(square, HUBER**2) for p, square in zip(pieces, squares, strict=True))
        prior = PRIOR_SPANS * (1 + PRIOR_SPREAD * self.rate)
        self.dispersion = max(1.0, (prior + self.dispersion * clipped) / self.freedom)

    def error(self, pieces: Sequence[_Piece]) -> float:
        """The standard error of the rate."""
        noise = sum(u * u * self.rate * p.open_days * self.variance(p) for u, p in zip(self.pulls, pieces, strict=True))
        return math.sqrt(noise) / _sum(self.pulls, [piece.open_days for piece in pieces])


def _fit(pieces: Sequence[_Piece]) -> _Fit:
    """The rate that the pieces agree on; 0 when nothing was used."""
    rate = _weighted_median(pieces) or sum(p.uses for p in pieces) / sum(p.open_days for p in pieces)
    freedom = PRIOR_SPANS + sum(piece.weight for piece in pieces)
    fit = _Fit(rate, 1 + PRIOR_SPREAD * rate, freedom, [])
    for _ in range(ROUNDS):
        before = fit.rate
        if before <= 0:
            break
        fit.step(pieces)
        if abs(fit.rate - before) < 1e-7 * before:
            break
    return fit


def _sum(weights: Sequence[float], values: Sequence[float]) -> float:
    return sum(weight * value for weight, value in zip(weights, values, strict=True))


def _weighted_median(pieces: Sequence[_Piece]) -> float:
    """The rate below which half of the looks lie, new ones counting more."""
    ordered = sorted(pieces, key=lambda p: p.uses / p.open_days)
    half = sum(piece.weight for piece in ordered) / 2
    passed = 0.0
    for piece in ordered:
        passed += piece.weight
        if passed >= half:
            return piece.uses / piece.open_days
    return 0.0


def _own_weekdays(spans: Sequence[UseSpan], open_time: OpenTime) -> tuple[float, ...]:
    """The chain's weekdays, moved by what spans of a day or two show; the more of them, the further."""
    short = [span for span in spans if 0 < _exposure(span.since, span.until, open_time) <= 2.5]
    exposed = sum(_exposure(span.since, span.until, open_time) for span in short)
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


def _exposure(since: str, until: str, open_time: OpenTime) -> float:
    return open_time.between(_instant(since), _instant(until))


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text)
