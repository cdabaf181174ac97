"""A date is read as its column means it; what can be two dates is asked about, and what is none is told."""

from datetime import datetime

import pytest

from fleetdesk.domain.errors import FormatError
from fleetdesk.domain.local_dates import DateOrder, choose, instant_of, order_of, read_date


def column(*texts: str) -> DateOrder | None:
    return order_of(read_date(text) for text in texts)


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("2026-02-14", datetime(2026, 2, 14)),
        ("2026/2/4 15:30", datetime(2026, 2, 4, 15, 30)),
        ("2026年2月14日", datetime(2026, 2, 14)),
        ("14.02.2026 08:05:09", datetime(2026, 2, 14, 8, 5, 9)),
        ("04.05.2026", datetime(2026, 5, 4)),
        ("05/05/2026", datetime(2026, 5, 5)),
        ("14-Feb-2026", datetime(2026, 2, 14)),
        ("14. März 2026", datetime(2026, 3, 14)),
        ("3 de enero de 2026", datetime(2026, 1, 3)),
        ("Dec 3, 2025 12:05 AM", datetime(2025, 12, 3, 0, 5)),
    ],
)
def test_what_is_certain_needs_no_column(text: str, means: datetime) -> None:
    assert choose(text, read_date(text), None) == means


def test_a_column_proves_its_order_by_one_date() -> None:
    assert column("04/05/2026", "25/05/2026") is DateOrder.DAY
    assert column("04/05/2026", "05/25/2026") is DateOrder.MONTH
    assert choose("04/05/2026", read_date("04/05/2026"), DateOrder.DAY) == datetime(2026, 5, 4)
    assert choose("04/05/2026", read_date("04/05/2026"), DateOrder.MONTH) == datetime(2026, 4, 5)


@pytest.mark.parametrize("texts", [("04/05/2026", "01/02/2026"), ("04/05/2026", "25/05/2026", "05/25/2026")])
def test_a_column_that_proves_none_or_both_is_asked_about(texts: tuple[str, ...]) -> None:
    assert column(*texts) is None
    with pytest.raises(FormatError, match="--dates dmy or --dates mdy"):
        choose("04/05/2026", read_date("04/05/2026"), None)


@pytest.mark.parametrize("text", ["30/02/2026", "2026-02-30", "32.01.2026", "13/13/2026", "2026-01-01 25:00"])
def test_what_no_calendar_holds_is_impossible_and_proves_nothing(text: str) -> None:
    with pytest.raises(FormatError, match="no date of any calendar"):
        read_date(text)


@pytest.mark.parametrize(
    ("text", "said"), [("04/05/26", "two digits"), ("soon", "is no date"), ("45000", "is no date")]
)
def test_what_is_no_date_is_told(text: str, said: str) -> None:
    with pytest.raises(FormatError, match=said):
        read_date(text)


def test_an_order_that_was_given_makes_the_other_one_impossible() -> None:
    with pytest.raises(FormatError, match="no date with the day first"):
        choose("05/25/2026", read_date("05/25/2026"), DateOrder.DAY)


def test_a_local_time_becomes_an_instant_of_its_zone() -> None:
    assert instant_of(datetime(2026, 1, 5, 9), "America/New_York") == "2026-01-05T14:00:00.000Z"
    assert instant_of(datetime(2026, 7, 5, 9), "America/New_York") == "2026-07-05T13:00:00.000Z"


@pytest.mark.parametrize("hour", [datetime(2026, 3, 8, 2, 30), datetime(2026, 11, 1, 1, 30)])
def test_an_hour_that_a_clock_change_skipped_or_repeated_is_refused(hour: datetime) -> None:
    with pytest.raises(FormatError, match="where clocks were changed"):
        instant_of(hour, "America/New_York")


def test_a_day_that_begins_at_one_o_clock_still_begins() -> None:
    assert instant_of(datetime(2024, 9, 8), "America/Santiago") == "2024-09-08T04:00:00.000Z"
