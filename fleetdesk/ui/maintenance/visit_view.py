"""One visit: its days, what is to be done in the order of the work, minutes, parts to pack, rounds to close."""

from collections import Counter
from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from fleetdesk.services.plan_visit import Visit, VisitTask, Why
from fleetdesk.services.views import Problem, Tone
from fleetdesk.services.work_views import WorkView
from fleetdesk.ui.maintenance.week_bars import WeekBars
from fleetdesk.ui.states import outlook_words, unit_word
from fleetdesk.ui.theme import Theme
from fleetdesk.ui.widgets.buttons import button
from fleetdesk.ui.widgets.labels import label, set_tone
from fleetdesk.ui.widgets.layout import clear, column, hairline, row, scrolled
from fleetdesk.ui.widgets.pill import Pill
from fleetdesk.ui.widgets.use_bar import UseBar
from fleetdesk.ui.words import number, say, tr
from fleetdesk.ui.work.words import until_tone, until_words

SHOWN = 60
"""Tasks that are written out; a store has fewer. More are counted."""


class VisitView(QWidget):
    """`on` and `until` are its days as ISO 8601 writes them; `changed` when a person set another one."""

    changed = Signal()
    round_wanted = Signal(str)
    device_wanted = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.title = label("", "page", wrap=True)
        self.said = label("", wrap=True)
        self.parts = label("", "strong", wrap=True)
        self.problem = label("", wrap=True, tone=Tone.BAD)
        self.problem.hide()
        self.on, self.until = QLineEdit(), QLineEdit()
        self._asked = ("", "")
        for field, words in ((self.on, tr("Visit on")), (self.until, tr("Next visit"))):
            field.setAccessibleName(words)
            field.setPlaceholderText("2026-12-31")
            field.editingFinished.connect(self._on_day)
        self.bars = WeekBars(theme)
        self._body = QVBoxLayout()
        self._body.setSpacing(10)
        self._body.setContentsMargins(0, 4, 12, 4)
        content = QWidget()
        content.setLayout(self._body)
        days = row(
            column(label(tr("Visit on"), "caption"), self.on, spacing=4),
            column(label(tr("Next visit"), "caption"), self.until, spacing=4),
            spacing=12,
        )
        whole = column(self.title, self.said, days, self.problem, self.parts, self.bars, hairline(), spacing=10)
        whole.addWidget(scrolled(content), 1)
        self.setLayout(whole)

    def days(self) -> tuple[date | None, date | None] | None:
        """What is typed; None, with the reason shown, when one of them is no day."""
        try:
            found = [date.fromisoformat(text) if (text := f.text().strip()) else None for f in (self.on, self.until)]
        except ValueError:
            self._say_problem(tr("Write days as 2026-12-31."))
            return None
        return found[0], found[1]

    def show_visit(self, visit: Visit, rounds: tuple[str, ...]) -> None:
        self.problem.hide()
        self.title.setText(visit.store_name)
        self.on.setText(visit.on.isoformat())
        self.until.setText(visit.until.isoformat())
        self._asked = (self.on.text(), self.until.text())
        self.said.setText(" ".join([_sentence(visit), *map(say, visit.quiet)]))
        packed = ", ".join(f"{number(count)} \N{MULTIPLICATION SIGN} {tr(part)}" for part, count in visit.parts)
        self.parts.setText(tr("Pack: {parts}").format(parts=packed) if packed else "")
        self.parts.setVisible(bool(packed))
        self.bars.show_weeks(visit.count(Why.DUE), visit.weeks)
        clear(self._body)
        self._show_rounds(visit, rounds)
        if visit.work:
            self._body.addWidget(label(f"{tr('Open work')} · {number(len(visit.work))}", "card"))
        for order in visit.work:
            self._body.addWidget(self._order(order))
        heads = {Why.DUE: tr("Due now"), Why.PULLED: tr("Before the next visit"), Why.MAY: tr("Perhaps before it")}
        for why, head in heads.items():
            tasks = [task for task in visit.tasks if task.why is why]
            if tasks:
                self._body.addWidget(label(f"{head} · {number(len(tasks))}", "card"))
            for task in tasks[:SHOWN]:
                self._body.addWidget(self._line(task))
        if visit.unread:
            named = ", ".join(visit.unread[:12]) + (" ..." if len(visit.unread) > 12 else "")
            self._body.addWidget(
                label(tr("No reading yet, so nobody knows: {serials}").format(serials=named), "muted", wrap=True)
            )
        self._body.addStretch(1)

    def show_problem(self, problem: Problem) -> None:
        self._say_problem(" ".join(filter(None, (problem.title, problem.message, problem.next_step))))

    def _say_problem(self, words: str) -> None:
        self.problem.setText(words)
        set_tone(self.problem, Tone.BAD)
        self.problem.show()

    def _on_day(self) -> None:
        """Return, or leaving the field; only what differs from the shown days asks again."""
        said = (self.on.text().strip(), self.until.text().strip())
        if said != self._asked and self.days() is not None:
            self._asked = said
            self.changed.emit()

    def _show_rounds(self, visit: Visit, rounds: tuple[str, ...]) -> None:
        """A button for each kind of task of which several are due or soon: one signature for all of them."""
        counted = Counter(task.task.task for task in visit.tasks if task.task.task in rounds)
        titles = {task.task.task: say(task.task.title) for task in visit.tasks}
        for kind, count in counted.most_common():
            if count > 1:
                words = tr("Close together: {title}...").format(title=titles[kind])
                self._body.addLayout(row(button(words, self._wants(kind)), None))

    def _wants(self, kind: str) -> Callable[[], None]:
        return lambda: self.round_wanted.emit(kind)

    def _order(self, order: WorkView) -> QWidget:
        opener = button(order.serial, lambda: self.device_wanted.emit(order.device), "plain")
        until = until_words(order)
        pills = [Pill(self._theme, until, until_tone(order))] if until else []
        line = row(opener, label(say(order.title), wrap=True), *pills, spacing=8)
        line.setStretch(1, 1)
        made = QWidget()
        made.setLayout(line)
        return made

    def _line(self, task: VisitTask) -> QWidget:
        shown = task.task
        amount = tr("{uses} of {every} {unit}").format(
            uses=number(shown.uses or 0), every=number(shown.every), unit=unit_word(shown.unit)
        )
        opener = button(task.serial, lambda: self.device_wanted.emit(task.device), "plain")
        head = row(opener, label(say(shown.title)), None, label(amount, "caption"), spacing=8)
        made = QWidget()
        lines = column(head, UseBar(self._theme, shown), spacing=4)
        for words in (say(shown.postponed), outlook_words(shown)):
            if words:
                lines.addWidget(label(words, "muted", wrap=True))
        made.setLayout(lines)
        return made


def _sentence(visit: Visit) -> str:
    due, pulled, may = (visit.count(why) for why in (Why.DUE, Why.PULLED, Why.MAY))
    if not visit.tasks and visit.work:
        return tr("No service is due here before the next visit; open work stands below.")
    if not visit.tasks:
        return tr("Nothing is due here before the next visit.")
    parts = [tr("{count} due").format(count=number(due)), tr("{count} pulled forward").format(count=number(pulled))]
    if may:
        parts.append(tr("{count} may follow").format(count=number(may)))
    minutes = tr("about {minutes} minutes of work").format(minutes=number(visit.minutes))
    return ", ".join(parts) + "; " + minutes + "."
