"""For whom a bundle is written, and what this laptop is called when somebody else writes one for it."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QDialog, QLabel, QLineEdit, QPushButton, QWidget

from fleetdesk.services.stick_page import Receiver, StickView
from fleetdesk.ui.theme import Theme
from fleetdesk.ui.widgets.buttons import PrimaryButton, button
from fleetdesk.ui.widgets.labels import label
from fleetdesk.ui.widgets.layout import column, row
from fleetdesk.ui.widgets.tick_box import TickBox
from fleetdesk.ui.words import tr

WIDTH = 600
MOST_KNOWN = 4


class StickDialog(QDialog):
    """Accepted with an address; whether that is one is said when the file is written."""

    def __init__(self, theme: Theme, view: StickView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Save to a stick"))
        self.receiver = QLineEdit(view.receivers[0].address if view.receivers else "")
        self.receiver.setAccessibleName(tr("Address of the receiver"))
        self.receiver.setPlaceholderText(tr("Address, as it stands on the other laptop"))
        known = row(*(self._known(each) for each in view.receivers[:MOST_KNOWN]), None, spacing=8)
        self.all = TickBox(theme, tr("Everything, not only what is new since the last time"))
        self.save_button = PrimaryButton(theme, tr("Choose where..."), self.accept)
        self.save_button.setDefault(True)
        self.receiver.textChanged.connect(self._check)
        cancel = button(tr("Cancel"), self.reject)
        cancel.setAutoDefault(False)
        words = tr("All records and files that are new for the receiver go into one file that only they can open.")
        whole = column(
            label(tr("Save to a stick"), "page"),
            label(words, "muted", wrap=True),
            8,
            label(tr("Who reads it"), "caption"),
            self.receiver,
            known,
            4,
            self.all,
            12,
            label(tr("Who writes for this laptop needs its address"), "caption"),
            _copied(view.address),
            label(tr("Who reads from it compares its key"), "caption"),
            _copied(view.public_key),
            12,
            row(None, cancel, self.save_button, spacing=8),
            spacing=6,
            margins=(28, 24, 28, 24),
        )
        self.setLayout(whole)
        self.setFixedWidth(WIDTH)
        self._check()

    @property
    def address(self) -> str:
        return self.receiver.text().strip()

    @property
    def everything(self) -> bool:
        return self.all.isChecked()

    def _known(self, each: Receiver) -> QPushButton:
        made = button(each.name, lambda: self.receiver.setText(each.address), "plain")
        made.setAutoDefault(False)
        made.setToolTip(each.address)
        return made

    def _check(self, _text: str = "") -> None:
        self.save_button.setEnabled(bool(self.address))


def _copied(text: str) -> QWidget:
    shown = QLabel(text)
    shown.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
    shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    shown.setWordWrap(True)
    copy = button(tr("Copy"), lambda: _to_clipboard(text, copy), "plain")
    copy.setAutoDefault(False)
    line = row(shown, copy, spacing=8)
    line.setStretch(0, 1)
    made = QWidget()
    made.setLayout(line)
    return made


def _to_clipboard(text: str, copy: QPushButton) -> None:
    QGuiApplication.clipboard().setText(text)
    copy.setText(tr("Copied"))
