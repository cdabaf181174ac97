"""`fleetdesk plan list|show|set|end|postpone|resume`: maintenance plans, and services that wait."""

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from fleetdesk.cli.context import Json, desk, print_json
from fleetdesk.domain.errors import KnownError

if TYPE_CHECKING:
    from fleetdesk.services.desk import Desk
    from fleetdesk.services.edit_plans import Effect, PlanEdit, PlanRow

plan_app = typer.Typer(help="Maintenance plans: what is due after how many uses.", no_args_is_help=True)
Task = Annotated[str, typer.Argument(metavar="TASK", help="The task's key: blade-service.")]
Place = Annotated[
    str | None, typer.Option("--for", help="category:KEY, model:KEY or a device's serial; without it the one place.")
]
Reason = Annotated[str, typer.Option("--reason", help="Why: it stands in the journal.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would become due, and write nothing.")]


@plan_app.command("list")
def list_plans(json: Json = False) -> None:
    """The plans in force and how many devices each is for."""
    from fleetdesk.services.edit_plans import EditPlans

    with desk() as opened:
        rows = EditPlans(opened.record).plans()
    if json:
        print_json({"plans": rows})
        return
    for row in rows:
        how = "not done" if row.ended else f"every {row.every:,} {row.unit}, announced at {row.warn_at_percent} %"
        typer.echo(f"{row.task:16} {row.scope:28} {how}; {row.devices} devices, {row.due} due")


@plan_app.command("show")
def show(task: Task, place: Place = None, json: Json = False) -> None:
    """One plan and all its versions."""
    from fleetdesk.services.edit_plans import EditPlans

    with desk() as opened:
        plans = EditPlans(opened.record)
        row = _row(opened, task, place)
        versions = plans.versions(task, row.scope)
    if json:
        print_json({"plan": row, "versions": versions})
        return
    typer.echo(f"{row.title} ({row.scope}): every {row.every:,} {row.unit}, announced at {row.warn_at_percent} %")
    for version in versions:
        why = f": {version.reason}" if version.reason else ""
        typer.echo(f"{version.at[:10]} version {version.version}: every {version.every:,} by {version.actor}{why}")


@plan_app.command("set")
def set_plan(
    task: Task,
    reason: Annotated[str, typer.Option("--reason", help="Why: it stands in the journal.")] = "",
    place: Place = None,
    every: Annotated[int | None, typer.Option(help="Uses, or days where nothing counts.")] = None,
    warn: Annotated[int | None, typer.Option(help="Announced from this percentage on.")] = None,
    title: Annotated[str | None, typer.Option(help="What is done.")] = None,
    part: Annotated[list[str] | None, typer.Option(help="What to take along; repeat it. Replaces the list.")] = None,
    counter: Annotated[str | None, typer.Option(help="For a new task: the counter; empty for the calendar.")] = None,
    dry_run: DryRun = False,
    json: Json = False,
) -> None:
    """Change a plan, or make an exception for a model or a device."""
    with desk() as opened:
        edit = _edit(opened, task, place, counter)
        changed = {
            "every": every,
            "warn_at_percent": warn,
            "title": title,
            "parts": None if part is None else tuple(part),
        }
        edit = replace(edit, ended=False, **{name: value for name, value in changed.items() if value is not None})
        _publish(opened, edit, reason, dry_run, json)


@plan_app.command("end")
def end(
    task: Task,
    reason: Annotated[str, typer.Option("--reason", help="Why: it stands in the journal.")] = "",
    place: Place = None,
    dry_run: DryRun = False,
    json: Json = False,
) -> None:
    """The task is not done there any more."""
    with desk() as opened:
        _publish(opened, replace(_edit(opened, task, place, None), ended=True), reason, dry_run, json)


