"""The waveform that a module recorded by itself, in the same plot as the live values, with the same cursor, at rest."""

from datetime import UTC, datetime

from PySide6.QtCore import Signal

from fleetdesk.domain.motor_log import MotorLog
from fleetdesk.services.bench_views import FetchedLog, LiveChannel
from fleetdesk.services.views import Text, Tone
from fleetdesk.ui.bench.plot_export import PlotExport, picture_words, table_words
from fleetdesk.ui.bridge import Bridge
from fleetdesk.ui.theme import Theme
from fleetdesk.ui.widgets.buttons import button
from fleetdesk.ui.widgets.card import Card
from fleetdesk.ui.widgets.choice_field import calm_menu
from fleetdesk.ui.widgets.current_plot import CurrentPlot
from fleetdesk.ui.widgets.labels import label
from fleetdesk.ui.widgets.layout import row
from fleetdesk.ui.widgets.live_ring import LiveRing
from fleetdesk.ui.widgets.pill import Pill
from fleetdesk.ui.words import clock_time_here, number, say, tr

LEAST_WINDOW_S = 0.5
FULL_SCALE_MARGIN, USUAL_FULL_SCALE_A = 1.3, 8.0
SHORT_HASH = 12


class LogCard(Card):
    """`limit` in ampere is drawn as on the live plot; None when the pack has none. A damaged log says what is wrong."""

    back_wanted = Signal()

    def __init__(self, theme: Theme, bridge: Bridge, fetched: FetchedLog, limit: float | None) -> None:
        self.fetched = fetched
        log = fetched.log
        super().__init__(tr("Motor log of the module"), label(_recorded(log) if log else "", "caption"))
        self._foot = label("", "caption")
        self._foot.setMinimumWidth(1)
        self._proof = tr("{size} bytes, SHA-256 {hash}...").format(
            size=number(fetched.size), hash=fetched.sha256[:SHORT_HASH]
        )
        self.outcome = Pill(theme)
        self.back = button(tr("Back to live"), self.back_wanted.emit)
        self.export = button(tr("Export"), lambda: None)
        self.plot: CurrentPlot | None = None
        self._bridge = bridge
        self.body.setSpacing(8)
        self.add(row(self.back, None, self.export, spacing=8))
        if log is not None and len(log):
            self._show_log(theme, log, limit)
        else:
            self._show_nothing(fetched.problem)
        foot = row(self.outcome, self._foot, spacing=8)
        foot.setStretch(1, 1)
        self.add(foot)
        self._tell("")

    def save_csv(self, path: str) -> None:
        log = self.fetched.log
        if log is not None:
            self._files.save_csv(path, self._ring.latest(float("inf")), log.start_epoch_s * 1000)

    def save_png(self, path: str) -> None:
        self._files.save_png(path)

    def _show_log(self, theme: Theme, log: MotorLog, limit: float | None) -> None:
        channels = _channels(limit)
        self._ring = ring_of(log)
        plot = self.plot = CurrentPlot(theme, self._bridge, self._ring, channels, end=tr("end"))
        plot.show_strips((0, 1))
        plot.set_window(max(LEAST_WINDOW_S, (log.t_ms[-1] - log.t_ms[0]) / 1000))
        plot.pause(True)
        plot.read.connect(self._tell)
        headings = [f"{say(channel.label)} ({channel.unit})" for channel in channels.every]
        self._files = PlotExport(self._bridge, self, plot, headings, f"{self.fetched.serial}-motor-log", self._tell)
        self.export.setMenu(calm_menu(self, (table_words(), self._ask_csv), (picture_words(), self._ask_png)))
        self.add(plot, 1)
        self._judge(log, limit)

    def _judge(self, log: MotorLog, limit: float | None) -> None:
        """The highest current beside the limit: a start may pass it for a moment, so this judges nothing."""
        peak = max(log.current_ma) / 1000
        words = tr("peak {peak} A").format(peak=f"{peak:.2f}")
        if limit is not None:
            words = tr("peak {peak} A, limit of the load {limit} A").format(peak=f"{peak:.2f}", limit=f"{limit:.2f}")
        self.outcome.show_state(words, Tone.IDLE)

    def _show_nothing(self, problem: str) -> None:
        self.export.hide()
        words = tr("The module has recorded no run yet.")
        if problem:
            words = tr("This log cannot be read: {problem}. Its bytes are kept in {file}").format(
                problem=problem, file=self.fetched.file
            )
            self.outcome.show_state(tr("Damaged log"), Tone.WARN)
        else:
            self.outcome.show_state("", Tone.IDLE)
        self.add(label(words, "muted", wrap=True))
        self.body.addStretch(1)

    def _ask_csv(self) -> None:
        path = self._files.ask_path(tr("Table"), "csv")
        if path:
            self.save_csv(path)

    def _ask_png(self) -> None:
        path = self._files.ask_path(tr("Picture"), "png")
        if path:
            self.save_png(path)

    def _tell(self, words: str) -> None:
        self._foot.setText(words or self._proof)


def ring_of(log: MotorLog) -> LiveRing:
    """The log's samples as ampere and degrees Celsius."""
    ring = LiveRing(2, capacity=max(1, len(log)))
    for t_ms, current_ma, temperature_dc in zip(log.t_ms, log.current_ma, log.temperature_dc, strict=True):
        ring.push(t_ms / 1000, [current_ma / 1000, temperature_dc / 10])
    return ring


def _recorded(log: MotorLog) -> str:
    started = datetime.fromtimestamp(log.start_epoch_s, UTC).isoformat()
    return tr("{count} samples at {rate} Hz from {time}").format(
        count=number(len(log)), rate=log.rate_hz, time=clock_time_here(started)
    )


def _channels(limit: float | None) -> LiveChannel:
    temperature = LiveChannel("temperature_dc", Text("Motor temperature"), "°C", None, 0.0)
    full_scale = FULL_SCALE_MARGIN * limit if limit else USUAL_FULL_SCALE_A
    return LiveChannel("motor_ma", Text("Motor current"), "A", limit, full_scale, beside=(temperature,))
