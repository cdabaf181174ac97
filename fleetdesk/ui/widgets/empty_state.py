"""A designed state of a page without content: what is so, why, and the next step."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from fleetdesk.ui.theme import Theme
from fleetdesk.ui.widgets.icon import Icon
from fleetdesk.ui.widgets.labels import label
from fleetdesk.ui.widgets.layout import Part, column, row

WIDTH = 560


class EmptyState(QWidget):
    """Centred; `parts` stand below the words: fields, buttons, facts."""

    def __init__(self, theme: Theme, icon: str, title: str, message: str, *parts: Part, token: str = "muted") -> None:
        super().__init__()
        mark = Icon(theme, icon, token, 44)
        head = label(title, "page", wrap=True)
        words = label(message, "muted", wrap=True)
        for text in (head, words):
            text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        block = QWidget()
        block.setFixedWidth(WIDTH)
        block.setLayout(column(row(None, mark, None), 12, head, words, 12, *parts, spacing=8))
        words.setVisible(bool(message))
        self.setLayout(column(None, row(None, block, None), None, spacing=0, margins=(0, 24, 0, 24)))
        self.setAccessibleName(f"{title} {message}")
