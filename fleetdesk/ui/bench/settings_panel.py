"""The settings of a unit beside what is expected of them: edited in place, written as one act, read back."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from fleetdesk.services.bench_views import SettingRow, SettingsView
from fleetdesk.services.views import Problem, Tone
from fleetdesk.ui.theme import Theme
from fleetdesk.ui.widgets.buttons import PrimaryButton, button, icon_button
from fleetdesk.ui.widgets.choice_field import ChoiceField
from fleetdesk.ui.widgets.labels import label, set_tone
from fleetdesk.ui.widgets.layout import clear, column, hairline, row, scrolled
from fleetdesk.ui.words import tr

Act = Callable[[], None]
Write = Callable[[Mapping[str, str], int | None], None]


class SettingsPanel(QWidget):
    """`on_write` is called with {setting: words} and the generation that was read."""

    def __init__(self, theme: Theme, on_close: Act, on_read: Act, on_write: Write) -> None:
        super().__init__()
        self._theme = theme
        self._on_write = on_write
        self._view: SettingsView | None = None
        self._busy = False
        self.lines: dict[str, SettingLine] = {}
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._whose = label(tr("Reading..."), "muted")
        self._body = QVBoxLayout()
        self._body.setContentsMargins(24, 16, 24, 16)
        self._body.setSpacing(14)
        content = QWidget()
        content.setLayout(self._body)
        self._said = label("", wrap=True)
        self._said.hide()
        self._again = button(tr("Read again"), on_read)
        self._expected = button("", self._take_expected)
        self.write = PrimaryButton(theme, "", self._write, hint=False)
        quiet = row(self._again, self._expected, spacing=8)
        quiet.setStretch(1, 1)
        foot = column(self._said, spacing=10, margins=(24, 12, 24, 20))
        foot.addLayout(quiet)
        foot.addWidget(self.write)
        head = row(column(label(tr("Settings"), "page"), self._whose, spacing=4), spacing=8, margins=(24, 18, 16, 16))
        head.setStretch(0, 1)
        head.addWidget(icon_button(theme, "close", tr("Close"), on_close), 0, Qt.AlignmentFlag.AlignTop)
        self.setLayout(column(head, hairline(), scrolled(content), hairline(), foot, spacing=0))
        self._show_actions()

    @property
    def wanted(self) -> dict[str, str]:
        """What a person has changed and not written yet."""
        return {name: line.words for name, line in self.lines.items() if line.is_changed}

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter writes; it is not the Bench's Enter while this panel is open."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._write()
        else:
            super().keyPressEvent(event)

    def show_settings(self, view: SettingsView, *, written: bool = False) -> None:
        """As just read. What was typed and not written stays typed, unless it is what was `written`."""
        typed = {} if written else self.wanted
        self._view, self._busy = view, False
        at = "" if view.generation is None else tr(", generation {number}").format(number=view.generation)
        self._whose.setText(f"{view.model} {view.serial}{at}")
        clear(self._body)
        self.lines = {}
        for item in view.rows:
            line = SettingLine(self._theme, item, view.may_change)
            self.lines[item.name] = line
            line.changed(self._show_actions)
            if item.name in typed:
                line.type_in(typed[item.name])
            self._body.addWidget(line)
        self._body.addStretch(1)
        if written:
            self._say(tr("Written, and read back from the unit."), Tone.OK)
        elif not view.may_change:
            self._say(tr("This unit is not in the registry. Register it to change its settings."), None)
        self._show_actions()

    def show_problem(self, problem: Problem) -> None:
        self._busy = False
        self._say(" ".join(part for part in (problem.title, problem.message, problem.next_step) if part), Tone.BAD)
        self._show_actions()

    def show_busy(self, words: str) -> None:
        self._busy = True
        self._say(words, None)
        self._show_actions()

    def _say(self, words: str, tone: Tone | None) -> None:
        self._said.setText(words)
        self._said.setVisible(bool(words))
        set_tone(self._said, tone)

    def _differing(self) -> dict[str, str]:
        return {name: line.item.expected for name, line in self.lines.items() if line.can_take_expected}

    def _take_expected(self) -> None:
        for name, words in self._differing().items():
            self.lines[name].type_in(words)

    def _write(self) -> None:
        wanted = self.wanted
        if wanted and self._view is not None and not self._busy:
            self.show_busy(tr("Writing and reading back..."))
            self._on_write(wanted, self._view.generation)

    def _show_actions(self) -> None:
        may = self._view is not None and self._view.may_change
        count, differing = len(self.wanted), len(self._differing())
        self.write.setText(_count(count, tr("Write 1 change"), tr("Write {count} changes"), tr("Nothing to write")))
        self.write.setEnabled(may and count > 0 and not self._busy)
        self._expected.setText(_count(differing, tr("Set 1 as expected"), tr("Set {count} as expected"), ""))
        self._expected.setVisible(may and differing > 0)
        self._expected.setEnabled(not self._busy)
        self._again.setEnabled(not self._busy)
        for line in self.lines.values():
            line.setEnabled(not self._busy)


class SettingLine(QWidget):
    """One setting: its name, its value or the field for it, and what is expected where that differs."""

    def __init__(self, theme: Theme, item: SettingRow, may_change: bool) -> None:
        super().__init__()
        self._theme = theme
        self.item = item
        self._listener: Callable[[], None] = lambda: None
        self._field: QLineEdit | ChoiceField | None = None
        name = label(item.label, "caption")
        self.note = label("", "caption", wrap=True)
        if item.writable and may_change:
            self._field = self._make_field()
            value = row(self._field, *((label(item.unit, "muted"),) if item.unit else ()), spacing=8)
            value.setStretch(0, 1)
        else:
            value = row(label(_shown(item)), None)
        layout = column(name, spacing=4)
        layout.addLayout(value)
        layout.addWidget(self.note)
        self.setLayout(layout)
        self._show_note()

    @property
    def words(self) -> str:
        return self._field.text() if self._field is not None else self.item.value

    @property
    def is_changed(self) -> bool:
        """A secret is changed by typing anything: nobody knows what it is now."""
        if self._field is None:
            return False
        return bool(self.words) if self.item.secret else self.words != self.item.value

    @property
    def can_take_expected(self) -> bool:
        return self._field is not None and self.item.differs and self.words != self.item.expected

    def changed(self, listener: Callable[[], None]) -> None:
        self._listener = listener

    def type_in(self, words: str) -> None:
        if isinstance(self._field, ChoiceField):
            self._field.choose(words)
        elif self._field is not None:
            self._field.setText(words)

    def _make_field(self) -> QLineEdit | ChoiceField:
        item = self.item
        if item.choices:
            box = ChoiceField(self._theme, item.choices, item.value)
            box.changed.connect(self._on_changed)
            box.setAccessibleName(item.label)
            return box
        field = QLineEdit(item.value)
        if item.secret:
            field.setEchoMode(QLineEdit.EchoMode.Password)
            field.setPlaceholderText(tr("Not shown. Type to set a new one."))
        elif not item.known:
            field.setPlaceholderText(tr("Not reported"))
        field.textChanged.connect(self._on_changed)
        field.setAccessibleName(item.label)
        return field

    def _on_changed(self, _words: str) -> None:
        self._show_note()
        self._listener()

    def _show_note(self) -> None:
        if self.is_changed and not self.item.secret:
            words, tone = tr("was {value}").format(value=self.item.value or tr("not reported")), None
        elif self.item.differs:
            words, tone = tr("Expected: {value}").format(value=self.item.expected), Tone.WARN
        else:
            words, tone = "", None
        self.note.setText(words)
        self.note.setVisible(bool(words))
        set_tone(self.note, tone)


def _shown(item: SettingRow) -> str:
    if item.secret:
        return tr("not shown")
    if not item.known:
        return tr("not reported")
    return f"{item.value or tr('empty')} {item.unit}".rstrip()


def _count(count: int, one: str, many: str, none: str) -> str:
    if not count:
        return none
    return one if count == 1 else many.format(count=count)
