"""Maintenance plans: where one holds, and how far a task may be put off. Pure."""

from fleetdesk.domain.events import PlanPublished

DAYS = "days"
"""The unit of a plan that goes by the calendar: only where no counter tells how much a device was used."""


def plan_scope(plan: PlanPublished) -> tuple[str, int]:
    """Where a plan holds, as a key, and its rank: of the plans of one task the highest that fits a device decides."""
    if plan.device is not None:
        return f"device:{plan.device}", 2
    if plan.model is not None:
        return f"model:{plan.model}", 1
    return f"category:{plan.category}", 0


def postpone_limit(every: int, at_most_percent: int) -> int:
    """The uses (or days) since its last service up to which a task may be put off."""
    return every + every * at_most_percent // 100
