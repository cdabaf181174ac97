"""What a person is told about when work falls due: from the registry's readings, in words, by the store's hours."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any, cast
from zoneinfo import ZoneInfo

import pytest

from fleetdesk.domain import events as ev
from fleetdesk.domain.fleet import WEEKDAYS, device_id, device_subject, module_id, module_subject
from fleetdesk.domain.forecast import DueForecast
from fleetdesk.domain.snapshot import Identity, Snapshot
from fleetdesk.domain.use_rate import WhyNone
from fleetdesk.packs import load_packs
from fleetdesk.runtime.clock import iso, ms_of
from fleetdesk.services.bench_unit import PassportMaker
from fleetdesk.services.desk import Desk
from fleetdesk.services.edit_store import edit_store
from fleetdesk.services.find_devices import FindDevices
from fleetdesk.services.fit_module import Swap, fit_module
from fleetdesk.services.fleet_health import FleetHealthService
from fleetdesk.services.forecast_due import ForecastDue, outlooks
from fleetdesk.services.forecast_words import forecast_tasks
from fleetdesk.services.model_names import ModelNames
from fleetdesk.services.set_status import set_status
from fleetdesk.services.views import DueTask, Moment, Text
from fleetdesk.sqlite import Connection
from fleetdesk.storage import projector
from fleetdesk.storage.queries import due
from fleetdesk.storage.rebuild import rebuild

MODEL, SERIAL, STORE = "ruiyun-frost", "RF-20416", "STORE-04"
BLENDER, MODULE = device_id(MODEL, SERIAL), module_id(MODEL, SERIAL)
TASK = "blade-service"
SHOWN_AT = "2026-02-14T14:51:00.000Z"
"""When the sample's reading was taken: 452 uses of 1,000. It was the second one."""
NEW_YORK = ZoneInfo("America/New_York")


def at(days: float) -> str:
    return iso(ms_of(SHOWN_AT) + round(days * 86_400_000))


def reading(desk: Desk, value: int, taken_at: str) -> None:
    taken = ev.ReadingTaken(
        module=MODULE, counter="cycles_total", value=value, taken_at=taken_at, source="wired", max_per_hour=60
    )
    desk.record.append([desk.record.draft(taken, module_subject(MODULE))])


def read_daily(desk: Desk, days: int, a_day: int = 12, value: int = 452) -> str:
    """Read once a day after the sample's reading. When the last one was."""
    for day in range(1, days + 1):
        reading(desk, value + a_day * day, at(day))
    return at(days)


def forecast(desk: Desk, now: str, device: str = BLENDER) -> DueForecast:
    return ForecastDue(desk.record, lambda: ms_of(now)).of_device(device)[TASK]


def told(desk: Desk, now: str) -> DueTask:
    return desk.record.read(lambda connection: forecast_tasks(connection, BLENDER, now))[0]


def outlook(task: DueTask) -> str:
    """As the window says it, days as ISO writes them."""
    return " ".join(map(said, task.outlook))


def said(text: Text) -> str:
    days = {
        each: datetime.fromisoformat(value.at).astimezone(ZoneInfo(value.zone)).date().isoformat()
        for name, value in text.values.items()
        if isinstance(value, Moment)
        for each in (name, f"{name}_day")
    }
    return text.message.format(**{**text.values, **days})


def equal_after_rebuild(desk: Desk) -> bool:
    def work(connection: Connection) -> bool:
        before = projector.digest(connection)
        rebuild(connection)
        return projector.digest(connection) == before

    return desk.record.change(work)


def test_daily_readings_become_a_day_an_interval_and_a_quiet_time(fleet_desk: Desk) -> None:
    now = read_daily(fleet_desk, 20)
    found = forecast(fleet_desk, now)
    assert found.remaining == 1000 - 452 - 240
    assert found.likely_on is not None
    assert found.earliest_on is not None
    assert found.latest_on is not None
    assert abs((found.likely_on - date(2026, 4, 1)).days) <= 4, "308 uses at 11 or 12 a day from 6 March"
    assert found.earliest_on < found.likely_on < found.latest_on
    task = told(fleet_desk, now)
    when, how_often, quiet, hours = map(said, task.outlook)
    assert when == f"Due about {found.likely_on} ({found.earliest_on} to {found.latest_on})."
    assert how_often.endswith("uses on an open day, from 21 readings over 20 days."), "not the one of autumn"
    assert quiet == "Quiet: Sunday 06:00 to 08:00."
    assert hours == "The store's opening hours are not known."
    assert equal_after_rebuild(fleet_desk)


