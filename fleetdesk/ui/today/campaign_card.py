"""A campaign: how many are done of how many, how many business days are left, and its beginning."""

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from fleetdesk.services.today_views import Campaign
from fleetdesk.services.views import Tone
from fleetdesk.ui.theme import Theme
from fleetdesk.ui.widgets.buttons import button
from fleetdesk.ui.widgets.card import Card
from fleetdesk.ui.widgets.labels import label
from fleetdesk.ui.widgets.layout import row
from fleetdesk.ui.words import number, tr

HEIGHT = 8


class CampaignCard(Card):
    inspections_wanted = Signal()

    def __init__(
        self, theme: Theme, campaign: Campaign, on_start: Callable[[], object], on_end: Callable[[], object]
    ) -> None:
        super().__init__(tr(campaign.title), label(campaign.source, "caption"))
        started = campaign.started_on is not None
        self.sentence = label(_sentence(campaign), "strong", wrap=True, tone=_tone(campaign))
        self.add(self.sentence)
        if started:
            self.add(Progress(theme, campaign.done, campaign.total))
            show = button(tr("Show the inspections"), self.inspections_wanted.emit, "plain")
            self.add(row(show, None, button(tr("End it"), on_end, "plain")))
        elif campaign.total:
            hint = tr("Starting it settles which devices belong, so that the count stays what it is.")
            self.add(label(hint, "muted", wrap=True))
            self.add(row(button(tr("Start it"), on_start), None))


class Progress(QWidget):
    """A thin bar beside the sentence that says the numbers."""

    def __init__(self, theme: Theme, done: int, total: int) -> None:
        super().__init__()
        self._theme, self._share = theme, done / total if total else 0.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(120, HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        track = QRectF(0, 0, self.width(), HEIGHT)
        painter.setBrush(self._theme.colour("sunken"))
        painter.drawRoundedRect(track, HEIGHT / 2, HEIGHT / 2)
        if self._share > 0:
            track.setWidth(max(float(HEIGHT), track.width() * self._share))
            painter.setBrush(self._theme.colour("accent"))
            painter.drawRoundedRect(track, HEIGHT / 2, HEIGHT / 2)


def _sentence(campaign: Campaign) -> str:
    total = number(campaign.total)
    if campaign.started_on is None or campaign.days_left is None:
        return (
            tr("{total} devices would belong now.").format(total=total) if campaign.total else tr("None belongs now.")
        )
    done = tr("{done} of {total} inspected").format(done=number(campaign.done), total=total)
    days = campaign.days_left
    if campaign.done == campaign.total:
        return done + "."
    if days < 0:
        return tr("{progress}, {days} business days over time.").format(progress=done, days=number(-days))
    if days == 0:
        return tr("{progress}, today is the last day.").format(progress=done)
    if days == 1:
        return tr("{progress}, 1 business day left.").format(progress=done)
    return tr("{progress}, {days} business days left.").format(progress=done, days=number(days))


def _tone(campaign: Campaign) -> Tone | None:
    if campaign.days_left is None:
        return None
    if campaign.done == campaign.total:
        return Tone.OK
    return Tone.BAD if campaign.days_left < 0 else Tone.WARN if campaign.days_left <= 1 else None
