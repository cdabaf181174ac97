"""Spare parts as technicians carry them: delivered, moved, used, counted, ordered in time."""

import csv
import json
import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from fleetdesk.cli.main import app
from fleetdesk.domain import events as ev
from fleetdesk.domain.errors import KnownError
from fleetdesk.domain.events import Envelope
from fleetdesk.domain.fleet import device_id
from fleetdesk.domain.stock import lies, movements, part_key
from fleetdesk.runtime.clock import iso, now_ms
from fleetdesk.runtime.paths import Home
from fleetdesk.services.close_tasks import CloseTasks, Signing
from fleetdesk.services.desk import Desk, open_desk
from fleetdesk.services.device_story import story_of
from fleetdesk.services.edit_plans import EditPlans, exception_of
from fleetdesk.services.model_names import ModelNames
from fleetdesk.services.set_status import set_status
from fleetdesk.services.spares import Spare, Spares
from fleetdesk.services.views import Person
from fleetdesk.storage import journal, projector
from fleetdesk.storage.rebuild import rebuild
from tests.services.test_visits import MILK, PURGE, STORE, milk, shows

BLADES, SANITISER, BAG = "blade-set", "milk-line-sanitiser", "bag:T-4417"
ANA = Person("Ana Ruiz", "T-4417")


@pytest.fixture
def spares(fleet_desk: Desk) -> Spares:
    return Spares(fleet_desk.record, ModelNames())


def of(spares: Spares, part: str) -> Spare:
    return next(each for each in spares.all() if each.part == part)


def at(spares: Spares, part: str = BLADES) -> dict[str, int]:
    return dict(of(spares, part).places)


def test_the_catalogue_and_the_spare_devices_are_there_from_the_start(spares: Spares) -> None:
    found = {each.part: each for each in spares.all()}
    assert {BLADES, SANITISER, "cleaning-tablets", "descaler", "brew-group-seals"} <= set(found)
    assert {"device:blender", "device:gateway", "device:coffee_machine", "device:milk_dispenser"} <= set(found)
    assert {each.safety_stock for each in found.values()} == {2}
    blades = found[BLADES]
    assert (blades.have, blades.due_needs, blades.order) == (0, 4, 6), "4 blenders are due, 2 stay in stock"
    assert {each.supplier for each in found.values()} == {""}, "the report names no supplier, and none is made up"


def test_a_delivery_a_bag_and_a_use(spares: Spares) -> None:
    spares.move(BLADES, 10, None, "warehouse", "delivery note 17", "T-1")
    spares.move(BLADES, 4, "warehouse", BAG, "for the week", "T-1")
    spares.move(BLADES, 1, BAG, None, "bent", "T-1")
    assert at(spares) == {BAG: 3, "warehouse": 6}
    assert (of(spares, BLADES).have, of(spares, BLADES).order) == (9, 0)
    assert [move.reason for move in spares.moves(BLADES)] == ["bent", "for the week", "delivery note 17"]


def test_what_is_recorded_twice_counts_once(spares: Spares) -> None:
    for _ in range(2):
        spares.move(BLADES, 10, None, "warehouse", "delivery note 17", "T-1", movement="note-17/1")
    assert at(spares) == {"warehouse": 10}
    for _ in range(2):  # the control: without an id of its own each is a movement
        spares.move(BLADES, 10, None, "warehouse", "delivery note 18", "T-1")
    assert at(spares) == {"warehouse": 30}


def test_a_count_ends_what_was_before_it_and_less_than_nothing_is_shown(spares: Spares) -> None:
    spares.move(BLADES, 1, "warehouse", BAG, "taken", "T-1")
    blades = of(spares, BLADES)
    assert (at(spares), blades.differs) == ({BAG: 1, "warehouse": -1}, True)
    assert spares.all()[0].differs or spares.all()[0].order
    spares.count(BLADES, 7, "warehouse", "stock-take", "T-1")
    assert (at(spares)["warehouse"], of(spares, BLADES).differs) == (7, False)
    late = iso(now_ms() - 3_600_000)
    spares.move(BLADES, 5, None, "warehouse", "found the note of this morning", "T-1", at=late)
    assert at(spares)["warehouse"] == 7, "it lay there already when somebody counted"


