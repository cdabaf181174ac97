"""The waveform that a module recorded by itself: at rest, read with the cursor, run by run, taken along.

It says which file it is (SHA-256), when the module began to record it by its own clock, and when it was fetched.
"""

import math
from array import array
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication

from fleetdesk.domain.motor_log import GAP_MS, LoggedRun, MotorLog, runs_of
from fleetdesk.services.bench_views import LiveChannel, LogView, MotorTestView
from fleetdesk.services.views import Moment, Text
from fleetdesk.ui.bench.live_card import verdict_words
from fleetdesk.ui.bench.live_controls import checkable
from fleetdesk.ui.bench.plot_export import PlotExport, file_words, picture_words, save_file, table_words
from fleetdesk.ui.bridge import Bridge
from fleetdesk.ui.theme import Theme
from fleetdesk.ui.widgets.buttons import button
from fleetdesk.ui.widgets.card import Card
from fleetdesk.ui.widgets.choice_field import calm_menu
from fleetdesk.ui.widgets.filter_button import FilterButton, FilterChoice
from fleetdesk.ui.widgets.held_plot import ZOOM, HeldPlot
from fleetdesk.ui.widgets.labels import ElidedLabel, label
from fleetdesk.ui.widgets.layout import row
from fleetdesk.ui.widgets.live_ring import LiveRing, Samples
from fleetdesk.ui.widgets.pill import Pill
from fleetdesk.ui.words import day_and_time, number, say, tr

PLAIN_TEMPERATURE = LiveChannel("temperature_dc", Text("Motor temperature"), "°C", None, 0.0)
AIR_S = 0.1
"""Shown before and after a chosen run."""


class LogCard(Card):
    """`channel` is the unit's live one: its limits are drawn. `verdict`: what the test said that the log is of."""

    live_wanted = Signal()
    """Back to the live values."""
    alone_wanted = Signal(bool)

    def __init__(
        self, theme: Theme, bridge: Bridge, view: LogView, channel: LiveChannel, verdict: MotorTestView | None = None
    ) -> None:
        self._figures = label("", "caption")
        self._figures.setMinimumWidth(1)
        super().__init__(tr("Motor log of the module"), self._figures)
        if view.log is None:
            raise ValueError(f"the log of {view.serial} cannot be drawn")
        self._bridge, self.view, self.log = bridge, view, view.log
        self.runs = runs_of(self.log)
        self.channels = _channels(channel)
        self.plot = HeldPlot(theme, bridge, ring_of(self.log), self.channels)
        headings = [f"{say(shown.label)} ({shown.unit})" for shown in self.channels.every]
        self._files = PlotExport(bridge, self, self.plot, headings, f"{view.serial}-motor-log", self._tell)
        self._said = say(verdict.sentence) if verdict else tr("Arrows read values, + and - or the wheel zoom.")
        self._pill = Pill(theme)
        self._pill.show_state(*((verdict_words(verdict), verdict.tone) if verdict else ("", self._pill.tone)))
        self._foot = ElidedLabel(self._said, "caption")
        self._make_controls(theme)
        self._lay_out()
        self._show_figures(None)

    def show_alone(self, on: bool) -> None:
        """With the page for itself there is room for the temperature and the zoom's button."""
        self.alone.setChecked(on)
        self.alone.setText(tr("Back") if on else tr("Enlarge"))
        self.closer.setVisible(on)
        self.plot.show_strips((0, 1) if on else (0,))

    def show_run(self, key: str | None) -> None:
        """A run by its number from 0, or everything."""
        self.run.choose(key)
        chosen = None if key is None else self.runs[int(key)]
        if chosen is None:
            self.plot.show_all()
        else:
            began, ended = _seconds(self.log, chosen.first), _seconds(self.log, chosen.last)
            self.plot.show_span(began - AIR_S, ended + AIR_S)
        self._show_figures(chosen)

    def save_csv(self, path: str) -> None:
        """All samples, whatever is shown of them."""
        log = self.log
        times = array("d", (t_ms / 1000 for t_ms in log.t_ms))
        currents = array("d", (value / 1000 for value in log.current_ma))
        temperatures = array("d", (value / 10 for value in log.temperature_dc))
        self._files.save_csv(path, Samples(times, (currents, temperatures)), log.start_epoch_s * 1000)

    def save_png(self, path: str) -> None:
        """The picture as it stands."""
        self._files.save_png(path)

    def save_raw(self, path: str) -> None:
        """The file as it came from the module."""
        save_file(self._bridge, self, path, self.view.content, self._tell)

    def _make_controls(self, theme: Theme) -> None:
        self.back = button(tr("Live values"), self.live_wanted.emit)
        self.run = FilterButton(theme, tr("All {count} runs").format(count=len(self.runs)))
        self.run.set_choices(tuple(self._run_choice(place) for place in range(len(self.runs))))
        self.run.setVisible(len(self.runs) > 1)
        self.run.chosen.connect(self.show_run)
        self.closer = button(tr("Zoom in"), lambda: self.plot.zoom(ZOOM))
        self.closer.hide()  # Only where there is room; keys and wheel zoom everywhere.
        self.whole = button(tr("Whole"), lambda: self.show_run(None))
        self.whole.hide()
        self.export = button(tr("Export"), lambda: None)
        menu = (
            (table_words(), self._asks(tr("Table"), "csv", self.save_csv)),
            (picture_words(), self._asks(tr("Picture"), "png", self.save_png)),
            (file_words(), self._asks(tr("Motor log"), "bin", self.save_raw)),
            (tr("Copy its SHA-256"), lambda: QGuiApplication.clipboard().setText(self.view.sha256)),
        )
        self.export.setMenu(calm_menu(self, *menu))
        self.alone = checkable(tr("Enlarge"), self._on_alone)

    def _asks(self, what: str, ending: str, save: Callable[[str], None]) -> Callable[[], None]:
        def ask() -> None:
            path = self._files.ask_path(what, ending)
            if path:
                save(path)

        return ask

    def _lay_out(self) -> None:
        self.body.setSpacing(8)
        self.add(row(self.back, self.run, None, self.closer, self.whole, self.export, self.alone, spacing=8))
        self.add(self.plot, 1)
        foot = row(self._pill, self._foot, spacing=8)
        foot.setStretch(1, 1)
        self.add(foot)
        self.add(origin_line(self.view))
        self.plot.zoomed.connect(self.whole.setVisible)
        self.plot.read.connect(self._on_read)

    def _on_alone(self, on: bool) -> None:
        self.show_alone(on)
        self.alone_wanted.emit(on)

    def _run_choice(self, place: int) -> FilterChoice:
        run = self.runs[place]
        seconds = _seconds(self.log, run.last) - _seconds(self.log, run.first)
        figures = tr("{seconds} s, highest {peak} A").format(seconds=f"{seconds:.1f}", peak=f"{run.peak_ma / 1000:.2f}")
        return FilterChoice(str(place), tr("Run {number}").format(number=place + 1), figures)

    def _show_figures(self, run: LoggedRun | None) -> None:
        """Of the chosen run; else of the whole log, whose load is that of its last run."""
        shown = run or (self.runs[-1] if self.runs else None)
        peak = run.peak_ma if run else max(self.log.current_ma, default=0)
        parts: list[str] = []
        if shown is not None and shown.load_ma is not None:
            parts.append(tr("load {load} A").format(load=f"{shown.load_ma / 1000:.2f}"))
        if len(self.log):
            parts.append(tr("highest {peak} A").format(peak=f"{peak / 1000:.2f}"))
        parts.append(tr("{count} samples at {rate} Hz").format(count=number(len(self.log)), rate=self.log.rate_hz))
        self._figures.setText(" · ".join(parts))
        self._figures.setToolTip(self._figures.text())

    def _on_read(self, words: str) -> None:
        self._foot.setText(words or self._said)

    def _tell(self, words: str) -> None:
        self._said = words
        self._foot.setText(words)


