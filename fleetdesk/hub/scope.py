"""Who sees what: pure, one place, used by push and pull alike.

Events about devices and modules have a scope: the stores where these are or ever were. A module is wherever the devices
were that it was ever fitted in; a merged device is wherever both were. All else (stores, people, plans, templates,
firmware, parts) is for the whole fleet. A device that nobody has placed yet may be written about by anybody.
"""

import hashlib
import re
from collections.abc import Callable, Collection
from dataclasses import dataclass

from fleetdesk.domain.events import (
    DeviceDescribed,
    DeviceMerged,
    DeviceRegistered,
    ModuleFitted,
    ModuleRemoved,
    Payload,
)
from fleetdesk.domain.fleet import device_subject, module_subject, subject_parts

EVERYBODY = "*"
"""The subject of what is for the whole fleet."""
PLACING = frozenset(cls.kind for cls in (DeviceRegistered, DeviceDescribed, DeviceMerged, ModuleFitted, ModuleRemoved))
"""Kinds that say where something is; of others the hub reads the payload only when a right depends on it."""
_SCOPED = ("device", "module")
_LONGEST_NAME = 200
_BLOB = re.compile(rb'sha256":"([0-9a-f]{64})"')


@dataclass(frozen=True, slots=True)
class About:
    """What an event is about: `subjects` that have a scope (none: it is for everybody), the stores that it puts them
    in, and which of them is wherever another one is (`links`: holder, held)."""

    subjects: tuple[str, ...]
    stores: tuple[tuple[str, str], ...] = ()
    links: tuple[tuple[str, str], ...] = ()


def about(subjects: Collection[str], payload: Payload | None) -> About:
    """`payload` None: of a kind that is not known here, or not asked for."""
    named = [*subjects, *_named_by(payload)]
    scoped = tuple(dict.fromkeys(short(name) for name in named if subject_parts(name)[0] in _SCOPED))
    return About(scoped, tuple(_stores(payload)), tuple(_links(payload)))


def refusal(
    event: About, stores_of: Callable[[str], Collection[str]], scope: Collection[str], foreign: Collection[str]
) -> str:
    """Why a workstation of the stores `scope` may not say this, in words; "" when it may.

    Every device that it is about must be in scope, before the event: nobody gets a device by saying that he has it. A
    module counts where no device is named: fitted in a device of one's own, it may come from anywhere. `foreign` are
    subjects that this workstation itself has put outside its scope before: nobody else knows yet where they are.
    """
    devices = [each for each in event.subjects if subject_parts(each)[0] == "device"]
    for subject in devices or event.subjects:
        known = set(stores_of(subject)) or {store for each, store in event.stores if each == subject}
        if not known & set(scope) and (known or subject in foreign):
            return "It is about equipment outside this workstation's stores."
    return ""


def blobs_in(body: bytes) -> list[str]:
    """The files that an event names."""
    return [name.decode() for name in dict.fromkeys(_BLOB.findall(body))]


def key_subject(public_key: str) -> str:
    """Of what a workstation itself has written."""
    return f"key:{public_key}"


def short(name: str) -> str:
    """Fit for an index: without NUL, and bounded by its hash."""
    plain = name.replace("\0", "\ufffd")
    if len(plain) <= _LONGEST_NAME:
        return plain
    return f"{subject_parts(plain)[0][:20]}:#{hashlib.sha256(plain.encode()).hexdigest()}"


def _named_by(payload: Payload | None) -> list[str]:
    """Whatever the envelope says, the payload's device counts."""
    device = getattr(payload, "device", None)
    named = [device_subject(device)] if isinstance(device, str) else []
    if isinstance(payload, DeviceMerged):
        named.append(device_subject(payload.into))
    return named


def _stores(payload: Payload | None) -> list[tuple[str, str]]:
    match payload:
        case DeviceRegistered(device=device, fields=fields):
            store = fields.get("store")
        case DeviceDescribed(device=device, values=values):
            store = values.get("store")
        case _:
            return []
    return [(short(device_subject(device)), short(store))] if isinstance(store, str) and store else []


def _links(payload: Payload | None) -> list[tuple[str, str]]:
    match payload:
        case ModuleFitted(module=module, device=device) | ModuleRemoved(module=module, device=device):
            return [(short(device_subject(device)), short(module_subject(module)))]
        case DeviceMerged(device=device, into=into):
            one, other = short(device_subject(device)), short(device_subject(into))
            return [(one, other), (other, one)]
        case _:
            return []
