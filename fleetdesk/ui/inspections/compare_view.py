"""Two inspections of one device side by side, older left; what differs is marked, by a word and not by colour alone."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from fleetdesk.services.compare_inspections import ComparedRow, Comparison
from fleetdesk.services.views import Tone
from fleetdesk.ui.theme import Theme
from fleetdesk.ui.widgets.buttons import button, icon_button
from fleetdesk.ui.widgets.labels import label
from fleetdesk.ui.widgets.layout import column, hairline, row, scrolled
from fleetdesk.ui.widgets.pill import Pill
from fleetdesk.ui.words import day_and_time, number, tr


class CompareView(QWidget):
    def __init__(self, theme: Theme, found: Comparison, on_close: Callable[[], None]) -> None:
        super().__init__()
        self._theme, self._found = theme, found
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        count = found.differences
        words = tr("1 difference") if count == 1 else tr("{count} differences").format(count=number(count))
        self.title = label(f"{found.right.line.serial}: {words}", "page", wrap=True)
        self.all = button(tr("Only what differs"), self._show)
        self.all.setCheckable(True)
        head = row(self.title, self.all, icon_button(theme, "close", tr("Close"), on_close), spacing=8,
                   margins=(24, 18, 16, 16))  # fmt: skip
        head.setStretch(0, 1)
        self._place = column(None, spacing=0, margins=(24, 12, 24, 24))
        content = QWidget()
        content.setLayout(self._place)
        self._grid: QWidget | None = None
        self.setLayout(column(head, hairline(), scrolled(content), spacing=0))
        self._show()

    def _show(self) -> None:
        if self._grid is not None:
            self._grid.hide()
            self._grid.deleteLater()
        rows = [r for r in self._found.rows if r.differs or not self.all.isChecked()]
        self._grid = QWidget()
        grid = QGridLayout(self._grid)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        for place, view in enumerate((self._found.left, self._found.right)):
            who = column(
                label(day_and_time(view.line.signed_at), "strong"), label(view.line.person, "caption"), spacing=2
            )
            grid.addLayout(who, 0, 1 + place)
        group = ""
        at = 1
        for each in rows:
            if each.group != group:
                group = each.group
                grid.addWidget(label(tr(group), "card"), at, 0, 1, 4)
                at += 1
            grid.addWidget(hairline(), at, 0, 1, 4)
            self._row(grid, at + 1, each)
            at += 2
        for section, stretch in enumerate((5, 4, 4, 0)):
            grid.setColumnStretch(section, stretch)
        self._place.insertWidget(0, self._grid)

    def _row(self, grid: QGridLayout, at: int, each: ComparedRow) -> None:
        top = Qt.AlignmentFlag.AlignTop
        cells = (label(tr(each.title), wrap=True), label(each.left or "\N{EN DASH}", wrap=True),
                 label(each.right or "\N{EN DASH}", "strong" if each.differs else "body", wrap=True))  # fmt: skip
        for place, cell in enumerate(cells):
            cell.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
            grid.addWidget(cell, at, place, top)
        if each.differs:
            grid.addWidget(Pill(self._theme, each.change or tr("differs"), Tone.WARN), at, 3, top)
