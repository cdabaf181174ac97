"""Units that fell silent together: the trait that they share is named with its counts; chance raises no alarm."""

import random
from math import comb

import pytest

from fleetdesk.domain.cohort import ALARM, LEAST_CASES, Unit, signals, tail

SHUFFLES = 400
VERSIONS = ("1.4.0", "1.4.2", "1.3.9", "1.5.0", "1.5.1")


def fleet(chance: random.Random, cases: int = 15, others: int = 36, bad: float = 0.0) -> list[Unit]:
    """Blenders of ten stores, twelve gateways, three versions; cases have the bad version with this chance."""
    units: list[Unit] = []
    for number in range(cases + others):
        case = number < cases
        version = "1.4.0" if case and chance.random() < bad else chance.choice(VERSIONS)
        traits = {"firmware": version, "store": f"S{chance.randrange(10)}", "gateway": f"G{chance.randrange(12)}"}
        units.append(Unit(case, traits))
    return units


def test_a_firmware_that_the_silent_ones_share_is_named_with_its_counts() -> None:
    units = [Unit(True, {"firmware": "1.4.0", "store": f"S{n % 5}"}) for n in range(6)]
    units += [Unit(False, {"firmware": "1.4.2" if n else "1.4.0", "store": f"S{n % 5}"}) for n in range(12)]
    (signal,) = signals(units)
    assert (signal.trait, signal.value) == ("firmware", "1.4.0")
    assert (signal.cases_with, signal.cases, signal.others_with, signal.others) == (6, 6, 1, 12)
    assert signal.chance < ALARM


@pytest.mark.parametrize("bad", [1.0, 0.95])
def test_a_planted_fault_is_found(bad: float) -> None:
    found = [signals(fleet(random.Random(seed), bad=bad)) for seed in range(50)]
    named = sum(bool(each) and (each[0].trait, each[0].value) == ("firmware", "1.4.0") for each in found)
    assert named >= 48


def test_shuffled_labels_raise_no_alarm() -> None:
    chance = random.Random(11)
    units = fleet(chance, bad=1.0)
    labels = [unit.case for unit in units]
    alarms = 0
    for _ in range(SHUFFLES):
        chance.shuffle(labels)
        alarms += bool(signals(Unit(case, unit.traits) for case, unit in zip(labels, units, strict=True)))
    assert alarms <= SHUFFLES * ALARM * 2, f"{alarms} of {SHUFFLES}"
    assert signals(units), "the control: unshuffled it is an alarm"


def test_few_cases_are_no_pattern() -> None:
    units = [Unit(True, {"firmware": "x"}) for _ in range(LEAST_CASES - 1)]
    units += [Unit(False, {"firmware": "y"}) for _ in range(1_000)]
    assert signals(units) == ()
    assert signals([]) == ()


def test_what_is_not_known_of_a_unit_is_left_out() -> None:
    units = [Unit(True, {"firmware": "1.4.0"}) for _ in range(6)] + [Unit(True, {}) for _ in range(9)]
    units += [Unit(False, {"firmware": "1.4.2"}) for _ in range(12)]
    assert signals(units)[0].cases == 6


def test_the_tail_is_the_hypergeometric_one() -> None:
    assert tail(0, 5, 4, 10) == pytest.approx(1.0)
    assert tail(4, 4, 4, 10) == pytest.approx(1 / comb(10, 4))
    by_hand = sum(comb(3, k) * comb(7, 4 - k) for k in (2, 3)) / comb(10, 4)
    assert tail(2, 4, 3, 10) == pytest.approx(by_hand)
