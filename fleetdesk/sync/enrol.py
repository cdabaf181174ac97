"""Enrolment from the laptop's side: the hub must be the one whose key the code names; then it is told the secret.

The request is signed by the workstation's key, which proves that it has that key. The hub is pinned and joined in one
transaction once it has said yes under the key that the operator's code vouches for.
"""

import asyncio

from fleetdesk import wire
from fleetdesk.domain.enrolment import EnrolmentCode, read_code
from fleetdesk.domain.errors import FormatError, HubError
from fleetdesk.sqlite import Connection
from fleetdesk.storage import sync_state
from fleetdesk.storage.database import Database
from fleetdesk.sync.hub_client import HubClient
from fleetdesk.sync.trouble import NotTheHub


def checked_code(text: str) -> EnrolmentCode:
    """Raises HubError for one that was mistyped, before anything is sent."""
    try:
        return read_code(text)
    except FormatError as error:
        raise HubError(
            "This enrolment code was mistyped.", f"As it stands {error}.", "Compare it with what the operator gave you."
        ) from error


async def enrol(database: Database, client: HubClient, code: EnrolmentCode) -> wire.Enrolled:
    """`client` is entered. Raises HubError: another hub than the code's, or it says no."""
    identity = await client.meet(None)
    if not code.is_for(identity.public_key):
        raise NotTheHub(
            f"At {client.url} answers another hub than the one that this code is for.",
            "The code names the hub by its key, and this hub has another. Nothing was sent.",
            "Check the address with the hub's operator.",
        )
    enrolled = await client.enrol(code.secret)

    def join(connection: Connection) -> None:
        """The code is the operator's word: a key that was pinned for this hub or address before counts no more."""
        for known in (sync_state.at_url(connection, client.url), sync_state.of_hub(connection, identity.hub)):
            if known is not None and known.hub_key != identity.public_key:
                sync_state.forget(connection, known.url)
        sync_state.arrive(connection, identity.hub, client.url, identity.public_key, identity.epoch)

    await asyncio.wrap_future(database.write(join))
    return enrolled
