"""What the status line says: the cable, the hub, what waits, when something was last saved."""

from fleetdesk.services.bench_views import BenchView, PortState, PortView
from fleetdesk.services.views import HubLink, Moment, SyncState, Tone
from fleetdesk.ui.words import clock_time, number, tr

Words = tuple[str, Tone]


def short_port(port: str) -> str:
    """As "/dev/ttyACM0" -> "ttyACM0", "socket://127.0.0.1:4001" -> "127.0.0.1:4001"."""
    return port.partition("://")[2] if "://" in port else port.rsplit("/", 1)[-1]


def cable_words(view: BenchView) -> Words:
    ready = [port for port in view.ports if port.state in (PortState.READY, PortState.UNKNOWN_UNIT)]
    if not view.ports:
        return tr("Nothing on the cable"), Tone.IDLE
    if not ready:
        return _not_ready(view.ports[0])
    if len(ready) > 1:
        return tr("{count} units on the cable").format(count=len(ready)), Tone.OK
    return tr("{unit} on {port}").format(unit=ready[0].label, port=short_port(ready[0].port)), Tone.OK


def _not_ready(port: PortView) -> Words:
    if port.state is PortState.CONNECTING:
        return tr("Looking at {port}...").format(port=short_port(port.port)), Tone.IDLE
    if port.state is PortState.UNKNOWN_ADAPTER:
        return tr("Unknown adapter on {port}").format(port=short_port(port.port)), Tone.IDLE
    return tr("Trouble on {port}").format(port=short_port(port.port)), Tone.BAD


def hub_words(sync: SyncState, zone: str) -> Words:
    since = clock_time(Moment(sync.since, zone))[:5] if sync.since else ""
    match sync.link:
        case HubLink.NONE:
            return tr("No hub: work stays on this laptop"), Tone.IDLE
        case HubLink.ONLINE:
            return tr("Hub reachable"), Tone.OK
        case HubLink.SYNCING:
            return tr("Talking to the hub..."), Tone.OK
        case HubLink.OFFLINE:
            return (tr("No hub since {time}").format(time=since) if since else tr("No hub in reach")), Tone.IDLE
        case HubLink.REFUSED:
            return (sync.problem.title if sync.problem else tr("The hub says no")), Tone.BAD


def waiting_words(sync: SyncState) -> Words:
    if sync.link is HubLink.NONE:
        return "", Tone.IDLE
    events, blobs = sync.waiting_events, sync.waiting_blobs
    if not events and not blobs:
        return tr("Everything is on the hub"), Tone.OK
    parts: list[str] = []
    if events:
        parts.append(tr("1 record") if events == 1 else tr("{count} records").format(count=number(events)))
    if blobs:
        parts.append(tr("1 photo") if blobs == 1 else tr("{count} photos").format(count=number(blobs)))
    what = tr(" and ").join(parts)
    one = events + blobs == 1
    return (tr("{what} waits for the hub") if one else tr("{what} wait for the hub")).format(what=what), Tone.WARN


def saved_words(sync: SyncState, zone: str) -> str:
    return tr("Saved {time}").format(time=clock_time(Moment(sync.saved_at, zone))) if sync.saved_at else ""
