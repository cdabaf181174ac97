"""Fetches pages of rows off the GUI thread; an answer to an older question is dropped."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from fleetdesk.services.views import DevicePage, DeviceQuery, Problem
from fleetdesk.ui.bridge import Bridge, OnError
from fleetdesk.ui.sources import FleetSource

PAGE_ROWS = 128
Take = Callable[[DevicePage], None]


class PageFetcher(QObject):
    """`take` gets each page that a view wanted; `failed` each problem of the present question."""

    def __init__(self, bridge: Bridge, source: FleetSource, take: Take, failed: OnError, parent: QObject) -> None:
        super().__init__(parent)
        self._bridge, self._source, self._take, self._failed = bridge, source, take, failed
        self._query = DeviceQuery()
        self._generation = 0
        self._wanted: set[int] = set()
        self._asked: set[int] = set()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._fetch_wanted)

    def restart(self, query: DeviceQuery, pages: list[int], take: Take) -> None:
        """Asks anew: what is under way does not count any more, and only `pages` are fetched at once."""
        self._query = query
        self._generation += 1
        self._wanted = set()
        self._asked = set(pages)
        for page in pages:
            self._ask(page, take)

    def want(self, page: int) -> None:
        """Collects what one paint of a view misses, and asks for it once the paint is over."""
        if page not in self._asked:
            self._wanted.add(page)
            self._soon.start(0)

    def forget(self, pages: list[int]) -> None:
        """These gave way; they are asked for again when they are wanted again."""
        self._asked.difference_update(pages)

    def _fetch_wanted(self) -> None:
        wanted, self._wanted = sorted(self._wanted - self._asked), set()
        for page in wanted:
            self._asked.add(page)
            self._ask(page, self._take)

    def _ask(self, page: int, take: Take) -> None:
        generation, query = self._generation, self._query

        def on_done(answer: DevicePage) -> None:
            if generation == self._generation:
                take(answer)

        def on_error(problem: Problem) -> None:
            if generation == self._generation:
                self._asked.discard(page)
                self._failed(problem)

        self._bridge.run(
            lambda: self._source.page(query, page * PAGE_ROWS, PAGE_ROWS),
            owner=self,
            on_done=on_done,
            on_error=on_error,
        )
