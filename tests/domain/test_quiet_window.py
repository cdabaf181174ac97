"""When work disturbs nobody: by the store's own clock, on both days of the year on which it is changed."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fleetdesk.domain.fleet import WEEKDAYS
from fleetdesk.domain.quiet_window import QuietTimes, QuietWindow, quietest
from fleetdesk.services.forecast_due import work_calendar

NEW_YORK = "America/New_York"
DAILY: dict[str, str] = dict.fromkeys(WEEKDAYS, "07:00-20:00")
ALWAYS: dict[str, str] = dict.fromkeys(WEEKDAYS, "00:00-23:59")
CALENDAR = work_calendar()


def times(hours: dict[str, str], zone: str = NEW_YORK) -> QuietTimes:
    return QuietTimes(zone, hours, CALENDAR.profile, CALENDAR.quiet)


def local(year: int, month: int, day: int, hour: int = 0, minute: int = 0, zone: str = NEW_YORK) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=ZoneInfo(zone)).astimezone(UTC)


def clock(window: QuietWindow, zone: str = NEW_YORK) -> str:
    start, end = (at.astimezone(ZoneInfo(zone)) for at in (window.start, window.end))
    return f"{start:%a %d %H:%M} to {end:%H:%M}"


def test_the_rush_is_never_quiet_and_before_opening_always_is() -> None:
    windows = times(DAILY).windows(local(2026, 2, 2), 30)
    assert [clock(window) for window in windows[:3]] == [
        "Mon 02 05:00 to 08:00", "Mon 02 17:00 to 20:00", "Tue 03 05:00 to 08:00"
    ]  # fmt: skip
    for window in windows:
        for step in range(window.minutes):
            at = (window.start + timedelta(minutes=step)).astimezone(ZoneInfo(NEW_YORK))
            assert not 8 <= at.hour < 17, "between the ramp-up and the afternoon customers come"


def test_only_what_is_long_enough_and_has_not_begun() -> None:
    now = local(2026, 2, 2, 18, 50)
    assert clock(times(DAILY).windows(now, 60)[0]) == "Mon 02 19:00 to 20:00"
    assert clock(times(DAILY).windows(now, 61)[0]) == "Tue 03 05:00 to 08:00"
    assert times(DAILY).windows(now, 240) == []


def test_nobody_is_there_on_a_closed_day_and_hours_that_nobody_told_are_daytime() -> None:
    weekdays: dict[str, str] = {day: DAILY[day] for day in WEEKDAYS[:5]}
    found = times(weekdays).windows(local(2026, 2, 6, 21), 30)
    assert clock(found[0]) == "Mon 09 05:00 to 08:00"
    assert clock(times({}).windows(local(2026, 2, 6, 21), 30)[0]) == "Sat 07 06:00 to 08:00"


def test_of_a_week_sunday_is_the_quietest_and_what_is_urgent_takes_the_next() -> None:
    now = local(2026, 2, 3, 10)
    windows = times({}).windows(now, 45)
    sunday = quietest(windows, now + timedelta(days=7))
    assert sunday is not None
    assert clock(sunday) == "Sun 08 06:00 to 08:00"
    in_time, urgent = quietest(windows, now + timedelta(days=2)), quietest(windows, now)
    assert in_time is not None
    assert urgent is not None
    assert clock(in_time) == "Wed 04 06:00 to 08:00"
    assert clock(urgent) == "Tue 03 17:00 to 20:00"
    assert quietest([], now) is None


def test_the_hours_are_the_store_s_own_in_summer_and_in_winter() -> None:
    """The report's UTC 14 is nine o'clock in winter. The rush keeps to the store's clock, not to UTC."""
    for now, evening_utc in ((local(2026, 2, 2, 10), 22), (local(2026, 7, 6, 10), 21)):
        window = times(DAILY).windows(now, 30)[0]
        assert window.start.hour == evening_utc
        assert clock(window)[7:] == "17:00 to 20:00"


def test_the_night_in_which_new_york_skips_an_hour() -> None:
    """On 8 March 2026 the clock goes from 01:59 to 03:00: that night is an hour shorter than it looks."""
    night = next(w for w in times(ALWAYS).windows(local(2026, 3, 7, 22), 30) if w.minutes > 300)
    assert clock(night) == "Sat 07 22:00 to 08:00"
    assert night.minutes == 9 * 60
    early = times({"sun": "03:00-12:00"}).windows(local(2026, 3, 7, 12), 60)[0]
    assert clock(early) == "Sun 08 01:00 to 08:00"
    assert early.minutes == 6 * 60


def test_the_night_in_which_new_york_has_an_hour_twice() -> None:
    """On 1 November 2026 the clock goes from 01:59 back to 01:00."""
    night = next(w for w in times(ALWAYS).windows(local(2026, 10, 31, 22), 30) if w.minutes > 300)
    assert clock(night) == "Sat 31 22:00 to 08:00"
    assert night.minutes == 11 * 60
    between = datetime(2026, 11, 1, 5, 30, tzinfo=UTC)  # 01:30 for the first time
    again = times(ALWAYS).windows(between, 30)[0]
    assert again.start == between
    assert again.minutes == 60 * 7 + 30, "half an hour, the hour again, six more"


@pytest.mark.parametrize(
    ("zone", "day", "minutes"),
    [
        ("Europe/Madrid", (2026, 3, 29), 540), ("Europe/Madrid", (2026, 10, 25), 660),
        ("Asia/Shanghai", (2026, 3, 29), 600), ("Australia/Lord_Howe", (2026, 4, 5), 630),
    ],
)  # fmt: skip
def test_other_places_change_their_clocks_on_other_days_or_never(
    zone: str, day: tuple[int, int, int], minutes: int
) -> None:
    evening = local(*day, zone=zone) - timedelta(hours=2)
    night = next(w for w in times(ALWAYS, zone).windows(evening, 30) if w.minutes > 300)
    assert night.minutes == minutes


@given(
    st.sampled_from((NEW_YORK, "Europe/Madrid", "Asia/Kolkata", "Australia/Lord_Howe", "America/Santiago")),
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC)),
    st.dictionaries(st.sampled_from(WEEKDAYS), st.sampled_from(("07:00-20:00", "22:00-04:00")), max_size=7),
    st.integers(1, 300),
)
def test_a_window_lies_ahead_is_long_enough_and_has_only_hours_that_exist(
    zone: str, now: datetime, hours: dict[str, str], minutes: int
) -> None:
    for window in times(hours, zone).windows(now, minutes):
        assert window.start >= now
        assert window.minutes >= minutes
        assert window.end - window.start == timedelta(minutes=window.minutes)
        for at in (window.start, window.end):
            wall = at.astimezone(ZoneInfo(zone))
            assert wall.replace(tzinfo=ZoneInfo(zone), fold=wall.fold).astimezone(UTC) == at
