"""A log as a windowed table: how many rows there are is known, rows come in pages when they are looked at.

As the table of the fleet: an LRU of pages fetched off the GUI thread, an answer to an older question is dropped, the
old rows stand until the new first page is there.
"""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Signal

from fleetdesk.services.inspection_views import LogFilter
from fleetdesk.services.views import Problem
from fleetdesk.ui.bridge import Bridge

PAGE_ROWS, PAGES_KEPT, PAGES_AGAIN = 128, 24, 3
Index = QModelIndex | QPersistentModelIndex
Row = TypeVar("Row")
Covariant = TypeVar("Covariant", covariant=True)


class RowsPage(Protocol[Covariant]):
    @property
    def rows(self) -> tuple[Covariant, ...]: ...
    @property
    def offset(self) -> int: ...
    @property
    def total(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """`cell(row, role)` says and colours it; `share` of the table's width, `least` pixels at least; `hide_below` that
    table width it gives way."""

    title: str
    share: int
    least: int
    cell: Callable[[Row, int], Any]
    hide_below: int = 0


class LogModel(QAbstractTableModel, Generic[Row]):
    loaded = Signal(int)
    """The first page of a question is there: how many rows match."""

    failed = Signal(object)

    def __init__(
        self,
        bridge: Bridge,
        fetch: Callable[[LogFilter, int, int], RowsPage[Row]],
        columns: tuple[Column[Row], ...],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._bridge, self._fetch, self.columns = bridge, fetch, columns
        self.wanted = LogFilter()
        self._shown: LogFilter | None = None
        self.total = 0
        self._pages: OrderedDict[int, tuple[Row, ...]] = OrderedDict()
        self._asked: set[int] = set()
        self._missed: set[int] = set()
        self._generation = 0
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._fetch_missed)

    def ask(self, wanted: LogFilter) -> None:
        """Fetches the first page and then shows it instead of what is there; for the same question what is held."""
        again = wanted == self._shown
        self.wanted = wanted
        self._generation += 1
        self._missed, self._asked = set(), {0}
        self._ask(0, self._take_anew if again else self._take_first)

    def row_at(self, row: int) -> Row | None:
        page = self._pages.get(row // PAGE_ROWS)
        offset = row % PAGE_ROWS
        return page[offset] if page is not None and offset < len(page) else None

    # -- Qt -----------------------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own signature
        return 0 if parent.isValid() else self.total

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.row_at(index.row())
        if row is None:
            self._want(index.row() // PAGE_ROWS)
            return None
        return self.columns[index.column()].cell(row, role)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return self.columns[section].title

    # -- pages --------------------------------------------------------------------------------------------------------

    def _want(self, page: int) -> None:
        if page not in self._asked:
            self._missed.add(page)
            self._soon.start(0)

    def _fetch_missed(self) -> None:
        missed, self._missed = sorted(self._missed - self._asked), set()
        for page in missed:
            self._asked.add(page)
            self._ask(page, self._take)

    def _ask(self, page: int, take: Callable[[RowsPage[Row]], None]) -> None:
        generation, wanted = self._generation, self.wanted

        def on_done(answer: RowsPage[Row]) -> None:
            if generation == self._generation:
                take(answer)

        def on_error(problem: Problem) -> None:
            if generation == self._generation:
                self._asked.discard(page)
                self.failed.emit(problem)

        self._bridge.run(
            lambda: self._fetch(wanted, page * PAGE_ROWS, PAGE_ROWS), owner=self, on_done=on_done, on_error=on_error
        )

    def _take_first(self, answer: RowsPage[Row]) -> None:
        self.beginResetModel()
        self._shown = self.wanted
        self.total = answer.total
        self._pages = OrderedDict({0: answer.rows})
        self.endResetModel()
        self.loaded.emit(answer.total)

    def _take_anew(self, answer: RowsPage[Row]) -> None:
        """The data changed. New rows come at the top, so that what is selected stays selected; what was looked at last
        is fetched again, the rest when it is looked at."""
        more = answer.total - self.total
        if more < 0:
            self._take_first(answer)
            return
        looked_at = [] if more else [page for page in list(self._pages)[-PAGES_AGAIN:] if page]
        if more:
            self.beginInsertRows(QModelIndex(), 0, more - 1)
        self.total = answer.total
        held = self._pages
        self._pages = OrderedDict({0: answer.rows} | {page: held[page] for page in looked_at})
        self._asked = set(self._pages)
        if more:
            self.endInsertRows()
        if self.total:
            self.dataChanged.emit(self.index(0, 0), self.index(self.total - 1, len(self.columns) - 1))
        for page in looked_at:
            self._ask(page, self._take)
        self.loaded.emit(answer.total)

    def _take(self, answer: RowsPage[Row]) -> None:
        self._pages[answer.offset // PAGE_ROWS] = answer.rows
        while len(self._pages) > PAGES_KEPT:
            self._asked.discard(self._pages.popitem(last=False)[0])
        if answer.rows:
            last = min(self.total, answer.offset + len(answer.rows)) - 1
            self.dataChanged.emit(self.index(answer.offset, 0), self.index(last, len(self.columns) - 1))
