"""What a payload may hold, and the two questions that are asked of one: how is it written, and can it be meant?

Payloads hold strings, booleans, null, lists, maps with ASCII keys and integers below 2^53 (scaled, the unit in the
name) and no floats, so compact sorted-key JSON of a payload is RFC 8785.
"""

import re
from dataclasses import fields
from datetime import date, datetime
from typing import Any, ClassVar, cast

from fleetdesk.domain.errors import FormatError

LARGEST_INTEGER = 2**53 - 1
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z\Z")
"""Fixed width, so that text order is the order of time."""
DAY = re.compile(r"\d{4}-\d\d-\d\d\Z")


class Payload:
    """Base of all payload dataclasses. `kind` and `v` name the row of the catalogue."""

    kind: ClassVar[str]
    v: ClassVar[int] = 1


def payload_map(payload: Payload) -> dict[str, Any]:
    """The payload as the map that is encoded: fields at their default are left out, tuples become lists."""
    result: dict[str, Any] = {}
    for spec in fields(cast(Any, payload)):
        value = getattr(payload, spec.name)
        if spec.default is not None and value == spec.default:
            continue
        if value is None and spec.default is None:
            continue
        result[spec.name] = value
    check_payload(result)
    return result


def check_payload(value: object, place: str = "payload") -> None:
    """Raises FormatError, naming the place, when `value` is outside the restricted JSON of payloads."""
    if not _is_restricted(value):
        _name_the_place(value, place)


def _is_restricted(value: object) -> bool:
    """The answer alone: nearly all payloads are right, and a place is named for none of them."""
    if value is None or isinstance(value, str | bool):
        return True
    if isinstance(value, int):
        return -LARGEST_INTEGER <= value <= LARGEST_INTEGER
    if isinstance(value, dict):
        said = cast("dict[object, object]", value)
        return all(isinstance(key, str) and key.isascii() for key in said) and all(map(_is_restricted, said.values()))
    return isinstance(value, list | tuple) and all(map(_is_restricted, cast("list[object]", value)))


def _name_the_place(value: object, place: str) -> None:
    if value is None or isinstance(value, str | bool):
        return
    if isinstance(value, int):
        if abs(value) > LARGEST_INTEGER:
            raise FormatError(f"{place}: {value} is not below 2^53")
    elif isinstance(value, list | tuple):
        for index, item in enumerate(cast("list[object]", value)):
            _name_the_place(item, f"{place}[{index}]")
    elif isinstance(value, dict):
        for key, item in cast("dict[object, object]", value).items():
            if not isinstance(key, str) or not key.isascii():
                raise FormatError(f"{place}: key {key!r} is not ASCII text")
            _name_the_place(item, f"{place}.{key}")
    else:
        raise FormatError(f"{place}: {type(value).__name__} is not allowed (no floats: scale to an integer)")


def check_meaning(payload: Payload) -> None:
    """Raises FormatError for a payload that no fold could mean: an instant that is none, a plan that is always due.

    What comes from another journal is stored whatever it says; one that fails here is kept and passed on, not folded.
    """
    said = payload_map(payload)
    for name, value in said.items():
        if (name.endswith("_at") or name == "as_of") and value is not None:
            _check_instant(name, value)
        elif name.endswith("_on") and value is not None:
            _check_day(name, value)
    if "every" in said and said["every"] < 1:
        raise FormatError(f"{payload.kind}: every {said['every']}; expected 1 or more")


def _check_day(name: str, value: object) -> None:
    if not isinstance(value, str) or not DAY.match(value):
        raise FormatError(f"{name}: {value!r} is no day as YYYY-MM-DD")
    try:
        date.fromisoformat(value)
    except ValueError as error:
        raise FormatError(f"{name}: {error}") from error


def _check_instant(name: str, value: object) -> None:
    if not isinstance(value, str) or not INSTANT.match(value):
        raise FormatError(f"{name}: {value!r} is no UTC instant with milliseconds")
    try:
        datetime.fromisoformat(value)
    except ValueError as error:
        raise FormatError(f"{name}: {error}") from error
