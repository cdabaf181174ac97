"""Above a unit that the registry does not know: it is a device of its own, or a module that went into one."""

from PySide6.QtWidgets import QFrame, QLineEdit, QWidget

from fleetdesk.services.views import FilterChoices
from fleetdesk.ui.bench.port_states import PortActions
from fleetdesk.ui.theme import Theme
from fleetdesk.ui.widgets.buttons import PrimaryButton, button
from fleetdesk.ui.widgets.filter_button import FilterButton, FilterChoice
from fleetdesk.ui.widgets.labels import label
from fleetdesk.ui.widgets.layout import Part, column, row
from fleetdesk.ui.words import say, tr

SERIAL_WIDTH, COUNT_WIDTH = 230, 190


class UnknownUnitBar(QFrame):
    """`store` and `action` register it; `device`, `old_value` and `fit` make it the module of a device that is here."""

    def __init__(self, theme: Theme, port: str, actions: PortActions, *, counts: bool) -> None:
        """`counts`: the unit has a usage counter, so it can be the module of a device."""
        super().__init__()
        self.setProperty("banner", "warn")
        self._port, self._actions = port, actions
        self.store = FilterButton(theme, tr("Choose a store"))
        self.store.chosen.connect(self._check)
        self.action = PrimaryButton(theme, tr("Register"), self._register)
        self.action.setEnabled(False)
        self.device, self.old_value = QLineEdit(), QLineEdit()
        self.fit = button(tr("Fit it there"), self._fit)
        self.fit.setEnabled(False)
        whole = column(self._register_line(), spacing=10, margins=(16, 10, 10, 10))
        if counts:
            whole.addWidget(self._fit_line())
        self.setLayout(whole)

    def show_choices(self, choices: FilterChoices) -> None:
        self.store.set_choices(tuple(FilterChoice(store.key, say(store.label)) for store in choices.stores))

    def _register_line(self) -> QWidget:
        words = column(
            label(tr("This unit is not in the registry"), "strong"),
            label(tr("Choose its store; it keeps its serial and its history begins now."), wrap=True),
            spacing=2,
        )
        return _line(words, self.store, self.action)

    def _fit_line(self) -> QWidget:
        fields = (
            (self.device, tr("serial or tag of the device"), SERIAL_WIDTH),
            (self.old_value, tr("the old module showed"), COUNT_WIDTH),
        )
        for field, hint, width in fields:
            field.setPlaceholderText(hint)
            field.setAccessibleName(hint)
            field.setFixedWidth(width)
            field.returnPressed.connect(self._fit)
        self.device.textChanged.connect(self._check_device)
        words = label(tr("Or is it a new module in a device that is here? Its uses go on from there."), wrap=True)
        return _line(column(words), self.device, self.old_value, self.fit)

    def _check_device(self, typed: str) -> None:
        self.fit.setEnabled(bool(typed.strip()))

    def _check(self, store: str | None) -> None:
        self.action.setEnabled(store is not None)

    def _register(self) -> None:
        if self.store.key is not None:
            self._actions.register(self._port, self.store.key)

    def _fit(self) -> None:
        if self.fit.isEnabled():
            self._actions.fit(self._port, self.device.text(), self.old_value.text())


def _line(*parts: Part) -> QWidget:
    line = row(*parts, spacing=12)
    line.setStretch(0, 1)
    made = QWidget()
    made.setLayout(line)
    return made
