"""`fleetdesk demo`: the sample fleet, a hub and a simulated store, with the window on it or as a headless visit."""

from pathlib import Path
from typing import Annotated, Any

import typer

from fleetdesk.cli.context import Json, print_json


def demo(
    headless: Annotated[bool, typer.Option("--headless", help="Do the technician's visit without a window.")] = False,
    keep: Annotated[Path | None, typer.Option("--keep", help="Make the home there and keep it.")] = None,
    json: Json = False,
) -> None:
    """See Fleetdesk work: nothing of it touches your own data."""
    from fleetdesk.demo import Demo
    from fleetdesk.runtime.screen import has_screen

    if not headless and not has_screen():
        typer.echo("There is no display here, so the window cannot open: this is the headless visit.", err=True)
        headless = True
    with Demo(keep, _say) as started:
        if headless:
            _visit(started, json)
            return
        from fleetdesk.app import run_window

        code = run_window(started.desk)
    raise typer.Exit(code)


def _visit(started: Any, json: bool) -> None:
    from fleetdesk.demo import TECHNICIAN
    from fleetdesk.runtime.loop import IoLoop
    from fleetdesk.services.fleet_health import FleetHealthService
    from fleetdesk.services.visit import Visit

    desk = started.desk
    health = FleetHealthService(desk.record).health()
    unit = next(unit for unit in started.units if unit.pack != "mpc-1911-r22")
    loop = IoLoop().start()
    try:
        report = loop.run(Visit(desk, TECHNICIAN, _say).run(unit.port, desk.sync)).result()
    finally:
        loop.stop()
    result = {
        "devices": health.devices,
        "stores": started.stores,
        "online": health.reported.online,
        "offline": health.reported.offline,
        "unknown": health.reported.unknown,
        "identified": {
            "pack": report.pack, "model": report.model, "serial": report.serial, "firmware": report.firmware,
        },
        "uses_since_service": report.uses_since_service,
        "due_before": report.due_before,
        "due_after": report.due_after,
        "inspection": report.inspection,
        "motor_load_ma": report.motor_load_ma,
        "events_local": report.events_local,
        "events_on_hub": report.events_on_hub,
        "chain_ok": report.chain_ok,
        "seconds": report.seconds,
    }  # fmt: skip
    if json:
        print_json(result)
    else:
        for key, value in result.items():
            typer.echo(f"{key}: {value}")
    done = (
        report.chain_ok and report.events_on_hub == report.events_local and report.due_before and not report.due_after
    )
    raise typer.Exit(0 if done else 1)


def _say(line: str) -> None:
    typer.echo(line, err=True)
