"""Spare parts and spare devices: where they lie, moving and counting them, what runs out and who supplies it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from fleetdesk.domain.errors import KnownError
from fleetdesk.domain.events import Draft, Envelope, PartDescribed, PartMoved
from fleetdesk.domain.fleet import device_subject, part_subject, stock_subject
from fleetdesk.domain.formula_guard import guarded
from fleetdesk.domain.stock import BAG, DEVICES, WAREHOUSE, Movement, movements, part_key, used_movement
from fleetdesk.runtime.ids import new_id
from fleetdesk.services.device_acts import checked_past, checked_reason
from fleetdesk.services.export_fleet import check_kind, write_table
from fleetdesk.services.model_names import ModelNames
from fleetdesk.services.record import Record
from fleetdesk.services.seeds import PartSeeds, load_parts
from fleetdesk.services.views import Text
from fleetdesk.sqlite import Connection
from fleetdesk.storage import projector
from fleetdesk.storage.queries import parts, registry

MOST = 100_000
FIELDS = ("name", "supplier", "alternate", "safety_stock")
COLUMNS = ("part", "name", "order", "have", "safety_stock", "due_needs", "supplier", "alternate")


@dataclass(frozen=True, slots=True)
class Spare:
    """One part, or the spare devices of a category (`part` then is "device:CATEGORY"). `places` (place, quantity) where
    it lies; `have` is their sum, `due_needs` what due tasks will take, `order` what is missing to the safety stock
    after that. `differs`: somewhere less than nothing lies, so somebody should count. Empty suppliers are not known."""

    part: str
    name: Text
    places: tuple[tuple[str, int], ...]
    have: int
    safety_stock: int
    due_needs: int
    supplier: str
    alternate: str
    set_by: Mapping[str, str]

    @property
    def order(self) -> int:
        return max(0, self.safety_stock + self.due_needs - self.have)

    @property
    def differs(self) -> bool:
        return any(quantity < 0 for _, quantity in self.places)

    @property
    def is_device(self) -> bool:
        return self.part.startswith(DEVICES)


@cache
def seeds() -> PartSeeds:
    """The shipped catalogue; it does not change while the program runs."""
    return load_parts()


class Spares:
    """Blocking; call it off the GUI thread."""

    def __init__(self, record: Record, names: ModelNames) -> None:
        self._record, self._names = record, names

    def all(self) -> list[Spare]:
        """What the plans of this fleet take, what lies somewhere or was said, then spare devices by category; what is
        to be ordered first. A home without devices needs nothing."""
        found = self._record.read(self._all)
        return sorted(found, key=lambda each: (each.order == 0 and not each.differs, each.is_device, each.part))

    def moves(self, part: str) -> list[Movement]:
        """The newest first."""

        def work(connection: Connection) -> list[Envelope]:
            subjects = parts.subjects_of(connection, part)
            return list(projector.events_of(connection, subjects)) if subjects else []

        return movements(self._record.read(work))[::-1]

    def move(
        self, part: str, quantity: int, source: str | None, target: str | None, reason: str, actor: str,
        movement: str | None = None, at: str | None = None,
    ) -> None:  # fmt: skip
        """`movement` its own id, for who may record it twice. Raises KnownError for what cannot be."""
        why = checked_reason(reason)
        if not 1 <= quantity <= MOST:
            raise KnownError(f"{quantity:,} is no quantity.", "", f"Choose 1 to {MOST:,}.")
        if source == target:
            raise KnownError("It would stay where it is.", "", "Name two places, or one of them: outside has no name.")
        payload = PartMoved(
            movement=movement or new_id(), part=part, quantity=quantity, source=source, target=target,
            moved_at=checked_past(self._record, at), reason=why,
        )  # fmt: skip
        self._append(part, (source, target), payload, actor)

    def count(self, part: str, quantity: int, place: str, reason: str, actor: str) -> None:
        """Somebody counted what lies there, now."""
        why = checked_reason(reason)
        if not 0 <= quantity <= MOST:
            raise KnownError(f"{quantity:,} is no count.", "", f"Choose 0 to {MOST:,}.")
        payload = PartMoved(
            movement=new_id(), part=part, quantity=quantity, target=place, moved_at=self._record.now(), counted=True,
            reason=why,
        )  # fmt: skip
        self._append(part, (place,), payload, actor)

    def describe(self, part: str, values: Mapping[str, str | int], reason: str, actor: str) -> None:
        """Name, suppliers, safety stock. Raises KnownError for another field or a stock below nothing."""
        why = checked_reason(reason)
        unknown = [name for name in values if name not in FIELDS]
        if unknown or not values:
            raise KnownError(f"{', '.join(unknown) or 'Nothing'} can be set.", "", f"These can: {', '.join(FIELDS)}.")
        wanted = values.get("safety_stock", 0)
        if not isinstance(wanted, int) or not 0 <= wanted <= MOST:
            raise KnownError(f"{wanted!r} is no safety stock.", "", f"Choose 0 to {MOST:,}.")

        def work(connection: Connection) -> None:
            check_part(connection, part)
            held = parts.fields(connection).get(part)
            base = {name: held.set_by.get(name) if held else None for name in values}
            payload = PartDescribed(part=part, values=dict(values), base=base, reason=why)
            self._record.append_within(connection, [self._record.draft(payload, part_subject(part))], actor)

        self._record.change(work)

    def export(self, path: Path) -> int:
        """What is to be ordered, as .csv or .xlsx; returns how many lines. No cell can act as a formula."""
        check_kind(path)
        rows = [_cells(each) for each in self.all() if each.order]
        write_table(path, "Order", COLUMNS, rows)
        return len(rows)

    def _append(self, part: str, places: Iterable[str | None], payload: PartMoved, actor: str) -> None:
        if part.startswith(DEVICES):
            raise KnownError("Spare devices are counted in the registry.", "", "Set the device's status, or its store.")

        def work(connection: Connection) -> None:
            check_part(connection, part)
            for place in places:
                _check_place(connection, place)
            subjects = [stock_subject(part, place) for place in places if place is not None]
            self._record.append_within(connection, [self._record.draft(payload, *subjects)], actor)

        self._record.change(work)

    def _all(self, connection: Connection) -> list[Spare]:
        shipped, said = seeds(), parts.fields(connection)
        lies, spare = parts.stock(connection), parts.spare_devices(connection)
        needs = {part_key(name): count for name, count in parts.taken_by_due(connection).items()}
        held = parts.categories_held(connection)
        found: list[Spare] = []
        for part, name in _names(parts.planned(connection), held, (*lies, *said), shipped).items():
            shown = Text("{name}", {"name": name})
            found.append(_spare(part, shown, lies.get(part, {}), needs.get(part, 0), said.get(part), shipped))
        kept = [category for category in shipped.categories if category in held]
        described = [key.removeprefix(DEVICES) for key in said if key.startswith(DEVICES)]
        for category in dict.fromkeys((*kept, *spare, *described)):
            key = DEVICES + category
            found.append(
                _spare(key, self._names.category(category), spare.get(category, {}), 0, said.get(key), shipped)
            )
        return found


def check_part(connection: Connection, part: str) -> None:
    """Raises KnownError for a part that neither the catalogue nor a plan nor a person named."""
    shipped, said = seeds(), parts.fields(connection)
    known = {*shipped.names, *said, *parts.stock(connection)}
    known |= {part_key(name) for names in parts.planned(connection).values() for name in names}
    devices = {DEVICES + category for category in (*shipped.categories, *parts.categories_held(connection))}
    if part not in known | devices:
        listed = ", ".join(sorted(each for each in known if not each.startswith(DEVICES)))
        raise KnownError(f"There is no part {part!r}.", f"These are: {listed}.", "Name one, or add it to a plan.")


def _names(
    planned: Mapping[str, Iterable[str]], held: Iterable[str], touched: Iterable[str], shipped: PartSeeds
) -> dict[str, str]:
    """{part: what it is called}: what the plans of the categories held list, then what lies somewhere or was said."""
    listed = dict.fromkeys(name for category in held for name in planned.get(category, ()))
    names: dict[str, str] = {}
    for name in listed:
        names.setdefault(part_key(name), name)
    for part in touched:
        if not part.startswith(DEVICES):
            names.setdefault(part, shipped.names.get(part, part))
    return names


def used_parts(
    record: Record, connection: Connection, device: str, tasks: Sequence[str], inspection: str, signer: str
) -> list[Draft]:
    """What the services that an inspection proves took: one of each part that their plans list, from the signer's bag
    when it ever held that part, else from outside, so that the use is known and no stock is made up."""
    drafts: list[Draft] = []
    bag = BAG + signer
    for name in dict.fromkeys(name for task in tasks for name in parts.parts_of_task(connection, device, task)):
        part = part_key(name)
        source = bag if parts.lies_at(connection, part, bag) is not None else None
        payload = PartMoved(
            movement=used_movement(inspection, part), part=part, quantity=1, source=source, inspection=inspection,
            moved_at=record.now(),
        )  # fmt: skip
        subjects = [device_subject(device), *([stock_subject(part, source)] if source else [])]
        drafts.append(record.draft(payload, *subjects))
    return drafts


def _spare(
    part: str, name: Text, lies: Mapping[str, int], needs: int, said: "parts.PartFields | None", shipped: PartSeeds
) -> Spare:
    values: Mapping[str, Any] = said.values if said else {}
    shown = Text("{name}", {"name": str(values["name"])}) if values.get("name") else name
    return Spare(
        part, shown, tuple(lies.items()), sum(lies.values()), int(values.get("safety_stock", shipped.safety_stock)),
        needs, str(values.get("supplier", "")), str(values.get("alternate", "")), said.set_by if said else {},
    )  # fmt: skip


def _check_place(connection: Connection, place: str | None) -> None:
    if place is None or place == WAREHOUSE:
        return
    if place.startswith(BAG) and len(place) > len(BAG):
        return
    if registry.store(connection, place) is None:
        raise KnownError(
            f"There is no place {place!r}.", "", f"A place is a store's code, {WAREHOUSE}, or {BAG}STAFF-NUMBER."
        )


def _cells(each: Spare) -> list[str | int]:
    name = each.name.message.format(**each.name.values)
    values: list[str | int] = [
        each.part, name, each.order, each.have, each.safety_stock, each.due_needs, each.supplier, each.alternate,
    ]  # fmt: skip
    return [value if isinstance(value, int) else guarded(value) for value in values]
