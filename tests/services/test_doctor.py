"""The doctor names what is wrong and what mends it, where nothing else works any more; and it changes nothing."""

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from fleetdesk.devices.ports import Port
from fleetdesk.runtime.paths import Home
from fleetdesk.services import doctor_machine
from fleetdesk.services.desk import Desk
from fleetdesk.services.doctor import Part, Report, examine
from fleetdesk.services.doctor_finding import Finding, State
from fleetdesk.storage import settings
from tests.hub.running import running_hub
from tests.sync.places import open_laptop

posix = pytest.mark.skipif(os.name == "nt", reason="device files and their modes are of POSIX systems")


def about(report: Report, part: Part) -> list[Finding]:
    return [finding for finding in report.findings if finding.name == part.value]


def states(report: Report, part: Part) -> list[State]:
    return [finding.state for finding in about(report, part)]


def test_without_a_home_everything_is_in_order_and_nothing_is_made(tmp_path: Path) -> None:
    report = examine(Home(tmp_path / "home"))
    assert {finding.name for finding in report.findings} == {part.value for part in Part}
    assert all(finding.state in (State.OK, State.WARN) for finding in report.findings if finding.name != "ports")
    assert list(tmp_path.iterdir()) == []


def test_a_sound_home_is_said_to_be_sound_beside_an_open_window(fleet_desk: Desk) -> None:
    report = examine(fleet_desk.workstation.home)
    (database,) = about(report, Part.DATABASE)
    assert (database.state, "Sound" in database.saw) == (State.OK, True)
    assert states(report, Part.KEYS) == [State.OK]


def test_a_damaged_database_and_lost_keys_are_told_with_the_way_back(fleet_desk: Desk) -> None:
    home = fleet_desk.workstation.home
    fleet_desk.close()
    content = bytearray(home.database.read_bytes())
    content[len(content) // 2 : len(content) // 2 + 64] = bytes(64)
    home.database.write_bytes(content)
    (database,) = about(examine(home), Part.DATABASE)
    assert (database.state, "Restore" in database.fix) == (State.FAIL, True)
    (home.keys / "workstation.json").rename(home.folder / "elsewhere.json")
    report = examine(home)
    assert states(report, Part.KEYS) == states(report, Part.DATABASE) == [State.FAIL]
    assert not report.healthy
    assert not (home.keys / "workstation.json").exists()


@posix
def test_keys_that_others_can_read_are_told(desk: Desk) -> None:
    place = desk.workstation.home.keys / "workstation.json"
    place.chmod(0o644)
    (keys,) = about(examine(desk.workstation.home), Part.KEYS)
    assert (keys.state, keys.fix) == (State.FAIL, f"chmod 600 '{place}'")


def test_a_folder_that_is_none_is_told(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("x")
    report = examine(Home(tmp_path / "home"))
    assert states(report, Part.FOLDER) == [State.FAIL]


def test_the_hub_is_asked_who_it_is_and_being_offline_is_no_defect(tmp_path: Path) -> None:
    with running_hub(tmp_path / "one") as hub:
        ana = open_laptop(tmp_path / "ana")
        ana.join(hub.url)
        ana.write_stores(2, "A")
        there = about(examine(ana.workstation.home), Part.HUB)
        port = int(hub.url.rpartition(":")[2])
    assert [finding.state for finding in there] == [State.OK, State.WARN]
    assert there[1].saw == "2 entries and 0 files wait for it."
    away = examine(ana.workstation.home)
    assert states(away, Part.HUB) == [State.WARN, State.WARN]
    assert away.healthy
    with running_hub(tmp_path / "two", port=port):
        other = examine(ana.workstation.home)
    assert states(other, Part.HUB) == [State.FAIL]
    assert "another hub" in about(other, Part.HUB)[0].saw
    ana.workstation.close()


def test_a_clock_that_is_wrong_is_told(tmp_path: Path) -> None:
    with running_hub(tmp_path / "hub", clock=lambda: 1_900_000_000_000) as hub:
        ana = open_laptop(tmp_path / "ana")
        ana.workstation.database.write(lambda c: settings.put(c, settings.HUB_URL, hub.url)).result()
        found = about(examine(ana.workstation.home), Part.HUB)
        ana.workstation.close()
    assert any("minutes away from the hub's" in finding.saw for finding in found)


@posix
def test_a_port_that_another_program_holds_is_named_with_it() -> None:
    leader, follower = pty.openpty()
    name = os.ttyname(follower)
    os.close(follower)
    holder = f"import sys; f = open({name!r}, 'rb+', 0); print('open', flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", holder], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdin is not None
        process.stdout.readline()
        held = list(doctor_machine.ports([Port(name)]))
        process.stdin.close()
    os.close(leader)
    assert held[0].state is State.WARN
    assert f"(process {process.pid})" in held[0].saw
    gone = list(doctor_machine.ports([Port("/dev/ttyNONE9")]))
    assert gone[0].state is State.UNKNOWN


def test_services_that_meddle_with_ports_are_found(tmp_path: Path) -> None:
    for number, name in ((1, "init"), (77, "ModemManager")):
        (tmp_path / str(number)).mkdir()
        (tmp_path / str(number) / "comm").write_text(f"{name}\n")
    (tmp_path / "88").mkdir()
    assert doctor_machine.running(doctor_machine.MEDDLERS, tmp_path) == ["ModemManager"]


def test_the_command_says_it_and_its_exit_code_too(tmp_path: Path) -> None:
    def run(home: Path) -> tuple[int, dict[str, object]]:
        command = [sys.executable, "-m", "fleetdesk", "doctor", "--json", "--home", str(home)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
        return done.returncode, json.loads(done.stdout)

    (tmp_path / "file").write_text("x")
    code, said = run(tmp_path / "file")
    assert (code, said["ok"]) == (1, False)
    assert run(tmp_path / "none")[1]["findings"]
