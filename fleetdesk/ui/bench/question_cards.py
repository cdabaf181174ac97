"""One question, one card: big choices by digit, readings that fill themselves in, words."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QPushButton

from fleetdesk.services.bench_views import InspectionItem, ItemAnswer, ItemChoice
from fleetdesk.services.views import Tone
from fleetdesk.ui.theme import Theme
from fleetdesk.ui.widgets.buttons import button
from fleetdesk.ui.widgets.card import Card
from fleetdesk.ui.widgets.labels import label
from fleetdesk.ui.widgets.layout import column, restyle, row
from fleetdesk.ui.widgets.pill import Pill
from fleetdesk.ui.words import age_long, now_text, say, scaled, seconds_between, tr

OUTCOME_TONES = {"ok": Tone.OK, "low": Tone.WARN, "high": Tone.WARN}
WIDEST_READING = 10**9


class QuestionCard(Card):
    """`changed` after every answer; the page marks the card that digits and Enter are for."""

    changed = Signal()
    activated = Signal()

    def __init__(self, key: str, title: str, hint: str) -> None:
        super().__init__(title)
        self.key = key
        self.setProperty("question", True)
        self.body.setSpacing(10)
        if hint:
            self.body.addWidget(label(hint, "muted", wrap=True))

    def set_current(self, current: bool) -> None:
        self.setProperty("current", current)
        restyle(self)

    def take_focus(self) -> None:
        """Where the keyboard goes when the card becomes the current one; choices need none, digits reach them."""

    def press(self, digit: int) -> bool:
        """True when the digit chose something."""
        return False

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        self.activated.emit()


class ChoiceCard(QuestionCard):
    """Stands for a template's choice, a verdict, a cause, and "was it performed?" alike."""

    def __init__(
        self,
        key: str,
        title: str,
        hint: str,
        choices: tuple[ItemChoice, ...],
        chosen: str | None,
        on_choose: Callable[[str], None],
        *,
        stacked: bool = False,
    ) -> None:
        super().__init__(key, title, hint)
        self._on_choose = on_choose
        self._buttons: dict[str, QPushButton] = {}
        line = column(spacing=8) if stacked else row(spacing=8)
        for digit, choice in enumerate(choices, start=1):
            made = button(f"{digit}    {say(choice.label)}", self._chooser(choice.key), "choice")
            made.setCheckable(True)
            made.setAutoDefault(False)
            made.setProperty("tone", choice.tone.value)
            made.setChecked(choice.key == chosen)
            made.setAccessibleName(f"{title}: {say(choice.label)}")
            self._buttons[choice.key] = made
            line.addWidget(made, 1)
        self.add(line)

    @property
    def chosen(self) -> str | None:
        return next((key for key, made in self._buttons.items() if made.isChecked()), None)

    def choose(self, key: str) -> None:
        for name, made in self._buttons.items():
            made.setChecked(name == key)
        self._on_choose(key)
        self.activated.emit()
        self.changed.emit()

    def press(self, digit: int) -> bool:
        keys = list(self._buttons)
        if not 1 <= digit <= len(keys):
            return False
        self.choose(keys[digit - 1])
        return True

    def _chooser(self, key: str) -> Callable[[], None]:
        return lambda: self.choose(key)


