"""What the Bench page and the inspection are given. Same promises as `views.py`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from fleetdesk.domain.inspection import Photo
from fleetdesk.domain.inspection_asked import Condition
from fleetdesk.domain.motor_log import MotorLog
from fleetdesk.services.views import NOTHING, Connectivity, DueTask, Fact, Health, Moment, Problem, Text, Tone

# -- the Bench page ----------------------------------------------------------------------------------------------------


class PortState(StrEnum):
    CONNECTING = "connecting"
    """Opened, probing."""
    READY = "ready"
    UNKNOWN_ADAPTER = "unknown_adapter"
    """No pack fits its USB id: it was not touched. One button probes it."""
    UNKNOWN_UNIT = "unknown_unit"
    """It answered, a pack fits, the registry does not know it yet."""
    ERROR = "error"
    """No permission, busy, gone, garbage: `problem` says which."""
    LOCKED = "locked"
    """Another unit than the session's is on the port now: every write is refused."""


@dataclass(frozen=True, slots=True)
class LiveChannel:
    """What the plot draws. Samples arrive as floats in `unit`; `limit` in `unit` too, None when the pack has none.

    `beside` are the further channels that come with the same request; they have no `beside` and no full scale of their
    own (0: the axis follows the values). `lower` is the limit below which a value is a warning.
    """

    name: str
    label: Text
    unit: str
    limit: float | None = None
    full_scale: float = 8.0
    rate_hz: float | None = None
    lower: float | None = None
    beside: "tuple[LiveChannel, ...]" = ()
    logged: bool = False
    """The module records it by itself: its motor log can be fetched."""

    @property
    def every(self) -> "tuple[LiveChannel, ...]":
        """This channel and those beside it, in the order of a sample's values."""
        return (self, *self.beside)


@dataclass(frozen=True, slots=True)
class MotorTestView:
    """What a motor test found. Currents in the channel's unit, times on the loop's clock as samples carry them.

    `outcome` ok | high | not_seen; `began_s` and `ended_s` bound the run, None when none was seen.
    """

    outcome: str
    sentence: Text
    tone: Tone
    load: float | None = None
    peak: float | None = None
    began_s: float | None = None
    ended_s: float | None = None


@dataclass(frozen=True, slots=True)
class LogView:
    """A module's motor log as it was fetched. `content` is the file itself, kept on this laptop under its SHA-256.

    `log` is None when it cannot be read; `problem` then says where and why.
    """

    serial: str
    name: str
    sha256: str
    fetched_at: Moment
    content: bytes
    log: MotorLog | None = None
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class SettingRow:
    """One setting of a unit. `value` as a person reads and types it, "" where it is not `known` (a secret never is).

    `expected` by registry or pack, "" when nobody expects anything; `choices` when only these can be set.
    """

    name: str
    label: str
    value: str
    known: bool
    expected: str = ""
    differs: bool = False
    unit: str = ""
    writable: bool = False
    secret: bool = False
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SettingsView:
    """A unit's settings as just read; `may_change` False: it is not in the registry, so nothing is written."""

    serial: str
    model: str
    generation: int | None
    may_change: bool
    rows: tuple[SettingRow, ...]


@dataclass(frozen=True, slots=True)
class ChildRow:
    """One child of a gateway on the bench. `label` is the serial; `known` False: not in the registry.

    `registered` says where the registry puts it; `assignable`: `device` belongs to another gateway or none there.
    """

    label: str
    state: Health
    as_of: str | None
    signal_dbm: int | None = None
    firmware: str = ""
    known: bool = True
    registered: Text = NOTHING
    device: str | None = None
    assignable: bool = False
    missing: bool = False
    """Assigned here in the registry and not in the gateway's table."""


@dataclass(frozen=True, slots=True)
class JudgedLine:
    """One line of an audit: what it is about, what is so, how that is judged, and what to do about it."""

    label: Text
    value: Text
    tone: Tone
    advice: Text = NOTHING


