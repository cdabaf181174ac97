"""What the pages ask for: Protocols that the services fulfil. The window knows nothing below them.

Plain methods block and are called from the bridge's pool, never from the GUI thread, so they must be safe to call
from several threads. `async` methods run on the io loop. `subscribe` methods call back from any thread with the
whole new value, first with the present one; what they return ends the subscription. Failures are KnownErrors.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

from fleetdesk.domain.inspection import Photo
from fleetdesk.services.bench_views import (
    BenchView,
    DraftChange,
    InspectionDraft,
    ItemAnswer,
    LogView,
    MotorTestView,
    OpenDraft,
    SettingsView,
    SignedInspection,
)
from fleetdesk.services.views import (
    DeviceDetail,
    DevicePage,
    DeviceQuery,
    FilterChoices,
    FleetFigures,
    ImportDone,
    ImportPreview,
    Person,
    SupportFile,
    SyncState,
    Text,
    Workspace,
)

if TYPE_CHECKING:
    from fleetdesk.services.device_forms import ActForm
    from fleetdesk.services.import_eva_dts import Asked, EvaOutcome
    from fleetdesk.services.print_labels import Printed
    from fleetdesk.ui.imports.source import ImportSource
    from fleetdesk.ui.inspections.source import InspectionLogSource
    from fleetdesk.ui.maintenance.source import MaintenanceSource
    from fleetdesk.ui.plans.source import PlansSource
    from fleetdesk.ui.spares.source import SparesSource
    from fleetdesk.ui.stores.source import StoresSource
    from fleetdesk.ui.sync.source import SyncSource
    from fleetdesk.ui.template_source import TemplatesSource
    from fleetdesk.ui.today.source import TodaySource
    from fleetdesk.ui.work.source import WorkSource

Unsubscribe = Callable[[], None]
PushSample = Callable[[float, Sequence[float]], None]
"""(seconds on a steady clock, a value per channel of `LiveChannel.every`, nan for none); called from the io thread,
never blocks."""


class WorkspaceSource(Protocol):
    def workspace(self) -> Workspace: ...

    def set_person(self, person: Person) -> Workspace: ...

    def support_files(self) -> tuple[SupportFile, ...]:
        """What a support bundle would hold, redacted."""
        ...

    def save_support(self, path: str, files: tuple[SupportFile, ...]) -> str:
        """Writes these files as one new zip file; returns its path."""
        ...

    def load_sample(self) -> ImportDone: ...

    async def join_hub(self, url: str) -> SyncState: ...

    async def sync_now(self) -> SyncState: ...

    def subscribe_sync(self, callback: Callable[[SyncState], None]) -> Unsubscribe: ...


class FleetSource(Protocol):
    def figures(self) -> FleetFigures: ...

    def choices(self) -> FilterChoices: ...

    def page(self, query: DeviceQuery, offset: int, limit: int) -> DevicePage: ...

    def detail(self, device: str) -> DeviceDetail: ...

    def scanned(self, text: str) -> str | None:
        """The one device whose serial or tag a scanner read; None when there is none, or more than one."""
        ...

    def export(self, path: str, query: DeviceQuery) -> int:
        """Writes the devices of a query as .csv or .xlsx; returns how many."""
        ...

    def print_labels(self, path: str, query: DeviceQuery) -> "Printed":
        """Writes labels of the devices of a query as a PDF."""
        ...

    def act_form(self, device: str, act: str) -> "ActForm": ...

    def do_act(self, form: "ActForm", values: Mapping[str, str], reason: str) -> None: ...

    def preview_import(self, path: str) -> ImportPreview: ...

    def apply_import(self, path: str) -> ImportDone: ...

    def is_audit_file(self, path: str) -> bool:
        """An EVA-DTS audit of a coffee machine; else a file with a fleet in it."""
        ...

    def preview_eva(self, path: str, asked: "Asked") -> "EvaOutcome": ...

    def apply_eva(self, path: str, asked: "Asked") -> "EvaOutcome": ...

    def subscribe_changes(self, callback: Callable[[int], None]) -> Unsubscribe:
        """Called with the data's version after every append, here or in another process."""
        ...


