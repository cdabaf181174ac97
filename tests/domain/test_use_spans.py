"""The ledger says between which looks all uses are known: rates rest on nothing else."""

from itertools import pairwise
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from fleetdesk.domain.usage import Fitting, Reading, device_usage
from fleetdesk.domain.use_spans import MOST_SPANS, UseSpan, by_day


def day(number: int, hour: int = 12) -> str:
    return f"2026-03-{number:02}T{hour:02}:00:00.000Z"


STAY = Fitting("m", "f", day(1))


def read(at: str, value: int, *, boots: int | None = None, epoch: int | None = None) -> tuple[str, Reading]:
    return "m", Reading(f"r{at}", value, at, "wired", boot_count=boots, counter_epoch=epoch)


def spans(*readings: tuple[str, Reading], fittings: tuple[Fitting, ...] = (STAY,)) -> list[UseSpan]:
    return list(by_day(device_usage(fittings, readings).spans))


def test_a_span_begins_with_the_first_reading_and_with_a_baseline_at_the_fitting() -> None:
    assert spans(read(day(2), 40)) == []
    assert spans(read(day(2), 40), read(day(3), 64)) == [UseSpan(day(2), day(3), 24)]
    baseline = Fitting("m", "f", day(1), baseline=Reading("b", 30, day(1), "wired"))
    assert spans(read(day(2), 40), fittings=(baseline,)) == [UseSpan(day(1), day(2), 10)]


def test_the_time_without_a_module_is_in_no_span() -> None:
    old = Fitting("m", "f", day(1), day(4), last=Reading("l", 90, day(4), "wired"))
    new = Fitting("n", "g", day(6), baseline=Reading("b", 3, day(6), "wired"))
    found = spans(read(day(2), 40), ("n", Reading("r", 23, day(7), "wired")), fittings=(old, new))
    assert found == [UseSpan(day(2), day(4), 50), UseSpan(day(6), day(7), 20)]


def test_a_reset_that_nobody_saw_ends_a_span() -> None:
    found = spans(
        read(day(2), 40, boots=1), read(day(3), 60, boots=1), read(day(4), 5, boots=2),
        read(day(5), 25, boots=2),
    )  # fmt: skip
    assert found == [UseSpan(day(2), day(3), 20), UseSpan(day(4), day(5), 20)]
    epochs = spans(read(day(2), 40, epoch=1), read(day(3), 5, epoch=2), read(day(4), 9, epoch=2))
    assert epochs == [UseSpan(day(3), day(4), 4)]


def test_what_is_set_aside_ends_nothing() -> None:
    assert spans(read(day(2), 40), read(day(3), 12), read(day(4), 88)) == [UseSpan(day(2), day(4), 48)]


def test_many_readings_of_one_day_are_one_span_and_only_the_newest_days_are_kept() -> None:
    many = [read(day(2 + n // 24, n % 24), 40 + n) for n in range(72)]
    assert spans(*many) == [
        UseSpan(day(2, 0), day(2, 23), 23), UseSpan(day(2, 23), day(3, 23), 24), UseSpan(day(3, 23), day(4, 23), 24)
    ]  # fmt: skip
    years = [(f"20{n:02}-01-01T00:00:00.000Z", f"20{n + 1:02}-01-01T00:00:00.000Z", n) for n in range(90)]
    assert [span.uses for span in by_day(reversed(years))] == list(range(90 - MOST_SPANS, 90))


WHEN = st.builds(day, st.integers(2, 20), st.integers(0, 23))
READINGS = st.lists(
    st.builds(read, WHEN, st.integers(0, 90), boots=st.sampled_from((None, 1, 2)), epoch=st.sampled_from((None, 1, 2))),
    max_size=12,
    unique_by=lambda pair: pair[1].taken_at,
)


@given(READINGS, st.randoms(use_true_random=False))
def test_spans_never_overlap_nor_hold_more_than_counted(readings: list[tuple[str, Reading]], chance: Random) -> None:
    removed = Fitting("m", "f", day(1), day(9), baseline=Reading("b", 30, day(1), "wired"))
    back = Fitting("m", "g", day(11), baseline=Reading("c", 20, day(11), "wired"))
    usage = device_usage((removed, back), readings)
    found = by_day(usage.spans)
    assert all(one.until <= two.since for one, two in pairwise(found))
    assert all(span.since < span.until and span.uses >= 0 for span in found)
    assert sum(span.uses for span in found) <= usage.total
    assert not any(span.since < day(11) and span.until > day(9) for span in found), "no module was in it"
    shuffled = list(readings)
    chance.shuffle(shuffled)
    assert device_usage((removed, back), shuffled).spans == usage.spans
