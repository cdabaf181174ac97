"""`fleetdesk forecast` as a person and a script use it."""

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from fleetdesk.cli.main import app
from fleetdesk.domain import events as ev
from fleetdesk.domain.errors import KnownError
from fleetdesk.domain.fleet import module_id, module_subject
from fleetdesk.runtime.clock import iso, now_ms
from fleetdesk.services.desk import Desk

A_DAY = {"RF-20415": 2, "RF-20416": 4, "RF-20419": 7}


@pytest.fixture(autouse=True)
def _home(fleet_desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three blenders of the store were read each day of the last ten; the sample's own readings are older."""
    monkeypatch.setenv("FLEETDESK_HOME", str(fleet_desk.workstation.home.folder))
    for serial, a_day in A_DAY.items():
        module = module_id("ruiyun-frost", serial)
        for days_ago in range(10, -1, -1):
            at, value = iso(now_ms() - days_ago * 86_400_000), 985 - a_day * days_ago
            taken = ev.ReadingTaken(
                module=module, counter="cycles_total", value=value, taken_at=at, source="wired", max_per_hour=60
            )
            fleet_desk.record.append([fleet_desk.record.draft(taken, module_subject(module))])


def run(*words: str) -> Result:
    return CliRunner().invoke(app, ["forecast", *words])


def asks(*words: str) -> list[dict[str, Any]]:
    result = run(*words, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)["forecasts"]


def test_a_store_s_tasks_with_their_days_what_is_due_first() -> None:
    found = asks("--store", "STORE-04")
    assert {each["store"] for each in found} == {"STORE-04"}
    assert (found[0]["serial"], found[0]["why_none"], found[0]["remaining"]) == ("RF-20417", "due", -4)
    dated = [each for each in found if each["serial"] in A_DAY]
    assert [each["serial"] for each in dated] == list(reversed(A_DAY)), "the more used, the sooner"
    for each in dated:
        assert each["earliest_on"] <= each["likely_on"] <= each["latest_on"]
        assert 0 <= (date.fromisoformat(each["likely_on"]) - datetime.now(UTC).date()).days <= 10
        assert each["coverage_percent"] == 80
        assert each["rate_per_open_day"] > 0
        assert each["basis"]["readings"] >= 11
        assert each["basis"]["hours_known"] is False
    unread = next(each for each in found if each["serial"] == "VEN-2002")
    assert (unread["remaining"], unread["likely_on"], unread["why_none"]) == (None, None, "no_reading")
    quiet = found[0]["quiet"]
    start, end = datetime.fromisoformat(quiet["start"]), datetime.fromisoformat(quiet["end"])
    assert (end - start).total_seconds() == quiet["minutes"] * 60 >= 30 * 60
    assert start.utcoffset() is not None


def test_one_device_and_the_whole_fleet() -> None:
    (one,) = asks("--device", "RF-20416")
    assert one["serial"] == "RF-20416"
    assert len(asks()) > 90


def test_in_words() -> None:
    said = run("--store", "STORE-04").stdout
    assert "RF-20417       Motor inspection and blade replacement, STORE-04" in said
    assert "Due now: 1004 of 1000 uses. Quiet: " in said
    assert "No reading yet: nothing is known." in said
    assert "uses on an open day, from 11 readings over 10 days." in said
    assert "Z" not in said, "days, not instants"


def test_what_there_is_not_is_said() -> None:
    for words, title in ((("--store", "NOWHERE"), "no store 'NOWHERE'"), (("--device", "X-1"), "no device 'X-1'")):
        error = run(*words).exception
        assert isinstance(error, KnownError)
        assert title in error.title
    assert run("--store", "STORE-04", "--device", "RF-20416").exit_code == 2
