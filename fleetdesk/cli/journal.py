"""`fleetdesk verify | rebuild`."""

from typing import TYPE_CHECKING, Annotated

import typer

from fleetdesk.cli.context import Json, desk, plain, print_json

if TYPE_CHECKING:
    from fleetdesk.services.desk import Desk
    from fleetdesk.storage.verify import Seal, Verdict
    from fleetdesk.sync.compare import Compared


def verify(
    inspection: Annotated[str | None, typer.Option("--inspection", help="Check one signed inspection's seal.")] = None,
    against_hub: Annotated[
        bool, typer.Option("--against-hub", help="Ask the hub to prove that it holds the same, byte for byte, now.")
    ] = False,
    every: Annotated[
        bool, typer.Option("--all", help="With --against-hub: all journals, not only this laptop's.")
    ] = False,
    inspections: Annotated[bool, typer.Option("--inspections", help="Check the seal of every inspection.")] = False,
    json: Json = False,
) -> None:
    """Check that nothing in the journal was changed or lost. Exit 1 when something was."""
    from fleetdesk.services.inspection_log import InspectionLog
    from fleetdesk.services.model_names import ModelNames
    from fleetdesk.storage.verify import verify_inspection, verify_journal
    from fleetdesk.storage.verify_seal import place_words

    with desk() as opened:
        if inspection is not None:
            blobs = opened.workstation.blobs
            seal = opened.record.read(lambda connection: verify_inspection(connection, inspection, blobs))
            _print(json, seal, f"Inspection {inspection}: {_sealed(seal)}")
            raise typer.Exit(0 if seal.ok else 1)
        if inspections:
            check = InspectionLog(opened.record, ModelNames()).check_seals()
            broken = "".join(f"\n{name}: {place_words(place)}" for name, place in check.broken.items())
            _print(json, check, f"{check.checked} inspections, {len(check.broken)} BROKEN{broken}")
            raise typer.Exit(1 if check.broken else 0)
        verdict = opened.record.read(verify_journal)
        compared = _compare(opened, every=every) if against_hub else None
    if compared is not None:
        _tell_compared(verdict, compared, json=json)
    state = "whole" if verdict.ok else f"BROKEN: {verdict.first_bad}"
    _print(json, verdict, f"{verdict.events} events, {verdict.own} of this journal: {state}")
    raise typer.Exit(0 if verdict.ok else 1)


def _compare(opened: "Desk", *, every: bool) -> "Compared":
    import asyncio

    from fleetdesk.services.receipt import Receipt

    return asyncio.run(Receipt(opened).prove(every=every))


def _tell_compared(verdict: "Verdict", compared: "Compared", *, json: bool) -> None:
    """One line that can be trusted, or each place that does not hold. Ends the command."""
    ok = verdict.ok and compared.ok
    different = [*([verdict.first_bad] if verdict.first_bad else []), *compared.different]
    if json:
        print_json({**plain(compared), "ok": ok, "here": verdict, "different": different})
    elif ok:
        typer.echo(
            f"The hub at {compared.url} holds all {compared.events} events and {compared.blobs} files, proved now."
        )
    else:
        typer.echo("\n".join(["NOT the same at the hub:", *different]))
    raise typer.Exit(0 if ok else 1)


def _sealed(seal: "Seal") -> str:
    if not seal.ok:
        return f"BROKEN: {seal.broken}"
    amended = f", {seal.amendments} amendments beside it" if seal.amendments else ""
    absent = f"; not on this laptop: {', '.join(seal.absent)}" if seal.absent else ""
    return f"sealed{amended}{absent}"


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
