"""The log of inspections: filters, search, seals as they are found, comparison, services late by how many, export."""

import csv
import json
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from typer.testing import CliRunner

from fleetdesk.cli.main import app
from fleetdesk.domain import events as ev
from fleetdesk.domain.errors import KnownError
from fleetdesk.domain.fleet import plan_subject
from fleetdesk.runtime.clock import iso, now_ms
from fleetdesk.services.amend_inspection import amend
from fleetdesk.services.campaign_log import campaign_choices, campaign_filter, campaign_words
from fleetdesk.services.campaigns import Campaign, Campaigns
from fleetdesk.services.compare_inspections import compare
from fleetdesk.services.desk import Desk
from fleetdesk.services.export_inspections import export_inspections, export_services
from fleetdesk.services.inspection_log import InspectionLog
from fleetdesk.services.inspection_views import LogFilter
from fleetdesk.services.model_names import ModelNames
from fleetdesk.services.person import set_person
from fleetdesk.services.views import Person
from fleetdesk.storage.queries import inspections as queries
from tests.services.inspected import ANA, BLENDER, DAY_MS, LI, MODULE, answers, inspect, keep, photo, whole_inspection


@pytest.fixture
def log(fleet_desk: Desk) -> InspectionLog:
    return InspectionLog(fleet_desk.record, ModelNames())


def others(desk: Desk, count: int) -> list[tuple[str, str]]:
    """(device, store) of blenders that are not ours."""
    query = "SELECT id, store FROM p_device WHERE category = 'blender' AND id != ? ORDER BY id LIMIT ?"
    return [tuple(row) for row in desk.record.read(lambda c: c.execute(query, (BLENDER, count)).fetchall())]


@pytest.fixture
def signed(fleet_desk: Desk) -> list[str]:
    """Four: two of one blender, by two people, in two stores, of three verdicts; oldest first."""
    (one, two) = others(fleet_desk, 2)
    return [
        inspect(fleet_desk, days_ago=40, value=900),
        inspect(fleet_desk, one[0], None, store="STORE-02", verdict="healthy", cause=None, signer=LI, days_ago=20),
        inspect(fleet_desk, two[0], None, store="STORE-02", verdict="mechanical", cause=None, days_ago=10),
        inspect(fleet_desk, cause="firmware", days_ago=1),
    ]


def test_filters_narrow_and_the_newest_stands_first(log: InspectionLog, signed: list[str]) -> None:
    def found(**wanted: Any) -> list[int]:
        page = log.page(LogFilter(**wanted), 0, 50)
        assert page.total == len(page.rows)
        return [signed.index(row.id) for row in page.rows]

    assert found() == [3, 2, 1, 0]
    assert found(store="STORE-02") == [2, 1]
    assert found(category="blender", verdict="connectivity") == [3, 0]
    assert found(cause="firmware") == [3]
    assert found(person="T-9") == [1]
    assert found(since=iso(now_ms() - 15 * DAY_MS)) == [3, 2]
    assert found(until=iso(now_ms() - 15 * DAY_MS)) == [1, 0]
    assert found(search="rf-20417") == [3, 0]
    assert found(search="20417", verdict="healthy") == []
    assert found(category="gateway") == []
    page = log.page(LogFilter(), 2, 1)
    assert ([signed.index(row.id) for row in page.rows], page.total) == ([1], 4)


def test_the_menus_say_how_many_each_filter_finds(log: InspectionLog, signed: list[str]) -> None:
    choices = log.choices()
    assert [(c.key, str(c.label), c.count) for c in choices.people] == [("T-7", "T-7", 3), ("T-9", "T-9", 1)]
    assert [(c.key, c.count) for c in choices.verdicts] == [("connectivity", 2), ("healthy", 1), ("mechanical", 1)]
    assert [(str(c.label), c.count) for c in choices.stores] == [("Store 02", 2), ("Store 04", 2)]
    assert [(str(c.label), c.count) for c in choices.causes] == [("firmware", 1), ("out of radio range", 1)]


def test_a_broken_seal_is_found_by_looking_and_can_be_asked_for(
    fleet_desk: Desk, log: InspectionLog, signed: list[str]
) -> None:
    amend(fleet_desk.record, signed[2], {"note": "More."}, "forgot it", ANA)
    change = "UPDATE journal_event SET body = CAST(replace(CAST(body AS TEXT), 'crack', 'track') AS BLOB) WHERE id = ?"
    fleet_desk.record.change(lambda c: c.execute(change, (signed[0],)))
    assert log.page(LogFilter(seal="broken"), 0, 9).total == 0, "nobody looked yet"
    shown = {signed.index(row.id): row.seal for row in log.page(LogFilter(), 0, 9).rows}
    assert (shown[0].ok, shown[0].place) == (False, "answers.seal")
    assert [str(shown[n].words) for n in (1, 2)] == ["Sealed", "Sealed, amended"]
    assert [row.id for row in log.page(LogFilter(seal="broken"), 0, 9).rows] == [signed[0]]
    assert log.page(LogFilter(seal="sealed"), 0, 9).total == 3
    assert [row.id for row in log.page(LogFilter(seal="amended"), 0, 9).rows] == [signed[2]]
    back = "UPDATE journal_event SET body = CAST(replace(CAST(body AS TEXT), 'track', 'crack') AS BLOB) WHERE id = ?"
    fleet_desk.record.change(lambda c: c.execute(back, (signed[0],)))
    assert log.check_seals().broken == {}
    assert log.page(LogFilter(seal="broken"), 0, 9).total == 0


