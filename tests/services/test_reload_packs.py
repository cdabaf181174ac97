"""A person makes a driver pack and reloads: a device that nobody knew is known, all others go on undisturbed."""

import re
from pathlib import Path
from typing import Any

import pytest

from fleetdesk.domain.errors import PackError
from fleetdesk.services.bench_views import PortState
from fleetdesk.services.module_work import ModuleWork
from fleetdesk.services.workspace import BenchService
from tests.devices.simulated import DRIVERS, FROST, simulator
from tests.services.conftest import RunningBench

RF = {"serial": "RF-20417", "motor": "idle"}


def example_pack(drivers: Path) -> Path:
    """The water filter of drivers/README.md."""
    (text,) = re.findall(r"```toml\n(\[pack\].*?)```", (DRIVERS / "README.md").read_text("utf-8"), re.DOTALL)
    folder = drivers / "hydroguard-wf2"
    folder.mkdir(parents=True)
    (folder / "pack.toml").write_text(text.replace("unit = 4", "unit = 1"), encoding="utf-8")
    return folder


def test_a_pack_that_was_just_made_is_used(bench: RunningBench, simulate: Any, tmp_path: Path) -> None:
    service = BenchService(bench.desk, bench.bench, ModuleWork(bench.desk, bench.bench))
    blender = bench.plug(simulate(FROST, RF).port)
    session = bench.bench.session(blender.port)
    mine = example_pack(tmp_path / "making")
    with simulator(mine, "--tcp") as filters:
        port = filters.device.port
        assert bench.plug(port, PortState.ERROR).problem is not None
        installed = bench.desk.workstation.home.user_packs / mine.name
        installed.parent.mkdir()
        mine.rename(installed)
        count = bench.do(service.reload_packs())
        view = bench.wait(port, PortState.UNKNOWN_UNIT)
        assert view.unit is not None
        assert (view.unit.model, view.unit.serial) == ("HydroGuard WF-2 water filter", "WF-3001")
        assert count == len(bench.desk.packs)
        assert bench.bench.session(blender.port) is session, "the blender was not disturbed"

        opened = bench.bench.session(port)
        text = (installed / "pack.toml").read_text("utf-8")
        (installed / "pack.toml").write_text(text.replace('"Outlet pressure"', '"Pressure"'), "utf-8")
        bench.do(service.reload_packs())
        bench.until(lambda view: next((p for p in view.ports if p.unit and _labels(p.unit) >= {"Pressure"}), None))
        assert bench.bench.session(port) is not opened, "its pack changed: it was opened anew"
        assert bench.bench.session(blender.port) is session


def test_a_wrong_pack_is_named_and_the_others_are_in_force(bench: RunningBench) -> None:
    folder = example_pack(bench.desk.workstation.home.user_packs)
    (folder.parent / "half-done").mkdir()
    (folder.parent / "half-done" / "pack.toml").write_text("[pack]\n", encoding="utf-8")
    with pytest.raises(PackError, match="half-done"):
        bench.do(BenchService(bench.desk, bench.bench, ModuleWork(bench.desk, bench.bench)).reload_packs())
    assert "hydroguard-wf2" in {pack.key for pack in bench.desk.packs}


def _labels(unit: Any) -> set[str]:
    return {str(fact.label) for fact in unit.readings}
