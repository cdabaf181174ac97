"""The enrolment code: what an operator hands over so that a workstation is taken in by the right hub.

32 characters of Crockford's base32 in groups of four: 15 are the secret (75 bits, used once), 16 a fingerprint of the
hub's key (80 bits), so that the hub is known from the operator and not from the network, and the last is a check. It
finds every single wrong character and every exchange of two neighbours. Case, spaces and dashes do not matter, and the
letters that look like digits are read as those.
"""

import hashlib
from dataclasses import dataclass

from fleetdesk.domain.errors import FormatError

ROLES = ("technician", "manager", "installer")
ALL_STORES = "all"
SECRET_LENGTH = 15
HUB_LENGTH = 16
CODE_LENGTH = SECRET_LENGTH + HUB_LENGTH + 1
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LOOKS_LIKE = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None, " ": None})
_REDUCE = 0b100101
"""x^5 + x^2 + 1: doubling in the field of 32 elements."""


@dataclass(frozen=True, slots=True)
class EnrolmentCode:
    """`secret` is told to nobody but the hub whose key has the fingerprint `hub`."""

    secret: str
    hub: str

    @property
    def text(self) -> str:
        """As it is printed: 8 groups of 4."""
        body = self.secret + self.hub
        whole = body + _check(body)
        return "-".join(whole[at : at + 4] for at in range(0, CODE_LENGTH, 4))

    def is_for(self, public_key: str) -> bool:
        return self.hub == fingerprint(public_key)


def new_code(random: bytes, public_key: str) -> EnrolmentCode:
    """`random`: at least ten bytes that nobody can guess; `public_key` is the hub's."""
    return EnrolmentCode(_base32(random, SECRET_LENGTH), fingerprint(public_key))


def read_code(text: str) -> EnrolmentCode:
    """Raises FormatError for one that was mistyped."""
    plain = text.strip().upper().translate(_LOOKS_LIKE)
    unknown = sorted({sign for sign in plain if sign not in ALPHABET})
    if unknown:
        raise FormatError(f"{unknown[0]!r} is in no code")
    if len(plain) != CODE_LENGTH:
        raise FormatError(f"it has {len(plain)} characters and not {CODE_LENGTH}")
    if _check(plain[:-1]) != plain[-1]:
        raise FormatError("a character of it is wrong or two are exchanged")
    return EnrolmentCode(plain[:SECRET_LENGTH], plain[SECRET_LENGTH:-1])


def fingerprint(public_key: str) -> str:
    """80 bits of the hash of a key (its base64 text), 16 characters."""
    return _base32(hashlib.sha256(b"fleetdesk hub key v1:" + public_key.encode()).digest(), HUB_LENGTH)


def secret_hash(secret: str) -> bytes:
    """All that a hub keeps of a code, 32 bytes."""
    return hashlib.sha256(b"fleetdesk enrolment v1:" + secret.encode()).digest()


def read_stores(text: str) -> tuple[str, ...] | None:
    """ "all" is None; else store codes, by commas. Raises FormatError when none is named."""
    if text.strip().lower() == ALL_STORES:
        return None
    codes = tuple(dict.fromkeys(code for part in text.split(",") if (code := part.strip())))
    if not codes:
        raise FormatError("no store is named")
    return codes


def _base32(content: bytes, length: int) -> str:
    number = int.from_bytes(content, "big") >> (8 * len(content) - 5 * length)
    return "".join(ALPHABET[number >> 5 * (length - 1 - at) & 31] for at in range(length))


def _check(body: str) -> str:
    value = 0
    for sign in body:
        value <<= 1
        if value & 32:
            value ^= _REDUCE
        value ^= ALPHABET.index(sign)
    doubled = value << 1
    return ALPHABET[doubled ^ _REDUCE if doubled & 32 else doubled]
