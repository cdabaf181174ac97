"""Search and filters in one line; together they make the query."""

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from fleetdesk.services.views import DeviceQuery, DueLevel, FilterChoices, Health
from fleetdesk.ui.states import health_word
from fleetdesk.ui.theme import Theme
from fleetdesk.ui.widgets.buttons import button
from fleetdesk.ui.widgets.choice_field import calm_menu
from fleetdesk.ui.widgets.filter_button import FilterButton, FilterChoice
from fleetdesk.ui.widgets.layout import row
from fleetdesk.ui.widgets.search_field import SearchField
from fleetdesk.ui.words import number, say, tr


class FilterLine(QWidget):
    changed = Signal(object)
    """The new DeviceQuery; its sort is for the page to keep."""

    import_wanted = Signal()
    earlier_wanted = Signal()
    export_wanted = Signal()
    labels_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._query = DeviceQuery()
        self.search = SearchField(theme, tr("Search serial, tag, store, model"))
        self.search.setMinimumWidth(140)
        self.search.setMaximumWidth(340)
        self.search.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.store = FilterButton(theme, tr("All stores"))
        self.category = FilterButton(theme, tr("All equipment"))
        self.state = FilterButton(theme, tr("Any state"))
        self.due = FilterButton(theme, tr("Due or not"))
        self.state.set_choices(tuple(FilterChoice(state.value, health_word(state)) for state in Health))
        self.due.set_choices(
            (FilterChoice(DueLevel.DUE.value, tr("Due")), FilterChoice(DueLevel.SOON.value, tr("Due or soon")))
        )
        self.clear = button(tr("Clear"), self.clear_all, "plain")
        self.clear.hide()
        earlier = button(tr("Imports"), self.earlier_wanted.emit, "plain")
        import_button = button(tr("Import..."), self.import_wanted.emit)
        out = button(tr("Export..."), lambda: self.out.popup(out.mapToGlobal(out.rect().bottomLeft())))
        self.out = calm_menu(
            out,
            (tr("The list as a table..."), self.export_wanted.emit),
            (tr("Labels with QR codes..."), self.labels_wanted.emit),
        )
        filters = (self.store, self.category, self.state, self.due)
        line = row(self.search, *filters, self.clear, None, earlier, out, import_button, spacing=8)
        line.setStretch(0, 1)
        self.setLayout(line)
        self.search.searched.connect(self._on_filter)
        for filter_button in filters:
            filter_button.chosen.connect(self._on_filter)

    def set_choices(self, choices: FilterChoices) -> None:
        self.store.set_choices(tuple(FilterChoice(c.key, say(c.label), number(c.count)) for c in choices.stores))
        self.category.set_choices(tuple(FilterChoice(c.key, say(c.label), number(c.count)) for c in choices.categories))

    def choose(self, *, state: Health | None = None, due: DueLevel | None = None) -> None:
        """What a figure card asks for: its filter alone, with the rest left as it is."""
        self.state.choose(state.value if state else None)
        self.due.choose(due.value if due else None)
        self._collect()

    def clear_all(self) -> None:
        self.search.clear()
        for filter_button in (self.store, self.category, self.state, self.due):
            filter_button.choose(None)
        self._collect()

    def _on_filter(self, _value: object) -> None:
        self._collect()

    def _collect(self) -> None:
        query = DeviceQuery(
            search=self.search.text().strip(),
            store=self.store.key,
            category=self.category.key,
            state=Health(self.state.key) if self.state.key else None,
            due=DueLevel(self.due.key) if self.due.key else None,
        )
        self.clear.setVisible(replace(query, search="") != DeviceQuery())
        if query != self._query:
            self._query = query
            self.changed.emit(query)
