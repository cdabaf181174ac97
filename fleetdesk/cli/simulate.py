"""`fleetdesk simulate`: driver packs and recorded sessions as simulated devices, until SIGTERM or Ctrl-C."""

from pathlib import Path
from typing import Annotated

import typer


def simulate(
    folders: Annotated[
        list[Path] | None, typer.Argument(metavar="DIR...", help="Driver packs; one given twice makes two units.")
    ] = None,
    tcp: Annotated[bool, typer.Option("--tcp", help="TCP ports on 127.0.0.1 instead of pseudo-terminals.")] = False,
    baud: Annotated[int | None, typer.Option(help="Throttle to this line rate.")] = None,
    serial: Annotated[list[str] | None, typer.Option(help="Serial of the first, second ... DIR.")] = None,
    scene: Annotated[Path | None, typer.Option(help="A TOML file with [[unit]] tables.")] = None,
    state: Annotated[Path | None, typer.Option(help="Folder that keeps the units' state over a restart.")] = None,
    transcript: Annotated[
        list[Path] | None, typer.Option(metavar="FILE", help="Replay a recorded session as a device.")
    ] = None,
    watch_stdin: Annotated[bool, typer.Option("--watch-stdin", help="End when stdin closes.")] = False,
    one: Annotated[bool, typer.Option("--one", hidden=True)] = False,
) -> None:
    """Serves each pack, and each recorded session, as a process of its own; prints one JSON line per ready device."""
    if one:
        from fleetdesk.simulator.process import run_one

        raise typer.Exit(run_one())
    from fleetdesk.simulator.run import run

    code = run(
        folders or [],
        tcp=tcp,
        baud=baud,
        serials=serial or [],
        scene=scene,
        state=state,
        watch_stdin=watch_stdin,
        transcripts=transcript or [],
    )
    raise typer.Exit(code)
