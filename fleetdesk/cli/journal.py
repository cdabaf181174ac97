"""`fleetdesk verify | rebuild`."""

from typing import Annotated

import typer

from fleetdesk.cli.context import Json, desk, print_json


def verify(
    inspection: Annotated[str | None, typer.Option("--inspection", help="Check one signed inspection's seal.")] = None,
    json: Json = False,
) -> None:
    """Check that nothing in the journal was changed or lost. Exit 1 when something was."""
    from fleetdesk.storage.verify import verify_inspection, verify_journal

    with desk() as opened:
        if inspection is not None:
            seal = opened.record.read(lambda connection: verify_inspection(connection, inspection))
            _print(json, seal, f"Inspection {inspection}: {'sealed' if seal.ok else 'BROKEN: ' + str(seal.broken)}")
            raise typer.Exit(0 if seal.ok else 1)
        verdict = opened.record.read(verify_journal)
    state = "whole" if verdict.ok else f"BROKEN: {verdict.first_bad}"
    _print(json, verdict, f"{verdict.events} events, {verdict.own} of this journal: {state}")
    raise typer.Exit(0 if verdict.ok else 1)


def rebuild(json: Json = False) -> None:
    """Fold all projections again from the journal. Exit 1 when they were not equal before."""
    from fleetdesk.services.rebuild_views import rebuild_views

    with desk() as opened:
        done = rebuild_views(opened.record)
    _print(json, done, f"{done.subjects} subjects folded; {'equal' if done.equal else 'DIFFERENT'} to before")


def _print(json: bool, value: object, text: str) -> None:
    if json:
        print_json(value)
    else:
        typer.echo(text)
