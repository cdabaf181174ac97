"""`fleetdesk today` and `fleetdesk campaign list|start|end`: what waits, and how far a campaign is."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fleetdesk.cli.context import Json, desk, print_json

if TYPE_CHECKING:
    from fleetdesk.services.campaigns import Campaign, Campaigns
    from fleetdesk.services.desk import Desk

campaign_app = typer.Typer(help="Campaigns: a list of devices to work through by a day.", no_args_is_help=True)
Key = Annotated[str, typer.Argument(metavar="CAMPAIGN", help="Its key: offline-blenders.")]


def today(json: Json = False) -> None:
    """Due work by store, inspections to finish, campaigns, and what is not on the hub yet."""
    from fleetdesk.services.today import TodayPage
    from fleetdesk.services.workspace import local_zone

    with desk() as opened:
        found = TodayPage(opened.record, local_zone()).today()
    if json:
        stores = [{**asdict(store.count), "mine": store.mine} for store in found.stores]
        drafts = [{**asdict(draft), "at": draft.at.at} for draft in found.drafts]
        waits = {"waiting_events": found.waiting_events, "waiting_blobs": found.waiting_blobs}
        hub = {"joined": found.hub, **waits}
        print_json(
            {
                "person": found.person, "due": found.due, "stores": stores, "drafts": drafts,
                "campaigns": [_told(each) for each in found.campaigns],
                "hub": hub,
            }
        )  # fmt: skip
        return
    for store in found.stores:
        mark = "* " if store.mine else "  "
        typer.echo(f"{mark}{store.count.code:16} {store.count.due} due, {store.count.soon} soon")
    for draft in found.drafts:
        typer.echo(f"To finish: {draft.serial}, saved {draft.at.at}")
    for campaign in found.campaigns:
        _tell(campaign)


@campaign_app.command("list")
def list_campaigns(json: Json = False) -> None:
    """How far each campaign is."""
    with desk() as opened:
        found = _campaigns(opened).all()
    if json:
        print_json({"campaigns": [_told(each) for each in found]})
        return
    for each in found:
        _tell(each)


@campaign_app.command("start")
def start(key: Key, json: Json = False) -> None:
    """Settle its devices as they are now and count from here."""
    with desk() as opened:
        started = _campaigns(opened).start(key)
    if json:
        print_json(_told(started))
        return
    _tell(started)


@campaign_app.command("end")
def end(key: Key, json: Json = False) -> None:
    """Forget its list. What was inspected stays inspected."""
    with desk() as opened:
        _campaigns(opened).end(key)
    if json:
        print_json({"ended": key})
        return
    typer.echo(f"{key} is ended.")


def _campaigns(opened: "Desk") -> "Campaigns":
    from fleetdesk.services.campaigns import Campaigns
    from fleetdesk.services.workspace import local_zone

    return Campaigns(opened.record, local_zone())


def _told(campaign: "Campaign") -> dict[str, Any]:
    days = {name: day.isoformat() if (day := getattr(campaign, name)) else None for name in ("started_on", "last_day")}
    return {**asdict(campaign), **days}


def _tell(campaign: "Campaign") -> None:
    if campaign.started_on is None:
        typer.echo(f"{campaign.title} ({campaign.source}): not started, {campaign.total} devices would belong")
        return
    typer.echo(f"{campaign.title} ({campaign.source}): {campaign.done} of {campaign.total}, until {campaign.last_day}")
