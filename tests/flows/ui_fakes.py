"""Made-up services for the window's own tests and pictures: the real protocols, real threads, invented figures."""

import asyncio
import hashlib
import math
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Generic, TypeVar

import ui_data as data

from fleetdesk.domain.errors import KnownError
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
from fleetdesk.services.campaign_log import CampaignChoice
from fleetdesk.services.close_tasks import Done, Round, Signing
from fleetdesk.services.compare_inspections import Comparison
from fleetdesk.services.conflicts import ConflictPage
from fleetdesk.services.device_forms import ActForm, FormField
from fleetdesk.services.edit_plans import Effect, PlanEdit, PlanRow
from fleetdesk.services.edit_templates import TemplateRow, TemplateVersion
from fleetdesk.services.import_eva_dts import Asked, EvaOutcome
from fleetdesk.services.import_fleet import ImportHow, ImportOutcome, Step
from fleetdesk.services.import_views import EarlierImport, ImportCheck, ImportTable, ImportUndoDone, RefusedRow
from fleetdesk.services.inspection_log import SealCheck
from fleetdesk.services.inspection_views import (
    InspectionView,
    LogChoices,
    LogFilter,
    LogLine,
    LogPage,
    ServicePage,
)
from fleetdesk.services.plan_visit import Visit, WorkAhead
from fleetdesk.services.plans_page import PlanView, VersionView
from fleetdesk.services.print_labels import Printed
from fleetdesk.services.receipt import ReceiptSummary
from fleetdesk.services.spares import Spare
from fleetdesk.services.spares_page import MoveLine
from fleetdesk.services.stick_page import StickRead, StickView
from fleetdesk.services.stores_page import KnownStore, StoreLine, StoreWords
from fleetdesk.services.sync_page import SyncProgress, SyncView
from fleetdesk.services.templates_page import TemplateEdit
from fleetdesk.services.today_views import Campaign, Today
from fleetdesk.services.views import (
    Counted,
    DeviceDetail,
    DevicePage,
    DeviceQuery,
    DeviceRow,
    DueLevel,
    FilterChoices,
    FleetFigures,
    HubLink,
    ImportDone,
    ImportPreview,
    Moment,
    Person,
    SortBy,
    SupportFile,
    SyncState,
    Text,
    Tone,
    Workspace,
)
from fleetdesk.services.work_views import Remains
from fleetdesk.ui.sources import PushSample

T = TypeVar("T")
ANA = Person("Ana Ruiz", "T-4417")


class Feed(Generic[T]):
    """A value with subscribers, who are called from a thread that is not the GUI's."""

    def __init__(self, value: T) -> None:
        self.value = value
        self._callbacks: list[Callable[[T], None]] = []

    def subscribe(self, callback: Callable[[T], None]) -> Callable[[], None]:
        self._callbacks.append(callback)
        self._tell(callback)
        return lambda: self._callbacks.remove(callback)

    @property
    def listeners(self) -> int:
        return len(self._callbacks)

    def set(self, value: T) -> None:
        self.value = value
        for callback in tuple(self._callbacks):
            self._tell(callback)

    def _tell(self, callback: Callable[[T], None]) -> None:
        thread = threading.Thread(target=callback, args=(self.value,))
        thread.start()
        thread.join()


@dataclass
class FakeWorkspace:
    person: Person | None = ANA
    empty: bool = False
    failure: KnownError | None = None
    joined: list[str] = field(default_factory=list[str])
    bundle: tuple[SupportFile, ...] = (
        SupportFile("README.txt", "what is in this bundle", b"A Fleetdesk support bundle.\n"),
        SupportFile("versions.json", "Fleetdesk, Python, system and libraries", b'{"fleetdesk": "0.1.0"}'),
        SupportFile("log/fleetdesk.jsonl", "the last 300000 of 300000 bytes of the log", b"x" * 300_000),
    )
    saved: list[tuple[str, tuple[SupportFile, ...]]] = field(default_factory=list[tuple[str, tuple[SupportFile, ...]]])
    sync: Feed[SyncState] = field(
        default_factory=lambda: Feed(
            SyncState(HubLink.OFFLINE, data.ago(hours=1), "hub.example.com", 14, 3, saved_at=data.ago(seconds=4))
        )
    )
    changes: Feed[int] = field(default_factory=lambda: Feed(1))

    def workspace(self) -> Workspace:
        return Workspace(self.person, self.empty, data.ZONE, sample=True, version="0.1.0")

    def set_person(self, person: Person) -> Workspace:
        self.person = person
        return self.workspace()

    def support_files(self) -> tuple[SupportFile, ...]:
        if self.failure:
            raise self.failure
        return self.bundle

    def save_support(self, path: str, files: tuple[SupportFile, ...]) -> str:
        if self.failure:
            raise self.failure
        self.saved.append((path, files))
        return path

    def load_sample(self) -> ImportDone:
        if self.failure:
            raise self.failure
        self.empty = False
        return ImportDone("sample_fleet.csv", 216, 216, 0, 0)

    async def join_hub(self, url: str) -> SyncState:
        await asyncio.sleep(0)
        if self.failure:
            raise self.failure
        self.joined.append(url)
        self.empty = False
        return self.sync.value

    async def sync_now(self) -> SyncState:
        await asyncio.sleep(0)
        if self.failure:
            raise self.failure
        return SyncState(HubLink.ONLINE, data.ago(seconds=1), "hub.example.com", saved_at=data.ago(seconds=4))

    def subscribe_sync(self, callback: Callable[[SyncState], None]) -> Callable[[], None]:
        return self.sync.subscribe(callback)


