"""Inspections that are not signed yet: told at the start with the time of their last save, and continued from here."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton

from fleetdesk.services.bench_views import OpenDraft
from fleetdesk.ui.bridge import Bridge
from fleetdesk.ui.sources import InspectionSource
from fleetdesk.ui.theme import Theme
from fleetdesk.ui.widgets.buttons import button
from fleetdesk.ui.widgets.card import Card
from fleetdesk.ui.widgets.icon import Icon
from fleetdesk.ui.widgets.labels import ElidedLabel, label
from fleetdesk.ui.widgets.layout import clear, column, restyle, row
from fleetdesk.ui.words import day_and_time, language, number, say, tr

MOST = 3


class OpenDrafts(Card):
    """Not seen without any. `wanted` carries the draft to go on with."""

    wanted = Signal(object)
    failed = Signal(object)

    def __init__(self, theme: Theme, bridge: Bridge, source: InspectionSource) -> None:
        super().__init__(padding=14)
        self._theme, self._bridge, self._source = theme, bridge, source
        self._rows = column(spacing=6)
        self.add(self._rows)
        self.setVisible(False)
        self.refresh()

    def refresh(self) -> None:
        """Asks again which there are."""
        said = language()
        self._bridge.run(
            lambda: self._source.unfinished(said), owner=self, on_done=self.show_drafts, on_error=self.failed.emit
        )

    def show_drafts(self, drafts: tuple[OpenDraft, ...]) -> None:
        clear(self._rows)
        self.setVisible(bool(drafts))
        if not drafts:
            return
        many = tr("{count} inspections are not signed yet").format(count=number(len(drafts)))
        words = tr("1 inspection is not signed yet") if len(drafts) == 1 else many
        self._rows.addLayout(row(Icon(self._theme, "return", "accent", 18), label(words, "strong"), None, spacing=8))
        for draft in drafts[:MOST]:
            self._add(draft)
        if len(drafts) > MOST:
            rest = tr("and {count} more: sign or discard these first").format(count=number(len(drafts) - MOST))
            self._rows.addWidget(label(rest, "caption"))

    def _add(self, draft: OpenDraft) -> None:
        unit = " ".join(part for part in (draft.model, draft.serial) if part)
        saved = tr("saved {when}").format(when=day_and_time(draft.saved_at))
        words = " · ".join(part for part in (say(draft.title), unit, draft.store_name, saved) if part)
        go_on = button(tr("Continue"), lambda: self.wanted.emit(draft))
        go_on.setAccessibleName(tr("Continue: {draft}").format(draft=words))
        discard = button(tr("Discard"), lambda: self._ask(draft, discard), "plain")
        line = row(ElidedLabel(words), go_on, discard, spacing=8)
        line.setStretch(0, 1)
        self._rows.addLayout(line)

    def _ask(self, draft: OpenDraft, pressed: QPushButton) -> None:
        """The first press asks, the second one does it."""
        if pressed.property("kind") == "destructive":
            self._bridge.run(
                lambda: self._source.discard(draft.id),
                owner=self,
                on_done=lambda _none: self.refresh(),
                on_error=self.failed.emit,
            )
            return
        pressed.setProperty("kind", "destructive")
        pressed.setText(tr("Discard {serial}").format(serial=draft.serial or say(draft.title)))
        restyle(pressed)
