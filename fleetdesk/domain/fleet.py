"""Names and ids of the fleet: devices, modules, stores, and the text that identifies them everywhere alike.

Ids are derived, never drawn: two laptops that import one file or plug in one unit make the same id.
"""

import re
import unicodedata
import uuid
from dataclasses import dataclass
from enum import StrEnum

from fleetdesk.domain.errors import FormatError

_DEVICE_SPACE = uuid.uuid5(uuid.NAMESPACE_URL, "urn:fleetdesk:device")
_MODULE_SPACE = uuid.uuid5(uuid.NAMESPACE_URL, "urn:fleetdesk:module")

STORE_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,15}\Z")
"""Store codes: ASCII, 1 to 16 characters; a gateway's child table has no room for more."""


class Category(StrEnum):
    """The equipment categories of the operations report OPS-SCM-2026-006."""

    COFFEE_MACHINE = "coffee_machine"
    MILK_DISPENSER = "milk_dispenser"
    SYRUP_DISPENSER = "syrup_dispenser"
    COLD_DISPENSER = "cold_dispenser"
    REFRIGERATION = "refrigeration"
    BLENDER = "blender"
    GATEWAY = "gateway"
    ICE_MACHINE = "ice_machine"
    TEST_MACHINE = "test_machine"
    OTHER = "other"


class Status(StrEnum):
    """What a device is there for; only `in_service` units count in uptime."""

    IN_SERVICE = "in_service"
    TAGGED_OUT = "tagged_out"
    SPARE = "spare"
    RETIRED = "retired"
    TEST_UNIT = "test_unit"


class StoreStatus(StrEnum):
    PLANNED = "planned"
    OPEN = "open"
    CLOSED = "closed"


WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
"""Opening hours are {weekday: "HH:MM-HH:MM"} in the store's own time; a day that is missing is closed."""

HOURS = re.compile(r"([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d\Z")


@dataclass(frozen=True, slots=True)
class Model:
    """One row of `seeds/models.toml`: a model key, the name people use, its category."""

    key: str
    name: str
    category: Category
    supplier: str = ""


def normalise_serial(serial: str) -> str:
    """The serial as identities compare it: NFKC, upper case, no white space."""
    return "".join(unicodedata.normalize("NFKC", serial).upper().split())


def device_id(model: str, serial: str, again: int = 0) -> str:
    """UUIDv5 of model key and normalised serial (RFC 9562). Raises FormatError for an empty serial.

    `again` counts the units that were known by that serial before, until it was corrected: they keep their ids.
    """
    normalised = normalise_serial(serial)
    if not normalised:
        raise FormatError("a device id needs a serial; without one use unnumbered_device_id")
    return str(uuid.uuid5(_DEVICE_SPACE, f"{model}\n{normalised}" + (f"\n{again}" if again else "")))


def unnumbered_device_id(source_id: str, row_key: str) -> str:
    """The id of a device that no one has a serial for: where the row came from is all that identifies it."""
    return str(uuid.uuid5(_DEVICE_SPACE, f"source\n{source_id}\n{row_key}"))


def module_id(model: str, serial: str, again: int = 0) -> str:
    """The id of the electronics inside a device. A factory-fitted module carries its device's serial.

    `again` as in `device_id`.
    """
    return str(uuid.uuid5(_MODULE_SPACE, f"{model}\n{normalise_serial(serial)}" + (f"\n{again}" if again else "")))


def check_store_code(code: str) -> str:
    """The code itself. Raises FormatError when a gateway could not hold it."""
    if not STORE_CODE.match(code):
        raise FormatError(f"store code {code!r}: expected 1 to 16 ASCII letters, digits, '-', '_' or '.'")
    return code


def device_subject(device: str) -> str:
    return f"device:{device}"


def module_subject(module: str) -> str:
    return f"module:{module}"


def store_subject(code: str) -> str:
    return f"store:{code}"


def plan_subject(task: str) -> str:
    return f"plan:{task}"


def part_subject(part: str) -> str:
    return f"part:{part}"


def stock_subject(part: str, place: str) -> str:
    """A part at a place: keys of parts have no "@" in them."""
    return f"stock:{part}@{place}"


def template_subject(template: str) -> str:
    return f"template:{template}"


def person_subject(staff_number: str) -> str:
    return f"person:{staff_number}"


FIRMWARE_LIBRARY = "firmware:library"
"""The subject of every image in the library: they are few, and listed from their events."""


def subject_parts(subject: str) -> tuple[str, str]:
    """("device", "0190…") of "device:0190…"."""
    family, _, name = subject.partition(":")
    return family, name
