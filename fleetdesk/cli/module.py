"""`fleetdesk reset PORT` and `fleetdesk log PORT FILE`: restart a module, fetch its motor log."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from fleetdesk.cli.context import Json, desk, print_json
from fleetdesk.cli.firmware import PortName, ProgressLine
from fleetdesk.devices.ports import named_port
from fleetdesk.devices.session import open_unknown
from fleetdesk.packs import load_packs
from fleetdesk.runtime.paths import home_at
from fleetdesk.services.desk import Desk
from fleetdesk.services.download_log import DownloadedLog, DownloadLog
from fleetdesk.services.reset_module import ResetModule, ResetReport


def reset(port: PortName, as_json: Json = False) -> None:
    """Restarts the module at a port and records its state before and after."""
    named_port(port)
    with desk() as opened:
        report = asyncio.run(_reset(opened, port))
    if as_json:
        print_json(_report(report))
        return
    boots = f"boot {report.before.boot_count} -> {report.after.boot_count}"
    typer.echo(
        f"{report.serial} restarted ({boots}). {'' if report.lost else 'Counters and settings are kept.'}".rstrip()
    )
    for line in report.lost:
        typer.echo(f"  Not as before: {line}")


async def _reset(opened: Desk, port: str) -> ResetReport:
    session = await open_unknown(named_port(port), opened.packs, explicit=True)
    try:
        return await ResetModule(opened.record).run(session)
    finally:
        await session.close()


def _report(report: ResetReport) -> dict[str, object]:
    return {
        "serial": report.serial,
        "before": {"firmware": report.before.identity.firmware, "boot_count": report.before.boot_count,
                   "counters": dict(report.before.counters)},
        "after": {"firmware": report.after.identity.firmware, "boot_count": report.after.boot_count,
                  "counters": dict(report.after.counters)},
        "lost": list(report.lost),
        "event": report.event,
        "transcript_sha256": report.transcript_sha256,
    }  # fmt: skip


def log(
    port: PortName,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where to put it.")],
    as_json: Json = False,
) -> None:
    """Downloads the motor log of the module at a port. An interrupted download goes on at the next call."""
    done = asyncio.run(_log(port, file, as_json))
    if as_json:
        print_json(done)
        return
    resumed = f", from byte {done.resumed_at} on" if done.resumed_at else ""
    typer.echo(f"{done.file}: {done.size} bytes of {done.name}{resumed}, SHA-256 {done.sha256}")


async def _log(port: str, file: Path, quiet: bool) -> DownloadedLog:
    session = await open_unknown(named_port(port), load_packs(home_at().user_packs), explicit=True)
    try:
        return await DownloadLog().run(session, file, ProgressLine(quiet))
    finally:
        await session.close()