@dataclass
class FakeFleet:
    rows: tuple[DeviceRow, ...] = field(default_factory=data.fleet)
    failure: KnownError | None = None
    asked: list[tuple[DeviceQuery, int]] = field(default_factory=list[tuple[DeviceQuery, int]])
    imported: list[str] = field(default_factory=list[str])
    done: list[tuple[str, dict[str, str], str]] = field(default_factory=list[tuple[str, dict[str, str], str]])
    preview: ImportPreview = field(
        default_factory=lambda: ImportPreview(
            "/home/ana/sample_fleet.csv", "OPS-SCM-2026-006", 216, 190, 4, 22,
            (
                Text("The report's total says about 93 devices online; its rows say 89 of the 158 that report."),
                Text("216 is said to exclude about 15 test units, but the rows reach 216 only with them."),
                Text("R2's 12 + 10 gateways exceed the limit of 20 that the same report gives."),
            ),
        )
    )  # fmt: skip
    changes: Feed[int] = field(default_factory=lambda: Feed(1))

    def figures(self) -> FleetFigures:
        blades = sum(row.due is not None and row.due.level is DueLevel.DUE for row in self.rows)
        made = data.figures(self.rows)
        return replace(made, due_by_task=(Counted("blade", Text("blade services"), blades),))

    def choices(self) -> FilterChoices:
        stores = sorted({(row.store, row.store_name) for row in self.rows})
        categories = sorted({row.category for row in self.rows})
        return FilterChoices(
            tuple(Counted(key, Text(name), sum(r.store == key for r in self.rows)) for key, name in stores),
            tuple(
                Counted(key, Text(key.replace("_", " ").capitalize() + "s"), sum(r.category == key for r in self.rows))
                for key in categories
            ),
        )

    def page(self, query: DeviceQuery, offset: int, limit: int) -> DevicePage:
        self.asked.append((query, offset))
        if self.failure:
            raise self.failure
        rows = sorted(filter(lambda row: _matches(row, query), self.rows), key=lambda row: _key(row, query.sort))
        if query.descending:
            rows.reverse()
        return DevicePage(tuple(rows[offset : offset + limit]), offset, len(rows))

    def detail(self, device: str) -> DeviceDetail:
        return data.detail(next(row for row in self.rows if row.device == device))

    def export(self, path: str, query: DeviceQuery) -> int:
        self.imported.append(path)
        return len(self.rows)

    def print_labels(self, path: str, query: DeviceQuery) -> Printed:
        if self.failure is not None:
            raise self.failure
        self.imported.append(path)
        return Printed(len(self.rows), 9, 0)

    def scanned(self, text: str) -> str | None:
        found = [row.device for row in self.rows if row.serial == text]
        return found[0] if len(found) == 1 else None

    def act_form(self, device: str, act: str) -> ActForm:
        serial = next(row.serial for row in self.rows if row.device == device)
        field_ = FormField("serial", Text("The serial as it really is"), serial)
        return ActForm(device, act, Text("Correct the serial"), Text("Misread."), Text("Correct it"), (field_,))

    def do_act(self, form: ActForm, values: Mapping[str, str], reason: str) -> None:
        if self.failure:
            raise self.failure
        self.done.append((form.act, dict(values), reason))

    def is_audit_file(self, path: str) -> bool:
        return path.endswith(".eva")

    def preview_eva(self, path: str, asked: Asked) -> EvaOutcome:
        return self._eva(path, asked)

    def apply_eva(self, path: str, asked: Asked) -> EvaOutcome:
        outcome = self._eva(path, asked)
        self.imported.append(path)
        return outcome

    def _eva(self, path: str, asked: Asked) -> EvaOutcome:
        if self.failure and not asked.serial:
            raise self.failure
        return replace(data.audit(), path=path, serial=asked.serial or data.audit().serial)

    def preview_import(self, path: str) -> ImportPreview:
        if self.failure:
            raise self.failure
        return replace(self.preview, path=path)

    def apply_import(self, path: str) -> ImportDone:
        self.imported.append(path)
        return ImportDone(path, 216, 190, 4, 22)

    def subscribe_changes(self, callback: Callable[[int], None]) -> Callable[[], None]:
        return self.changes.subscribe(callback)


