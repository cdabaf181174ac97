"""`fleetdesk ports`, `identify`, `read` and `watch`: what is plugged in, who it is, what it says, and that live."""

import asyncio
import json
from collections.abc import AsyncGenerator
from contextlib import aclosing, asynccontextmanager
from dataclasses import asdict
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any

import typer

from fleetdesk.devices.identify import candidates
from fleetdesk.devices.ports import Port, list_ports, named_port
from fleetdesk.devices.session import Sample, Session, open_unknown
from fleetdesk.domain.errors import KnownError
from fleetdesk.domain.pack import Channel, Pack
from fleetdesk.domain.snapshot import Identity, Snapshot
from fleetdesk.packs import load_sound_packs
from fleetdesk.runtime.paths import home_at

PortArgument = Annotated[
    str, typer.Argument(metavar="PORT", help="A port of `fleetdesk ports`, or an address: socket://HOST:PORT")
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON for scripts.")]


def ports(as_json: Json = False) -> None:
    """Lists the serial ports and the driver packs that fit them by their USB id."""
    packs = _packs()
    found = asyncio.run(list_ports())
    if as_json:
        _print_json({"ports": [_port_facts(port, packs) for port in found]})
        return
    for port in found:
        names = ", ".join(pack.name for pack in candidates(port, packs)) or "unknown adapter"
        typer.echo(f"{port.device}  {port.description or 'no description'}  ({names})")
    if not found:
        typer.echo("No serial port. Plug a device in, or name an address: fleetdesk identify socket://HOST:PORT")


def identify(port: PortArgument, as_json: Json = False) -> None:
    """Says which device is on a port. Only reads."""
    who = asyncio.run(_identify(port))
    if as_json:
        _print_json(_identity_facts(who))
        return
    typer.echo(f"{who.model} {who.serial}, firmware {who.firmware or 'unknown'}  (pack {who.pack}, {who.protocol})")
    for name, value in who.details.items():
        typer.echo(f"  {name}: {value}")


def read(
    port: PortArgument,
    as_json: Json = False,
    transcript: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Keep the dialogue; `simulate --transcript` replays it.")
    ] = None,
) -> None:
    """Reads counters, gauges, settings, children and faults of the device on a port. Changes nothing."""
    pack, taken = asyncio.run(_read(port, transcript))
    if as_json:
        _print_json(snapshot_facts(taken))
    else:
        typer.echo("\n".join(snapshot_lines(pack, taken)))


def watch(
    port: PortArgument,
    as_json: Json = False,
    count: Annotated[int | None, typer.Option(min=1, help="End after so many samples.")] = None,
    every: Annotated[float, typer.Option(min=0.0, metavar="SECONDS", help="Time between samples.")] = 0.2,
) -> None:
    """Prints the live values of the device on a port, one line per sample, until Ctrl-C."""
    try:
        asyncio.run(_watch(port, as_json, count, every))
    except KeyboardInterrupt:
        raise typer.Exit(0) from None


# -- work --------------------------------------------------------------------------------------------------------------


def _packs() -> tuple[Pack, ...]:
    packs, wrong = load_sound_packs(home_at().user_packs)
    for error in wrong:
        typer.echo(f"{error.title} It is left out. {error.next_step}", err=True)
    return packs


@asynccontextmanager
async def _session(name: str) -> AsyncGenerator[Session]:
    session = await open_unknown(named_port(name), _packs(), explicit=True)
    try:
        yield session
    finally:
        await session.close()


async def _identify(name: str) -> Identity:
    async with _session(name) as session:
        return session.identity


async def _read(name: str, transcript: Path | None) -> tuple[Pack, Snapshot]:
    async with _session(name) as session:
        try:
            return session.pack, await session.snapshot()
        finally:  # a reading that fails is the one that somebody wants to see
            if transcript is not None:
                _keep(transcript, session.recorder.to_bytes())


def _keep(file: Path, content: bytes) -> None:
    try:
        file.write_bytes(content)
    except OSError as error:
        raise KnownError(
            "The transcript cannot be written.", f"{file}: {error.strerror}.", "Name another file."
        ) from error


