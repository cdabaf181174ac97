"""`fleetdesk device ...`: one device, what happened to it, and every act that a person does to its entry."""

import asyncio
from typing import Annotated, Any

import typer

from fleetdesk.cli.context import Json, desk, print_json
from fleetdesk.services.desk import Desk

device_app = typer.Typer(help="One device: show it, and record what was done to it.", no_args_is_help=True)

Serial = Annotated[str, typer.Argument(metavar="SERIAL", help="Its serial, asset tag or id.")]
Reason = Annotated[str, typer.Option("--reason", help="Why: it stands in the time line.")]
Model = Annotated[str | None, typer.Option("--model", help="The model key, when two models share the serial.")]


@device_app.command("show")
def show(serial: Serial, model: Model = None, json: Json = False) -> None:
    """What is known of a device, what is due and what happened to it."""
    from fleetdesk.services.find_devices import FindDevices
    from fleetdesk.services.fleet_health import FleetHealthService
    from fleetdesk.services.model_names import ModelNames
    from fleetdesk.storage.queries import registry

    with desk() as opened:
        device = _named(opened, serial, model)
        known = opened.record.read(lambda connection: registry.device(connection, device))
        merged = opened.record.read(lambda connection: registry.merged_into(connection, device))
        detail = FindDevices(opened.record, FleetHealthService(opened.record), ModelNames()).detail(device)
    if json:
        told = [
            {
                "event": entry.event, "kind": entry.kind, "at": entry.at.at, "said": str(entry.sentence),
                "detail": str(entry.detail), "by": entry.actor,
            }
            for entry in detail.timeline
        ]  # fmt: skip
        due = [
            {
                "task": task.task, "uses": task.uses, "every": task.every, "unit": task.unit,
                "reason": str(task.reason), "not_counted": [str(text) for text in task.uncounted],
            }
            for task in detail.due
        ]  # fmt: skip
        print_json(
            {
                "device": known, "merged": merged, "due": due, "conflicts": [str(text) for text in detail.conflicts],
                "timeline": told, "timeline_total": detail.timeline_total,
            }
        )  # fmt: skip
        return
    typer.echo(detail.row.label)
    for fact in detail.facts:
        typer.echo(f"  {fact.label}: {fact.value}")
    for conflict in detail.conflicts:
        typer.echo(f"  Conflict: {conflict}")
    for task in detail.due:
        typer.echo(f"  {task.title}: {task.uses} of {task.every} {task.unit}. {task.reason}")
        for text in task.uncounted:
            typer.echo(f"    {text}")
    for entry in detail.timeline:
        typer.echo(f"  {entry.at}  {entry.sentence} {entry.detail} {entry.actor}".rstrip())


@device_app.command("edit")
def edit(
    serial: Serial,
    reason: Reason,
    store: Annotated[str | None, typer.Option(help="The code of the store it is in.")] = None,
    asset_tag: Annotated[str | None, typer.Option(help='Its asset tag; "" clears it.')] = None,
    supplier: Annotated[str | None, typer.Option(help='Who delivered it; "" clears it.')] = None,
    notes: Annotated[str | None, typer.Option(help='What one should know; "" clears it.')] = None,
    model: Model = None,
    json: Json = False,
) -> None:
    """Change what people keep about a device."""
    from fleetdesk.services.edit_device import edit_device

    asked = {"store": store, "asset_tag": asset_tag, "supplier": supplier, "notes": notes}
    values = {name: value for name, value in asked.items() if value is not None}
    with desk() as opened:
        device = _named(opened, serial, model)
        changed = edit_device(opened.record, device, values, reason, _actor(opened))
    _done(json, {"device": device, "changed": changed}, f"Changed: {', '.join(changed) or 'nothing'}.")


@device_app.command("status")
def status(
    serial: Serial,
    status: Annotated[str, typer.Argument(help="in_service, tagged_out, spare, retired or test_unit.")],
    reason: Reason,
    model: Model = None,
    json: Json = False,
) -> None:
    """Say what a device is there for. Only what is in service counts in uptime."""
    from fleetdesk.services.set_status import set_status

    with desk() as opened:
        device = _named(opened, serial, model)
        set_status(opened.record, device, status, reason, _actor(opened))
    _done(json, {"device": device, "status": status}, f"{serial} is {status.replace('_', ' ')} now.")


