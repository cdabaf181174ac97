"""The Today page, which a technician opens first: my stores and their work, what to finish, what is not safe yet."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from fleetdesk.services.today_views import Campaign, OpenDraft, Today, TodayStore
from fleetdesk.services.views import Problem, Tone
from fleetdesk.services.work_views import WorkView
from fleetdesk.ui.bridge import Bridge
from fleetdesk.ui.theme import Theme
from fleetdesk.ui.today.campaign_card import CampaignCard
from fleetdesk.ui.today.source import TodaySource
from fleetdesk.ui.today.store_list import StoreList
from fleetdesk.ui.widgets.banner import Banner
from fleetdesk.ui.widgets.buttons import button
from fleetdesk.ui.widgets.card import Card
from fleetdesk.ui.widgets.labels import label, set_tone
from fleetdesk.ui.widgets.layout import clear, column, row, scrolled
from fleetdesk.ui.words import day_and_time, number, tr
from fleetdesk.ui.work.close_dialog import CloseDialog
from fleetdesk.ui.work.work_card import WorkCard

RIGHT_WIDTH = 430


class TodayPage(QWidget):
    store_wanted = Signal(str)
    """A store whose visit somebody wants to plan."""

    draft_wanted = Signal(str, str)
    """(device, template) of an inspection that waits to be finished."""

    inspections_wanted = Signal(str)
    """A campaign whose inspections somebody wants to see."""

    device_wanted = Signal(str)
    """A device whose history somebody wants to see."""

    def __init__(self, theme: Theme, bridge: Bridge, source: TodaySource) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._theme, self._bridge, self._source = theme, bridge, source
        self.headline = label("", "page", wrap=True)
        self.words = label("", "muted", wrap=True)
        self.banner = Banner(theme)
        self.stores = StoreList(theme, self.store_wanted.emit, self._set_mine)
        self.safe = Card(tr("Is my work safe?"))
        self._safe = label("", "strong", wrap=True)
        self.safe.add(self._safe)
        self._drafts = column(spacing=6)
        self.open_drafts = Card(tr("To finish"))
        self.open_drafts.add(self._drafts)
        self.work = WorkCard(theme, self.device_wanted.emit, self._close_work)
        self._campaigns = column(spacing=16)
        right = column(self.safe, self.open_drafts, self.work, self._campaigns, None, spacing=16)
        side = QWidget()
        side.setLayout(right)
        body = row(spacing=16)
        body.addWidget(self.stores, 1)
        area = scrolled(side)
        area.setFixedWidth(RIGHT_WIDTH)
        body.addWidget(area)
        layout = column(column(self.headline, self.words, spacing=4), self.banner, spacing=16, margins=(24, 18, 24, 18))
        layout.addLayout(body, 1)
        self.setLayout(layout)
        self._bridge.subscribe(source.subscribe_changes, owner=self, on_value=lambda _version: self.fetch())

    def fetch(self) -> None:
        self._bridge.run(self._source.today, owner=self, on_done=self._on_today, on_error=self._on_failed)

    def _on_today(self, today: Today) -> None:
        self.headline.setText(_headline(today))
        self.words.setText(_words(today))
        self.stores.show_stores(today.stores)
        self._show_safe(today)
        self._show_drafts(today)
        self.work.show_work(today.work)
        clear(self._campaigns)
        for campaign in today.campaigns:
            self._campaigns.addWidget(self._campaign(campaign))

    def _show_safe(self, today: Today) -> None:
        waits = today.waiting_events + today.waiting_blobs
        if not today.hub:
            words, tone = tr("No hub is joined: your work is on this laptop, and only there."), Tone.IDLE
        elif waits:
            words = tr("{count} records and photos are not on the hub yet.").format(count=number(waits))
            tone = Tone.WARN
        else:
            words, tone = tr("Everything is on the hub."), Tone.OK
        self._safe.setText(words)
        set_tone(self._safe, tone)

    def _show_drafts(self, today: Today) -> None:
        clear(self._drafts)
        for draft in today.drafts:
            self._drafts.addWidget(self._draft(draft))
        more = today.drafts_in_all - len(today.drafts)
        if more:
            self._drafts.addWidget(label(tr("and {count} more").format(count=number(more)), "muted"))
        if not today.drafts:
            self._drafts.addWidget(label(tr("No inspection waits to be finished."), "muted", wrap=True))

    def _draft(self, draft: OpenDraft) -> QWidget:
        opener = button(draft.serial, lambda: self.draft_wanted.emit(draft.device, draft.template), "plain")
        saved = tr("saved {when}").format(when=day_and_time(draft.at))
        line = QWidget()
        line.setLayout(row(opener, label(draft.store, "muted"), None, label(saved, "caption"), spacing=8))
        return line

    def _set_mine(self, store: TodayStore) -> None:
        code, mine = store.count.code, not store.mine
        self._run(lambda: self._source.set_mine(code, mine))

    def _close_work(self, work: WorkView) -> None:
        dialog = self.dialog = CloseDialog(self._theme, self._bridge, work, self._source.close_work, self)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _campaign(self, campaign: Campaign) -> CampaignCard:
        card = CampaignCard(self._theme, campaign, self._start(campaign), self._end(campaign))
        card.inspections_wanted.connect(lambda: self.inspections_wanted.emit(campaign.key))
        return card

    def _start(self, campaign: Campaign) -> Callable[[], None]:
        return lambda: self._run(lambda: self._source.start_campaign(campaign.key))

    def _end(self, campaign: Campaign) -> Callable[[], None]:
        return lambda: self._run(lambda: self._source.end_campaign(campaign.key))

    def _run(self, act: Callable[[], object]) -> None:
        self._bridge.run(act, owner=self, on_done=lambda _done: self.banner.setVisible(False), on_error=self._on_failed)

    def _on_failed(self, problem: Problem) -> None:
        self.banner.say_problem(problem, (tr("Try again"), self.fetch))


def _headline(today: Today) -> str:
    if not today.due and not today.drafts and not today.work.open:
        return tr("Nothing waits today.")
    parts: list[str] = []
    if today.drafts_in_all:
        words = tr("1 inspection to finish") if today.drafts_in_all == 1 else tr("{n} inspections to finish")
        parts.append(words.format(n=number(today.drafts_in_all)))
    if today.work.open:
        words = tr("1 open work order") if today.work.open == 1 else tr("{n} open work orders")
        parts.append(words.format(n=number(today.work.open)))
    if today.due:
        parts.append(tr("1 service due") if today.due == 1 else tr("{n} services due").format(n=number(today.due)))
    where = tr("in your stores") if today.mine else tr("in all stores")
    return f"{', '.join(parts)} {where}." if today.due else f"{', '.join(parts)}."


def _words(today: Today) -> str:
    if not today.stores:
        return tr("Import your fleet, or plug a device in: what is due stands here by store.")
    if not today.mine:
        return tr("Mark the stores that are yours: they come first, and the figures are theirs.")
    elsewhere = sum(store.count.due for store in today.stores if not store.mine)
    return tr("{count} more are due in other stores.").format(count=number(elsewhere)) if elsewhere else ""
