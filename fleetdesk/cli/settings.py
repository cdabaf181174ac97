"""`fleetdesk settings get` and `set`: what a device is set to, beside what is expected, and a change of it."""

import asyncio
import sys
from getpass import getpass
from typing import Annotated

import typer

from fleetdesk.cli.context import Json, desk, print_json
from fleetdesk.cli.link import PortArgument
from fleetdesk.devices.ports import named_port
from fleetdesk.devices.session import open_unknown
from fleetdesk.domain.settings import SettingLine, shown_value
from fleetdesk.services.configure_device import (
    ConfigChange,
    DeviceSettings,
    change_settings,
    read_settings,
    typed_values,
)
from fleetdesk.services.desk import Desk
from fleetdesk.services.person import actor

settings_app = typer.Typer(help="Reads and changes the settings of the device on a port.", no_args_is_help=True)


@settings_app.command("get")
def get(port: PortArgument, as_json: Json = False) -> None:
    """Reads all settings beside what the registry expects. Secrets are never read. Changes nothing."""
    with desk() as opened:
        found = asyncio.run(_get(opened, port))
    if as_json:
        print_json(found)
        return
    typer.echo(f"{found.model} {found.serial}" + _at(found.generation))
    for line in found.lines:
        typer.echo(f"  {line.name:22} {_with_unit(line)}{_differs(line)}")


@settings_app.command("set")
def set_(
    port: PortArgument,
    pairs: Annotated[list[str], typer.Argument(metavar="KEY VALUE [KEY VALUE ...]", help="VALUE - asks for it.")],
    generation: Annotated[
        int | None, typer.Option(help="Refuse when the device is no longer at this generation (`settings get`).")
    ] = None,
    reason: Annotated[str, typer.Option(help="Why, for the device's time line.")] = "",
    as_json: Json = False,
) -> None:
    """Changes settings as one act: read back, and set back when the device did not take them."""
    with desk() as opened:
        done, told = asyncio.run(_set(opened, port, pairs, generation, reason))
    if as_json:
        print_json(done)
        return
    for line in told:
        typer.echo(line)


async def _get(opened: Desk, name: str) -> DeviceSettings:
    session = await open_unknown(named_port(name), opened.packs, explicit=True)
    try:
        return await read_settings(opened.record, session)
    finally:
        await session.close()


async def _set(
    opened: Desk, name: str, pairs: list[str], generation: int | None, reason: str
) -> tuple[ConfigChange, list[str]]:
    session = await open_unknown(named_port(name), opened.packs, explicit=True)
    try:
        values = typed_values(session.pack, [_asked(word) for word in pairs])
        done = await change_settings(
            opened.record, session, values, actor(opened.record), seen_generation=generation, reason=reason
        )
        lines = [
            f"{setting.label}: {shown_value(session.pack, setting, done.before.get(setting.name))}"
            f" -> {shown_value(session.pack, setting, done.after.get(setting.name))}"
            for setting in session.pack.settings
            if setting.name in values
        ]
        return done, lines
    finally:
        await session.close()


def _asked(word: str) -> str:
    """ "-" asks for the value, so that a password stands in no shell history and no process list."""
    if word != "-":
        return word
    return getpass("Value: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")


def _at(generation: int | None) -> str:
    return "" if generation is None else f", generation {generation}"


def _with_unit(line: SettingLine) -> str:
    shown = line.shown or "-"
    return f"{shown} {line.unit}".rstrip()


def _differs(line: SettingLine) -> str:
    return "" if line.agrees else f"  (expected {line.expected})"
