"""What other systems read: the figures of the window, page by page, as JSON and CSV, and to nobody without a key."""

import csv
import io
from collections import Counter
from urllib.parse import urlsplit

import pytest

from fleetdesk.domain.events import DeviceDescribed, ServicePerformed
from fleetdesk.domain.fleet import device_subject
from fleetdesk.readapi import readers
from fleetdesk.readapi.pace import Pace
from fleetdesk.readapi.readers import Reads
from fleetdesk.runtime.ids import new_id
from fleetdesk.services.due_list import DueList
from fleetdesk.services.fleet_health import FleetHealthService
from tests.readapi.conftest import RunningApi


def _serviced(api: RunningApi, device: str, task: str) -> str:
    """A service in the journal, as its event's id."""
    record = api.desk.record
    done = record.draft(
        ServicePerformed(device=device, task=task, plan_version=1, inspection=new_id(), performed_at=record.now()),
        device_subject(device),
    )
    record.append([done], "T-7")
    return done.id


def test_assets_are_the_fleet_and_unknown_is_never_down(api: RunningApi) -> None:
    rows = api.rows("/v1/assets?limit=50")
    assert len(rows) == len({row["id"] for row in rows}) == 216
    assert [row["id"] for row in rows] == sorted(row["id"] for row in rows)
    told = FleetHealthService(api.desk.record).health().relative
    states = Counter(row["state"] for row in rows)
    assert (states["online"], states["offline"]) == (told.online, told.offline)
    assert states["unknown"] == told.unknown + told.unknown_behind_dead_gateway
    never = [row for row in rows if row["state_source"] is None]
    assert never
    assert {row["state"] for row in never} == {"unknown"}
    blenders = api.rows("/v1/assets?category=blender&limit=7")
    assert len(blenders) == 51


def test_tasks_say_what_the_due_list_says(api: RunningApi) -> None:
    rows = api.rows("/v1/maintenance/tasks?limit=40")
    due = {(device.id, task.task) for device, task in DueList(api.desk.record).all_due()}
    assert due
    assert {(row["device"], row["task"]) for row in rows if row["level"] == "due"} == due
    assert all(row["uses"] is None for row in rows if row["level"] == "unknown")
    store = rows[0]["store"]
    assert {row["store"] for row in api.rows(f"/v1/maintenance/tasks?store={store}")} == {store}


def test_compliance_counts_the_same_tasks_and_never_what_nobody_knows(api: RunningApi) -> None:
    summed = api.get("/v1/maintenance/compliance").json()["rows"]
    tasks = api.rows("/v1/maintenance/tasks?limit=1000")
    by_level = Counter((row["store"], row["category"], row["task"], row["level"]) for row in tasks)
    for row in summed:
        for level in ("ok", "soon", "due", "unknown"):
            assert row[level] == by_level[row["store"], row["category"], row["task"], level]
        assert row["devices"] == row["ok"] + row["soon"] + row["due"] + row["unknown"]
        known = row["devices"] - row["unknown"]
        right = None if not known else (row["ok"] + row["soon"]) * 100 // known
        assert row["compliant_percent"] == right
    assert sum(row["devices"] for row in summed) == len(tasks)


def test_who_reads_services_on_misses_none_that_comes_late(api: RunningApi) -> None:
    task = next(row for row in api.rows("/v1/maintenance/tasks") if row["level"] == "due")
    first = _serviced(api, task["device"], task["task"])
    page = api.get("/v1/maintenance/services").json()
    while page["more"]:
        page = api.get(f"/v1/maintenance/services?after={page['next']}").json()
    assert [row["id"] for row in page["rows"]] == [first]
    assert (page["rows"][0]["uses"], page["rows"][0]["every"]) == (task["uses"], task["every"])
    assert page["rows"][0]["late_by"] == task["uses"] - task["every"]
    again = api.get(f"/v1/maintenance/services?after={page['next']}").json()
    assert (again["rows"], again["more"]) == ([], False)
    second = _serviced(api, task["device"], task["task"])
    told = api.get(f"/v1/maintenance/services?after={again['next']}").json()
    assert [row["id"] for row in told["rows"]] == [second]
    one_by_one = api.rows("/v1/maintenance/services?limit=1")
    assert [row["id"] for row in one_by_one] == [first, second]


def test_csv_has_the_same_rows_and_no_formula(api: RunningApi) -> None:
    device = api.get("/v1/assets?limit=1").json()["rows"][0]["id"]
    record = api.desk.record
    record.append(
        [record.draft(DeviceDescribed(device=device, values={"asset_tag": "=1+1"}, base={}), device_subject(device))]
    )
    said = api.get("/v1/assets?limit=100&format=csv")
    assert said.headers["content-type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(said.content.decode())))
    plain = api.get("/v1/assets?limit=100").json()
    assert [row["id"] for row in rows] == [row["id"] for row in plain["rows"]]
    assert plain["rows"][0]["asset_tag"] == "=1+1"
    assert rows[0]["asset_tag"] == "'=1+1"
    link = said.headers["link"].removeprefix("<").removesuffix('>; rel="next"')
    behind = list(csv.DictReader(io.StringIO(api.get(f"/{link.split('/', 3)[3]}").content.decode())))
    assert urlsplit(link).port == api.port
    assert behind[0]["id"] > rows[-1]["id"]


def test_nobody_reads_without_a_key_of_ours_for_just_this(api: RunningApi) -> None:
    only_assets = readers.add(api.desk.record, "scm-asset", [Reads.ASSETS])
    for headers in ({}, {"authorization": "Bearer fdr_wrong"}, {"authorization": f"Basic {api.key}"}):
        said = api.get("/v1/assets", headers=headers)
        assert (said.status, said.headers["www-authenticate"]) == (401, "Bearer")
        assert said.headers["content-type"] == "application/problem+json"
        assert b"rows" not in said.content
    assert api.get("/v1/assets", only_assets).status == 200
    refused = api.get("/v1/maintenance/tasks", only_assets)
    assert (refused.status, refused.json()["title"]) == (403, "This key does not read that.")
    readers.remove(api.desk.record, "scm-asset")
    assert api.get("/v1/assets", only_assets).status == 401
    assert api.key not in str(readers.readers(api.desk.record))


@pytest.mark.parametrize(
    "target",
    ["/v1/maintenance/services?after=x~1", "/v1/maintenance/services?after=1", "/v1/maintenance/tasks?after=1"],
)
def test_a_cursor_that_is_none_is_told(api: RunningApi, target: str) -> None:
    said = api.get(target)
    assert (said.status, said.json()["title"]) == (400, "The cursor leads nowhere.")


def test_a_system_in_a_hurry_is_told_when_to_ask_again() -> None:
    now = 0.0
    pace = Pace(burst=3, per_s=0.5, monotonic=lambda: now)
    assert [pace.wait_s("a") for _ in range(4)] == [0, 0, 0, 2]
    assert pace.wait_s("b") == 0
    now = 2.0
    assert [pace.wait_s("a") for _ in range(2)] == [0, 2]
