"""Maintenance plans as a manager edits them, and services that a technician puts off."""

import json
import random
from typing import Any

import pytest
from typer.testing import CliRunner

from fleetdesk.cli.main import app
from fleetdesk.domain import events as ev
from fleetdesk.domain.errors import KnownError
from fleetdesk.domain.fleet import device_id, device_subject, module_id, module_subject, plan_subject
from fleetdesk.runtime.clock import iso, now_ms
from fleetdesk.runtime.paths import Home
from fleetdesk.services.desk import Desk, open_desk
from fleetdesk.services.device_story import story_of
from fleetdesk.services.due_list import DueList
from fleetdesk.services.edit_plans import EditPlans, PlanEdit, PlanRow, edit_of, exception_of
from fleetdesk.services.find_devices import FindDevices
from fleetdesk.services.fleet_health import FleetHealthService
from fleetdesk.services.forecast_due import ForecastDue
from fleetdesk.services.model_names import ModelNames
from fleetdesk.services.postpone_service import Until, postpone_service, withdraw_postponement
from fleetdesk.services.views import DeviceQuery, DueLevel
from fleetdesk.sqlite import Connection
from fleetdesk.storage import journal, projector
from fleetdesk.storage.rebuild import rebuild

BLENDER = device_id("ruiyun-frost", "RF-20417")
TASK = "blade-service"
DAY_MS = 86_400_000


@pytest.fixture
def plans(fleet_desk: Desk) -> EditPlans:
    return EditPlans(fleet_desk.record)


def held(plans: EditPlans, scope: str = "category:blender", task: str = TASK) -> PlanRow:
    return next(row for row in plans.plans() if (row.task, row.scope) == (task, scope))


def counts(desk: Desk, value: int, days_ago: float = 0.0, serial: str = "RF-20417") -> None:
    module = module_id("ruiyun-frost", serial)
    taken = ev.ReadingTaken(
        module=module,
        counter="cycles_total",
        value=value,
        taken_at=iso(now_ms() - int(days_ago * DAY_MS)),
        source="wired",
    )
    desk.record.append([desk.record.draft(taken, module_subject(module))])


def due_devices(desk: Desk, task: str = TASK) -> set[str]:
    return {known.serial or "" for known, found in DueList(desk.record).all_due() if found.task == task}


def equal_after_rebuild(desk: Desk) -> bool:
    def work(connection: Connection) -> bool:
        before = projector.digest(connection)
        rebuild(connection)
        return projector.digest(connection) == before

    return desk.record.change(work)


def bodies(desk: Desk) -> list[bytes]:
    rows = desk.record.read(lambda c: c.execute("SELECT body FROM journal_event ORDER BY hlc").fetchall())
    return [bytes(row[0]) for row in rows]


# -- plans -------------------------------------------------------------------------------------------------------------


def test_shipped_plans_cover_the_categories_that_they_name(plans: EditPlans) -> None:
    rows = {row.scope: row for row in plans.plans()}
    assert {scope: row.devices for scope, row in rows.items()} == {
        "category:blender": 51, "category:coffee_machine": 35, "category:milk_dispenser": 13,
    }  # fmt: skip
    assert {row.event for row in rows.values()} == {""}


def test_the_effect_is_told_before_anything_is_saved_and_is_what_happens(fleet_desk: Desk, plans: EditPlans) -> None:
    before = due_devices(fleet_desk)
    edit = _with(edit_of(held(plans)), every=900, warn_at_percent=80)
    head = fleet_desk.record.read(journal.own_head)
    effect = plans.effect(edit)
    assert fleet_desk.record.read(journal.own_head) == head, "an effect is told, not made"
    assert effect.devices == 51
    plans.publish(edit, "blades last less than thought", "T-1")
    after = due_devices(fleet_desk)
    assert len(after - before) == effect.becomes_due > 0
    assert set(effect.named) == after - before
    assert effect.no_longer_due == len(before - after) == 0
    row = held(plans)
    assert (row.every, row.version, row.reason, row.due) == (900, 2, "blades last less than thought", len(after))
    assert equal_after_rebuild(fleet_desk)