def origin_line(view: LogView) -> ElidedLabel:
    """When it was recorded, when it was fetched, and which file it is."""
    fetched = day_and_time(view.fetched_at)
    hashed = tr("SHA-256 {hash}").format(hash=view.sha256)
    if view.log is None:
        return ElidedLabel(" · ".join((tr("Fetched {time}").format(time=fetched), hashed)), "caption")
    began = datetime.fromtimestamp(view.log.start_epoch_s, UTC).isoformat()
    at = day_and_time(Moment(began, view.fetched_at.zone))
    words = tr("From {time} by the module's clock, fetched {fetched}").format(time=at, fetched=fetched)
    return ElidedLabel(" · ".join((words, hashed)), "caption")


def ring_of(log: MotorLog) -> LiveRing:
    """The log's samples as ampere and degrees Celsius, from its first record on; the line breaks where it paused."""
    pauses = sum(after - before > GAP_MS for before, after in zip(log.t_ms, log.t_ms[1:], strict=False))
    ring = LiveRing(2, capacity=max(1, len(log) + pauses))
    for place, (current_ma, temperature_dc) in enumerate(zip(log.current_ma, log.temperature_dc, strict=True)):
        if place and log.t_ms[place] - log.t_ms[place - 1] > GAP_MS:
            ring.push(_seconds(log, place - 1), [math.nan, math.nan])
        ring.push(_seconds(log, place), [current_ma / 1000, temperature_dc / 10])
    return ring


def _seconds(log: MotorLog, place: int) -> float:
    return (log.t_ms[place] - log.t_ms[0]) / 1000


def _channels(channel: LiveChannel) -> LiveChannel:
    """The two that a log holds, with the limits and names of the unit's own."""
    temperature = next((beside for beside in channel.beside if beside.logged), PLAIN_TEMPERATURE)
    return replace(channel, beside=(temperature,))
