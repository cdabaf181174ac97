"""The inspection: steps at the left, one card a question, everything by keyboard, saved as it goes, signed at the end.

Digits choose in the framed card, Enter goes on to what is open, arrows go up and down, L takes over a circumstance of
last time, P adds a photo, Esc leaves and keeps the draft.
"""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QStackedWidget, QWidget

from fleetdesk.services.bench_views import InspectionDraft, ItemAnswer, SignedInspection
from fleetdesk.services.views import Problem
from fleetdesk.ui.bench.draft_keeper import DraftKeeper
from fleetdesk.ui.bench.evidence import Evidence
from fleetdesk.ui.bench.inspection_form import InspectionForm
from fleetdesk.ui.bench.inspection_head import InspectionHead
from fleetdesk.ui.bench.inspection_steps import steps_of
from fleetdesk.ui.bench.sign_card import SignStep
from fleetdesk.ui.bench.signed_view import SignedView
from fleetdesk.ui.bench.step_cards import StepCards
from fleetdesk.ui.bench.step_list import StepList
from fleetdesk.ui.bridge import Bridge
from fleetdesk.ui.people import People
from fleetdesk.ui.sources import Services
from fleetdesk.ui.theme import Theme
from fleetdesk.ui.widgets.banner import Banner
from fleetdesk.ui.widgets.buttons import PrimaryButton, button
from fleetdesk.ui.widgets.labels import label
from fleetdesk.ui.widgets.layout import column, row, scrolled
from fleetdesk.ui.words import clock_time_here, say, tr
from fleetdesk.ui.work.remains_card import RemainsCard


