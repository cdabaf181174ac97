"""`fleetdesk sync`: bring this laptop and its hub together, and say what waits."""

import asyncio
import json
import sys
from typing import Annotated, Any

import typer

from fleetdesk.cli.context import desk
from fleetdesk.sync.engine import Step, SyncResult


def sync(
    hub: Annotated[str | None, typer.Option("--hub", metavar="URL", help="Join the hub at this address.")] = None,
    new_hub: Annotated[
        bool, typer.Option("--new-hub", help="The hub at --hub was replaced: trust its new key.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object, for scripts.")] = False,
) -> None:
    """Pushes what the hub does not hold, pulls what others wrote. Exit code 1 when something was not taken."""
    with desk() as opened:
        progress = _show if sys.stderr.isatty() and not as_json else None
        syncing = opened.sync
        result = asyncio.run(syncing.run(progress) if hub is None else syncing.join(hub, progress, new_hub=new_hub))
    print(json.dumps(_report(result)) if as_json else _sentence(result))
    if result.problems:
        raise typer.Exit(1)


def _report(result: SyncResult) -> dict[str, Any]:
    blobs = result.blobs
    return {
        "pushed": result.pushed,
        "pulled": result.pulled,
        "waiting": result.waiting,
        "own_seq": result.own_seq,
        "acknowledged_seq": result.acknowledged_seq,
        "hub": result.hub,
        "url": result.url,
        "blobs": {"pushed": blobs.pushed, "fetched": blobs.fetched, "waiting": blobs.waiting},
        "problems": [
            {"title": problem.title, "message": problem.message, "next_step": problem.next_step}
            for problem in result.problems
        ],
    }


def _sentence(result: SyncResult) -> str:
    lines = [f"Sent {result.pushed} and received {result.pulled} entries; {result.blobs.pushed} files sent."]
    if result.waiting or result.blobs.waiting:
        lines.append(f"{result.waiting} entries and {result.blobs.waiting} files still wait on this laptop.")
    else:
        lines.append(f"The hub at {result.url} holds everything written here.")
    return "\n".join([*lines, *map(str, result.problems)])


def _show(step: Step) -> None:
    print(f"\r{step.stage}: {step.done} of {step.total}  ", end="", file=sys.stderr, flush=True)
