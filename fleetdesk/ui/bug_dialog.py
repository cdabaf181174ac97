"""A mistake of ours, told as such: what is safe, what to do, and the text for a report."""

from collections.abc import Callable

from PySide6.QtWidgets import QDialog, QPlainTextEdit, QWidget

from fleetdesk.services.views import Problem
from fleetdesk.ui.widgets.banner import copy_button
from fleetdesk.ui.widgets.buttons import button
from fleetdesk.ui.widgets.labels import label
from fleetdesk.ui.widgets.layout import column, row
from fleetdesk.ui.words import tr


class BugDialog(QDialog):
    """Nothing is sent by itself: the person reads and copies what a report would hold."""

    def __init__(self, details: str, on_bundle: Callable[[], object], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        title = tr("Fleetdesk made a mistake")
        self.setWindowTitle(title)
        words = tr("What you saved is safe, and you can go on working. Please report what happened: copy this text.")
        text = QPlainTextEdit(details)
        text.setReadOnly(True)
        text.setAccessibleName(tr("What happened"))
        close = button(tr("Go on"), self.accept)
        bundle = button(tr("Support bundle..."), on_bundle)
        actions = row(None, bundle, copy_button(Problem(title, details=details)), close, spacing=8)
        self.setLayout(
            column(
                label(title, "page"),
                label(words, "muted", wrap=True),
                text,
                actions,
                spacing=12,
                margins=(28, 24, 28, 24),
            )
        )
        self.resize(640, 420)
