"""What the pages are given: frozen values, made by services, shown by `ui`. Pure data, no Qt, storage or devices.

Promises: every instant is ISO 8601 UTC text ("...Z") and stands beside the IANA zone in which it is shown; every
state carries its age (`as_of`); "unknown" is a state of its own, never a kind of "down"; numbers come with their
denominator. Sentences are `Text`: an English template with values, so that the window can translate the one and
format the others. A service that is asked for something that is not there raises a KnownError instead.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

# -- words -------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant and the zone of the store it belongs to: `at` ISO 8601 UTC, `zone` IANA ("America/New_York")."""

    at: str
    zone: str = "UTC"

    def __str__(self) -> str:
        return self.at


@dataclass(frozen=True, slots=True)
class Timed(Moment):
    """A moment that a sentence shows with its time of day."""

    def __str__(self) -> str:
        return self.at


Value: TypeAlias = "str | int | Moment | Text"


@dataclass(frozen=True, slots=True)
class Text:
    """A sentence: `Text("{uses} uses on module {module}", {"uses": 940, "module": "M-7731"})`.

    Integers are grouped, moments shown in their zone and sentences within it translated by the window; `str()` gives
    plain English for logs.
    """

    message: str
    values: Mapping[str, Value] = field(default_factory=dict[str, Value])

    def __str__(self) -> str:
        return self.message.format(**self.values) if self.values else self.message


NOTHING = Text("")


class Tone(StrEnum):
    """What a colour may mean. It never stands without a word."""

    OK = "ok"
    WARN = "warn"
    BAD = "bad"
    IDLE = "idle"


@dataclass(frozen=True, slots=True)
class Fact:
    """One labelled value of a passport or a detail panel: "Firmware", "1.3.0". `as_of`: how old it is, if it ages."""

    label: Text
    value: Text
    tone: Tone | None = None
    as_of: str | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """A KnownError as a page shows it. `details` is what the copy button adds for support (a transcript's tail)."""

    title: str
    message: str = ""
    next_step: str = ""
    details: str = ""


# -- people, the workstation, sync -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Person:
    """Who works at this laptop."""

    name: str
    staff_number: str
    role: str = "technician"


class HubLink(StrEnum):
    """How this workstation and its hub stand."""

    NONE = "none"
    """No hub was ever joined: work stays here, nothing waits."""
    ONLINE = "online"
    OFFLINE = "offline"
    SYNCING = "syncing"
    REFUSED = "refused"
    """The hub answered and said no; `problem` says why."""


@dataclass(frozen=True, slots=True)
class SyncState:
    """What waits and why. `since`: from when on `link` holds. `saved_at`: the last durable append of this journal.

    `waiting_events` and `waiting_blobs` count what the hub has not acknowledged; both are 0 without a hub.
    """

    link: HubLink = HubLink.NONE
    since: str | None = None
    hub: str | None = None
    waiting_events: int = 0
    waiting_blobs: int = 0
    last_sync: str | None = None
    saved_at: str | None = None
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class Workspace:
    """The state of the whole application. `empty`: no device is known, show the first-run choices.

    `zone` is the laptop's own IANA zone, for times that belong to no store; `sample` says that the sample fleet
    (synthetic where the report gives no name) is loaded.
    """

    person: Person | None
    empty: bool
    zone: str = "UTC"
    sample: bool = False
    version: str = ""


# -- states and due work -----------------------------------------------------------------------------------------------


class Health(StrEnum):
    ONLINE = "online"
    OFFLINE = "offline"
    UNKNOWN = "unknown"


class Silence(StrEnum):
    """Why a state is what it is, beyond the bare report."""

    NONE = ""
    NEVER_REPORTED = "never_reported"
    GATEWAY_DOWN = "gateway_down"
    """Reported offline, but through a gateway that is itself down: unknown since the gateway went."""
    TOO_OLD = "too_old"
    """The newest report is older than its source's age limit."""


@dataclass(frozen=True, slots=True)
class Connectivity:
    """What remains true about a device's connection, relative to its gateway.

    `state` is the judged state, `reported` the newest report as it was; `since`: from when on `state` holds (None:
    not known); `as_of`: when the newest report was made (None: never); `source` upstream | wired | gateway | import.
    """

    state: Health
    reported: Health = Health.UNKNOWN
    since: str | None = None
    as_of: str | None = None
    source: str = ""
    silence: Silence = Silence.NONE
    gateway: str = ""
    """Serial of the gateway that explains a GATEWAY_DOWN silence."""


class DueLevel(StrEnum):
    OK = "ok"
    SOON = "soon"
    DUE = "due"
    UNKNOWN = "unknown"
    """No reading yet: nothing can be said, and nothing is said."""