def test_a_damaged_photo_is_found_by_a_look_at_all_of_it_and_not_unsaid_by_a_page(
    fleet_desk: Desk, log: InspectionLog
) -> None:
    event = inspect(fleet_desk, files=(keep(fleet_desk, "photo", "image/jpeg", photo(), "blade"),))
    (name,) = [file.sha256 for file in log.show(event).photos()]
    file = fleet_desk.workstation.home.blobs / name[:2] / name
    file.write_bytes(file.read_bytes()[:-1] + b"x")
    assert log.check_seals().broken == {event: "blobs.photo.blade"}
    (row,) = log.page(LogFilter(), 0, 9).rows
    assert (row.seal.ok, str(row.seal.words)) == (False, "Broken: file photo blade was changed or is missing")


def test_one_opens_with_everything(fleet_desk: Desk, log: InspectionLog) -> None:
    event = whole_inspection(fleet_desk, services=("blade-service",))
    amend(fleet_desk.record, event, {"answers.motor_current": "4.1 A"}, "misread", Person("Bo Lind", "T-8"))
    view = log.show(event)
    assert (view.template_title, view.template_version, view.line.store_name) == ("Blender inspection", 2, "Store 04")
    assert [group.title for group in view.groups] == ["Look", "Run", "Module"]
    by_item = {answer.item: answer for answer in view.answers()}
    assert (by_item["uses"].source, by_item["motor_current"].source, by_item["blade"].source) == (
        "wired", "typed", "person"
    )  # fmt: skip
    assert (by_item["motor_current"].low, by_item["motor_current"].high, by_item["motor_current"].amended) == (
        1000, 6200, True
    )  # fmt: skip
    assert len(by_item["seal"].photos) == 1
    assert len(view.photos()) == 2
    assert view.drawn_signature() is not None
    (plot,) = view.plots
    assert (plot.unit, plot.high) == ("A", 6.2)
    assert max(plot.values) == pytest.approx(6.2, abs=2.9)
    assert len(plot.values) <= 1_500
    assert [service.title for service in view.services] == ["Motor inspection and blade replacement"]
    (amendment,) = view.amendments
    assert (amendment.person, amendment.reason) == ("Bo Lind", "misread")
    assert [(f.title, f.before, f.after) for f in amendment.fields] == [
        ("Motor current under load", "4.020 A", "4.100 A")
    ]  # fmt: skip
    assert view.line.signed_at.zone != "UTC"


def test_two_of_one_device_stand_side_by_side(fleet_desk: Desk, log: InspectionLog, signed: list[str]) -> None:
    said = tuple({**a, "value": 4410} if a["item"] == "motor_current" else a for a in answers() if a["item"] != "blade")
    third = inspect(fleet_desk, said=said, verdict="healthy", cause=None)
    found = compare(log.show(third), log.show(signed[0]))
    assert found.left.line.id == signed[0], "the older one stands left"
    rows = {row.title: row for row in found.rows}
    assert (rows["Verdict"].left, rows["Verdict"].right, rows["Verdict"].differs) == (
        "Connectivity failure", "Healthy", True
    )  # fmt: skip
    assert (rows["Motor current under load"].change, rows["Motor current under load"].differs) == ("+0.390 A", True)
    assert rows["Blade turns freely, no chips, no play"].right == ""
    assert not rows["Firmware"].differs
    assert found.differences == 4
    with pytest.raises(KnownError, match="two devices"):
        compare(log.show(signed[1]), log.show(signed[0]))


def test_services_say_at_how_many_uses_and_how_late(fleet_desk: Desk, log: InspectionLog) -> None:
    """The first is late by what the ledger counted over the plan of then; a later plan does not change the past."""
    record = fleet_desk.record
    inspect(fleet_desk, days_ago=60, value=1030, services=("blade-service",))
    inspect(fleet_desk, days_ago=2, value=1830, services=("blade-service",), signer=LI)
    plan = record.read(lambda c: queries.published_plans(c, "blade-service"))[0]
    newer = ev.PlanPublished(
        task=plan.task, version=2, title="Newer", category=plan.category, counter=plan.counter, every=10, base=""
    )
    record.append([record.draft(newer, plan_subject(plan.task))])
    newest, oldest = log.services(LogFilter(), 0, 9).rows
    assert (newest.uses, newest.every, newest.late, newest.person) == (800, plan.every, 800 - plan.every, LI.name)
    assert oldest.uses is not None
    assert oldest.late == oldest.uses - plan.every
    assert [row.event for row in log.services(LogFilter(person="T-9"), 0, 9).rows] == [newest.event]
    assert log.services(LogFilter(task="blade-service", store="STORE-04"), 0, 1).total == 2
    assert log.services(LogFilter(store="STORE-02"), 0, 9).total == 0


