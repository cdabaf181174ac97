"""What of a push continues the journal that the hub holds: pure, the same for every kind of store.

The hub takes exactly the continuation. What it holds already is passed over, so a repeated push changes nothing; a push
that starts beyond the head is a gap; the same place with another hash is a fork: told, and kept aside. In the place of
an event that could not be taken its writer may put the hash alone: the chain goes on, and the gap in it is told.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from fleetdesk import wire
from fleetdesk.domain.errors import FormatError
from fleetdesk.domain.events import JournalOpened


@dataclass(frozen=True, slots=True)
class Head:
    """Where the hub's copy of a journal stands and whose journal it is. `seq` 0: nothing of it is here yet."""

    journal: str
    seq: int
    hash: bytes
    public_key: str


@dataclass(frozen=True, slots=True)
class Push:
    """`bodies` continue `journal` behind `after`, where its writer's chain hash is `after_hash`. `stores` that the
    writer may speak of; None: all."""

    journal: str
    public_key: str
    after: int
    after_hash: bytes
    bodies: Sequence[bytes]
    stores: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class NewEvent:
    """One event to store. For one set aside or withheld `id` and `kind` are empty: it is kept, not understood."""

    seq: int
    id: str
    kind: str
    body: bytes
    body_hash: bytes
    hash: bytes
    subjects: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """Why not all was taken: gap | fork | unreadable | not_yours, and the first event it concerns."""

    reason: str
    seq: int
    detail: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """`new` is taken even if a later event has a `problem`; `aside` is what forked."""

    new: tuple[NewEvent, ...] = ()
    aside: tuple[NewEvent, ...] = ()
    problem: Problem | None = None


def judge(head: Head, hash_at: Callable[[int], bytes | None], push: Push) -> Judgement:
    """`hash_at(seq)` is the chain hash that the hub holds there, up to the head."""
    if head.public_key != push.public_key:
        detail = "This journal was begun under another workstation's key."
        return Judgement(problem=Problem("not_yours", push.after + 1, detail))
    if push.after > head.seq:
        detail = f"The hub holds {head.seq} events of this journal; the push starts behind {push.after}."
        return Judgement(problem=Problem("gap", head.seq + 1, detail))
    if _held(head, hash_at, push.after) != push.after_hash:
        return _fork(push.after_hash, push.after, push.after + 1, push.bodies)
    return _take(head, hash_at, push)


def _take(head: Head, hash_at: Callable[[int], bytes | None], push: Push) -> Judgement:
    new: list[NewEvent] = []
    previous = push.after_hash
    for index, body in enumerate(push.bodies):
        seq = push.after + 1 + index
        digest = wire.line_hash(body)
        link = wire.chain_hash(previous, digest)
        if seq <= head.seq:
            if hash_at(seq) != link:
                return _fork(previous, seq, seq, push.bodies[index:])
        else:
            fit = _fit(push, seq, body)
            if isinstance(fit, Problem):
                return Judgement(tuple(new), problem=fit)
            new.append(NewEvent(seq, fit.id, fit.kind, body, digest, link, fit.subjects))
        previous = link
    return Judgement(tuple(new))


def _held(head: Head, hash_at: Callable[[int], bytes | None], seq: int) -> bytes | None:
    return wire.first_hash(head.journal) if seq == 0 else hash_at(seq)


def _fork(previous: bytes, differs: int, first: int, bodies: Sequence[bytes]) -> Judgement:
    aside: list[NewEvent] = []
    for seq, body in enumerate(bodies, first):
        digest = wire.line_hash(body)
        previous = wire.chain_hash(previous, digest)
        aside.append(NewEvent(seq, "", "", body, digest, previous))
    detail = f"The hub holds another event {differs} of this journal. Both are kept."
    return Judgement(aside=tuple(aside), problem=Problem("fork", differs, detail))


def _fit(push: Push, seq: int, body: bytes) -> wire.Place | Problem:
    """An event is never judged by its content, only by being an event of this journal in this place."""
    if wire.is_withheld(body):
        first = Problem("unreadable", seq, "A journal's first event cannot be withheld.")
        return first if seq == 1 else wire.Place("", push.journal, seq, "", ())
    try:
        place = wire.decode_place(body)
    except FormatError as error:
        return Problem("unreadable", seq, f"Event {seq} is no event: {error}.")
    if (place.journal, place.seq) != (push.journal, seq):
        where = f"event {place.seq} of journal {place.journal}"
        return Problem("unreadable", seq, f"In the place of event {seq} stands {where}.")
    if seq == 1:
        opened = wire.decode_body(body).payload
        if isinstance(opened, JournalOpened) and opened.public_key != push.public_key:
            return Problem("not_yours", seq, "The journal's first event names another workstation's key.")
    return place
