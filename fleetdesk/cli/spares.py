"""`fleetdesk spares list|move|count|describe|reorder`: spare parts and spare devices."""

from pathlib import Path
from typing import Annotated

import typer

from fleetdesk.cli.context import Json, desk, print_json

spares_app = typer.Typer(help="Spare parts and spare devices by place.", no_args_is_help=True)
Part = Annotated[str, typer.Argument(metavar="PART", help="The part's key: blade-set.")]
Quantity = Annotated[int, typer.Argument(metavar="N", help="How many.")]
Reason = Annotated[str, typer.Option("--reason", help="Why: it stands in the journal.")]
PLACE = "A store's code, warehouse, or bag:STAFF-NUMBER"


@spares_app.command("list")
def list_spares(
    place: Annotated[str | None, typer.Option("--place", help=f"Only what lies there. {PLACE}.")] = None,
    json: Json = False,
) -> None:
    """What lies where, and what is missing to the safety stock."""
    from fleetdesk.services.model_names import ModelNames
    from fleetdesk.services.spares import Spares

    with desk() as opened:
        found = Spares(opened.record, ModelNames()).all()
    if place is not None:
        found = [each for each in found if place in dict(each.places)]
    if json:
        listed = [
            {
                "part": each.part, "name": each.name.message.format(**each.name.values), "have": each.have,
                "places": [{"place": where, "quantity": count} for where, count in each.places],
                "safety_stock": each.safety_stock, "due_needs": each.due_needs, "order": each.order,
                "supplier": each.supplier, "alternate": each.alternate, "differs": each.differs,
            }
            for each in found
        ]  # fmt: skip
        print_json({"spares": listed})
        return
    for each in found:
        where = ", ".join(f"{count} at {at or 'no store'}" for at, count in each.places) or "nowhere"
        order = f"; order {each.order} from {each.supplier or 'nobody named'}" if each.order else ""
        typer.echo(f"{each.part:24} {each.have} of {each.safety_stock + each.due_needs}: {where}{order}")


@spares_app.command("move")
def move(
    part: Part,
    quantity: Quantity,
    reason: Reason,
    source: Annotated[str | None, typer.Option("--from", help=f"{PLACE}; without it: delivered.")] = None,
    target: Annotated[str | None, typer.Option("--to", help=f"{PLACE}; without it: used up.")] = None,
    movement: Annotated[
        str | None, typer.Option("--id", help="The movement's own id: given twice, it counts once.")
    ] = None,
    json: Json = False,
) -> None:
    """Parts went from place to place, came in, or were used."""
    from fleetdesk.services.model_names import ModelNames
    from fleetdesk.services.person import actor
    from fleetdesk.services.spares import Spares

    with desk() as opened:
        spares = Spares(opened.record, ModelNames())
        spares.move(part, quantity, source, target, reason, actor(opened.record), movement)
        lies = next(dict(each.places) for each in spares.all() if each.part == part)
    if json:
        print_json({"part": part, "places": lies})
        return
    typer.echo("; ".join(f"{count} at {place}" for place, count in lies.items()) or "Recorded.")


@spares_app.command("count")
def count(
    part: Part,
    quantity: Quantity,
    reason: Reason,
    place: Annotated[str, typer.Option("--at", help=PLACE)],
    json: Json = False,
) -> None:
    """Somebody counted what lies at a place."""
    from fleetdesk.services.model_names import ModelNames
    from fleetdesk.services.person import actor
    from fleetdesk.services.spares import Spares

    with desk() as opened:
        Spares(opened.record, ModelNames()).count(part, quantity, place, reason, actor(opened.record))
    if json:
        print_json({"part": part, "place": place, "quantity": quantity})
        return
    typer.echo(f"{quantity} at {place}.")


@spares_app.command("describe")
def describe(
    part: Annotated[str, typer.Argument(metavar="PART", help="The part's key, or device:CATEGORY.")],
    reason: Reason,
    name: Annotated[str | None, typer.Option(help="What people call it.")] = None,
    supplier: Annotated[str | None, typer.Option(help="Who supplies it.")] = None,
    alternate: Annotated[str | None, typer.Option(help="Who else does.")] = None,
    safety_stock: Annotated[int | None, typer.Option(help="How many are kept at least.")] = None,
    json: Json = False,
) -> None:
    """What is kept about a part: suppliers, safety stock."""
    from fleetdesk.services.model_names import ModelNames
    from fleetdesk.services.person import actor
    from fleetdesk.services.spares import Spares

    asked = {"name": name, "supplier": supplier, "alternate": alternate, "safety_stock": safety_stock}
    values: dict[str, str | int] = {field: value for field, value in asked.items() if value is not None}
    with desk() as opened:
        Spares(opened.record, ModelNames()).describe(part, values, reason, actor(opened.record))
    if json:
        print_json({"part": part, "changed": sorted(values)})
        return
    typer.echo(f"Changed: {', '.join(sorted(values))}.")


@spares_app.command("reorder")
def reorder(
    export: Annotated[Path | None, typer.Option("--export", help="Write the list as .csv or .xlsx.")] = None,
    json: Json = False,
) -> None:
    """What to order, and who else supplies it. Nothing is ordered by this."""
    from fleetdesk.services.model_names import ModelNames
    from fleetdesk.services.spares import Spares

    with desk() as opened:
        spares = Spares(opened.record, ModelNames())
        found = [each for each in spares.all() if each.order]
        if export is not None:
            spares.export(export)
    if json:
        listed = [
            {
                "part": each.part, "order": each.order, "have": each.have, "safety_stock": each.safety_stock,
                "due_needs": each.due_needs, "supplier": each.supplier, "alternate": each.alternate,
            }
            for each in found
        ]  # fmt: skip
        print_json({"reorder": listed})
        return
    for each in found:
        other = each.alternate or "no alternate supplier is known"
        typer.echo(f"{each.order} {each.part}: from {each.supplier or 'nobody named'}, else {other}")