def test_a_campaign_is_a_filter_that_says_how_far_it_is(fleet_desk: Desk, log: InspectionLog) -> None:
    """R1: "9 of 42 inspected, 5 business days left"; what was inspected before it began does not count."""
    campaigns = Campaigns(fleet_desk.record, "UTC")
    inspect(fleet_desk, days_ago=3)
    with pytest.raises(KnownError, match="was not started"):
        campaign_filter(campaigns, "offline-blenders")
    assert campaign_choices(campaigns) == ()
    campaigns.start("offline-blenders")
    silent = campaigns.open_devices("offline-blenders")
    done = [inspect(fleet_desk, device, None) for device in silent[:9]]
    outside = fleet_desk.record.read(
        lambda c: c.execute("SELECT id FROM p_device WHERE category = 'gateway' LIMIT 1").fetchone()
    )[0]
    inspect(fleet_desk, outside, None)
    (choice,) = campaign_choices(campaigns)
    assert str(choice.words) == "Inspect all offline blenders: 9 of 42 inspected, 5 business days left"
    found = log.page(choice.filter, 0, 99)
    assert (found.total, {row.id for row in found.rows}) == (9, set(done))
    assert [
        str(campaign_words(Campaign("k", "T", "R1", 42, 9, date(2026, 1, 1), date(2026, 1, 9), days)))
        for days in (1, -2)
    ] == ["T: 9 of 42 inspected, 1 business day left", "T: 9 of 42 inspected, 2 business days over"]


def test_the_export_holds_no_formula(fleet_desk: Desk, log: InspectionLog, signed: list[str], tmp_path: Path) -> None:
    inspect(fleet_desk, signer=Person("=HYPERLINK(1)", "T-6"))
    assert export_inspections(log, tmp_path / "log.csv", LogFilter()) == 5
    rows = list(csv.DictReader((tmp_path / "log.csv").read_text("utf-8-sig").splitlines()))
    assert (rows[0]["person"], rows[1]["verdict"], rows[1]["seal"]) == ("'=HYPERLINK(1)", "connectivity", "sealed")
    assert export_inspections(log, tmp_path / "log.xlsx", LogFilter(store="STORE-02")) == 2
    sheet = openpyxl.load_workbook(tmp_path / "log.xlsx").active
    assert sheet is not None
    assert [cell.data_type for cell in sheet[2]] == ["s" if cell.value else "n" for cell in sheet[2]]
    inspect(fleet_desk, BLENDER, MODULE, value=1100, services=("blade-service",))
    assert export_services(log, tmp_path / "services.csv", LogFilter()) == 1


def test_the_command_line_lists_shows_amends_and_compares(
    fleet_desk: Desk, signed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    set_person(fleet_desk.record, ANA)
    monkeypatch.setenv("FLEETDESK_HOME", str(fleet_desk.workstation.home.folder))

    def run(*words: str, code: int = 0) -> str:
        result = CliRunner().invoke(app, words)
        assert result.exit_code == code, result.output
        return result.output

    listed = json.loads(run("inspections", "--store", "STORE-02", "--json"))
    assert ([row["id"] for row in listed["inspections"]], listed["total"]) == ([signed[2], signed[1]], 2)
    assert json.loads(run("inspections", "--from", "2026-01-01", "--to", "2026-01-02", "--json"))["total"] == 0
    assert "4 of 4 inspections" in run("inspections")
    assert "Motor current under load: 4.020 A" in run("inspections", "show", signed[3])
    run("inspections", "amend", signed[3], "--set", "note=Later.", "--reason", "forgot")
    assert "Sealed, amended" in run("inspections", "show", signed[3])
    assert "* Cause: out of radio range | firmware" in run("inspections", "compare", signed[3], signed[0])
    assert "0 of 0 services" in run("inspections", "services")
    run("campaign", "start", "offline-blenders")
    assert "0 of 0 inspections" in run("inspections", "--campaign", "offline-blenders")
    assert "sealed, 1 amendments beside it" in run("verify", "--inspection", signed[3])
    assert "4 inspections, 0 BROKEN" in run("verify", "--inspections")
    change = "UPDATE journal_event SET body = CAST(replace(CAST(body AS TEXT), 'crack', 'track') AS BLOB) WHERE id = ?"
    fleet_desk.record.change(lambda c: c.execute(change, (signed[0],)))
    assert "BROKEN: answer seal was changed" in run("verify", "--inspection", signed[0], code=1)
    assert "answer seal was changed" in run("verify", "--inspections", code=1)
