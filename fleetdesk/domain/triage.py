"""Why a unit does not report: evidence weighed into ranked causes, each with its reasons, and the cheapest next look.

Naive Bayes over one cause (the product rule, each piece of evidence taken as independent given the cause). Evidence
that nobody has is left out: what is not known never counts against anything. The verdict is mechanical when the unit
more likely than not does not work, whatever else is wrong with it. Pure; the figures come from `seeds/triage.toml`.
"""

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass

MECHANICAL = "mechanical"
ENOUGH = 0.97
"""Once a cause is this likely, and that the unit works or not as sure, no further look is proposed."""
LEAST_GAIN = 0.01
"""Nats that a look must be expected to tell to be worth a visit's minute."""


@dataclass(frozen=True, slots=True)
class EvidenceValue:
    """What one look may show: `likely` {cause: probability of it, 0 to 1}, `says` it in words."""

    key: str
    says: str
    likely: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing that can be looked at. `ask` is how, `minutes` what it costs."""

    key: str
    title: str
    ask: str
    minutes: int
    values: tuple[EvidenceValue, ...]

    def value(self, key: str) -> EvidenceValue | None:
        return next((value for value in self.values if value.key == key), None)


@dataclass(frozen=True, slots=True)
class TriageTable:
    """`prior` {cause: probability}, summing to 1."""

    prior: Mapping[str, float]
    evidence: tuple[Evidence, ...]

    @property
    def causes(self) -> tuple[str, ...]:
        return tuple(self.prior)


@dataclass(frozen=True, slots=True)
class Reason:
    """A piece of evidence that speaks for (`weight` > 0) or against a cause, in nats against the other causes."""

    evidence: str
    value: str
    says: str
    weight: float


@dataclass(frozen=True, slots=True)
class Ranked:
    """A cause, how likely it is after all that was seen, and what speaks for and against it, the strongest first."""

    cause: str
    probability: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class NextLook:
    """`gain` nats that it is expected to tell."""

    evidence: str
    ask: str
    minutes: int
    gain: float


@dataclass(frozen=True, slots=True)
class Triage:
    """`ranked` the likeliest first. `verdict` connectivity | mechanical; None while nothing was seen. `next_look` None
    when no look would change much."""

    ranked: tuple[Ranked, ...]
    verdict: str | None
    works: float
    next_look: NextLook | None

    @property
    def first(self) -> Ranked:
        return self.ranked[0]


def triage(table: TriageTable, seen: Mapping[str, str], looked: Collection[str] = ()) -> Triage:
    """`seen` {evidence: value}; what the table does not know is left out. `looked`: evidence for which somebody looked
    and found nothing that can be said, so that it is not proposed again."""
    found = [(each, value) for each in table.evidence if (value := each.value(seen.get(each.key, ""))) is not None]
    posterior = _posterior(table, [value for _, value in found])
    ranked = sorted(posterior, key=lambda cause: (-posterior[cause], table.causes.index(cause)))
    broken = _broken(table, found)
    return Triage(
        tuple(Ranked(cause, posterior[cause], _reasons(table, cause, found)) for cause in ranked),
        (MECHANICAL if broken > 0.5 else "connectivity") if found else None,
        1.0 - broken,
        _next(table, {*seen, *looked}, posterior, broken),
    )


def _posterior(table: TriageTable, values: list[EvidenceValue]) -> dict[str, float]:
    logs = {
        cause: math.log(prior) + sum(math.log(value.likely[cause]) for value in values)
        for cause, prior in table.prior.items()
    }
    highest = max(logs.values())
    weights = {cause: math.exp(log - highest) for cause, log in logs.items()}
    total = sum(weights.values())
    return {cause: weight / total for cause, weight in weights.items()}


def _broken(table: TriageTable, found: list[tuple[Evidence, EvidenceValue]]) -> float:
    """How likely the unit itself does not work: a second fault may keep it silent, so only what tells a working unit
    from a broken one is weighed, each against the average of the other causes."""
    prior = table.prior[MECHANICAL]
    odds = math.log(prior / (1 - prior))
    for each, value in found:
        if _is_of_the_machine(each):
            others = [value.likely[cause] for cause in table.causes if cause != MECHANICAL]
            odds += math.log(value.likely[MECHANICAL] / (sum(others) / len(others)))
    return 1 / (1 + math.exp(-odds))


def _is_of_the_machine(evidence: Evidence) -> bool:
    """True for a look of which a value is mostly shown by broken machines."""
    return any(value.likely[MECHANICAL] > 2 * max(_others(value)) for value in evidence.values)


def _others(value: EvidenceValue) -> list[float]:
    return [likely for cause, likely in value.likely.items() if cause != MECHANICAL]


def _reasons(table: TriageTable, cause: str, found: list[tuple[Evidence, EvidenceValue]]) -> tuple[Reason, ...]:
    reasons: list[Reason] = []
    for each, value in found:
        rest = [value.likely[other] for other in table.causes if other != cause]
        weight = math.log(value.likely[cause] / (sum(rest) / len(rest)))
        reasons.append(Reason(each.key, value.key, value.says, weight))
    return tuple(sorted(reasons, key=lambda reason: -abs(reason.weight)))


def _next(
    table: TriageTable, looked: Collection[str], posterior: Mapping[str, float], broken: float
) -> NextLook | None:
    """The look that tells most for its minutes, by the expected fall of the entropy (Shannon 1948, in nats)."""
    if max(posterior.values()) >= ENOUGH and max(broken, 1 - broken) >= ENOUGH:
        return None
    best: NextLook | None = None
    for each in table.evidence:
        if each.key in looked:
            continue
        gain = _gain(each, posterior)
        if gain >= LEAST_GAIN and (best is None or gain / each.minutes > best.gain / best.minutes):
            best = NextLook(each.key, each.ask, each.minutes, gain)
    return best


def _gain(evidence: Evidence, posterior: Mapping[str, float]) -> float:
    expected = 0.0
    for value in evidence.values:
        joint = [probability * value.likely[cause] for cause, probability in posterior.items()]
        chance = sum(joint)
        expected += chance * _entropy([part / chance for part in joint])
    return _entropy(list(posterior.values())) - expected


def _entropy(probabilities: list[float]) -> float:
    return -sum(p * math.log(p) for p in probabilities if p > 0)