def _matches(row: DeviceRow, query: DeviceQuery) -> bool:
    words = f"{row.label} {row.model} {row.store_name}".lower()
    levels = {DueLevel.DUE: (DueLevel.DUE,), DueLevel.SOON: (DueLevel.DUE, DueLevel.SOON)}
    return (
        query.search.lower() in words
        and query.store in (None, row.store)
        and query.category in (None, row.category)
        and query.state in (None, row.connectivity.state)
        and (query.due is None or (row.due is not None and row.due.level in levels[query.due]))
    )


def _key(row: DeviceRow, sort: SortBy) -> tuple[object, ...]:
    uses = -1 if row.due is None or row.due.uses is None else row.due.uses
    values: dict[SortBy, object] = {
        SortBy.MODEL: row.model,
        SortBy.STORE: row.store_name,
        SortBy.STATE: row.connectivity.state.value,
        SortBy.SINCE: row.connectivity.since or "",
        SortBy.GATEWAY: row.gateway,
        SortBy.FIRMWARE: row.firmware,
        SortBy.USES: uses,
    }
    return (values.get(sort, ""), not row.serial, row.label)


@dataclass
class FakeBench:
    view: Feed[BenchView] = field(default_factory=lambda: Feed(BenchView()))
    failure: KnownError | None = None
    calls: list[tuple[str, ...]] = field(default_factory=list[tuple[str, ...]])
    watching: int = 0
    now_s: float = 0.0
    let_go: asyncio.Event = field(default_factory=asyncio.Event)
    tested: MotorTestView = field(
        default_factory=lambda: MotorTestView(
            "high", Text("Over the limit of 6.2 A: load 6.5 A, peak 7.7 A."), Tone.BAD, 6.5, 7.7, 13.2, 22.8
        )
    )

    log: LogView = field(default_factory=data.motor_log)
    log_failure: KnownError | None = None
    log_comes: asyncio.Event = field(default_factory=asyncio.Event)
    settings_view: SettingsView = field(default_factory=data.settings)

    def subscribe(self, callback: Callable[[BenchView], None]) -> Callable[[], None]:
        return self.view.subscribe(callback)

    async def add_port(self, url: str) -> None:
        await self._note("add", url)

    async def forget_port(self, port: str) -> None:
        await self._note("forget", port)

    async def probe(self, port: str) -> None:
        await self._note("probe", port)

    async def read_again(self, port: str) -> None:
        await self._note("read", port)

    async def register(self, port: str, store: str) -> None:
        await self._note("register", port, store)

    async def fit(self, port: str, device: str, old_value: str) -> Text:
        await self._note("fit", port, device, old_value)
        return Text("Module {module} counts for {device} now.", {"module": "M-8102", "device": device})

    async def accept_unit(self, port: str) -> None:
        await self._note("accept", port)

    async def update_firmware(self, port: str) -> Text:
        await self._note("update", port)
        return Text("{serial} runs {version} now.", {"serial": "RF-20417", "version": "1.5.0"})

    async def restart_module(self, port: str) -> Text:
        await self._note("restart", port)
        return Text("{serial} restarted; counters and settings are kept.", {"serial": "RF-20417"})

    async def settings(self, port: str) -> SettingsView:
        await self._note("settings", port)
        return self.settings_view

    async def change_settings(self, port: str, typed: Mapping[str, str], generation: int | None) -> SettingsView:
        await self._note("set", port, *(f"{name}={words}" for name, words in typed.items()), f"at {generation}")
        rows = tuple(
            replace(row, value=typed[row.name], differs=typed[row.name] != row.expected) if row.name in typed else row
            for row in self.settings_view.rows
        )
        self.settings_view = replace(self.settings_view, rows=rows, generation=(generation or 0) + 1)
        return self.settings_view

    async def fetch_log(self, port: str, *, of_now: bool) -> LogView:
        await self._note("log", port, "now" if of_now else "begun")
        await self.log_comes.wait()
        if self.log_failure:
            raise self.log_failure
        return self.log

    def cancel_work(self, port: str) -> None:
        self.calls.append(("cancel", port))

    async def reload_packs(self) -> int:
        await self._note("reload")
        return 11

    async def assign(self, port: str, devices: tuple[str, ...]) -> None:
        await self._note("assign", port, *devices)

    async def watch_current(self, port: str, push: PushSample) -> None:
        self.watching += 1
        try:
            self._push(push)
            await asyncio.Event().wait()
        finally:
            self.watching -= 1

    async def motor_test(self, port: str, push: PushSample) -> MotorTestView:
        self.watching += 1
        try:
            self._push(push)
            await self.let_go.wait()
            if self.failure:
                raise self.failure
            return self.tested
        finally:
            self.watching -= 1

    def _push(self, push: PushSample) -> None:
        for sample in range(480):
            at_s = sample / 40
            push(self.now_s + at_s, [_amperes(at_s), 24.9 + at_s / 10, 3.912 - 0.14 * (at_s > 1.2), -61.0])
        self.now_s += 12.0

    async def _note(self, *call: str) -> None:
        await asyncio.sleep(0)
        if self.failure:
            raise self.failure
        self.calls.append(call)


