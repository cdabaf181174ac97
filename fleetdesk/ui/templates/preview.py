"""A template as the technician will see it: every step under its title, with working questions and conditions."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from fleetdesk.services.bench_views import InspectionDraft
from fleetdesk.ui.bench.inspection_form import InspectionForm
from fleetdesk.ui.bench.inspection_steps import Step, steps_of
from fleetdesk.ui.bench.question_cards import QuestionCard
from fleetdesk.ui.theme import Theme
from fleetdesk.ui.widgets.labels import label
from fleetdesk.ui.widgets.layout import clear


class Preview(QWidget):
    """Nothing that is tapped here is kept."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._form: InspectionForm | None = None
        self._cards: list[QuestionCard] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(10)

    @property
    def cards(self) -> tuple[QuestionCard, ...]:
        """Those that are asked now."""
        return tuple(card for card in self._cards if not card.isHidden())

    def show_draft(self, draft: InspectionDraft) -> None:
        clear(self._layout)
        self._cards = []
        form = self._form = InspectionForm(draft)
        for step in steps_of(self._theme, form, None):
            self._add_step(step)
        self._layout.addStretch(1)
        self._show_asked()

    def _add_step(self, step: Step) -> None:
        if step.key in ("verdict", "service", "sign"):
            return
        self._layout.addWidget(label(step.title, "column"))
        for card in step.make_cards():
            self._cards.append(card)
            self._layout.addWidget(card)
            card.changed.connect(self._show_asked)

    def _show_asked(self) -> None:
        asked = {item.id for item in self._form.asked()} if self._form else set[str]()
        for card in self._cards:
            card.setVisible(card.key in asked)
