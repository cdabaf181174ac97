"""A visit is planned, and a store's small services are closed together without losing one proof."""

import json
from datetime import date, timedelta
from typing import Any

import pytest
from typer.testing import CliRunner

from fleetdesk.cli.main import app
from fleetdesk.domain import events as ev
from fleetdesk.domain.errors import KnownError
from fleetdesk.domain.fleet import device_id, device_subject, module_id, module_subject
from fleetdesk.runtime.clock import iso, now_ms
from fleetdesk.services.close_tasks import CloseTasks, Signing
from fleetdesk.services.desk import Desk
from fleetdesk.services.device_story import story_of
from fleetdesk.services.due_list import DueList
from fleetdesk.services.model_names import ModelNames
from fleetdesk.services.person import set_person
from fleetdesk.services.plan_visit import PlanVisit, Why
from fleetdesk.services.views import Person
from fleetdesk.storage import journal, projector
from fleetdesk.storage.rebuild import rebuild
from fleetdesk.storage.verify import verify_inspection

STORE, DAY_MS = "STORE-04", 86_400_000
ANA = Person("Ana Ruiz", "T-4417")
MILK = [f"MILK-9000{n}" for n in range(4)]
MODEL, PURGE = "milk-dispenser-12", "line-purge"


def milk(desk: Desk, serial: str, uses: int | None, store: str = STORE) -> str:
    """One more milk dispenser in the store, read once unless `uses` is None."""
    device, module = device_id(MODEL, serial), module_id(MODEL, serial)
    record, subject = desk.record, device_subject(device)
    at = iso(now_ms() - 60 * DAY_MS)
    registered = ev.DeviceRegistered(
        device=device, model=MODEL, category="milk_dispenser", serial=serial, fields={"store": store}
    )
    known = ev.ModuleRegistered(module=module, model=MODEL, serial=serial)
    baseline = {} if uses is None else {"productions_total": 0}
    fitted = ev.ModuleFitted(module=module, device=device, fitted_at=at, baseline=baseline)
    record.append(
        [
            record.draft(registered, subject),
            record.draft(known, module_subject(module)),
            record.draft(fitted, module_subject(module), subject),
        ]
    )
    if uses is not None:
        shows(desk, serial, uses)
    return device


def shows(desk: Desk, serial: str, value: int, days_ago: float = 0.0) -> None:
    module = module_id(MODEL, serial)
    taken = ev.ReadingTaken(
        module=module, counter="productions_total", value=value, taken_at=iso(now_ms() - int(days_ago * DAY_MS)),
        source="wired",
    )  # fmt: skip
    desk.record.append([desk.record.draft(taken, module_subject(module))])


@pytest.fixture
def milks(fleet_desk: Desk) -> list[str]:
    """Two that are due, one that is soon, one that nobody ever read."""
    return [milk(fleet_desk, serial, uses) for serial, uses in zip(MILK, (230, 201, 185, None), strict=True)]


def visits(desk: Desk) -> PlanVisit:
    return PlanVisit(desk.record, ModelNames())


def test_what_waits_is_counted_by_store_and_by_category(fleet_desk: Desk, milks: list[str]) -> None:
    ahead = visits(fleet_desk).ahead()
    due = DueList(fleet_desk.record).all_due()
    assert ahead.due == len(due)
    assert {store.code: store.due for store in ahead.stores if store.due} == {
        code: sum(device.store == code for device, _ in due) for code in {device.store for device, _ in due}
    }
    assert ahead.due_stores == len({device.store for device, _ in due})
    row = next(row for row, _ in ahead.categories if row.category == "milk_dispenser")
    assert (row.devices, row.unread >= 1) == (13 + 4, True)
    assert ahead.soon == len(DueList(fleet_desk.record).all_due(soon=True)) - ahead.due
    assert ahead.stores[0].due == max(store.due for store in ahead.stores), "where most is due stands first"


