"""What the Sync page says about the hub, the state of one's work, and a sync under way."""

from fleetdesk.services.sync_page import SyncProgress, SyncView
from fleetdesk.services.views import HubLink, Moment, SyncState, Tone
from fleetdesk.ui.words import day_and_time, number, tr


def pill_words(view: SyncView) -> tuple[str, Tone]:
    """The sentence's colour always has a word."""
    if view.summary.safe:
        return tr("Safe"), Tone.OK
    if view.state.link is HubLink.NONE:
        return tr("No hub"), Tone.IDLE
    if view.state.link is HubLink.REFUSED:
        return tr("Refused"), Tone.BAD
    return tr("Owed"), Tone.WARN


def link_words(state: SyncState, zone: str) -> str:
    """How the hub stands, and when it was last in agreement with this laptop."""
    if state.link is HubLink.NONE:
        return tr("No hub was joined yet.")
    last = tr("Last synced {at}.").format(at=day_and_time(Moment(state.last_sync, zone))) if state.last_sync else ""
    hub = state.hub or ""
    match state.link:
        case HubLink.SYNCING:
            words = tr("Talking to {hub}...").format(hub=hub)
        case HubLink.ONLINE:
            words = tr("The hub at {hub} is in reach.").format(hub=hub)
        case HubLink.REFUSED:
            words = tr("The hub at {hub} does not take everything.").format(hub=hub)
        case _:
            words = tr("The hub at {hub} is not in reach; it is tried again by itself.").format(hub=hub)
    return f"{words} {last}".rstrip()


def progress_words(progress: SyncProgress) -> str:
    """Stage, amount, rate and what is left: "Sending records: 1,500 of 5,000, 800 a second, 5 s left"."""
    stage = {
        "push": tr("Sending records"), "blobs": tr("Sending files"), "pull": tr("Receiving records"),
        "write": tr("Writing records"), "stick_blobs": tr("Files"), "check": tr("Looking at the bundle"),
        "take": tr("Taking in records"),
    }.get(progress.stage, progress.stage)  # fmt: skip
    words = tr("{stage}: {done} of {total}").format(
        stage=stage, done=number(progress.done), total=number(progress.total)
    )
    if not progress.rate or progress.done >= progress.total:
        return words
    left_s = -(-(progress.total - progress.done) // progress.rate)
    return tr("{words}, {rate} a second, {left} s left").format(
        words=words, rate=number(progress.rate), left=number(left_s)
    )
