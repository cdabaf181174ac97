"""`fleetdesk pack check | docs | try`: is a driver pack right, is its README up to date, what says a device to it."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from fleetdesk.domain.pack import Pack
from fleetdesk.domain.snapshot import Snapshot
from fleetdesk.packs import check_readme, load_pack, write_readme

pack_app = typer.Typer(no_args_is_help=True, help="Driver packs: device types as data.")

Folder = Annotated[Path, typer.Argument(metavar="DIR", help="A folder with a pack.toml.")]


@pack_app.command("check")
def check(folder: Folder) -> None:
    """Prints ok, or everything that is wrong with the pack and exits with 1."""
    pack = load_pack(folder)
    check_readme(pack)
    typer.echo(f"ok: {pack.key} {pack.version}, {pack.name}")


@pack_app.command("docs")
def docs(folder: Folder) -> None:
    """Writes the register and settings tables of the pack into its README.md."""
    pack = load_pack(folder)
    changed = write_readme(pack)
    typer.echo(f"{'written' if changed else 'up to date'}: {Path(pack.folder) / 'README.md'}")


@pack_app.command("try")
def try_pack(
    folder: Folder,
    port: Annotated[str, typer.Option("--port", metavar="PORT", help="A serial port, or socket://HOST:PORT.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Reads the device on a port with a pack that is not installed. Changes nothing, records nothing."""
    from fleetdesk.cli.context import print_json
    from fleetdesk.cli.link import snapshot_facts, snapshot_lines

    pack, taken = asyncio.run(_read_with(load_pack(folder), port))
    missing = not_given(pack, taken)
    if as_json:
        print_json({"pack": pack.key, "version": pack.version, **snapshot_facts(taken), "not_given": missing})
        return
    typer.echo("\n".join(snapshot_lines(pack, taken)))
    if missing:
        typer.echo(f"The device gave no value for: {', '.join(missing)}. Compare their sources with its manual.")
    else:
        typer.echo("The device gave a value for everything that the pack names.")


async def _read_with(pack: Pack, port: str) -> tuple[Pack, Snapshot]:
    from fleetdesk.devices.ports import named_port
    from fleetdesk.devices.session import open_unknown

    session = await open_unknown(named_port(port), [pack], explicit=True)
    try:
        return session.pack, await session.snapshot()
    finally:
        await session.close()


def not_given(pack: Pack, taken: Snapshot) -> list[str]:
    """The names in the pack for which the device had no value."""
    given = {*taken.counters, *(gauge.name for gauge in taken.gauges), *taken.settings}
    readable = [setting.name for setting in pack.settings if not setting.secret]
    named = [*(counter.name for counter in pack.counters), *(channel.name for channel in pack.channels), *readable]
    return [name for name in dict.fromkeys(named) if name not in given]
