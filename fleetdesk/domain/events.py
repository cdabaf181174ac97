"""The catalogue: every kind of fact that Fleetdesk records, one frozen dataclass each, and the envelope around it.

Payloads hold strings, booleans, null, lists, maps with ASCII keys and integers below 2^53 (scaled, the unit in the
name) and no floats, so compact sorted-key JSON of a payload is RFC 8785. Later work adds kinds or versions and never
changes one. Instants are ISO 8601 UTC text with milliseconds and "Z"; ids are UUID text.
"""

import re
from dataclasses import dataclass, field, fields
from typing import Any, ClassVar, cast

from fleetdesk.domain.errors import FormatError

LARGEST_INTEGER = 2**53 - 1
HLC_TEXT = re.compile(r"[0-9a-f]{16}\Z")


class Payload:
    """Base of all payload dataclasses. `kind` and `v` name the row of the catalogue."""

    kind: ClassVar[str]
    v: ClassVar[int] = 1


@dataclass(frozen=True, slots=True)
class Envelope:
    """One event as it stands in a journal.

    `id` UUIDv7, made before the append; `seq` dense from 1 within `journal`; `hlc` 16 hex digits (48-bit Unix
    milliseconds, 16-bit counter), the order of the world being (`hlc`, `journal`, `seq`); `at` the wall clock that the
    person saw, UTC; `subjects` at least one, the first is the main one; `store` a code, for display only. `payload` is
    None when this Fleetdesk does not know the kind or version, or cannot read it: such an event is stored, passed on,
    shown as "needs a newer Fleetdesk", and folded after the upgrade.
    """

    id: str
    journal: str
    seq: int
    hlc: str
    at: str
    actor: str
    kind: str
    v: int
    subjects: tuple[str, ...]
    store: str | None
    payload: Payload | None

    @property
    def order(self) -> tuple[str, str, int]:
        """The order of the world."""
        return (self.hlc, self.journal, self.seq)


@dataclass(frozen=True, slots=True)
class Draft:
    """An event before it has a place in a journal. `id` is known, so that other events may refer to it."""

    id: str
    payload: Payload
    subjects: tuple[str, ...]
    at: str
    store: str | None = None


# -- the workstation, people ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalOpened(Payload):
    """First event of every journal. After a restore or a fork it names the journal that it continues."""

    kind: ClassVar[str] = "journal.opened"
    public_key: str
    version: str
    continues: str | None = None
    continues_seq: int | None = None
    reason: str = "first start"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyEnrolled(Payload):
    kind: ClassVar[str] = "key.enrolled"
    public_key: str
    role: str
    stores: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyRevoked(Payload):
    kind: ClassVar[str] = "key.revoked"
    public_key: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonNamed(Payload):
    """Who works at this workstation from now on."""

    kind: ClassVar[str] = "person.named"
    name: str
    staff_number: str
    role: str = "technician"


# -- registry --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreRegistered(Payload):
    kind: ClassVar[str] = "store.registered"
    code: str
    name: str
    time_zone: str
    address: str = ""
    synthetic: bool = False
    source_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreDescribed(Payload):
    """Editable fields of a store: `values` {field: new value}, `base` {field: event id that set it before or null}."""

    kind: ClassVar[str] = "store.described"
    values: dict[str, Any]
    base: dict[str, str | None]
    reason: str = ""
    source_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceRegistered(Payload):
    """A device is known from now on. `fields` are first values of the editable fields (see domain/fleet.py)."""

    kind: ClassVar[str] = "device.registered"
    device: str
    model: str
    category: str
    serial: str | None
    fields: dict[str, Any] = field(default_factory=dict[str, Any])
    source_id: str | None = None
    row_key: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceDescribed(Payload):
    """Editable fields change: `values` {field: new}, `base` {field: id of the event that set it before, or null}."""

    kind: ClassVar[str] = "device.described"
    device: str
    values: dict[str, Any]
    base: dict[str, str | None]
    reason: str = ""
    source_id: str | None = None
    row_key: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceMerged(Payload):
    kind: ClassVar[str] = "device.merged"
    device: str
    into: str
    undo_of: str | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceStatusSet(Payload):
    kind: ClassVar[str] = "device.status_set"
    device: str
    status: str
    reason: str
    base: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ModuleRegistered(Payload):
    kind: ClassVar[str] = "module.registered"
    module: str
    model: str
    serial: str
    source_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ModuleFitted(Payload):
    """`baseline` {counter: value at fitting}; a counter missing there has no baseline: its first reading is it."""

    kind: ClassVar[str] = "module.fitted"
    module: str
    device: str
    fitted_at: str
    baseline: dict[str, int] = field(default_factory=dict[str, int])
    boot_count: int | None = None
    counter_epoch: int | None = None
    reason: str = ""
    source_id: str | None = None
    row_key: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ModuleRemoved(Payload):
    """`last` {counter: value at removal}."""

    kind: ClassVar[str] = "module.removed"
    module: str
    device: str
    removed_at: str
    last: dict[str, int] = field(default_factory=dict[str, int])
    boot_count: int | None = None
    counter_epoch: int | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GatewayAssigned(Payload):
    """The device reports through `gateway` (a device id) from `assigned_at` on; null: through none."""

    kind: ClassVar[str] = "gateway.assigned"
    device: str
    gateway: str | None
    assigned_at: str
    base: str | None = None
    reason: str = ""
    source_id: str | None = None
    row_key: str | None = None


