"""The waveform that a module recorded by itself, in the same plot as the live values, with the same cursor, at rest."""

from datetime import UTC, datetime

from fleetdesk.domain.motor_log import MotorLog
from fleetdesk.services.bench_views import LiveChannel
from fleetdesk.services.views import Text
from fleetdesk.ui.bridge import Bridge
from fleetdesk.ui.theme import Theme
from fleetdesk.ui.widgets.card import Card
from fleetdesk.ui.widgets.current_plot import CurrentPlot
from fleetdesk.ui.widgets.labels import label
from fleetdesk.ui.widgets.live_ring import LiveRing
from fleetdesk.ui.words import clock_time_here, number, tr

LEAST_WINDOW_S = 0.5
FULL_SCALE_MARGIN, USUAL_FULL_SCALE_A = 1.3, 8.0


class LogCard(Card):
    """`limit` in ampere is drawn as on the live plot; None when the pack has none."""

    def __init__(self, theme: Theme, bridge: Bridge, log: MotorLog, limit: float | None) -> None:
        started = datetime.fromtimestamp(log.start_epoch_s, UTC).isoformat()
        aside = tr("{count} samples at {rate} Hz from {time}").format(
            count=number(len(log)), rate=log.rate_hz, time=clock_time_here(started)
        )
        super().__init__(tr("Motor log of the module"), label(aside, "caption"))
        self._foot = label("", "caption")
        self.plot = CurrentPlot(theme, bridge, ring_of(log), _channels(limit))
        self.plot.show_strips((0, 1))
        self.plot.set_window(max(LEAST_WINDOW_S, (log.t_ms[-1] - log.t_ms[0]) / 1000 if len(log) else 0.0))
        self.plot.pause(True)
        self.plot.read.connect(self._foot.setText)
        self.add(self.plot, 1)
        self.add(self._foot)


def ring_of(log: MotorLog) -> LiveRing:
    """The log's samples as ampere and degrees Celsius."""
    ring = LiveRing(2, capacity=max(1, len(log)))
    for t_ms, current_ma, temperature_dc in zip(log.t_ms, log.current_ma, log.temperature_dc, strict=True):
        ring.push(t_ms / 1000, [current_ma / 1000, temperature_dc / 10])
    return ring


def _channels(limit: float | None) -> LiveChannel:
    temperature = LiveChannel("temperature_dc", Text("Motor temperature"), "°C", None, 0.0)
    full_scale = FULL_SCALE_MARGIN * limit if limit else USUAL_FULL_SCALE_A
    return LiveChannel("motor_ma", Text("Motor current"), "A", limit, full_scale, beside=(temperature,))
