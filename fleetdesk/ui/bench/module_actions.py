"""What can be done to the module itself: restart it, give it newer firmware.

While one is under way: how far it is, and its cancel.
"""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QProgressBar, QPushButton, QWidget

from fleetdesk.services.bench_views import BenchUnit, WorkView
from fleetdesk.ui.widgets.buttons import button
from fleetdesk.ui.widgets.labels import label
from fleetdesk.ui.widgets.layout import column, row
from fleetdesk.ui.words import say, tr


class ModuleActions(QWidget):
    """Quiet buttons, or in their place the work under way. Hidden for a device that takes neither."""

    restart_wanted = Signal()
    update_wanted = Signal()
    cancel_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.restart = button(tr("Restart module"), self.restart_wanted.emit)
        self.update_firmware = button("", self.update_wanted.emit)
        self._buttons = QWidget()
        buttons = row(self.restart, self.update_firmware, spacing=8)
        for number in (0, 1):
            buttons.setStretch(number, 1)
        self._buttons.setLayout(buttons)
        self.under_way = _UnderWay(self.cancel_wanted.emit)
        self.setLayout(column(self._buttons, self.under_way))
        self.show_work(None)

    def show_unit(self, unit: BenchUnit) -> None:
        self.setVisible(unit.can_restart)
        self.update_firmware.setVisible(bool(unit.offer))
        self.update_firmware.setText(tr("Update to {version}").format(version=unit.offer))

    def show_work(self, work: WorkView | None) -> None:
        self._buttons.setVisible(work is None)
        self.under_way.setVisible(work is not None)
        if work is not None:
            self.under_way.show_work(work)


class _UnderWay(QWidget):
    """Stage, amount, rate and time left; never full before the module has confirmed."""

    def __init__(self, on_cancel: Callable[[], object]) -> None:
        super().__init__()
        self.title = label("", "strong", wrap=True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.detail = label("", "muted", wrap=True)
        self.cancel: QPushButton = button(tr("Cancel"), self._ask)
        self._on_cancel = on_cancel
        self.setLayout(column(self.title, self.bar, self.detail, self.cancel, spacing=8))

    def show_work(self, work: WorkView) -> None:
        self.title.setText(say(work.title))
        self.detail.setText(say(work.detail))
        self.detail.setVisible(bool(work.detail.message))
        # Without an amount the bar says only that something goes on.
        self.bar.setRange(0, 0 if work.percent is None else 100)
        if work.percent is not None:
            self.bar.setValue(min(99, work.percent))
        self.bar.setAccessibleName(f"{self.title.text()} {self.detail.text()}")
        self.cancel.setVisible(work.can_cancel)
        self.cancel.setEnabled(True)
        self.cancel.setText(tr("Cancel"))

    def _ask(self) -> None:
        self.cancel.setEnabled(False)
        self.cancel.setText(tr("Ending after this step"))
        self._on_cancel()