def test_the_most_specific_plan_holds_and_an_exception_ends(fleet_desk: Desk, plans: EditPlans) -> None:
    counts(fleet_desk, 1_100)
    assert "RF-20417" in due_devices(fleet_desk)
    everyone = held(plans)
    plans.publish(_with(exception_of(everyone, "model:ruiyun-frost"), every=1_200), "new blades", "T-1")
    assert "RF-20417" not in due_devices(fleet_desk)
    plans.publish(_with(exception_of(everyone, f"device:{BLENDER}"), every=600), "soup kitchen", "T-1")
    assert due_devices(fleet_desk) >= {"RF-20417"}
    by_scope = {row.scope: row.devices for row in plans.plans() if row.task == TASK}
    assert by_scope == {"category:blender": 0, "model:ruiyun-frost": 50, f"device:{BLENDER}": 1}
    plans.publish(_with(edit_of(held(plans, f"device:{BLENDER}")), ended=True), "a loan, serviced by its owner", "T-1")
    assert DueList(fleet_desk.record).of_device(BLENDER) == (), "the task is not done there"
    assert equal_after_rebuild(fleet_desk)


def test_several_tasks_a_device(fleet_desk: Desk, plans: EditPlans) -> None:
    counts(fleet_desk, 1_100)
    new = PlanEdit("seal-check", "category:blender", "Check the seals", "cycles_total", 500, 90, "uses", ("seal",))
    plans.publish(new, "leaks were found", "T-1")
    tasks = DueList(fleet_desk.record).of_device(BLENDER)
    assert [(task.task, task.uses, task.every) for task in tasks] == [("seal-check", 1_100, 500), (TASK, 1_100, 1_000)]
    figures = FindDevices(fleet_desk.record, FleetHealthService(fleet_desk.record), ModelNames()).figures()
    assert sum(row.count for row in figures.due_by_task) == figures.due == len(DueList(fleet_desk.record).all_due())


def test_the_calendar_only_where_nothing_counts(fleet_desk: Desk, plans: EditPlans) -> None:
    with pytest.raises(KnownError, match="counts its uses"):
        plans.effect(_with(edit_of(held(plans)), counter=""))
    edit = PlanEdit("defrost", "category:refrigeration", "Clean the condenser", "", 180, 90, "")
    assert plans.effect(edit).becomes_due == 0, "the fleet was first recorded just now"
    plans.publish(edit, "the maker says so", "T-1")
    fridge = fleet_desk.record.read(
        lambda c: c.execute("SELECT id FROM p_device WHERE category = 'refrigeration' ORDER BY serial_key").fetchone()[
            0
        ]
    )
    (task,) = DueList(fleet_desk.record).of_device(fridge)
    assert (task.uses, task.every, task.unit, task.level) == (0, 180, "days", DueLevel.OK)
    assert "it has no counter" in task.reason.message
    forecast = ForecastDue(fleet_desk.record).of_device(fridge)["defrost"]
    assert forecast.likely_on == forecast.latest_on
    done = ev.ServicePerformed(
        device=fridge, task="defrost", plan_version=1, performed_at=iso(now_ms() - 181 * DAY_MS), inspection="i-1"
    )
    fleet_desk.record.append([fleet_desk.record.draft(done, device_subject(fridge))])
    (task,) = DueList(fleet_desk.record).of_device(fridge)
    assert (task.uses, task.level) == (181, DueLevel.DUE)
    assert held(plans, "category:refrigeration", "defrost").due == 1
    assert equal_after_rebuild(fleet_desk)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"every": 0}, "no interval"),
        ({"warn_at_percent": 0}, "no early warning"),
        ({"title": " "}, "needs a title"),
        ({"counter": "spins"}, "Nothing there counts"),
        ({"scope": "category:toaster"}, "no category"),
        ({"scope": "model:toaster"}, "no model"),
        ({"scope": "device:nobody"}, "not in the registry"),
        ({"scope": "street:5th"}, "no place"),
    ],
)
def test_what_cannot_be_is_refused_in_words(plans: EditPlans, changes: dict[str, Any], said: str) -> None:
    with pytest.raises(KnownError, match=said):
        plans.effect(_with(edit_of(held(plans)), **changes))


def test_nothing_is_published_without_a_reason_or_a_change(fleet_desk: Desk, plans: EditPlans) -> None:
    head = fleet_desk.record.read(journal.own_head)
    with pytest.raises(KnownError, match="reason"):
        plans.publish(_with(edit_of(held(plans)), every=900), " ", "T-1")
    with pytest.raises(KnownError, match="says so already"):
        plans.publish(edit_of(held(plans)), "why not", "T-1")
    assert fleet_desk.record.read(journal.own_head) == head


