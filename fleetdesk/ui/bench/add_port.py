"""What the list of ports does not show: a field for an address, and a look for driver packs that were just made."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from fleetdesk.ui.widgets.buttons import button
from fleetdesk.ui.widgets.layout import row
from fleetdesk.ui.words import tr


class AddPort(QWidget):
    wanted = Signal(str)
    reload_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.address = QLineEdit()
        self.address.setPlaceholderText("socket://127.0.0.1:4001")
        self.address.setAccessibleName(tr("Address of a port"))
        self.address.returnPressed.connect(self._add)
        again = button(tr("Reload driver packs"), self.reload_wanted.emit)
        line = row(self.address, button(tr("Add port"), self._add), again, spacing=8)
        line.setStretch(0, 1)
        self.setLayout(line)

    def _add(self) -> None:
        url = self.address.text().strip()
        if url:
            self.address.clear()
            self.wanted.emit(url)