def test_a_reading_that_arrives_late_counts_when_it_was_taken(fleet_desk: Desk) -> None:
    reading(fleet_desk, 812, at(30))
    for day in (25, 3, 14):
        reading(fleet_desk, 452 + 12 * day, at(day))
    assert forecast(fleet_desk, at(30)).basis is not None
    in_order = forecast(fleet_desk, at(30))
    assert in_order.basis is not None
    assert in_order.basis.readings == 2 + 4
    assert in_order.basis.until == at(30)
    assert equal_after_rebuild(fleet_desk)


def test_what_nobody_counted_during_a_swap_slows_no_rate(fleet_desk: Desk) -> None:
    """The sample's reading ends the old module's counting; the new one comes six days later, at 3."""
    read_daily(fleet_desk, 14)
    before = forecast(fleet_desk, at(14)).rate_per_open_day
    out = ev.ModuleRemoved(module=MODULE, device=BLENDER, removed_at=at(14), last={"cycles_total": 452 + 12 * 14})
    fleet_desk.record.append([fleet_desk.record.draft(out, device_subject(BLENDER), module_subject(MODULE))])
    fit_module(fleet_desk.record, BLENDER, Swap("RF-90001", at(20), new_value=3), "battery dead", "T-1")
    new = module_id(MODEL, "RF-90001")
    for day in range(21, 29):
        taken = ev.ReadingTaken(
            module=new, counter="cycles_total", value=3 + 12 * (day - 20), taken_at=at(day), source="wired"
        )
        fleet_desk.record.append([fleet_desk.record.draft(taken, module_subject(new))])
    after = forecast(fleet_desk, at(28)).rate_per_open_day
    assert after == pytest.approx(before, rel=0.02), "six days without a module are no days of no use"
    assert equal_after_rebuild(fleet_desk)


def test_opening_hours_leave_closed_days_out_and_place_the_work_before_opening(fleet_desk: Desk) -> None:
    hours = {day: "07:00-19:00" for day in WEEKDAYS if day != "sun"}
    now = read_daily(fleet_desk, 20)
    every_day = forecast(fleet_desk, now).rate_per_open_day
    edit_store(fleet_desk.record, STORE, {"opening_hours": hours}, "told by the manager", "T-1")
    found = forecast(fleet_desk, now)
    assert every_day is not None
    assert found.rate_per_open_day is not None
    assert found.rate_per_open_day > 1.1 * every_day
    assert found.likely_on is not None
    assert WEEKDAYS[found.likely_on.weekday()] != "sun"
    assert outlook(told(fleet_desk, now)).endswith(" days. Quiet: tomorrow 05:00 to 08:00.")


def test_no_reading_one_reading_and_no_use_are_said_and_never_guessed(fleet_desk: Desk) -> None:
    unread = device_id("venus-i", "VEN-2002")
    (task,) = fleet_desk.record.read(lambda connection: forecast_tasks(connection, unread, at(1)))
    assert (task.outlook, task.uses) == ((), None), "its reason says already that it has no reading"
    asleep = read_daily(fleet_desk, 90, a_day=0)
    assert outlook(told(fleet_desk, asleep)) == "No date: no use was counted between its readings."
    fresh = device_id(MODEL, "RF-99999")
    registered = ev.DeviceRegistered(
        device=fresh, model=MODEL, category="blender", serial="RF-99999", fields={"store": STORE}
    )
    module = module_id(MODEL, "RF-99999")
    fitted = ev.ModuleFitted(module=module, device=fresh, fitted_at=at(0))
    one = ev.ReadingTaken(module=module, counter="cycles_total", value=5, taken_at=at(1), source="wired")
    fleet_desk.record.append(
        [
            fleet_desk.record.draft(registered, device_subject(fresh)),
            fleet_desk.record.draft(fitted, device_subject(fresh), module_subject(module)),
            fleet_desk.record.draft(one, module_subject(module)),
        ]
    )
    found = forecast(fleet_desk, at(2), fresh)
    assert (found.why_none, found.likely_on) == (WhyNone.ONE_READING, None)
    (task,) = fleet_desk.record.read(lambda connection: forecast_tasks(connection, fresh, at(2)))
    assert outlook(task) == "No date yet: how often it is used shows from a second reading on."


def test_what_was_not_read_for_long_is_said_to_be_probably_due_and_after_a_year_nothing(fleet_desk: Desk) -> None:
    read_daily(fleet_desk, 20)
    assert outlook(told(fleet_desk, at(100))).startswith("Probably due since about 2026-0")
    assert "and not read since 2026-03-06. 1" in outlook(told(fleet_desk, at(100)))
    assert told(fleet_desk, at(100)).level == "ok", "what is probable is not said to be due"
    year_later = outlook(told(fleet_desk, at(20 + 366)))
    assert year_later == "No date: its newest reading, of 2026-03-06, is over a year old."


