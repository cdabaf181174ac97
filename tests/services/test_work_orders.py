"""What a finding leaves to do, as a technician meets it: proposed, ordered, done, dropped; the same on two laptops."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from fleetdesk.cli.main import app
from fleetdesk.domain import events as ev
from fleetdesk.domain.business_days import after
from fleetdesk.domain.errors import FormatError, KnownError
from fleetdesk.domain.events import Envelope
from fleetdesk.domain.fleet import Status, device_subject
from fleetdesk.domain.payload import check_meaning
from fleetdesk.domain.work import Act, Progress, work_id, work_orders
from fleetdesk.services.amend_inspection import amend
from fleetdesk.services.assign_gateway import assign_in_registry
from fleetdesk.services.desk import Desk
from fleetdesk.services.device_story import story_of
from fleetdesk.services.model_names import ModelNames
from fleetdesk.services.set_status import set_status
from fleetdesk.services.spares import Spares
from fleetdesk.services.today import TodayPage
from fleetdesk.services.work_orders import WorkOrders
from fleetdesk.services.work_views import WorkView
from fleetdesk.storage import projector
from fleetdesk.storage.queries import registry
from fleetdesk.storage.queries.work_orders import day_in
from fleetdesk.storage.rebuild import rebuild
from tests.services.inspected import ANA, BLENDER, inspect

ME = "T-7"
GATEWAYS = "SELECT id FROM p_device WHERE category = 'gateway' ORDER BY id LIMIT 2"


@pytest.fixture
def orders(fleet_desk: Desk) -> WorkOrders:
    return WorkOrders(fleet_desk.record)


def of(orders: WorkOrders, act: str, device: str = BLENDER) -> WorkView:
    return next(each for each in orders.of_device(device) if each.act == act)


def today(desk: Desk) -> date:
    return date.fromisoformat(day_in("America/New_York", desk.record.now()))


def test_a_silent_blender_is_offered_what_its_cause_asks_for(fleet_desk: Desk, orders: WorkOrders) -> None:
    left = orders.remains(inspect(fleet_desk, cause="firmware"))
    assert {p.act: p.chosen for p in left.proposals} == {
        Act.RESET: True, Act.FIRMWARE: True, Act.GATEWAY: False, Act.MODULE_SWAP: False,
    }  # fmt: skip
    assert left.ordered == ()
    assert orders.remains(inspect(fleet_desk, verdict="healthy", cause=None)).proposals == ()


def test_a_broken_blender_is_replaced_within_ten_business_days_from_the_alternate(
    fleet_desk: Desk, orders: WorkOrders
) -> None:
    spares = Spares(fleet_desk.record, ModelNames())
    spares.describe("device:blender", {"supplier": "Ruiyun", "alternate": "Blendtec"}, "R9", ME)
    finding = inspect(fleet_desk, verdict="mechanical", cause=None)
    ordered = orders.order_found(finding, ["tag_out", "replacement", "interim"], ME, ME)
    assert {each.inspection for each in ordered} == {finding}
    replacement = of(orders, "replacement")
    assert replacement.due_on == after(today(fleet_desk), 10)
    assert (replacement.supplier, replacement.owner, replacement.days_left) == ("Blendtec", ME, 10)
    tag_out = of(orders, "tag_out")
    assert tag_out.progress is Progress.DONE, "it is done with the same signature"
    known = fleet_desk.record.read(lambda connection: registry.device(connection, BLENDER))
    assert known is not None
    assert known.status == Status.TAGGED_OUT
    assert [each.act for each in orders.open().orders] == ["interim", "replacement"], "the most urgent first"
    assert orders.remains(finding).proposals == ()


def test_nobody_is_made_up_as_supplier(fleet_desk: Desk, orders: WorkOrders) -> None:
    left = orders.remains(inspect(fleet_desk, verdict="mechanical", cause=None))
    assert {p.supplier for p in left.proposals} == {""}


def test_ordered_twice_it_is_one_and_closed_twice_it_is_closed(fleet_desk: Desk, orders: WorkOrders) -> None:
    finding = inspect(fleet_desk, cause="firmware")
    first = orders.order_found(finding, ["reset"], ME, ME)
    assert orders.order_found(finding, ["reset"], "T-9", "T-9") == first
    work = first[0].id
    before = events_of(fleet_desk)
    orders.close(work, "done", "blinked twice", ME)
    orders.close(work, "done", "again", "T-9")
    assert len(events_of(fleet_desk)) == len(before) + 1
    closed = of(orders, "reset")
    assert (closed.progress, closed.note, closed.ended_by) == (Progress.DONE, "blinked twice", ME)
    with pytest.raises(KnownError, match="is done already"):
        orders.close(work, "dropped", "no", ME)
    with pytest.raises(KnownError, match="is done already"):
        orders.change(work, ME, None, "later", ME)


def test_what_is_dropped_says_why(fleet_desk: Desk, orders: WorkOrders) -> None:
    work = orders.order_found(inspect(fleet_desk, cause="firmware"), ["reset"], ME, ME)[0].id
    with pytest.raises(KnownError, match="A reason is needed"):
        orders.close(work, "dropped", " ", ME)
    with pytest.raises(KnownError, match="is no outcome"):
        orders.close(work, "perhaps", "", ME)
    orders.close(work, "dropped", "the store is closed", ME)
    assert [(each.progress, each.note) for each in orders.ended()] == [(Progress.DROPPED, "the store is closed")]


def test_doing_it_on_the_device_is_enough(fleet_desk: Desk, orders: WorkOrders) -> None:
    """Whoever assigns another gateway has verified the assignment: nobody closes a list afterwards."""
    orders.order_found(inspect(fleet_desk, cause="gateway_cascade"), ["gateway", "module_swap"], ME, ME)
    assert of(orders, "gateway").progress is Progress.OPEN
    gateways = fleet_desk.record.read(lambda c: [row[0] for row in c.execute(GATEWAYS)])
    assert any(assign_in_registry(fleet_desk.record, gateway, [BLENDER], "T-9", "moved") for gateway in gateways)
    done = of(orders, "gateway")
    assert (done.progress, done.ended_by) == (Progress.DONE, "T-9")
    assert of(orders, "module_swap").progress is Progress.OPEN, "the control: another act proves nothing of it"


def test_only_a_firmware_that_held_ends_its_order() -> None:
    def update(outcome: str) -> ev.FirmwareUpdated:
        return ev.FirmwareUpdated(device="d", module="m", before="1", after="2", image_sha256="", outcome=outcome)

    ordered = event("1", ev.WorkOrdered(device="d", title="Update the firmware", act="firmware"))
    assert work_orders([ordered, event("2", update("reverted"))])[0].progress is Progress.OPEN
    assert work_orders([ordered, event("2", update("confirmed"))])[0].progress is Progress.DONE
    assert work_orders([event("0", update("confirmed")), ordered])[0].progress is Progress.OPEN, "it was before"


def test_an_amended_verdict_asks_for_something_else(fleet_desk: Desk, orders: WorkOrders) -> None:
    finding = inspect(fleet_desk, cause="firmware")
    amend(fleet_desk.record, finding, {"verdict": "mechanical", "cause": ""}, "the motor is seized", ANA)
    assert {p.act for p in orders.remains(finding).proposals} == {Act.TAG_OUT, Act.REPLACEMENT, Act.INTERIM}
    with pytest.raises(KnownError, match="reset does not follow"):
        orders.order_found(finding, ["reset"], ME, ME)


def test_other_work_in_words_with_another_owner_and_day(fleet_desk: Desk, orders: WorkOrders) -> None:
    yesterday = today(fleet_desk) - timedelta(days=1)
    work = orders.order(BLENDER, "Order a new lid", "Li", yesterday, "cracked", ME)
    found = orders.open()
    assert (found.open, found.overdue, found.orders[0].overdue) == (1, 1, True)
    orders.change(work, "T-9", after(yesterday, 9), "Li is ill", ME)
    changed = orders.open()
    assert (changed.overdue, changed.orders[0].owner, changed.orders[0].id) == (0, "T-9", work)
    assert orders.open(owner="T-9").orders == changed.orders
    assert orders.open(owner="Li").orders == ()
    assert orders.open(store="STORE-04").orders == changed.orders
    assert orders.open(store="STORE-05").orders == ()
    for title, reason in ((" ", "r"), ("x" * 201, "r"), ("Paint it", " ")):
        with pytest.raises(KnownError):
            orders.order(BLENDER, title, "", None, reason, ME)
    set_status(fleet_desk.record, BLENDER, "retired", "sold", ME)
    with pytest.raises(KnownError, match="is retired"):
        orders.order(BLENDER, "Paint it", "", None, "nice", ME)


def test_a_part_used_at_a_finding_counts_once(fleet_desk: Desk, orders: WorkOrders) -> None:
    spares = Spares(fleet_desk.record, ModelNames())
    spares.move("blade-set", 3, None, f"bag:{ME}", "delivery", ME)
    finding = inspect(fleet_desk, verdict="mechanical", cause=None)
    orders.use_part(finding, "blade-set", ME)
    before = events_of(fleet_desk)
    orders.use_part(finding, "blade-set", ME)
    assert len(events_of(fleet_desk)) == len(before)
    assert {each.part: each.have for each in spares.all()}["blade-set"] == 2
    moved = next(e.payload for e in before if isinstance(e.payload, ev.PartMoved))
    assert moved.inspection == finding
    with pytest.raises(KnownError, match="There is no part"):
        orders.use_part(finding, "flux-capacitor", ME)


def test_the_time_line_tells_it(fleet_desk: Desk, orders: WorkOrders) -> None:
    work = orders.order_found(inspect(fleet_desk, cause="firmware"), ["reset"], "Ana", ME)[0]
    orders.close(work.id, "done", "twice", ME)
    story, _ = fleet_desk.record.read(lambda c: story_of(c, ModelNames(), BLENDER, "UTC", 2))
    assert [str(entry.sentence) for entry in story] == [
        "Work done: Reset the module.", "Work ordered: Reset the module.",
    ]  # fmt: skip
    assert [str(entry.detail) for entry in story] == ["twice", f"for Ana, until {work.due_on}T12:00:00.000Z"]


def test_rebuilt_it_is_the_same(fleet_desk: Desk, orders: WorkOrders) -> None:
    finding = inspect(fleet_desk, verdict="mechanical", cause=None)
    orders.order_found(finding, ["tag_out", "replacement"], ME, ME)
    orders.close(of(orders, "replacement").id, "dropped", "repaired", ME)
    before = fleet_desk.record.read(projector.digest)
    fleet_desk.record.change(rebuild)
    assert fleet_desk.record.read(projector.digest) == before


def test_a_day_that_is_none_is_kept_and_not_folded() -> None:
    check_meaning(ev.WorkOrdered(device="d", title="t", due_on="2026-02-28"))
    for wrong in ("2026-02-30", "20260228", "soon"):
        with pytest.raises(FormatError, match="due_on"):
            check_meaning(ev.WorkOrdered(device="d", title="t", due_on=wrong))


@given(st.permutations(range(5)))
def test_two_laptops_in_any_order_of_arrival_agree(order: list[int]) -> None:
    """The fold reads the order of the world: one order of two laptops, its newest words, one end."""
    work = work_id("finding", "reset")
    said = [
        event("1", ev.WorkOrdered(device="d", title="Reset the module", owner="Ana", work=work, act="reset")),
        event("2", ev.WorkOrdered(device="d", title="Reset the module", owner="Li", work=work, act="reset")),
        event("3", ev.WorkClosed(work=work, device="d", outcome="dropped", note="closed")),
        event("4", ev.WorkClosed(work=work, device="d", outcome="done")),
        event("5", ev.DeviceReset(device="d", module="m", before={}, after={})),
    ]
    arrived = [said[place] for place in order]
    (found,) = work_orders(sorted(arrived, key=lambda each: each.order))
    assert (found.words.owner, found.progress, found.note, found.ordered.id) == (
        "Li", Progress.DROPPED, "closed", "1",
    )  # fmt: skip


def test_closed_by_a_clock_that_was_behind() -> None:
    work = work_id("finding", "reset")
    closed = event("1", ev.WorkClosed(work=work, device="d", outcome="done"))
    ordered = event("2", ev.WorkOrdered(device="d", title="Reset the module", work=work, act="reset"))
    assert work_orders([closed, ordered])[0].progress is Progress.DONE
    assert work_orders([closed]) == []


def test_the_command_line(fleet_desk: Desk) -> None:
    finding = inspect(fleet_desk, cause="firmware")
    home = ("--home", str(fleet_desk.workstation.home.folder))

    def run(*words: str) -> Any:
        result = CliRunner().invoke(app, [*home, *words, "--json"])
        if result.exception is not None:
            raise result.exception
        return json.loads(result.stdout)

    proposed = run("work", "propose", finding)["proposed"]
    assert [each["act"] for each in proposed if each["chosen"]] == ["reset", "firmware"]
    with pytest.raises(KnownError, match="replacement does not follow"):
        run("work", "order", "--inspection", finding, "--act", "replacement")
    made = run("work", "order", "--inspection", finding, "--act", "reset", "--act", "firmware")["work"]
    assert [each["title"] for each in made] == ["Reset the module", "Update the firmware"]
    other = run("work", "order", "--device", "RF-20417", "--title", "New lid", "--due", "2026-01-05", "--reason", "r")
    assert run("work", "list")["overdue"] == 1
    run("work", "close", made[0]["id"], "--outcome", "done")
    listed = run("work", "list")
    assert [each["title"] for each in listed["work"]] == ["New lid", "Update the firmware"]
    run("work", "change", other["work"][0]["id"], "--reason", "no hurry")
    assert (run("work", "list")["overdue"], len(run("work", "list", "--device", "RF-20417")["work"])) == (0, 3)
    assert [each["progress"] for each in run("work", "list", "--ended")["work"]] == ["done"]
    run("work", "use-part", finding[:8], "blade-set")
    text = CliRunner().invoke(app, [*home, "work", "list"]).output
    assert "Update the firmware, until " in text


# -- by hand -----------------------------------------------------------------------------------------------------------


def event(name: str, payload: ev.Payload) -> Envelope:
    return Envelope(
        id=name, journal="j", seq=int(name), hlc=f"{int(name):016x}", at="2026-02-14T15:00:00.000Z", actor="T-1",
        kind=payload.kind, v=1, subjects=("device:d",), store=None, payload=payload,
    )  # fmt: skip


def events_of(desk: Desk) -> list[Envelope]:
    read: Callable[[Any], list[Envelope]] = lambda c: list(projector.events_of(c, [device_subject(BLENDER)]))  # noqa: E731
    return desk.record.read(read)


def test_today_shows_the_open_work_of_my_stores(fleet_desk: Desk, orders: WorkOrders) -> None:
    found = fleet_desk.record.read(
        lambda c: c.execute("SELECT min(id), store FROM p_device WHERE store IS NOT NULL GROUP BY store LIMIT 2")
    ).fetchall()
    for device, store in found:
        orders.order(device, f"Look at it in {store}", "Ana", None, "asked for by the manager", "T-7")
    today = TodayPage(fleet_desk.record, "UTC")
    assert today.today().work.open == 2
    today.set_mine(found[0][1], True)
    mine = today.today().work
    assert (mine.open, [each.store for each in mine.orders]) == (1, [found[0][1]])
