"""`fleetdesk device ...` and `store edit` as a person and a script use them."""

import json
from typing import Any

import pytest
from typer.testing import CliRunner

from fleetdesk.cli.main import app
from fleetdesk.domain.errors import KnownError
from fleetdesk.services.desk import Desk
from tests.devices.simulated import FROST


class Line:
    """The command line of one home."""

    def __init__(self, desk: Desk) -> None:
        self._home = str(desk.workstation.home.folder)

    def run(self, *words: str) -> str:
        result = CliRunner().invoke(app, ["--home", self._home, *words], catch_exceptions=True)
        if result.exception is not None:
            raise result.exception
        return result.stdout

    def asks(self, *words: str) -> Any:
        return json.loads(self.run(*words, "--json"))


@pytest.fixture
def line(fleet_desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Line:
    monkeypatch.setenv("FLEETDESK_HOME", str(fleet_desk.workstation.home.folder))
    return Line(fleet_desk)


def test_a_swap_a_correction_and_the_time_line_in_words(line: Line) -> None:
    swap = ("--module", "RF-90001", "--old-value", "1010", "--new-value", "3", "--reason", "battery dead")
    assert line.asks("device", "fit-module", "RF-20417", *swap)["removed"] == "RF-20417"
    assert line.asks("device", "correct-serial", "RF-20417", "RF-20471", "--reason", "misread")["serial"] == "RF-20471"
    assert line.asks("device", "edit", "RF-20471", "--notes", "dented", "--reason", "seen")["changed"] == ["notes"]
    assert line.asks("device", "status", "RF-20471", "tagged_out", "--reason", "leaks")["status"] == "tagged_out"
    shown = line.asks("device", "show", "RF-20471")
    assert (shown["device"]["serial"], shown["device"]["status"]) == ("RF-20471", "tagged_out")
    assert shown["due"][0]["uses"] == 1010
    told = [f"{entry['said']} {entry['detail']}" for entry in shown["timeline"]]
    for sentence in (
        "Module RF-20417 removed. It showed 1010 uses. Reason: battery dead.",
        "Module RF-90001 fitted. It showed 3 uses. Reason: battery dead.",
        "Serial is now RF-20471. Reason: misread.",
        "Status: Tagged out. Reason: leaks.",
    ):
        assert sentence in told
    assert "RF-20471" in line.run("device", "show", "RF-20471")


def test_replace_merge_and_undo(line: Line) -> None:
    done = line.asks("device", "replace", "RF-20417", "RF-90009", "--old-becomes", "retired", "--reason", "burnt")
    assert done["registered"] is True
    assert line.asks("health")["left_out_of_uptime"]["retired"] == 1
    merged = line.asks("device", "merge", "RF-90009", "RF-20400", "--reason", "one unit")
    shown = line.asks("device", "show", "RF-90009")
    assert (shown["device"]["id"], shown["merged"][0]["device"]) == (merged["into"], done["new"])
    assert any("RF-90009 is the same unit as RF-20400" in entry["said"] for entry in shown["timeline"])
    line.asks("device", "unmerge", "RF-90009", "--reason", "two after all")
    assert line.asks("device", "show", "RF-90009")["device"]["id"] == done["new"]


def test_a_store(line: Line) -> None:
    hours = ("--hours", "mon=06:00-20:00", "--hours", "sun=08:00-18:00")
    changed = line.asks("store", "edit", "STORE-04", *hours, "--status", "closed", "--reason", "rebuilt")["changed"]
    assert sorted(changed) == ["opening_hours", "status"]


def test_a_new_store(line: Line) -> None:
    said = ("--name", "Store 11", "--time-zone", "America/Chicago", "--hours", "mon=06:00-20:00", "--status", "planned")
    assert line.asks("store", "add", "STORE-11", *said, "--reason", "opens in March") == {"store": "STORE-11"}
    stores = {row["code"]: row for row in line.asks("store", "list")["stores"]}
    assert len(stores) == 11
    added = stores["STORE-11"]
    assert (added["status"], added["opening_hours"], added["devices"]) == ("planned", {"mon": "06:00-20:00"}, 0)
    assert stores["STORE-04"]["due"] == 1
    with pytest.raises(KnownError, match="Store STORE-11 is there already"):
        line.run("store", "add", "store-11", *said, "--reason", "again")
    with pytest.raises(KnownError, match="A store needs a name"):
        line.run("store", "add", "STORE-12", *("--name", " ", *said[2:]), "--reason", "x")


def test_today_and_a_campaign(line: Line) -> None:
    now = line.asks("today")
    assert (now["due"], now["hub"]["joined"], now["drafts"]) == (7, False, [])
    assert [(each["key"], each["total"], each["started_on"]) for each in now["campaigns"]] == [
        ("offline-blenders", 42, None)
    ]
    started = line.asks("campaign", "start", "offline-blenders")
    assert (started["done"], started["total"], started["days_left"]) == (0, 42, 5)
    with pytest.raises(KnownError, match="is under way"):
        line.run("campaign", "start", "offline-blenders")
    assert "0 of 42" in line.run("campaign", "list")
    assert line.asks("campaign", "end", "offline-blenders") == {"ended": "offline-blenders"}
    with pytest.raises(KnownError, match="no campaign 'x'"):
        line.run("campaign", "end", "x")


def test_what_cannot_be_is_said_in_words(line: Line) -> None:
    for words, said in (
        (("device", "show", "RF-0"), "There is no device"),
        (("device", "status", "RF-20417", "lost", "--reason", "x"), "There is no status"),
        (("device", "merge", "RF-20417", "MPC-0006", "--reason", "x"), "different models"),
        (("store", "edit", "STORE-04", "--name", "x", "--reason", " "), "A reason is needed"),
    ):
        with pytest.raises(KnownError, match=said):
            line.run(*words)


def test_health_keeps_the_samples_figures_and_names_what_is_left_out(line: Line) -> None:
    health = line.asks("health")
    assert (health["devices"], health["reported"]) == (216, {"online": 89, "offline": 69, "unknown": 58})
    counted = sum(health["left_out_of_uptime"].values())
    assert 0 < counted < 216


def test_the_new_module_is_read_over_the_cable(line: Line, simulate: Any) -> None:
    port = simulate(FROST, {"serial": "RF-90001", "motor": "idle"}).port
    done = line.asks("device", "fit-module", "RF-20417", "--port", port, "--old-value", "1010", "--reason", "swap")
    assert (done["serial"], done["removed"]) == ("RF-90001", "RF-20417")
    fitted = next(e for e in line.asks("device", "show", "RF-20417")["timeline"] if e["kind"] == "module.fitted")
    assert fitted["detail"].startswith("It showed ")
