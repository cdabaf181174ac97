"""The motor log arrives whole, by its hash, however often the cable or we fall out in between."""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

import pytest

from fleetdesk.devices.firmware.progress import Cancel, Progress
from fleetdesk.devices.ports import named_port
from fleetdesk.devices.session import open_unknown
from fleetdesk.domain.errors import DeviceError, KnownError
from fleetdesk.packs import load_packs
from fleetdesk.services.download_log import DownloadedLog, DownloadLog
from tests.devices.powered_module import PoweredModule
from tests.devices.updating import PATIENCE, QUICK, nobody_listens

T = TypeVar("T")
RUNS = {"motor": "cycle", "run_s": 20.0, "pause_s": 3000.0}


def with_module(folder: Path, work: Callable[[PoweredModule], Awaitable[T]]) -> T:
    async def run() -> T:
        async with PoweredModule(folder / "flash", RUNS) as module:
            return await work(module)

    return asyncio.run(run())


async def download(
    module: PoweredModule,
    file: Path,
    listener: Callable[[Progress], None] = nobody_listens,
    cancel: Cancel | None = None,
) -> DownloadedLog:
    session = await open_unknown(named_port(module.url), load_packs(), explicit=True, timing=QUICK)
    try:
        return await DownloadLog(PATIENCE, tuple).run(session, file, listener, cancel)
    finally:
        await session.close()


def test_whole_with_progress_and_hash(tmp_path: Path) -> None:
    seen: list[Progress] = []
    file = tmp_path / "motor.bin"
    done = with_module(tmp_path, lambda module: download(module, file, seen.append))
    assert file.stat().st_size == done.size > 10_000
    assert hashlib.sha256(file.read_bytes()).hexdigest() == done.sha256
    assert [progress.done for progress in seen] == sorted(progress.done for progress in seen)
    assert (seen[0].done, seen[-1].done, seen[-1].total) == (0, done.size, done.size)
    assert list(tmp_path.glob("*.part")) == []


def test_it_goes_on_after_the_cable_was_out(tmp_path: Path) -> None:
    async def work(module: PoweredModule) -> DownloadedLog:
        module.act_at(900, module.unplug)
        return await download(module, tmp_path / "motor.bin")

    done = with_module(tmp_path, work)
    assert done.unplugs == 1
    assert (tmp_path / "motor.bin").stat().st_size == done.size


def test_what_arrived_before_a_cancel_is_used_the_next_time(tmp_path: Path) -> None:
    file, cancel = tmp_path / "motor.bin", Cancel()

    def stop_half_way(progress: Progress) -> None:
        if progress.done > progress.total // 2:
            cancel.ask()

    async def work(module: PoweredModule) -> DownloadedLog:
        with pytest.raises(KnownError, match="cancelled"):
            await download(module, file, stop_half_way, cancel)
        assert not file.exists()
        return await download(module, file)

    done = with_module(tmp_path, work)
    assert done.size > done.resumed_at > done.size // 2
    assert hashlib.sha256(file.read_bytes()).hexdigest() == done.sha256


def test_a_part_that_was_damaged_here_is_found_and_left_behind(tmp_path: Path) -> None:
    file, cancel = tmp_path / "motor.bin", Cancel()

    def stop_early(progress: Progress) -> None:
        if progress.done:
            cancel.ask()

    async def work(module: PoweredModule) -> DownloadedLog:
        with pytest.raises(KnownError, match="cancelled"):
            await download(module, file, stop_early, cancel)
        (part,) = tmp_path.glob("*.part")
        part.write_bytes(bytes(part.stat().st_size))
        with pytest.raises(DeviceError, match="did not arrive as it is"):
            await download(module, file)
        assert not file.exists()
        return await download(module, file)

    done = with_module(tmp_path, work)
    assert done.resumed_at == 0
    assert hashlib.sha256(file.read_bytes()).hexdigest() == done.sha256
