"""`fleetdesk sync`: bring this laptop and its hub together, and say what waits."""

import asyncio
import json
import sys
from typing import Annotated, Any

import typer

from fleetdesk.cli.context import desk
from fleetdesk.services.receipt import PAGE, Receipt, ReceiptLine, ReceiptSummary
from fleetdesk.sync.engine import Step, SyncResult


def sync(
    hub: Annotated[str | None, typer.Option("--hub", metavar="URL", help="Join the hub at this address.")] = None,
    new_hub: Annotated[
        bool, typer.Option("--new-hub", help="The hub at --hub was replaced: trust its new key.")
    ] = False,
    receipt: Annotated[
        bool, typer.Option("--receipt", help="Only list what the hub holds and what is owed; nothing is sent.")
    ] = False,
    owed: Annotated[bool, typer.Option("--owed", help="With --receipt: only what the hub does not hold.")] = False,
    offset: Annotated[int, typer.Option(min=0, help="With --receipt: where the list starts.")] = 0,
    limit: Annotated[int, typer.Option(min=1, max=PAGE, help="With --receipt: how many are listed.")] = PAGE,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object, for scripts.")] = False,
) -> None:
    """Pushes what the hub does not hold, pulls what others wrote. Exit code 1 when something was not taken."""
    with desk() as opened:
        if receipt:
            _print_receipt(Receipt(opened), owed=owed, offset=offset, limit=limit, as_json=as_json)
            return
        progress = _show if sys.stderr.isatty() and not as_json else None
        syncing = opened.sync
        result = asyncio.run(syncing.run(progress) if hub is None else syncing.join(hub, progress, new_hub=new_hub))
        held = _summary(Receipt(opened).summary())
    print(json.dumps(_report(result) | {"receipt": held}) if as_json else _sentence(result))
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


def _print_receipt(receipt: Receipt, *, owed: bool, offset: int, limit: int, as_json: bool) -> None:
    summary = receipt.summary()
    records = receipt.records(owed=owed, offset=offset, limit=limit)
    files = receipt.files(owed=owed, offset=offset, limit=limit)
    if as_json:
        lists = {"records": [_line(each) for each in records], "files": [_line(each) for each in files]}
        print(json.dumps(_summary(summary) | {"offset": offset, "limit": limit} | lists))
        return
    for each in (*records, *files):
        print(f"{'hub ' if each.held else 'OWED'}  {each.at}  {each.words}  {each.why}".rstrip())
    print(summary.sentence)


def _summary(summary: ReceiptSummary) -> dict[str, Any]:
    """How many are here, held by the hub, and owed."""
    return {
        "safe": summary.safe,
        "sentence": str(summary.sentence),
        "counts": {
            "records": {
                "here": summary.records,
                "hub": summary.records_held,
                "owed": summary.records_owed,
                "set_aside": summary.set_aside,
            },
            "files": {"here": summary.files, "hub": summary.files_held, "owed": summary.files_owed},
        },
    }


def _line(each: ReceiptLine) -> dict[str, Any]:
    return {
        "id": each.id, "kind": each.kind, "words": str(each.words), "at": each.at.at, "sha256": each.hash,
        "state": "hub" if each.held else "set_aside" if each.set_aside else "owed", "why": str(each.why),
    }  # fmt: skip


def _sentence(result: SyncResult) -> str:
    lines = [f"Sent {result.pushed} and received {result.pulled} entries; {result.blobs.pushed} files sent."]
    if result.waiting or result.blobs.waiting:
        lines.append(f"{result.waiting} entries and {result.blobs.waiting} files still wait on this laptop.")
    else:
        lines.append(f"The hub at {result.url} holds everything written here.")
    return "\n".join([*lines, *map(str, result.problems)])


def _show(step: Step) -> None:
    print(f"\r{step.stage}: {step.done} of {step.total}  ", end="", file=sys.stderr, flush=True)