@dataclass(frozen=True, slots=True)
class DueTask:
    """One maintenance task of one device: `uses` since the last service, of `every`; over it when uses >= every.

    `reason` is the ledger's sentence (which module counted what); `uncounted` says what the total cannot contain
    ("the span before the first reading: no baseline"); `outlook` in sentences when it falls due, from
    what that is known, and when the store is quiet for it; `as_of` the newest reading that counts; `postponed` until
    when, by whom and why, while that holds.
    """

    task: str
    title: Text
    uses: int | None
    every: int
    level: DueLevel
    unit: str = "uses"
    reason: Text = NOTHING
    uncounted: tuple[Text, ...] = ()
    outlook: tuple[Text, ...] = ()
    parts: tuple[str, ...] = ()
    plan_version: int = 1
    as_of: str | None = None
    postponed: Text = NOTHING

    @property
    def over(self) -> int:
        """Uses past the limit; negative while some are left. 0 without a reading."""
        return 0 if self.uses is None else self.uses - self.every


# -- the Fleet page ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Counted:
    """A name and how many: one line of a breakdown, one choice of a filter. `key` is what a query carries."""

    key: str
    label: Text
    count: int


@dataclass(frozen=True, slots=True)
class FleetFigures:
    """The four figures and all that their denominators need. `relative_*` and the two unknowns sum to `devices`.

    `reported_*`: what the fleet's own newest states say. `really_down`: offline behind a live gateway or none.
    """

    devices: int
    stores: int
    reported_online: int
    reported_offline: int
    never_reported: int
    relative_online: int
    really_down: int
    unknown_behind_dead_gateway: int
    unknown_other: int
    due: int
    due_by_task: tuple[Counted, ...] = ()
    gateways: int = 0
    gateways_down: int = 0
    as_of: str | None = None
    notes: tuple[Text, ...] = ()
    """Data-quality notes of the imports, shown as they are."""


class SortBy(StrEnum):
    SERIAL = "serial"
    MODEL = "model"
    STORE = "store"
    STATE = "state"
    SINCE = "since"
    GATEWAY = "gateway"
    FIRMWARE = "firmware"
    USES = "uses"
    """By share of the interval that is used up (uses / every), not by the bare number."""


@dataclass(frozen=True, slots=True)
class DeviceQuery:
    """What the table shows. Empty fields do not filter; `search` matches serial, tag, store and model by prefix."""

    search: str = ""
    store: str | None = None
    category: str | None = None
    state: Health | None = None
    due: DueLevel | None = None
    """DUE: due now. SOON: due now or soon."""
    sort: SortBy = SortBy.SERIAL
    descending: bool = False


@dataclass(frozen=True, slots=True)
class DeviceRow:
    """One device in the table. `due` is its most urgent task, None for devices that no plan counts.

    `serial` may be empty (the report names none): `label` is what people call the device then.
    """

    device: str
    label: str
    serial: str
    model: str
    category: str
    store: str
    store_name: str
    zone: str
    connectivity: Connectivity
    gateway: str = ""
    firmware: str = ""
    due: DueTask | None = None
    status: str = "in_service"
    conflicts: int = 0


@dataclass(frozen=True, slots=True)
class DevicePage:
    """`rows` from `offset` on; `total` rows match the query. `version`: the data's state, changed by each append."""

    rows: tuple[DeviceRow, ...]
    offset: int
    total: int
    version: int = 0


@dataclass(frozen=True, slots=True)
class FilterChoices:
    """What the filter menus offer, with counts over the whole fleet."""

    stores: tuple[Counted, ...] = ()
    categories: tuple[Counted, ...] = ()


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One thing that happened to a device, as a sentence. Newest first in a detail.

    `sealed`: a signed inspection. `waits`: not yet acknowledged by the hub (only meaningful once a hub is joined).
    `newer`: the event's kind needs a newer Fleetdesk; it is kept and passed on.
    """

    event: str
    kind: str
    at: Moment
    sentence: Text
    detail: Text = NOTHING
    actor: str = ""
    tone: Tone = Tone.IDLE
    sealed: bool = False
    waits: bool = False
    newer: bool = False


@dataclass(frozen=True, slots=True)
class DeviceDetail:
    """All that the panel on the right shows. `timeline_total` may exceed the entries given; `merged`: other entries go
    on as this device."""

    row: DeviceRow
    facts: tuple[Fact, ...] = ()
    due: tuple[DueTask, ...] = ()
    timeline: tuple[TimelineEntry, ...] = ()
    timeline_total: int = 0
    conflicts: tuple[Text, ...] = ()
    merged: bool = False


@dataclass(frozen=True, slots=True)
class SupportFile:
    """One file of a support bundle and, in words, what is in it."""

    name: str
    about: str
    content: bytes

    @property
    def size(self) -> int:
        return len(self.content)


@dataclass(frozen=True, slots=True)
class ImportPreview:
    """What importing a file would do; nothing has been written. `problems` refuse it, `notes` do not."""

    path: str
    source_id: str
    rows: int
    new: int
    changed: int
    unchanged: int
    notes: tuple[Text, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportDone:
    path: str
    rows: int
    new: int
    changed: int
    unchanged: int
