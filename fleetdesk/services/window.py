"""Everything that the window works with, joined: the questions that its pages ask and what runs beside it."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Future

from fleetdesk.runtime.log import log_to, stop_log
from fleetdesk.runtime.loop import IoLoop
from fleetdesk.services.desk import Desk
from fleetdesk.services.find_devices import FindDevices
from fleetdesk.services.fleet_health import FleetHealthService
from fleetdesk.services.import_desk import ImportDesk
from fleetdesk.services.inspect_device import InspectDevice
from fleetdesk.services.inspections_page import InspectionsPage
from fleetdesk.services.jobs import Jobs
from fleetdesk.services.maintenance_page import MaintenancePage
from fleetdesk.services.model_names import ModelNames
from fleetdesk.services.module_work import ModuleWork
from fleetdesk.services.plans_page import PlansPage
from fleetdesk.services.plug_in import Bench
from fleetdesk.services.spares_page import SparesPage
from fleetdesk.services.stores_page import StoresPage
from fleetdesk.services.sync_page import SyncPage
from fleetdesk.services.templates_page import TemplatesPage
from fleetdesk.services.today import TodayPage
from fleetdesk.services.work_page import WorkPage
from fleetdesk.services.workspace import BenchService, FleetService, WorkspaceService, local_zone


class WindowParts:
    """Made before the window is shown; `start()` after its first paint, `stop()` before the loop ends."""

    def __init__(self, desk: Desk, loop: IoLoop) -> None:
        self._desk = desk
        self._loop = loop
        names = ModelNames()
        self._bench = Bench(desk.record, desk.packs)
        self._inspections = InspectDevice(desk.record, self._bench, names)
        find = FindDevices(desk.record, FleetHealthService(desk.record), names)
        self._workspace = WorkspaceService(desk, desk.sync)
        self._fleet = FleetService(desk, find)
        self._bench_service = BenchService(desk, self._bench, ModuleWork(desk, self._bench))
        self._plans = PlansPage(desk.record, names)
        self._imports = ImportDesk(desk.record, local_zone())
        self._inspection_log = InspectionsPage(desk.record, names, local_zone())
        self._maintenance = MaintenancePage(desk.record, names)
        self._spares = SparesPage(desk.record, names)
        self._sync = SyncPage(desk, names, local_zone())
        self._stores = StoresPage(desk.record)
        self._today = TodayPage(desk.record, local_zone())
        self._work = WorkPage(desk.record)
        self._templates = TemplatesPage(desk.record)
        self._running: list[Future[None]] = []
        self._jobs: Jobs | None = None
        self._ends: list[Callable[[], None]] = []
        self._seen = desk.workstation.database.data_version()

    @property
    def workspace(self) -> WorkspaceService:
        return self._workspace

    @property
    def fleet(self) -> FleetService:
        return self._fleet

    @property
    def bench(self) -> BenchService:
        return self._bench_service

    @property
    def inspection_log(self) -> InspectionsPage:
        return self._inspection_log

    @property
    def plans(self) -> PlansPage:
        return self._plans

    @property
    def maintenance(self) -> MaintenancePage:
        return self._maintenance

    @property
    def spares(self) -> SparesPage:
        return self._spares

    @property
    def sync(self) -> SyncPage:
        return self._sync

    @property
    def today(self) -> TodayPage:
        return self._today

    @property
    def work(self) -> WorkPage:
        return self._work

    @property
    def stores(self) -> StoresPage:
        return self._stores

    @property
    def templates(self) -> TemplatesPage:
        return self._templates

    @property
    def imports(self) -> ImportDesk:
        return self._imports

    @property
    def inspections(self) -> InspectDevice:
        return self._inspections

    def start(self) -> None:
        """Begins to watch the ports and to sync when there is a hub."""
        self._loop.run(asyncio.to_thread(log_to, self._desk.workstation.home.logs))
        self._running.append(self._loop.run(self._bench.run()))
        self._jobs = Jobs(self._desk.sync)
        self._loop.run(self._jobs.start())
        self._ends.append(self._desk.record.subscribe(self._refresh_bench))

    def stop(self) -> None:
        """Ends what `start` began; the loop's own stop waits until every port is closed."""
        for end in self._ends:
            end()
        for future in self._running:
            future.cancel()
        if self._jobs is not None:
            self._loop.run(self._jobs.stop()).result()
        stop_log()

    def look_for_others(self) -> None:
        """Rings the bell when another process (a command beside the window) committed. A single cheap read."""
        version = self._desk.workstation.database.data_version()
        if version != self._seen:
            self._seen = version
            self._desk.record.changed()

    def _refresh_bench(self, version: int) -> None:
        self._loop.run(self._bench.refresh())
