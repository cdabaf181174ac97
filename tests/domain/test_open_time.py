"""Open days: closed days have none of them, and a change of the clocks makes no day longer in use."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fleetdesk.domain.fleet import WEEKDAYS
from fleetdesk.domain.open_time import OpenTime, sound_hours
from fleetdesk.services.forecast_due import work_calendar

PROFILE = work_calendar().profile
DAY, NIGHT, WHOLE = "07:00-19:00", "22:00-03:30", "00:00-23:59"
HOURS: dict[str, str] = {day: DAY for day in WEEKDAYS if day != "sun"}
MONDAY = datetime(2026, 2, 2, 5, tzinfo=UTC)
"""Midnight in New York."""
INSTANTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC))


def open_time(hours: dict[str, str] = HOURS, zone: str = "America/New_York") -> OpenTime:
    return OpenTime(zone, hours, PROFILE.orders_by_hour, tuple(map(float, PROFILE.weekday_percent)))


def test_a_week_has_as_many_open_days_as_the_store_opens() -> None:
    week = timedelta(days=7)
    assert open_time().between(MONDAY, MONDAY + week) == pytest.approx(6)
    assert open_time({}).between(MONDAY, MONDAY + week) == pytest.approx(7)
    sunday = MONDAY + timedelta(days=6)
    assert open_time().between(sunday, sunday + timedelta(days=1)) == pytest.approx(0)
    thursday, saturday = (open_time().between(MONDAY + timedelta(n), MONDAY + timedelta(n + 1)) for n in (3, 5))
    assert thursday / saturday == pytest.approx(115 / 95)


def test_a_day_passes_as_its_customers_come() -> None:
    tuesday = MONDAY + timedelta(days=1)
    shares = [open_time().between(tuesday, tuesday + timedelta(hours=hour)) for hour in (7, 9, 13, 19, 24)]
    whole = shares[-1]
    assert shares[0] == pytest.approx(0)
    assert shares[1] < 0.2 * whole < 0.5 * whole < shares[2]
    assert shares[3] == pytest.approx(whole)


def test_hours_that_nobody_can_mean_count_as_not_told() -> None:
    assert sound_hours(HOURS) == HOURS
    for said in ({**HOURS, "sun": "closed"}, {"Monday": DAY}, {"mon": 7}, [DAY], None):
        assert sound_hours(said) == {}


@pytest.mark.parametrize("zone", ["America/New_York", "Europe/Madrid", "Asia/Shanghai", "Australia/Lord_Howe"])
def test_a_day_of_23_or_25_hours_is_one_open_day(zone: str) -> None:
    times = open_time(dict.fromkeys(WEEKDAYS, WHOLE), zone)
    for number in range(366):
        midnight = datetime(2026, 1, 1) + timedelta(days=number)
        begin, end = ((midnight + timedelta(n)).replace(tzinfo=times.local_zone) for n in (0, 1))
        expected = times.day_weights[midnight.weekday()]
        assert times.between(begin.astimezone(UTC), end.astimezone(UTC)) == pytest.approx(expected, abs=1e-3)


def test_a_night_until_two_belongs_to_the_day_on_which_it_opened() -> None:
    times = open_time({"fri": "18:00-02:00"})
    friday = datetime(2026, 3, 6, 23, tzinfo=UTC)
    assert times.between(friday, friday + timedelta(hours=8)) == pytest.approx(1)
    assert times.day_after(friday, 0.999) == date(2026, 3, 6)


@given(
    st.dictionaries(st.sampled_from(WEEKDAYS), st.sampled_from((DAY, NIGHT, WHOLE)), min_size=1),
    INSTANTS,
    st.floats(0, 400),
)  # fmt: skip
def test_days_are_found_again_and_closed_ones_never(hours: dict[str, str], start: datetime, open_days: float) -> None:
    times = open_time(hours)
    day = times.day_after(start, open_days)
    assert day is not None
    assert WEEKDAYS[day.weekday()] in hours
    begin, end = (datetime(d.year, d.month, d.day, tzinfo=UTC) for d in (day, day + timedelta(days=3)))
    assert times.between(start, end) >= open_days - 1e-6
    assert times.between(start, begin - timedelta(days=1)) <= open_days + 1e-6


@given(
    st.lists(st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC)), min_size=3, max_size=3)
)
def test_open_days_add_up(instants: list[datetime]) -> None:
    a, b, c = sorted(instants)
    times = open_time({"mon": "06:30-20:15", "thu": "10:00-01:00"})
    assert times.between(a, b) + times.between(b, c) == pytest.approx(times.between(a, c), abs=1e-3)
    assert times.between(b, a) == 0 or a == b
