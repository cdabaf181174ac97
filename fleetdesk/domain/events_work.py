"""The part of the catalogue that tells of work: services, inspections, orders, parts, what was done to a device.

Same rules as `events.py`, through which everybody imports these.
"""

from dataclasses import dataclass, field
from typing import Any, ClassVar

from fleetdesk.domain.payload import Payload


@dataclass(frozen=True, slots=True, kw_only=True)
class ServicePerformed(Payload):
    """A due task was done on a device; `inspection` is the id of the event that proves it."""

    kind: ClassVar[str] = "service.performed"
    device: str
    task: str
    plan_version: int
    performed_at: str
    inspection: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ServicePostponed(Payload):
    """A task is put off: to `until_uses` since its last service, or to the instant `until_at` where no counter decides.
    It ends with the service, at its limit, or when it is withdrawn (`undo_of`)."""

    kind: ClassVar[str] = "service.postponed"
    device: str
    task: str
    until_uses: int | None = None
    until_at: str | None = None
    reason: str = ""
    undo_of: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InspectionSigned(Payload):
    """An inspection, sealed by the workstation's Ed25519 `signature` over the payload without that field.

    `answers` are maps {item, outcome, value, unit, source, note}; `readings` are {event, module, counter, value};
    `blobs` are {sha256, media_type, size, role, item}; `owed` names items whose evidence is still to come.
    `template_sha256` binds the body of the template. `parts` and their own signature say where a broken seal is broken
    (runtime/seal.py); both are written since 0.2.
    """

    kind: ClassVar[str] = "inspection.signed"
    device: str
    module: str | None
    template: str
    template_version: int
    started_at: str
    signed_at: str
    signer: dict[str, Any]
    answers: tuple[dict[str, Any], ...]
    verdict: str
    cause: str | None
    note: str = ""
    readings: tuple[dict[str, Any], ...] = ()
    services: tuple[str, ...] = ()
    blobs: tuple[dict[str, Any], ...] = ()
    owed: tuple[str, ...] = ()
    public_key: str = ""
    signature: str = ""
    template_sha256: str | None = None
    parts: dict[str, Any] | None = None
    parts_signature: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class InspectionAmended(Payload):
    """A correction beside a signed inspection, never instead of it: `values` {field: what it should say} and `before`
    {field: what it says}, with the reason; sealed by a signature as the inspection is.

    Fields: "answers.ITEM" (a map as in `answers`, null: no answer), "verdict", "cause", "note". `inspection_signature`
    binds it to the very inspection that was read.
    """

    kind: ClassVar[str] = "inspection.amended"
    inspection: str
    device: str
    values: dict[str, Any]
    reason: str
    before: dict[str, Any] = field(default_factory=dict[str, Any])
    amended_at: str | None = None
    signer: dict[str, Any] = field(default_factory=dict[str, Any])
    inspection_signature: str = ""
    public_key: str = ""
    signature: str = ""
    parts: dict[str, Any] | None = None
    parts_signature: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkOrdered(Payload):
    """`title` is to be done on a device by `owner` until `due_on` (YYYY-MM-DD in the store's zone); `inspection` is
    the event of the finding. `work` is its own id (domain/work.py; None: the event's), `act` what kind of work it is,
    `supplier` from whom a replacement is asked."""

    kind: ClassVar[str] = "work.ordered"
    device: str
    title: str
    owner: str = ""
    due_on: str | None = None
    inspection: str | None = None
    work: str | None = None
    act: str = "other"
    supplier: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkClosed(Payload):
    """`outcome` done | dropped."""

    kind: ClassVar[str] = "work.closed"
    work: str
    device: str
    outcome: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartMoved(Payload):
    """`quantity` of a part went from `source` to `target` (places as in domain/stock.py; None: from or to outside).

    `movement` is its own id: recorded twice, it counts once. `counted`: somebody counted `quantity` at `target`.
    """

    kind: ClassVar[str] = "part.moved"
    movement: str
    part: str
    quantity: int
    source: str | None = None
    target: str | None = None
    inspection: str | None = None
    moved_at: str | None = None
    counted: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartDescribed(Payload):
    """What people keep about a part, or about the spare devices of a category ("device:CATEGORY"): `values` of name,
    supplier, alternate, safety_stock; `base` {field: event that set it before}."""

    kind: ClassVar[str] = "part.described"
    part: str
    values: dict[str, Any]
    base: dict[str, str | None]
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FirmwareAdded(Payload):
    """An image is in the library: its blob `image_sha256`, the `hash` by which a slot names it, what it is for.

    `key` is the SHA-256 of the public key whose signature held where it was added. It proves nothing elsewhere: each
    laptop checks the signature again with a key that a person there pinned.
    """

    kind: ClassVar[str] = "firmware.added"
    image_sha256: str
    hash: str
    version: str
    board: str
    key: str
    signature: str
    size: int
    security_counter: int | None = None
    name: str = ""
    notes: str = ""
    updates_from: str = ""
    hardware: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FirmwareUpdated(Payload):
    """How an update ended (`domain/firmware.py` Outcome): versions `before` and `after` ("" when not known)."""

    kind: ClassVar[str] = "firmware.updated"
    device: str
    module: str
    before: str
    after: str
    image_sha256: str
    outcome: str
    transcript_sha256: str | None = None
    target: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceReset(Payload):
    """A restart over the cable. `before` and `after` hold firmware, boot_count, counters and settings."""

    kind: ClassVar[str] = "device.reset"
    device: str
    module: str
    before: dict[str, Any]
    after: dict[str, Any]
    transcript_sha256: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfigChanged(Payload):
    """Settings were changed over the cable. `before` and `after` {setting: raw value as read}; a secret that was
    written stands in `after` as null and nowhere else. `outcome` changed | rolled_back | uncertain.
    """

    kind: ClassVar[str] = "config.changed"
    device: str
    module: str
    before: dict[str, Any]
    after: dict[str, Any]
    outcome: str
    reason: str = ""
    transcript_sha256: str | None = None
