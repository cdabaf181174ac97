"""What a plot shows, taken along: its samples as a table, its picture as an image."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QMenu, QPushButton, QWidget

from fleetdesk.services.export_live import export_csv, export_file
from fleetdesk.services.views import Problem
from fleetdesk.ui.bridge import Bridge
from fleetdesk.ui.widgets.current_plot import CurrentPlot
from fleetdesk.ui.words import number, tr

ENDINGS = {"csv": "Table", "png": "Picture", "bin": "Motor log"}


class ExportButton(QPushButton):
    """Its menu offers what there is something to call for."""

    def __init__(
        self, *, csv: Callable[[], object], png: Callable[[], object], raw: Callable[[], object] | None = None
    ) -> None:
        super().__init__(tr("Export"))
        self.setProperty("kind", "quiet")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        menu.setWindowFlag(Qt.WindowType.FramelessWindowHint)
        menu.setWindowFlag(Qt.WindowType.NoDropShadowWindowHint)
        offers = [(tr("All samples as a table (CSV)..."), csv), (tr("This picture (PNG)..."), png)]
        if raw is not None:
            offers.append((tr("The log as it came (BIN)..."), raw))
        for words, act in offers:
            menu.addAction(words).triggered.connect(_calls(act))
        self.setMenu(menu)


def _calls(act: Callable[[], object]) -> Callable[[], None]:
    def call() -> None:
        act()

    return call


class PlotExport:
    """`say` is told how each export ended. `headings`: of each channel, with its unit."""

    def __init__(self, bridge: Bridge, plot: CurrentPlot, headings: Sequence[str], say: Callable[[str], None]) -> None:
        self._bridge, self._plot, self._headings, self._say = bridge, plot, headings, say

    def save_csv(self, path: str, epoch_ms: float, times: Sequence[float], columns: Sequence[Sequence[float]]) -> None:
        """`epoch_ms`: Unix time in ms at which `times` (seconds) are 0."""
        self._bridge.run(
            lambda: export_csv(path, self._headings, epoch_ms, times, columns),
            owner=self._plot,
            on_done=lambda count: self._say(tr("{count} samples are in {path}").format(count=number(count), path=path)),
            on_error=self._on_problem,
        )

    def save_png(self, path: str) -> None:
        """The picture as it stands."""
        image = self._plot.image()
        if image is None or not image.save(path):
            self._say(tr("The picture cannot be written to {path}").format(path=path))
        else:
            self._say(tr("The picture is in {path}").format(path=path))

    def _on_problem(self, problem: Problem) -> None:
        self._say(f"{problem.title} {problem.message}")


def save_file(bridge: Bridge, owner: QWidget, path: str, content: bytes, say: Callable[[str], None]) -> None:
    """Writes a file as it is, off the GUI thread."""
    bridge.run(
        lambda: export_file(path, content),
        owner=owner,
        on_done=lambda _none: say(tr("The file is in {path}").format(path=path)),
        on_error=lambda problem: say(f"{problem.title} {problem.message}"),
    )


def ask_path(owner: QWidget, name: str, ending: str, then: Callable[[str], None]) -> None:
    """Where to put a file; `then` is not called when the person thinks better of it."""
    chosen, _filter = QFileDialog.getSaveFileName(
        owner, tr("Export"), f"{name}.{ending}", f"{tr(ENDINGS[ending])} (*.{ending})"
    )
    if chosen:
        then(chosen)