@device_app.command("fit-module")
def fit(
    serial: Serial,
    reason: Reason,
    module: Annotated[str, typer.Option(help="The new module's serial, when it is on no cable.")] = "",
    port: Annotated[str, typer.Option(help="The port that the new module is on: serial and counter are read.")] = "",
    at: Annotated[str | None, typer.Option(help="When, in UTC (2026-02-14T15:04:00.000Z); else now.")] = None,
    old_value: Annotated[int | None, typer.Option(help="What the old module showed at the end.")] = None,
    new_value: Annotated[int | None, typer.Option(help="What the new module showed at first.")] = None,
    model: Model = None,
    json: Json = False,
) -> None:
    """Another module is fitted: the old one out, the new one in, as one act."""
    from fleetdesk.services.fit_module import Swap, fit_module

    if bool(module) == bool(port) or (port and (at or new_value is not None)):
        raise typer.BadParameter("name the new module by --module, or by --port alone")
    with desk() as opened:
        device = _named(opened, serial, model)
        swap = asyncio.run(_seen(opened, port, old_value)) if port else Swap(module, at, old_value, new_value)
        done = fit_module(opened.record, device, swap, reason, _actor(opened))
    out = f", {done.removed} is out" if done.removed else ""
    _done(json, done, f"Module {done.serial} is in {serial}{out}.")


async def _seen(opened: Desk, port: str, old_value: int | None) -> Any:
    from fleetdesk.devices.ports import named_port
    from fleetdesk.devices.session import open_unknown
    from fleetdesk.services.fit_module import swap_seen

    session = await open_unknown(named_port(port), opened.packs, explicit=True)
    try:
        return swap_seen(session.pack, await session.snapshot(), old_value)
    finally:
        await session.close()


@device_app.command("replace")
def replace(
    serial: Serial,
    new: Annotated[str, typer.Argument(metavar="NEW", help="The serial of the one that takes its place.")],
    reason: Reason,
    becomes: Annotated[str, typer.Option("--old-becomes", help="spare or retired.")] = "spare",
    model: Model = None,
    json: Json = False,
) -> None:
    """Another device of the same model takes over place and gateway."""
    from fleetdesk.services.replace_device import replace_device

    with desk() as opened:
        device = _named(opened, serial, model)
        done = replace_device(opened.record, device, new, becomes, reason, _actor(opened))
    _done(json, done, f"{new} has the place of {serial}, which is {becomes} now.")


@device_app.command("correct-serial")
def correct(
    serial: Serial,
    right: Annotated[str, typer.Argument(metavar="RIGHT", help="The serial as it really is.")],
    reason: Reason,
    model: Model = None,
    json: Json = False,
) -> None:
    """A serial was written down wrongly: history and uses stay with the device."""
    from fleetdesk.services.correct_serial import correct_serial

    with desk() as opened:
        device = _named(opened, serial, model)
        module = correct_serial(opened.record, device, right, reason, _actor(opened))
    also = " Its module's serial too." if module else ""
    _done(json, {"device": device, "serial": right, "module_corrected": module}, f"{serial} is {right} now.{also}")


@device_app.command("merge")
def merge(
    duplicate: Annotated[str, typer.Argument(metavar="DUPLICATE", help="The entry that goes.")],
    into: Annotated[str, typer.Argument(metavar="INTO", help="The entry that the unit goes on as.")],
    reason: Reason,
    json: Json = False,
) -> None:
    """Two entries are one unit. `unmerge` undoes it."""
    from fleetdesk.services.merge_devices import merge_devices

    with desk() as opened:
        gone, stays = _named(opened, duplicate, None), _named(opened, into, None)
        event = merge_devices(opened.record, gone, stays, reason, _actor(opened))
    answer = {"device": gone, "into": stays, "event": event}
    _done(json, answer, f"{duplicate} goes on as {into}. To undo: fleetdesk device unmerge {duplicate}")


@device_app.command("unmerge")
def unmerge(
    duplicate: Annotated[str, typer.Argument(metavar="DUPLICATE", help="The entry that was merged into another.")],
    reason: Reason,
    json: Json = False,
) -> None:
    """They are two devices after all."""
    from fleetdesk.services.merge_devices import named_merge, undo_merge

    with desk() as opened:
        merged = opened.record.read(lambda connection: named_merge(connection, duplicate))
        undo_merge(opened.record, merged.device, reason, _actor(opened))
    _done(json, {"device": merged.device, "was_into": merged.into}, f"{duplicate} is a device of its own again.")


def _named(opened: Desk, said: str, model: str | None) -> str:
    from fleetdesk.services.device_acts import named_device

    return opened.record.read(lambda connection: named_device(connection, said, model).id)


def _actor(opened: Desk) -> str:
    from fleetdesk.services.person import actor

    return actor(opened.record)


def _done(json: bool, answer: object, words: str) -> None:
    if json:
        print_json(answer)
    else:
        typer.echo(words)
