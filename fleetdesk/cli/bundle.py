"""`fleetdesk bundle key|export|import`: the work of laptops without a network, on a stick."""

import json as json_text
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from fleetdesk.cli.context import Json, desk
from fleetdesk.services.stick import Stick, silent
from fleetdesk.storage.bundle_export import Exported, Progress
from fleetdesk.storage.bundle_import import Imported

bundle_app = typer.Typer(no_args_is_help=True, help="Work on a stick: signed by its writer, sealed to its receiver.")


@bundle_app.callback()
def bundle() -> None:
    """Work on a stick: signed by its writer, sealed to its receiver."""


@bundle_app.command("key")
def key(json: Json = False) -> None:
    """Print this laptop's address, for whom bundles are written, and its key, by which others know its bundles."""
    with desk() as opened:
        stick = Stick(opened)
        shown = {"address": stick.address, "public_key": stick.public_key}
    typer.echo(json_text.dumps(shown) if json else f"Address: {shown['address']}\nKey:     {shown['public_key']}")


@bundle_app.command("export")
def export(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where the bundle is written.")],
    to: Annotated[str, typer.Option("--to", metavar="ADDRESS", help="Who reads it: see 'bundle key' there.")],
    since_last: Annotated[
        bool, typer.Option("--since-last/--all", help="What is new since the last bundle for them, or everything.")
    ] = True,
    json: Json = False,
) -> None:
    """Write all journals that are here, and their files, for one receiver."""
    with desk() as opened:
        done = Stick(opened).write(file, to, _shown(json=json), everything=not since_last)
    typer.echo(json_text.dumps(_written(done)) if json else _sentence(done))
    exit_with(done.problems, json=json)


@bundle_app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The bundle.")],
    accept_writer: Annotated[
        str | None, typer.Option("--accept-writer", metavar="KEY", help="Read bundles of this key from now on.")
    ] = None,
    json: Json = False,
) -> None:
    """Take in a bundle. Repeating it changes nothing. Exit code 1 when something is missing or was not taken."""
    with desk() as opened:
        done = Stick(opened).read(file, _shown(json=json), accept_writer=accept_writer)
    typer.echo(json_text.dumps(_taken(done)) if json else _taken_words(done))
    exit_with(done.problems, json=json)


def _written(done: Exported) -> dict[str, Any]:
    return {
        "file": done.path, "to": done.to, "events": done.events, "blobs": done.blobs, "bytes": done.bytes,
        "everything": done.everything, "problems": problems_of(done.problems),
    }  # fmt: skip


def _taken(done: Imported) -> dict[str, Any]:
    return {
        "events_new": done.events_new, "events_known": done.events_known, "blobs": done.blobs,
        "from": {"name": done.writer, "public_key": done.writer_key}, "acknowledged_seq": done.acknowledged,
        "problems": problems_of(done.problems),
    }  # fmt: skip


def problems_of(problems: "tuple[Exception, ...]") -> list[dict[str, str]]:
    return [
        {name: str(getattr(problem, name)) for name in ("title", "message", "next_step")} for problem in problems
    ]  # fmt: skip


def _sentence(done: Exported) -> str:
    which = "everything" if done.everything else "what is new since the last one"
    return f"Written: {done.events} records and {done.blobs} files ({which}), {done.bytes} bytes: {done.path}"


def _taken_words(done: Imported) -> str:
    words = (
        f"From {done.writer}: {done.events_new} records were new, {done.events_known} known; {done.blobs} new files."
    )
    return words if done.acknowledged is None else f"{words}\nThe hub holds {done.acknowledged} records of this laptop."


def exit_with(problems: "tuple[Exception, ...]", *, json: bool) -> None:
    if not json:
        for problem in problems:
            typer.echo(str(problem), err=True)
    if problems:
        raise typer.Exit(1)


def _shown(*, json: bool) -> Progress:
    if json or not sys.stderr.isatty():
        return silent
    return lambda stage, done, total: print(f"\r{stage}: {done} of {total}  ", end="", file=sys.stderr, flush=True)
