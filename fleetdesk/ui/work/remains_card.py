"""What an inspection leaves to do: what its verdict asks for, each with its day, and what is ordered already."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from fleetdesk.domain.work import Act, Progress
from fleetdesk.services.views import Person, Problem, Tone
from fleetdesk.services.work_views import Proposal, Remains, WorkView
from fleetdesk.ui.bridge import Bridge
from fleetdesk.ui.theme import Theme
from fleetdesk.ui.widgets.buttons import button
from fleetdesk.ui.widgets.card import Card
from fleetdesk.ui.widgets.labels import label, set_tone
from fleetdesk.ui.widgets.layout import clear, column, row
from fleetdesk.ui.widgets.pill import Pill
from fleetdesk.ui.words import number, say, tr
from fleetdesk.ui.work.source import WorkSource
from fleetdesk.ui.work.words import day_words, until_tone, until_words

TOUCH = 34


class RemainsCard(Card):
    """Hidden until it is known, and when nothing remains. `boxes` {act: its box}."""

    shown = Signal()

    def __init__(
        self, theme: Theme, bridge: Bridge, source: WorkSource, inspection: str, person: Person | None
    ) -> None:
        super().__init__(tr("What remains"))
        self._theme, self._bridge, self._source, self._inspection = theme, bridge, source, inspection
        self.boxes: dict[Act, QCheckBox] = {}
        self._lines = column(spacing=6)
        self.owner = _Field(person.staff_number if person else "")
        self.owner.setAccessibleName(tr("Who does it"))
        self.owner.setPlaceholderText(tr("name or staff number"))
        self.order = button("", self._order)
        self.said = label("", wrap=True)
        self.said.hide()
        self._foot = QWidget()
        who = column(label(tr("Who does it"), "caption"), self.owner, spacing=4)
        self._foot.setLayout(row(who, column(label("", "caption"), self.order, spacing=4), None, spacing=12))
        for part in (self._lines, self._foot, self.said):
            self.add(part)
        self.hide()
        self.owner.returnPressed.connect(self._order)
        bridge.run(lambda: source.remains(inspection), owner=self, on_done=self._show, on_error=self._on_failed)

    def _show(self, remains: Remains) -> None:
        clear(self._lines)
        self.boxes = {each.act: self._box(each) for each in remains.proposals}
        for proposal in remains.proposals:
            day = tr("at once") if proposal.act is Act.TAG_OUT else tr("until {day}")
            until = label(day.format(day=day_words(proposal.due_on)), "muted")
            self._lines.addLayout(row(self.boxes[proposal.act], None, until, spacing=12))
            if proposal.act is Act.REPLACEMENT:
                self._lines.addWidget(label(_supplier(proposal), "caption", wrap=True))
        for work in remains.ordered:
            self._lines.addLayout(row(label(say(work.title)), None, self._state(work), spacing=12))
        self._foot.setVisible(bool(remains.proposals))
        self.setVisible(bool(remains.proposals or remains.ordered))
        self._count()
        self.shown.emit()

    def _box(self, proposal: Proposal) -> QCheckBox:
        box = QCheckBox(say(proposal.title))
        box.setChecked(proposal.chosen)
        box.setMinimumHeight(TOUCH)
        box.toggled.connect(self._count)
        return box

    def _state(self, work: WorkView) -> QWidget:
        if work.progress is Progress.OPEN:
            return Pill(self._theme, until_words(work) or tr("ordered"), until_tone(work))
        done = work.progress is Progress.DONE
        return Pill(self._theme, tr("done") if done else tr("dropped"), Tone.OK if done else Tone.IDLE)

    def _count(self, _on: bool = False) -> None:
        chosen = len(self._chosen())
        self.order.setText(tr("Order it") if chosen == 1 else tr("Order these {n}").format(n=number(chosen)))
        self.order.setEnabled(chosen > 0)

    def _chosen(self) -> list[str]:
        return [act.value for act, box in self.boxes.items() if box.isChecked()]

    def _order(self) -> None:
        if not self.order.isEnabled():
            return
        self.order.setEnabled(False)
        acts, owner, inspection = self._chosen(), self.owner.text(), self._inspection

        def on_done(remains: Remains) -> None:
            self.said.hide()
            self._show(remains)
            for box in self.boxes.values():  # what was left out a moment ago is not proposed again
                box.setChecked(False)

        self._bridge.run(
            lambda: self._source.order_found(inspection, acts, owner),
            owner=self, on_done=on_done, on_error=self._on_failed,
        )  # fmt: skip

    def _on_failed(self, problem: Problem) -> None:
        self.said.setText(" ".join(part for part in (problem.title, problem.message, problem.next_step) if part))
        set_tone(self.said, Tone.BAD)
        self.said.show()
        self.show()
        self._foot.setVisible(bool(self.boxes))
        self._count()


class _Field(QLineEdit):
    """Enter orders; it does not reach the page, where it would go back."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()


def _supplier(proposal: Proposal) -> str:
    if proposal.supplier:
        return tr("from {supplier}").format(supplier=proposal.supplier)
    return tr("No supplier is named for it: enter one on the page Spares.")