@dataclass(frozen=True, slots=True)
class CauseBar:
    """One cause: `percent` likely, and the strongest reasons that speak for it, or the strongest one against."""

    cause: str
    name: Text
    percent: int
    reasons: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class TriageView:
    """The likeliest causes first. `verdict` in words; `next_look` what to do to know more; `cohort` what units like
    this one have in common. `evidence` {key: value} is what it rests on."""

    bars: tuple[CauseBar, ...]
    verdict: Text
    next_look: Text = NOTHING
    cohort: tuple[Text, ...] = ()
    evidence: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True)
class BenchUnit:
    """The unit on a port. `device` is None for one that is not registered yet.

    `upstream` is its connectivity as the fleet knows it, `answered_at` the newest wired contact.
    """

    pack: str
    model: str
    serial: str
    module: str
    category: str
    device: str | None
    store: str
    store_name: str
    zone: str
    upstream: Connectivity
    answered_at: str
    facts: tuple[Fact, ...] = ()
    """The passport's right side, in order: store, gateway, firmware, battery, signal."""
    due: tuple[DueTask, ...] = ()
    """Most urgent first; empty when no plan counts this category."""
    live: LiveChannel | None = None
    readings: tuple[Fact, ...] = ()
    """Counters and gauges of the last snapshot."""
    faults: tuple[Text, ...] = ()
    children: tuple[ChildRow, ...] = ()
    children_say: tuple[Text, ...] = ()
    """The parts of the one sentence about them; empty for a gateway that is not registered."""
    network: tuple[JudgedLine, ...] = ()
    """A gateway's way out: signal, address, uplink, firewall."""
    counts: bool = False
    """It has a usage counter, so it can be the module of a device."""

    can_inspect: bool = False
    """A template for its category is there."""
    draft: str | None = None
    """An unsigned inspection of this device waits to be continued."""
    audits: "tuple[TemplateChoice, ...]" = ()
    """What else than its inspection can be begun, by name."""
    last_inspection: Text = NOTHING
    can_restart: bool = False
    has_log: bool = False
    """Its module keeps a motor log that can be fetched."""
    triage: TriageView | None = None
    """Why it does not report; None for a unit that does, or that is not registered."""
    offer: str = ""
    """The version of a newer trusted image in the library; empty when there is none."""


@dataclass(frozen=True, slots=True)
class WorkView:
    """Work on a unit: what is done now, how far in per cent (None: no amount), whether it can be cancelled."""

    title: Text
    detail: Text = NOTHING
    percent: int | None = None
    can_cancel: bool = False


@dataclass(frozen=True, slots=True)
class PortView:
    """One port chip and, when selected, the page below it. `port` is the device path or pyserial URL.

    `by_hand`: a person added its URL, so it can be removed again. `expected`: LOCKED only, the unit of the session.
    """

    port: str
    label: str
    state: PortState
    unit: BenchUnit | None = None
    problem: Problem | None = None
    by_hand: bool = False
    expected: str = ""
    adapter: str = ""
    """What the adapter calls itself: "CP2102 USB to UART (10c4:ea60)"."""
    work: WorkView | None = None
    """What is under way on this unit; while it is, the port may come and go without the unit leaving the bench."""


@dataclass(frozen=True, slots=True)
class BenchView:
    """All ports, in the order in which they appeared."""

    ports: tuple[PortView, ...] = ()


# -- the inspection ----------------------------------------------------------------------------------------------------


class ItemKind(StrEnum):
    CHOICE = "choice"
    READING = "reading"
    """Filled from the cable; typed by hand when the cable cannot."""
    TEXT = "text"
    PHOTO = "photo"


@dataclass(frozen=True, slots=True)
class TemplateChoice:
    """`titles` {language: title}, English under "en"."""

    template: str
    titles: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ItemChoice:
    """`key` is the outcome that is recorded ("pass"), digits 1, 2, 3 ... choose in this order."""

    key: str
    label: Text
    tone: Tone = Tone.IDLE


