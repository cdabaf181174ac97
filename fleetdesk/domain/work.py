"""Work orders: what remains to be done after a finding, by whom and until when. Pure.

An order has an id of its own. One that follows from an inspection derives it from the inspection and the act, so that
two laptops that order the same order it once; ordered again, its newest words hold. It ends with the first of: somebody
closes it, or what it asked for is recorded on the device (a restart, an update that held, another gateway, another
module, the status). What happens after that does not open it again.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from fleetdesk.domain import events as ev
from fleetdesk.domain.events import Envelope, Payload
from fleetdesk.domain.firmware import Outcome
from fleetdesk.domain.fleet import Status

_WORK = uuid.uuid5(uuid.NAMESPACE_URL, "urn:fleetdesk:work")
_UPDATED = (Outcome.CONFIRMED, Outcome.ALREADY)


class Act(StrEnum):
    RESET = "reset"
    FIRMWARE = "firmware"
    GATEWAY = "gateway"
    MODULE_SWAP = "module_swap"
    TAG_OUT = "tag_out"
    REPLACEMENT = "replacement"
    INTERIM = "interim"
    """A device without IoT module stands in until the replacement comes."""
    OTHER = "other"


class Progress(StrEnum):
    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


ENDS = (Progress.DONE, Progress.DROPPED)


@dataclass(frozen=True, slots=True)
class WorkOrder:
    """`words` are the newest; `ordered` is the first event that ordered it, `ended` what ended it."""

    id: str
    words: ev.WorkOrdered
    ordered: Envelope
    progress: Progress = Progress.OPEN
    ended: Envelope | None = None
    note: str = ""


def work_id(inspection: str, act: str) -> str:
    """The same wherever it is ordered."""
    return str(uuid.uuid5(_WORK, f"{inspection}:{act}"))


def work_orders(events: Sequence[Envelope]) -> list[WorkOrder]:
    """All of a device, in the order in which they were ordered. `events` in the order of the world."""
    found: dict[str, WorkOrder] = {}
    early: dict[str, Envelope] = {}
    for event in events:
        match event.payload:
            case ev.WorkOrdered() as words:
                work = words.work or event.id
                known = found.get(work)
                found[work] = replace(known, words=words) if known else WorkOrder(work, words, event)
            case ev.WorkClosed() as closing:
                # A clock that was wrong may have closed it "before" it was ordered.
                early.setdefault(closing.work, event)
                _end(found, closing.work, event)
            case Payload() as payload:
                for work in [w.id for w in found.values() if _is_what_was_asked(payload, w.words.act)]:
                    _end(found, work, event)
            case _:
                pass
    for work, event in early.items():
        _end(found, work, event)
    return list(found.values())


def _end(found: dict[str, WorkOrder], work: str, event: Envelope) -> None:
    order = found.get(work)
    if order is None or order.ended is not None:
        return
    payload = event.payload
    dropped = isinstance(payload, ev.WorkClosed) and payload.outcome == Progress.DROPPED
    note = payload.note if isinstance(payload, ev.WorkClosed) else ""
    progress = Progress.DROPPED if dropped else Progress.DONE
    found[work] = replace(order, progress=progress, ended=event, note=note)


def _is_what_was_asked(payload: Payload, act: str) -> bool:
    match payload:
        case ev.DeviceReset():
            return act == Act.RESET
        case ev.FirmwareUpdated():
            return act == Act.FIRMWARE and payload.outcome in _UPDATED
        case ev.GatewayAssigned():
            return act == Act.GATEWAY
        case ev.ModuleFitted():
            return act == Act.MODULE_SWAP
        case ev.DeviceStatusSet():
            return act == Act.TAG_OUT and payload.status == Status.TAGGED_OUT
        case _:
            return False
