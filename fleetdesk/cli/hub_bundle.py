"""`fleetdesk hub bundle-key|bundle-import|bundle-export`: laptops without a network reach the hub by stick."""

import json as json_text
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fleetdesk.cli.bundle import exit_with, problems_of
from fleetdesk.cli.context import Json
from fleetdesk.cli.hub import Blobs, Database, database_address

if TYPE_CHECKING:
    from fleetdesk.hub.bundle import HubBundles


def bundle_key(database: Database = None, blobs: Blobs = None, json: Json = False) -> None:
    """Print the hub's address, for whom laptops write their bundles, and its key, by which they know its own."""
    with _bundles(database, blobs) as hub:
        shown = {"address": hub.identity.address, "public_key": hub.identity.public_key}
    typer.echo(json_text.dumps(shown) if json else f"Address: {shown['address']}\nKey:     {shown['public_key']}")


def bundle_import(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A laptop's bundle.")],
    accept_writer: Annotated[
        str | None, typer.Option("--accept-writer", metavar="KEY", help="Take in the laptop with this key.")
    ] = None,
    database: Database = None,
    blobs: Blobs = None,
    json: Json = False,
) -> None:
    """Take a laptop's work in. Repeating it changes nothing. Exit code 1 when something was not taken."""
    with _bundles(database, blobs) as hub:
        done = hub.take(file, accept_writer=accept_writer)
    report = {
        "events_new": done.events_new, "events_known": done.events_known, "blobs": done.blobs,
        "from": {"public_key": done.writer_key}, "problems": problems_of(done.problems),
    }  # fmt: skip
    words = f"{done.events_new} records were new, {done.events_known} known; {done.blobs} new files."
    typer.echo(json_text.dumps(report) if json else words)
    exit_with(done.problems, json=json)


def bundle_export(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where the bundle is written.")],
    to: Annotated[
        str | None, typer.Option("--to", metavar="ADDRESS", help="Everything, for this laptop: how a new one starts.")
    ] = None,
    reply_to: Annotated[
        Path | None,
        typer.Option("--reply-to", metavar="BUNDLE", help="For the writer of this bundle: what it has not got."),
    ] = None,
    files: Annotated[bool, typer.Option("--files", help="Photos and other files too.")] = False,
    database: Database = None,
    blobs: Blobs = None,
    json: Json = False,
) -> None:
    """Write what the hub has, with its receipts, for one laptop."""
    if (to is None) == (reply_to is None):
        raise typer.BadParameter("Give either --to ADDRESS or --reply-to BUNDLE.")
    with _bundles(database, blobs) as hub:
        if reply_to is not None:
            done = hub.reply(file, reply_to, files=files)
        else:
            done = hub.write(file, to or "", files=files)
    report: dict[str, object] = {
        "file": str(file), "to": done.to, "events": done.events, "blobs": done.blobs, "bytes": done.bytes,
        "everything": done.behind == 0, "problems": [],
    }  # fmt: skip
    words = f"Written: {done.events} records and {done.blobs} files, {done.bytes} bytes: {file}"
    typer.echo(json_text.dumps(report) if json else words)


@contextmanager
def _bundles(database: str | None, blobs: str | None) -> "Generator[HubBundles]":
    from fleetdesk.hub.addresses import open_blobs, open_existing
    from fleetdesk.hub.bundle import HubBundles

    address = database_address(database)
    store = open_existing(address)
    try:
        yield HubBundles(store, open_blobs(blobs, address))
    finally:
        store.close()
