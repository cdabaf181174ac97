"""Maintenance plans: which there are and what they cover, what an edit would do, and publishing it.

A plan is for a category, or more narrowly for a model or one device. An edit is a new version with a reason; what it
would make due is counted before anybody saves it.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from fleetdesk.domain.errors import KnownError
from fleetdesk.domain.events import Draft, PlanPublished
from fleetdesk.domain.fleet import Category, plan_subject
from fleetdesk.domain.maintenance import DAYS
from fleetdesk.services.device_acts import checked_reason, known_device
from fleetdesk.services.record import Record
from fleetdesk.services.seeds import load_models
from fleetdesk.sqlite import Connection
from fleetdesk.storage.queries import plans
from fleetdesk.storage.queries.plans import Effect, PlanRow, PlanVersion

MOST = 1_000_000


@dataclass(frozen=True, slots=True)
class PlanEdit:
    """What a person says of a plan. `scope` as in `PlanRow.scope`; a plan that there is not yet is made.

    `counter` empty: by the calendar, `every` in days. `base` is `PlanRow.event` when the edit was begun, None for a
    plan that is new at its place.
    """

    task: str
    scope: str
    title: str
    counter: str
    every: int
    warn_at_percent: int
    unit: str
    parts: tuple[str, ...] = ()
    one: str = ""
    many: str = ""
    ended: bool = False
    base: str | None = None


class EditPlans:
    """Blocking; call it off the GUI thread."""

    def __init__(self, record: Record) -> None:
        self._record = record
        self._models = load_models()

    def plans(self) -> list[PlanRow]:
        """All plans in force, ended exceptions too, by category, task and place."""
        return self._record.read(plans.all_plans)

    def versions(self, task: str, scope: str) -> list[PlanVersion]:
        """The newest first."""
        return self._record.read(lambda connection: plans.versions(connection, plan_subject(task), scope))

    def effect(self, edit: PlanEdit) -> Effect:
        """What publishing `edit` would change, without writing. Raises KnownError for what cannot be."""
        return self._record.read(lambda connection: plans.effect(connection, self._payload(connection, edit, "")))

    def publish(self, edit: PlanEdit, reason: str, actor: str) -> None:
        """Raises KnownError for what cannot be, or when nothing would change; then nothing is recorded."""
        why = checked_reason(reason)

        def work(connection: Connection) -> None:
            payload = self._payload(connection, edit, why)
            held = plans.plan(connection, edit.task, edit.scope)
            if held is not None and held.event == edit.base and edit_of(held) == edit:
                raise KnownError("The plan says so already.", "", "Nothing was changed.")
            drafts: list[Draft] = [self._record.draft(payload, plan_subject(edit.task))]
            self._record.append_within(connection, drafts, actor)

        self._record.change(work)

    def _payload(self, connection: Connection, edit: PlanEdit, reason: str) -> PlanPublished:
        kind, _, key = edit.scope.partition(":")
        places: dict[str, Callable[[], tuple[str, str | None, str | None]]] = {
            "category": lambda: (self._category(key), None, None),
            "model": lambda: (self._model(key), key, None),
            "device": lambda: (known_device(connection, key).category, None, key),
        }
        if kind not in places:
            raise KnownError(f"There is no place {edit.scope!r}.", "", "A plan is for a category, a model or a device.")
        category, model, device = places[kind]()
        _check(edit)
        self._check_counter(connection, edit, category, model, device)
        newest = plans.newest_version(connection, plan_subject(edit.task))
        return PlanPublished(
            task=edit.task, version=newest + 1, title=edit.title.strip(), category=category, counter=edit.counter,
            every=edit.every, warn_at_percent=edit.warn_at_percent, unit=edit.unit if edit.counter else DAYS,
            parts=tuple(part.strip() for part in edit.parts if part.strip()), one=edit.one, many=edit.many, model=model,
            device=device, ended=edit.ended, base=edit.base or "", reason=reason,
        )  # fmt: skip

    def _category(self, key: str) -> str:
        if key not in list(Category):
            raise KnownError(f"There is no category {key!r}.", "", f"These are: {', '.join(Category)}.")
        return key

    def _model(self, key: str) -> str:
        model = self._models.get(key)
        if model is None:
            raise KnownError(f"There is no model {key!r}.", "", f"These are: {', '.join(self._models)}.")
        return model.category.value

    def _check_counter(
        self, connection: Connection, edit: PlanEdit, category: str, model: str | None, device: str | None
    ) -> None:
        key = known_device(connection, device).model if device else model
        there = {m.counter for m in self._models.values() if m.category == category and key in (None, m.key)} - {None}
        if edit.counter and edit.counter not in there:
            listed = ", ".join(sorted(filter(None, there))) or "none"
            raise KnownError(f"Nothing there counts {edit.counter!r}.", f"Counters: {listed}.", "Choose one of these.")
        if not edit.counter and there:
            raise KnownError(
                "This equipment counts its uses.", f"Counters: {', '.join(sorted(filter(None, there)))}.",
                "Plan by the counter; the calendar is for what has none.",
            )  # fmt: skip


def edit_of(row: PlanRow) -> PlanEdit:
    """The edit that changes nothing: where a person begins."""
    return PlanEdit(
        row.task, row.scope, row.title, row.counter, row.every, row.warn_at_percent, row.unit, row.parts, row.one,
        row.many, row.ended, row.event,
    )  # fmt: skip


def exception_of(row: PlanRow, scope: str) -> PlanEdit:
    """The same task, more narrowly: for a model or one device, beginning with what holds for all."""
    return replace(edit_of(row), scope=scope, base=None)


def _check(edit: PlanEdit) -> None:
    if not edit.title.strip():
        raise KnownError("A plan needs a title.", "", "Say what is done.")
    if not 1 <= edit.every <= MOST:
        raise KnownError(f"Every {edit.every:,} is no interval.", "", f"Choose 1 to {MOST:,}.")
    if not 1 <= edit.warn_at_percent <= 100:
        raise KnownError(f"{edit.warn_at_percent} % is no early warning.", "", "Choose 1 to 100 %.")


__all__ = ["EditPlans", "Effect", "PlanEdit", "PlanRow", "PlanVersion", "edit_of", "exception_of"]
