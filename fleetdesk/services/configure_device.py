"""Configures the unit on a cable: its settings beside what is expected of them, changed as one act, and recorded.

What happened becomes a `config.changed` event with the dialogue as a blob, also when the device did not take it. A
secret is written and nothing more: it is not read, not logged and in no event and no transcript.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from fleetdesk.devices.session import Session
from fleetdesk.domain import events as ev
from fleetdesk.domain.errors import FormatError, KnownError
from fleetdesk.domain.fleet import device_subject, module_id, module_subject
from fleetdesk.domain.pack import Pack
from fleetdesk.domain.settings import (
    CHANGED,
    Changed,
    SettingLine,
    SettingsNotTaken,
    Value,
    lines,
    setting_named,
    typed_value,
)
from fleetdesk.services.readings import Resolved, resolve
from fleetdesk.services.record import Record
from fleetdesk.sqlite import Connection
from fleetdesk.storage import blobs
from fleetdesk.storage.queries import registry

TRANSCRIPT_TYPE = "application/vnd.fleetdesk.transcript+jsonl"


@dataclass(frozen=True, slots=True)
class DeviceSettings:
    """The settings of one unit. `device` None: not in the registry, so nothing but limits is expected of it."""

    serial: str
    model: str
    device: str | None
    generation: int | None
    lines: tuple[SettingLine, ...]

    @property
    def differing(self) -> tuple[SettingLine, ...]:
        return tuple(line for line in self.lines if not line.agrees)


@dataclass(frozen=True, slots=True)
class ConfigChange:
    """What was changed, as read before and after, and the event that says so."""

    before: Mapping[str, Value]
    after: Mapping[str, Value]
    outcome: str
    event: str


async def read_settings(record: Record, session: Session) -> DeviceSettings:
    """Reads the settings over the cable and sets them beside what registry and pack expect."""
    found = await session.settings()
    resolved = await asyncio.to_thread(_resolved, record, session)
    device = resolved.device
    gateway = await asyncio.to_thread(_gateway_serial, record, device)
    compared = lines(session.pack, found.values, device.store if device else None, gateway)
    return DeviceSettings(
        session.identity.serial, session.pack.name, device.id if device else None, found.generation, compared
    )


def typed_values(pack: Pack, words: Sequence[str]) -> dict[str, Value]:
    """KEY VALUE [KEY VALUE ...] as a person typed them. Raises KnownError that says what was expected."""
    if not words or len(words) % 2:
        raise KnownError("Settings are given in pairs.", "Expected KEY VALUE [KEY VALUE ...].", "Nothing was written.")
    values: dict[str, Value] = {}
    for name, text in zip(words[::2], words[1::2], strict=True):
        setting = setting_named(pack, name)
        try:
            # An unknown name is refused with the names that exist, where it would be written.
            values[name] = text if setting is None else typed_value(pack, setting, text)
        except FormatError as error:
            raise KnownError(f"'{name}' cannot be set to that.", f"{error}.", "Nothing was written.") from error
    return values


async def change_settings(
    record: Record,
    session: Session,
    values: Mapping[str, Value],
    actor: str,
    *,
    seen_generation: int | None = None,
    reason: str = "",
) -> ConfigChange:
    """Changes settings of a registered unit and records it.

    Raises KnownError when nothing was written (unknown unit or setting, another unit on the port, stale); raises
    SettingsNotTaken, with the event recorded, when the device did not take them.
    """
    resolved = await asyncio.to_thread(_resolved, record, session)
    if resolved.device is None:
        raise KnownError(
            f"{session.identity.serial} is not in the registry.",
            "What Fleetdesk changes it also records, and this unit has no history to put it in.",
            "Register it on the Bench first.",
        )
    try:
        changed = await session.change(values, seen_generation)
    except SettingsNotTaken as refused:
        facts = _payload(session, resolved, values, refused.changed, refused.outcome, reason)
        await asyncio.to_thread(_keep, record, session, resolved, facts, actor)
        raise
    facts = _payload(session, resolved, values, changed, CHANGED, reason)
    event = await asyncio.to_thread(_keep, record, session, resolved, facts, actor)
    return ConfigChange(changed.before, changed.after, CHANGED, event)


def _resolved(record: Record, session: Session) -> Resolved:
    return record.read(lambda connection: resolve(connection, session.pack, session.identity))


def _gateway_serial(record: Record, device: registry.KnownDevice | None) -> str | None:
    gateway = device.gateway if device else None
    known = record.read(lambda connection: registry.device(connection, gateway)) if gateway else None
    return known.serial if known else None


def _payload(
    session: Session,
    resolved: Resolved,
    values: Mapping[str, Value],
    changed: Changed,
    outcome: str,
    reason: str,
) -> ev.ConfigChanged:
    assert resolved.device is not None
    written: dict[str, Any] = {name: None for name in values if _is_secret(session.pack, name)}
    module = resolved.module or module_id(session.pack.key, session.identity.serial)
    return ev.ConfigChanged(
        device=resolved.device.id, module=module, before=dict(changed.before), after={**written, **changed.after},
        outcome=outcome, reason=reason,
    )  # fmt: skip


def _is_secret(pack: Pack, name: str) -> bool:
    setting = setting_named(pack, name)
    return setting is not None and setting.secret


def _keep(record: Record, session: Session, resolved: Resolved, facts: ev.ConfigChanged, actor: str) -> str:
    """The dialogue as a blob, then the event that names it. Returns the event's id."""
    assert resolved.device is not None
    content = session.recorder.to_bytes()
    name = record.workstation.blobs.put(content)
    subjects = [device_subject(resolved.device.id)]
    if resolved.module is not None:
        subjects.append(module_subject(resolved.module))
    draft = record.draft(replace(facts, transcript_sha256=name), *subjects, store=resolved.device.store)

    def work(connection: Connection) -> None:
        blobs.note(connection, name, len(content), TRANSCRIPT_TYPE, record.now())
        record.append_within(connection, [draft], actor)

    record.change(work)
    return draft.id
