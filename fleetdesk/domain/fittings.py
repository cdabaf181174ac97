"""Which module was in a device when, from what people recorded, in whatever order they did.

Judged by when it happened, not by when it was written down. A device has place for one counting module and a module is
in one place: fitting another one, or fitting this one elsewhere, ends the stay although nobody recorded a removal. A
removal that somebody did record says when it really ended. A fitting that lost against an earlier one of its module, by
a person's choice, never was.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from fleetdesk.domain import events as ev
from fleetdesk.domain.conflicts import choices_in, overruled
from fleetdesk.domain.events import Envelope
from fleetdesk.domain.usage import Fitting, Reading


@dataclass(slots=True)
class _Stay:
    module: str
    fitted: Envelope
    fitted_at: str
    removed_at: str | None = None
    assumed: bool = False
    """The end is concluded from the fitting of another module: a removal may still say when it really was."""
    removal: Envelope | None = None


@dataclass(frozen=True, slots=True)
class Stay:
    """One stay with the events that began and (if recorded) ended it."""

    module: str
    fitted: Envelope
    fitted_at: str
    removed_at: str | None
    removal: Envelope | None


def fitting_order(event: Envelope) -> tuple[str, tuple[str, str, int]]:
    """By when it happened; of one instant in the order of the world."""
    match event.payload:
        case ev.ModuleFitted() as payload:
            return payload.fitted_at, event.order
        case ev.ModuleRemoved() as payload:
            return payload.removed_at, event.order
        case _:
            return "", event.order


def moves(events: Iterable[Envelope]) -> list[Envelope]:
    """The fittings and removals among `events`, as they happened, less the fittings that never were."""
    known = list(events)
    moved = sorted((e for e in known if isinstance(e.payload, ev.ModuleFitted | ev.ModuleRemoved)), key=fitting_order)
    choices = choices_in(known)
    if not choices:
        return moved
    fits = fittings_in(known)
    lost = {name for at, fit in enumerate(fits) for name in overruled(choices, [fit], fits[at + 1 :])}
    return [event for event in moved if event.id not in lost]


def fittings_in(events: Iterable[Envelope]) -> list[Envelope]:
    """All fittings among `events`, as they happened."""
    return sorted((e for e in events if isinstance(e.payload, ev.ModuleFitted)), key=fitting_order)


def stays_in(device: str, events: Iterable[Envelope]) -> list[Stay]:
    """The stays of modules in `device`, from its own events and those of all modules that were ever in it."""
    stays: list[_Stay] = []
    for event in moves(events):
        match event.payload:
            case ev.ModuleFitted() as payload if payload.device == device:
                _fit(stays, event, payload)
            case ev.ModuleFitted() as payload:
                _gone_elsewhere(stays, payload)
            case ev.ModuleRemoved() as payload if payload.device == device:
                _remove(stays, event, payload)
            case _:
                pass
    return [Stay(s.module, s.fitted, s.fitted_at, s.removed_at, s.removal) for s in stays]


def _fit(stays: list[_Stay], event: Envelope, payload: ev.ModuleFitted) -> None:
    if any(s.module == payload.module and s.removed_at is None for s in stays):
        return  # it is in already: the earlier fitting, with its baseline, stands
    for stay in stays:
        if stay.removed_at is None:
            stay.removed_at, stay.assumed = payload.fitted_at, True
    stays.append(_Stay(payload.module, event, payload.fitted_at))


def _gone_elsewhere(stays: Iterable[_Stay], payload: ev.ModuleFitted) -> None:
    """What it counts from here on is another device's: no later removal may claim it."""
    for stay in stays:
        if stay.module == payload.module:
            stay.removed_at, stay.assumed = stay.removed_at or payload.fitted_at, False


def _remove(stays: Sequence[_Stay], event: Envelope, payload: ev.ModuleRemoved) -> None:
    last = next((s for s in reversed(stays) if s.module == payload.module), None)
    if last is None:
        return
    if last.removed_at is None or last.assumed or last.removed_at == payload.removed_at:
        last.removed_at, last.assumed, last.removal = payload.removed_at, False, event


def with_bounds(stay: Stay, counter: str) -> Fitting:
    """The stay as the ledger takes it: with what `counter` showed when it began and ended, if anybody looked."""
    fitted, removed = stay.fitted.payload, stay.removal.payload if stay.removal else None
    assert isinstance(fitted, ev.ModuleFitted)
    baseline = last = None
    if counter in fitted.baseline:
        baseline = _bound(stay.fitted, fitted, fitted.baseline[counter], fitted.fitted_at)
    if isinstance(removed, ev.ModuleRemoved) and stay.removal is not None and counter in removed.last:
        last = _bound(stay.removal, removed, removed.last[counter], removed.removed_at)
    return Fitting(stay.module, stay.fitted.id, stay.fitted_at, stay.removed_at, baseline, last)


def _bound(event: Envelope, said: ev.ModuleFitted | ev.ModuleRemoved, value: int, at: str) -> Reading:
    """Who knows the boot count read it over the cable."""
    source = "typed" if said.boot_count is None else "wired"
    return Reading(event.id, value, at, source, (event.hlc, event.id), said.boot_count, said.counter_epoch)