def _amperes(at_s: float) -> float:
    noise = 0.18 * math.sin(at_s * 97) * math.sin(at_s * 31)
    if not 1.2 < at_s < 10.8:
        return 0.25 + noise / 8
    return 4.1 + 0.6 * math.sin(at_s * 1.4) + 3.4 * math.exp(-(at_s - 1.2) * 4) + noise


@dataclass
class FakeInspections:
    draft: InspectionDraft = field(default_factory=data.draft)
    failure: KnownError | None = None
    saved: list[DraftChange] = field(default_factory=list[DraftChange])
    signed: list[tuple[DraftChange, Person]] = field(default_factory=list[tuple[DraftChange, Person]])

    photos: dict[str, bytes] = field(default_factory=dict[str, bytes])
    open: tuple[OpenDraft, ...] = ()
    started: list[tuple[str, str | None]] = field(default_factory=list[tuple[str, str | None]])
    signatures: list[bytes | None] = field(default_factory=list[bytes | None])

    def unfinished(self, language: str = "en") -> tuple[OpenDraft, ...]:
        return self.open

    def add_photo(self, item: str, path: str) -> Photo:
        return self.add_picture(item, Path(path).read_bytes())

    def add_picture(self, item: str, content: bytes, original: str = "") -> Photo:
        if self.failure:
            raise self.failure
        name = hashlib.sha256(content).hexdigest()
        self.photos[name] = content
        return Photo(item, name, len(content), original)

    def picture(self, photo: str, edge: int | None = None) -> bytes:
        return self.photos[photo]

    def start(
        self, device: str, port: str | None, *, template: str | None = None, language: str = "en"
    ) -> InspectionDraft:
        self.started.append((device, template))
        if self.failure:
            raise self.failure
        return replace(self.draft, device=device, port=port)

    def save(self, draft: str, change: DraftChange) -> str:
        if self.failure:
            raise self.failure
        self.saved.append(change)
        return data.ago(seconds=0)

    def discard(self, draft: str) -> None:
        self.saved.clear()
        self.open = tuple(each for each in self.open if each.id != draft)

    async def read_items(self, draft: str) -> tuple[ItemAnswer, ...]:
        await asyncio.sleep(0)
        return (
            ItemAnswer("battery", "ok", 3698, "wired", taken_at=data.ago(seconds=1)),
            ItemAnswer("signal", "low", -82, "wired", taken_at=data.ago(seconds=1)),
        )

    def sign(self, draft: str, change: DraftChange, signer: Person, signature: bytes | None = None) -> SignedInspection:
        if self.failure:
            raise self.failure
        self.signatures.append(signature)
        self.signed.append((change, signer))
        return SignedInspection(
            "0193a1c4-7b1e-7c3a-9f1e-5a6b7c8d9e0f",
            Moment(data.ago(seconds=0), data.ZONE),
            Text("RF-20417 is inspected and its blade service is done; the next one is due in 1,000 uses."),
            (data.blade_task(0),),
            waits=True,
        )


