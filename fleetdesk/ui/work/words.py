"""Until when work is to be done, in words."""

from datetime import date

from fleetdesk.services.views import Moment, Tone
from fleetdesk.services.work_views import WorkView
from fleetdesk.ui.words import day, number, tr


def day_words(on: date) -> str:
    """A day of the store's calendar as "3 December"."""
    return day(Moment(f"{on.isoformat()}T12:00:00.000Z", "UTC"))


def until_words(work: WorkView) -> str:
    """How much time is left; "" for work without a day."""
    if work.due_on is None or work.days_left is None:
        return ""
    if work.overdue:
        late = -work.days_left
        if late <= 0:
            return tr("overdue")
        return tr("1 business day over") if late == 1 else tr("{days} business days over").format(days=number(late))
    if work.days_left <= 0:
        return tr("today")
    return tr("until {day}").format(day=day_words(work.due_on))


def until_tone(work: WorkView) -> Tone:
    if work.overdue:
        return Tone.BAD
    return Tone.WARN if work.days_left is not None and work.days_left <= 1 else Tone.IDLE
