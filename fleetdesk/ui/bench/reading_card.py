"""A reading: fills itself in from the cable; a person may type it, and says when it was read off the device."""

from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from fleetdesk.services.bench_views import InspectionItem, ItemAnswer
from fleetdesk.services.views import Tone
from fleetdesk.ui.bench.question_cards import QuestionCard
from fleetdesk.ui.theme import Theme
from fleetdesk.ui.widgets.buttons import button
from fleetdesk.ui.widgets.labels import label
from fleetdesk.ui.widgets.layout import restyle, row
from fleetdesk.ui.widgets.pill import Pill
from fleetdesk.ui.words import age_long, now_text, say, scaled, seconds_between, tr

OUTCOME_TONES = {"ok": Tone.OK, "low": Tone.WARN, "high": Tone.WARN, "differs": Tone.WARN}
WIDEST_READING = 10**9
CLOCK = "%Y-%m-%d %H:%M"


class ReadAt(QWidget):
    """When a typed value was read, in the store's time: now, until a person says otherwise."""

    changed = Signal()

    def __init__(self, zone: str, on_said: Callable[[str], None]) -> None:
        super().__init__()
        self._zone, self._on_said = ZoneInfo(zone), on_said
        self._said = ""
        self.field = QLineEdit()
        self.field.setFixedWidth(164)
        self.field.setAccessibleName(tr("Read at, in the store's time"))
        self.field.textEdited.connect(self._on_text)
        self.setLayout(row(label(tr("read at"), "caption"), self.field, spacing=8))

    def show_instant(self, taken_at: str) -> None:
        if not self.field.hasFocus():
            self.field.setText(f"{datetime.fromisoformat(taken_at).astimezone(self._zone):{CLOCK}}")

    def instant(self) -> str:
        """What a person said, "" when nobody did."""
        return self._said

    def _on_text(self, text: str) -> None:
        said = self._parsed(text)
        self.field.setProperty("wrong", not said)
        restyle(self.field)
        if said:
            self._said = said
            self._on_said(said)
            self.changed.emit()

    def _parsed(self, text: str) -> str:
        """ "" for what is no time, or one that is still to come."""
        try:
            local = datetime.strptime(text.strip(), CLOCK).replace(tzinfo=self._zone)
            instant = local.astimezone(UTC)
        except (ValueError, OverflowError):
            return ""
        if instant > datetime.now(UTC):
            return ""
        return instant.isoformat(timespec="milliseconds").replace("+00:00", "Z")


class ReadingCard(QuestionCard):
    """Shows what the cable said, how old that is and how it is judged; a field takes it when the cable cannot."""

    def __init__(
        self,
        theme: Theme,
        item: InspectionItem,
        answer: ItemAnswer | None,
        zone: str,
        on_type: Callable[[int | str | None, str], None],
        on_read_at: Callable[[str], None],
    ) -> None:
        super().__init__(item.id, say(item.title), say(item.hint))
        self._item, self._on_type = item, on_type
        self.read_at = ReadAt(zone, on_read_at)
        self.read_at.changed.connect(self.changed)
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
        self.add(row(self.read_at, None, spacing=0))
        self.add(self._source)
        self.show_answer(answer)

    def show_answer(self, answer: ItemAnswer | None) -> None:
        typed = answer is None or answer.source == "typed"
        self._value.setVisible(not typed)
        self.field.setVisible(typed)
        self._type.setVisible(not typed)
        self.read_at.setVisible(answer is not None and answer.source == "typed")
        self._show_judgement(answer)
        if answer is not None:
            self._value.setText(reading_words(self._item, answer))
            if typed and not self.field.hasFocus():
                self.field.setText(
                    answer.note if answer.value is None else plain_figure(answer.value, self._item.scale)
                )
            if typed and answer.taken_at:
                self.read_at.show_instant(answer.taken_at)

    def take_focus(self) -> None:
        if self.field.isVisible():
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_judgement(self, answer: ItemAnswer | None) -> None:
        bounds = _bounds_words(self._item)
        if answer is None:
            self.pill.show_state("", Tone.IDLE)
            waits = tr("not read from the cable, type it") if self._item.wired else tr("measure it, then type it")
            waits = tr("fills itself in while it runs") if self._item.live else waits
            self._source.setText(" · ".join(part for part in (waits, bounds) if part))
            return
        words = {
            "ok": tr("In bounds"), "low": tr("Too low"), "high": tr("Too high"), "differs": tr("Not as registered"),
        }.get(answer.outcome, "")  # fmt: skip
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
        value = text if self._item.is_text else parse_scaled(text, self._item.scale)
        self.field.setProperty("wrong", bool(text.strip()) and value is None)
        restyle(self.field)
        self._on_type(value, self.read_at.instant() or now_text())
        self.activated.emit()
        self.changed.emit()


def reading_words(item: InspectionItem, answer: ItemAnswer) -> str:
    """A number with its unit, or the text that the device said (its firmware), which stands in `note`."""
    return answer.note if answer.value is None else scaled(answer.value, item.scale, item.unit)


def plain_figure(value: int, scale: int) -> str:
    """As it is typed: (1012, 0) -> "1012", never grouped, so that it can be read back."""
    locale = QLocale()
    locale.setNumberOptions(QLocale.NumberOption.OmitGroupSeparator)
    return locale.toString(value * 10.0**scale, "f", max(0, -scale)) if scale else str(value)


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