class ReadingCard(QuestionCard):
    """Shows what the cable said, how old that is and how it is judged; a field takes it when the cable cannot."""

    def __init__(
        self,
        theme: Theme,
        item: InspectionItem,
        answer: ItemAnswer | None,
        on_type: Callable[[int | None], None],
    ) -> None:
        super().__init__(item.id, say(item.title), say(item.hint))
        self._item, self._on_type = item, on_type
        self._value = label("", "figure")
        self.pill = Pill(theme)
        self._source = label("", "caption")
        self._type = button(tr("Type it"), self._show_field, "plain")
        self.field = QLineEdit()
        self.field.setFixedWidth(160)
        self.field.setPlaceholderText(item.unit)
        self.field.setAccessibleName(f"{say(item.title)}, {item.unit}")
        self.field.textEdited.connect(self._on_text)
        self.add(row(self._value, self.field, self.pill, None, self._type, spacing=12))
        self.add(self._source)
        self.show_answer(answer)

    def show_answer(self, answer: ItemAnswer | None) -> None:
        typed = answer is None or answer.source == "typed"
        self._value.setVisible(not typed)
        self.field.setVisible(typed)
        self._type.setVisible(not typed)
        self._show_judgement(answer)
        if answer is not None:
            self._value.setText(reading_words(self._item, answer))
            if typed and answer.value is not None and not self.field.hasFocus():
                self.field.setText(scaled(answer.value, self._item.scale, ""))

    def take_focus(self) -> None:
        if self.field.isVisible():
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_judgement(self, answer: ItemAnswer | None) -> None:
        bounds = _bounds_words(self._item)
        if answer is None:
            self.pill.show_state("", Tone.IDLE)
            waits = tr("fills itself in while it runs") if self._item.live else tr("not read from the cable, type it")
            self._source.setText(" · ".join(part for part in (waits, bounds) if part))
            return
        words = {"ok": tr("In bounds"), "low": tr("Too low"), "high": tr("Too high")}.get(answer.outcome, "")
        if not bounds and answer.outcome == "ok":
            words = ""
        self.pill.show_state(words, OUTCOME_TONES.get(answer.outcome, Tone.IDLE))
        source = tr("typed by hand")
        if answer.source == "wired" and answer.taken_at:
            age = age_long(seconds_between(answer.taken_at, now_text()))
            source = tr("read from the cable {age} ago").format(age=age)
        self._source.setText(" · ".join(part for part in (source, bounds) if part))

    def _show_field(self) -> None:
        self._value.hide()
        self._type.hide()
        self.field.show()
        self.field.setFocus()
        self.activated.emit()

    def _on_text(self, text: str) -> None:
        value = parse_scaled(text, self._item.scale)
        self.field.setProperty("wrong", bool(text.strip()) and value is None)
        restyle(self.field)
        self._on_type(value)
        self.activated.emit()
        self.changed.emit()


class TextCard(QuestionCard):
    def __init__(self, key: str, title: str, hint: str, text: str, on_write: Callable[[str], None]) -> None:
        super().__init__(key, title, hint)
        self.field = QPlainTextEdit(text)
        self.field.setFixedHeight(92)
        self.field.setTabChangesFocus(True)
        self.field.setAccessibleName(title)
        self.field.textChanged.connect(lambda: self._written(on_write))
        self.add(self.field)

    def take_focus(self) -> None:
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _written(self, on_write: Callable[[str], None]) -> None:
        on_write(self.field.toPlainText())
        self.changed.emit()


def reading_words(item: InspectionItem, answer: ItemAnswer) -> str:
    """A number with its unit, or the text that the device said (its firmware), which stands in `note`."""
    return answer.note if answer.value is None else scaled(answer.value, item.scale, item.unit)


def parse_scaled(text: str, scale: int) -> int | None:
    """("3,71", -2) -> 371; None for what is not a number of that precision."""
    plain = text.strip().replace("\N{MINUS SIGN}", "-").replace(",", ".")
    try:
        value = round(float(plain) * 10**-scale)
    except (ValueError, OverflowError):
        return None
    return value if abs(value) < WIDEST_READING else None


def _bounds_words(item: InspectionItem) -> str:
    low = scaled(item.low, item.scale, item.unit) if item.low is not None else ""
    high = scaled(item.high, item.scale, item.unit) if item.high is not None else ""
    if low and high:
        return tr("expected {low} to {high}").format(low=low, high=high)
    if low:
        return tr("expected at least {low}").format(low=low)
    return tr("expected at most {high}").format(high=high) if high else ""
