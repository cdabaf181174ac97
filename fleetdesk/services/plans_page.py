"""What the Plans page asks: the plans in words, an edit's effect, publishing it in the name of who works here."""

from collections.abc import Callable
from dataclasses import dataclass

from fleetdesk.services.device_acts import named_device
from fleetdesk.services.edit_plans import EditPlans, Effect, PlanEdit, PlanRow, PlanVersion, edit_of, exception_of
from fleetdesk.services.model_names import ModelNames
from fleetdesk.services.person import actor
from fleetdesk.services.record import Record
from fleetdesk.services.views import Moment, Text
from fleetdesk.sqlite import Connection
from fleetdesk.storage.queries import registry


@dataclass(frozen=True, slots=True)
class PlanView:
    """A plan, where it holds in words, and the models of its category, (key, name), that may have one of their own."""

    row: PlanRow
    place: Text
    category: Text
    models: tuple[tuple[str, Text], ...]

    @property
    def edit(self) -> PlanEdit:
        return edit_of(self.row)


@dataclass(frozen=True, slots=True)
class VersionView:
    """One line of a plan's history. `who` is empty for what Fleetdesk ships."""

    version: PlanVersion
    who: str
    at: Moment


class PlansPage:
    """Blocking; called off the GUI thread."""

    def __init__(self, record: Record, names: ModelNames) -> None:
        self._record, self._names = record, names
        self._plans = EditPlans(record)

    def plans(self) -> list[PlanView]:
        return self._record.read(lambda connection: [self._view(connection, row) for row in self._plans.plans()])

    def versions(self, task: str, scope: str) -> list[VersionView]:
        def work(connection: Connection) -> list[VersionView]:
            found = self._plans.versions(task, scope)
            return [VersionView(v, _who(connection, v), Moment(v.at, "UTC")) for v in found]

        return self._record.read(work)

    def effect(self, edit: PlanEdit) -> Effect:
        """Raises KnownError for what cannot be."""
        return self._plans.effect(edit)

    def exception(self, row: PlanRow, place: str) -> PlanEdit:
        """The task of `row` for a model ("model:KEY") or for the device with that serial. Raises KnownError."""
        if place.startswith("model:"):
            return exception_of(row, place)
        device = self._record.read(lambda connection: named_device(connection, place))
        return exception_of(row, f"device:{device.id}")

    def publish(self, edit: PlanEdit, reason: str) -> None:
        self._plans.publish(edit, reason, actor(self._record))

    def subscribe_changes(self, callback: Callable[[int], None]) -> Callable[[], None]:
        callback(self._record.version)
        return self._record.subscribe(callback)

    def _view(self, connection: Connection, row: PlanRow) -> PlanView:
        kind, _, key = row.scope.partition(":")
        place = {"category": Text("everywhere"), "model": self._name(key)}.get(kind) or _device(connection, key)
        models = tuple((model, self._name(model)) for model in self._names.models_of(row.category))
        return PlanView(row, place, self._names.category(row.category), models)

    def _name(self, model: str) -> Text:
        return Text("{model}", {"model": self._names.model(model)})


def _device(connection: Connection, device: str) -> Text:
    known = registry.device(connection, device)
    return Text("{serial}", {"serial": (known.serial if known else None) or device[:8]})


def _who(connection: Connection, version: PlanVersion) -> str:
    if version.actor == "workstation":
        return ""
    return registry.person_name(connection, version.actor) or version.actor
