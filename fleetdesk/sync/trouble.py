"""What can go wrong with a hub, in words: each with its next step, and whether trying again by itself makes sense."""

from collections.abc import Sequence

from fleetdesk.domain.errors import HubError
from fleetdesk.wire import LARGEST_BODY, JournalHead, Quarantined, Refused


class HubUnreachable(HubError):
    """No connection, or it broke: offline. All waits and is tried again."""


class HubBusy(HubError):
    """The hub or a server before it has trouble. `retry_after_s`: when it wants to be asked again, if it said so."""

    def __init__(self, title: str, message: str, next_step: str, retry_after_s: float | None) -> None:
        super().__init__(title, message, next_step)
        self.retry_after_s = retry_after_s


class NotTheHub(HubError):
    """Something answered that is no Fleetdesk hub, or another one than was joined."""


class TooLargeOnTheWay(HubError):
    """A server between us and the hub lets nothing of this size through; what the hub would say is not known."""


class HubRefused(HubError):
    """The hub said no. `refused` is its answer, signed by its pinned key; `status` the HTTP status."""

    def __init__(self, status: int, refused: Refused) -> None:
        super().__init__(refused.title, refused.detail, refused.next_step)
        self.status = status
        self.refused = refused


def unreachable(url: str, why: str) -> HubUnreachable:
    return HubUnreachable(
        f"The hub at {url} cannot be reached.",
        f"{why}. Your work is saved on this laptop and waits.",
        "Check the network and the hub's address; it is tried again by itself.",
    )


def too_slow(url: str) -> HubUnreachable:
    return HubUnreachable(
        f"The hub at {url} does not answer in time.",
        "Your work is saved on this laptop and waits.",
        "Check the network; it is tried again by itself.",
    )


def too_large_on_the_way(url: str) -> TooLargeOnTheWay:
    return TooLargeOnTheWay(
        f"A server before the hub at {url} lets nothing through that is so large.",
        "Smaller parts were tried. Your work is saved on this laptop and waits.",
        f"Ask its operator to allow requests of {LARGEST_BODY} bytes.",
    )


def set_aside(count: int) -> HubError:
    """What the hub would not take, and everything after it was sent all the same."""
    if count == 1:
        return HubError(
            "1 record was set aside: the hub does not take it.",
            "It is kept on this laptop; the hub knows its hash, and all that came after it was sent.",
            "The Sync page says why. Tell the hub's operator.",
        )
    return HubError(
        f"{count} records were set aside: the hub does not take them.",
        "They are kept on this laptop; the hub knows their hashes, and all that came after them was sent.",
        "The Sync page says why for each. Tell the hub's operator.",
    )


def quarantined(those: Sequence[Quarantined]) -> HubError:
    """The hub holds everything, and shows some of it to nobody else."""
    said = "1 record is" if len(those) == 1 else f"{len(those)} records are"
    return HubError(
        f"{said} held by the hub and not passed on to others.",
        f"{those[0].reason} The first is entry {those[0].seq}. Nothing is lost here or there.",
        "Ask the hub's operator: a code for more stores, or let somebody of those stores write it.",
    )


def bad_certificate(url: str, why: str) -> HubError:
    return NotTheHub(
        f"The connection to {url} is not safe.",
        f"Its certificate is not trusted by this computer: {why}.",
        "Check this computer's date and the address; ask the hub's operator for its certificate.",
    )


def bad_address(url: str, why: str) -> HubError:
    return HubError(f"{url!r} is no address of a hub.", why, "Give it like https://hub.example.com")


def not_a_hub(url: str, saw: str) -> NotTheHub:
    return NotTheHub(
        f"What answers at {url} is not a Fleetdesk hub.",
        f"{saw} On a guest network a login page may stand in the way. Nothing was sent on.",
        "Open a web page to log in to the network, or check the hub's address.",
    )


def another_hub(url: str) -> NotTheHub:
    return NotTheHub(
        f"At {url} answers another hub than the one you joined.",
        "Its key has changed. Nothing was sent to it.",
        f"If the hub was really replaced, say so: fleetdesk sync --hub {url} --new-hub",
    )


def damaged(url: str, what: str) -> HubBusy:
    return HubBusy(
        f"An answer of the hub at {url} does not hold together.",
        f"{what} Nothing of it was taken.",
        "Sync again; if it stays, tell the hub's operator.",
        None,
    )


def busy(url: str, saw: str, retry_after_s: float | None) -> HubBusy:
    return HubBusy(
        f"The hub at {url} is busy or being serviced.",
        f"{saw} Your work is saved on this laptop and waits.",
        "Nothing to do; it is tried again by itself.",
        retry_after_s,
    )


def no_hub() -> HubError:
    return HubError(
        "No hub has been joined.", "Your work stays on this laptop.", "Join one: fleetdesk sync --hub https://ADDRESS"
    )


def went_on_twice() -> HubError:
    """Told once: everything is in order again."""
    return HubError(
        "This data folder is a copy, and the other one may be in use.",
        "Nothing was lost: from now on this one writes a journal of its own.",
        "Keep one of the two; what both recorded stays.",
    )


def parted(head: JournalHead, own_seq: int) -> HubRefused:
    """The hub's head is not in our chain, and nothing that could be pushed showed where they part."""
    return HubRefused(
        409,
        Refused(
            reason="fork",
            title="The hub holds other work of this laptop than the laptop itself.",
            detail=f"The hub has {head.seq} events of this journal, this data folder {own_seq}: it is an older copy.",
            next_step="Use the newest copy of the data folder. Nothing was changed on either side.",
            seq=min(head.seq, own_seq + 1),
            head=head,
        ),
    )
