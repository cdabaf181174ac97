"""`fleetdesk triage DEVICE`: why it does not report, as far as the registry knows; on a cable the Bench knows more."""

from typing import Annotated, Any

import typer

from fleetdesk.cli.context import Json, desk, print_json


def triage(
    device: Annotated[str, typer.Argument(metavar="DEVICE", help="Serial, asset tag or id.")],
    json: Json = False,
) -> None:
    """Ranked causes with their reasons, what units like it share, and the cheapest next look. Nothing is recorded."""
    from fleetdesk.services.device_acts import named_device
    from fleetdesk.services.triage_unit import triage_unit

    with desk() as opened:
        known, found = opened.record.read(
            lambda connection: ((named := named_device(connection, device)), triage_unit(connection, named))
        )
    if json:
        causes: list[dict[str, Any]] = [
            {"cause": bar.cause, "percent": bar.percent, "reasons": [str(reason) for reason in bar.reasons]}
            for bar in found.bars
        ]
        print_json(
            {
                "device": known.id, "serial": known.serial, "state": known.state, "causes": causes,
                "verdict": str(found.verdict), "next": str(found.next_look), "evidence": dict(found.evidence),
                "cohort": [str(each) for each in found.cohort],
            }
        )  # fmt: skip
        return
    typer.echo(f"{known.serial or known.id}: {found.verdict}")
    for bar in found.bars:
        typer.echo(f"{bar.percent:4} %  {bar.name}: {' '.join(map(str, bar.reasons)) or 'nothing speaks for it yet'}")
    for line in (*found.cohort, found.next_look):
        if str(line):
            typer.echo(str(line))
