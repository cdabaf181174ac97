"""The maintenance log: which services were done, at how many uses, late by how many, and by whom.

Uses are what the ledger counted since the service before; the interval is that of the plan that held when it was done,
for the device before its model before its category.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from fleetdesk.domain.events import PlanPublished
from fleetdesk.services.inspection_views import ServiceLine
from fleetdesk.services.views import Moment
from fleetdesk.sqlite import Connection
from fleetdesk.storage.queries import inspections, registry
from fleetdesk.storage.queries.inspections import LogFilter, ServiceDone


@dataclass
class ServiceLog:
    """Remembers the plans of one snapshot of the journal: make a new one for each question."""

    _plans: dict[str, list[PlanPublished]] = field(default_factory=dict[str, list[PlanPublished]])

    def page(self, connection: Connection, wanted: LogFilter, offset: int, limit: int) -> tuple[ServiceLine, ...]:
        return self.lines(connection, inspections.services(connection, wanted, offset, limit))

    def proven_by(self, connection: Connection, device: str, inspection: str) -> tuple[ServiceLine, ...]:
        return self.lines(connection, inspections.services_of(connection, device, inspection))

    def lines(self, connection: Connection, done: Iterable[ServiceDone]) -> tuple[ServiceLine, ...]:
        """Each with the plan that it is judged by."""
        return tuple(self._line(connection, each) for each in done)

    def _line(self, connection: Connection, done: ServiceDone) -> ServiceLine:
        plan = self._plan(connection, done)
        uses, unit = _amount(done, plan)
        every = plan.every if plan else None
        title = plan.title if plan else registry.task_title(connection, done.task) or done.task
        late = None if uses is None or every is None else uses - every
        return ServiceLine(
            done.event, done.inspection, done.device, done.serial, done.store, done.store_name, done.task, title,
            Moment(done.performed_at, done.zone), done.person, uses, every, unit, late,
        )  # fmt: skip

    def _plan(self, connection: Connection, done: ServiceDone) -> PlanPublished | None:
        if done.task not in self._plans:
            self._plans[done.task] = inspections.published_plans(connection, done.task)
        fitting = [
            plan
            for plan in self._plans[done.task]
            if plan.version == done.plan_version
            and plan.device in (None, done.device)
            and plan.model in (None, done.model)
            and not plan.ended
        ]
        return max(fitting, key=lambda plan: (plan.device is not None, plan.model is not None), default=None)


def _amount(done: ServiceDone, plan: PlanPublished | None) -> tuple[int | None, str]:
    if plan is None:
        return None, ""
    if plan.counter:
        return done.used.get(plan.counter), plan.unit
    since = datetime.fromisoformat(done.since_at or done.known_at)
    return (datetime.fromisoformat(done.performed_at) - since).days, "days"
