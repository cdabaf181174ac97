"""The line above the live plot: motor test, pause, export, enlarge; and with the page for itself, which channels and
how long.
"""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from fleetdesk.services.bench_views import LiveChannel
from fleetdesk.ui.bench.plot_export import picture_words, table_words
from fleetdesk.ui.theme import Theme
from fleetdesk.ui.widgets.buttons import button
from fleetdesk.ui.widgets.choice_field import calm_menu
from fleetdesk.ui.widgets.filter_button import FilterButton, FilterChoice
from fleetdesk.ui.widgets.layout import restyle, row
from fleetdesk.ui.words import say, tr

SPANS = (60.0, 600.0, 3600.0)
KEEPS_ALL = 3600.0
"""More than the ring holds at the rate of a serial line: everything that is kept."""


class LiveControls(QWidget):
    strips_chosen = Signal(tuple)
    span_chosen = Signal(float)
    pause_wanted = Signal(bool)
    test_wanted = Signal()
    csv_wanted = Signal()
    png_wanted = Signal()
    alone_wanted = Signal(bool)

    def __init__(self, theme: Theme, channel: LiveChannel, usual_s: float, *, with_test: bool) -> None:
        super().__init__()
        self._usual_s = usual_s
        self._toggles = [self._toggle(place, beside) for place, beside in enumerate(channel.beside, start=1)]
        self.span = FilterButton(theme, tr("Last {seconds} s").format(seconds=f"{usual_s:g}"))
        self.span.set_choices(tuple(FilterChoice(f"{seconds:g}", _span_words(seconds)) for seconds in SPANS))
        self.span.chosen.connect(self._on_span)
        self.test = button(tr("Test motor"), self.test_wanted.emit)
        if not with_test:
            self.test.hide()
        self.pause = checkable(tr("Pause"), self.pause_wanted.emit)
        self.export = button(tr("Export"), lambda: None)
        wanted = (table_words(), self.csv_wanted.emit), (picture_words(), self.png_wanted.emit)
        self.export.setMenu(calm_menu(self, *wanted))
        self.alone = checkable(tr("Enlarge"), self.alone_wanted.emit)
        buttons = (self.test, self.pause, *self._toggles, None, self.span, self.export, self.alone)
        self.setLayout(row(*buttons, spacing=8))
        for made in (*self._toggles, self.span):
            made.hide()

    def set_paused(self, on: bool) -> None:
        self.pause.setChecked(on)
        self.pause.setText(tr("Go on") if on else tr("Pause"))

    def set_alone(self, on: bool) -> None:
        self.alone.setChecked(on)
        self.alone.setText(tr("Back") if on else tr("Enlarge"))
        for made in (*self._toggles, self.span):
            made.setVisible(on)

    def set_testing(self, on: bool) -> None:
        self.test.setText(tr("Stop the test") if on else tr("Test motor"))

    def choose_strips(self, places: tuple[int, ...]) -> None:
        """Sets which channels are drawn, and tells it."""
        for place, made in enumerate(self._toggles, start=1):
            made.setChecked(place in places)
        self._on_toggled()

    def _toggle(self, place: int, channel: LiveChannel) -> QPushButton:
        made = checkable(say(channel.label), lambda _on: self._on_toggled())
        made.setProperty("kind", "filter")
        made.setAccessibleDescription(tr("Draws this channel below the first one"))
        made.setObjectName(f"strip-{place}")
        return made

    def _on_toggled(self) -> None:
        for made in self._toggles:
            made.setProperty("set", made.isChecked())
            restyle(made)
        chosen = (place for place, made in enumerate(self._toggles, start=1) if made.isChecked())
        self.strips_chosen.emit((0, *chosen))

    def _on_span(self, key: str | None) -> None:
        self.span_chosen.emit(self._usual_s if key is None else float(key))


def checkable(words: str, on_toggle: Callable[[bool], object]) -> QPushButton:
    made = QPushButton(words)
    made.setProperty("kind", "quiet")
    made.setCheckable(True)
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    made.clicked.connect(lambda on=False: on_toggle(on))
    return made


def _span_words(seconds: float) -> str:
    if seconds >= KEEPS_ALL:
        return tr("Everything that is kept")
    return tr("Last {count} min").format(count=f"{seconds / 60:g}")
