"""`fleetdesk inspections [show|compare|services|amend|pdf|export]`: the log of what was inspected."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fleetdesk.cli.context import Json, desk, print_json
from fleetdesk.domain.errors import KnownError

if TYPE_CHECKING:
    from fleetdesk.services.desk import Desk
    from fleetdesk.services.inspection_log import InspectionLog
    from fleetdesk.services.inspection_views import InspectionView, LogFilter, LogLine, ServiceLine

inspections_app = typer.Typer(help="What was inspected, found and serviced.", invoke_without_command=True)
Id = Annotated[str, typer.Argument(metavar="ID", help="The inspection's id, or its first 8 characters.")]
Store = Annotated[str | None, typer.Option("--store", metavar="CODE", help="Only in this store.")]
Category = Annotated[str | None, typer.Option("--category", metavar="KEY", help="Only this equipment.")]
Person = Annotated[str | None, typer.Option("--person", metavar="STAFF", help="Only by this staff number.")]
Since = Annotated[str | None, typer.Option("--from", metavar="DAY", help="From this day on, YYYY-MM-DD (UTC).")]
Until = Annotated[str | None, typer.Option("--to", metavar="DAY", help="Up to this day and with it.")]
Search = Annotated[str, typer.Option("--search", help="Part of a serial or tag.")]
Limit = Annotated[int, typer.Option("--limit", help="At most so many, newest first.")]


@inspections_app.callback()
def listed(
    context: typer.Context,
    store: Store = None,
    category: Category = None,
    verdict: Annotated[str | None, typer.Option(help="healthy | connectivity | mechanical | serviced")] = None,
    cause: Annotated[str | None, typer.Option(help="Only this cause.")] = None,
    person: Person = None,
    since: Since = None,
    until: Until = None,
    seal: Annotated[str | None, typer.Option(help="sealed | amended | broken")] = None,
    campaign: Annotated[str | None, typer.Option(help="Only of this campaign, since it began.")] = None,
    search: Search = "",
    limit: Limit = 100,
    json: Json = False,
) -> None:
    """List inspections, newest first."""
    if context.invoked_subcommand is not None:
        return
    if seal not in (None, "sealed", "amended", "broken"):
        raise KnownError(f"There is no seal state {seal!r}.", "", "Say sealed, amended or broken.")
    wanted = _filter(store, category, person, since, until, search, verdict=verdict, cause=cause, seal=seal)
    with desk() as opened:
        if campaign is not None:
            wanted = _of_campaign(opened, campaign, wanted)
        page = _log(opened).page(wanted, 0, limit)
    if json:
        print_json({"inspections": [_line(row) for row in page.rows], "total": page.total})
        return
    for row in page.rows:
        found = f"{row.verdict_words}{': ' + str(row.cause_words) if row.cause else ''}"
        typer.echo(
            f"{row.id[:13]}  {_time(row)}  {row.serial:14} {row.store:12} {found}, {row.person}; {row.seal.words}"
        )
    typer.echo(f"{len(page.rows)} of {page.total} inspections")


@inspections_app.command("show")
def show(inspection: Id, json: Json = False) -> None:
    """Everything about one. Exit 1 when its seal is broken."""
    with desk() as opened:
        log = _log(opened)
        view = log.show(log.resolve(inspection))
    if json:
        print_json(view)
    else:
        _print_view(view)
    raise typer.Exit(0 if view.line.seal.ok else 1)


@inspections_app.command("compare")
def compare_two(one: Id, other: Id, json: Json = False) -> None:
    """Two of the same device, older first; what differs is marked."""
    from fleetdesk.services.compare_inspections import compare

    with desk() as opened:
        log = _log(opened)
        found = compare(log.show(log.resolve(one)), log.show(log.resolve(other)))
    if json:
        print_json({"left": found.left.line.id, "right": found.right.line.id, "rows": found.rows})
        return
    for row in found.rows:
        typer.echo(f"{'*' if row.differs else ' '} {row.title}: {row.left or '-'} | {row.right or '-'} {row.change}")
    typer.echo(f"{found.differences} differences")


@inspections_app.command("services")
def services(
    store: Store = None,
    category: Category = None,
    person: Person = None,
    since: Since = None,
    until: Until = None,
    task: Annotated[str | None, typer.Option(help="Only this task.")] = None,
    search: Search = "",
    limit: Limit = 100,
    json: Json = False,
) -> None:
    """The services done: at how many uses, late by how many, by whom."""
    with desk() as opened:
        page = _log(opened).services(_filter(store, category, person, since, until, search, task=task), 0, limit)
    if json:
        print_json({"services": [_service(row) for row in page.rows], "total": page.total})
        return
    for row in page.rows:
        typer.echo(f"{row.done_at.at[:16]}Z  {row.serial:14} {row.store:12} {row.title}: {_amount(row)}, {row.person}")
    typer.echo(f"{len(page.rows)} of {page.total} services")


@inspections_app.command("amend")
def amend_one(
    inspection: Id,
    values: Annotated[
        list[str], typer.Option("--set", metavar="FIELD=VALUE", help="answers.ITEM, verdict, cause, note")
    ],
    reason: Annotated[str, typer.Option(help="Why; it stands beside the original.")],
    json: Json = False,
) -> None:
    """Correct a signed inspection: an amendment beside it, signed by who works here. The original stays."""
    from fleetdesk.services.amend_inspection import amend
    from fleetdesk.services.person import present_person

    typed = dict(_pair(value) for value in values)
    with desk() as opened:
        signer = present_person(opened.record)
        if signer is None:
            raise KnownError("Nobody has said who works here.", "", "Open the window once and enter name and number.")
        event = amend(opened.record, _log(opened).resolve(inspection), typed, reason, signer)
    if json:
        print_json({"amendment": event})
    else:
        typer.echo(f"Amended beside the original: {event}")


@inspections_app.command("pdf")
def pdf(
    inspection: Id,
    file: Annotated[Path, typer.Argument(help="The PDF to write.")],
    receipt: Annotated[bool, typer.Option("--receipt", help="One page for the store's manager.")] = False,
) -> None:
    """Write an inspection as a document."""
    from fleetdesk.services.print_inspection import PrintInspection

    with desk() as opened:
        log = _log(opened)
        pages = PrintInspection(opened.record, log).write(log.resolve(inspection), file, receipt=receipt)
    typer.echo(f"{file}: {pages} page{'' if pages == 1 else 's'}")


@inspections_app.command("export")
def export(
    file: Annotated[Path, typer.Argument(help="A .csv or .xlsx to write.")],
    services_too: Annotated[bool, typer.Option("--services", help="The services done instead.")] = False,
    store: Store = None,
    category: Category = None,
    person: Person = None,
    since: Since = None,
    until: Until = None,
    search: Search = "",
) -> None:
    """Write the log as a table."""
    from fleetdesk.services.export_inspections import export_inspections, export_services

    with desk() as opened:
        write = export_services if services_too else export_inspections
        count = write(_log(opened), file, _filter(store, category, person, since, until, search))
    typer.echo(f"{file}: {count} rows")


def _log(opened: "Desk") -> "InspectionLog":
    from fleetdesk.services.inspection_log import InspectionLog
    from fleetdesk.services.model_names import ModelNames

    return InspectionLog(opened.record, ModelNames())


def _of_campaign(opened: "Desk", key: str, wanted: "LogFilter") -> "LogFilter":
    from fleetdesk.services.campaign_log import campaign_filter
    from fleetdesk.services.campaigns import Campaigns
    from fleetdesk.services.workspace import local_zone

    asked = campaign_filter(Campaigns(opened.record, local_zone()), key)
    return replace(wanted, devices=asked.devices, since=max(filter(None, (asked.since, wanted.since))))


def _filter(
    store: str | None, category: str | None, person: str | None, since: str | None, until: str | None, search: str,
    **more: Any,
) -> "LogFilter":  # fmt: skip
    from fleetdesk.services.inspection_views import LogFilter

    return LogFilter(
        search=search, store=store, category=category, person=person, since=_instant(since, 0),
        until=_instant(until, 1), **more,
    )  # fmt: skip


def _instant(day: str | None, later: int) -> str | None:
    if day is None:
        return None
    try:
        return f"{date.fromisoformat(day) + timedelta(days=later)}T00:00:00.000Z"
    except (ValueError, OverflowError) as error:
        raise KnownError(f"{day!r} is no day.", "", "Write it as 2026-12-31.") from error


def _pair(said: str) -> tuple[str, str]:
    name, equals, value = said.partition("=")
    if not equals:
        raise KnownError(f"{said!r} is no FIELD=VALUE.", "", "Write it as verdict=healthy.")
    return name.strip(), value


def _time(row: "LogLine") -> str:
    from fleetdesk.services.export_inspections import store_time

    return store_time(row.signed_at)


def _line(row: "LogLine") -> dict[str, Any]:
    return {
        "id": row.id, "device": row.device, "serial": row.serial, "model": row.model, "category": row.category,
        "store": row.store, "signed_at": row.signed_at.at, "zone": row.signed_at.zone, "verdict": row.verdict,
        "cause": row.cause, "person": row.person, "staff_number": row.staff_number, "sealed": row.seal.ok,
        "broken": row.seal.place, "amendments": row.seal.amendments,
    }  # fmt: skip


def _service(row: "ServiceLine") -> dict[str, Any]:
    return {
        "service": row.event, "inspection": row.inspection, "device": row.device, "serial": row.serial,
        "store": row.store, "task": row.task, "title": row.title, "done_at": row.done_at.at, "zone": row.done_at.zone,
        "uses": row.uses, "every": row.every, "unit": row.unit, "late": row.late, "person": row.person,
    }  # fmt: skip


def _amount(row: "ServiceLine") -> str:
    if row.uses is None or row.late is None:
        return "uses not known"
    when = "on time" if row.late == 0 else f"{row.late} late" if row.late > 0 else f"{-row.late} early"
    return f"at {row.uses} of {row.every} {row.unit}, {when}"


def _print_view(view: "InspectionView") -> None:
    from fleetdesk.services.compare_inspections import said_of
    from fleetdesk.services.inspection_words import limits

    line = view.line
    typer.echo(
        f"{view.template_title}, version {view.template_version}: {line.serial}, {line.model}, {line.store_name}"
    )
    typer.echo(f"Signed {_time(line)} by {line.person} ({line.staff_number}): {line.verdict_words} {line.cause_words}")
    typer.echo(f"Seal: {line.seal.words}")
    for group in view.groups:
        typer.echo(group.title)
        for answer in group.answers:
            bounds = limits(answer.low, answer.high, answer.scale, answer.unit)
            said = {"wired": "machine", "typed": "typed"}.get(answer.source, "")
            tail = ", ".join(part for part in (bounds, said) if part)
            typer.echo(f"  {answer.title}: {said_of(answer)}{f' ({tail})' if tail else ''}")
    for service in view.services:
        typer.echo(f"Service done: {service.title}: {_amount(service)}")
    for file in view.files:
        typer.echo(f"File: {file.role} {file.item} {file.sha256[:12]}{'' if file.here else ', not on this laptop'}")
    for amendment in view.amendments:
        typer.echo(f"Amended {amendment.at} by {amendment.person}: {amendment.reason}")
        for field in amendment.fields:
            typer.echo(f"  {field.title}: {field.before} -> {field.after}")
