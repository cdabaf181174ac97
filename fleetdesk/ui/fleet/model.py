"""The fleet as a windowed table: the row count is known, rows come in pages of 128 when they are looked at.

Never all rows in memory: an LRU of pages, fetched off the GUI thread. A new query keeps the old rows on the screen
until the new first page is there; an answer to an older query is dropped.
"""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Signal

from fleetdesk.services.views import DevicePage, DeviceQuery, DeviceRow, Problem, SortBy
from fleetdesk.ui.bridge import Bridge
from fleetdesk.ui.fleet.cells import cell_data
from fleetdesk.ui.sources import FleetSource
from fleetdesk.ui.words import now_text, tr

PAGE_ROWS, PAGES_KEPT, AGE_TICK_MS = 128, 24, 30_000
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Column:
    """`weight` shares the table's width, `least` pixels at least; `hide_below` that table width it gives way."""

    sort: SortBy
    title: str
    weight: int
    least: int
    hide_below: int = 0


def columns() -> tuple[Column, ...]:
    return (
        Column(SortBy.SERIAL, tr("Serial"), 110, 104),
        Column(SortBy.MODEL, tr("Model"), 230, 128),
        Column(SortBy.STORE, tr("Store"), 110, 90),
        Column(SortBy.STATE, tr("State"), 110, 104),
        Column(SortBy.SINCE, tr("Since"), 120, 144),
        Column(SortBy.GATEWAY, tr("Gateway"), 120, 104, 940),
        Column(SortBy.FIRMWARE, tr("Firmware"), 90, 84, 860),
        Column(SortBy.USES, tr("Uses since service"), 190, 160),
    )


class DeviceTableModel(QAbstractTableModel):
    loaded = Signal(int)
    """The first page of a query is there: the number of rows that match."""

    failed = Signal(object)
    """A Problem: the rows could not be fetched."""

    def __init__(self, bridge: Bridge, source: FleetSource, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._source = source
        self._columns = columns()
        self._query = DeviceQuery()
        self._shown_query = DeviceQuery()
        self._generation = 0
        self._total = 0
        self._pages: OrderedDict[int, tuple[DeviceRow, ...]] = OrderedDict()
        self._wanted: set[int] = set()
        self._asked: set[int] = set()
        self._now = now_text()
        self._fetch_soon = QTimer(self)
        self._fetch_soon.setSingleShot(True)
        self._fetch_soon.timeout.connect(self._fetch_wanted)
        self._ages = QTimer(self)
        self._ages.setInterval(AGE_TICK_MS)
        self._ages.timeout.connect(self._tick)
        self._ages.start()

    @property
    def query(self) -> DeviceQuery:
        return self._query

    def show_query(self, query: DeviceQuery) -> None:
        """Fetches the query's first page and then shows it instead of what is there."""
        self._query = query
        self._generation += 1
        self._ask(0, self._replace_all)

    def reload(self) -> None:
        """The data changed: fetches again what is held, without moving anything."""
        if self._query != self._shown_query:
            self.show_query(self._query)
            return
        self._generation += 1
        held = list(self._pages) or [0]
        self._asked = set(held)
        for page in held:
            self._ask(page, self._take_again)

    def row_at(self, row: int) -> DeviceRow | None:
        """The device in that row, None while its page is on the way."""
        page = self._pages.get(row // PAGE_ROWS)
        offset = row % PAGE_ROWS
        return page[offset] if page is not None and offset < len(page) else None

    # -- Qt -----------------------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own signature
        return 0 if parent.isValid() else self._total

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        number = index.row() // PAGE_ROWS
        if number not in self._pages:
            self._want(number)
            return None
        self._pages.move_to_end(number)
        row = self.row_at(index.row())
        return None if row is None else cell_data(row, self._columns[index.column()].sort, role, self._now)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return self._columns[section].title

    # -- pages --------------------------------------------------------------------------------------------------------

    def _want(self, page: int) -> None:
        if page not in self._asked:
            self._wanted.add(page)
            self._fetch_soon.start(0)

    def _fetch_wanted(self) -> None:
        wanted, self._wanted = sorted(self._wanted - self._asked), set()
        for page in wanted:
            self._asked.add(page)
            self._ask(page, self._take)

    def _ask(self, page: int, take: Callable[[DevicePage], None]) -> None:
        generation, query = self._generation, self._query

        def on_done(answer: DevicePage) -> None:
            if generation == self._generation:
                take(answer)

        def on_error(problem: Problem) -> None:
            if generation == self._generation:
                self._asked.discard(page)
                self.failed.emit(problem)

        self._bridge.run(
            lambda: self._source.page(query, page * PAGE_ROWS, PAGE_ROWS),
            owner=self,
            on_done=on_done,
            on_error=on_error,
        )

    def _replace_all(self, answer: DevicePage) -> None:
        self.beginResetModel()
        self._now = now_text()
        self._shown_query = self._query
        self._total = answer.total
        self._pages = OrderedDict({0: answer.rows})
        self._asked = {0}
        self._wanted = set()
        self.endResetModel()
        self.loaded.emit(answer.total)

    def _take_again(self, answer: DevicePage) -> None:
        self._now = now_text()
        self._resize(answer.total)
        self._take(answer)
        if answer.offset == 0:
            self._shown_query = self._query
            self.loaded.emit(answer.total)

    def _resize(self, total: int) -> None:
        """Rows come and go at the end, so that what is looked at stays where it is."""
        if total > self._total:
            self.beginInsertRows(QModelIndex(), self._total, total - 1)
            self._total = total
            self.endInsertRows()
        elif total < self._total:
            self.beginRemoveRows(QModelIndex(), total, self._total - 1)
            self._total = total
            self.endRemoveRows()

    def _take(self, answer: DevicePage) -> None:
        page = answer.offset // PAGE_ROWS
        self._pages[page] = answer.rows
        self._pages.move_to_end(page)
        while len(self._pages) > PAGES_KEPT:
            dropped, _rows = self._pages.popitem(last=False)
            self._asked.discard(dropped)
        if answer.rows:
            last = min(self._total, answer.offset + len(answer.rows)) - 1
            self.dataChanged.emit(self.index(answer.offset, 0), self.index(last, len(self._columns) - 1))

    def _tick(self) -> None:
        self._now = now_text()
        if self._total:
            since = next(place for place, column in enumerate(self._columns) if column.sort is SortBy.SINCE)
            self.dataChanged.emit(self.index(0, since), self.index(self._total - 1, since))
