"""The fleet as a windowed table: the row count is known, rows come in pages of 128 when they are looked at.

Never all rows in memory: an LRU of pages, fetched off the GUI thread. A new query keeps the old rows on the screen
until the new first page is there; an answer to an older query is dropped.
"""

from collections import OrderedDict
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Signal

from fleetdesk.services.views import DevicePage, DeviceQuery, DeviceRow, SortBy
from fleetdesk.ui.bridge import Bridge
from fleetdesk.ui.fleet.cells import cell_data
from fleetdesk.ui.fleet.page_fetcher import PAGE_ROWS, PageFetcher
from fleetdesk.ui.sources import FleetSource
from fleetdesk.ui.words import now_text, tr

PAGES_KEPT, AGE_TICK_MS = 24, 30_000
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


class HeldPages:
    """The pages looked at last; the longest unseen gives way."""

    def __init__(self) -> None:
        self._pages: OrderedDict[int, tuple[DeviceRow, ...]] = OrderedDict()

    def numbers(self) -> list[int]:
        return list(self._pages)

    def row_at(self, row: int) -> DeviceRow | None:
        number, offset = divmod(row, PAGE_ROWS)
        page = self._pages.get(number)
        if page is None or offset >= len(page):
            return None
        self._pages.move_to_end(number)
        return page[offset]

    def hold(self, number: int, rows: tuple[DeviceRow, ...]) -> list[int]:
        """Returns the numbers of the pages that gave way."""
        self._pages[number] = rows
        self._pages.move_to_end(number)
        dropped: list[int] = []
        while len(self._pages) > PAGES_KEPT:
            dropped.append(self._pages.popitem(last=False)[0])
        return dropped


class DeviceTableModel(QAbstractTableModel):
    loaded = Signal(int)
    """The first page of a query is there: the number of rows that match."""

    failed = Signal(object)
    """A Problem: the rows could not be fetched."""

    def __init__(self, bridge: Bridge, source: FleetSource, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._columns = columns()
        self._query = DeviceQuery()
        self._shown_query = DeviceQuery()
        self._total = 0
        self._pages = HeldPages()
        self._now = now_text()
        self._fetcher = PageFetcher(bridge, source, self._take, self.failed.emit, self)
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
        self._fetcher.restart(query, [0], self._replace_all)

    def reload(self) -> None:
        """The data changed: fetches again what is held, without moving anything."""
        if self._query != self._shown_query:
            self.show_query(self._query)
            return
        self._fetcher.restart(self._query, self._pages.numbers() or [0], self._take_again)

    def row_at(self, row: int) -> DeviceRow | None:
        """The device in that row, None while its page is on the way."""
        return self._pages.row_at(row)

    # -- Qt -----------------------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own signature
        return 0 if parent.isValid() else self._total

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self._pages.row_at(index.row())
        if row is None:
            self._fetcher.want(index.row() // PAGE_ROWS)
            return None
        return cell_data(row, self._columns[index.column()].sort, role, self._now)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return self._columns[section].title

    # -- pages --------------------------------------------------------------------------------------------------------

    def _replace_all(self, answer: DevicePage) -> None:
        self.beginResetModel()
        self._now = now_text()
        self._shown_query = self._query
        self._total = answer.total
        self._pages = HeldPages()
        self._pages.hold(0, answer.rows)
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
        self._fetcher.forget(self._pages.hold(answer.offset // PAGE_ROWS, answer.rows))
        if answer.rows:
            last = min(self._total, answer.offset + len(answer.rows)) - 1
            self.dataChanged.emit(self.index(answer.offset, 0), self.index(last, len(self._columns) - 1))

    def _tick(self) -> None:
        self._now = now_text()
        if self._total:
            since = next(place for place, column in enumerate(self._columns) if column.sort is SortBy.SINCE)
            self.dataChanged.emit(self.index(0, since), self.index(self._total - 1, since))
