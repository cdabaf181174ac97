"""`fleetdesk api`: what other systems read of the fleet: maintenance compliance, services done, asset state."""

import json
import os
from pathlib import Path
from typing import Annotated

import typer

from fleetdesk.cli.context import Json, certificate, desk, print_json
from fleetdesk.domain.errors import KnownError
from fleetdesk.runtime.listening import Address

api_app = typer.Typer(no_args_is_help=True, help="What other systems read here, over HTTP: it never writes.")
key_app = typer.Typer(no_args_is_help=True, help="The keys of the systems that may read.")
api_app.add_typer(key_app, name="key")


@api_app.callback()
def api() -> None:
    """What other systems read here, over HTTP: it never writes."""


@api_app.command("serve")
def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 takes a free one.")] = 8471,
    tls_cert: Annotated[Path | None, typer.Option(metavar="PEM", help="Certificate with its chain.")] = None,
    tls_key: Annotated[Path | None, typer.Option(metavar="PEM", help="The certificate's private key.")] = None,
    behind_tls_proxy: Annotated[bool, typer.Option("--behind-tls-proxy", help="A proxy before it ends TLS.")] = False,
    sync: Annotated[bool, typer.Option("--sync/--no-sync", help="Hear of others' work while it runs.")] = True,
    until_stdin_closes: Annotated[bool, typer.Option("--until-stdin-closes", help="End when stdin ends.")] = False,
) -> None:
    """Answers from this home, which is joined to the hub. Prints one JSON line {url, port, pid} once it listens."""
    from fleetdesk.readapi.app import build
    from fleetdesk.runtime import listening

    address = Address(host, port, certificate(tls_cert, tls_key), behind_tls_proxy)
    with desk() as opened, listening.listener(address) as (bound, url):
        line = {"url": url, "port": int(bound.getsockname()[1]), "pid": os.getpid()}
        listening.run(
            build(opened, sync=sync), bound, address, lifespan=True, until_stdin_closes=until_stdin_closes,
            ready=lambda: print(json.dumps(line), flush=True),
        )  # fmt: skip


@api_app.command("openapi")
def openapi() -> None:
    """Prints the OpenAPI document, for generators of clients."""
    from fleetdesk.readapi.app import build

    with desk() as opened:
        print(json.dumps(build(opened, sync=False).openapi(), indent=2))


@key_app.command("add")
def add(
    name: Annotated[str, typer.Argument(help="The system, such as opqualitycontrol or scm-asset.")],
    reads: Annotated[str, typer.Option(help="maintenance, assets or both.")] = "maintenance,assets",
    as_json: Json = False,
) -> None:
    """Makes a key and prints it, once. The system sends it as: Authorization: Bearer KEY."""
    from fleetdesk.readapi import readers

    known = {each.value: each for each in readers.Reads}
    wanted = [word.strip() for word in reads.split(",")]
    if not set(wanted) <= set(known):
        raise KnownError(f"Nobody reads {reads}.", "", "Give --reads maintenance, assets or maintenance,assets.")
    with desk() as opened:
        key = readers.add(opened.record, name, [known[word] for word in wanted])
    if as_json:
        print_json({"name": name, "reads": wanted, "key": key})
    else:
        print(key)


@key_app.command("list")
def listed(as_json: Json = False) -> None:
    """Which systems have a key. The keys themselves are nowhere."""
    from fleetdesk.readapi import readers

    with desk() as opened:
        known = readers.readers(opened.record)
    if as_json:
        print_json({"readers": [{"name": e.name, "reads": e.reads, "made_at": e.made_at} for e in known]})
        return
    for each in known:
        print(f"{each.name}  reads {', '.join(each.reads)}  since {each.made_at}")


@key_app.command("remove")
def remove(name: Annotated[str, typer.Argument(help="The system.")]) -> None:
    """Its key stops working at once."""
    from fleetdesk.readapi import readers

    with desk() as opened:
        readers.remove(opened.record, name)
