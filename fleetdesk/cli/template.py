"""`fleetdesk template list|show|check|publish`: what inspections ask, as files that become new versions."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fleetdesk.cli.context import Json, desk, print_json

if TYPE_CHECKING:
    from fleetdesk.domain.inspection import Item

template_app = typer.Typer(help="Inspection templates: what inspections and audits ask.", no_args_is_help=True)
File = Annotated[Path, typer.Argument(metavar="FILE", help="A template as in seeds/templates/, a TOML file.")]


@template_app.command("list")
def list_templates(json: Json = False) -> None:
    """The templates in force: version, category, questions, languages beside English."""
    from fleetdesk.services.edit_templates import EditTemplates

    with desk() as opened:
        rows = EditTemplates(opened.record).templates()
    if json:
        print_json({"templates": rows})
        return
    for row in rows:
        told = ", ".join(row.languages) or "English only"
        typer.echo(f"{row.template:28} v{row.version:<3} {row.category:16} {row.items:3} questions; {told}")


@template_app.command("show")
def show(
    name: Annotated[str, typer.Argument(metavar="TEMPLATE", help="Its name: blender-inspection.")],
    language: Annotated[str, typer.Option("--language", help="en, es or zh_CN.")] = "en",
    json: Json = False,
) -> None:
    """A template's questions as a technician sees them, and its versions."""
    from fleetdesk.domain import inspection as insp
    from fleetdesk.services.edit_templates import EditTemplates

    with desk() as opened:
        templates = EditTemplates(opened.record)
        known, versions = templates.template(name), templates.versions(name)
    title, body = insp.localised(known.title, known.body, language)
    if json:
        print_json({"template": known, "versions": versions})
        return
    typer.echo(f"{title} ({known.template}, version {known.version}, {known.category})")
    for section in insp.parse_template(body).sections:
        typer.echo(f"\n{section.title}")
        for item in section.items:
            typer.echo(f"  {item.title} [{item.kind}{_how(item)}]")
    typer.echo("")
    for version in versions:
        why = f": {version.reason}" if version.reason else ""
        typer.echo(f"{version.at[:10]} version {version.version} by {version.actor}{why}")


@template_app.command("check")
def check(file: File, json: Json = False) -> None:
    """Say whether a file is a template that can be published, and what is wrong with it."""
    from fleetdesk.services.seeds import read_template

    found = read_template(file)
    if json:
        print_json({"template": found.template, "category": found.category, "ok": True})
        return
    typer.echo(f"{found.template} is right: {found.title}, for {found.category}.")


@template_app.command("publish")
def publish(
    file: File,
    reason: Annotated[str, typer.Option("--reason", help="Why: it stands in the journal.")],
    json: Json = False,
) -> None:
    """Publish a file as the next version; inspections that have begun keep theirs."""
    from fleetdesk.services.edit_templates import EditTemplates
    from fleetdesk.services.person import actor

    with desk() as opened:
        templates = EditTemplates(opened.record)
        wanted = templates.check(file)
        version = templates.publish(wanted, reason, actor(opened.record))
    if json:
        print_json({"template": wanted.template, "version": version})
        return
    typer.echo(f"{wanted.template} version {version} holds from now on.")


def _how(item: "Item") -> str:
    parts = [item.source or "", "asked only if" if item.ask_if else "", "optional" if not item.required else ""]
    parts.append("photo if " + ", ".join(item.photo_if) if item.photo_if else "")
    return "".join(f", {part}" for part in parts if part)
