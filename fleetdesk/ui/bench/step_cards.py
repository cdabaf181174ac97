"""The cards of one step under each other; one of them is current: digits and Enter are for it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from fleetdesk.services.bench_views import InspectionDraft
from fleetdesk.ui.bench.inspection_form import CAUSE, VERDICT, InspectionForm
from fleetdesk.ui.bench.inspection_steps import Step
from fleetdesk.ui.bench.motor_place import MotorPlace
from fleetdesk.ui.bench.question_cards import ChoiceCard, QuestionCard
from fleetdesk.ui.bench.reading_card import ReadingCard
from fleetdesk.ui.bridge import Bridge
from fleetdesk.ui.sources import BenchSource
from fleetdesk.ui.theme import Theme
from fleetdesk.ui.widgets.buttons import button
from fleetdesk.ui.widgets.layout import clear, row
from fleetdesk.ui.words import now_text, tr

LIVE_HEIGHT = 280


class StepCards(QWidget):
    changed = Signal()
    moved = Signal()
    """Another card is the current one."""

    def __init__(self, theme: Theme, bridge: Bridge, source: BenchSource, draft: InspectionDraft) -> None:
        super().__init__()
        self._theme, self._bridge, self._source, self._draft = theme, bridge, source, draft
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._step: Step | None = None
        self._form: InspectionForm | None = None
        self._all: list[QuestionCard] = []
        self._cards: list[QuestionCard] = []
        """Those that are asked now."""
        self._current = 0
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(12)

    @property
    def cards(self) -> tuple[QuestionCard, ...]:
        return tuple(self._cards)

    @property
    def current(self) -> QuestionCard | None:
        return self._cards[self._current] if self._cards else None

    def show_step(self, step: Step, form: InspectionForm) -> None:
        self._step, self._form = step, form
        self._fill(step)
        open_places = [place for place, card in enumerate(self._cards) if not self._is_answered(card)]
        self._make_current(open_places[0] if open_places else 0)

    def show_readings(self, form: InspectionForm) -> None:
        """Fresh readings have come from the cable."""
        for card in self._cards:
            if isinstance(card, ReadingCard):
                card.show_answer(form.answers.get(card.key))

    def make_current(self, key: str) -> None:
        self._make_current(next((place for place, card in enumerate(self._cards) if card.key == key), 0))

    def step_by(self, by: int) -> bool:
        """False when there is no card in that direction."""
        place = self._current + by
        if not 0 <= place < len(self._cards):
            return False
        self._make_current(place)
        return True

    def go_on(self) -> bool:
        """To the next question that is open, passing over what is answered; False when there is none behind."""
        rest = range(self._current + 1, len(self._cards))
        place = next((place for place in rest if not self._is_answered(self._cards[place])), None)
        if place is not None:
            self._make_current(place)
        return place is not None

    def pass_all(self) -> None:
        """Passes every open judgement of the step, where the template allows it; a plain choice stays open."""
        if self._step is None or self._form is None or not self._step.pass_all:
            return
        for card in self.cards:
            if isinstance(card, ChoiceCard) and card.judged and card.chosen is None:
                card.press(1)
        open_places = [place for place, card in enumerate(self._cards) if not self._is_answered(card)]
        self._make_current(open_places[0] if open_places else len(self._cards) - 1)

    def take_last(self) -> None:
        if isinstance(self.current, ChoiceCard):
            self.current.take_last()

    def add_photo(self) -> None:
        if self.current is not None and self.current.photos is not None and not self.current.photos.isHidden():
            self.current.photos.choose_file()

    def _is_answered(self, card: QuestionCard) -> bool:
        if self._form is None:
            return False
        if card.key == VERDICT:
            return self._form.verdict is not None
        if card.key == CAUSE:
            return self._form.cause is not None
        return card.key in self._form.answers

    def press(self, digit: int) -> None:
        if digit == 0:
            self.pass_all()
        elif self.current is not None:
            self.current.press(digit)

    def _fill(self, step: Step) -> None:
        clear(self._layout)
        self._all = step.make_cards()
        if step.pass_all:
            self._layout.addLayout(row(None, button(tr("0    Pass all that is open"), self.pass_all), spacing=0))
        for card in self._all:
            self._layout.addWidget(card)
            card.changed.connect(lambda card=card: self._on_changed(card))
            card.activated.connect(lambda card=card: self._on_activated(card))
        self._show_asked()
        draft = self._draft
        if step.live and draft.port is not None and draft.live is not None:
            motor = MotorPlace(
                self._theme, self._bridge, self._source, draft.port, draft.live, can_be_alone=False
            )  # Questions and plot stay together.
            motor.setMinimumHeight(LIVE_HEIGHT)
            motor.live.load.connect(self._on_load)
            self._layout.addWidget(motor, 1)
        else:
            self._layout.addStretch(1)

    def _on_load(self, value: float) -> None:
        """What the live run draws goes to the reading that asks for it, when both speak of one unit."""
        live, form = self._draft.live, self._form
        if live is None or form is None:
            return
        for item in (item for section in self._draft.sections for item in section.items if item.live):
            card = next((card for card in self._cards if card.key == item.id), None)
            raw = round(value * 10**-item.scale)
            is_asked = isinstance(card, ReadingCard) and item.unit == live.unit
            if is_asked and form.take_live(item, raw, now_text()):
                self.show_readings(form)
                self.changed.emit()

    def _show_asked(self) -> None:
        """Hides what is not asked now; what stays keeps its place and the keyboard."""
        asked = {item.id for item in self._form.asked()} if self._form else set[str]()
        self._cards = [card for card in self._all if card.key.startswith("@") or card.key in asked]
        for card in self._all:
            card.setVisible(card in self._cards)
            card.show_evidence()

    def _on_changed(self, card: QuestionCard) -> None:
        if card.key == VERDICT and self._step is not None:
            self._fill(self._step)
            self._make_current(0)
        elif card in self._all:
            self._show_asked()
            if card in self._cards:
                self._current = self._cards.index(card)
        self.changed.emit()

    def _on_activated(self, card: QuestionCard) -> None:
        if card in self._cards and self._cards.index(card) != self._current:
            self._show_current(self._cards.index(card))

    def _make_current(self, place: int) -> None:
        self._show_current(place)
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        if self.current is not None:
            self.current.take_focus()

    def _show_current(self, place: int) -> None:
        self._current = place
        for index, card in enumerate(self._cards):
            card.set_current(index == place)
        viewport = self.parentWidget()
        area = viewport.parentWidget() if viewport is not None else None
        if isinstance(area, QScrollArea) and self.current is not None:
            area.ensureWidgetVisible(self.current, 0, 24)
        self.moved.emit()
