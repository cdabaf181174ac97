"""Above the steps: which inspection of which unit this is, how far it has come, the way back."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QProgressBar, QWidget

from fleetdesk.services.bench_views import InspectionDraft
from fleetdesk.services.views import Moment
from fleetdesk.ui.theme import Theme
from fleetdesk.ui.widgets.buttons import icon_button
from fleetdesk.ui.widgets.labels import ElidedLabel, label
from fleetdesk.ui.widgets.layout import column, row
from fleetdesk.ui.words import day_and_time, number, say, tr

BAR_WIDTH = 160


class InspectionHead(QWidget):
    leave_wanted = Signal()

    def __init__(self, theme: Theme, draft: InspectionDraft) -> None:
        super().__init__()
        unit = " · ".join(part for part in (f"{draft.model} {draft.serial}", draft.store_name) if part)
        started = tr("started {when}").format(when=day_and_time(Moment(draft.started_at, draft.zone)))
        title = column(label(say(draft.title), "page"), ElidedLabel(f"{unit} · {started}", "muted"), spacing=4)
        leave = icon_button(theme, "arrow-left", tr("Back to the bench; the draft is kept"), self.leave_wanted.emit)
        self._count = label("", "muted")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(BAR_WIDTH)
        self._bar.setAccessibleName(tr("Progress"))
        line = row(leave, title, self._count, self._bar, spacing=12)
        line.setStretch(1, 1)
        self.setLayout(line)

    def show_progress(self, answered: int, of: int) -> None:
        self._count.setText(tr("{answered} of {of} answered").format(answered=number(answered), of=number(of)))
        self._bar.setRange(0, of)
        self._bar.setValue(answered)
