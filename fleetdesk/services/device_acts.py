"""What the acts on a device share: whom a person means, and what no act does without: a reason and a known device."""

from collections.abc import Mapping
from datetime import datetime

from fleetdesk.domain import events as ev
from fleetdesk.domain.errors import KnownError
from fleetdesk.domain.events import Draft
from fleetdesk.domain.fleet import Status, device_subject
from fleetdesk.domain.payload import INSTANT
from fleetdesk.services.record import Record
from fleetdesk.sqlite import Connection
from fleetdesk.storage.queries import registry
from fleetdesk.storage.queries.registry import KnownDevice


def named_device(connection: Connection, said: str, model: str | None = None) -> KnownDevice:
    """The one device with that serial, asset tag or id. Raises KnownError for none, and for several, naming them."""
    by_id = registry.device(connection, said)
    if by_id is not None:
        return by_id
    found = registry.all_by_serial(connection, said) or registry.by_asset_tag(connection, said)
    wanted = [device for device in found if model is None or device.model == model]
    if not wanted:
        raise KnownError(
            f"There is no device {said!r}.", "No serial, asset tag or id is written like that.",
            "Look for it: fleetdesk devices --search PART",
        )  # fmt: skip
    if len(wanted) > 1:
        listed = ", ".join(f"{device.model} ({device.store or 'no store'}, id {device.id})" for device in wanted)
        raise KnownError(f"{len(wanted)} devices are called {said!r}.", listed, "Name the one you mean by its id.")
    return wanted[0]


def known_device(connection: Connection, device: str) -> KnownDevice:
    """The device of that id. Raises KnownError when the registry does not have it."""
    known = registry.device(connection, device)
    if known is None:
        raise KnownError("This device is not in the registry.", "", "Register it, or import your fleet, first.")
    return known


def label_of(device: KnownDevice) -> str:
    return device.serial or device.asset_tag or device.id[:8]


def checked_reason(reason: str) -> str:
    """Raises KnownError when nobody says why."""
    if not reason.strip():
        raise KnownError("A reason is needed.", "It stands in the device's time line.", "Say in a few words why.")
    return reason.strip()


def not_retired(device: KnownDevice, act: str) -> None:
    if device.status == Status.RETIRED:
        raise KnownError(
            f"{label_of(device)} is retired: {act}.", "", "Set its status first if it is in use after all."
        )


def checked_past(record: Record, at: str | None) -> str:
    """The instant, now without one. Raises KnownError for what is no UTC instant or still to come."""
    now = record.now()
    if at is None:
        return now
    try:
        datetime.fromisoformat(at)
    except ValueError:
        at = ""
    if not INSTANT.match(at):
        raise KnownError("That is no instant.", "", "Write it in UTC, as 2026-02-14T15:04:00.000Z.")
    if at > now:
        raise KnownError("That time is still to come.", f"{at} is after now, {now}.", "Say when it really happened.")
    return at


def status_draft(record: Record, device: KnownDevice, status: Status, reason: str) -> Draft:
    payload = ev.DeviceStatusSet(device=device.id, status=status.value, reason=reason, base=device.set_by.get("status"))
    return record.draft(payload, device_subject(device.id), store=device.store)


def gateway_draft(record: Record, device: KnownDevice, gateway: str | None, reason: str) -> Draft:
    payload = ev.GatewayAssigned(
        device=device.id, gateway=gateway, assigned_at=record.now(), base=device.set_by.get("gateway"), reason=reason
    )
    return record.draft(payload, device_subject(device.id), store=device.store)


def described_draft(
    record: Record,
    device: KnownDevice,
    values: Mapping[str, str | None],
    reason: str,
    seen: Mapping[str, str] | None = None,
) -> Draft:
    """`values` with the events that they replace as their base: those in `seen`, without it the present ones.

    The base of the status goes along: whoever edits a device that was retired meanwhile did not know it.
    """
    set_by = device.set_by if seen is None else seen
    base = {name: set_by.get(name) for name in (*values, "status")}
    payload = ev.DeviceDescribed(device=device.id, values=dict(values), base=base, reason=reason)
    return record.draft(payload, device_subject(device.id), store=values.get("store") or device.store)
