"""A page that is one table: a sentence above it, a panel at the side, and what it says when it is empty or fails."""

from collections.abc import Callable

from PySide6.QtCore import QAbstractItemModel, QModelIndex, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedLayout, QWidget

from fleetdesk.services.views import Problem
from fleetdesk.ui.theme import Theme
from fleetdesk.ui.widgets.banner import Banner
from fleetdesk.ui.widgets.card import Card
from fleetdesk.ui.widgets.empty_state import EmptyState
from fleetdesk.ui.widgets.labels import label
from fleetdesk.ui.widgets.layout import column, row
from fleetdesk.ui.widgets.slide_over import SlideOver
from fleetdesk.ui.widgets.table import Table
from fleetdesk.ui.words import tr

EDGE = 8


class TablePage(QWidget):
    """`headline` is the answer, `words` stand below it; `fetch` asks for the rows again."""

    def __init__(self, theme: Theme, model: QAbstractItemModel, name: str, words: str, empty: EmptyState) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.headline = label("", "page", wrap=True)
        self._acts: list[QWidget] = []
        self.banner = Banner(theme)
        self.table = Table(theme)
        self.table.setModel(model)
        self.table.setAccessibleName(name)
        self.table.opened.connect(self._on_opened)
        card = Card(padding=EDGE)
        card.add(self.table, 1)
        place = QWidget()
        self._stack = QStackedLayout(place)
        self._stack.addWidget(card)
        self._stack.addWidget(empty)
        self._words = label(words, "muted", wrap=True)
        self._head = row(column(self.headline, self._words, spacing=4), spacing=16)
        self._head.setStretch(0, 1)
        layout = column(self._head, self.banner, spacing=16, margins=(24, 18, 24, 18))
        layout.addWidget(place, 1)
        self.setLayout(layout)
        self.slide = SlideOver(theme, self)
        self.slide.closed.connect(self.table.setFocus)

    @property
    def is_empty(self) -> bool:
        return self._stack.currentIndex() == 1

    def fetch(self) -> None:
        raise NotImplementedError

    def open_row(self, row_: int) -> None:
        raise NotImplementedError

    def add_act(self, act: QWidget) -> None:
        """Beside the headline, while there are rows."""
        self._acts.append(act)
        self._head.addWidget(act, 0, Qt.AlignmentFlag.AlignTop)

    def show_rows(self, count: int, headline: str) -> None:
        """After the model took them: the sentence, or the state of a page without content."""
        self.banner.setVisible(False)
        self._stack.setCurrentIndex(0 if count else 1)
        self.headline.setText(headline)
        for widget in (self.headline, self._words, *self._acts):
            widget.setVisible(bool(count))

    def open_panel(self, panel: QWidget) -> None:
        self.slide.put(panel)
        self.slide.open()

    def show_problem(self, problem: Problem, again: Callable[[], None] | None = None) -> None:
        """`again` is what "Try again" does: ask for the rows, if it is not said."""
        self.banner.say_problem(problem, (tr("Try again"), again or self.fetch))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.slide.is_open:
            self.slide.close_panel()
        else:
            super().keyPressEvent(event)

    def _on_opened(self, index: QModelIndex) -> None:
        self.open_row(index.row())
