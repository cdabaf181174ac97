"""Changes what is known of a store: name, address, time zone, opening hours, status."""

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from fleetdesk.domain import events as ev
from fleetdesk.domain.errors import KnownError
from fleetdesk.domain.fleet import HOURS, WEEKDAYS, StoreStatus, store_subject
from fleetdesk.services.device_acts import checked_reason
from fleetdesk.services.record import Record
from fleetdesk.sqlite import Connection
from fleetdesk.storage.queries import registry

FIELDS = ("name", "address", "time_zone", "status", "opening_hours")


def edit_store(
    record: Record,
    code: str,
    values: Mapping[str, Any],
    reason: str,
    actor: str,
    base: Mapping[str, str] | None = None,
) -> tuple[str, ...]:
    """Returns the fields that changed. `opening_hours` {weekday: "HH:MM-HH:MM"}; `base` as in `edit_device`."""
    why = checked_reason(reason)
    check_store_values(values)

    def work(connection: Connection) -> tuple[str, ...]:
        known = registry.store(connection, code)
        if known is None:
            raise KnownError(f"There is no store {code!r}.", "", "Choose one of the stores, or import yours first.")
        changed = {name: value for name, value in values.items() if getattr(known, name) != value}
        if changed:
            seen = known.set_by if base is None else base
            edit = ev.StoreDescribed(values=changed, base={name: seen.get(name) for name in changed}, reason=why)
            record.append_within(connection, [record.draft(edit, store_subject(code), store=code)], actor)
        return tuple(changed)

    return record.change(work)


def check_store_values(values: Mapping[str, Any]) -> None:
    """Raises KnownError for a value that a store cannot have."""
    for name, value in values.items():
        match name:
            case "name" if not value.strip():
                raise KnownError("A store needs a name.", "", "Give one.")
            case "time_zone":
                _check_zone(value)
            case "status" if value not in list(StoreStatus):
                raise KnownError(f"There is no status {value!r}.", "", f"These are: {', '.join(StoreStatus)}.")
            case "opening_hours":
                _check_hours(value)
            case _ if name not in FIELDS:
                raise KnownError(f"A store has no field {name!r} to edit.", "", f"These can be: {', '.join(FIELDS)}.")
            case _:
                pass


def _check_zone(name: str) -> None:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise KnownError(
            f"There is no time zone {name!r}.", "", "Name it as the IANA does: America/New_York."
        ) from error


def _check_hours(hours: Mapping[str, str]) -> None:
    for day, span in hours.items():
        if day not in WEEKDAYS or not HOURS.match(span) or span[:5] == span[6:]:
            raise KnownError(
                f"{day} {span!r} are no opening hours.", "", f"Write {', '.join(WEEKDAYS)} and 06:00-20:00."
            )
