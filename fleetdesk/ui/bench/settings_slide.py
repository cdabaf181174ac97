"""Opens a unit's settings over the Bench, and closes them when that unit is no longer there."""

from collections.abc import Mapping

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from fleetdesk.services.bench_views import BenchView, PortState, SettingsView
from fleetdesk.services.views import Problem
from fleetdesk.ui.bench.settings_panel import SettingsPanel
from fleetdesk.ui.bridge import Bridge
from fleetdesk.ui.sources import BenchSource
from fleetdesk.ui.theme import Theme
from fleetdesk.ui.widgets.slide_over import SlideOver
from fleetdesk.ui.words import tr


class SettingsSlide(QObject):
    def __init__(self, theme: Theme, bridge: Bridge, source: BenchSource, host: QWidget) -> None:
        super().__init__(host)
        self._theme, self._bridge, self._source = theme, bridge, source
        self._slide = SlideOver(theme, host)
        self._slide.closed.connect(host.setFocus)
        self.panel: SettingsPanel | None = None
        self._port = ""

    @property
    def is_open(self) -> bool:
        return self._slide.is_open

    def open(self, port: str) -> None:
        self._port = port
        panel = SettingsPanel(
            self._theme,
            self._slide.close_panel,
            lambda: self._read(panel, port),
            lambda typed, generation: self._write(panel, port, typed, generation),
        )
        self.panel = panel
        self._slide.put(panel)
        self._slide.open()
        self._read(panel, port)

    def show_bench(self, view: BenchView) -> None:
        """Another unit, or none, is there now: what is on the panel is of nobody."""
        here = next((port for port in view.ports if port.port == self._port), None)
        answers = here is not None and here.state in (PortState.READY, PortState.UNKNOWN_UNIT)
        if self._slide.is_open and not answers:
            self._slide.close_panel()

    def _read(self, panel: SettingsPanel, port: str) -> None:
        panel.show_busy(tr("Reading..."))

        def on_done(view: SettingsView) -> None:
            panel.show_busy("")
            panel.show_settings(view)

        self._bridge.run_async(
            lambda: self._source.settings(port), owner=panel, on_done=on_done, on_error=panel.show_problem
        )

    def _write(self, panel: SettingsPanel, port: str, typed: Mapping[str, str], generation: int | None) -> None:
        def on_done(view: SettingsView) -> None:
            panel.show_settings(view, written=True)

        def on_error(problem: Problem) -> None:
            panel.show_problem(problem)
            self._refresh(panel, port)

        self._bridge.run_async(
            lambda: self._source.change_settings(port, typed, generation),
            owner=panel, on_done=on_done, on_error=on_error,
        )  # fmt: skip

    def _refresh(self, panel: SettingsPanel, port: str) -> None:
        """After a failure: what the unit holds now, below the words that say what happened."""

        def on_error(_problem: Problem) -> None:
            """The first problem stays on the screen: it says more than a second one."""

        self._bridge.run_async(
            lambda: self._source.settings(port), owner=panel, on_done=panel.show_settings, on_error=on_error
        )
