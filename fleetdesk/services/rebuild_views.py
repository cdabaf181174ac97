"""Folds every projection again from the journal, and says whether what the screens showed was right."""

from dataclasses import dataclass

from fleetdesk.services.record import Record
from fleetdesk.sqlite import Connection
from fleetdesk.storage import projector
from fleetdesk.storage.rebuild import rebuild


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """`equal`: the rows before and after are the same; `digest` is theirs after."""

    subjects: int
    equal: bool
    digest: str


def rebuild_views(record: Record) -> Rebuilt:
    """One transaction: the screens never see half of it."""

    def work(connection: Connection) -> Rebuilt:
        before = projector.digest(connection)
        subjects = rebuild(connection)
        after = projector.digest(connection)
        return Rebuilt(subjects, before == after, after)

    return record.change(work)
