"""Ids for units that the registry does not know. They are derived, so that two laptops make the same one; a serial that
was corrected leaves its id with the unit that was first known by it, and the next one takes the next id."""

from collections.abc import Callable

from fleetdesk.domain.fleet import device_id, module_id, normalise_serial
from fleetdesk.sqlite import Connection
from fleetdesk.storage.queries import registry


def new_device_id(connection: Connection, model: str, serial: str) -> str:
    """The id of the unit that carries this serial, whether the registry has it yet or not."""

    def holder(candidate: str) -> str | None:
        merged = registry.merged(connection, candidate)
        known = merged or registry.device(connection, candidate)
        return known.serial if known else None

    return _first_free(serial, lambda again: device_id(model, serial, again), holder)


def new_module_id(connection: Connection, model: str, serial: str) -> str:
    def holder(candidate: str) -> str | None:
        known = registry.module(connection, candidate)
        return known.serial if known else None

    return _first_free(serial, lambda again: module_id(model, serial, again), holder)


def _first_free(serial: str, candidate: Callable[[int], str], holder: Callable[[str], str | None]) -> str:
    again = 0
    while (held := holder(candidate(again))) is not None and normalise_serial(held) != normalise_serial(serial):
        again += 1
    return candidate(again)
