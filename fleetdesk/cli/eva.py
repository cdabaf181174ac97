"""`fleetdesk import-eva FILE`: a coffee machine's audit file as a counter reading, with what is not sound in it."""

from pathlib import Path
from typing import Annotated

import typer

from fleetdesk.cli.context import Json, desk, print_json

EVA_SUFFIXES = (".eva", ".dts", ".dex")
"""What audit files are called; `fleetdesk import` knows them by it."""


def import_eva(
    file: Annotated[Path, typer.Argument(help="An EVA-DTS audit file.")],
    serial: Annotated[str, typer.Option(help="Serial of the coffee machine, where the file does not say it.")] = "",
    taken_at: Annotated[
        str, typer.Option(metavar="TIME", help="When the file was made: local time of the store, or with a zone.")
    ] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Tell what would be recorded, change nothing.")] = False,
    json: Json = False,
) -> None:
    """Take the counters of a coffee machine from its audit file. The same file again changes nothing."""
    from fleetdesk.services.import_eva_dts import Asked, ImportEvaDts
    from fleetdesk.services.person import actor

    with desk() as opened:
        imports = ImportEvaDts(opened.record, opened.packs)
        asked = Asked(serial, taken_at)
        outcome = imports.preview(file, asked) if dry_run else imports.apply(file, asked, actor(opened.record))
    if json:
        print_json(outcome)
        return
    did = "would be recorded" if dry_run else "is recorded"
    told = f"{did}." if outcome.new else "was known already."
    typer.echo(f"{outcome.serial}: {outcome.value} productions at {outcome.taken_at}; the reading {told}")
    typer.echo(f"  {outcome.paid} paid, {outcome.test} test, {outcome.free} free; {outcome.products} products.")
    for problem in outcome.problems:
        typer.echo(f"  Note: {problem}")
