"""`fleetdesk import` with its dry run and its undo, and `fleetdesk export`."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fleetdesk.cli.context import Json, desk, print_json
from fleetdesk.cli.eva import EVA_SUFFIXES, import_eva

if TYPE_CHECKING:
    from fleetdesk.domain.columns import ColumnMap
    from fleetdesk.domain.import_cells import Problem
    from fleetdesk.services.desk import Desk
    from fleetdesk.services.import_fleet import ImportHow, ImportOutcome


def import_file(
    file: Annotated[Path | None, typer.Argument(help="A fleet file: JSON, CSV or XLSX.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Tell what would change, change nothing.")] = False,
    skip_bad: Annotated[
        bool, typer.Option("--skip-bad", help="Take the sound rows although others are refused.")
    ] = False,
    columns: Annotated[
        list[str] | None, typer.Option("--map", metavar="HEADER=FIELD", help="What a column is; #2 is the second.")
    ] = None,
    values: Annotated[
        list[str] | None,
        typer.Option("--value", metavar="FIELD:TEXT=VALUE", help="What a text means, as model:Frost 2=ruiyun-frost."),
    ] = None,
    encoding: Annotated[str, typer.Option(help="The encoding of a text file, where it is not found right.")] = "",
    sheet: Annotated[str, typer.Option(help="The sheet of a workbook, where several look like devices.")] = "",
    delimiter: Annotated[str, typer.Option(help="What parts the columns of a text file: ';', ',', '|' or tab.")] = "",
    header_row: Annotated[
        int | None, typer.Option(help="The row of the header, counted as a spreadsheet does.", min=1)
    ] = None,
    dates: Annotated[str, typer.Option(metavar="dmy|mdy", help="The order of dates that a column does not tell.")] = "",
    zone: Annotated[str, typer.Option(help="The IANA zone of local times in rows without a store.")] = "",
    leave_out: Annotated[
        list[int] | None, typer.Option(help="A row that is not to be taken: of two that cannot both be, the wrong one.")
    ] = None,
    undo: Annotated[str, typer.Option(metavar="ID", help="Take an import back as a whole.")] = "",
    listed: Annotated[bool, typer.Option("--list", help="List the imports that can be undone.")] = False,
    json: Json = False,
) -> None:
    """Take a fleet file, or an EVA-DTS audit file (.eva), into the registry. Importing it again changes nothing.

    A file with bad rows is refused with all of them, exit code 1; nothing of it is taken unless --skip-bad is given.
    """
    if listed:
        _list(json)
        return
    if undo:
        _undo(undo, json)
        return
    if file is None:
        raise typer.BadParameter("name a file, or --undo ID, or --list")
    if file.suffix.lower() in EVA_SUFFIXES:
        import_eva(file, dry_run=dry_run, json=json)
        return
    meant = _meant(columns or [], values or [])
    how = _how(meant, encoding, sheet, delimiter, header_row, dates, zone, skip_bad)
    how = replace(how, leave_out=frozenset(leave_out or ()))
    with desk() as opened:
        if dry_run:
            _dry_run(opened, file, how, json)
        else:
            _import(opened, file, how, json)


def _meant(columns: list[str], values: list[str]) -> "ColumnMap":
    from fleetdesk.domain.columns import parse_map
    from fleetdesk.domain.errors import FormatError

    try:
        return parse_map(columns, values)
    except FormatError as error:
        raise typer.BadParameter(str(error)) from error


def _how(
    meant: "ColumnMap", encoding: str, sheet: str, delimiter: str, header_row: int | None, dates: str, zone: str,
    skip_bad: bool,
) -> "ImportHow":  # fmt: skip
    from zoneinfo import available_timezones

    from fleetdesk.domain.local_dates import DateOrder
    from fleetdesk.services.import_fleet import ImportHow

    if dates and dates not in list(DateOrder):
        raise typer.BadParameter("--dates is dmy or mdy")
    if zone and zone not in available_timezones():
        raise typer.BadParameter(f"--zone {zone} is no IANA time zone such as America/New_York")
    sign = {"tab": "\t", "\\t": "\t"}.get(delimiter, delimiter)
    if len(sign) > 1 or sign in ('"', "\n", "\r"):
        raise typer.BadParameter("--delimiter is one sign, or tab")
    order = DateOrder(dates) if dates else None
    return ImportHow(
        meant, encoding or None, sheet or None, sign or None, header_row, order, zone or None, skip_bad
    )  # fmt: skip


def _dry_run(opened: "Desk", file: Path, how: "ImportHow", json: bool) -> None:
    from fleetdesk.services.import_fleet import ImportFleet

    imports = ImportFleet(opened.record)
    checked = imports.check(file, how)
    accepted = 0 if checked.unsound else len(checked.file.devices)
    if json:
        print_json({"accepted": accepted, "refused": _refused(checked.refused)})
        return
    if checked.table is not None:
        _tell_columns(checked.table)
    for problem in checked.refused:
        typer.echo(f"Refused: {problem}")
    if checked.unsound:
        typer.echo("The file as a whole would be refused.")
        return
    outcome = imports.preview(file, replace(how, skip_bad=True))
    _tell(outcome, "would be")
    if checked.refused and not how.skip_bad:
        typer.echo("Nothing is taken while rows are refused: correct them, or add --skip-bad.")


def _import(opened: "Desk", file: Path, how: "ImportHow", json: bool) -> None:
    from fleetdesk.services.import_fleet import ImportFleet
    from fleetdesk.services.person import actor
    from fleetdesk.services.read_import_file import ImportFileRefused

    try:
        outcome = ImportFleet(opened.record).apply(file, actor(opened.record), how)
    except ImportFileRefused as refused:
        if not json or not refused.problems:
            raise
        print_json({"accepted": 0, "refused": _refused(refused.problems)})
        raise typer.Exit(1) from None
    if json:
        print_json({**_plain(outcome), "refused": _refused(outcome.refused)})
        return
    for problem in outcome.refused:
        typer.echo(f"Refused: {problem}")
    _tell(outcome, "are")
    if outcome.import_id:
        typer.echo(f"To take it back: fleetdesk import --undo {outcome.import_id}")


def _plain(outcome: "ImportOutcome") -> dict[str, Any]:
    from fleetdesk.cli.context import plain

    return plain(outcome)


def _refused(problems: "tuple[Problem, ...]") -> list[dict[str, Any]]:
    return [{"row": problem.row, "field": problem.field, "reason": problem.message} for problem in problems]


def _tell(outcome: "ImportOutcome", did: str) -> None:
    typer.echo(
        f"{outcome.rows} devices: {outcome.new} {did} new, {outcome.changed} changed, {outcome.unchanged} as before."
    )
    for note in outcome.notes:
        typer.echo(f"Note: {note}")


def _tell_columns(table: Any) -> None:
    read = f", {table.encoding}" if table.encoding else f", sheet {table.sheet}"
    typer.echo(f"Header in row {table.header_row}{read}:")
    for column in table.columns:
        typer.echo(f"  {column.letter:3} {column.header or '(no name)':24} -> {column.field or '(left out)'}")


def _list(json: bool) -> None:
    from fleetdesk.services.undo_import import UndoImport

    with desk() as opened:
        known = UndoImport(opened.record).known()
    if json:
        print_json(
            {
                "imports": [
                    {
                        "id": one.id, "source_id": one.payload.source_id, "at": one.at, "actor": one.actor,
                        "rows": one.payload.rows, "changed": one.payload.changed, "undone": one.undone,
                    }
                    for one in known
                ]
            }
        )  # fmt: skip
        return
    for one in known:
        state = "undone" if one.undone else f"{one.payload.changed} of {one.payload.rows} rows changed something"
        typer.echo(f"{one.id}  {one.at}  {one.payload.source_id}: {state}")


def _undo(import_id: str, json: bool) -> None:
    from fleetdesk.services.person import actor
    from fleetdesk.services.undo_import import UndoImport

    with desk() as opened:
        outcome = UndoImport(opened.record).undo(import_id, actor(opened.record))
    if json:
        print_json(outcome)
        return
    typer.echo(f"{outcome.source_id}: taken back, {outcome.gone} devices are gone from the registry.")
    for kept in outcome.kept:
        typer.echo(f"Stays: {kept.name} ({', '.join(kept.what)}): {kept.because} by {kept.actor} at {kept.at}")


def export_file(
    file: Annotated[Path, typer.Argument(help="The table to write: .csv or .xlsx.")],
    search: Annotated[str, typer.Option("--search", help="Only devices that this finds.")] = "",
    json: Json = False,
) -> None:
    """Write the devices as a table, which import takes back without a change. No cell can act as a formula."""
    from fleetdesk.services.export_fleet import ExportFleet

    with desk() as opened:
        written = ExportFleet(opened.record).write(file, search)
    if json:
        print_json({"path": file, "devices": written})
        return
    typer.echo(f"{written} devices are written to {file}.")
