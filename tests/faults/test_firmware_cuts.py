"""An update is cut anywhere: by the cable, by the death of our process, by the module's power.

A run without a cut tells where each request begins: those are the chunk boundaries, and the marking, restarting and
confirming behind them. Cuts are made at boundaries and at random bytes in turn. Whatever happens, the module runs the
whole old or the whole new firmware after its power comes back, its counters are unharmed, what happened is recorded,
and the next run brings the new firmware on by itself.
"""

import asyncio
import os
import random
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

import pytest

from fleetdesk.domain.errors import DeviceError, PortError
from fleetdesk.domain.firmware import Outcome
from fleetdesk.runtime.paths import Home
from fleetdesk.services.desk import Desk, open_desk
from tests.devices.firmware_images import SigningKey, signing_key
from tests.devices.powered_module import PoweredModule
from tests.devices.simulated import ROOT
from tests.devices.updating import checked, update, updates_of
from tests.faults.amount import LONG, SEED

Kind = Literal["cable", "process", "power", "brownout"]
"""A brownout restarts the module behind an adapter that stays: the line is never lost."""
CUTS = 500 if LONG else 25
IMAGE_BYTES = 20_000
GROUPS = 50 if LONG else 5
"""Cuts share a home in groups, so that each test's set-up is paid once."""
LIMIT_S = 60.0


@dataclass(frozen=True, slots=True)
class Cut:
    """`at`: bytes that the module hears before it."""

    kind: Kind
    at: int


@cache
def clean_run(folder: Path) -> tuple[tuple[int, ...], int]:
    """Where requests began in an update that nothing disturbed, and how many bytes it took."""

    async def run() -> tuple[tuple[int, ...], int]:
        desk = open_desk(Home(folder / "home"), synchronous="OFF")
        try:
            async with PoweredModule(folder / "flash", {"firmware_key": signing_key().for_simulator}) as module:
                report = await update(desk, module.url, checked(folder, size=IMAGE_BYTES))
                assert report.outcome is Outcome.CONFIRMED
                return tuple(module.request_starts), module.received
        finally:
            desk.close()

    return asyncio.run(run())


def cuts(starts: tuple[int, ...], total: int) -> list[Cut]:
    """The kinds alternate; boundaries and random bytes in turn."""
    chance = random.Random(SEED)
    kinds: tuple[Kind, ...] = ("cable", "power", "process", "brownout")
    boundaries = chance.sample(starts[1:], len(starts) - 1)
    places = [boundaries[n % len(boundaries)] if n % 2 else chance.randrange(1, total) for n in range(CUTS)]
    return [Cut(kinds[n // 2 % 4], place) for n, place in enumerate(places)]


@pytest.fixture(scope="module")
def all_cuts(tmp_path_factory: pytest.TempPathFactory) -> list[Cut]:
    return cuts(*clean_run(tmp_path_factory.mktemp("clean")))


@pytest.mark.timeout(1200)
@pytest.mark.parametrize("group", range(GROUPS))
def test_cut_anywhere_the_module_has_the_old_or_the_new_firmware(
    all_cuts: list[Cut], tmp_path: Path, group: int
) -> None:
    for number, cut in enumerate(all_cuts[group::GROUPS]):
        folder = tmp_path / str(number)
        folder.mkdir()
        desk = open_desk(Home(folder / "home"), synchronous="OFF")
        try:
            asyncio.run(asyncio.wait_for(_cut_and_again(desk, folder, cut), LIMIT_S))
        finally:
            desk.close()


async def _cut_and_again(desk: Desk, folder: Path, cut: Cut) -> None:
    key = signing_key()
    async with PoweredModule(folder / "flash", {"firmware_key": key.for_simulator}) as module:
        cycles = module.cycles()
        module.cut_at = cut.at
        if cut.kind == "process":
            await _killed_at_the_cut(module, folder, key)
        else:
            how = {"cable": module.unplug, "power": module.power_cycle, "brownout": module.power_on}
            module.cut = how[cut.kind]
            await _cut_run(desk, module, folder, cut)
        before = module.versions()
        assert before[0] in ("1.4.2", "1.5.0"), cut
        assert module.cycles() == cycles, cut
        if cut.at % 2:
            # An image that waited is tested now, one that was tested goes back; what is confirmed stays.
            module.power_cycle()
            module.power_cycle()
            assert module.versions()[1], cut
        again = await update(desk, module.url, checked(folder, size=IMAGE_BYTES))
        assert again.outcome.good, (cut, again)
        _assert_whole(module, cycles, cut)
        _assert_told(desk, cut, before)


async def _cut_run(desk: Desk, module: PoweredModule, folder: Path, cut: Cut) -> None:
    """It ends with a recorded result, or before it changed anything."""
    try:
        report = await update(desk, module.url, checked(folder, size=IMAGE_BYTES))
    except (PortError, DeviceError):
        assert updates_of(desk) == [], cut
        assert module.unit.bootloader.image(1) is None, cut
        return
    assert report.outcome in (Outcome.CONFIRMED, Outcome.INTERRUPTED, Outcome.UNKNOWN), (cut, report)
    assert updates_of(desk)[-1].outcome == report.outcome.value


def _assert_whole(module: PoweredModule, cycles: int, cut: Cut) -> None:
    module.power_cycle()
    assert module.versions() == ("1.5.0", True), cut
    assert module.cycles() == cycles, cut
    assert module.unit.statistic("cycles_total") == cycles, cut


def _assert_told(desk: Desk, cut: Cut, after_the_cut: tuple[str, bool]) -> None:
    """At least one event says that the module got the new firmware, whoever of the runs brought it to its end."""
    events = updates_of(desk)
    if cut.kind == "process" and after_the_cut == ("1.5.0", True) and not events:
        pytest.fail(f"{cut}: the killed run's success is told by nobody")
    assert [event for event in events if (event.outcome, event.before) == ("confirmed", "1.4.2")], (cut, events)
    if cut.kind == "process" and after_the_cut[0] == "1.5.0":
        assert "An earlier run" in events[-1].detail, (cut, events)


async def _killed_at_the_cut(module: PoweredModule, folder: Path, key: SigningKey) -> None:
    """The real command as a process of its own, killed when the module has heard so many bytes."""
    image = folder / "image.bin"
    image.write_bytes(checked(folder, size=IMAGE_BYTES).data)
    pem = key.save(folder / "key.pem")
    command = [sys.executable, "-m", "fleetdesk", "--home", str(folder / "home")]
    command += ["firmware", "update", module.url, str(image), "--key", str(pem)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "FLEETDESK_KEYRING": "file"}
    process = await asyncio.create_subprocess_exec(
        *command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )

    def kill() -> None:
        if process.returncode is None:
            process.kill()
        module.unplug()

    module.cut = kill
    _, said = await process.communicate()
    assert module.cut_at is None, f"it ended before the cut: {said.decode()}"
    assert process.returncode not in (0, 1, 2, 3), f"it was not killed: {said.decode()}"
