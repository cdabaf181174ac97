"""What the Maintenance page asks: what waits where, one visit's plan, a round before it is signed and its signature."""

from collections.abc import Callable
from datetime import date

from fleetdesk.services.close_tasks import CloseTasks, Done, Round, Signing
from fleetdesk.services.model_names import ModelNames
from fleetdesk.services.person import present_person
from fleetdesk.services.plan_visit import PlanVisit, Visit, WorkAhead
from fleetdesk.services.record import Record
from fleetdesk.services.views import Person


class MaintenancePage:
    """Blocking; called off the GUI thread."""

    def __init__(self, record: Record, names: ModelNames) -> None:
        self._record = record
        self._visits = PlanVisit(record, names)
        self._closing = CloseTasks(record)

    def ahead(self) -> WorkAhead:
        return self._visits.ahead()

    def visit(self, store: str, on: date | None, until: date | None) -> Visit:
        return self._visits.visit(store, on, until)

    def rounds(self) -> tuple[str, ...]:
        return self._closing.rounds()

    def prepare(self, store: str, task: str) -> Round:
        return self._closing.prepare(store, task)

    def sign(self, store: str, task: str, signing: Signing) -> Done:
        return self._closing.sign(store, task, signing)

    def person(self) -> Person | None:
        return present_person(self._record)

    def subscribe_changes(self, callback: Callable[[int], None]) -> Callable[[], None]:
        callback(self._record.version)
        return self._record.subscribe(callback)
