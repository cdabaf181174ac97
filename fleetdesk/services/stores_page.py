"""What the Stores page asks: every store with its devices and its work, registering one, changing one."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from fleetdesk.domain.fleet import WEEKDAYS
from fleetdesk.services.edit_store import edit_store
from fleetdesk.services.person import actor
from fleetdesk.services.record import Record
from fleetdesk.services.register_store import register_store
from fleetdesk.sqlite import Connection
from fleetdesk.storage.queries import registry, visits
from fleetdesk.storage.queries.registry import KnownStore


@dataclass(frozen=True, slots=True)
class StoreLine:
    """`due` tasks there now, `soon` those inside their warning band beside them."""

    store: KnownStore
    devices: int
    due: int
    soon: int


@dataclass(frozen=True, slots=True)
class StoreWords:
    """A store as a person typed it; `hours` {weekday: "06:00-20:00", or empty for a day on which it is closed}."""

    name: str
    address: str
    time_zone: str
    status: str
    hours: Mapping[str, str]

    @property
    def values(self) -> dict[str, object]:
        hours = {day: self.hours[day].strip() for day in WEEKDAYS if self.hours.get(day, "").strip()}
        return {
            "name": self.name.strip(), "address": self.address.strip(), "time_zone": self.time_zone.strip(),
            "status": self.status, "opening_hours": hours,
        }  # fmt: skip


class StoresPage:
    """Blocking; called off the GUI thread."""

    def __init__(self, record: Record) -> None:
        self._record = record

    def stores(self) -> list[StoreLine]:
        """In order of their codes."""

        def work(connection: Connection) -> list[StoreLine]:
            devices = visits.devices_by_store(connection)
            ahead = {count.code: count for count in visits.by_store(connection)}
            return [
                StoreLine(
                    store, devices.get(store.code, 0),
                    *((ahead[store.code].due, ahead[store.code].soon) if store.code in ahead else (0, 0)),
                )
                for store in registry.stores(connection)
            ]  # fmt: skip

        return self._record.read(work)

    def add(self, code: str, said: StoreWords, reason: str) -> None:
        """Raises KnownError for what cannot be."""
        register_store(self._record, code, said.values, reason, actor(self._record))

    def edit(self, seen: KnownStore, said: StoreWords, reason: str) -> int:
        """Against the store as it was shown, so that what somebody else changed meanwhile is a conflict and not lost.
        Returns how many fields changed."""
        return len(edit_store(self._record, seen.code, said.values, reason, actor(self._record), seen.set_by))

    def subscribe_changes(self, callback: Callable[[int], None]) -> Callable[[], None]:
        callback(self._record.version)
        return self._record.subscribe(callback)


__all__ = ["KnownStore", "StoreLine", "StoreWords", "StoresPage"]