class InspectionPage(QWidget):
    closed = Signal(str)
    """The sentence to show on the bench, "" when the draft was left."""

    def __init__(
        self, theme: Theme, bridge: Bridge, services: Services, people: People, draft: InspectionDraft
    ) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setProperty("touch", True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._theme, self._bridge, self._services = theme, bridge, services
        self.form = InspectionForm(draft)
        evidence = Evidence(theme, bridge, services.inspections, self)
        evidence.failed.connect(self._on_problem)
        self._steps = steps_of(theme, self.form, evidence)
        self._keeper = DraftKeeper(bridge, services.inspections, self.form, self)
        self._keeper.saved.connect(self._on_saved)
        self._keeper.failed.connect(self._on_problem)
        self.list = StepList(theme, tuple(step.title for step in self._steps))
        self.list.chosen.connect(self.go_to)
        self.cards = StepCards(theme, bridge, services.bench, draft)
        self.cards.changed.connect(self._on_changed)
        self.cards.moved.connect(self._on_moved)
        self.sign = SignStep(theme, self.form, people.person)
        self.sign.ready_changed.connect(self._show_progress)
        self.sign.jump.connect(self._jump)
        self._current = 0
        self._seen: set[int] = set()
        self._lay_out(draft)
        self._begin()
        if draft.port is not None:
            self._read_items()

    def _begin(self) -> None:
        """Where the person was; a new one, or what is not there any more, at the first thing to do."""
        step, _, item = self.form.position.partition("/")
        here = next((place for place, known in enumerate(self._steps) if known.key == step and known.is_asked()), None)
        if here is None:
            self.go_to(next((n for n, s in enumerate(self._steps) if s.is_asked() and not s.is_done()), 0))
            return
        self.go_to(here)
        if item:
            self.cards.make_current(item)

    def go_to(self, place: int) -> None:
        """Shows a step; its first unanswered card becomes the current one."""
        self._current = place
        self._seen.add(place)
        step = self._steps[place]
        if step.key == "sign":
            self.sign.show_form()
            self._content.setCurrentIndex(1)
            self.setFocus()
            self.form.position = "sign/"
            self._keeper.touch()
        else:
            self._content.setCurrentIndex(0)
            self.cards.show_step(step, self.form)
        self._show_progress()

    def next(self) -> None:
        """Enter: the next card, then the next step, then the signature."""
        if self._steps[self._current].key == "sign":
            self._sign()
        elif not self.cards.go_on():
            self.go_to(self._neighbour(1))

    def _neighbour(self, by: int) -> int:
        """The nearest step in that direction in which something is asked."""
        place = self._current + by
        while 0 < place < len(self._steps) - 1 and not self._steps[place].is_asked():
            place += by
        return min(max(place, 0), len(self._steps) - 1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        in_text = isinstance(QApplication.focusWidget(), QLineEdit | QPlainTextEdit)
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.next()
        elif key == Qt.Key.Key_Escape:
            self.leave()
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down) and not in_text:
            self.cards.step_by(1 if key == Qt.Key.Key_Down else -1)
        elif (
            key in (Qt.Key.Key_L, Qt.Key.Key_P) and not in_text and event.modifiers() == Qt.KeyboardModifier.NoModifier
        ):
            (self.cards.take_last if key == Qt.Key.Key_L else self.cards.add_photo)()
        elif Qt.Key.Key_0 <= key <= Qt.Key.Key_9 and not in_text:
            self.cards.press(int(key) - int(Qt.Key.Key_0))
        else:
            super().keyPressEvent(event)

    def _lay_out(self, draft: InspectionDraft) -> None:
        self._head = InspectionHead(self._theme, draft)
        self._head.leave_wanted.connect(self.leave)
        self.banner = Banner(self._theme)
        self._saved = label("", "caption")
        self._back = button(tr("Back"), lambda: self.go_to(self._neighbour(-1)))
        self._next = PrimaryButton(self._theme, tr("Next"), self.next)
        self._next.setMinimumWidth(180)
        self._content = QStackedWidget()
        self._content.addWidget(scrolled(self.cards))
        sign = QWidget()
        sign.setLayout(column(self.sign))
        self._content.addWidget(scrolled(sign))
        middle = row(self.list, self._content, spacing=16)
        middle.setStretch(1, 1)
        foot = row(self._saved, None, self._back, self._next, spacing=8)
        working = QWidget()
        layout = column(self._head, self.banner, spacing=16, margins=(24, 18, 24, 18))
        layout.addLayout(middle, 1)
        layout.addLayout(foot)
        working.setLayout(layout)
        self._stack = QStackedWidget()
        self._stack.addWidget(working)
        self.setLayout(column(self._stack))
        if draft.saved_at:
            self._on_saved(draft.saved_at)

    def _show_progress(self) -> None:
        self._head.show_progress(*self.form.progress())
        done = (step.is_done() and (place in self._seen or not step.optional) for place, step in enumerate(self._steps))
        self.list.show_steps(self._current, tuple(done), tuple(step.is_asked() for step in self._steps))
        signing = self._steps[self._current].key == "sign"
        self._next.setText(tr("Sign inspection") if signing else tr("Next"))
        self._next.setEnabled(not signing or self.sign.is_ready)
        self._back.setEnabled(self._current > 0)

    def _on_changed(self) -> None:
        self._keeper.touch()
        self._show_progress()

    def _on_moved(self) -> None:
        """Where the person is comes back with the draft."""
        current = self.cards.current
        self.form.position = f"{self._steps[self._current].key}/{current.key if current else ''}"
        self._keeper.touch()

    def _on_saved(self, saved_at: str) -> None:
        self._saved.setText(tr("Draft saved {time}").format(time=clock_time_here(saved_at)))

    def _on_problem(self, problem: Problem) -> None:
        self._show_progress()
        self.banner.say_problem(problem)

    def _jump(self, step: str, item: str) -> None:
        self.go_to(next(place for place, known in enumerate(self._steps) if known.key == step))
        self.cards.make_current(item)

    def _read_items(self) -> None:
        draft = self.form.draft.id

        def on_done(answers: tuple[ItemAnswer, ...]) -> None:
            self.form.take_wired(answers)
            self.cards.show_readings(self.form)
            self._on_changed()

        self._bridge.run_async(
            lambda: self._services.inspections.read_items(draft), owner=self, on_done=on_done, on_error=self._on_problem
        )

    def leave(self, then: Callable[[], object] | None = None) -> None:
        """Calls `then` once nothing is only on the screen; without it the page closes."""
        self._keeper.flush(then or (lambda: self.closed.emit("")))

    def _sign(self) -> None:
        if not self.sign.is_ready:
            return
        self._next.setEnabled(False)
        self._next.setText(tr("Signing..."))
        draft, change, signer = self.form.draft.id, self.form.change(), self.sign.signer
        drawn = self.sign.signature()

        def seal() -> None:
            self._bridge.run(
                lambda: self._services.inspections.sign(draft, change, signer, drawn),
                owner=self,
                on_done=self._on_signed,
                on_error=self._on_problem,
            )

        self._keeper.flush(seal)

    def _on_signed(self, signed: SignedInspection) -> None:
        remains = RemainsCard(self._theme, self._bridge, self._services.work, signed.event, self.sign.signer)
        view = SignedView(self._theme, signed, lambda: self.closed.emit(say(signed.sentence)), remains)
        self._stack.addWidget(view)
        self._stack.setCurrentWidget(view)
        view.setFocus()
