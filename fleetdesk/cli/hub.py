"""`fleetdesk hub serve`: the place where the journals of all workstations come together."""

import json
import os
from pathlib import Path
from typing import Annotated

import typer

from fleetdesk.cli.context import certificate

hub_app = typer.Typer(no_args_is_help=True, help="The hub: where the work of all laptops comes together.")

Database = Annotated[
    str | None,
    typer.Option(
        metavar="FILE|URL",
        envvar="FLEETDESK_HUB_DATABASE",
        help="An SQLite file, made when it is not there, or postgresql://user@host/name for several replicas.",
    ),
]
Blobs = Annotated[
    str | None,
    typer.Option(
        metavar="DIR|URL",
        envvar="FLEETDESK_HUB_BLOBS",
        help="Where files lie: a folder, or s3://bucket/prefix?endpoint=https://... Default: beside the SQLite file.",
    ),
]


@hub_app.callback()
def hub() -> None:
    """The hub: where the work of all laptops comes together."""


@hub_app.command("serve")
def serve(
    open_to_all: Annotated[
        bool, typer.Option("--open", help="Take in every workstation that asks. For this machine only: demo, tests.")
    ] = False,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 takes a free one.")] = 8470,
    database: Database = None,
    blobs: Blobs = None,
    tls_cert: Annotated[Path | None, typer.Option(metavar="PEM", help="Certificate with its chain.")] = None,
    tls_key: Annotated[Path | None, typer.Option(metavar="PEM", help="The certificate's private key.")] = None,
    behind_tls_proxy: Annotated[bool, typer.Option("--behind-tls-proxy", help="A proxy before it ends TLS.")] = False,
    until_stdin_closes: Annotated[bool, typer.Option("--until-stdin-closes", help="End when stdin ends.")] = False,
) -> None:
    """Prints one JSON line {hub, url, port, pid, public_key} once it listens; runs until SIGTERM or Ctrl-C."""
    from fleetdesk.hub import serve as hub_serve
    from fleetdesk.runtime.listening import Address

    def ready(listening: hub_serve.Listening) -> None:
        line = {
            "hub": listening.hub,
            "url": listening.url,
            "port": listening.port,
            "pid": os.getpid(),
            "public_key": listening.public_key,
        }
        print(json.dumps(line), flush=True)

    hub_serve.serve(
        database_address(database),
        blobs=blobs,
        address=Address(host, port, certificate(tls_cert, tls_key), behind_tls_proxy),
        open_to_all=open_to_all,
        until_stdin_closes=until_stdin_closes,
        ready=ready,
    )


@hub_app.command("new-epoch")
def new_epoch(database: Database = None) -> None:
    """After restoring the hub's database from a backup: all workstations compare everything again."""
    from fleetdesk.hub.addresses import open_existing

    store = open_existing(database_address(database))
    try:
        print(json.dumps({"hub": store.whoami().hub, "epoch": store.new_epoch()}))
    finally:
        store.close()


def database_address(database: str | None) -> str:
    """What was named, or the SQLite file in the home."""
    from fleetdesk.runtime.paths import home_at

    return str(home_at().folder / "hub" / "hub.db") if database is None else database


if __name__ == "__main__":
    hub_app()
