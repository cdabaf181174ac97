"""What the Plans page asks for."""

from collections.abc import Callable
from typing import Protocol

from fleetdesk.services.edit_plans import Effect, PlanEdit, PlanRow
from fleetdesk.services.plans_page import PlanView, VersionView


class PlansSource(Protocol):
    def plans(self) -> list[PlanView]: ...

    def versions(self, task: str, scope: str) -> list[VersionView]: ...

    def effect(self, edit: PlanEdit) -> Effect: ...

    def exception(self, row: PlanRow, place: str) -> PlanEdit: ...

    def publish(self, edit: PlanEdit, reason: str) -> None: ...

    def subscribe_changes(self, callback: Callable[[int], None]) -> Callable[[], None]:
        """Called with the data's version, first with the present one."""
        ...
