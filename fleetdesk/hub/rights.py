"""Who may do what at the hub: one place, asked before anything is read or written.

A request is admitted when it is signed for this hub, now, for the first time, by a key that the hub knows. An open hub
(loopback only) enrols keys that it does not know.
"""

from dataclasses import dataclass

from fleetdesk import wire
from fleetdesk.domain.errors import FormatError
from fleetdesk.hub.refusal import Refusal
from fleetdesk.hub.store import Store
from fleetdesk.runtime.clock import Clock

SIGN_AGAIN = "Update Fleetdesk on both sides; if it stays, something between them changes what is sent."


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks, and the unpacked content of the request, whose signature holds."""

    public_key: str
    content: bytes


class Rights:
    """`hub` is this hub's id. Calls block on the store: not for the event loop's thread."""

    def __init__(self, store: Store, hub: str, *, open_to_all: bool, clock: Clock) -> None:
        self._store = store
        self._hub = hub
        self._open = open_to_all
        self._clock = clock

    def admit(self, asked: wire.Asked, content: bytes) -> Caller:
        """Raises Refusal. `content` is what was sent, still packed."""
        try:
            signed = wire.verify_request(asked, content)
        except FormatError as error:
            raise Refusal(
                401, "signature", "The request is not signed as it must be.", str(error), SIGN_AGAIN
            ) from error
        if asked.headers.get(wire.HUB_HEADER) != self._hub:
            raise Refusal(
                421, "wrong_hub", "The request was meant for another hub.", f"This is hub {self._hub}.", "Sync again."
            )
        self._on_time(signed)
        self._known(signed.key)
        self._first_use(signed)
        return Caller(signed.key, _unpacked(asked, content))

    def _on_time(self, signed: wire.Signed) -> None:
        if abs(signed.created_s - self._clock() / 1000) > wire.CLOCK_WINDOW_S:
            raise Refusal(
                401, "clock", "The request was signed by a clock that is far from the hub's.",
                "Workstations sign by hub time, which stands in this answer.", "Sync again.",
            )  # fmt: skip

    def _known(self, public_key: str) -> None:
        if self._store.knows(public_key):
            return
        if not self._open:
            raise Refusal(
                403, "unknown_key", "This hub does not know this workstation.",
                "Its work stays safe on the laptop and waits.", "Ask the hub's operator for an enrolment code.",
            )  # fmt: skip
        self._store.enrol(public_key, "open", self._clock())

    def _first_use(self, signed: wire.Signed) -> None:
        now_ms = self._clock()
        until_ms = (signed.created_s + 2 * wire.CLOCK_WINDOW_S) * 1000
        if not 16 <= len(signed.nonce) <= 64 or not self._store.first_use(signed.nonce, now_ms, until_ms):
            raise Refusal(401, "replay", "This request was made before.", "A request counts once.", "Sync again.")


def _unpacked(asked: wire.Asked, content: bytes) -> bytes:
    coding = asked.headers.get("content-encoding", "identity")
    if coding == "identity":
        return content
    if coding != "gzip":
        raise Refusal(415, "invalid", f"Content coding {coding!r} is not known here.", "gzip and identity are.")
    try:
        return wire.unpack(content, wire.LARGEST_PAGE)
    except FormatError as error:
        raise Refusal(413, "too_large", "The request's content cannot be unpacked.", str(error)) from error
