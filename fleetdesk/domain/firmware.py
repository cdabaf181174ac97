"""Which firmware may go onto which module, whether an update did harm, and the words for how it ended. Pure.

Everything here is asked before the first byte is sent, or after the new firmware has started once.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from fleetdesk.domain.errors import FormatError, KnownError
from fleetdesk.domain.mcuboot import Version, parse_version
from fleetdesk.domain.snapshot import Snapshot

IDLE_MA = 100
"""A motor that draws less does not turn: the electronics beside it draw some tens of milliamperes."""


class Why(StrEnum):
    """Why an image is refused; scripts read it in `--json`."""

    NOT_AN_IMAGE = "not_an_image"
    UNSIGNED = "unsigned"
    FOREIGN_SIGNATURE = "foreign_signature"
    UNSUPPORTED = "unsupported"
    NO_BOARD = "no_board"
    WRONG_BOARD = "wrong_board"
    DOWNGRADE = "downgrade"
    SAME_VERSION = "same_version"
    TOO_LARGE = "too_large"
    TOO_FAR = "too_far"
    WRONG_HARDWARE = "wrong_hardware"
    SECURITY_COUNTER = "security_counter"


class FirmwareRefused(KnownError):
    """An image must not go onto this module, or onto any. Nothing was sent."""

    def __init__(self, why: Why, title: str, message: str = "", next_step: str = "") -> None:
        super().__init__(title, message, next_step or "Nothing was sent to the device.")
        self.why = why


class Outcome(StrEnum):
    """How an update ended."""

    CONFIRMED = "confirmed"
    ALREADY = "already_installed"
    REVERTED = "reverted"
    REJECTED = "rejected"
    CANCELLED = "cancelled"
    INTERRUPTED = "interrupted"
    UNKNOWN = "unknown"

    @property
    def good(self) -> bool:
        """The module runs the image for good."""
        return self in (Outcome.CONFIRMED, Outcome.ALREADY)


@dataclass(frozen=True, slots=True)
class ImageFacts:
    """What a checked image says of itself. `hash` is what a slot reports, `file_sha256` names the file; both hex.

    The class id is empty without a vendor id, in whose space a board's name becomes one.
    `key` is the SHA-256 of the public key (DER) whose signature was verified, `signature` its kind.
    """

    version: Version
    hash: str
    file_sha256: str
    size: int
    board: str
    class_id: str
    vendor_id: str
    security_counter: int | None
    key: str
    signature: str


@dataclass(frozen=True, slots=True)
class Rules:
    """What the library knows beyond the file: the oldest version to update from, and the hardware it is for."""

    updates_from: str = ""
    hardware: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Target:
    """The module that an image is to go onto. `running_hash` hex, "" when it does not say; the counter when known."""

    name: str
    board: str
    slot_bytes: int
    version: str
    running_hash: str = ""
    hardware: str = ""
    security_counter: int | None = None


def names_board(facts: ImageFacts, board: str) -> bool:
    """The image says that it is for this board, by name or by class id, and not with the other for another one."""
    by_name, by_class = facts.board == board, bool(facts.class_id) and facts.class_id == class_id(board, facts)
    return (by_name or not facts.board) and (by_class or not facts.class_id) and (by_name or by_class)


def check_board(facts: ImageFacts, board: str, name: str) -> None:
    """Raises FirmwareRefused when the image names no board or another one."""
    if not facts.board and not facts.class_id:
        raise FirmwareRefused(
            Why.NO_BOARD,
            "This image does not say which board it is for.",
            f"Expected '{board}' in it, signed together with the rest.",
            f"Sign it again with: imgtool sign --custom-tlv 0x00a0 {board} ... Nothing was sent to the device.",
        )
    if not names_board(facts, board):
        said = facts.board or f"class {facts.class_id}"
        raise FirmwareRefused(
            Why.WRONG_BOARD, "This image is for another board.", f"It is for {said}; {name} has the board {board}."
        )


def class_id(board: str, facts: ImageFacts) -> str:
    """MCUboot's class id of a board, as `imgtool sign --vid VENDOR --cid BOARD` writes it."""
    return str(uuid.uuid5(uuid.UUID(facts.vendor_id), board))


