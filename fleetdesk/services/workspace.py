"""The workstation as a whole, as the window asks for it: person, sample, fleet file, bench, inspections, sync.

These classes only join: each question is answered by the service named after it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import fleetdesk
from fleetdesk.domain.errors import ImportRefused
from fleetdesk.domain.snapshot import Snapshot
from fleetdesk.services.assign_gateway import assign_on_bench
from fleetdesk.services.bench_settings import BenchSettings
from fleetdesk.services.bench_views import BenchView, LogView, MotorTestView, SettingsView
from fleetdesk.services.desk import Desk
from fleetdesk.services.find_devices import FindDevices, filter_of
from fleetdesk.services.fit_on_bench import fit_on_bench
from fleetdesk.services.import_fleet import ImportFleet, ImportOutcome
from fleetdesk.services.module_work import ModuleWork
from fleetdesk.services.motor_test import motor_test
from fleetdesk.services.person import actor, present_person, set_person
from fleetdesk.services.plug_in import Bench
from fleetdesk.services.register_device import register_device
from fleetdesk.services.seeds import sample_fleet
from fleetdesk.services.sync_now import SyncNow
from fleetdesk.services.views import (
    DeviceDetail,
    DevicePage,
    DeviceQuery,
    FilterChoices,
    FleetFigures,
    ImportDone,
    ImportPreview,
    Person,
    Problem,
    SupportFile,
    SyncState,
    Text,
    Workspace,
)
from fleetdesk.services.watch_current import PushSample, watch_current
from fleetdesk.storage.queries import registry

if TYPE_CHECKING:
    from fleetdesk.services.device_forms import ActForm
    from fleetdesk.services.import_eva_dts import Asked, EvaOutcome
    from fleetdesk.services.print_labels import Printed

SAMPLE_SOURCE = "ops-scm-2026-006"


@dataclass(frozen=True, slots=True)
class WorkspaceService:
    desk: Desk
    sync: SyncNow

    def workspace(self) -> Workspace:
        record = self.desk.record
        empty = record.read(registry.count_devices) == 0
        sample = SAMPLE_SOURCE in record.read(registry.import_sources)
        return Workspace(present_person(record), empty, local_zone(), sample, fleetdesk.__version__)

    def set_person(self, person: Person) -> Workspace:
        set_person(self.desk.record, person)
        return self.workspace()

    def support_files(self) -> tuple[SupportFile, ...]:
        from fleetdesk.services.support_bundle import SupportBundle

        return SupportBundle(self.desk.workstation.home, self.desk).items()

    def save_support(self, path: str, files: tuple[SupportFile, ...]) -> str:
        from fleetdesk.services.support_bundle import pack

        pack(Path(path), files)
        return path

    def load_sample(self) -> ImportDone:
        return _done(ImportFleet(self.desk.record).apply(sample_fleet(), actor(self.desk.record)))

    async def join_hub(self, url: str) -> SyncState:
        await self.sync.join(url)
        return self.sync.state()

    async def sync_now(self) -> SyncState:
        await self.sync.run()
        return self.sync.state()

    def subscribe_sync(self, callback: Callable[[SyncState], None]) -> Callable[[], None]:
        return self.sync.subscribe(callback)


@dataclass(frozen=True, slots=True)
class FleetService:
    desk: Desk
    find: FindDevices

    def figures(self) -> FleetFigures:
        return self.find.figures()

    def choices(self) -> FilterChoices:
        return self.find.choices()

    def page(self, query: DeviceQuery, offset: int, limit: int) -> DevicePage:
        return self.find.page(query, offset, limit)

    def detail(self, device: str) -> DeviceDetail:
        return self.find.detail(device)

    def scanned(self, text: str) -> str | None:
        return self.find.scanned(text)

    def export(self, path: str, query: DeviceQuery) -> int:
        from fleetdesk.services.export_fleet import ExportFleet

        return ExportFleet(self.desk.record).write(Path(path), wanted=filter_of(query))

    def print_labels(self, path: str, query: DeviceQuery) -> "Printed":
        from fleetdesk.services.print_labels import PrintLabels

        return PrintLabels(self.desk.record, self.find.names).write(Path(path), filter_of(query))

    def act_form(self, device: str, act: str) -> "ActForm":
        from fleetdesk.services.device_forms import act_form

        return act_form(self.desk.record, device, act)

    def do_act(self, form: "ActForm", values: Mapping[str, str], reason: str) -> None:
        from fleetdesk.services.device_forms import do_act

        do_act(self.desk.record, form, values, reason, actor(self.desk.record))

    def preview_import(self, path: str) -> ImportPreview:
        try:
            seen = ImportFleet(self.desk.record).preview(Path(path))
        except ImportRefused as refused:
            problem = Problem(refused.title, refused.message, refused.next_step)
            return ImportPreview(path, "", 0, 0, 0, 0, problems=(problem,))
        notes = tuple(Text("{note}", {"note": note}) for note in seen.notes)
        return ImportPreview(path, seen.source_id, seen.rows, seen.new, seen.changed, seen.unchanged, notes)

    def apply_import(self, path: str) -> ImportDone:
        return _done(ImportFleet(self.desk.record).apply(Path(path), actor(self.desk.record)))

    def is_audit_file(self, path: str) -> bool:
        from fleetdesk.services.import_eva_dts import is_audit_file

        return is_audit_file(Path(path))

    def preview_eva(self, path: str, asked: "Asked") -> "EvaOutcome":
        from fleetdesk.services.import_eva_dts import ImportEvaDts

        return ImportEvaDts(self.desk.record, self.desk.packs).preview(Path(path), asked)

    def apply_eva(self, path: str, asked: "Asked") -> "EvaOutcome":
        from fleetdesk.services.import_eva_dts import ImportEvaDts

        return ImportEvaDts(self.desk.record, self.desk.packs).apply(Path(path), asked, actor(self.desk.record))

    def subscribe_changes(self, callback: Callable[[int], None]) -> Callable[[], None]:
        callback(self.desk.record.version)
        return self.desk.record.subscribe(callback)


@dataclass(frozen=True, slots=True)
class BenchService:
    desk: Desk
    bench: Bench
    work: ModuleWork

    def subscribe(self, callback: Callable[[BenchView], None]) -> Callable[[], None]:
        return self.bench.subscribe(callback)

    async def add_port(self, url: str) -> None:
        await self.bench.add_port(url)

    async def forget_port(self, port: str) -> None:
        await self.bench.forget_port(port)

    async def probe(self, port: str) -> None:
        await self.bench.probe(port)

    async def read_again(self, port: str) -> None:
        await self.bench.read_again(port)

    async def register(self, port: str, store: str) -> None:
        import asyncio

        slot, session = self.bench.slot(port), self.bench.session(port)
        seen: Snapshot = slot.snapshot or await session.snapshot()
        record = self.desk.record
        await asyncio.to_thread(lambda: register_device(record, session.pack, seen, store, actor(record)))
        await self.bench.read_again(port)

    async def fit(self, port: str, device: str, old_value: str) -> Text:
        return await fit_on_bench(self.bench, self.desk.record, port, device, old_value, "")

    async def assign(self, port: str, devices: tuple[str, ...]) -> None:
        await assign_on_bench(self.bench, self.desk.record, port, devices, actor(self.desk.record))

    async def watch_current(self, port: str, push: PushSample) -> None:
        await watch_current(self.bench, port, push)

    async def motor_test(self, port: str, push: PushSample) -> MotorTestView:
        return await motor_test(self.bench, port, push)

    async def accept_unit(self, port: str) -> None:
        await self.bench.accept_unit(port)

    async def update_firmware(self, port: str) -> Text:
        return await self.work.update_firmware(port)

    async def restart_module(self, port: str) -> Text:
        return await self.work.restart_module(port)

    async def fetch_log(self, port: str, *, of_now: bool) -> LogView:
        return await self.work.fetch_log(port, of_now=of_now)

    async def settings(self, port: str) -> SettingsView:
        return await BenchSettings(self.desk, self.bench).read(port)

    async def change_settings(self, port: str, typed: Mapping[str, str], generation: int | None) -> SettingsView:
        return await BenchSettings(self.desk, self.bench).change(port, typed, generation, "changed on the bench")

    def cancel_work(self, port: str) -> None:
        self.work.cancel_work(port)

    async def reload_packs(self) -> int:
        """Reads the driver packs anew and uses those that are right; returns how many they are.

        Raises PackError for one that is wrong, when the others are in force already.
        """
        import asyncio

        packs, wrong = await asyncio.to_thread(self.desk.reload_packs)
        await self.bench.reload_packs(packs)
        if wrong:
            raise wrong[0]
        return len(packs)


def local_zone() -> str:
    """The IANA name of this laptop's own zone; UTC where the system does not tell."""
    import os
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    named = os.environ.get("TZ", "").removeprefix(":")
    link = Path("/etc/localtime")
    if not named and link.is_symlink():
        named = str(link.resolve()).partition("zoneinfo/")[2]
    try:
        return ZoneInfo(named).key if named else "UTC"
    except (ZoneInfoNotFoundError, ValueError):
        return "UTC"


def _done(outcome: ImportOutcome) -> ImportDone:
    return ImportDone(outcome.path, outcome.rows, outcome.new, outcome.changed, outcome.unchanged)
