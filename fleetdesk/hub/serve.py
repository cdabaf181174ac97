"""Runs the hub in this process, on the blobs and the database that its addresses name."""

import contextlib
from collections.abc import Callable
from dataclasses import dataclass

from fleetdesk.domain.errors import HubError
from fleetdesk.hub import addresses, api
from fleetdesk.hub.operator import public_key_of
from fleetdesk.runtime import listening
from fleetdesk.runtime.listening import Address


@dataclass(frozen=True, slots=True)
class Listening:
    """The hub listens at `url`."""

    hub: str
    url: str
    port: int
    public_key: str


def serve(
    database: str,
    *,
    blobs: str | None,
    address: Address,
    open_to_all: bool,
    until_stdin_closes: bool,
    ready: Callable[[Listening], None],
) -> None:
    """Returns after SIGTERM, Ctrl-C or, if asked, the end of stdin. Raises KnownError.

    `database` and `blobs` are addresses as in addresses.py.
    """
    if open_to_all and not listening.is_loopback(address.host):
        raise HubError(
            "An open hub is for this machine only.",
            f"--open takes in every workstation that asks, and {address.host} is reached by others.",
            "Leave --host out, or leave --open out and enrol each workstation.",
        )
    files = addresses.open_blobs(blobs, database)
    with listening.listener(address) as (bound, url), contextlib.closing(addresses.open_store(database)) as store:
        app = api.build(store, files, open_to_all=open_to_all)
        myself = store.whoami()
        here = Listening(myself.hub, url, int(bound.getsockname()[1]), public_key_of(myself))
        listening.run(
            app, bound, address, lifespan=False, until_stdin_closes=until_stdin_closes, ready=lambda: ready(here)
        )
