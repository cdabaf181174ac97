"""Five business days from a Thursday end on the next Thursday; weekends do not count, either way."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fleetdesk.domain.business_days import after, is_business_day, left

THURSDAY = date(2026, 2, 12)


@pytest.mark.parametrize(
    ("day", "count", "last"),
    [
        (THURSDAY, 0, THURSDAY),
        (THURSDAY, 1, date(2026, 2, 13)),
        (THURSDAY, 2, date(2026, 2, 16)),
        (THURSDAY, 5, date(2026, 2, 19)),
        (date(2026, 2, 14), 1, date(2026, 2, 16)),
        (date(2026, 2, 13), 10, date(2026, 2, 27)),
    ],
)
def test_the_last_day(day: date, count: int, last: date) -> None:
    assert after(day, count) == last


@pytest.mark.parametrize(
    ("today", "days"), [(date(2026, 2, 16), 3), (date(2026, 2, 19), 0), (date(2026, 2, 14), 4), (date(2026, 2, 23), -2)]
)
def test_days_that_are_left(today: date, days: int) -> None:
    assert left(today, date(2026, 2, 19)) == days


def test_no_day_in_the_past() -> None:
    with pytest.raises(ValueError, match="past"):
        after(THURSDAY, -1)


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.integers(0, 400))
def test_what_is_left_until_the_last_day_is_what_was_given(day: date, count: int) -> None:
    last = after(day, count)
    assert left(day, last) == count
    assert count == 0 or is_business_day(last)
    assert last - day >= timedelta(days=count)