def test_two_laptops_that_edit_one_plan_agree_and_see_both_sides(fleet_desk: Desk, tmp_path: Any) -> None:
    other = open_desk(Home(tmp_path / "other"))
    try:
        plans, others = EditPlans(fleet_desk.record), EditPlans(other.record)
        first = _with(edit_of(held(plans)), every=900)
        plans.publish(first, "mine", "T-1")
        mine = bodies(fleet_desk)[-1]
        _take(other, [mine])
        base = edit_of(held(others))
        plans.publish(_with(edit_of(held(plans)), every=950), "softer", "T-1")
        others.publish(_with(base, every=800), "harder", "T-2")
        from_here, from_there = [bodies(fleet_desk)[-1]], [bodies(other)[-1]]
        _take(other, from_here)
        _take(fleet_desk, from_there)
        assert held(plans).every == held(others).every
        for desk in (fleet_desk, other):
            rows = desk.record.read(
                lambda c: c.execute(
                    "SELECT kind, field, sides FROM p_conflict WHERE subject = ?", (plan_subject(TASK),)
                ).fetchall()
            )
            ((kind, field, sides),) = rows
            assert (kind, field) == ("plan", "Motor inspection and blade replacement")
            assert {side[1] for side in json.loads(sides)} == {950, 800}
    finally:
        other.close()


def test_versions_tell_who_changed_what_and_why(fleet_desk: Desk, plans: EditPlans) -> None:
    plans.publish(_with(edit_of(held(plans)), every=900), "less", "T-1")
    plans.publish(_with(edit_of(held(plans)), every=950), "more", "T-2")
    told = [(v.version, v.every, v.reason, v.actor) for v in plans.versions(TASK, "category:blender")]
    assert told == [(3, 950, "more", "T-2"), (2, 900, "less", "T-1"), (1, 1_000, "", "workstation")]


# -- postponing --------------------------------------------------------------------------------------------------------


def test_a_postponed_service_is_neither_due_nor_forgotten(fleet_desk: Desk) -> None:
    counts(fleet_desk, 1_050)
    assert "RF-20417" in due_devices(fleet_desk)
    postpone_service(fleet_desk.record, BLENDER, TASK, Until(uses=1_150), "blades come on Friday", "T-1")
    assert "RF-20417" not in due_devices(fleet_desk)
    (task,) = DueList(fleet_desk.record).of_device(BLENDER)
    assert task.level is DueLevel.SOON
    assert task.postponed.message.startswith("Postponed until {uses} {unit} by {who}")
    assert (task.postponed.values["uses"], task.postponed.values["reason"]) == (1_150, "blades come on Friday")
    find = FindDevices(fleet_desk.record, FleetHealthService(fleet_desk.record), ModelNames())
    soon = find.page(DeviceQuery(search="RF-20417", due=DueLevel.SOON), 0, 9)
    assert soon.total == 1, "it stands among what is due or soon"
    counts(fleet_desk, 1_150)
    assert "RF-20417" in due_devices(fleet_desk), "its limit is reached"
    (task,) = DueList(fleet_desk.record).of_device(BLENDER)
    assert task.postponed.message == ""
    assert equal_after_rebuild(fleet_desk)


def test_a_service_ends_its_postponement(fleet_desk: Desk) -> None:
    counts(fleet_desk, 1_050, days_ago=2)
    postpone_service(fleet_desk.record, BLENDER, TASK, Until(uses=1_200), "queue", "T-1")
    done = ev.ServicePerformed(
        device=BLENDER, task=TASK, plan_version=1, performed_at=fleet_desk.record.now(), inspection="i-1"
    )
    fleet_desk.record.append([fleet_desk.record.draft(done, device_subject(BLENDER))])
    counts(fleet_desk, 2_060)
    (task,) = DueList(fleet_desk.record).of_device(BLENDER)
    assert (task.uses, task.level, task.postponed.message) == (1_010, DueLevel.DUE, "")


