"""`fleetdesk work list|propose|order|change|close|use-part`: what remains to be done after a finding."""

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fleetdesk.cli.context import Json, desk, plain, print_json
from fleetdesk.domain.errors import KnownError

if TYPE_CHECKING:
    from fleetdesk.services.desk import Desk
    from fleetdesk.services.work_orders import WorkOrders
    from fleetdesk.services.work_views import WorkView

work_app = typer.Typer(help="Work orders: what remains to be done, by whom, until when.", no_args_is_help=True)
Inspection = Annotated[str, typer.Argument(metavar="INSPECTION", help="Its id, or the first 8 characters.")]
Work = Annotated[str, typer.Argument(metavar="WORK", help="The work order's id.")]
Owner = Annotated[str, typer.Option("--owner", help="A staff number or a name; whoever works here without it.")]
Due = Annotated[str | None, typer.Option("--due", metavar="DAY", help="Until when, YYYY-MM-DD.")]
Reason = Annotated[str, typer.Option("--reason", help="Why: it stands in the time line.")]


@work_app.command("list")
def list_work(
    store: Annotated[str | None, typer.Option("--store", metavar="STORE", help="Only of this store.")] = None,
    owner: Annotated[str | None, typer.Option("--owner", help="Only of this person.")] = None,
    device: Annotated[str | None, typer.Option("--device", help="All of one device, ended ones too.")] = None,
    ended: Annotated[bool, typer.Option("--ended", help="Those that are done or dropped, the newest first.")] = False,
    json: Json = False,
) -> None:
    """Open work, the most urgent first."""
    from fleetdesk.services.device_acts import named_device

    with desk() as opened:
        orders = _orders(opened)
        everything = orders.open(store, owner)
        found = everything.orders
        if device is not None:
            found = orders.of_device(opened.record.read(lambda connection: named_device(connection, device).id))
        elif ended:
            found = orders.ended()
    if json:
        counts = {"open": everything.open, "overdue": everything.overdue}
        print_json({"work": [_told(each) for each in found], **counts})
        return
    for each in found:
        typer.echo(_line(each))
    if not found:
        typer.echo("No work is open." if not ended else "No work has ended.")


@work_app.command("propose")
def propose(inspection: Inspection, json: Json = False) -> None:
    """What an inspection's verdict asks for, and what was ordered of it."""
    with desk() as opened:
        found = _orders(opened).remains(_orders(opened).inspection(inspection))
    if json:
        proposals = [
            {
                "act": each.act, "title": str(each.title), "due_on": each.due_on.isoformat(), "chosen": each.chosen,
                "supplier": each.supplier,
            }
            for each in found.proposals
        ]  # fmt: skip
        ordered = [_told(each) for each in found.ordered]
        print_json({"inspection": found.inspection, "device": found.device, "proposed": proposals, "ordered": ordered})
        return
    for proposal in found.proposals:
        mark = "*" if proposal.chosen else " "
        typer.echo(f"{mark} {proposal.act:12} {proposal.title}, until {proposal.due_on}")
    for each in found.ordered:
        typer.echo(_line(each))


@work_app.command("order")
def order(
    inspection: Annotated[str | None, typer.Option("--inspection", help="The finding that it follows from.")] = None,
    act: Annotated[list[str] | None, typer.Option("--act", help="What its verdict asks for; may be repeated.")] = None,
    device: Annotated[str | None, typer.Option("--device", help="For other work: serial, asset tag or id.")] = None,
    title: Annotated[str, typer.Option("--title", help="For other work: what is to be done.")] = "",
    owner: Owner = "",
    due: Due = None,
    reason: Reason = "",
    json: Json = False,
) -> None:
    """Orders what follows from an inspection (--inspection with --act), or other work (--device with --title)."""
    from fleetdesk.services.device_acts import named_device
    from fleetdesk.services.person import actor

    with desk() as opened:
        by = actor(opened.record)
        orders = _orders(opened)
        finding = _orders(opened).inspection(inspection) if inspection else None
        if act:
            if finding is None:
                raise KnownError("Of which inspection does it follow?", "", "Name it: --inspection ID")
            found = orders.order_found(finding, act, owner or by, by)
        else:
            if device is None:
                raise KnownError("For which device?", "", "Name it: --device SERIAL, or --inspection ID --act ACT")
            known = opened.record.read(lambda connection: named_device(connection, device).id)
            made = orders.order(known, title, owner or by, _day(due), reason, by, finding)
            found = tuple(each for each in orders.of_device(known) if each.id == made)
    _say(found, json)


@work_app.command("change")
def change(work: Work, reason: Reason, owner: Owner = "", due: Due = None, json: Json = False) -> None:
    """Another owner or another day."""
    from fleetdesk.services.person import actor

    with desk() as opened:
        by = actor(opened.record)
        _orders(opened).change(work, owner or by, _day(due), reason, by)
    _changed(work, "changed", json)


@work_app.command("close")
def close(
    work: Work,
    outcome: Annotated[str, typer.Option("--outcome", help="done or dropped.")] = "done",
    note: Annotated[str, typer.Option("--note", help="What was done; why it is dropped.")] = "",
    json: Json = False,
) -> None:
    """It is done, or it is not needed any more."""
    from fleetdesk.services.person import actor

    with desk() as opened:
        _orders(opened).close(work, outcome, note, actor(opened.record))
    _changed(work, outcome, json)


@work_app.command("use-part")
def use_part(
    inspection: Inspection,
    part: Annotated[str, typer.Argument(metavar="PART", help="The part's key: blade-set.")],
    json: Json = False,
) -> None:
    """One of a part went into the inspected device, from your bag when it holds that part."""
    from fleetdesk.services.person import actor

    with desk() as opened:
        finding = _orders(opened).inspection(inspection)
        _orders(opened).use_part(finding, part, actor(opened.record))
    if json:
        print_json({"inspection": finding, "part": part})
        return
    typer.echo(f"1 {part} used.")


def _orders(opened: "Desk") -> "WorkOrders":
    from fleetdesk.services.work_orders import WorkOrders

    return WorkOrders(opened.record)


def _day(said: str | None) -> date | None:
    try:
        return date.fromisoformat(said) if said else None
    except ValueError as error:
        raise KnownError(f"{said!r} is no day.", "", "Write it as 2026-12-31.") from error


def _told(work: "WorkView") -> dict[str, Any]:
    said = {name: getattr(work, name) for name in ("due_on", "ordered_at", "ended_at")}
    days = work.due_on.isoformat() if work.due_on else None
    told = {name: moment.at if moment else None for name, moment in said.items() if name != "due_on"}
    return {**plain(work), "title": str(work.title), "due_on": days, **told}


def _line(work: "WorkView") -> str:
    until = f", until {work.due_on}" if work.due_on else ""
    late = ", OVERDUE" if work.overdue else ""
    owner = f", {work.owner_name}" if work.owner_name else ""
    how = "" if work.ended_at is None else f", {work.progress.value}"
    return f"{work.id} {work.serial:14} {work.title}{until}{late}{owner}{how}"


def _say(found: "tuple[WorkView, ...]", json: bool) -> None:
    if json:
        print_json({"work": [_told(each) for each in found]})
        return
    for each in found:
        typer.echo(_line(each))


def _changed(work: str, how: str, json: bool) -> None:
    if json:
        print_json({"work": work, "outcome": how})
        return
    typer.echo(f"{work}: {how}.")