class BenchSource(Protocol):
    def subscribe(self, callback: Callable[[BenchView], None]) -> Unsubscribe: ...

    async def add_port(self, url: str) -> None: ...

    async def forget_port(self, port: str) -> None: ...

    async def probe(self, port: str) -> None:
        """Probes an unknown adapter, or tries a port again after an error."""
        ...

    async def read_again(self, port: str) -> None:
        """Takes a fresh snapshot; the new view arrives by the subscription."""
        ...

    async def register(self, port: str, store: str) -> None:
        """Puts the unknown unit on `port` into the registry, in the store with that code."""
        ...

    async def fit(self, port: str, device: str, old_value: str) -> Text:
        """The unit on `port` is a module that went into `device` (serial, tag or id); `old_value` as it was typed."""
        ...

    async def assign(self, port: str, devices: tuple[str, ...]) -> None:
        """Assigns devices to the gateway on `port`, also in their modules where these are on a cable too."""
        ...

    async def watch_current(self, port: str, push: PushSample) -> None:
        """Runs until it is cancelled or the port goes away."""
        ...

    async def motor_test(self, port: str, push: PushSample) -> MotorTestView:
        """Watches in the same way until one run of the motor is over, and judges it."""
        ...

    async def accept_unit(self, port: str) -> None:
        """Ends a LOCKED session and opens one with the unit that is on the port now."""
        ...

    async def update_firmware(self, port: str) -> Text:
        """Installs the offered image on the unit of a port. How far it is arrives by the subscription."""
        ...

    async def restart_module(self, port: str) -> Text: ...

    async def fetch_log(self, port: str, *, of_now: bool) -> LogView:
        """Downloads the module's motor log and keeps it. How far it is arrives by the subscription.

        `of_now`: the log that it closes now, after a run; else one that was begun is gone on with.
        """
        ...

    async def settings(self, port: str) -> SettingsView:
        """Reads the settings of the unit on a port, beside what is expected of them."""
        ...

    async def change_settings(self, port: str, typed: Mapping[str, str], generation: int | None) -> SettingsView:
        """Writes {setting: words} as one act and returns what is read afterwards; `generation` as it was read."""
        ...

    def cancel_work(self, port: str) -> None:
        """Ends the update at its next safe point. Does not block."""
        ...

    async def reload_packs(self) -> int:
        """Reads the driver packs anew; returns how many there are."""
        ...


class InspectionSource(Protocol):
    def start(
        self, device: str, port: str | None, *, template: str | None = None, language: str = "en"
    ) -> InspectionDraft:
        """A new draft, or the unsigned one that is already there, with the wired readings filled in."""
        ...

    def unfinished(self, language: str = "en") -> tuple[OpenDraft, ...]:
        """All unsigned inspections of this laptop, the one that was worked on last first."""
        ...

    def add_photo(self, item: str, path: str) -> Photo:
        """Keeps a picture file, cleaned; the draft names it with its next save."""
        ...

    def add_picture(self, item: str, content: bytes, original: str = "") -> Photo:
        """The same with a picture's bytes; `original` names the photo that was drawn on."""
        ...

    def picture(self, photo: str, edge: int | None = None) -> bytes:
        """A kept photo as JPEG, small when an `edge` is named."""
        ...

    def save(self, draft: str, change: DraftChange) -> str:
        """Keeps the draft on disk; returns the instant (ISO 8601 UTC) at which it was durable."""
        ...

    def discard(self, draft: str) -> None: ...

    async def read_items(self, draft: str) -> tuple[ItemAnswer, ...]:
        """Reads the wired items again, now."""
        ...

    def sign(self, draft: str, change: DraftChange, signer: Person, signature: bytes | None = None) -> SignedInspection:
        """Saves, seals and appends, all in one transaction. After it returns the inspection is durable. `signature`: a
        PNG of what was drawn."""
        ...


class Services(Protocol):
    """Everything the window is built from."""

    @property
    def workspace(self) -> WorkspaceSource: ...

    @property
    def fleet(self) -> FleetSource: ...

    @property
    def bench(self) -> BenchSource: ...

    @property
    def inspections(self) -> InspectionSource: ...

    @property
    def inspection_log(self) -> "InspectionLogSource": ...

    @property
    def plans(self) -> "PlansSource": ...

    @property
    def maintenance(self) -> "MaintenanceSource": ...

    @property
    def spares(self) -> "SparesSource": ...

    @property
    def sync(self) -> "SyncSource": ...

    @property
    def today(self) -> "TodaySource": ...

    @property
    def work(self) -> "WorkSource": ...

    @property
    def stores(self) -> "StoresSource": ...

    @property
    def templates(self) -> "TemplatesSource": ...

    @property
    def imports(self) -> "ImportSource": ...
