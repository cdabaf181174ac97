"""`fleetdesk doctor`: what stands in the way of working here, each with what mends it."""

import typer

from fleetdesk.cli.context import Json, print_json
from fleetdesk.runtime.paths import home_at


def doctor(json: Json = False) -> None:
    """Look at ports, screen, folder, keys, database, packs, clock and hub. Exit 1 when something is broken."""
    from fleetdesk.services.doctor import examine

    report = examine(home_at())
    if json:
        print_json({"ok": report.healthy, "findings": report.findings})
    else:
        for finding in report.findings:
            print(f"{finding.state.value:7}  {finding.name}: {finding.saw}")
            if finding.fix:
                print(f"{'':7}  -> {finding.fix}")
    if not report.healthy:
        raise typer.Exit(1)