def test_it_can_be_taken_back(fleet_desk: Desk) -> None:
    counts(fleet_desk, 1_050)
    postpone_service(fleet_desk.record, BLENDER, TASK, Until(uses=1_150), "queue", "T-1")
    withdraw_postponement(fleet_desk.record, BLENDER, TASK, "the blades are here", "T-1")
    assert "RF-20417" in due_devices(fleet_desk)
    with pytest.raises(KnownError, match="not postponed"):
        withdraw_postponement(fleet_desk.record, BLENDER, TASK, "again", "T-1")
    entries, _ = fleet_desk.record.read(lambda c: story_of(c, ModelNames(), BLENDER, "UTC", 9))
    told = [entry.sentence.message.format(**entry.sentence.values) for entry in entries[:2]]
    assert told[0] == "Motor inspection and blade replacement is due as planned again."
    assert told[1] == "Motor inspection and blade replacement postponed until 1150 uses."


@pytest.mark.parametrize(
    ("until", "said"),
    [(Until(uses=1_201), "at most"), (Until(uses=1_050), "puts nothing off"), (Until(), "goes by uses")],
)
def test_a_postponement_has_a_limit(fleet_desk: Desk, until: Until, said: str) -> None:
    counts(fleet_desk, 1_050)
    with pytest.raises(KnownError, match=said):
        postpone_service(fleet_desk.record, BLENDER, TASK, until, "queue", "T-1")


def test_any_order_of_arrival_gives_the_same_due_list(fleet_desk: Desk, plans: EditPlans, tmp_path: Any) -> None:
    counts(fleet_desk, 1_050)
    postpone_service(fleet_desk.record, BLENDER, TASK, Until(uses=1_150), "queue", "T-1")
    plans.publish(_with(exception_of(held(plans), f"device:{BLENDER}"), every=1_010), "heavy use", "T-1")
    withdraw_postponement(fleet_desk.record, BLENDER, TASK, "done waiting", "T-1")
    postpone_service(fleet_desk.record, BLENDER, TASK, Until(uses=1_160), "queue again", "T-1")
    plans.publish(_with(edit_of(held(plans)), every=700), "all of them", "T-1")
    said = bodies(fleet_desk)
    expected = _tasks(fleet_desk)
    for seed in range(3):
        other = open_desk(Home(tmp_path / f"late-{seed}"))
        try:
            late = list(said)
            random.Random(seed).shuffle(late)
            for at in range(0, len(late), 97):
                _take(other, late[at : at + 97])
            assert _tasks(other) == expected
            assert equal_after_rebuild(other)
        finally:
            other.close()


# -- command line ------------------------------------------------------------------------------------------------------


def test_plans_on_the_command_line(fleet_desk: Desk) -> None:
    def run(*words: str) -> Any:
        home = str(fleet_desk.workstation.home.folder)
        result = CliRunner().invoke(app, ["--home", home, "plan", *words, "--json"])
        if result.exception is not None:
            raise result.exception
        return json.loads(result.stdout)

    counts(fleet_desk, 950, serial="RF-20416")
    assert {row["task"] for row in run("list")["plans"]} == {TASK, "deep-clean", "line-purge"}
    tried = run("set", TASK, "--for", "RF-20416", "--every", "900", "--dry-run")
    assert (tried["published"], tried["effect"]["named"]) == (False, ["RF-20416"])
    assert run("set", TASK, "--for", "RF-20416", "--every", "900", "--reason", "soup kitchen")["published"] is True
    assert run("show", TASK, "--for", "RF-20416")["versions"][0]["reason"] == "soup kitchen"
    assert run("postpone", "RF-20416", TASK, "--uses", "1000", "--reason", "queue")["until_uses"] == 1_000
    assert run("resume", "RF-20416", TASK, "--reason", "now")["task"] == TASK
    assert run("end", TASK, "--for", "RF-20416", "--reason", "a loan")["effect"]["no_longer_due"] == 1


def _with(edit: PlanEdit, **changes: Any) -> PlanEdit:
    from dataclasses import replace

    return replace(edit, **changes)


def _take(desk: Desk, said: list[bytes]) -> None:
    desk.record.change(lambda connection: journal.take(connection, said, now_ms=now_ms()))


def _tasks(desk: Desk) -> list[Any]:
    return desk.record.read(lambda c: [tuple(row) for row in c.execute("SELECT * FROM p_task ORDER BY device, task")])
