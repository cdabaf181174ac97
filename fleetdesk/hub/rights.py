"""Who may do what at the hub: one place, asked before anything is read or written.

A request is admitted when it is signed for this hub, now, for the first time, by a key that the hub knows and did not
revoke. An unknown key may do one thing: show an enrolment code. An open hub (loopback only) enrols keys that it
does not know, for all stores.
"""

from dataclasses import dataclass

from fleetdesk import wire
from fleetdesk.domain.enrolment import secret_hash
from fleetdesk.domain.errors import FormatError
from fleetdesk.hub.limits import Limits
from fleetdesk.hub.refusal import Refusal
from fleetdesk.hub.store import Store
from fleetdesk.hub.workstations import AuditLine, Workstation
from fleetdesk.runtime.clock import Clock

SIGN_AGAIN = "Update Fleetdesk on both sides; if it stays, something between them changes what is sent."

CODE_PROBLEMS = {
    "unknown": (
        "The hub does not know this enrolment code.", "Nothing was changed.",
        "Compare it with what the hub's operator gave you, or ask for a new one.",
    ),
    "used": ("This enrolment code was used before.", "A code counts once.", "Ask the hub's operator for a new one."),
    "expired": ("This enrolment code has expired.", "Nothing was changed.", "Ask the hub's operator for a new one."),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks, and the unpacked content of the request, whose signature holds."""

    workstation: Workstation
    content: bytes

    @property
    def public_key(self) -> str:
        return self.workstation.public_key


class Rights:
    """`hub` is this hub's id. Calls block on the store: not for the event loop's thread."""

    def __init__(
        self, store: Store, hub: str, *, open_to_all: bool, clock: Clock, limits: Limits | None = None
    ) -> None:
        self._store = store
        self._limits = limits or Limits()
        self._hub = hub
        self._open = open_to_all
        self._clock = clock

    def admit(self, asked: wire.Asked, content: bytes) -> Caller:
        """Raises Refusal. `content` is what was sent, still packed."""
        signed = self._signed(asked, content)
        workstation = self._known(signed.key)
        self._limits.request(signed.key)
        self._first_use(signed)
        return Caller(workstation, _unpacked(asked, content))

    def enrol(self, asked: wire.Asked, content: bytes) -> Workstation:
        """Takes in the signer of a `wire.EnrolAsked`. Raises Refusal: how often a code may be tried is bounded."""
        signed = self._signed(asked, content)
        self._limits.code(signed.key)
        self._first_use(signed)
        secret = wire.decode(wire.EnrolAsked, _unpacked(asked, content)).secret
        entered = self._store.workstations.enter(secret_hash(secret), signed.key, self._clock())
        if entered.workstation is None:
            self._audit("refused", signed.key, f"code {entered.problem}")
            raise Refusal(403, "code", *CODE_PROBLEMS[entered.problem])
        self._limits.code_held(signed.key)
        return entered.workstation

    def _signed(self, asked: wire.Asked, content: bytes) -> wire.Signed:
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
        return signed

    def _on_time(self, signed: wire.Signed) -> None:
        if abs(signed.created_s - self._clock() / 1000) > wire.CLOCK_WINDOW_S:
            raise Refusal(
                401, "clock", "The request was signed by a clock that is far from the hub's.",
                "Workstations sign by hub time, which stands in this answer.", "Sync again.",
            )  # fmt: skip

    def _known(self, public_key: str) -> Workstation:
        known = self._store.workstations.find(public_key)
        if known is None and self._open:
            known = Workstation(public_key, "open", self._clock())
            self._store.workstations.enrol(known)
        if known is None:
            self._audit("refused", public_key, "unknown_key")
            raise Refusal(
                403, "unknown_key", "This hub does not know this workstation.",
                "Its work stays safe on the laptop and waits.",
                "Ask the hub's operator for an enrolment code, then: fleetdesk enrol URL CODE",
            )  # fmt: skip
        if known.revoked_at is not None:
            self._audit("refused", public_key, "revoked")
            raise Refusal(
                403, "revoked", "The hub's operator has shut this workstation out.",
                f"{known.revoked_why} What it sent before stands; its later work stays safe on the laptop.".strip(),
                "Ask the hub's operator; a new enrolment code lets it in again.",
            )  # fmt: skip
        return known

    def _audit(self, act: str, public_key: str, detail: str) -> None:
        """One line for what is the same within a while: who hammers at the door does not fill the book."""
        if self._limits.worth_noting(public_key, detail):
            self._store.workstations.note(AuditLine(self._clock(), act, public_key, detail))

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