def check_target(facts: ImageFacts, target: Target, rules: Rules | None = None) -> None:
    """Board, size, version policy, rules of the library and security counter. Raises FirmwareRefused."""
    check_board(facts, target.board, target.name)
    if facts.size > target.slot_bytes:
        raise FirmwareRefused(
            Why.TOO_LARGE,
            "This image is too large for the module.",
            f"It has {facts.size} bytes; a slot of {target.name} holds {target.slot_bytes}.",
        )
    if target.running_hash == facts.hash:
        return
    _check_version(facts, target)
    _check_rules(facts, target, rules or Rules())
    if None not in (facts.security_counter, target.security_counter) and _lower(facts, target):
        raise FirmwareRefused(
            Why.SECURITY_COUNTER,
            "This image is older than a security fix that the module has.",
            f"Its security counter is {facts.security_counter}; the running firmware has {target.security_counter}.",
        )


def _lower(facts: ImageFacts, target: Target) -> bool:
    return (facts.security_counter or 0) < (target.security_counter or 0)


def _check_version(facts: ImageFacts, target: Target) -> None:
    running = _running(target)
    if facts.version < running:
        raise FirmwareRefused(
            Why.DOWNGRADE,
            "This image is older than what the module runs.",
            f"The module runs {running}, the image is {facts.version}: a downgrade is not installed.",
        )
    if facts.version == running:
        raise FirmwareRefused(
            Why.SAME_VERSION,
            f"The module already runs version {running}, but with other content.",
            "Two builds under one version number cannot be told apart afterwards.",
            "Ask for a build with its own version number. Nothing was sent to the device.",
        )


def _running(target: Target) -> Version:
    try:
        return parse_version(target.version)
    except FormatError as error:
        raise FirmwareRefused(
            Why.UNSUPPORTED,
            "The module does not say which version it runs.",
            f"It says '{target.version}', so that a downgrade could not be recognised.",
        ) from error


def _check_rules(facts: ImageFacts, target: Target, rules: Rules) -> None:
    if rules.updates_from and _running(target) < parse_version(rules.updates_from):
        raise FirmwareRefused(
            Why.TOO_FAR,
            "This image cannot follow directly on what the module runs.",
            f"{facts.version} needs {rules.updates_from} or newer; the module runs {target.version}.",
            f"Install {rules.updates_from} first. Nothing was sent to the device.",
        )
    if rules.hardware and target.hardware not in rules.hardware:
        raise FirmwareRefused(
            Why.WRONG_HARDWARE,
            "This image is for another hardware revision.",
            f"It is for {', '.join(rules.hardware)}; the module is {target.hardware or 'of unknown revision'}.",
        )


# -- did it do harm ----------------------------------------------------------------------------------------------------


def harm(before: Snapshot, after: Snapshot) -> tuple[str, ...]:
    """What the new firmware lost, in words: counters that are lower, settings that are others. Empty: nothing."""
    found: list[str] = []
    if before.counter_epoch != after.counter_epoch:
        found.append("its counters were wiped")
    for name, value in before.counters.items():
        now = after.counters.get(name)
        if now is None or now < value:
            found.append(f"the counter '{name}' fell from {value} to {'nothing' if now is None else now}")
    found += _other_settings(before.settings, after.settings)
    return tuple(found)


def _other_settings(before: Mapping[str, str | int], after: Mapping[str, str | int]) -> list[str]:
    lost = [name for name, value in before.items() if after.get(name) != value]
    return [f"the setting '{name}' is no longer what it was" for name in lost]


def not_ready(snapshot: Snapshot, min_battery_mv: int) -> str:
    """Why a module must not be updated now, in words; empty when it may."""
    battery = snapshot.gauge("vbat_mv")
    if min_battery_mv and battery is not None and battery.value < min_battery_mv:
        return f"its battery is at {battery.value} mV; an update needs {min_battery_mv} mV"
    motor = snapshot.gauge("motor_ma")
    if motor is not None and motor.value >= IDLE_MA:
        return "its motor runs"
    return ""
