"""Conflicts: what contradicts each other, told with both sides, and the choice of a person, which is itself an event.

Nothing waits for a choice: until somebody makes one, one side holds by rule. A choice takes effect everywhere once it
is synced, and another choice replaces it.
"""

from dataclasses import dataclass

from fleetdesk.domain.errors import KnownError
from fleetdesk.domain.events import ConflictResolved
from fleetdesk.services.conflict_words import ConflictStory, ConflictWords
from fleetdesk.services.device_acts import checked_reason
from fleetdesk.services.model_names import ModelNames
from fleetdesk.services.record import Record
from fleetdesk.sqlite import Connection
from fleetdesk.storage.queries import conflicts

AT_MOST = 200


@dataclass(frozen=True, slots=True)
class ConflictPage:
    """`total` open ones; `stories` of them from `offset` on."""

    stories: tuple[ConflictStory, ...]
    offset: int
    total: int


@dataclass(frozen=True, slots=True)
class Conflicts:
    """Blocking; call it off the GUI thread. `zone` for instants that belong to no store."""

    record: Record
    names: ModelNames
    zone: str = "UTC"

    def open(self, offset: int = 0, limit: int = AT_MOST) -> ConflictPage:
        def work(connection: Connection) -> ConflictPage:
            found = conflicts.page(connection, decided=False, offset=offset, limit=limit)
            return ConflictPage(self._told(connection, found), offset, conflicts.count_open(connection))

        return self.record.read(work)

    def decided(self, offset: int = 0, limit: int = AT_MOST) -> tuple[ConflictStory, ...]:
        """Those that somebody chose about; a new choice may turn each round."""

        def work(connection: Connection) -> tuple[ConflictStory, ...]:
            return self._told(connection, conflicts.page(connection, decided=True, offset=offset, limit=limit))

        return self.record.read(work)

    def resolve(self, conflict: str, choice: str, reason: str, actor: str) -> ConflictStory:
        """`choice` is the event of the side that holds, or its place: 1, 2. Raises KnownError for what cannot be."""
        why = checked_reason(reason)

        def work(connection: Connection) -> ConflictStory:
            known = conflicts.by_id(connection, conflict)
            if known is None:
                raise KnownError(f"There is no conflict {conflict}.", "", "List them: fleetdesk conflicts")
            side = _chosen(known, choice)
            said = ConflictResolved(conflict=conflict, choice=side.event, reason=why)
            draft = self.record.draft(said, *conflicts.subjects_of(connection, known), store=side.store)
            self.record.append_within(connection, [draft], actor)
            now = conflicts.by_id(connection, conflict)
            assert now is not None, "what was chosen about is kept, so that the choice may be changed"
            return ConflictWords(connection, self.names, self.zone).story(now)

        return self.record.change(work)

    def _told(self, connection: Connection, found: list[conflicts.StoredConflict]) -> tuple[ConflictStory, ...]:
        words = ConflictWords(connection, self.names, self.zone)
        return tuple(words.story(conflict) for conflict in found)


def _chosen(known: conflicts.StoredConflict, choice: str) -> conflicts.StoredSide:
    by_place = {str(place): side for place, side in enumerate(known.sides, 1)}
    side = by_place.get(choice) or next((side for side in known.sides if side.event == choice), None)
    if side is None:
        raise KnownError(f"{choice!r} is no side of this conflict.", "", f"Choose one of: {', '.join(by_place)}.")
    return side
