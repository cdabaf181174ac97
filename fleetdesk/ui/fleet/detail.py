"""The panel about one device: its state, its facts, what is due, and everything that happened to it."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from fleetdesk.services.device_forms import ACTS
from fleetdesk.services.views import DeviceDetail, DeviceRow, DueLevel, DueTask, Fact, Problem
from fleetdesk.ui.fleet.timeline import TimelineRow
from fleetdesk.ui.states import (
    due_tone,
    due_words,
    health_tone,
    outlook_words,
    over_words,
    status_word,
    unit_word,
    upstream_words,
)
from fleetdesk.ui.theme import Theme
from fleetdesk.ui.widgets.banner import copy_button
from fleetdesk.ui.widgets.buttons import button, icon_button
from fleetdesk.ui.widgets.choice_field import calm_menu
from fleetdesk.ui.widgets.labels import label
from fleetdesk.ui.widgets.layout import clear, column, hairline, row, scrolled
from fleetdesk.ui.widgets.pill import Pill
from fleetdesk.ui.widgets.use_bar import UseBar
from fleetdesk.ui.words import age_long, now_text, number, say, seconds_between, tr


class DetailPanel(QWidget):
    """Shows the row at once and the rest when it has been fetched."""

    def __init__(
        self,
        theme: Theme,
        row_: DeviceRow,
        on_close: Callable[[], None],
        on_refresh: Callable[[], None],
        on_act: Callable[[str], None],
    ) -> None:
        super().__init__()
        self._on_act = on_act
        self._theme = theme
        self._on_refresh = on_refresh
        self.device = row_.device
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._body = QVBoxLayout()
        self._body.setContentsMargins(24, 16, 24, 24)
        self._body.setSpacing(16)
        self._head = QVBoxLayout()
        self._head.setSpacing(8)
        content = QWidget()
        content.setLayout(self._body)
        head = row(self._head, spacing=8, margins=(24, 18, 16, 16))
        head.setStretch(0, 1)
        for made in (
            icon_button(theme, "refresh", tr("Refresh"), on_refresh),
            icon_button(theme, "close", tr("Close"), on_close),
        ):
            head.addWidget(made, 0, Qt.AlignmentFlag.AlignTop)
        self.setLayout(column(head, hairline(), scrolled(content), spacing=0))
        self._show_head(row_)
        self._body.addWidget(label(tr("Fetching what happened to it..."), "muted"))
        self._body.addStretch(1)

    def show_detail(self, detail: DeviceDetail) -> None:
        clear(self._body)
        self._show_head(detail.row)
        for conflict in detail.conflicts:
            self._body.addWidget(label(say(conflict), wrap=True))
        if detail.facts:
            self._body.addLayout(_facts_grid(detail.facts))
        self._body.addLayout(row(self._acts_button(detail), None))
        for task in detail.due:
            self._body.addLayout(self._due_block(task))
        self._show_timeline(detail)
        self._body.addStretch(1)

    def show_problem(self, problem: Problem) -> None:
        clear(self._body)
        self._body.addWidget(label(problem.title, "card", wrap=True))
        words = " ".join(part for part in (problem.message, problem.next_step) if part)
        self._body.addWidget(label(words, "muted", wrap=True))
        self._body.addLayout(row(button(tr("Try again"), self._on_refresh), copy_button(problem), None))
        self._body.addStretch(1)

    def _acts_button(self, detail: DeviceDetail) -> QWidget:
        """What can be done to its entry, each with a reason."""
        acts: list[tuple[str, Callable[[], object]]] = [
            (say(words), lambda act=act: self._on_act(act)) for act, words in ACTS if act != "unmerge" or detail.merged
        ]
        made = button(tr("Change..."), lambda: menu.popup(made.mapToGlobal(made.rect().bottomLeft())))
        menu = self.acts = calm_menu(made, *acts)
        return made

    def _show_head(self, row_: DeviceRow) -> None:
        clear(self._head)
        self._head.addWidget(label(row_.label, "page"))
        place = " · ".join(part for part in (row_.model, row_.store_name, status_word(row_.status)) if part)
        self._head.addWidget(label(place, "muted", wrap=True))
        now = now_text()
        state = Pill(self._theme, upstream_words(row_.connectivity, now), health_tone(row_.connectivity.state))
        pills = row(state, spacing=8)
        if row_.due is not None and row_.due.level is not DueLevel.OK:
            pills.addWidget(Pill(self._theme, due_words(row_.due), due_tone(row_.due.level)))
        pills.addStretch(1)
        self._head.addLayout(pills)

    def _due_block(self, task: DueTask) -> QVBoxLayout:
        figure = tr("no reading of {every} {unit}") if task.uses is None else tr("{uses} of {every} {unit}")
        words = figure.format(uses=number(task.uses or 0), every=number(task.every), unit=unit_word(task.unit))
        head = row(label(say(task.title), "strong"), None, Pill(self._theme, over_words(task), due_tone(task.level)))
        block = column(head, UseBar(self._theme, task), label(words, "caption"), spacing=6)
        for words in (say(task.postponed), say(task.reason), outlook_words(task), *map(say, task.uncounted)):
            if words:
                block.addWidget(label(words, "muted", wrap=True))
        return block

    def _show_timeline(self, detail: DeviceDetail) -> None:
        aside = tr("times of {zone}").format(zone=detail.row.zone.replace("_", " "))
        self._body.addLayout(row(label(tr("What happened"), "card"), None, label(aside, "caption")))
        if not detail.timeline:
            self._body.addWidget(label(tr("Nothing has been recorded about this device yet."), "muted", wrap=True))
        entries = column(spacing=0)
        for place, entry in enumerate(detail.timeline):
            entries.addWidget(TimelineRow(self._theme, entry, is_last=place == len(detail.timeline) - 1))
        self._body.addLayout(entries)
        more = detail.timeline_total - len(detail.timeline)
        if more > 0:
            self._body.addWidget(label(tr("and {count} earlier ones").format(count=number(more)), "caption"))


def _facts_grid(facts: tuple[Fact, ...]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(12)
    now = now_text()
    for place, fact in enumerate(facts):
        value = label(say(fact.value), wrap=True, tone=fact.tone)
        value.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        words = [label(say(fact.label), "caption"), value]
        if fact.as_of:
            age = age_long(seconds_between(fact.as_of, now))
            words.append(label(tr("{age} ago").format(age=age), "caption"))
        grid.addLayout(column(*words, spacing=2), place // 2, place % 2, Qt.AlignmentFlag.AlignTop)
    grid.setColumnStretch(0, 1)
    grid.setColumnStretch(1, 1)
    return grid
