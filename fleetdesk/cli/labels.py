"""`fleetdesk labels`: QR labels for devices, as a PDF of sheets."""

from pathlib import Path
from typing import Annotated

import typer

from fleetdesk.cli.context import Json, desk, print_json


def labels(
    file: Annotated[Path, typer.Argument(help="The PDF to write.")],
    search: Annotated[str, typer.Option("--search", help="Only devices that this finds.")] = "",
    store: Annotated[str | None, typer.Option("--store", metavar="CODE", help="Only what is in this store.")] = None,
    sheet: Annotated[str, typer.Option("--sheet", help="a4-24 or letter-30.")] = "a4-24",
    json: Json = False,
) -> None:
    """Labels whose QR code a scanner types into Fleetdesk."""
    from fleetdesk.services.model_names import ModelNames
    from fleetdesk.services.print_labels import PrintLabels
    from fleetdesk.storage.queries.fleet import Filter

    with desk() as opened:
        printed = PrintLabels(opened.record, ModelNames()).write(file, Filter(search=search, store=store), sheet)
    if json:
        print_json({"path": file, "labels": printed.labels, "sheets": printed.sheets, "without": printed.without})
        return
    typer.echo(f"{printed.labels} labels on {printed.sheets} sheets are written to {file}.")
    if printed.without:
        typer.echo(f"{printed.without} devices have neither a serial nor a tag that a scanner can type.")
