"""Search, and the filters of the log in one line below it; together they make the question."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from fleetdesk.services.campaign_log import CampaignChoice
from fleetdesk.services.inspection_views import LogChoices, LogFilter
from fleetdesk.services.views import Counted
from fleetdesk.ui.theme import Theme
from fleetdesk.ui.widgets.buttons import button
from fleetdesk.ui.widgets.filter_button import FilterButton, FilterChoice
from fleetdesk.ui.widgets.flow import Flow
from fleetdesk.ui.words import number, say, tr


class LogFilters(QWidget):
    """What another page asks for beside them holds until it is cleared."""

    changed = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._base = LogFilter()
        self._text = ""
        self.store = FilterButton(theme, tr("All stores"))
        self.category = FilterButton(theme, tr("All equipment"))
        self.verdict = FilterButton(theme, tr("Any finding"))
        self.cause = FilterButton(theme, tr("Any cause"))
        self.person = FilterButton(theme, tr("Anybody"))
        self.days = FilterButton(theme, tr("Any time"))
        self.seal = FilterButton(theme, tr("Any seal"))
        self.days.set_choices(
            (FilterChoice("7", tr("Last 7 days")), FilterChoice("30", tr("Last 30 days")),
             FilterChoice("90", tr("Last 90 days")), FilterChoice("365", tr("Last 12 months")))
        )  # fmt: skip
        self.seal.set_choices(
            (FilterChoice("sealed", tr("Sealed")), FilterChoice("amended", tr("Amended")),
             FilterChoice("broken", tr("Broken")))
        )  # fmt: skip
        self.campaign = FilterButton(theme, tr("Any campaign"))
        self.campaign.hide()
        self._campaigns: dict[str, LogFilter] = {}
        self.clear = button(tr("Clear"), self.clear_all, "plain")
        self.clear.hide()
        self._of_inspections = (self.verdict, self.cause, self.seal)
        self._all = (
            self.store,
            self.category,
            self.verdict,
            self.cause,
            self.person,
            self.days,
            self.seal,
            self.campaign,
        )
        self.setLayout(Flow(*self._all, self.clear))
        for each in self._all:
            each.chosen.connect(self._on_chosen)

    def set_choices(self, choices: LogChoices) -> None:
        pairs = (
            (self.store, choices.stores), (self.category, choices.categories), (self.verdict, choices.verdicts),
            (self.cause, choices.causes), (self.person, choices.people),
        )  # fmt: skip
        for each, counted in pairs:
            each.set_choices(tuple(_choice(one) for one in counted))

    def set_campaigns(self, choices: tuple[CampaignChoice, ...]) -> None:
        """Those under way, each with how far it is; one that is over meanwhile is not asked for any more."""
        before = self.wanted
        self._campaigns = {choice.key: choice.filter for choice in choices}
        self.campaign.set_choices(tuple(FilterChoice(choice.key, say(choice.words)) for choice in choices))
        if self.campaign.key not in self._campaigns:
            self.campaign.choose(None)
        self.campaign.setVisible(bool(choices))
        if self.wanted != before:
            self._collect()

    def show_for(self, *, services: bool) -> None:
        """Services have no finding, cause and seal of their own."""
        for each in self._of_inspections:
            each.setVisible(not services)

    def search(self, text: str) -> None:
        if text.strip() != self._text:
            self._text = text.strip()
            self._collect()

    def preset(self, wanted: LogFilter) -> None:
        """What another page asks for."""
        self._base = wanted
        for each in self._all:
            each.choose(None)
        self.store.choose(wanted.store)
        self.category.choose(wanted.category)
        self._collect()

    def clear_all(self) -> None:
        self._base = LogFilter()
        for each in self._all:
            each.choose(None)
        self._collect()

    @property
    def wanted(self) -> LogFilter:
        campaign = self._campaigns.get(self.campaign.key or "", LogFilter())
        since = max(filter(None, (_since(self.days.key), campaign.since, self._base.since)), default=None)
        return replace(
            self._base, search=self._text, store=self.store.key, category=self.category.key, verdict=self.verdict.key,
            cause=self.cause.key, person=self.person.key, seal=self.seal.key, since=since,
            devices=campaign.devices or self._base.devices,
        )  # fmt: skip

    def _on_chosen(self, _key: object) -> None:
        self._collect()

    def _collect(self) -> None:
        wanted = self.wanted
        self.clear.setVisible(replace(wanted, search="") != LogFilter())
        self.changed.emit(wanted)


def _choice(counted: Counted) -> FilterChoice:
    words = say(counted.label)
    return FilterChoice(counted.key, words[:1].upper() + words[1:], number(counted.count))


def _since(days: str | None) -> str | None:
    """From the beginning of the day that long ago: the same question all day."""
    if days is None:
        return None
    return f"{datetime.now(UTC).date() - timedelta(days=int(days))}T00:00:00.000Z"
