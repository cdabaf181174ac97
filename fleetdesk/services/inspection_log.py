"""The log of all inspections, offline: what was found where, by whom, and whether its seal still holds.

Each page checks the seals of its own rows against their bytes. What is found broken is remembered on this laptop, so
that the log can be narrowed to it; `check_seals` looks at all of them.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from fleetdesk.domain.errors import KnownError
from fleetdesk.services.inspection_detail import detail
from fleetdesk.services.inspection_views import (
    InspectionView,
    LogChoices,
    LogFilter,
    LogLine,
    LogPage,
    SealState,
    ServicePage,
)
from fleetdesk.services.inspection_words import broken_state, cause_words, seal_state, verdict_words
from fleetdesk.services.model_names import ModelNames
from fleetdesk.services.record import Record
from fleetdesk.services.services_done import ServiceLog
from fleetdesk.services.views import Counted, Moment, Text
from fleetdesk.sqlite import Connection
from fleetdesk.storage.queries import inspections, registry
from fleetdesk.storage.queries.inspections import LogRow
from fleetdesk.storage.verify import verify_inspection

MOST_CHOICES = 400
BATCH = 500
"""Seals that are checked in one snapshot."""


@dataclass(frozen=True, slots=True)
class SealCheck:
    """`broken` {inspection: place} of all that were `checked`."""

    checked: int
    broken: dict[str, str]


class InspectionLog:
    """Blocking; call it off the GUI thread."""

    def __init__(self, record: Record, names: ModelNames) -> None:
        self._record, self._names = record, names

    def page(self, wanted: LogFilter, offset: int, limit: int, *, check: bool = True) -> LogPage:
        """Newest first. `check` False takes the seals as they were last found: for exports of everything."""

        def work(connection: Connection) -> tuple[LogPage, dict[str, str | None]]:
            rows = inspections.page(connection, wanted, offset, limit)
            changed: dict[str, str | None] = {}
            lines = tuple(self._line(connection, row, changed, check=check) for row in rows)
            return LogPage(lines, offset, inspections.count(connection, wanted)), changed

        page, changed = self._record.read(work)
        self._remember(changed)
        return page

    def broken(self) -> int:
        """How many were found broken when somebody last looked."""
        return len(self._record.read(inspections.broken_seals))

    def choices(self) -> LogChoices:
        return self._record.read(self._choices)

    def services(self, wanted: LogFilter, offset: int, limit: int) -> ServicePage:
        def work(connection: Connection) -> ServicePage:
            rows = ServiceLog().page(connection, wanted, offset, limit)
            return ServicePage(rows, offset, inspections.count_services(connection, wanted))

        return self._record.read(work)

    def show(self, inspection: str) -> InspectionView:
        """All of one. Raises KnownError when there is none of that id, or it cannot be read any more."""
        blobs = self._record.workstation.blobs

        def work(connection: Connection) -> tuple[InspectionView, dict[str, str | None]]:
            changed: dict[str, str | None] = {}
            line = self._checked_line(connection, inspection, changed)
            return detail(connection, blobs, line, ServiceLog()), changed

        view, changed = self._record.read(work)
        self._remember(changed)
        return view

    def resolve(self, said: str) -> str:
        """The whole id of what a person typed of it."""
        return self._record.read(lambda connection: inspections.resolve(connection, said))

    def check_seals(self, step: Callable[[int], None] = lambda _done: None) -> SealCheck:
        """Every seal of this home against its bytes and files, in batches, so that work goes on meanwhile."""
        broken: dict[str, str] = {}
        checked = 0
        while found := self._check_batch(checked):
            broken |= {name: place for name, place in found.items() if place is not None}
            checked += len(found)
            step(checked)
        return SealCheck(checked, broken)

    def _check_batch(self, offset: int) -> dict[str, str | None]:
        rows = self._record.read(lambda connection: inspections.page(connection, LogFilter(), offset, BATCH))
        found = self._record.read(lambda connection: {row.id: self._place(connection, row.id) for row in rows})
        self._remember({row.id: found[row.id] for row in rows if found[row.id] != row.broken})
        return found

    # -- parts ---------------------------------------------------------------------------------------------------------

    def _line(self, connection: Connection, row: LogRow, changed: dict[str, str | None], *, check: bool) -> LogLine:
        if check:
            seal = verify_inspection(connection, row.id)
            # A damaged file was found by a look at all of it; a page does not read files and does not unsay it.
            by_file = row.broken is not None and row.broken.startswith("blobs.")
            if seal.place != row.broken and not (seal.ok and by_file):
                changed[row.id] = seal.place
            state = broken_state(row.broken or "", row.amended) if seal.ok and by_file else seal_state(seal)
        else:
            state = broken_state(row.broken, row.amended) if row.broken else None
        verdict, tone = verdict_words(row.verdict)
        return LogLine(
            row.id, row.device, row.serial, self._names.model(row.model), row.category, row.store, row.store_name,
            Moment(row.signed_at, row.zone), row.verdict, verdict, tone, row.cause, cause_words(row.cause), row.person,
            row.staff_number, state or _taken(row.amended),
        )  # fmt: skip

    def _checked_line(self, connection: Connection, inspection: str, changed: dict[str, str | None]) -> LogLine:
        row = inspections.row_of(connection, inspection)
        if row is None:
            raise KnownError(f"There is no inspection {inspection}.", "", "Look for it: fleetdesk inspections")
        line = self._line(connection, row, {}, check=False)
        seal = verify_inspection(connection, inspection, self._record.workstation.blobs)
        if seal.place != row.broken:
            changed[inspection] = seal.place
        return replace(line, seal=seal_state(seal))

    def _place(self, connection: Connection, inspection: str) -> str | None:
        return verify_inspection(connection, inspection, self._record.workstation.blobs).place

    def _remember(self, changed: dict[str, str | None]) -> None:
        """Without the bell: what is shown has just been found."""
        if changed:
            now = self._record.now()
            write = self._record.workstation.database.write
            write(lambda connection: inspections.note_seals(connection, changed, now)).result()

    def _choices(self, connection: Connection) -> LogChoices:
        def counted(column: str, words: Callable[[str], Text]) -> tuple[Counted, ...]:
            values = inspections.values_of(connection, column, MOST_CHOICES)
            return tuple(Counted(key, words(key), count) for key, count in values)

        def store(code: str) -> Text:
            known = registry.store(connection, code)
            return Text("{name}", {"name": known.name if known else code})

        def person(number: str) -> Text:
            return Text("{name}", {"name": registry.person_name(connection, number) or number})

        return LogChoices(
            counted("store", store), counted("category", self._names.category),
            counted("verdict", lambda key: verdict_words(key)[0]), counted("cause", cause_words),
            counted("person", person),
        )  # fmt: skip


def _taken(amended: int) -> SealState:
    return SealState(True, Text("Sealed, amended") if amended else Text("Sealed"), None, amended)
