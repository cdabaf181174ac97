"""The catalogue: every kind of fact that Fleetdesk records, one frozen dataclass each, and the envelope around it.

Payloads hold strings, booleans, null, lists, maps with ASCII keys and integers below 2^53 (scaled, the unit in the
name) and no floats, so compact sorted-key JSON of a payload is RFC 8785. Later work adds kinds or versions and never
changes one. Instants are ISO 8601 UTC text with milliseconds and "Z"; ids are UUID text.
"""

from dataclasses import dataclass, field
from typing import Any, ClassVar

from fleetdesk.domain.envelope import HLC_TEXT as HLC_TEXT
from fleetdesk.domain.envelope import Draft as Draft
from fleetdesk.domain.envelope import Envelope as Envelope
from fleetdesk.domain.events_work import ConfigChanged as ConfigChanged
from fleetdesk.domain.events_work import DeviceReset as DeviceReset
from fleetdesk.domain.events_work import FirmwareAdded as FirmwareAdded
from fleetdesk.domain.events_work import FirmwareUpdated as FirmwareUpdated
from fleetdesk.domain.events_work import InspectionAmended as InspectionAmended
from fleetdesk.domain.events_work import InspectionSigned as InspectionSigned
from fleetdesk.domain.events_work import PartDescribed as PartDescribed
from fleetdesk.domain.events_work import PartMoved as PartMoved
from fleetdesk.domain.events_work import ServicePerformed as ServicePerformed
from fleetdesk.domain.events_work import ServicePostponed as ServicePostponed
from fleetdesk.domain.events_work import WorkClosed as WorkClosed
from fleetdesk.domain.events_work import WorkOrdered as WorkOrdered
from fleetdesk.domain.payload import LARGEST_INTEGER as LARGEST_INTEGER
from fleetdesk.domain.payload import Payload as Payload
from fleetdesk.domain.payload import check_payload as check_payload
from fleetdesk.domain.payload import payload_map as payload_map

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
    """Editable fields of a store: `values` {field: new value}, `base` {field: event id that set it before or null}.

    Fields: name, time_zone, address, synthetic, status (domain/fleet.py StoreStatus), opening_hours (a map, see there).
    """

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
    """`device` and `into` are one unit, which goes on as `into`. `undo_of`: the merge that was none after all."""

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
class ModuleDescribed(Payload):
    """A module's `serial` is corrected; its id stays what it was. `base`: id of the event that set it before."""

    kind: ClassVar[str] = "module.described"
    module: str
    serial: str
    base: str | None = None
    reason: str = ""


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
    """An import is taken back: one event for each subject that it touched, which names that subject's `events`, and
    one for the import itself. `import_id` is the id of its import.applied. See domain/undone.py."""

    kind: ClassVar[str] = "import.undone"
    source_id: str
    import_id: str
    reason: str
    events: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanPublished(Payload):
    """A maintenance task: due at `every` counts of `counter` since it was last done, or after `every` days when
    `counter` is empty. It holds for a category, or more narrowly for a `model` or one `device` of it. The highest
    `version` of a task and place holds, ties by order; an `ended` one says that the task is not done there.

    `base` is the event that it replaces, empty for the shipped plan, None in a shipped plan itself; when that did not
    hold any more, both are shown as a conflict.
    """

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
    one: str = ""
    many: str = ""
    """Words for counting them: "1 blade", "4 blades"."""
    model: str | None = None
    device: str | None = None
    ended: bool = False
    base: str | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplatePublished(Payload):
    """An inspection template; `body` as in `seeds/templates/`. The highest `version` holds; an inspection keeps the
    version that it began with."""

    kind: ClassVar[str] = "template.published"
    template: str
    version: int
    title: str
    category: str
    body: dict[str, Any]
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictResolved(Payload):
    """`choice` is the event whose side holds; one that names neither side only says that somebody has seen to it."""

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
        ModuleRegistered, ModuleDescribed, ModuleFitted, ModuleRemoved, GatewayAssigned,
        StateReported, ReadingTaken, ReadingVoided,
        ServicePerformed, ServicePostponed, InspectionSigned, InspectionAmended, WorkOrdered, WorkClosed, PartMoved,
        PartDescribed, FirmwareAdded, FirmwareUpdated, DeviceReset, ConfigChanged,
        ImportApplied, ImportUndone, PlanPublished, TemplatePublished, ConflictResolved,
        EventQuarantined, EventReleased,
    )
}  # fmt: skip