def test_a_service_begins_the_count_anew_and_keeps_the_rate(fleet_desk: Desk) -> None:
    now = read_daily(fleet_desk, 20)
    before = forecast(fleet_desk, now)
    done = ev.ServicePerformed(device=BLENDER, task=TASK, plan_version=1, performed_at=now, inspection="i")
    fleet_desk.record.append([fleet_desk.record.draft(done, device_subject(BLENDER))])
    after = forecast(fleet_desk, now)
    assert (after.remaining, after.rate_per_open_day) == (1000, before.rate_per_open_day)
    assert before.likely_on is not None
    assert after.likely_on is not None
    assert after.likely_on > before.likely_on
    task = told(fleet_desk, now)
    assert outlook(task).startswith("Due about ")
    assert "Quiet" not in outlook(task), "nobody plans the hour of what is months away"


def test_a_list_of_any_length_costs_two_queries(fleet_desk: Desk) -> None:
    now = datetime.fromisoformat(at(1))

    def work(connection: Connection) -> tuple[int, int, int]:
        rows = due.of_store(connection)
        counts: list[int] = []
        for wanted in (rows[:1], rows):
            seen: list[str] = []
            cast(Any, connection).set_trace_callback(seen.append)
            found = outlooks(connection, wanted, now)
            cast(Any, connection).set_trace_callback(None)
            counts.append(len(seen))
            assert len(found) == len(wanted)
        return counts[0], counts[1], len(rows)

    one, every, rows = fleet_desk.record.read(work)
    assert rows > 90
    assert one == every == 2
    service = ForecastDue(fleet_desk.record)
    forecasts = fleet_desk.record.read(lambda c: service.of_due_rows(c, due.of_store(c), now))
    assert forecasts[BLENDER, TASK] == forecast(fleet_desk, at(1))


def test_a_closed_store_has_no_quiet_time_and_spares_are_in_no_store_s_list(fleet_desk: Desk) -> None:
    service = ForecastDue(fleet_desk.record, lambda: ms_of(at(1)))
    assert BLENDER in {outlook.row.device for outlook, _ in service.told(store=STORE)}
    edit_store(fleet_desk.record, STORE, {"status": "closed"}, "refit", "T-1")
    assert {outlook.quiet for outlook, _ in service.told(store=STORE)} == {None}
    set_status(fleet_desk.record, BLENDER, "spare", "not needed", "T-1")
    assert BLENDER not in {outlook.row.device for outlook, _ in service.told(store=STORE)}


def test_a_store_s_list_begins_with_what_is_due(fleet_desk: Desk) -> None:
    found = ForecastDue(fleet_desk.record, lambda: ms_of(at(1))).told(store=STORE)
    days = [outlook.forecast.likely_on for outlook, _ in found]
    due_now = [outlook.forecast.why_none is WhyNone.DUE for outlook, _ in found]
    assert due_now[0]
    assert due_now == sorted(due_now, reverse=True)
    dated = [day for day in days if day is not None]
    assert dated == sorted(dated)
    assert len(dated) >= 3


@pytest.mark.parametrize("place", ["fleet", "bench"])
def test_the_panel_and_the_bench_say_it(fleet_desk: Desk, place: str) -> None:
    now = datetime.now(UTC)
    days = (now - datetime.fromisoformat(SHOWN_AT)).days
    for back in range(12, 0, -1):
        reading(fleet_desk, 500 + 12 * (12 - back), at(days - back))
    show: dict[str, Callable[[], tuple[DueTask, ...]]] = {
        "fleet": lambda: _detail(fleet_desk), "bench": lambda: _passport(fleet_desk, iso(ms_of(at(days))))
    }  # fmt: skip
    (task,) = show[place]()
    assert outlook(task).startswith("Due about ")
    assert " Quiet: " in outlook(task)


def _detail(desk: Desk) -> tuple[DueTask, ...]:
    return FindDevices(desk.record, FleetHealthService(desk.record), ModelNames()).detail(BLENDER).due


def _passport(desk: Desk, now: str) -> tuple[DueTask, ...]:
    pack = next(pack for pack in load_packs(desk.workstation.home.user_packs) if pack.key == MODEL)
    snapshot = Snapshot(Identity(MODEL, "smp", "Frost", SERIAL, "1.4.2"), now, {"cycles_total": 640})
    return desk.record.read(lambda connection: PassportMaker(connection).unit(pack, snapshot).due)
