"""A store that nobody imported: registered by a person, with what is known of it from the first day."""

from collections.abc import Mapping
from typing import Any

from fleetdesk.domain import events as ev
from fleetdesk.domain.errors import FormatError, KnownError
from fleetdesk.domain.events import Draft
from fleetdesk.domain.fleet import StoreStatus, check_store_code, store_subject
from fleetdesk.services.device_acts import checked_reason
from fleetdesk.services.edit_store import check_store_values
from fleetdesk.services.record import Record
from fleetdesk.sqlite import Connection
from fleetdesk.storage.queries import registry


def register_store(record: Record, code: str, values: Mapping[str, Any], reason: str, actor: str) -> str:
    """Returns its code. `values` as in `edit_store`; name and time_zone are needed. Raises KnownError, also for a code
    that is another store's, whatever the case of its letters: nothing is recorded then."""
    code, why = code.strip(), checked_reason(reason)
    try:
        check_store_code(code)
    except FormatError as error:
        raise KnownError(
            f"{code!r} is no code for a store.", "It is on every gateway, which has little room.",
            "Use 1 to 16 letters, digits, '-', '_' or '.', without spaces: STORE-11.",
        ) from error  # fmt: skip
    check_store_values({"name": "", "time_zone": "", **values})

    def work(connection: Connection) -> None:
        taken = registry.store_like(connection, code)
        if taken is not None:
            raise KnownError(f"Store {taken.code} is there already.", f"It is {taken.name}.", "Edit it instead.")
        record.append_within(connection, _facts(record, code, values, why), actor)

    record.change(work)
    return code


def _facts(record: Record, code: str, values: Mapping[str, Any], reason: str) -> list[Draft]:
    registered = ev.StoreRegistered(
        code=code, name=values["name"].strip(), time_zone=values["time_zone"], address=values.get("address", "")
    )
    facts = [record.draft(registered, store_subject(code), store=code)]
    beside = {name: values[name] for name in ("status", "opening_hours") if values.get(name)}
    if beside and beside != {"status": StoreStatus.OPEN}:
        described = ev.StoreDescribed(values=beside, base=dict.fromkeys(beside), reason=reason)
        facts.append(record.draft(described, store_subject(code), store=code))
    return facts