class FakePlans:
    """No plan: the page has tests of its own, on real ones."""

    def plans(self) -> list[PlanView]:
        return []

    def versions(self, task: str, scope: str) -> list[VersionView]:
        raise LookupError(task)

    def effect(self, edit: PlanEdit) -> Effect:
        raise LookupError(edit.task)

    def exception(self, row: PlanRow, place: str) -> PlanEdit:
        raise LookupError(place)

    def publish(self, edit: PlanEdit, reason: str) -> None:
        raise LookupError(edit.task)

    def subscribe_changes(self, callback: Callable[[int], None]) -> Callable[[], None]:
        callback(0)
        return lambda: None


class FakeMaintenance:
    """Nothing is due: the page has tests of its own, on real services."""

    def ahead(self) -> WorkAhead:
        return WorkAhead((), ())

    def visit(self, store: str, on: date | None, until: date | None) -> Visit:
        raise LookupError(store)

    def rounds(self) -> tuple[str, ...]:
        return ()

    def prepare(self, store: str, task: str) -> Round:
        raise LookupError(store)

    def sign(self, store: str, task: str, signing: Signing) -> Done:
        raise LookupError(store)

    def person(self) -> Person | None:
        return ANA

    def subscribe_changes(self, callback: Callable[[int], None]) -> Callable[[], None]:
        callback(0)
        return lambda: None


class FakeSpares:
    """Nothing is kept: the page has tests of its own, on real services."""

    def spares(self) -> list[Spare]:
        return []

    def moves(self, part: str) -> list[MoveLine]:
        raise LookupError(part)

    def move(self, part: str, quantity: str, source: str, target: str, reason: str) -> None:
        raise LookupError(part)

    def count(self, part: str, quantity: str, place: str, reason: str) -> None:
        raise LookupError(part)

    def describe(self, part: str, values: Mapping[str, str], reason: str) -> None:
        raise LookupError(part)

    def export(self, path: str) -> int:
        raise LookupError(path)

    def subscribe_changes(self, callback: Callable[[int], None]) -> Callable[[], None]:
        callback(0)
        return lambda: None


class FakeTemplates:
    """No template: the page has tests of its own, on real ones."""

    def templates(self) -> list[TemplateRow]:
        return []

    def edit(self, template: str) -> TemplateEdit:
        raise LookupError(template)

    def versions(self, template: str) -> list[TemplateVersion]:
        raise LookupError(template)

    def problems(self, edit: TemplateEdit) -> tuple[str, ...]:
        raise LookupError(edit.template)

    def publish(self, edit: TemplateEdit, reason: str) -> int:
        raise LookupError(edit.template)

    def preview(self, edit: TemplateEdit, language: str) -> InspectionDraft:
        raise LookupError(edit.template)

    def subscribe_changes(self, callback: Callable[[int], None]) -> Callable[[], None]:
        callback(0)
        return lambda: None


class FakeImports:
    """Tables are tested on the real service: here they are only handed on."""

    def columns(self, path: str, chosen: ImportHow, step: Step) -> ImportTable | None:
        raise NotImplementedError

    def check(self, path: str, chosen: ImportHow, step: Step) -> ImportCheck:
        raise NotImplementedError

    def apply(self, path: str, chosen: ImportHow, *, skip_bad: bool, step: Step) -> ImportOutcome:
        raise NotImplementedError

    def undo(self, import_id: str) -> ImportUndoDone:
        raise NotImplementedError

    def earlier(self) -> tuple[EarlierImport, ...]:
        raise NotImplementedError

    def save_refused(self, path: Path, rows: tuple[RefusedRow, ...]) -> None:
        raise NotImplementedError


class FakeSync:
    """No hub: the page has tests of its own, on real services and a real hub."""

    def view(self) -> SyncView:
        summary = ReceiptSummary(False, Tone.IDLE, Text("Your work is saved, but only on this laptop."), 3, 0, 0, 0, 0)
        return SyncView(SyncState(), summary, (), ConflictPage((), 0, 0), ())

    async def sync(self) -> None:
        raise NotImplementedError

    async def join(self, url: str) -> None:
        raise NotImplementedError

    async def prove(self) -> Text:
        raise NotImplementedError

    def stick(self) -> StickView:
        return StickView("A" * 53, "k" * 44, ())

    async def save_stick(self, path: str, to: str, everything: bool) -> Text:
        raise NotImplementedError

    async def read_stick(self, path: str, accept: str | None) -> StickRead:
        raise NotImplementedError

    def resolve(self, conflict: str, side: str, reason: str) -> None:
        raise NotImplementedError

    def subscribe(self, callback: Callable[[SyncState], None]) -> Callable[[], None]:
        callback(SyncState())
        return lambda: None

    def subscribe_progress(self, callback: Callable[[SyncProgress], None]) -> Callable[[], None]:
        callback(SyncProgress())
        return lambda: None

    def subscribe_changes(self, callback: Callable[[int], None]) -> Callable[[], None]:
        callback(0)
        return lambda: None