def test_a_visit_pulls_forward_what_falls_due_before_the_next(fleet_desk: Desk, milks: list[str]) -> None:
    slow = milk(fleet_desk, "MILK-90009", 10)
    for days_ago in (40, 30, 20, 10):
        shows(fleet_desk, MILK[2], 165 + (40 - days_ago) // 2, days_ago)
        shows(fleet_desk, "MILK-90009", 10 - days_ago // 5, days_ago)
    found = visits(fleet_desk).visit(STORE)
    of_milk = {each.serial: each.why for each in found.tasks if each.task.task == PURGE}
    assert (of_milk[MILK[0]], of_milk[MILK[1]]) == (Why.DUE, Why.DUE)
    assert of_milk[MILK[2]] is Why.PULLED, "half a use a day, 15 to go, four weeks: not by its warning band alone"
    assert slow not in {each.device for each in found.tasks}
    assert MILK[3] in found.unread, "nothing is said of what nobody read"
    assert dict(found.parts)["milk line sanitiser"] == sum(w is not Why.MAY for w in of_milk.values())
    assert found.minutes == sum(each.minutes for each in found.tasks if each.why is not Why.MAY)
    tomorrow = found.on + timedelta(days=1)
    soon_again = visits(fleet_desk).visit(STORE, until=tomorrow)
    assert MILK[2] not in {each.serial for each in soon_again.tasks if each.why is Why.PULLED}


def test_a_visit_that_cannot_be_is_refused(fleet_desk: Desk) -> None:
    with pytest.raises(KnownError, match="no store"):
        visits(fleet_desk).visit("NOWHERE")
    with pytest.raises(KnownError, match="must come after"):
        visits(fleet_desk).visit(STORE, date(2026, 3, 2), date(2026, 3, 2))


def test_a_round_gives_each_device_a_proof_of_its_own(fleet_desk: Desk, milks: list[str]) -> None:
    closing = CloseTasks(fleet_desk.record)
    prepared = closing.prepare(STORE, PURGE)
    serials = [serial for _, serial in prepared.devices]
    assert [serial for serial in serials if serial in MILK] == MILK[:3]
    assert (MILK[3], "no reading yet") in prepared.left_out
    head = fleet_desk.record.read(journal.own_head).seq
    chosen = (milks[0], milks[1])
    done = closing.sign(STORE, PURGE, Signing(chosen, ANA, "before opening"))
    assert fleet_desk.record.read(journal.own_head).seq == head + 6, "an inspection, a service and its part for each"
    assert len(set(done.inspections.values())) == 2
    for device, serial, uses in zip(chosen, MILK, (230, 201), strict=False):
        task = DueList(fleet_desk.record).of_device(device)[0]
        assert task.uses == 0, "counted anew since the service"
        shows(fleet_desk, serial, uses + 7)
        assert DueList(fleet_desk.record).of_device(device)[0].uses == 7
        event = done.inspections[device]
        assert fleet_desk.record.read(lambda c, e=event: verify_inspection(c, e)).ok
        entries, _ = fleet_desk.record.read(lambda c, d=device: story_of(c, ModelNames(), d, "UTC", 9))
        assert any(entry.sentence.message == "Serviced in a round." and entry.sealed for entry in entries)
    body = _body(fleet_desk, done.inspections[milks[0]])["payload"]
    assert body["answers"][0]["note"] == "Line purged and sanitised"
    assert (body["readings"][0]["value"], body["services"], body["note"]) == (230, [PURGE], "before opening")
    assert DueList(fleet_desk.record).of_device(milks[2])[0].uses == 185, "what was not chosen stays"
    before = fleet_desk.record.read(projector.digest)
    fleet_desk.record.change(rebuild)
    assert fleet_desk.record.read(projector.digest) == before


def test_a_seal_of_a_round_shows_who_touched_it(fleet_desk: Desk, milks: list[str]) -> None:
    event = CloseTasks(fleet_desk.record).sign(STORE, PURGE, Signing((milks[0],), ANA)).inspections[milks[0]]
    changed = "CAST(replace(CAST(body AS TEXT), 'Rinsed', 'Kissed') AS BLOB)"
    query = f"UPDATE journal_event SET body = {changed} WHERE id = ?"
    fleet_desk.record.change(lambda c: c.execute(query, (event,)))
    assert not fleet_desk.record.read(lambda c: verify_inspection(c, event)).ok


def test_what_somebody_else_closed_meanwhile_is_not_signed_again(fleet_desk: Desk, milks: list[str]) -> None:
    closing = CloseTasks(fleet_desk.record)
    closing.sign(STORE, PURGE, Signing((milks[0],), ANA))
    head = fleet_desk.record.read(journal.own_head)
    with pytest.raises(KnownError, match="not due any more"):
        closing.sign(STORE, PURGE, Signing((milks[1], milks[0]), ANA))
    assert fleet_desk.record.read(journal.own_head) == head


@pytest.mark.parametrize("which", ["unread", "elsewhere", "nobody", "no device"])
def test_all_or_nothing(fleet_desk: Desk, milks: list[str], which: str) -> None:
    away = milk(fleet_desk, "MILK-90008", 220, store="STORE-05")
    devices = {"unread": (milks[0], milks[3]), "elsewhere": (milks[0], away), "nobody": (milks[0],), "no device": ()}
    said = {
        "unread": "nobody ever read", "elsewhere": "no such task in this store", "nobody": "needs a name",
        "no device": "No device is chosen",
    }  # fmt: skip
    head = fleet_desk.record.read(journal.own_head)
    signer = Person("", "") if which == "nobody" else ANA
    with pytest.raises(KnownError, match=said[which]):
        CloseTasks(fleet_desk.record).sign(STORE, PURGE, Signing(devices[which], signer))
    assert fleet_desk.record.read(journal.own_head) == head, "nothing of a refused round is recorded"


def test_what_is_not_closed_in_rounds(fleet_desk: Desk) -> None:
    closing = CloseTasks(fleet_desk.record)
    assert set(closing.rounds()) == {"line-purge", "deep-clean", "blade-service"}
    with pytest.raises(KnownError, match="not closed in rounds"):
        closing.prepare(STORE, "annual-check")
    with pytest.raises(KnownError, match="Nothing of this kind"):
        closing.prepare("STORE-NONE", PURGE)


def test_on_the_command_line(fleet_desk: Desk, milks: list[str]) -> None:
    def run(*words: str) -> Any:
        result = CliRunner().invoke(app, ["--home", str(fleet_desk.workstation.home.folder), *words, "--json"])
        if result.exception is not None:
            raise result.exception
        return json.loads(result.stdout)

    listed = run("due", "--store", STORE, "--category", "milk_dispenser")["due"]
    assert {row["serial"] for row in listed} >= set(MILK[:2])
    assert {(row["store"], row["category"]) for row in listed} == {(STORE, "milk_dispenser")}
    planned = run("visit", "plan", STORE, "--on", "2026-12-01", "--next", "2026-12-29")
    assert (planned["on"], planned["next"], MILK[3] in planned["unread"]) == ("2026-12-01", "2026-12-29", True)
    purges = sum(task["task"] == PURGE and task["why"] != "may" for task in planned["tasks"])
    assert {"part": "milk line sanitiser", "count": purges} in planned["parts"]
    tried = run("visit", "close", STORE, PURGE, "--without", MILK[2])
    assert (tried["signed"], MILK[2] in {d["serial"] for d in tried["devices"]}) == (False, False)
    with pytest.raises(KnownError, match="who works here"):
        run("visit", "close", STORE, PURGE, "--confirm")
    set_person(fleet_desk.record, ANA)
    signed = run("visit", "close", STORE, PURGE, "--without", MILK[2], "--confirm")
    assert all(row["inspection"] for row in signed["devices"])
    assert not {row["serial"] for row in run("due", "--store", STORE)["due"]} & set(MILK)


def _body(desk: Desk, event: str) -> Any:
    return json.loads(
        desk.record.read(lambda c: c.execute("SELECT body FROM journal_event WHERE id = ?", (event,)).fetchone()[0])
    )
