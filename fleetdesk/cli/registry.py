"""`fleetdesk devices | due | health`."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from fleetdesk.cli.context import Json, desk, print_json

if TYPE_CHECKING:
    from fleetdesk.services.views import DueTask
    from fleetdesk.storage.queries.registry import KnownDevice


def devices(
    search: Annotated[str, typer.Option("--search", help="Part of a serial, tag, store or model.")] = "",
    json: Json = False,
) -> None:
    """List devices."""
    from fleetdesk.services.find_devices import FindDevices
    from fleetdesk.services.fleet_health import FleetHealthService
    from fleetdesk.services.model_names import ModelNames

    with desk() as opened:
        find = FindDevices(opened.record, FleetHealthService(opened.record), ModelNames())
        rows = find.search(search)
    if json:
        listed: list[dict[str, Any]] = [
            {
                "id": row.device, "serial": row.serial, "model": row.model, "category": row.category,
                "store": row.store, "state": row.connectivity.state.value, "reported": row.connectivity.reported.value,
                "since": row.connectivity.since, "gateway": row.gateway, "firmware": row.firmware, "status": row.status,
            }
            for row in rows
        ]  # fmt: skip
        print_json({"devices": listed})
        return
    for row in rows:
        typer.echo(f"{row.serial:14} {row.model:44} {row.store:12} {row.connectivity.state.value:8} {row.gateway}")
    typer.echo(f"{len(rows)} devices")


def due(
    soon: Annotated[bool, typer.Option("--soon", help="Also what is inside its warning band.")] = False,
    store: Annotated[str | None, typer.Option("--store", metavar="CODE", help="Only what is in this store.")] = None,
    category: Annotated[str | None, typer.Option("--category", metavar="KEY", help="Only this equipment.")] = None,
    json: Json = False,
) -> None:
    """List the services that are due."""
    from fleetdesk.services.due_list import DueList

    with desk() as opened:
        found = DueList(opened.record).all_due(soon=soon, store=store, category=category)
    if json:
        print_json({"due": [_due(device, task) for device, task in found]})
        return
    for device, task in found:
        said = f": {task.postponed.message.format(**task.postponed.values)}" if task.postponed.message else ""
        typer.echo(
            f"{device.serial or device.id:14} {task.title}: {task.uses} of {task.every} {task.unit}"
            f" ({device.store}){said}"
        )
    typer.echo(f"{len(found)} services")


def _due(device: "KnownDevice", task: "DueTask") -> dict[str, Any]:
    return {
        "task": task.task, "serial": device.serial, "device": device.id, "store": device.store,
        "category": device.category, "uses": task.uses, "every": task.every, "unit": task.unit,
        "level": task.level.value, "as_of": task.as_of, "parts": task.parts,
        "postponed": bool(task.postponed.message),
    }  # fmt: skip


def health(json: Json = False) -> None:
    """How the fleet is: as reported, and relative to dead gateways."""
    from fleetdesk.services.fleet_health import FleetHealthService

    with desk() as opened:
        found = FleetHealthService(opened.record).health()
    if json:
        print_json(_health(found))
        return
    reported, relative = found.reported, found.relative
    typer.echo(f"{found.devices} devices")
    typer.echo(f"Reported: {reported.online} online, {reported.offline} offline, {reported.unknown} never reported.")
    typer.echo(
        f"Relative to their gateways: {relative.online} online, {relative.offline} down,"
        f" {relative.unknown_behind_dead_gateway} unknown behind a dead gateway, {relative.unknown} unknown."
    )
    for share in (found.measured_uptime, found.known_share):
        percent = "-" if share.ratio is None else f"{100 * share.ratio:.0f} %"
        typer.echo(f"{percent}: {share.part} of {share.whole} {share.of}")
    if found.left_out:
        listed = ", ".join(f"{count} {status.replace('_', ' ')}" for status, count in sorted(found.left_out.items()))
        typer.echo(f"In no uptime: {listed}")


def _health(found: Any) -> dict[str, Any]:
    by_category = [
        {
            "category": row.category, "model": row.model, "devices": row.devices, "online": row.online,
            "offline": row.offline, "unknown": row.unknown, "uptime": row.uptime.ratio,
            "tier": row.tier.number if row.tier else None, "tier_name": row.tier.name if row.tier else None,
        }
        for row in found.by_category
    ]  # fmt: skip
    return {
        "devices": found.devices,
        "reported": found.reported,
        "relative": found.relative,
        "measured_uptime": found.measured_uptime.ratio,
        "reported_uptime": found.reported_uptime.ratio,
        "known_share": found.known_share.ratio,
        "denominators": {
            "measured_uptime": found.measured_uptime,
            "reported_uptime": found.reported_uptime,
            "known_share": found.known_share,
        },
        "left_out_of_uptime": found.left_out,
        "by_category": by_category,
        "notes": found.notes,
    }
