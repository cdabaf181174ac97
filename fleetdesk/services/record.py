"""The one door through which services add facts, and the bell that tells the window that something changed."""

import threading
from collections.abc import Callable, Sequence
from typing import TypeVar

from fleetdesk.domain.events import Draft, Envelope, Payload
from fleetdesk.runtime.clock import Clock, iso, now_ms
from fleetdesk.runtime.ids import new_id
from fleetdesk.sqlite import Connection
from fleetdesk.storage import journal
from fleetdesk.storage.workstation import Workstation

T = TypeVar("T")
WORKSTATION = "workstation"


class Record:
    """Appends events for one workstation. Safe from every thread; `append` returns once the commit is durable."""

    def __init__(self, workstation: Workstation, clock: Clock = now_ms) -> None:
        self.workstation = workstation
        self._clock = clock
        self._guard = threading.Lock()
        self._listeners: list[Callable[[int], None]] = []
        self._version = 0
        self.saved_at: str | None = None

    def now(self) -> str:
        """The present instant, ISO 8601 UTC."""
        return iso(self._clock())

    def draft(self, payload: Payload, *subjects: str, store: str | None = None, event: str | None = None) -> Draft:
        """An event with a fresh id (or the given one), seen now."""
        return Draft(event or new_id(), payload, subjects, self.now(), store)

    def append(self, drafts: Sequence[Draft], actor: str = WORKSTATION) -> tuple[Envelope, ...]:
        """Appends in one transaction. Raises StorageError when it could not be saved; then nothing was."""
        return self.change(lambda connection: self.append_within(connection, drafts, actor))

    def append_within(self, connection: Connection, drafts: Sequence[Draft], actor: str) -> tuple[Envelope, ...]:
        """The same inside a transaction that `change` runs, beside other changes of it."""
        return journal.append(connection, drafts, actor=actor, now_ms=self._clock())

    def change(self, work: Callable[[Connection], T]) -> T:
        """Runs `work` in one write transaction, waits until it is durable, then rings the bell."""
        result = self.workstation.database.write(work).result()
        self.saved_at = self.now()
        self.changed()
        return result

    def read(self, work: Callable[[Connection], T]) -> T:
        return self.workstation.database.read(work)

    @property
    def version(self) -> int:
        """Grows with every change, here or in another process that `changed` was told of."""
        return self._version

    def changed(self) -> None:
        """Tells all listeners that what they show may be old."""
        with self._guard:
            self._version += 1
            version, listeners = self._version, list(self._listeners)
        for listener in listeners:
            listener(version)

    def subscribe(self, listener: Callable[[int], None]) -> Callable[[], None]:
        """Calls `listener(version)` after every change, from any thread. Returns what ends that."""
        with self._guard:
            self._listeners.append(listener)

        def end() -> None:
            with self._guard:
                if listener in self._listeners:
                    self._listeners.remove(listener)

        return end
