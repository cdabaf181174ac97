"""What a plot shows, into a file: its samples as a table, the picture as it stands."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from fleetdesk.services.export_live import export_csv, export_file
from fleetdesk.services.views import Problem
from fleetdesk.ui.bridge import Bridge
from fleetdesk.ui.widgets.current_plot import CurrentPlot
from fleetdesk.ui.widgets.live_ring import Samples
from fleetdesk.ui.widgets.new_file import choose_new_file
from fleetdesk.ui.words import number, tr


class PlotExport(QObject):
    """Belongs to the card `owner`; `tell` shows there how it went."""

    def __init__(
        self,
        bridge: Bridge,
        owner: QWidget,
        plot: CurrentPlot,
        headings: Sequence[str],
        name: str,
        tell: Callable[[str], None],
    ) -> None:
        super().__init__(owner)
        self._bridge, self._owner, self._plot = bridge, owner, plot
        self._headings, self._name, self._tell = headings, name, tell

    def save_csv(self, path: str, samples: Samples, epoch_ms: float) -> None:
        """All of `samples`; `epoch_ms` is the Unix time at which their times are 0."""
        self._bridge.run(
            lambda: export_csv(path, self._headings, epoch_ms, samples.times, samples.values),
            owner=self._owner,
            on_done=lambda count: self._tell(
                tr("{count} samples are in {path}").format(count=number(count), path=path)
            ),
            on_error=self._on_problem,
        )

    def save_png(self, path: str) -> None:
        image = self._plot.image()
        if image is None or not image.save(path):
            self._tell(tr("The picture cannot be written to {path}").format(path=path))
        else:
            self._tell(tr("The picture is in {path}").format(path=path))

    def ask_path(self, what: str, ending: str) -> str:
        """Where a person wants it; "" for nowhere."""
        return ask_path(self._owner, self._name, what, ending)

    def _on_problem(self, problem: Problem) -> None:
        self._tell(f"{problem.title} {problem.message}")


def ask_path(owner: QWidget, name: str, what: str, ending: str) -> str:
    """Where a person wants a file; "" for nowhere."""
    return choose_new_file(owner, f"{name}.{ending}", f"{what} (*.{ending})")


def save_file(bridge: Bridge, owner: QWidget, path: str, content: bytes, tell: Callable[[str], None]) -> None:
    """A file as it is; `tell` shows how it went."""
    bridge.run(
        lambda: export_file(path, content),
        owner=owner,
        on_done=lambda _none: tell(tr("The file is in {path}").format(path=path)),
        on_error=lambda problem: tell(f"{problem.title} {problem.message}"),
    )


def table_words() -> str:
    return tr("All samples as a table (CSV)...")


def picture_words() -> str:
    return tr("This picture (PNG)...")


def file_words() -> str:
    return tr("The log as it came (BIN)...")