# -- observations ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class StateReported(Payload):
    """Somebody said how a device is. `state` online | offline | unknown; `source` upstream | wired | gateway | import.

    `details` are what was seen beside it, scaled integers or text: firmware, rssi_dbm, battery_mv, store, gateway.
    """

    kind: ClassVar[str] = "state.reported"
    device: str
    state: str
    source: str
    as_of: str
    details: dict[str, Any] = field(default_factory=dict[str, Any])
    source_id: str | None = None
    row_key: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingTaken(Payload):
    """A module's counter showed `value` at `taken_at`. `source` wired | upstream | typed.

    `max_per_hour` and `width` (bits) are the pack's, kept here so that every laptop folds alike whatever pack it has.
    """

    kind: ClassVar[str] = "reading.taken"
    module: str
    counter: str
    value: int
    taken_at: str
    source: str
    boot_count: int | None = None
    counter_epoch: int | None = None
    max_per_hour: int | None = None
    width: int = 32
    pack: str | None = None
    pack_version: str | None = None
    source_id: str | None = None
    row_key: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingVoided(Payload):
    kind: ClassVar[str] = "reading.voided"
    module: str
    reading: str
    reason: str
    accept: bool = False


# -- work --------------------------------------------------------------------------------------------------------------


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
    kind: ClassVar[str] = "service.postponed"
    device: str
    task: str
    until_uses: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InspectionSigned(Payload):
    """An inspection, sealed by the workstation's Ed25519 `signature` over the payload without that field.

    `answers` are maps {item, outcome, value, unit, source, note}; `readings` are {event, module, counter, value};
    `blobs` are {sha256, media_type, size, role}; `owed` names items whose evidence is still to come.
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


@dataclass(frozen=True, slots=True, kw_only=True)
class InspectionAmended(Payload):
    kind: ClassVar[str] = "inspection.amended"
    inspection: str
    device: str
    values: dict[str, Any]
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkOrdered(Payload):
    kind: ClassVar[str] = "work.ordered"
    device: str
    title: str
    owner: str = ""
    due_on: str | None = None
    inspection: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkClosed(Payload):
    kind: ClassVar[str] = "work.closed"
    work: str
    device: str
    outcome: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PartMoved(Payload):
    kind: ClassVar[str] = "part.moved"
    movement: str
    part: str
    quantity: int
    source: str | None = None
    target: str | None = None
    inspection: str | None = None


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
    kind: ClassVar[str] = "config.changed"
    device: str
    module: str
    before: dict[str, Any]
    after: dict[str, Any]
    outcome: str


# -- imports, plans, judgement ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportApplied(Payload):
    """`notes` are data-quality notes of the source, shown as they are: a contradiction is never "fixed"."""

    kind: ClassVar[str] = "import.applied"
    source_id: str
    file_sha256: str
    rows: int
    changed: int
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportUndone(Payload):
    kind: ClassVar[str] = "import.undone"
    source_id: str
    import_id: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanPublished(Payload):
    """A maintenance task by usage counter; the highest `version` of a task holds, ties by order."""

    kind: ClassVar[str] = "plan.published"
    task: str
    version: int
    title: str
    category: str
    counter: str
    every: int
    warn_at_percent: int = 90
    unit: str = "uses"
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplatePublished(Payload):
    """An inspection template; `body` as in `seeds/templates/`. The highest `version` holds."""

    kind: ClassVar[str] = "template.published"
    template: str
    version: int
    title: str
    category: str
    body: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictResolved(Payload):
    kind: ClassVar[str] = "conflict.resolved"
    conflict: str
    choice: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EventQuarantined(Payload):
    kind: ClassVar[str] = "event.quarantined"
    event: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EventReleased(Payload):
    kind: ClassVar[str] = "event.released"
    event: str
    reason: str


CATALOGUE: dict[tuple[str, int], type[Payload]] = {
    (cls.kind, cls.v): cls
    for cls in (
        JournalOpened, KeyEnrolled, KeyRevoked, PersonNamed,
        StoreRegistered, StoreDescribed, DeviceRegistered, DeviceDescribed, DeviceMerged, DeviceStatusSet,
        ModuleRegistered, ModuleFitted, ModuleRemoved, GatewayAssigned,
        StateReported, ReadingTaken, ReadingVoided,
        ServicePerformed, ServicePostponed, InspectionSigned, InspectionAmended, WorkOrdered, WorkClosed, PartMoved,
        FirmwareAdded, FirmwareUpdated, DeviceReset, ConfigChanged,
        ImportApplied, ImportUndone, PlanPublished, TemplatePublished, ConflictResolved,
        EventQuarantined, EventReleased,
    )
}  # fmt: skip


def payload_map(payload: Payload) -> dict[str, Any]:
    """The payload as the map that is encoded: fields at their default are left out, tuples become lists."""
    result: dict[str, Any] = {}
    for spec in fields(cast(Any, payload)):
        value = getattr(payload, spec.name)
        if spec.default is not None and value == spec.default:
            continue
        if value is None and spec.default is None:
            continue
        result[spec.name] = value
    check_payload(result)
    return result


def check_payload(value: object, place: str = "payload") -> None:
    """Raises FormatError, naming the place, when `value` is outside the restricted JSON of payloads."""
    if value is None or isinstance(value, str | bool):
        return
    if isinstance(value, int):
        if abs(value) > LARGEST_INTEGER:
            raise FormatError(f"{place}: {value} is not below 2^53")
    elif isinstance(value, list | tuple):
        for index, item in enumerate(cast("list[object]", value)):
            check_payload(item, f"{place}[{index}]")
    elif isinstance(value, dict):
        for key, item in cast("dict[object, object]", value).items():
            if not isinstance(key, str) or not key.isascii():
                raise FormatError(f"{place}: key {key!r} is not ASCII text")
            check_payload(item, f"{place}.{key}")
    else:
        raise FormatError(f"{place}: {type(value).__name__} is not allowed (no floats: scale to an integer)")
