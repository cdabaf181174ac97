"""`fleetdesk visit plan|close`: one visit to a store, and closing many small tasks of it with one signature."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

import typer

from fleetdesk.cli.context import Json, desk, print_json
from fleetdesk.domain.errors import KnownError

visit_app = typer.Typer(help="Visits: what to do in a store, what to pack.", no_args_is_help=True)
Store = Annotated[str, typer.Argument(metavar="STORE", help="The store's code.")]


@visit_app.command("plan")
def plan(
    store: Store,
    on: Annotated[str | None, typer.Option("--on", metavar="DAY", help="When, YYYY-MM-DD; today without it.")] = None,
    until: Annotated[
        str | None, typer.Option("--next", metavar="DAY", help="When the next visit is; four weeks later without it.")
    ] = None,
    json: Json = False,
) -> None:
    """What is due there, what would fall due before the next visit, and the parts to pack."""
    from fleetdesk.services.model_names import ModelNames
    from fleetdesk.services.plan_visit import PlanVisit

    with desk() as opened:
        found = PlanVisit(opened.record, ModelNames()).visit(store, _day(on), _day(until))
    if json:
        tasks = [
            {
                "device": each.device, "serial": each.serial, "category": each.category, "task": each.task.task,
                "uses": each.task.uses, "every": each.task.every, "unit": each.task.unit, "why": each.why.value,
                "minutes": each.minutes, "parts": each.task.parts,
            }
            for each in found.tasks
        ]  # fmt: skip
        parts = [{"part": part, "count": count} for part, count in found.parts]
        result: dict[str, Any] = {
            "store": found.store, "zone": found.zone, "on": found.on.isoformat(), "next": found.until.isoformat(),
            "minutes": found.minutes, "tasks": tasks, "parts": parts, "unread": found.unread,
        }  # fmt: skip
        print_json(result)
        return
    words = {"due": "due", "pulled": "before the next visit", "may": "perhaps before the next visit"}
    for each in found.tasks:
        uses = f"{each.task.uses} of {each.task.every} {each.task.unit}"
        typer.echo(f"{each.serial:14} {each.task.title}: {uses}, {words[each.why]}")
    packed = ", ".join(f"{count} {part}" for part, count in found.parts) or "nothing"
    typer.echo(f"{found.store} on {found.on}, next on {found.until}: {found.minutes} minutes; pack {packed}.")
    if found.unread:
        typer.echo(f"Nobody knows of {', '.join(found.unread)}: no reading yet.")


@visit_app.command("close")
def close(
    store: Store,
    task: Annotated[str, typer.Argument(metavar="TASK", help="One that is closed in rounds: line-purge.")],
    confirm: Annotated[bool, typer.Option("--confirm", help="Everything that is printed was done for each.")] = False,
    without: Annotated[list[str] | None, typer.Option(help="A serial that was not done; repeat it.")] = None,
    note: Annotated[str, typer.Option(help="Stands in each inspection.")] = "",
    json: Json = False,
) -> None:
    """Sign a round: an inspection of its own for each device, in the name of who works here. Without --confirm it only
    says what would be signed."""
    from fleetdesk.services.close_tasks import CloseTasks, Signing
    from fleetdesk.services.person import present_person

    with desk() as opened:
        closing = CloseTasks(opened.record)
        prepared = closing.prepare(store, task)
        left = set(without or ())
        unknown = left - {serial for _, serial in prepared.devices}
        if unknown:
            raise KnownError(f"{', '.join(sorted(unknown))} is not among them.", "", "Name serials of this round.")
        chosen = {device: serial for device, serial in prepared.devices if serial not in left}
        signer = present_person(opened.record)
        if confirm and signer is None:
            raise KnownError("Nobody has said who works here.", "", "Open the window once and enter name and number.")
        proofs: Mapping[str, str] = {}
        if confirm and signer is not None:
            proofs = closing.sign(store, task, Signing(tuple(chosen), signer, note)).inspections
    if json:
        print_json(
            {
                "store": store, "task": task, "signed": bool(proofs), "confirms": [c.title for c in prepared.confirms],
                "devices": [{"device": d, "serial": s, "inspection": proofs.get(d)} for d, s in chosen.items()],
                "left_out": [{"serial": serial, "why": why} for serial, why in prepared.left_out],
            }
        )  # fmt: skip
        return
    typer.echo(f"{prepared.title}: {', '.join(chosen.values())}")
    for each in prepared.confirms:
        typer.echo(f"- {each.title}")
    typer.echo("Signed." if proofs else "Nothing was signed: say --confirm when all of it was done for each of them.")


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise KnownError(f"{text!r} is no day.", "", "Write it as 2026-12-31.") from error
