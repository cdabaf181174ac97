"""The index by which a scoped pull finds its events, kept in the transaction of each push.

`event_subject`: which events are about a subject. `subject_store`: in which stores a subject is or was, and at which
position it `entered`. `subject_link`: what is wherever another subject is. An event that breaks a right is quarantined:
it stays in its journal, in no index, and its body goes to nobody else.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from fleetdesk import wire
from fleetdesk.domain.errors import FormatError
from fleetdesk.hub import scope
from fleetdesk.hub.pages import PulledEvent
from fleetdesk.hub.scope import EVERYBODY, About
from fleetdesk.hub.tables import Row, Tables

MOST_VALUES = 500


@dataclass(frozen=True, slots=True)
class Placed:
    """An event of a push at its position."""

    position: int
    seq: int
    kind: str
    subjects: tuple[str, ...]
    body: bytes


@dataclass(frozen=True, slots=True)
class Sender:
    """`stores` None: all of them."""

    journal: str
    public_key: str
    stores: tuple[str, ...] | None


def index(tables: Tables, sender: Sender, events: Sequence[Placed]) -> None:
    """Inside the push's transaction, after its positions are locked."""
    places = _Places(tables)
    said = [(event, _about(event, sender.stores is not None)) for event in events]
    places.load({subject for event, about in said for subject in _asked(event, about, sender)})
    subjects: list[Row] = []
    aside: list[Row] = []
    blobs: dict[Row, None] = {}
    foreign = _Foreign(tables, sender)
    for event, about in said:
        why = "" if sender.stores is None else scope.refusal(about, places.stores_of, sender.stores, foreign.subjects)
        if sender.stores is not None:
            subjects.append((scope.key_subject(sender.public_key), event.position))
        names = scope.blobs_in(event.body)
        blobs |= dict.fromkeys((name, scope.key_subject(sender.public_key)) for name in names)
        if why:
            aside.append((event.position, sender.journal, event.seq, why))
            foreign.add(subject for subject in about.subjects if not places.stores_of(subject))
        elif event.subjects:
            found = about.subjects or (EVERYBODY,)
            subjects += [(subject, event.position) for subject in found]
            blobs |= dict.fromkeys((name, subject) for name in names for subject in found)
            places.take(about, event.position)
    tables.add("event_subject", ("subject", "position"), subjects)
    places.keep()
    foreign.keep()
    for row in blobs:
        tables.change("INSERT INTO blob_subject (sha256, subject) VALUES (?, ?) ON CONFLICT DO NOTHING", row)
    if aside:
        tables.add("quarantine", ("position", "journal", "seq", "reason"), aside)
        tables.change("UPDATE hub_self SET quarantined = quarantined + ?", (len(aside),))


def build(tables: Tables) -> None:
    """The index of what a hub took before it had one; all of it was taken from workstations of the whole fleet."""
    position = 0
    while rows := tables.rows(
        "SELECT position, journal, seq, body FROM journal_event WHERE position > ? ORDER BY position LIMIT 1000",
        (position,),
    ):
        for journal, events in groupby(rows, lambda row: str(row[1])):
            ((public_key,),) = tables.rows("SELECT public_key FROM journal_head WHERE journal = ?", (journal,))
            placed = [_placed(at, seq, bytes(body)) for at, _, seq, body in events]
            index(tables, Sender(journal, public_key, None), placed)
        position = rows[-1][0]


def withhold(tables: Tables, events: Sequence[PulledEvent]) -> tuple[PulledEvent, ...]:
    """What is quarantined keeps its place and loses its body."""
    if not events:
        return ()
    reasons = dict(
        tables.rows(
            "SELECT position, reason FROM quarantine WHERE position BETWEEN ? AND ?",
            (events[0].position, events[-1].position),
        )
    )
    return tuple(
        replace(event, body=wire.withheld_line(event.body, reasons[event.position]))
        if event.position in reasons and not wire.is_withheld(event.body)
        else event
        for event in events
    )


def _placed(position: int, seq: int, body: bytes) -> Placed:
    try:
        place = wire.decode_place(body)
    except FormatError:  # a withheld event: nothing is known of it but its hash
        return Placed(position, seq, "", (), body)
    return Placed(position, seq, place.kind, place.subjects, body)


def _about(event: Placed, whole: bool) -> About:
    if not event.subjects:
        return About(())
    payload = wire.decode_body(event.body).payload if whole or event.kind in scope.PLACING else None
    return scope.about(event.subjects, payload)


def _asked(event: Placed, about: About, sender: Sender) -> Iterable[str]:
    """Whose places are needed: of all where rights depend on it, else of those that are placed anew."""
    if sender.stores is not None:
        yield from about.subjects
    for subject, _ in about.stores:
        yield subject
    for holder, held in about.links:
        yield from (holder, held)


class _Foreign:
    """What nobody has placed but a workstation of some stores, and that outside of them: it stays so for itself."""

    def __init__(self, tables: Tables, sender: Sender) -> None:
        self._tables = tables
        self._key = sender.public_key
        self.subjects: set[str] = set()
        self._new: list[Row] = []
        if sender.stores is not None:
            rows = tables.rows("SELECT subject FROM foreign_subject WHERE public_key = ?", (self._key,))
            self.subjects = {row[0] for row in rows}

    def add(self, subjects: Iterable[str]) -> None:
        for subject in subjects:
            if subject not in self.subjects:
                self.subjects.add(subject)
                self._new.append((self._key, subject))

    def keep(self) -> None:
        if self._new:
            self._tables.add("foreign_subject", ("public_key", "subject"), self._new)


class _Places:
    """Where subjects are, as this transaction finds and changes it; read at one go, written at one go."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._stores: dict[str, set[str]] = {}
        self._held: dict[str, set[str]] = {}
        self._new_stores: list[Row] = []
        self._new_links: list[Row] = []

    def load(self, subjects: Collection[str]) -> None:
        wanted = [each for each in subjects if each not in self._stores]
        for at in range(0, len(wanted), MOST_VALUES):
            some = wanted[at : at + MOST_VALUES]
            marks = ",".join("?" * len(some))
            for subject in some:
                self._stores[subject], self._held[subject] = set(), set()
            for subject, store in self._tables.rows(
                f"SELECT subject, store FROM subject_store WHERE subject IN ({marks})", some
            ):
                self._stores[subject].add(store)
            for holder, held in self._tables.rows(
                f"SELECT holder, held FROM subject_link WHERE holder IN ({marks})", some
            ):
                self._held[holder].add(held)

    def stores_of(self, subject: str) -> set[str]:
        self.load((subject,))
        return self._stores[subject]

    def take(self, about: About, position: int) -> None:
        for holder, held in about.links:
            self._link(holder, held, position)
        for subject, store in about.stores:
            self._enter(subject, store, position)

    def keep(self) -> None:
        if self._new_stores:
            self._tables.add("subject_store", ("subject", "store", "entered"), self._new_stores)
        if self._new_links:
            self._tables.add("subject_link", ("holder", "held"), self._new_links)

    def _link(self, holder: str, held: str, position: int) -> None:
        self.load((holder, held))
        if held not in self._held[holder]:
            self._held[holder].add(held)
            self._new_links.append((holder, held))
        for store in sorted(self._stores[holder]):
            self._enter(held, store, position)

    def _enter(self, subject: str, store: str, position: int) -> None:
        """And all that is wherever it is; what is there already ends it."""
        waiting = [subject]
        while waiting:
            each = waiting.pop()
            self.load((each,))
            if store not in self._stores[each]:
                self._stores[each].add(store)
                self._new_stores.append((each, store, position))
                waiting += sorted(self._held[each])
