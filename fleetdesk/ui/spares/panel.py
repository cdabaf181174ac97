"""One part at the side: where it lies, moving and counting it, its suppliers, what happened."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from fleetdesk.services.spares import Spare
from fleetdesk.services.spares_page import MoveLine
from fleetdesk.services.views import Problem, Tone
from fleetdesk.ui.bridge import Bridge
from fleetdesk.ui.spares.source import SparesSource
from fleetdesk.ui.theme import Theme
from fleetdesk.ui.widgets.buttons import button, icon_button
from fleetdesk.ui.widgets.labels import label, set_tone
from fleetdesk.ui.widgets.layout import clear, column, hairline, row, scrolled
from fleetdesk.ui.words import day_and_time, number, say, tr

SHOWN = 40


class SparePanel(QWidget):
    """Its fields: `quantity`, `source`, `target`, `reason`; `supplier`, `alternate`, `safety_stock`."""

    def __init__(
        self, theme: Theme, bridge: Bridge, source: SparesSource, spare: Spare, on_close: Callable[[], None]
    ) -> None:
        super().__init__()
        self._theme, self._bridge, self._source, self.spare = theme, bridge, source, spare
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.quantity, self.source, self.target, self.reason = (QLineEdit() for _ in range(4))
        self.supplier, self.alternate = QLineEdit(spare.supplier), QLineEdit(spare.alternate)
        self.safety_stock = QLineEdit(str(spare.safety_stock))
        self.said = label("", wrap=True)
        self.said.hide()
        self._places, self._history = QVBoxLayout(), QVBoxLayout()
        for layout in (self._places, self._history):
            layout.setSpacing(6)
        self._lay_out(on_close)
        self.show_spare(spare)

    def show_spare(self, spare: Spare) -> None:
        self.spare = spare
        clear(self._places)
        if not spare.places:
            self._places.addWidget(label(tr("None lies anywhere."), "muted"))
        for place, quantity in spare.places:
            amount = label(number(quantity), "strong", tone=Tone.BAD if quantity < 0 else None)
            self._places.addLayout(row(label(place or tr("in no store")), None, amount))
        self._bridge.run(lambda: self._source.moves(spare.part), owner=self, on_done=self._show_moves)

    def _lay_out(self, on_close: Callable[[], None]) -> None:
        places = tr("a store's code, warehouse, bag:STAFF-NUMBER")
        hints = ((self.source, tr("empty: delivered")), (self.target, tr("empty: used")), (self.reason, ""))
        for field, hint in hints:
            field.setPlaceholderText(hint)
        named = {
            self.quantity: tr("How many"), self.source: tr("From"), self.target: tr("To, or where it was counted"),
            self.reason: tr("Reason"), self.supplier: tr("Supplier"), self.alternate: tr("Alternate supplier"),
            self.safety_stock: tr("Kept at least"),
        }  # fmt: skip
        for field, words in named.items():
            field.setAccessibleName(words)
        moves: list[QWidget | int] = []
        acts: list[QWidget | int] = []
        if not self.spare.is_device:
            act = QWidget()
            act.setLayout(row(button(tr("Move"), self.move_it), button(tr("Counted so many"), self.count_it), None))
            moves = [label(tr("Move or count"), "card"), label(places, "muted", wrap=True), *_fields(named, 0, 3)]
            acts = [act, 4]
        keep = QWidget()
        keep.setLayout(row(button(tr("Keep this"), self.describe), None))
        content = QWidget()
        content.setLayout(
            column(
                label(tr("Where it lies"), "card"), self._places, 4, hairline(), 4, *moves,
                *_fields(named, 3, 4), *acts, self.said, 4, hairline(), 4,
                label(tr("Where it comes from"), "card"), *_fields(named, 4, 7), keep, 8,
                label(tr("What happened"), "card"), self._history, None, spacing=6, margins=(24, 16, 24, 16),
            )
        )  # fmt: skip
        head = row(label(say(self.spare.name), "page", wrap=True), spacing=8, margins=(24, 18, 16, 16))
        head.setStretch(0, 1)
        head.addWidget(icon_button(self._theme, "close", tr("Close"), on_close), 0, Qt.AlignmentFlag.AlignTop)
        whole = column(head, hairline(), spacing=0)
        whole.addWidget(scrolled(content), 1)
        self.setLayout(whole)

    def _show_moves(self, moves: list[MoveLine]) -> None:
        clear(self._history)
        for move in moves[:SHOWN]:
            self._history.addWidget(label(f"{day_and_time(move.at)}: {say(move.words)}", wrap=True))
            if move.reason:
                self._history.addWidget(label(move.reason, "muted", wrap=True))
        if not moves:
            self._history.addWidget(label(tr("Nothing was moved yet."), "muted"))

    # -- acts ---------------------------------------------------------------------------------------------------------

    def move_it(self) -> None:
        said = (self.quantity.text(), self.source.text().strip(), self.target.text().strip(), self.reason.text())
        self._do(lambda: self._source.move(self.spare.part, *said))

    def count_it(self) -> None:
        said = (self.quantity.text(), self.target.text().strip(), self.reason.text())
        self._do(lambda: self._source.count(self.spare.part, *said))

    def describe(self) -> None:
        held = {
            "supplier": self.spare.supplier, "alternate": self.spare.alternate,
            "safety_stock": str(self.spare.safety_stock),
        }  # fmt: skip
        typed = {
            "supplier": self.supplier.text(), "alternate": self.alternate.text(),
            "safety_stock": self.safety_stock.text(),
        }  # fmt: skip
        values = {name: text for name, text in typed.items() if text.strip() != held[name]}
        reason = self.reason.text()
        self._do(lambda: self._source.describe(self.spare.part, values, reason))

    def _do(self, act: Callable[[], None]) -> None:
        self._bridge.run(act, owner=self, on_done=self._on_done, on_error=self._on_problem)

    def _on_done(self, _done: None) -> None:
        self._say(tr("Recorded."), Tone.OK)
        for field in (self.quantity, self.reason):
            field.clear()

    def _on_problem(self, problem: Problem) -> None:
        self._say(" ".join(filter(None, (problem.title, problem.message, problem.next_step))), Tone.BAD)

    def _say(self, words: str, tone: Tone) -> None:
        self.said.setText(words)
        set_tone(self.said, tone)
        self.said.show()


def _fields(named: dict[QLineEdit, str], first: int, last: int) -> list[QWidget | int]:
    parts: list[QWidget | int] = []
    for field, words in list(named.items())[first:last]:
        parts += [label(words, "caption"), field]
    return parts
