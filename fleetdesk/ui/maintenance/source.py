"""What the Maintenance page asks for."""

from collections.abc import Callable
from datetime import date
from typing import Protocol

from fleetdesk.services.close_tasks import Done, Round, Signing
from fleetdesk.services.plan_visit import Visit, WorkAhead
from fleetdesk.services.views import Person


class MaintenanceSource(Protocol):
    def ahead(self) -> WorkAhead: ...

    def visit(self, store: str, on: date | None, until: date | None) -> Visit: ...

    def rounds(self) -> tuple[str, ...]:
        """The tasks that may be closed together."""
        ...

    def prepare(self, store: str, task: str) -> Round: ...

    def sign(self, store: str, task: str, signing: Signing) -> Done: ...

    def person(self) -> Person | None:
        """Who works here, and would sign."""
        ...

    def subscribe_changes(self, callback: Callable[[int], None]) -> Callable[[], None]: ...
