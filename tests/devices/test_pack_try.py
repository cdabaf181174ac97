"""The way that drivers/README.md shows a technician: its own example is checked, simulated and tried."""

import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from fleetdesk.cli.packs import pack_app
from fleetdesk.domain.errors import DeviceError, PackError, PortError
from fleetdesk.packs import load_pack, load_sound_packs, write_readme
from tests.devices.simulated import DRIVERS, FROST, simulator

README = (DRIVERS / "README.md").read_text(encoding="utf-8")


@pytest.fixture
def example(tmp_path: Path) -> Path:
    """The folder that a reader of drivers/README.md has after step 4."""
    (text,) = re.findall(r"```toml\n(\[pack\].*?)```", README, re.DOTALL)
    folder = tmp_path / "hydroguard-wf2"
    folder.mkdir()
    (folder / "pack.toml").write_text(text, encoding="utf-8")
    return folder


def run(*arguments: object) -> Result:
    return CliRunner().invoke(pack_app, list(map(str, arguments)))


def change(folder: Path, old: str, new: str) -> None:
    file = folder / "pack.toml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_example_of_the_readme_is_a_pack_that_works(example: Path) -> None:
    assert run("docs", example).exit_code == 0
    assert run("check", example).output == "ok: hydroguard-wf2 1, HydroGuard WF-2 water filter\n"
    with simulator(example, "--tcp") as running:
        said = run("try", example, "--port", running.device.port)
        assert said.exit_code == 0, said.exception
        assert "Outlet pressure: 3.1 bar" in said.output
        assert "a value for everything" in said.output
        taken = json.loads(run("try", example, "--port", running.device.port, "--json").output)
    assert (taken["pack"], taken["version"], taken["identity"]["serial"]) == ("hydroguard-wf2", "1", "WF-3001")
    assert taken["counters"]["litres_total"] >= 4210
    assert (taken["gauges"]["water"]["judged"], taken["not_given"]) == ("ok", [])


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("'WF-2\\(B\\)'", "'WF-2(B)'", "put \\ before each"),
        ("'WF-2\\(B\\)'", "'unknown'", "product WF-2(B)"),
        ("unit = 4", "unit = 5", "Nothing answers"),
        ("id = 0x5702", "id = 0x5703", "do not begin with its id"),
    ],
    ids=["signs in answers", "not known yet", "unit address", "block number"],
)
def test_what_goes_wrong_is_told_as_the_readme_says(example: Path, old: str, new: str, said: str) -> None:
    with simulator(example, "--tcp") as running:
        change(example, old, new)
        told = run("try", example, "--port", running.device.port)
    assert told.exit_code == 1
    assert isinstance(told.exception, DeviceError)
    assert said in str(told.exception)


def test_a_wrong_address_is_told_as_a_value_that_was_not_given(example: Path) -> None:
    with simulator(example, "--tcp") as running:
        change(example, "address = 0x0110", "address = 0x0111")
        said = run("try", example, "--port", running.device.port)
        taken = json.loads(run("try", example, "--port", running.device.port, "--json").output)
    assert "gave no value for: litres_total" in said.output
    assert taken["not_given"] == ["litres_total"]


def test_a_pack_of_an_smp_device_is_tried_too() -> None:
    with simulator(DRIVERS / FROST, "--tcp") as running:
        taken = json.loads(run("try", DRIVERS / FROST, "--port", running.device.port, "--json").output)
    assert (taken["identity"]["serial"], taken["not_given"]) == ("RF-20417", [])


def test_trying_wants_a_sound_pack_and_a_port(example: Path) -> None:
    assert isinstance(run("try", example, "--port", "socket://127.0.0.1:9").exception, PortError)
    change(example, "length = 4", "length = 5")
    told = run("try", example, "--port", "socket://127.0.0.1:9")
    assert isinstance(told.exception, PackError)
    assert "hidden padding" in told.exception.message


def test_a_wrong_pack_of_a_user_stops_nobody(example: Path) -> None:
    packs, wrong = load_sound_packs(example.parent)
    assert "hydroguard-wf2" in {pack.key for pack in packs}
    assert wrong == ()
    change(example, "length = 4", "length = 5")
    broken = example.parent / FROST
    broken.mkdir()
    (broken / "pack.toml").write_text("no pack", encoding="utf-8")
    packs, wrong = load_sound_packs(example.parent)
    assert "hydroguard-wf2" not in {pack.key for pack in packs}
    assert next(pack for pack in packs if pack.key == FROST).folder == str(DRIVERS / FROST), "the bundled one stays"
    assert sorted(error.title for error in wrong) == [
        "The driver pack 'hydroguard-wf2' is not valid.",
        "The driver pack 'ruiyun-frost' is not valid.",
    ]


def test_the_readme_of_the_example_says_what_it_reads(example: Path) -> None:
    assert write_readme(load_pack(example))
    text = (example / "README.md").read_text(encoding="utf-8")
    assert text.startswith("# HydroGuard WF-2 water filter\n")
    assert "| 2 | 0x0102 | 1 | u16 | `pressure` | Outlet pressure (0.1 bar) | read |" in text
