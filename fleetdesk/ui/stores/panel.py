"""One store at the side: what it is called, where it is, its clock, when it is open. Or a new one."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from fleetdesk.domain.fleet import WEEKDAYS, StoreStatus
from fleetdesk.services.stores_page import KnownStore, StoreWords
from fleetdesk.services.views import Problem, Tone
from fleetdesk.ui.bridge import Bridge
from fleetdesk.ui.stores.model import day_words, status_words
from fleetdesk.ui.stores.source import StoresSource
from fleetdesk.ui.theme import Theme
from fleetdesk.ui.widgets.buttons import PrimaryButton, button, icon_button
from fleetdesk.ui.widgets.choice_field import ChoiceField
from fleetdesk.ui.widgets.labels import label, set_tone
from fleetdesk.ui.widgets.layout import column, hairline, row, scrolled
from fleetdesk.ui.words import tr

USUAL_ZONE = "America/New_York"


class StorePanel(QWidget):
    """Its fields: `code` (a new store's only), `name`, `address`, `zone`, `status`, `hours` by weekday, `reason`."""

    def __init__(
        self, theme: Theme, bridge: Bridge, source: StoresSource, store: KnownStore | None,
        on_close: Callable[[], None], on_kept: Callable[[str], None],
    ) -> None:  # fmt: skip
        super().__init__()
        self._theme, self._bridge, self._source, self._store = theme, bridge, source, store
        self._on_close, self._on_kept = on_close, on_kept
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.code = QLineEdit()
        self.name = QLineEdit(store.name if store else "")
        self.address = QLineEdit(store.address if store else "")
        self.zone = QLineEdit(store.time_zone if store else USUAL_ZONE)
        words = status_words()
        self.status = ChoiceField(theme, tuple(words.values()), words[store.status if store else StoreStatus.OPEN])
        self.hours = {day: QLineEdit(store.opening_hours.get(day, "") if store else "") for day in WEEKDAYS}
        self.reason = QLineEdit()
        self.said = label("", wrap=True)
        self.said.hide()
        self.keep = PrimaryButton(theme, tr("Keep this") if store else tr("Add the store"), self.save)
        self._lay_out()

    def save(self) -> None:
        said, reason, store, code = self._words(), self.reason.text(), self._store, self.code.text().strip()
        self.keep.setEnabled(False)
        if store is None:
            self._bridge.run(
                lambda: self._source.add(code, said, reason), owner=self,
                on_done=lambda _none: self._on_kept(tr("Store {code} is registered.").format(code=code)),
                on_error=self._on_problem,
            )  # fmt: skip
            return
        self._bridge.run(
            lambda: self._source.edit(store, said, reason), owner=self, on_done=self._on_edited,
            on_error=self._on_problem,
        )  # fmt: skip

    def _on_edited(self, changed: int) -> None:
        store = self._store
        assert store is not None  # only a store that is there is edited
        words = tr("{name} is changed.") if changed else tr("Nothing of {name} was changed.")
        self._on_kept(words.format(name=self.name.text().strip()))

    def _words(self) -> StoreWords:
        status = next(key for key, words in status_words().items() if words == self.status.text())
        hours = {day: field.text() for day, field in self.hours.items()}
        return StoreWords(self.name.text(), self.address.text(), self.zone.text(), status, hours)

    def _copy_monday(self) -> None:
        """The first day that has hours fills every other one."""
        first = next((field.text() for field in self.hours.values() if field.text().strip()), "")
        for field in self.hours.values():
            field.setText(first)

    def _lay_out(self) -> None:
        parts: list[QWidget | int] = []
        zone = tr("Time zone, as the IANA writes it")
        named = [(self.name, tr("Name")), (self.address, tr("Address")), (self.zone, zone)]
        if self._store is None:
            self.code.setPlaceholderText("STORE-11")
            named.insert(0, (self.code, tr("Code, as gateways hold it")))
        for field, words in named:
            field.setAccessibleName(words)
            parts += [label(words, "caption"), field, 4]
        self.reason.setAccessibleName(tr("Reason"))
        self.reason.setPlaceholderText(tr("stands in the store's history"))
        self.reason.returnPressed.connect(self.save)
        content = QWidget()
        content.setLayout(
            column(
                *parts, label(tr("Status"), "caption"), self.status, 12, hairline(), 8,
                label(tr("Opening hours"), "card"), label(tr("An empty day is closed; all empty: not told."), "muted"),
                self._days(), None,
                spacing=6, margins=(24, 16, 24, 16),
            )
        )  # fmt: skip
        title = self._store.name if self._store else tr("A new store")
        beside = label(self._store.code if self._store else "", "muted")
        head = row(column(label(title, "page", wrap=True), beside, spacing=2), spacing=8, margins=(24, 18, 16, 16))
        beside.setVisible(self._store is not None)
        head.setStretch(0, 1)
        head.addWidget(icon_button(self._theme, "close", tr("Close"), self._on_close), 0, Qt.AlignmentFlag.AlignTop)
        whole = column(head, hairline(), spacing=0)
        whole.addWidget(scrolled(content), 1)
        whole.addWidget(hairline())
        act = row(self.reason, self.keep, spacing=12)
        act.setStretch(0, 1)
        whole.addLayout(column(self.said, label(tr("Reason"), "caption"), act, spacing=6, margins=(24, 12, 24, 20)))
        self.setLayout(whole)

    def _days(self) -> QWidget:
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        for line, (day, words) in enumerate(day_words().items()):
            field = self.hours[day]
            field.setAccessibleName(words)
            field.setPlaceholderText("06:00-20:00")
            grid.addWidget(label(words), line, 0)
            grid.addWidget(field, line, 1)
        grid.addWidget(button(tr("The same every day"), self._copy_monday), len(self.hours), 1)
        made = QWidget()
        made.setLayout(grid)
        return made

    def _on_problem(self, problem: Problem) -> None:
        self.keep.setEnabled(True)
        self.said.setText(" ".join(filter(None, (problem.title, problem.message, problem.next_step))))
        set_tone(self.said, Tone.BAD)
        self.said.show()
