"""The technician's triage: the right cause and verdict from what was seen, on faults alone and in pairs; no guess."""

import random
from itertools import combinations

import pytest

from fleetdesk.domain.triage import MECHANICAL, Evidence, TriageTable, triage
from fleetdesk.services.seeds import load_triage
from tests.domain.faulty_units import FAULTS, looks_of

HELD_OUT = range(70_000, 70_150)
"""Seeds that no figure of seeds/triage.toml was ever set by."""


@pytest.fixture(scope="module")
def table() -> TriageTable:
    return load_triage()


def test_right_first_cause_and_verdict_on_faults_alone_and_in_pairs(table: TriageTable) -> None:
    cause_right = verdict_right = asked = 0
    for seed in HELD_OUT:
        for faults in [*((fault,) for fault in FAULTS), *combinations(FAULTS, 2)]:
            found = triage(table, looks_of(faults, random.Random(f"{seed} {faults}")))
            asked += 1
            cause_right += found.first.cause in faults
            verdict_right += found.verdict == (MECHANICAL if MECHANICAL in faults else "connectivity")
    assert asked == len(HELD_OUT) * 21
    assert cause_right / asked >= 0.95, f"{cause_right} of {asked}"
    assert verdict_right / asked >= 0.99, f"{verdict_right} of {asked}"


def test_without_the_motor_test_the_verdict_is_worse(table: TriageTable) -> None:
    """The control: the figures above are earned by the evidence, not by the prior."""
    right = 0
    for seed in HELD_OUT:
        for fault in FAULTS:
            looks = looks_of((fault,), random.Random(seed))
            found = triage(table, {key: value for key, value in looks.items() if key not in ("motor", "jams")})
            right += found.verdict == (MECHANICAL if fault == MECHANICAL else "connectivity")
    assert right / (len(HELD_OUT) * 6) < 0.9


def test_nothing_seen_is_nothing_said(table: TriageTable) -> None:
    found = triage(table, {})
    assert found.verdict is None
    assert {each.cause: round(100 * each.probability) for each in found.ranked} == {
        "radio_range": 22, "battery_power": 20, "gateway_cascade": 20, "firmware": 14, MECHANICAL: 14,
        "module_damage": 10,
    }  # fmt: skip
    assert found.first.reasons == ()
    assert found.next_look is not None


def test_what_nobody_knows_never_counts_against_anything(table: TriageTable) -> None:
    some = {"battery": "low", "radio": "good"}
    found = triage(table, some)
    other = triage(table, {**some, "motor": "", "gateway": "unknown", "neighbours": "?"})
    assert (found.ranked, found.verdict, found.works) == (other.ranked, other.verdict, other.works)


def test_what_was_looked_at_in_vain_is_not_proposed_again(table: TriageTable) -> None:
    first = triage(table, {"radio": "weak"}).next_look
    assert first is not None
    second = triage(table, {"radio": "weak"}, [first.evidence]).next_look
    assert second is not None
    assert second.evidence != first.evidence


def test_the_reasons_are_named_the_strongest_first(table: TriageTable) -> None:
    found = triage(table, {"battery": "low", "radio": "good", "restarts": "supply"})
    assert found.first.cause == "battery_power"
    assert [reason.says for reason in found.first.reasons][:2] == [
        "Its battery is low.", "It restarted for low supply.",
    ]  # fmt: skip
    assert found.first.reasons[0].weight > 0
    weak = next(each for each in found.ranked if each.cause == "radio_range")
    assert any(reason.weight < -1 for reason in weak.reasons), "what speaks against a cause is named too"


def test_each_look_is_the_one_that_tells_most_for_its_minutes_until_it_is_clear(table: TriageTable) -> None:
    looks = looks_of(("battery_power",), random.Random(4))
    seen: dict[str, str] = {}
    asked: list[str] = []
    while (look := triage(table, seen).next_look) is not None:
        assert look.evidence not in asked
        asked.append(look.evidence)
        seen[look.evidence] = looks[look.evidence]
    assert triage(table, seen).first.cause == "battery_power"
    assert len(asked) < len(table.evidence), "it stops before everything was looked at"


def test_one_more_piece_of_evidence_for_a_cause_never_makes_it_less_likely(table: TriageTable) -> None:
    def chance(seen: dict[str, str], cause: str) -> float:
        return next(each.probability for each in triage(table, seen).ranked if each.cause == cause)

    for each in table.evidence:
        for value in each.values:
            strongest = max(value.likely, key=lambda cause: value.likely[cause])
            assert chance({each.key: value.key}, strongest) >= table.prior[strongest] - 1e-9


def test_every_value_s_probabilities_sum_to_one(table: TriageTable) -> None:
    def total(evidence: Evidence, cause: str) -> float:
        return sum(value.likely[cause] for value in evidence.values)

    assert {round(total(each, cause), 6) for each in table.evidence for cause in table.causes} == {1.0}
