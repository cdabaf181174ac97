"""The empty application: import a fleet, join a hub, or look at the sample."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget

from fleetdesk.services.views import Problem
from fleetdesk.ui.theme import Theme
from fleetdesk.ui.widgets.banner import Banner
from fleetdesk.ui.widgets.buttons import PrimaryButton, button
from fleetdesk.ui.widgets.card import Card
from fleetdesk.ui.widgets.icon import Icon
from fleetdesk.ui.widgets.labels import label
from fleetdesk.ui.widgets.layout import Part, column, row
from fleetdesk.ui.words import tr

CARD_WIDTH, CARD_HEIGHT = 300, 264


class WelcomePage(QWidget):
    import_wanted = Signal()
    sample_wanted = Signal()
    hub_wanted = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.banner = Banner(theme)
        self.address = QLineEdit()
        self.address.setPlaceholderText("https://hub.example.com")
        self.address.setAccessibleName(tr("Address of the hub"))
        self.address.returnPressed.connect(self._join)
        import_button = PrimaryButton(theme, tr("Choose a file..."), self.import_wanted.emit)
        self._join_button = button(tr("Join"), self._join)
        self._sample_button = button(tr("Look at the sample"), self.sample_wanted.emit)
        cards = row(
            None,
            self._card(
                theme,
                "import",
                tr("Import a fleet"),
                tr("A file with your stores and devices. Nothing is changed before you have seen what it would do."),
                import_button,
            ),
            self._card(
                theme,
                "hub",
                tr("Join a hub"),
                tr("Your team has a hub: everything it knows about your stores comes here."),
                self.address,
                self._join_button,
            ),
            self._card(
                theme,
                "sample",
                tr("Look at the sample"),
                tr("216 devices in 10 stores, from a real report. What it does not name is made up and marked so."),
                self._sample_button,
            ),
            None,
            spacing=16,
        )
        for place in (1, 2, 3):
            cards.setStretch(place, 100)
        title = label(tr("Where is your fleet?"), "page")
        words = label(
            tr("Fleetdesk works from this laptop, with or without a network. Begin with one of these."), "muted"
        )
        for text in (title, words):
            text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.setLayout(
            column(self.banner, None, title, words, 24, cards, None, None, spacing=8, margins=(24, 18, 24, 18))
        )

    def show_busy(self, words: str) -> None:
        """While the choice is carried out nothing else can be chosen."""
        self.setEnabled(False)
        self.banner.setVisible(False)
        self._sample_button.setText(words)

    def show_problem(self, problem: Problem) -> None:
        self.setEnabled(True)
        self._sample_button.setText(tr("Look at the sample"))
        self.banner.say_problem(problem)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not self.address.hasFocus():
            self.import_wanted.emit()
        else:
            super().keyPressEvent(event)

    def _card(self, theme: Theme, icon: str, title: str, words: str, *actions: Part) -> Card:
        card = Card(padding=24)
        card.setMaximumWidth(CARD_WIDTH)
        card.setMinimumHeight(CARD_HEIGHT)
        card.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        card.setMaximumHeight(CARD_HEIGHT)
        mark = row(Icon(theme, icon, "accent", 28), None)
        text = label(words, "muted", wrap=True)
        card.body.addLayout(column(mark, 4, label(title, "card"), text, None, *actions, spacing=8))
        return card

    def _join(self) -> None:
        url = self.address.text().strip()
        wrong = not url.startswith(("http://", "https://"))
        self.address.setProperty("wrong", wrong)
        if wrong:
            self.banner.say(
                tr("That is not the address of a hub."),
                tr("It begins with https://, as your team leader gave it to you."),
            )
            self.address.setFocus()
            return
        self.hub_wanted.emit(url)