@plan_app.command("postpone")
def postpone(
    device: Annotated[str, typer.Argument(metavar="DEVICE", help="Serial, asset tag or id.")],
    task: Task,
    reason: Reason,
    uses: Annotated[int | None, typer.Option(help="Until so many uses since its last service.")] = None,
    until: Annotated[str | None, typer.Option(help="Until this day, YYYY-MM-DD, where the calendar decides.")] = None,
    json: Json = False,
) -> None:
    """Put a service off, up to the limit that seeds/plans.toml sets."""
    from fleetdesk.services.device_acts import named_device
    from fleetdesk.services.person import actor
    from fleetdesk.services.postpone_service import Until, day_end, postpone_service

    with desk() as opened:
        known = opened.record.read(lambda connection: named_device(connection, device))
        at = None if until is None else opened.record.read(lambda connection: day_end(connection, known, until))
        postpone_service(opened.record, known.id, task, Until(uses, at), reason, actor(opened.record))
    if json:
        print_json({"device": known.id, "task": task, "until_uses": uses, "until_at": at})
        return
    typer.echo("Postponed.")


@plan_app.command("resume")
def resume(
    device: Annotated[str, typer.Argument(metavar="DEVICE", help="Serial, asset tag or id.")],
    task: Task,
    reason: Reason,
    json: Json = False,
) -> None:
    """A service that was put off is due as its plan says again."""
    from fleetdesk.services.device_acts import named_device
    from fleetdesk.services.person import actor
    from fleetdesk.services.postpone_service import withdraw_postponement

    with desk() as opened:
        known = opened.record.read(lambda connection: named_device(connection, device))
        withdraw_postponement(opened.record, known.id, task, reason, actor(opened.record))
    if json:
        print_json({"device": known.id, "task": task})
        return
    typer.echo("It is due as its plan says.")


def _scope(opened: "Desk", place: str | None) -> str | None:
    """A device is named as people do."""
    from fleetdesk.services.device_acts import named_device

    if place is None or place.startswith(("category:", "model:", "device:")):
        return place
    return "device:" + opened.record.read(lambda connection: named_device(connection, place)).id


def _row(opened: "Desk", task: str, place: str | None) -> "PlanRow":
    from fleetdesk.services.edit_plans import EditPlans

    scope = _scope(opened, place)
    rows = [row for row in EditPlans(opened.record).plans() if row.task == task]
    found = [row for row in rows if scope in (None, row.scope)]
    if not found:
        listed = ", ".join(f"{row.task} ({row.scope})" for row in rows) or "fleetdesk plan list shows those there are"
        raise KnownError(f"There is no plan {task!r} there.", listed, "Name one of these.")
    return next((row for row in found if row.scope.startswith("category:")), found[0])


def _edit(opened: "Desk", task: str, place: str | None, counter: str | None) -> "PlanEdit":
    """What holds there; an exception begins with what holds for its category; else a new task."""
    from fleetdesk.services.edit_plans import EditPlans, PlanEdit, edit_of, exception_of

    scope = _scope(opened, place)
    rows = [row for row in EditPlans(opened.record).plans() if row.task == task]
    if scope is None:
        return edit_of(_row(opened, task, None))
    held = next((row for row in rows if row.scope == scope), None)
    if held is not None:
        return edit_of(held)
    if rows and not scope.startswith("category:"):
        return exception_of(rows[0], scope)
    if counter is None:
        raise KnownError(f"There is no plan {task!r} there.", "", "A new one needs --counter, --every and --title.")
    return PlanEdit(task, scope, "", counter, 0, 90, "uses")


def _publish(opened: "Desk", edit: "PlanEdit", reason: str, dry_run: bool, json: bool) -> None:
    from fleetdesk.services.edit_plans import EditPlans
    from fleetdesk.services.person import actor

    plans = EditPlans(opened.record)
    effect = plans.effect(edit)
    if not dry_run:
        plans.publish(edit, reason, actor(opened.record))
    if json:
        print_json({"task": edit.task, "scope": edit.scope, "published": not dry_run, "effect": effect})
        return
    typer.echo(_words(effect))


def _words(effect: "Effect") -> str:
    named = ", ".join(effect.named[:8]) + (" ..." if effect.becomes_due > 8 else "")
    due = f"{effect.becomes_due} become due" + (f" ({named})" if effect.becomes_due else "")
    return f"{effect.devices} devices: {due}, {effect.no_longer_due} are no longer due."
