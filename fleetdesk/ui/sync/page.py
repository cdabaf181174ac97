"""The Sync page: one sentence that says whether my work is safe, what is owed and why, conflicts with two sides."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QStackedLayout, QWidget

from fleetdesk.services.sync_page import SyncProgress, SyncView
from fleetdesk.services.views import HubLink, Problem, SyncState, Tone
from fleetdesk.ui.bridge import Bridge
from fleetdesk.ui.sync.act_line import ActLine
from fleetdesk.ui.sync.figures import Figures
from fleetdesk.ui.sync.lists import OwedCard, StoriesCard
from fleetdesk.ui.sync.source import SyncSource
from fleetdesk.ui.sync.story import StoryView
from fleetdesk.ui.sync.words import link_words, pill_words
from fleetdesk.ui.theme import Theme
from fleetdesk.ui.widgets.banner import Banner
from fleetdesk.ui.widgets.buttons import PrimaryButton
from fleetdesk.ui.widgets.empty_state import EmptyState
from fleetdesk.ui.widgets.labels import label
from fleetdesk.ui.widgets.layout import column, row, scrolled
from fleetdesk.ui.widgets.pill import Pill
from fleetdesk.ui.words import say, tr

WORK, NO_HUB = 0, 1


class SyncPage(QWidget):
    device_wanted = Signal(str)
    """A device whose history somebody wants to see."""

    def __init__(self, theme: Theme, bridge: Bridge, source: SyncSource) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._theme, self._bridge, self._source = theme, bridge, source
        self._asking = self._ask_again = False
        self._told: Problem | None = None
        self.headline = label("", "page", wrap=True)
        self.pill = Pill(theme)
        self.about = label("", "muted", wrap=True)
        self.banner = Banner(theme)
        self.figures = Figures()
        self.conflicts = StoriesCard(theme, tr("What contradicts each other"))
        self.owed = OwedCard()
        self.decided = StoriesCard(theme, tr("Decided; another choice turns it round"))
        self.url = QLineEdit()
        self.acts = ActLine(theme, bridge, source, self.banner)
        self._lay_out()
        self.acts.ended.connect(self._ask)
        for card in (self.conflicts, self.decided):
            card.chosen.connect(self._resolve)
            card.device_wanted.connect(self.device_wanted)
        bridge.subscribe(source.subscribe, owner=self, on_value=self._on_state)
        bridge.subscribe(source.subscribe_changes, owner=self, on_value=lambda _version: self._ask())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.acts.sync_button.isVisible():
            self.acts.sync_now()
        elif event.key() == Qt.Key.Key_Escape and self.acts.is_busy:
            self.acts.cancel()
        else:
            super().keyPressEvent(event)

    def join(self) -> None:
        url = self.url.text().strip()
        if url:
            self.acts.join(url)
        else:
            self.url.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self) -> None:
        head = row(self.headline, self.pill, spacing=12)
        head.setStretch(0, 1)
        content = QWidget()
        parts = (self.figures, self.conflicts, self.owed, self.decided, None)
        content.setLayout(column(*parts, spacing=16, margins=(0, 0, 8, 0)))
        place = QWidget()
        self._stack = QStackedLayout(place)
        self._stack.addWidget(scrolled(content))
        self._stack.addWidget(self._no_hub())
        below = row(self.about, self.acts.stick, spacing=12)
        below.setStretch(0, 1)
        layout = column(column(head, below, spacing=4), self.banner, spacing=16, margins=(24, 18, 24, 18))
        layout.addWidget(place, 1)
        layout.addWidget(self.acts)
        self.setLayout(layout)

    def _no_hub(self) -> QWidget:
        self.url.setPlaceholderText("https://hub.example.com")
        self.url.setAccessibleName(tr("Address of the hub"))
        self.url.returnPressed.connect(self.join)
        line = row(self.url, PrimaryButton(self._theme, tr("Join"), self.join))
        line.setStretch(0, 1)
        words = tr("Your work waits on this laptop. Join your chain's hub, and it is safe if this laptop is lost.")
        return EmptyState(self._theme, "hub", tr("No hub yet"), words, line)

    def _on_state(self, state: SyncState) -> None:
        if state.link is not HubLink.SYNCING:
            self.acts.show_progress(SyncProgress())
        self._ask()

    def _ask(self) -> None:
        """One question at a time: what comes meanwhile is asked for once, afterwards."""
        if self._asking:
            self._ask_again = True
            return
        self._asking, self._ask_again = True, False
        self._bridge.run(self._source.view, owner=self, on_done=self._on_view, on_error=self._on_failed)

    def _on_view(self, view: SyncView) -> None:
        self._asking = False
        state = view.state
        self.headline.setText(say(view.summary.sentence))
        self.pill.show_state(*pill_words(view))
        self.about.setText(link_words(state, view.zone))
        no_hub = state.link is HubLink.NONE
        self._stack.setCurrentIndex(NO_HUB if no_hub and not view.conflicts.total else WORK)
        for act in (self.acts.sync_button, self.acts.prove_button):
            act.setVisible(not no_hub)
        self.figures.show_summary(view.summary)
        self.owed.show_lines(view.owed, view.summary.records_owed + view.summary.files_owed)
        self.conflicts.show_stories(view.conflicts.stories, view.conflicts.total)
        self.decided.show_stories(view.decided)
        self._tell_refusal(state)
        if self._ask_again:
            self._ask()

    def _tell_refusal(self, state: SyncState) -> None:
        """Once: what somebody has dismissed does not come back with every record."""
        if state.link is HubLink.SYNCING or self.acts.is_busy:
            return
        refused = state.problem if state.link is HubLink.REFUSED else None
        if refused is not None and refused != self._told:
            self.banner.say_problem(refused, tone=Tone.BAD)
        self._told = refused

    def _on_failed(self, problem: Problem) -> None:
        self._asking = False
        self.banner.say_problem(problem, (tr("Try again"), self._ask))

    def _resolve(self, conflict: str, side: str, reason: str) -> None:
        stories: list[StoryView] = [*self.conflicts.stories, *self.decided.stories]
        view = next((each for each in stories if each.story.id == conflict), None)
        if view is not None:
            self._bridge.run(
                lambda: self._source.resolve(conflict, side, reason),
                owner=view, on_done=lambda _done: None, on_error=view.say_problem,
            )  # fmt: skip
