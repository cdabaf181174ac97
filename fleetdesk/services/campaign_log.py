"""A campaign as a filter of the log: the inspections of its devices since it began, and how far it is in words."""

from dataclasses import dataclass

from fleetdesk.domain.errors import KnownError
from fleetdesk.services.campaigns import Campaign, Campaigns
from fleetdesk.services.inspection_views import LogFilter
from fleetdesk.services.views import Text


@dataclass(frozen=True, slots=True)
class CampaignChoice:
    """`words`: "Inspect all offline blenders: 9 of 42 inspected, 3 business days left"."""

    key: str
    words: Text
    filter: LogFilter


def campaign_filter(campaigns: Campaigns, key: str) -> LogFilter:
    """Raises KnownError for a campaign that there is not, or that nobody started."""
    begun = campaigns.begun(key)
    if begun is None:
        raise KnownError(f"The campaign {key} was not started.", "", f"Start it: fleetdesk campaign start {key}")
    return LogFilter(since=begun[0], devices=begun[1])


def campaign_choices(campaigns: Campaigns) -> tuple[CampaignChoice, ...]:
    """Those that are under way."""
    under_way = [each for each in campaigns.all() if each.started_on is not None]
    return tuple(CampaignChoice(c.key, campaign_words(c), campaign_filter(campaigns, c.key)) for c in under_way)


def campaign_words(campaign: Campaign) -> Text:
    values = {"title": Text(campaign.title), "done": campaign.done, "total": campaign.total}
    days = campaign.days_left or 0
    if days < 0:
        return Text("{title}: {done} of {total} inspected, {days} business days over", {**values, "days": -days})
    if days == 1:
        return Text("{title}: {done} of {total} inspected, 1 business day left", values)
    return Text("{title}: {done} of {total} inspected, {days} business days left", {**values, "days": days})
