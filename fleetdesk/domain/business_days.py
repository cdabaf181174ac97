"""Business days: Monday to Friday. Public holidays differ by state and are not known here."""

from datetime import date, timedelta

_WEEK = 5


def is_business_day(day: date) -> bool:
    return day.weekday() < _WEEK


def after(day: date, count: int) -> date:
    """The last of `count` business days behind `day`, which itself does not count. Raises ValueError below nothing."""
    if count < 0:
        raise ValueError(f"{count} business days lie in the past")
    while count:
        day += timedelta(days=1)
        count -= is_business_day(day)
    return day


def left(today: date, last: date) -> int:
    """Business days from `today` to `last`, `last` included and today not; below nothing when it is over."""
    if last < today:
        return -left(last, today)
    return sum(is_business_day(today + timedelta(days=n)) for n in range(1, (last - today).days + 1))
