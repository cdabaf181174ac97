"""A blender runs: its load is the median after the inrush, of the present or the last long enough run."""

import pytest

from fleetdesk.domain.motor_run import MotorRun, load_of


def run(seconds: float, current: float, start: float = 0.0) -> list[tuple[float, float]]:
    """50 samples a second; the first 0.3 s at twice the current, then with a spike at one sample."""
    count = round(seconds * 50)
    return [(start + n / 50, current * (2.0 if n < 15 else 5.0 if n == 40 else 1.0)) for n in range(count)]


def load(samples: list[tuple[float, float]], above: float = 1000.0) -> float | None:
    return load_of([at for at, _ in samples], [value for _, value in samples], above)


def test_inrush_and_a_single_spike_do_not_count() -> None:
    assert load(run(4, 4000)) == 4000


def test_a_motor_at_rest_has_no_load() -> None:
    assert load(run(4, 200)) is None
    assert load([]) is None


def test_a_run_that_is_too_short_says_nothing() -> None:
    assert load(run(0.9, 4000)) is None


def test_after_the_run_its_load_stays_and_a_new_run_replaces_it() -> None:
    samples = run(3, 4000) + [(3 + n / 50, 0.0) for n in range(50)]
    assert load(samples) == 4000
    assert load(samples + run(3, 3000, start=5)) == 3000
    assert load(samples + run(0.6, 3000, start=5)) == 4000


@pytest.mark.parametrize("unit", [1.0, 0.001])
def test_any_unit_will_do(unit: float) -> None:
    assert load([(at, value * unit) for at, value in run(3, 4000)], 1000 * unit) == pytest.approx(4000 * unit)


def test_memory_is_bounded() -> None:
    motor = MotorRun()
    for n in range(20_000):
        motor.feed(n / 50, 4000)
    assert motor.load == 4000
