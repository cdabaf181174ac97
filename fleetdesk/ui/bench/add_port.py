"""A field for a port that no list shows: a device path or a pyserial address."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from fleetdesk.ui.widgets.buttons import button
from fleetdesk.ui.widgets.layout import row
from fleetdesk.ui.words import tr


class AddPort(QWidget):
    wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.address = QLineEdit()
        self.address.setPlaceholderText("socket://127.0.0.1:4001")
        self.address.setAccessibleName(tr("Address of a port"))
        self.address.returnPressed.connect(self._add)
        line = row(self.address, button(tr("Add port"), self._add), spacing=8)
        line.setStretch(0, 1)
        self.setLayout(line)

    def _add(self) -> None:
        url = self.address.text().strip()
        if url:
            self.address.clear()
            self.wanted.emit(url)
