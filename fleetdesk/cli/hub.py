"""`fleetdesk hub serve`: the place where the journals of all workstations come together."""

import json
import os
from pathlib import Path
from typing import Annotated

import typer

from fleetdesk.domain.errors import HubError

hub_app = typer.Typer(no_args_is_help=True, help="The hub: where the work of all laptops comes together.")

Database = Annotated[str | None, typer.Option(metavar="FILE", help="The hub's SQLite file; made when it is not there.")]


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
    until_stdin_closes: Annotated[bool, typer.Option("--until-stdin-closes", help="End when stdin ends.")] = False,
) -> None:
    """Prints one JSON line {hub, url, port, pid, public_key} once it listens; runs until SIGTERM or Ctrl-C."""
    from fleetdesk.hub import serve as hub_serve

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
        _file(database),
        host=host,
        port=port,
        open_to_all=open_to_all,
        until_stdin_closes=until_stdin_closes,
        ready=ready,
    )


@hub_app.command("new-epoch")
def new_epoch(database: Database = None) -> None:
    """After restoring the hub's database from a backup: all workstations compare everything again."""
    from fleetdesk.hub.sqlite_store import SqliteStore

    file = _file(database)
    if not file.exists():
        raise HubError("There is no hub database.", f"{file} does not exist.", "Name it with --database.")
    store = SqliteStore(file)
    try:
        print(json.dumps({"hub": store.whoami().hub, "epoch": store.new_epoch()}))
    finally:
        store.close()


def _file(database: str | None) -> Path:
    from fleetdesk.runtime.paths import home_at

    if database is None:
        return home_at().folder / "hub" / "hub.db"
    if "://" in database:
        raise HubError(
            "This hub keeps its data in an SQLite file.",
            f"{database.partition('://')[0]} databases are not supported by this version.",
            "Give --database the path of a file.",
        )
    return Path(database).expanduser()


if __name__ == "__main__":
    hub_app()
