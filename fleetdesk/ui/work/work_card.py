"""Open work, the most urgent first: on which device, what, until when, and the way to end it."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from fleetdesk.services.views import Tone
from fleetdesk.services.work_views import WorkList, WorkView
from fleetdesk.ui.theme import Theme
from fleetdesk.ui.widgets.buttons import button
from fleetdesk.ui.widgets.card import Card
from fleetdesk.ui.widgets.labels import label, set_tone
from fleetdesk.ui.widgets.layout import clear, column, row
from fleetdesk.ui.widgets.pill import Pill
from fleetdesk.ui.words import number, say, tr
from fleetdesk.ui.work.words import until_tone, until_words


class WorkCard(Card):
    """`on_device(id)` opens a device, `on_close(work)` asks how it ended."""

    def __init__(
        self, theme: Theme, on_device: Callable[[str], object], on_close: Callable[[WorkView], object]
    ) -> None:
        self._late = label("", "caption")
        super().__init__(tr("Open work"), self._late)
        self._theme, self._on_device, self._on_close = theme, on_device, on_close
        self._lines = column(spacing=10)
        self.add(self._lines)

    def show_work(self, work: WorkList) -> None:
        clear(self._lines)
        self._late.setText(tr("{n} overdue").format(n=number(work.overdue)) if work.overdue else "")
        set_tone(self._late, Tone.BAD if work.overdue else None)
        for order in work.orders:
            self._lines.addWidget(self._line(order))
        more = work.open - len(work.orders)
        if more > 0:
            self._lines.addWidget(label(tr("and {count} more").format(count=number(more)), "muted"))
        if not work.orders:
            words = tr("Nothing is ordered. What an inspection leaves to do stands here until it is done.")
            self._lines.addWidget(label(words, "muted", wrap=True))

    def _line(self, order: WorkView) -> QWidget:
        opener = button(order.serial, lambda: self._on_device(order.device), "plain")
        end = button(tr("End it"), lambda: self._on_close(order), "plain")
        end.setAccessibleName(tr("End it: {title}").format(title=say(order.title)))
        until = until_words(order)
        pills = [Pill(self._theme, until, until_tone(order))] if until else []
        where = " \N{MIDDLE DOT} ".join(part for part in (order.store_name, order.owner_name) if part)
        line = QWidget()
        line.setLayout(
            column(
                row(label(say(order.title), "strong", wrap=True), *pills, spacing=8),
                row(opener, label(where, "muted"), None, end, spacing=8),
                spacing=2,
            )
        )
        return line
