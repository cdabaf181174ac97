"""`fleetdesk store edit`: what is known of a store."""

from typing import Annotated, Any

import typer

from fleetdesk.cli.context import Json, desk, print_json

store_app = typer.Typer(help="The stores.", no_args_is_help=True)


@store_app.callback()
def stores() -> None:
    """A group of its own, so that `edit` is named."""


@store_app.command("edit")
def edit(
    code: Annotated[str, typer.Argument(metavar="CODE", help="The store's code.")],
    reason: Annotated[str, typer.Option("--reason", help="Why: it stands in the journal.")],
    name: Annotated[str | None, typer.Option(help="What people call it.")] = None,
    address: Annotated[str | None, typer.Option(help="Where it is.")] = None,
    time_zone: Annotated[str | None, typer.Option(help="The IANA zone: America/New_York.")] = None,
    status: Annotated[str | None, typer.Option(help="planned, open or closed.")] = None,
    hours: Annotated[
        list[str] | None, typer.Option(help="mon=06:00-20:00, once a day that it is open; replaces all days.")
    ] = None,
    json: Json = False,
) -> None:
    """Change what is known of a store."""
    from fleetdesk.services.edit_store import edit_store
    from fleetdesk.services.person import actor

    asked: dict[str, Any] = {"name": name, "address": address, "time_zone": time_zone, "status": status}
    values = {field: value for field, value in asked.items() if value is not None}
    if hours is not None:
        values["opening_hours"] = {day: span for day, _, span in (each.partition("=") for each in hours)}
    with desk() as opened:
        changed = edit_store(opened.record, code, values, reason, actor(opened.record))
    if json:
        print_json({"store": code, "changed": changed})
        return
    typer.echo(f"Changed: {', '.join(changed) or 'nothing'}.")
