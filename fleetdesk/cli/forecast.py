"""`fleetdesk forecast`: when each task falls due, and when the work disturbs nobody."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any
from zoneinfo import ZoneInfo

import typer

from fleetdesk.cli.context import Json, desk, print_json

if TYPE_CHECKING:
    from fleetdesk.services.forecast_due import Outlook
    from fleetdesk.services.views import Text
    from fleetdesk.storage.queries.registry import KnownDevice


def forecast(
    store: Annotated[str | None, typer.Option("--store", metavar="CODE", help="Only what is in this store.")] = None,
    device: Annotated[str | None, typer.Option("--device", metavar="SERIAL", help="Serial, asset tag or id.")] = None,
    json: Json = False,
) -> None:
    """When each task falls due, with the interval that holds it 8 times in 10, and the next quiet time for it."""
    from fleetdesk.services.forecast_due import ForecastDue

    if store is not None and device is not None:
        raise typer.BadParameter("name a store or a device, not both")
    with desk() as opened:
        service = ForecastDue(opened.record)
        now, at = service.now, opened.record.now()
        found = service.told(store=store, device=device)
    if json:
        print_json({"now": at, "forecasts": [_plain(outlook, known) for outlook, known in found]})
        return
    for outlook, known in found:
        typer.echo(f"{known.serial or known.id:14} {outlook.row.title}, {outlook.place.store or 'in no store'}")
        typer.echo(f"{'':14} {_said(outlook, now)}")
    typer.echo(f"{len(found)} tasks")


def _said(outlook: "Outlook", now: datetime) -> str:
    from fleetdesk.domain.use_rate import WhyNone
    from fleetdesk.services.forecast_words import sentences

    words = [_in_words(text) for text in sentences(outlook, now)]
    row = outlook.row
    if outlook.forecast.why_none is WhyNone.DUE:
        words.insert(0, f"Due now: {row.uses} of {row.every} {row.unit}.")
    elif outlook.forecast.why_none is WhyNone.NO_READING:
        words.insert(0, "No reading yet: nothing is known.")
    return " ".join(words)


def _in_words(text: "Text") -> str:
    """English, with days as ISO writes them, by the store's clock."""
    from fleetdesk.services.views import Moment

    days = {
        each: f"{datetime.fromisoformat(value.at).astimezone(ZoneInfo(value.zone)):%Y-%m-%d}"
        for name, value in text.values.items()
        if isinstance(value, Moment)
        for each in (name, f"{name}_day")
    }
    return text.message.format(**{**text.values, **days})


def _plain(outlook: "Outlook", known: "KnownDevice") -> dict[str, Any]:
    from fleetdesk.domain.forecast import COVERAGE_PERCENT

    forecast, window, zone = outlook.forecast, outlook.quiet, ZoneInfo(outlook.place.zone)
    quiet = window and {
        "start": window.start.astimezone(zone), "end": window.end.astimezone(zone), "minutes": window.minutes,
        "hours_known": bool(outlook.place.opening_hours),
    }  # fmt: skip
    rate = forecast.rate_per_open_day
    return {
        "device": known.id, "serial": known.serial, "store": known.store, "zone": outlook.place.zone,
        "task": forecast.task, "unit": outlook.row.unit, "remaining": forecast.remaining,
        "likely_on": forecast.likely_on, "earliest_on": forecast.earliest_on, "latest_on": forecast.latest_on,
        "coverage_percent": COVERAGE_PERCENT, "rate_per_open_day": rate and round(rate, 3), "basis": forecast.basis,
        "why_none": forecast.why_none, "quiet": quiet,
    }  # fmt: skip
