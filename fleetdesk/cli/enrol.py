"""`fleetdesk enrol`: be taken in by a hub with the code of its operator."""

import asyncio
import json
from typing import Annotated

import typer

from fleetdesk.cli.context import Json, desk


def enrol(
    url: Annotated[str, typer.Argument(metavar="URL", help="The hub's address.")],
    code: Annotated[str, typer.Argument(metavar="CODE", help="As the hub's operator gave it.")],
    as_json: Json = False,
) -> None:
    """Joins a hub. The code also says which hub it is, so no other one is believed; then `fleetdesk sync`."""
    with desk() as opened:
        enrolled = asyncio.run(opened.sync.enrol(url, code))
    if as_json:
        print(json.dumps({"hub": enrolled.hub, "role": enrolled.role, "stores": enrolled.stores}))
        return
    where = "all stores" if enrolled.stores is None else f"stores {', '.join(enrolled.stores)}"
    print(f"This laptop is known to the hub now: {enrolled.role}, {where}.")
    print("Its work so far goes there with: fleetdesk sync")
