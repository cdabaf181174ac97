"""A card on the calm ground: a title, what stands right of it, a body. No boxes in boxes."""

from PySide6.QtWidgets import QFrame, QLayout, QVBoxLayout, QWidget

from fleetdesk.ui.widgets.labels import label
from fleetdesk.ui.widgets.layout import row


class Card(QFrame):
    """`body` is its layout below the title row."""

    def __init__(self, title: str = "", aside: QWidget | None = None, *, padding: int = 18) -> None:
        super().__init__()
        self.setProperty("card", True)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(padding, padding - 2, padding, padding)
        self.body.setSpacing(12)
        self.title = label(title, "card")
        if title or aside is not None:
            head = row(self.title, None, spacing=12)
            if aside is not None:
                head.addWidget(aside)
            self.body.addLayout(head)
        self.setAccessibleName(title)

    def add(self, part: QWidget | QLayout, stretch: int = 0) -> None:
        if isinstance(part, QWidget):
            self.body.addWidget(part, stretch)
        else:
            self.body.addLayout(part, stretch)