def test_a_service_takes_its_parts_from_the_bag_of_who_signs(fleet_desk: Desk, spares: Spares) -> None:
    devices = [milk(fleet_desk, serial, 210) for serial in MILK[:3]]
    spares.move(SANITISER, 5, None, BAG, "for the round", "T-4417")
    done = CloseTasks(fleet_desk.record).sign(STORE, PURGE, Signing(tuple(devices), ANA))
    assert at(spares, SANITISER) == {BAG: 2}
    assert {move.inspection for move in spares.moves(SANITISER)} - {None} == set(done.inspections.values())
    shows(fleet_desk, MILK[0], 420)
    CloseTasks(fleet_desk.record).sign(STORE, PURGE, Signing(tuple(devices[:1]), Person("Bo", "T-9")))
    assert at(spares, SANITISER) == {BAG: 2}, "who has no bag takes it from no stock, and none is made up"
    entries, _ = fleet_desk.record.read(lambda c: story_of(c, ModelNames(), devices[0], "UTC", 9))
    told = [entry.detail.message for entry in entries if entry.kind == "part.moved"]
    assert told == ["Taken from no known stock.", "From {place}."]


def test_parts_of_one_device_s_own_plan_are_listed_and_ordered(fleet_desk: Desk, spares: Spares) -> None:
    device = milk(fleet_desk, MILK[0], 210)
    plans = EditPlans(fleet_desk.record)
    everyone = next(row for row in plans.plans() if row.task == PURGE)
    plans.publish(replace(exception_of(everyone, f"device:{device}"), parts=("long hose",)), "another line", "T-1")
    hose = of(spares, "long-hose")
    assert (hose.due_needs, hose.order) == (1, 3), "one is needed now, two stay in stock"
    spares.move("long-hose", 3, None, "warehouse", "delivery", "T-1")
    assert of(spares, "long-hose").order == 0


def test_an_empty_home_orders_nothing(desk: Desk) -> None:
    there = Spares(desk.record, ModelNames())
    assert there.all() == []
    there.move(BLADES, 2, None, "warehouse", "before the first device", "T-1")
    assert [(each.part, each.have, str(each.name.values["name"])) for each in there.all()] == [(BLADES, 2, "blade set")]


def test_spare_devices_are_the_registry_s(fleet_desk: Desk, spares: Spares) -> None:
    before = of(spares, "device:blender")
    set_status(fleet_desk.record, device_id("ruiyun-frost", "RF-20417"), "spare", "kept in reserve", "T-1")
    after = of(spares, "device:blender")
    assert after.have == before.have + 1
    assert dict(after.places)["STORE-04"] == dict(before.places).get("STORE-04", 0) + 1
    with pytest.raises(KnownError, match="counted in the registry"):
        spares.count("device:blender", 3, "warehouse", "stock-take", "T-1")


def test_suppliers_and_the_safety_stock_are_said_by_people(spares: Spares, tmp_path: Path) -> None:
    spares.describe(BLADES, {"supplier": "=Evil & Sons", "alternate": "Other Ltd", "safety_stock": 5}, "asked", "T-1")
    blades = of(spares, BLADES)
    assert (blades.supplier, blades.alternate, blades.order) == ("=Evil & Sons", "Other Ltd", 9)
    path = tmp_path / "order.csv"
    lines = spares.export(path)
    rows = list(csv.DictReader(path.read_text("utf-8-sig").splitlines()))
    assert lines == len(rows) == sum(each.order > 0 for each in spares.all())
    line = next(row for row in rows if row["part"] == BLADES)
    assert (line["order"], line["supplier"]) == ("9", "'=Evil & Sons")
    assert spares.export(tmp_path / "order.xlsx") == lines
    with pytest.raises(KnownError, match=r"no \.csv"):
        spares.export(tmp_path / "order.txt")


Act = Callable[[Spares], None]
REFUSED: tuple[tuple[Act, str], ...] = (
    (lambda s: s.move("wings", 1, None, "warehouse", "x", "T-1"), "no part"),
    (lambda s: s.move(BLADES, 0, None, "warehouse", "x", "T-1"), "no quantity"),
    (lambda s: s.move(BLADES, 1, None, None, "x", "T-1"), "stay where it is"),
    (lambda s: s.move(BLADES, 1, None, "the moon", "x", "T-1"), "no place"),
    (lambda s: s.move(BLADES, 1, None, "warehouse", " ", "T-1"), "reason"),
    (lambda s: s.count(BLADES, -1, "warehouse", "x", "T-1"), "no count"),
    (lambda s: s.describe(BLADES, {"colour": "red"}, "x", "T-1"), "colour"),
    (lambda s: s.describe(BLADES, {"safety_stock": -1}, "x", "T-1"), "no safety stock"),
)


@pytest.mark.parametrize(("act", "said"), REFUSED)
def test_what_cannot_be_is_refused_and_nothing_recorded(fleet_desk: Desk, spares: Spares, act: Act, said: str) -> None:
    head = fleet_desk.record.read(journal.own_head)
    with pytest.raises(KnownError, match=said):
        act(spares)
    assert fleet_desk.record.read(journal.own_head) == head


