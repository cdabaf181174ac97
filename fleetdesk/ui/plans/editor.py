"""One plan at the side: its fields, what a change would do before it is saved, its history, exceptions from it."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from fleetdesk.domain.whole_number import whole_number
from fleetdesk.services.edit_plans import Effect, PlanEdit
from fleetdesk.services.plans_page import PlanView, VersionView
from fleetdesk.services.views import Problem, Tone
from fleetdesk.ui.bridge import Bridge, Task
from fleetdesk.ui.plans.source import PlansSource
from fleetdesk.ui.states import unit_word
from fleetdesk.ui.theme import Theme
from fleetdesk.ui.widgets.buttons import PrimaryButton, button, icon_button
from fleetdesk.ui.widgets.choice_field import calm_menu
from fleetdesk.ui.widgets.labels import label, set_tone
from fleetdesk.ui.widgets.layout import clear, column, hairline, row, scrolled
from fleetdesk.ui.words import day, number, say, tr

PAUSE_MS = 250
NAMED = 12


class PlanEditor(QWidget):
    """`title`, `every`, `warn`, `parts`, `device` and `reason` are its fields, `effect` says what they would do."""

    def __init__(
        self, theme: Theme, bridge: Bridge, source: PlansSource, plan: PlanView, on_close: Callable[[], None]
    ) -> None:
        super().__init__()
        self._theme, self._bridge, self._source = theme, bridge, source
        self._plan, self._edit, self._on_close = plan, plan.edit, on_close
        self._asking: Task | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.title, self.every, self.warn, self.parts = QLineEdit(), QLineEdit(), QLineEdit(), QLineEdit()
        self.device, self.reason = QLineEdit(), QLineEdit()
        self.device.setPlaceholderText(tr("serial of one device"))
        self.reason.setPlaceholderText(tr("stands in the plan's history"))
        self.effect = label("", "strong", wrap=True)
        self.named = label("", "muted", wrap=True)
        self.save = PrimaryButton(theme, tr("Save the plan"), self._save)
        self.end = button(tr("End it here"), self._end, "destructive")
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._ask)
        self._place, self._history = label("", "muted", wrap=True), QVBoxLayout()
        self._history.setSpacing(6)
        self._lay_out()
        self._show(plan.edit, say(plan.place))
        for field in (self.title, self.every, self.warn, self.parts):
            field.textEdited.connect(self._on_edited)
        self.reason.returnPressed.connect(self._save)
        self.device.returnPressed.connect(lambda: self._begin_exception(self.device.text().strip()))
        self._fetch_history()

    # -- what is shown ------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        unit = unit_word(self._plan.row.unit)
        named = (
            (self.title, tr("What is done")), (self.every, tr("Every, in {unit}").format(unit=unit)),
            (self.warn, tr("Announced at, in percent")), (self.parts, tr("Parts, with commas between")),
        )  # fmt: skip
        fields: list[QWidget | int] = []
        for field, words in named:
            field.setAccessibleName(words)
            fields += [label(words, "caption"), field, 4]
        self.reason.setAccessibleName(tr("Reason"))
        self.device.setAccessibleName(tr("Exception for a device"))
        content = QWidget()
        content.setLayout(
            column(
                *fields, self.effect, self.named, 4, label(tr("Reason"), "caption"), self.reason, 8, hairline(), 8,
                *self._exceptions(), label(tr("History"), "card"), self._history, None,
                spacing=6, margins=(24, 16, 24, 16),
            )
        )  # fmt: skip
        head = row(column(label(self._plan.row.title, "page", wrap=True), self._place, spacing=4), spacing=8)
        head.setContentsMargins(24, 18, 16, 16)
        head.setStretch(0, 1)
        close = icon_button(self._theme, "close", tr("Close"), self._on_close)
        head.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        foot = row(self.end, None, self.save, margins=(24, 12, 24, 20))
        whole = column(head, hairline(), spacing=0)
        whole.addWidget(scrolled(content), 1)
        whole.addLayout(foot)
        self.setLayout(whole)

    def _exceptions(self) -> list[QWidget | int]:
        """Only from a plan of the whole category: an exception from an exception is one too many."""
        if not self._plan.row.scope.startswith("category:"):
            return []
        chosen = button(tr("For one model..."), lambda: menu.popup(chosen.mapToGlobal(chosen.rect().bottomLeft())))
        entries = [
            (say(name), lambda key=key: self._begin_exception(f"model:{key}")) for key, name in self._plan.models
        ]
        menu = self.models = calm_menu(chosen, *entries)
        line = QWidget()
        line.setLayout(row(chosen, self.device, spacing=8))
        return [label(tr("An exception"), "card"), line, 8]

    def _show(self, edit: PlanEdit, place: str) -> None:
        self._edit = edit
        self._place.setText(f"{say(self._plan.category)} · {place}")
        self.title.setText(edit.title)
        self.every.setText(str(edit.every))
        self.warn.setText(str(edit.warn_at_percent))
        self.parts.setText(", ".join(edit.parts))
        self.end.setVisible(edit.base is not None and not edit.ended)
        self._ask()

    def _fetch_history(self) -> None:
        key = (self._plan.row.task, self._plan.row.scope)
        self._bridge.run(lambda: self._source.versions(*key), owner=self, on_done=self._show_history)

    def _show_history(self, versions: list[VersionView]) -> None:
        clear(self._history)
        for each in versions:
            version = each.version
            every = tr("not done any more") if version.ended else tr("every {n}").format(n=number(version.every))
            who = each.who or tr("shipped with Fleetdesk")
            self._history.addWidget(label(f"{day(each.at)}: {every}, {who}", wrap=True))
            if version.reason:
                self._history.addWidget(label(version.reason, "muted", wrap=True))

    def _on_edited(self, _text: str) -> None:
        self._pause.start()

    # -- what is asked ------------------------------------------------------------------------------------------------

    def _begin_exception(self, place: str) -> None:
        def on_done(edit: PlanEdit) -> None:
            kind, _, key = edit.scope.partition(":")
            names = {model: say(name) for model, name in self._plan.models}
            self._show(edit, names.get(key, key) if kind == "model" else place)
            self.every.setFocus()
            self.every.selectAll()

        row_ = self._plan.row
        self._bridge.run(
            lambda: self._source.exception(row_, place), owner=self, on_done=on_done, on_error=self._on_problem
        )

    def _said(self) -> PlanEdit | None:
        """The edit as the fields say it; None with the reason shown when a number is none."""
        every, warn = whole_number(self.every.text()), whole_number(self.warn.text())
        if every is None or warn is None:
            self._tell(tr("Enter whole numbers for how often and when to announce."), Tone.BAD)
            return None
        parts = tuple(part.strip() for part in self.parts.text().split(",") if part.strip())
        title = self.title.text().strip()
        return replace(self._edit, title=title, every=every, warn_at_percent=warn, parts=parts, ended=False)

    def _ask(self) -> None:
        edit = self._said()
        if self._asking is not None:
            self._asking.cancel()
        if edit is not None:
            self._asking = self._bridge.run(
                lambda: self._source.effect(edit), owner=self, on_done=self._on_effect, on_error=self._on_problem
            )

    def _on_effect(self, effect: Effect) -> None:
        devices = tr("It holds for {count} devices. ").format(count=number(effect.devices))
        if not effect.becomes_due and not effect.no_longer_due:
            self._tell(devices + tr("What is due stays as it is."), None)
            return
        words = tr("{more} become due, {fewer} are no longer due.")
        said = words.format(more=number(effect.becomes_due), fewer=number(effect.no_longer_due))
        self._tell(devices + said, Tone.WARN if effect.becomes_due else None)
        more = tr(" and {count} more").format(count=number(effect.becomes_due - NAMED))
        listed = ", ".join(effect.named[:NAMED]) + (more if effect.becomes_due > NAMED else "")
        self.named.setText(listed)
        self.named.setVisible(bool(listed))

    def _save(self) -> None:
        edit = self._said()
        if edit is not None:
            self._publish(edit)

    def _end(self) -> None:
        self._publish(replace(self._edit, ended=True))

    def _publish(self, edit: PlanEdit) -> None:
        reason = self.reason.text()
        self.save.setEnabled(False)
        self._bridge.run(
            lambda: self._source.publish(edit, reason),
            owner=self,
            on_done=lambda _done: self._on_close(),
            on_error=self._on_problem,
        )

    def _on_problem(self, problem: Problem) -> None:
        self.save.setEnabled(True)
        self._tell(" ".join(filter(None, (problem.title, problem.message, problem.next_step))), Tone.BAD)

    def _tell(self, words: str, tone: Tone | None) -> None:
        self.effect.setText(words)
        set_tone(self.effect, tone)
        self.named.setVisible(False)
