"""`fleetdesk store list|add|edit`: the stores and what is known of them."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from fleetdesk.cli.context import Json, desk, print_json

if TYPE_CHECKING:
    from fleetdesk.services.stores_page import StoreLine

store_app = typer.Typer(help="The stores.", no_args_is_help=True)


Code = Annotated[str, typer.Argument(metavar="CODE", help="The store's code.")]
Reason = Annotated[str, typer.Option("--reason", help="Why: it stands in the journal.")]
Hours = Annotated[
    list[str] | None, typer.Option(help="mon=06:00-20:00, once a day that it is open; replaces all days.")
]


@store_app.command("list")
def list_stores(json: Json = False) -> None:
    """All stores, with their devices and what is due there."""
    from fleetdesk.services.stores_page import StoresPage

    with desk() as opened:
        found = StoresPage(opened.record).stores()
    if json:
        print_json({"stores": [_told(each) for each in found]})
        return
    for each in found:
        known = each.store
        due = f", {each.due} due" if each.due else ""
        typer.echo(f"{known.code:16} {known.name}: {each.devices} devices{due}; {known.status}, {known.time_zone}")


@store_app.command("add")
def add(
    code: Code,
    reason: Reason,
    name: Annotated[str, typer.Option(help="What people call it.")],
    time_zone: Annotated[str, typer.Option(help="The IANA zone: America/New_York.")],
    address: Annotated[str, typer.Option(help="Where it is.")] = "",
    status: Annotated[str, typer.Option(help="planned, open or closed.")] = "open",
    hours: Hours = None,
    json: Json = False,
) -> None:
    """Register a store that no import brought."""
    from fleetdesk.services.person import actor
    from fleetdesk.services.register_store import register_store

    values = {"name": name, "time_zone": time_zone, "address": address, "status": status, "opening_hours": _days(hours)}
    with desk() as opened:
        register_store(opened.record, code, values, reason, actor(opened.record))
    if json:
        print_json({"store": code})
        return
    typer.echo(f"Store {code} is registered.")


@store_app.command("edit")
def edit(
    code: Code,
    reason: Reason,
    name: Annotated[str | None, typer.Option(help="What people call it.")] = None,
    address: Annotated[str | None, typer.Option(help="Where it is.")] = None,
    time_zone: Annotated[str | None, typer.Option(help="The IANA zone: America/New_York.")] = None,
    status: Annotated[str | None, typer.Option(help="planned, open or closed.")] = None,
    hours: Hours = None,
    json: Json = False,
) -> None:
    """Change what is known of a store."""
    from fleetdesk.services.edit_store import edit_store
    from fleetdesk.services.person import actor

    asked: dict[str, Any] = {"name": name, "address": address, "time_zone": time_zone, "status": status}
    values = {field: value for field, value in asked.items() if value is not None}
    if hours is not None:
        values["opening_hours"] = _days(hours)
    with desk() as opened:
        changed = edit_store(opened.record, code, values, reason, actor(opened.record))
    if json:
        print_json({"store": code, "changed": changed})
        return
    typer.echo(f"Changed: {', '.join(changed) or 'nothing'}.")


def _days(hours: list[str] | None) -> dict[str, str]:
    return {day: span for day, _, span in (each.partition("=") for each in hours or ())}


def _told(each: "StoreLine") -> dict[str, Any]:
    known = each.store
    return {
        "code": known.code, "name": known.name, "address": known.address, "time_zone": known.time_zone,
        "status": known.status, "opening_hours": known.opening_hours, "synthetic": known.synthetic,
        "devices": each.devices, "due": each.due, "soon": each.soon,
    }  # fmt: skip