async def _watch(name: str, as_json: bool, count: int | None, every_s: float) -> None:
    async with _session(name) as session:
        channels = _live_channels(session.pack)
        left = count
        async with aclosing(session.live(channels, every_s)) as samples:
            async for sample in samples:
                typer.echo(_sample_line(sample, channels, as_json))
                if left is not None and (left := left - 1) == 0:
                    return


def _live_channels(pack: Pack) -> tuple[Channel, ...]:
    """The live channel and those that come with it in the same read."""
    live = pack.live_channel()
    if live is None:
        raise KnownError(f"{pack.name} has no live value.", "Its driver pack marks no channel as live.")
    group = live.source.partition(".")[0]
    return tuple(channel for channel in pack.channels if channel.source.partition(".")[0] == group)


# -- JSON --------------------------------------------------------------------------------------------------------------


def _print_json(facts: object) -> None:
    typer.echo(json.dumps(facts, ensure_ascii=False, indent=2))


def _port_facts(port: Port, packs: tuple[Pack, ...]) -> dict[str, Any]:
    facts = asdict(port)
    facts["packs"] = [pack.key for pack in candidates(port, packs)]
    return facts


def _identity_facts(who: Identity) -> dict[str, Any]:
    return {
        "pack": who.pack,
        "protocol": who.protocol,
        "model": who.model,
        "serial": who.serial,
        "firmware": who.firmware,
        "details": dict(who.details),
    }


def snapshot_facts(taken: Snapshot) -> dict[str, Any]:
    return {
        "identity": _identity_facts(taken.identity),
        "taken_at": taken.taken_at,
        "counters": dict(taken.counters),
        "gauges": {gauge.name: asdict(gauge) for gauge in taken.gauges},
        "settings": dict(taken.settings),
        "children": [asdict(child) for child in taken.children],
        "faults": [asdict(fault) for fault in taken.faults],
        "boot_count": taken.boot_count,
        "counter_epoch": taken.counter_epoch,
    }


# -- for a person ------------------------------------------------------------------------------------------------------


def scaled(value: int, scale: int, unit: str) -> str:
    """3900, -3, "A" -> "3.900 A"."""
    return f"{Decimal(value).scaleb(scale):f} {unit}".rstrip()


def _sample_line(sample: Sample, channels: tuple[Channel, ...], as_json: bool) -> str:
    if as_json:
        return json.dumps({"taken_at": sample.taken_at, "values": dict(sample.values)}, separators=(",", ":"))
    shown = [
        f"{channel.label} {scaled(sample.values[channel.name], channel.scale, channel.unit)}"
        for channel in channels
        if channel.name in sample.values
    ]
    return f"{sample.taken_at}  {'  '.join(shown)}"


def snapshot_lines(pack: Pack, taken: Snapshot) -> list[str]:
    labels = {counter.name: (counter.label, counter.unit) for counter in pack.counters}
    settings = {setting.name: setting for setting in pack.settings}
    marks = {"ok": "", "low": "  (too low)", "high": "  (too high)"}
    serial = taken.identity.serial or "without a serial number"
    lines = [f"{pack.name} {serial}, firmware {taken.identity.firmware or 'unknown'}, {taken.taken_at}"]
    lines += [f"  {labels[name][0]}: {value} {labels[name][1]}" for name, value in taken.counters.items()]
    lines += [
        f"  {gauge.label}: {scaled(gauge.value, gauge.scale, gauge.unit)}{marks[gauge.judged]}"
        for gauge in taken.gauges
    ]
    for name, value in taken.settings.items():
        lines.append(f"  {settings[name].label}: {'-' if value == '' else value} {settings[name].unit}".rstrip())
    lines += [f"  Fault: {fault.label} ({fault.value})" for fault in taken.faults]
    lines += [f"  Child {child.slot}: {child.type} {child.serial} {child.state}" for child in taken.children]
    return lines
