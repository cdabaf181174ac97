"""When a task falls due: what readings say, what they do not say, and how often the interval holds the day."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from fleetdesk.domain.fleet import WEEKDAYS
from fleetdesk.domain.forecast import DueForecast, due_forecast
from fleetdesk.domain.open_time import OpenTime
from fleetdesk.domain.use_rate import UseRate, WhyNone, use_rate
from fleetdesk.domain.use_spans import UseSpan
from fleetdesk.services.forecast_due import work_calendar
from tests.domain.backtest import RULES, Backtest, run

PROFILE = work_calendar().profile
MONDAY = datetime(2026, 2, 2, 5, tzinfo=UTC)
"""Midnight in New York."""
WEEK_PERCENT = PROFILE.weekday_percent
HOURS: dict[str, str] = {day: "07:00-19:00" for day in WEEKDAYS if day != "sun"}


def open_time(hours: dict[str, str] = HOURS) -> OpenTime:
    weights = tuple(map(float, WEEK_PERCENT))
    return OpenTime("America/New_York", hours, PROFILE.orders_by_hour, weights)


def at(days: float) -> str:
    return (MONDAY + timedelta(days=days)).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def daily(uses: Sequence[int], first: int = 0) -> list[UseSpan]:
    """A reading each midnight."""
    return [UseSpan(at(first + number), at(first + number + 1), each) for number, each in enumerate(uses)]


def steady(days: int, a_day: int = 24) -> list[int]:
    """The same number a day, Thursdays more, and none on Sundays."""
    return [0 if day % 7 == 6 else round(a_day * WEEK_PERCENT[day % 7] / 104.2) for day in range(days)]


def rate_of(spans: Sequence[UseSpan], hours: dict[str, str] = HOURS) -> UseRate:
    rate = use_rate(spans, open_time(hours))
    assert isinstance(rate, UseRate)
    return rate


def forecast(spans: Sequence[UseSpan], remaining: int | None, hours: dict[str, str] = HOURS) -> DueForecast:
    newest = max((span.until for span in spans), default=at(0))
    now = datetime.fromisoformat(newest) + timedelta(hours=1)
    return due_forecast("d", "t", remaining, newest, use_rate(spans, open_time(hours)), now)


# -- what is said, from what -------------------------------------------------------------------------------------------


def test_steady_use_is_due_on_the_day_on_which_its_uses_are_up() -> None:
    found = forecast(daily(steady(35)), 100)
    assert found.rate_per_open_day == pytest.approx(24, abs=0.3)
    assert found.basis is not None
    assert (found.basis.readings, found.basis.days) == (36, 35)
    assert found.likely_on == date(2026, 3, 13), "Mon 23 Tue 23 Wed 24 Thu 27: the hundredth comes on Friday"
    assert found.earliest_on is not None
    assert found.latest_on is not None
    assert date(2026, 3, 11) <= found.earliest_on <= date(2026, 3, 13) <= found.latest_on <= date(2026, 3, 16)


def test_a_closed_day_is_no_day_of_low_use() -> None:
    spans = daily(steady(35))
    assert rate_of(spans).per_open_day == pytest.approx(24, abs=0.3)
    assert rate_of(spans, {}).per_open_day == pytest.approx(24 * 6 / 7, abs=1.5), "without hours Sunday counts too"


def test_one_reading_or_none_gives_no_date_but_the_reason() -> None:
    assert forecast([], None).why_none is WhyNone.NO_READING
    assert forecast([], 400).why_none is WhyNone.ONE_READING
    assert forecast([UseSpan(at(1.5), at(1.5 + 0.01), 1)], 400).why_none is WhyNone.TOO_SHORT
    for found in (forecast([], None), forecast([], 400)):
        assert (found.likely_on, found.earliest_on, found.latest_on, found.rate_per_open_day) == (None,) * 4


def test_what_is_never_used_has_no_date() -> None:
    found = forecast(daily([0] * 20), 400)
    assert (found.why_none, found.likely_on) == (WhyNone.NOT_USED, None)


def test_what_is_due_needs_no_date_and_what_lasts_for_years_gets_none() -> None:
    assert forecast(daily(steady(14)), 0).why_none is WhyNone.DUE
    assert forecast(daily(steady(14)), -7).probably_due_by(date(2026, 2, 1))
    assert forecast(daily(steady(14)), 100_000).why_none is WhyNone.TOO_FAR


def test_a_reading_of_over_a_year_ago_says_nothing_about_today() -> None:
    rate = use_rate(daily(steady(14)), open_time())
    late = MONDAY + timedelta(days=14 + 366)
    assert due_forecast("d", "t", 400, at(14), rate, late).why_none is WhyNone.TOO_OLD


def test_a_reading_from_tomorrow_or_from_year_one_makes_no_date_and_no_harm() -> None:
    rate = use_rate(daily(steady(14)), open_time())
    assert due_forecast("d", "t", 400, at(16), rate, MONDAY + timedelta(days=14)).why_none is WhyNone.AHEAD
    assert due_forecast("d", "t", 400, "9999-12-31T23:59:59.000Z", rate, MONDAY).why_none is WhyNone.AHEAD
    ancient = UseSpan("0001-01-01T00:00:00.000Z", at(0), 400)
    assert rate_of([ancient, *daily(steady(14))]) == rate_of(daily(steady(14)))


def test_two_readings_give_a_wide_interval_and_many_a_narrow_one() -> None:
    uses = steady(49)
    two = [UseSpan(at(42), at(49), sum(uses[42:]))]
    wide, narrow = forecast(two, 300), forecast(daily(uses), 300)
    assert wide.basis is not None
    assert wide.basis.readings == 2
    assert width(wide) > width(narrow)
    assert abs(days(wide.likely_on) - days(narrow.likely_on)) <= 1


def test_one_day_with_a_party_and_one_broken_day_move_the_rate_little() -> None:
    plain = steady(35)
    party = [*plain[:16], plain[16] * 10, *plain[17:30], 0, *plain[31:]]
    assert rate_of(daily(party)).per_open_day == pytest.approx(24, rel=0.05)
    assert sum(party) / 30 > 30, "the mean would be far off"


def test_how_often_it_was_used_of_late_counts_more() -> None:
    spans = daily([*steady(60, 10), *steady(60, 40)])
    assert rate_of(spans).per_open_day > 28


def test_a_week_in_which_nobody_looked_is_a_longer_span_not_a_gap() -> None:
    uses = steady(35)
    spans = [*daily(uses[:14]), UseSpan(at(14), at(28), sum(uses[14:28])), *daily(uses[28:], 28)]
    assert rate_of(spans).per_open_day == pytest.approx(24, abs=0.4)


def test_a_machine_with_weekdays_of_its_own_is_known_by_its_daily_readings() -> None:
    saturdays = [60 if day % 7 == 5 else 0 if day % 7 == 6 else 18 for day in range(56)]
    weights = rate_of(daily(saturdays)).open_time.day_weights
    assert weights[5] > 1.4 > 1.1 > max(weights[:5])
    weekly = [UseSpan(at(7 * week), at(7 * week + 7), 150) for week in range(8)]
    assert rate_of(weekly).open_time.weights == open_time().weights, "whole weeks tell nothing about their days"


# -- whatever comes ----------------------------------------------------------------------------------------------------

USES = st.lists(st.integers(0, 400), min_size=1, max_size=40)
OPENING = st.dictionaries(st.sampled_from(WEEKDAYS), st.sampled_from(("07:00-19:00", "18:00-02:00")), max_size=7)


@given(USES, OPENING, st.integers(1, 3000))
def test_an_interval_is_in_order_and_ends_on_open_days(uses: list[int], hours: dict[str, str], remaining: int) -> None:
    found = forecast(daily(uses), remaining, hours)
    if found.likely_on is None:
        assert found.why_none is not None
        return
    assert found.earliest_on is not None
    assert found.earliest_on <= found.likely_on <= (found.latest_on or date.max)
    assert found.earliest_on >= (MONDAY + timedelta(days=len(uses) - 2)).date()
    for day in (found.earliest_on, found.likely_on, found.latest_on):
        assert day is None or not hours or WEEKDAYS[day.weekday()] in hours, "a closed day"


@given(USES, st.integers(1, 2000), st.integers(1, 500))
def test_the_more_remains_the_later_it_falls_due(uses: list[int], remaining: int, more: int) -> None:
    near, far = forecast(daily(uses), remaining), forecast(daily(uses), remaining + more)
    assume(far.likely_on is not None)
    for sooner, later in zip(_days(near), _days(far), strict=True):
        assert sooner <= later


@given(USES, st.integers(1, 2000), st.randoms(use_true_random=False))
def test_the_order_in_which_readings_arrive_does_not_matter(uses: list[int], remaining: int, chance: Random) -> None:
    spans = daily(uses)
    shuffled = list(spans)
    chance.shuffle(shuffled)
    assert forecast(shuffled, remaining) == forecast(spans, remaining)


@given(st.integers(1, 8), st.integers(4, 60))
def test_more_readings_of_the_same_use_never_widen_the_interval_much(weeks: int, a_day: int) -> None:
    fewer, more = (forecast(daily(steady(7 * n, a_day)), 10 * a_day) for n in (weeks, weeks + 1))
    assert width(more) <= width(fewer) + 1
    assert abs(days(more.likely_on) - days(fewer.likely_on) - 7) <= 1


# -- against simulated days --------------------------------------------------------------------------------------------


def test_ninety_simulated_days_bring_far_fewer_late_services_and_intervals_that_hold() -> None:
    """The short form of tests/benchmarks/due_forecast.py, which has more machines and other rules beside."""
    found = Backtest.of(RULES)
    run(77, 12, found)
    plain, ours = found.outcomes["plain due list"], found.outcomes["possibly due"]
    assert found.outcomes["probably due"].late_share < 0.25 * plain.late_share
    assert ours.late_share < 0.1 * plain.late_share
    assert ours.overrun_percent < 0.05 * plain.overrun_percent
    assert ours.services < 2.2 * plain.services, "what it costs"
    assert found.held.dated > 150
    assert 0.70 <= found.held.coverage <= 0.92


def width(found: DueForecast) -> int:
    return days(found.latest_on) - days(found.earliest_on)


def days(day: date | None) -> int:
    assert day is not None
    return day.toordinal()


def _days(found: DueForecast) -> list[date]:
    return [found.earliest_on or date.max, found.likely_on or date.max, found.latest_on or date.max]
