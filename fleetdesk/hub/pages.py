"""What a pull finds: some events, and where the next page starts."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PulledEvent:
    """`received` is hub time in ms; `body_hash` as it was computed when the event came."""

    position: int
    received: int
    body: bytes
    body_hash: bytes


@dataclass(frozen=True, slots=True)
class Page:
    """Events behind a position. `next`: where the next page starts, `mark` its mark; `last`: the newest of all."""

    epoch: str
    events: tuple[PulledEvent, ...]
    next: int
    mark: bytes
    last: int
