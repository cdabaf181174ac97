"""`fleetdesk support FILE`: all that a helper needs in one zip file, without secrets; `--list` shows it first."""

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fleetdesk.cli.context import Json, print_json
from fleetdesk.domain.errors import KnownError
from fleetdesk.runtime.paths import home_at
from fleetdesk.services.desk import Desk, open_desk

if TYPE_CHECKING:
    from fleetdesk.services.support_bundle import SupportBundle


def support(
    file: Annotated[Path | None, typer.Argument(help="The zip file to write.")] = None,
    preview: Annotated[bool, typer.Option("--list", help="Show what would be in it; write nothing.")] = False,
    json: Json = False,
) -> None:
    """Write a support bundle: log, recorded sessions, versions, ports, state of the data folder. No secrets."""
    if file is None and not preview:
        raise typer.BadParameter("Name the file to write, or look first with --list.", param_hint="FILE")
    with _bundle() as bundle:
        items = bundle.items() if preview or file is None else bundle.write(file)
    if json:
        listed = [{"name": item.name, "bytes": item.size, "about": item.about} for item in items]
        print_json({"file": None if preview else file, "items": listed})
        return
    for item in items:
        typer.echo(f"{item.size:>10}  {item.name}  {item.about}")
    typer.echo("Nothing was written." if preview else f"Written: {file}")


@contextmanager
def _bundle() -> "Generator[SupportBundle]":
    """Of the home as it is: none is made, and one that cannot be opened gives what its folder tells."""
    from fleetdesk.services.support_bundle import SupportBundle

    home = home_at()
    desk: Desk | None = None
    trouble: KnownError | None = None
    if home.database.is_file():
        try:
            desk = open_desk(home)
        except KnownError as error:
            trouble = error
    try:
        yield SupportBundle(home, desk, trouble)
    finally:
        if desk is not None:
            desk.close()