def test_two_laptops_agree_whatever_the_order(fleet_desk: Desk, spares: Spares, tmp_path: Path) -> None:
    spares.move(BLADES, 10, None, "warehouse", "a", "T-1", movement="one")
    spares.move(BLADES, 10, None, "warehouse", "a", "T-1", movement="one")
    spares.count(BLADES, 8, "warehouse", "b", "T-1")
    spares.move(BLADES, 3, "warehouse", BAG, "c", "T-1")
    spares.describe(BLADES, {"supplier": "A"}, "d", "T-1")
    said = fleet_desk.record.read(lambda c: [bytes(row[0]) for row in c.execute("SELECT body FROM journal_event")])
    before = fleet_desk.record.read(projector.digest)
    fleet_desk.record.change(rebuild)
    assert fleet_desk.record.read(projector.digest) == before
    for seed in range(3):
        other = open_desk(Home(tmp_path / f"other-{seed}"))
        try:
            late = list(said)
            random.Random(seed).shuffle(late)
            for body in late:
                if b"part." in body:
                    other.record.change(lambda c, b=body: journal.take(c, [b], now_ms=now_ms()))
            there = Spares(other.record, ModelNames())
            assert (at(there), of(there, BLADES).supplier) == ({BAG: 3, "warehouse": 5}, "A")
        finally:
            other.close()


def _moved(number: int, seq: int, source: str | None, target: str | None, counted: bool, hour: int) -> Envelope:
    payload = ev.PartMoved(
        movement=f"m-{number}", part="p", quantity=number + 1, source=source, target=target, counted=counted,
        moved_at=f"2026-01-01T{hour:02d}:00:00.000Z",
    )  # fmt: skip
    hlc = f"{seq:016x}"
    return Envelope(
        f"e-{seq}", "j", seq, hlc, payload.moved_at or "", "T-1", payload.kind, 1, ("stock:p@A",), None, payload
    )


PLACES = st.sampled_from(["A", "B", None])


@given(
    st.lists(st.tuples(st.integers(0, 5), PLACES, PLACES, st.booleans(), st.integers(0, 9)), max_size=12),
    st.randoms(use_true_random=False),
)
def test_stock_does_not_depend_on_the_order_of_arrival(
    said: list[tuple[int, str | None, str | None, bool, int]], chance: random.Random
) -> None:
    events = [
        _moved(n, seq, source, target, counted, hour) for seq, (n, source, target, counted, hour) in enumerate(said)
    ]
    once = {place: lies(place, movements(events)) for place in "AB"}
    again = events + events
    chance.shuffle(again)
    again.sort(key=lambda event: event.order)
    assert {place: lies(place, movements(again)) for place in "AB"} == once


def test_a_part_that_no_catalogue_names_has_a_key_of_its_own() -> None:
    assert part_key("O-ring, 12 mm") == "o-ring-12-mm"
    assert (
        len({part_key("咖啡"), part_key("牛奶"), part_key("咖啡 12 mm"), part_key("牛奶 12 mm"), part_key("12 mm")})
        == 5
    )
    assert part_key("咖啡 12 mm").startswith("12-mm-")


def test_on_the_command_line(fleet_desk: Desk, tmp_path: Path) -> None:
    def run(*words: str) -> Any:
        home = str(fleet_desk.workstation.home.folder)
        result = CliRunner().invoke(app, ["--home", home, "spares", *words, "--json"])
        if result.exception is not None:
            raise result.exception
        return json.loads(result.stdout)

    assert run("move", BLADES, "6", "--to", "STORE-04", "--reason", "delivery", "--id", "n1")["places"] == {
        "STORE-04": 6
    }
    assert run("move", BLADES, "6", "--to", "STORE-04", "--reason", "delivery", "--id", "n1")["places"] == {
        "STORE-04": 6
    }
    assert run("count", BLADES, "5", "--at", "STORE-04", "--reason", "stock-take")["quantity"] == 5
    assert [row["part"] for row in run("list", "--place", "STORE-04")["spares"] if "device" not in row["part"]] == [
        BLADES
    ]
    assert run("describe", BLADES, "--alternate", "B", "--reason", "found one")["changed"] == ["alternate"]
    order = {row["part"]: row for row in run("reorder", "--export", str(tmp_path / "o.csv"))["reorder"]}
    assert (order[BLADES]["order"], order[BLADES]["alternate"]) == (1, "B")
    assert (tmp_path / "o.csv").exists()
