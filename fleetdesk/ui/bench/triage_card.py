"""Why is it silent? Ranked causes with bars and their reasons, what units like it share, the next thing to do."""

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from fleetdesk.services.bench_views import BenchUnit, CauseBar, TriageView
from fleetdesk.services.views import Tone
from fleetdesk.ui.theme import Theme
from fleetdesk.ui.widgets.buttons import button
from fleetdesk.ui.widgets.card import Card
from fleetdesk.ui.widgets.labels import label
from fleetdesk.ui.widgets.layout import clear, row
from fleetdesk.ui.words import say, tr

BAR_WIDTH, BAR_HEIGHT = 64, 8
LIKELY = 50
"""Percent from which a cause stands in its own colour."""


class TriageCard(Card):
    def __init__(self, theme: Theme, on_readings: Callable[[], None]) -> None:
        aside = QWidget()
        self.verdict = label("", "caption")
        aside.setLayout(row(self.verdict, button(tr("What it says"), on_readings, "plain"), spacing=8))
        super().__init__(tr("Why is it silent?"), aside)
        self._theme = theme
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(14)
        self._grid.setVerticalSpacing(9)
        self._grid.setColumnStretch(2, 1)
        self.add(self._grid)
        self.cohort = label("", "strong", wrap=True, tone=Tone.WARN)
        self.next_look = label("", "muted", wrap=True)
        self.body.addStretch(1)
        self.add(self.cohort)
        self.add(self.next_look)
        self._shown: TriageView | None = None

    def show_unit(self, unit: BenchUnit) -> None:
        if unit.triage is None or unit.triage == self._shown:
            return
        view = self._shown = unit.triage
        self.verdict.setText(say(view.verdict))
        clear(self._grid)
        for line, bar in enumerate(view.bars):
            self._show_bar(line, bar)
        self.cohort.setText(" ".join(map(say, view.cohort)))
        self.cohort.setVisible(bool(view.cohort))
        self.next_look.setText(say(view.next_look))
        self.next_look.setVisible(bool(view.next_look.message))

    def _show_bar(self, line: int, bar: CauseBar) -> None:
        """The bar never stands alone: its percentage is written beside the name."""
        reasons = " ".join(map(say, bar.reasons)) or tr("Nothing speaks for it yet.")
        name = tr("{cause}, {percent} %").format(cause=say(bar.name), percent=bar.percent)
        self._grid.addWidget(CauseShare(self._theme, bar.percent), line, 0, Qt.AlignmentFlag.AlignVCenter)
        self._grid.addWidget(label(name, "strong" if bar.percent >= LIKELY else "body"), line, 1)
        self._grid.addWidget(label(reasons, "muted", wrap=True), line, 2)


class CauseShare(QWidget):
    """How likely a cause is, as a bar."""

    def __init__(self, theme: Theme, percent: int) -> None:
        super().__init__()
        self._theme, self.percent = theme, percent
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(BAR_WIDTH, BAR_HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        track = QRectF(0, 0, self.width(), BAR_HEIGHT)
        painter.setBrush(self._theme.colour("sunken"))
        painter.drawRoundedRect(track, BAR_HEIGHT / 2, BAR_HEIGHT / 2)
        if self.percent:
            track.setWidth(max(float(BAR_HEIGHT), track.width() * self.percent / 100))
            painter.setBrush(self._theme.colour("warn" if self.percent >= LIKELY else "idle"))
            painter.drawRoundedRect(track, BAR_HEIGHT / 2, BAR_HEIGHT / 2)
