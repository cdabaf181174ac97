"""What the hub's operator does beside the running hub, on its database: hand out codes, list, shut out."""

import base64
import secrets
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from fleetdesk.domain.enrolment import new_code, secret_hash
from fleetdesk.domain.errors import HubError
from fleetdesk.hub.store import HubSelf, Store
from fleetdesk.hub.workstations import NewCode, Workstation
from fleetdesk.runtime.clock import Clock, now_ms

SHORTEST_PREFIX = 6


@dataclass(frozen=True, slots=True)
class HandedOut:
    """A code as its workstation must give it, valid until `until` in ms."""

    code: str
    until: int


def public_key_of(myself: HubSelf) -> str:
    """The hub's public key, base64."""
    key = Ed25519PrivateKey.from_private_bytes(myself.signing_seed).public_key()
    return base64.b64encode(key.public_bytes_raw()).decode()


def hand_out_code(
    store: Store, role: str, stores: tuple[str, ...] | None, name: str, valid_ms: int, clock: Clock = now_ms
) -> HandedOut:
    """Makes a code. It is said here and nowhere else: the hub keeps its hash."""
    code = new_code(secrets.token_bytes(32), public_key_of(store.whoami()))
    made_at = clock()
    store.workstations.keep_code(NewCode(secret_hash(code.secret), role, stores, name, made_at, made_at + valid_ms))
    return HandedOut(code.text, made_at + valid_ms)


def shut_out(store: Store, key_or_prefix: str, why: str, clock: Clock = now_ms) -> Workstation:
    """Revokes one workstation, named by the beginning of its key. Raises HubError when that is not exactly one."""
    found = [each for each in store.workstations.all() if each.public_key.startswith(key_or_prefix)]
    if len(key_or_prefix) < SHORTEST_PREFIX or len(found) != 1:
        raise HubError(
            f"{len(found)} workstations have a key that begins like this.",
            f"{key_or_prefix!r}: give at least {SHORTEST_PREFIX} characters that only one of them has.",
            "See: fleetdesk hub workstations",
        )
    if not store.workstations.revoke(found[0].public_key, clock(), why):
        raise HubError("This workstation was revoked before.", found[0].name or found[0].public_key)
    return found[0]