class FakeStores:
    """Nothing is kept: the page has tests of its own, on real services."""

    def stores(self) -> list[StoreLine]:
        return []

    def add(self, code: str, said: StoreWords, reason: str) -> None:
        raise LookupError(code)

    def edit(self, seen: KnownStore, said: StoreWords, reason: str) -> int:
        raise LookupError(seen.code)

    def subscribe_changes(self, callback: Callable[[int], None]) -> Callable[[], None]:
        callback(0)
        return lambda: None


class FakeWork:
    """Nothing remains to be done: the card has tests of its own, on real services."""

    def remains(self, inspection: str) -> Remains:
        return Remains(inspection, "", "", (), ())

    def order_found(self, inspection: str, acts: Sequence[str], owner: str) -> Remains:
        raise LookupError(inspection)


class FakeInspectionLog:
    """Nothing was inspected: the page has tests of its own, on real services. `asked`: what was to be shown."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def page(self, wanted: LogFilter, offset: int, limit: int) -> LogPage:
        return LogPage((), offset, 0)

    def services(self, wanted: LogFilter, offset: int, limit: int) -> ServicePage:
        return ServicePage((), offset, 0)

    def broken(self) -> int:
        return 0

    def choices(self) -> LogChoices:
        return LogChoices()

    def campaigns(self) -> tuple[CampaignChoice, ...]:
        return ()

    def show(self, inspection: str) -> InspectionView:
        self.asked.append(inspection)
        raise KnownError("There is no such inspection.")

    def others(self, view: InspectionView) -> tuple[LogLine, ...]:
        return ()

    def compare(self, one: str, other: str) -> Comparison:
        raise LookupError(one)

    def photo(self, sha256: str) -> bytes:
        raise LookupError(sha256)

    def check_seals(self) -> SealCheck:
        return SealCheck(0, {})

    def amend(self, inspection: str, typed: Mapping[str, str], reason: str) -> str:
        raise LookupError(inspection)

    def write_pdf(self, inspection: str, path: str, *, receipt: bool) -> int:
        raise LookupError(inspection)

    def export(self, path: str, wanted: LogFilter) -> int:
        raise LookupError(path)

    def export_services(self, path: str, wanted: LogFilter) -> int:
        raise LookupError(path)

    def subscribe_changes(self, callback: Callable[[int], None]) -> Callable[[], None]:
        callback(0)
        return lambda: None


class FakeToday:
    """Nothing waits: the page has tests of its own, on real services."""

    def today(self) -> Today:
        return Today("", (), (), 0, (), False, 0, 0)

    def set_mine(self, store: str, mine: bool) -> None:
        raise LookupError(store)

    def close_work(self, work: str, outcome: str, note: str) -> None:
        raise LookupError(work)

    def start_campaign(self, key: str) -> Campaign:
        raise LookupError(key)

    def end_campaign(self, key: str) -> None:
        raise LookupError(key)

    def subscribe_changes(self, callback: Callable[[int], None]) -> Callable[[], None]:
        callback(0)
        return lambda: None


@dataclass
class FakeServices:
    workspace: FakeWorkspace = field(default_factory=FakeWorkspace)
    fleet: FakeFleet = field(default_factory=FakeFleet)
    bench: FakeBench = field(default_factory=FakeBench)
    inspections: FakeInspections = field(default_factory=FakeInspections)
    inspection_log: FakeInspectionLog = field(default_factory=FakeInspectionLog)
    plans: FakePlans = field(default_factory=FakePlans)
    maintenance: FakeMaintenance = field(default_factory=FakeMaintenance)
    spares: FakeSpares = field(default_factory=FakeSpares)
    templates: FakeTemplates = field(default_factory=FakeTemplates)
    imports: FakeImports = field(default_factory=FakeImports)
    sync: FakeSync = field(default_factory=FakeSync)
    stores: FakeStores = field(default_factory=FakeStores)
    today: FakeToday = field(default_factory=FakeToday)
    work: FakeWork = field(default_factory=FakeWork)