@dataclass(frozen=True, slots=True)
class InspectionItem:
    """One question. `low`/`high` bound a reading in raw integers of `unit` x 10^scale; `live`: show the plot here."""

    id: str
    title: Text
    hint: Text = NOTHING
    kind: ItemKind = ItemKind.CHOICE
    choices: tuple[ItemChoice, ...] = ()
    required: bool = True
    unit: str = ""
    scale: int = 0
    low: int | None = None
    high: int | None = None
    live: bool = False
    ask_if: tuple[Condition, ...] = ()
    photo_if: tuple[str, ...] = ()
    """The outcomes that call for a photo."""
    picture: str = ""
    """The shipped instruction picture beside the question."""
    judged: bool = False
    """Pass or fail: what one tap may pass with its section."""
    wired: bool = False
    """The cable can fill it in."""
    is_text: bool = False
    """A reading that is a name or a version, not a number."""
    expected: str = ""
    """What the registry says that it should be."""
    last: "ItemAnswer | None" = None
    """What the last inspection said, of a circumstance; never of a judgement."""


@dataclass(frozen=True, slots=True)
class ItemAnswer:
    """An answer as it is recorded. `outcome` a choice's key, or ok | low | high for a reading, or "" for text only.

    `value` raw integer; `source` wired | typed | person; `taken_at` when the value was shown.
    """

    item: str
    outcome: str
    value: int | None = None
    source: str = "person"
    note: str = ""
    taken_at: str | None = None


@dataclass(frozen=True, slots=True)
class InspectionSection:
    id: str
    title: Text
    items: tuple[InspectionItem, ...]
    pass_all: bool = False
    """One act may give every open choice of the section its first outcome."""


@dataclass(frozen=True, slots=True)
class VerdictChoice:
    """healthy | connectivity | mechanical, each with the causes it may name."""

    key: str
    label: Text
    hint: Text
    tone: Tone
    causes: tuple[ItemChoice, ...] = ()
    cause_required: bool = True


@dataclass(frozen=True, slots=True)
class InspectionDraft:
    """An inspection under way, as it is kept on disk. `due` are the tasks that may be ticked as performed."""

    id: str
    device: str
    port: str | None
    model: str
    serial: str
    store_name: str
    zone: str
    title: Text
    template: str
    template_version: int
    started_at: str
    sections: tuple[InspectionSection, ...]
    verdicts: tuple[VerdictChoice, ...]
    answers: tuple[ItemAnswer, ...] = ()
    verdict: str | None = None
    cause: str | None = None
    note: str = ""
    due: tuple[DueTask, ...] = ()
    performed: tuple[str, ...] = ()
    saved_at: str | None = None
    live: LiveChannel | None = None
    photos: tuple[Photo, ...] = ()
    position: str = ""
    """The step and item at which the person was: "look/blade"."""
    facts: Mapping[str, str] = field(default_factory=dict[str, str])
    """What conditions ask of the device."""


@dataclass(frozen=True, slots=True)
class DraftChange:
    """What the page saves after each step. Whole state, so that repeating it changes nothing."""

    answers: tuple[ItemAnswer, ...]
    verdict: str | None
    cause: str | None
    note: str
    performed: tuple[str, ...]
    photos: tuple[Photo, ...] = ()
    position: str = ""


@dataclass(frozen=True, slots=True)
class OpenDraft:
    """An unsigned inspection on this laptop, whether its device is plugged in or not."""

    id: str
    device: str
    template: str
    title: Text
    model: str
    serial: str
    store_name: str
    started_at: Moment
    saved_at: Moment


@dataclass(frozen=True, slots=True)
class SignedInspection:
    """The receipt: `event` is in the journal. `due` is the device's due state after it."""

    event: str
    signed_at: Moment
    sentence: Text
    due: tuple[DueTask, ...] = ()
    waits: bool = False
