"""The pages behind the rail: imported and made when first shown, kept afterwards, and the ways between them."""

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from fleetdesk.ui.bridge import Bridge
from fleetdesk.ui.people import People
from fleetdesk.ui.sources import Services
from fleetdesk.ui.theme import Theme

if TYPE_CHECKING:
    from fleetdesk.services.campaign_log import CampaignChoice
    from fleetdesk.services.inspection_views import LogFilter
    from fleetdesk.ui.bench.page import BenchPage
    from fleetdesk.ui.fleet.page import FleetPage
    from fleetdesk.ui.inspections.page import InspectionsPage
    from fleetdesk.ui.maintenance.page import MaintenancePage


class Pages(QObject):
    """A page that can be searched has a method `focus_search`."""

    shown = Signal(str)
    workspace_changed = Signal()
    """What was chosen on the welcome page has been carried out."""

    def __init__(self, stack: QStackedWidget, theme: Theme, bridge: Bridge, services: Services, people: People) -> None:
        super().__init__(stack)
        self._stack, self._theme, self._bridge, self._services, self._people = stack, theme, bridge, services, people
        self._makers = {
            "today": self._make_today,
            "bench": self._make_bench,
            "fleet": self._make_fleet,
            "inspections": self._make_inspections,
            "maintenance": self._make_maintenance,
            "plans": self._make_plans,
            "spares": self._make_spares,
            "sync": self._make_sync,
            "stores": self._make_stores,
            "templates": self._make_templates,
            "welcome": self._make_welcome,
        }
        self._made: dict[str, QWidget] = {}
        self.current = ""

    def show(self, key: str) -> QWidget:
        if key not in self._made:
            self._made[key] = self._makers[key]()
            self._stack.addWidget(self._made[key])
        page = self._made[key]
        self.current = key
        self._stack.setCurrentWidget(page)
        page.setFocus(Qt.FocusReason.OtherFocusReason)
        self.shown.emit(key)
        return page

    def focus_search(self) -> None:
        search = getattr(self._made.get(self.current), "focus_search", None)
        if callable(search):
            search()

    def leave(self, then: Callable[[], object]) -> bool:
        """False when the window may go at once; else `then` is called when what was only on the screen is safe."""
        leave = getattr(self._made.get("bench"), "leave", None)
        return bool(leave(then)) if callable(leave) else False

    def choose_import(self) -> None:
        """Asks for a file and shows on the Fleet page what importing it would do."""
        from fleetdesk.ui.fleet.page import choose_import_file

        path = choose_import_file(self._stack)
        if path:
            self._fleet().panels.open_import(path)

    def show_history(self, device: str) -> None:
        self._fleet().panels.open_device_id(device)

    def show_inspection(self, inspection: str) -> None:
        """The one that the code on a document names."""
        cast("InspectionsPage", self.show("inspections")).open_inspection(inspection)

    def show_inspections(self, wanted: "LogFilter") -> None:
        """The log as another page asks for it."""
        cast("InspectionsPage", self.show("inspections")).show_filter(wanted)

    def show_campaign(self, key: str) -> None:
        """The log with the inspections of a campaign that is under way."""

        def on_done(choices: "tuple[CampaignChoice, ...]") -> None:
            for choice in choices:
                if choice.key == key:
                    self.show_inspections(choice.filter)

        self._bridge.run(self._services.inspection_log.campaigns, owner=self, on_done=on_done)

    def continue_draft(self, device: str, template: str) -> None:
        """An inspection that waits: with its device on the cable or without."""
        cast("BenchPage", self.show("bench")).continue_inspection(device, template)

    def show_visit(self, store: str) -> None:
        cast("MaintenancePage", self.show("maintenance")).open_store(store)

    def _fleet(self) -> "FleetPage":
        return cast("FleetPage", self.show("fleet"))

    def _make_today(self) -> QWidget:
        from fleetdesk.ui.today.page import TodayPage

        page = TodayPage(self._theme, self._bridge, self._services.today)
        page.store_wanted.connect(self.show_visit)
        page.draft_wanted.connect(self.continue_draft)
        page.inspections_wanted.connect(self.show_campaign)
        page.device_wanted.connect(self.show_history)
        return page

    def _make_bench(self) -> QWidget:
        from fleetdesk.ui.bench.page import BenchPage

        page = BenchPage(self._theme, self._bridge, self._services, self._people)
        page.history_wanted.connect(self.show_history)
        return page

    def _make_fleet(self) -> QWidget:
        from fleetdesk.ui.fleet.page import FleetPage

        return FleetPage(self._theme, self._bridge, self._services.fleet, self._services.imports)

    def _make_inspections(self) -> QWidget:
        from fleetdesk.ui.inspections.page import InspectionsPage

        return InspectionsPage(self._theme, self._bridge, self._services.inspection_log)

    def _make_maintenance(self) -> QWidget:
        from fleetdesk.ui.maintenance.page import MaintenancePage

        page = MaintenancePage(self._theme, self._bridge, self._services.maintenance)
        page.device_wanted.connect(self.show_history)
        return page

    def _make_plans(self) -> QWidget:
        from fleetdesk.ui.plans.page import PlansPage

        return PlansPage(self._theme, self._bridge, self._services.plans)

    def _make_spares(self) -> QWidget:
        from fleetdesk.ui.spares.page import SparesPage

        return SparesPage(self._theme, self._bridge, self._services.spares)

    def _make_sync(self) -> QWidget:
        from fleetdesk.ui.sync.page import SyncPage

        page = SyncPage(self._theme, self._bridge, self._services.sync)
        page.device_wanted.connect(self.show_history)
        return page

    def _make_stores(self) -> QWidget:
        from fleetdesk.ui.stores.page import StoresPage

        return StoresPage(self._theme, self._bridge, self._services.stores)

    def _make_templates(self) -> QWidget:
        from fleetdesk.ui.templates.page import TemplatesPage

        return TemplatesPage(self._theme, self._bridge, self._services.templates)

    def _make_welcome(self) -> QWidget:
        from fleetdesk.ui.first_run.beginning import Beginning
        from fleetdesk.ui.first_run.welcome import WelcomePage

        page = WelcomePage(self._theme)
        beginning = Beginning(page, self._bridge, self._services.workspace, self.choose_import)
        beginning.finished.connect(self.workspace_changed)
        return page
