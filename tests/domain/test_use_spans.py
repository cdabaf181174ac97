"""The ledger says between which looks all uses are known: rates rest on nothing else."""

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
