"""How the fleet is: three states, what remains true behind a dead gateway, and uptime that names its denominator.

Promises: a device that nobody reported on is `unknown`, never offline. A device reported offline behind an offline
gateway is unknown since the gateway failed, not down. Every share carries the two counts it is made of. Pure: the
caller brings the reports and, where age matters, the present.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from fleetdesk.domain.fleet import Status


class State(StrEnum):
    """What somebody said of a device."""

    ONLINE = "online"
    OFFLINE = "offline"
    UNKNOWN = "unknown"


class Truth(StrEnum):
    """What remains true of it when its gateway is taken into account."""

    ONLINE = "online"
    OFFLINE = "offline"
    UNKNOWN_BEHIND_DEAD_GATEWAY = "unknown_behind_dead_gateway"
    UNKNOWN = "unknown"


# -- which report holds ----------------------------------------------------------------------------------------------

AGE_LIMIT: Mapping[str, timedelta | None] = {
    "wired": timedelta(hours=12),
    "gateway": timedelta(hours=24),
    "upstream": None,
    "import": None,
}
"""How long a report may speak for a device. A look over the cable or at a gateway's child table says how the device is
now; after its limit the upstream's word counts again. Upstream and import report changes: the last one stands, and its
age is shown beside it."""

CLOCK_IS_WRONG = timedelta(days=1)
"""A report dated further ahead of now than this was written by a wrong clock."""

_SOURCE_RANK = {"import": 0, "upstream": 1, "gateway": 2, "wired": 3}
_STATE_RANK = {State.UNKNOWN: 0, State.ONLINE: 1, State.OFFLINE: 2}


@dataclass(frozen=True, slots=True)
class StateReport:
    """One `state.reported` event: `as_of` ISO 8601 with zone, `source` wired | gateway | upstream | import."""

    event: str
    state: State
    source: str
    as_of: str


@dataclass(frozen=True, slots=True)
class Standing:
    """The state that holds. `since` is the winner's `as_of`, or when the last report ran out; None: never reported."""

    state: State
    since: str | None = None
    source: str | None = None
    event: str | None = None


NEVER_REPORTED = Standing(State.UNKNOWN)


def newest_state(
    reports: Iterable[StateReport], now: str, age_limit: Mapping[str, timedelta | None] = AGE_LIMIT
) -> Standing:
    """The newest report that is within its source's age limit at `now`; the order of `reports` never matters.

    Equal `as_of`: the closer source wins (wired, gateway, upstream, import), then offline over online over unknown,
    then the higher event id. A report from a wrong clock counts only when there is no other. When all have run out the
    state is unknown since the last one did. Raises ValueError for an instant without a zone.
    """
    instant_now = _instant(now)
    ranked = sorted(reports, key=_precedence, reverse=True)
    if not ranked:
        return NEVER_REPORTED
    sane = [report for report in ranked if _instant(report.as_of) - instant_now <= CLOCK_IS_WRONG] or ranked
    for report in sane:
        limit = age_limit.get(report.source)
        if limit is None or instant_now - _instant(report.as_of) <= limit:
            return Standing(report.state, report.as_of, report.source, report.event)
    ends = ((_instant(report.as_of) + (age_limit.get(report.source) or timedelta()), report) for report in sane)
    ran_out, last = max(ends, key=lambda end: (end[0], _precedence(end[1])))
    return Standing(State.UNKNOWN, _text(ran_out), last.source, last.event)


def _precedence(report: StateReport) -> tuple[datetime, int, int, str]:
    return (
        _instant(report.as_of),
        _SOURCE_RANK.get(report.source, -1),
        _STATE_RANK[report.state],
        report.event,
    )


def _instant(text: str) -> datetime:
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is None:
        raise ValueError(f"{text!r} has no time zone")
    return instant.astimezone(UTC)


def _text(instant: datetime) -> str:
    return f"{instant:%Y-%m-%dT%H:%M:%S}.{instant.microsecond // 1000:03d}Z"


# -- truth relative to the gateway -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DeviceState:
    """One device as the registry knows it. `gateway` is the id of the device it reports through, or None."""

    device: str
    serial: str
    model: str
    category: str
    status: str
    standing: Standing = NEVER_REPORTED
    gateway: str | None = None


@dataclass(frozen=True, slots=True)
class RelativeState:
    """`since` when this became so; `note` a data-quality note, empty when the reports agree."""

    truth: Truth
    since: str | None
    note: str = ""


def relative_state(device: DeviceState, gateway: DeviceState | None) -> RelativeState:
    """What is true of `device` given its gateway. With none, a live one or one of unknown state: as reported."""
    own = device.standing
    dead = gateway is not None and gateway.device != device.device and gateway.standing.state is State.OFFLINE
    if gateway is None or not dead:
        return RelativeState(Truth(own.state.value), own.since)
    if own.state is State.OFFLINE:
        return RelativeState(Truth.UNKNOWN_BEHIND_DEAD_GATEWAY, gateway.standing.since)
    if own.state is State.ONLINE and own.source != "wired":
        note = (
            f"{device.serial} was reported online at {own.since}, but its gateway {gateway.serial} is offline since "
            f"{gateway.standing.since}: one of the two reports, or the assignment, is out of date."
        )
        return RelativeState(Truth.ONLINE, own.since, note)
    return RelativeState(Truth(own.state.value), own.since)


# -- counts, shares and tiers ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Share:
    """`part` of `whole`; `of` says in words what the whole is."""

    part: int
    whole: int
    of: str

    @property
    def ratio(self) -> float | None:
        """0.0 to 1.0; None when the whole is empty."""
        return self.part / self.whole if self.whole else None


@dataclass(frozen=True, slots=True)
class Tier:
    """An uptime tier: reached from `from_percent` on. 1 is the best."""

    number: int
    name: str
    from_percent: int
    risk: str
    action: str


@dataclass(frozen=True, slots=True)
class ReportedCounts:
    online: int
    offline: int
    unknown: int


@dataclass(frozen=True, slots=True)
class RelativeCounts:
    """The four values sum to the number of devices."""

    online: int
    offline: int
    unknown_behind_dead_gateway: int
    unknown: int


@dataclass(frozen=True, slots=True)
class ModelHealth:
    """One model as reported: all its devices are counted, `uptime` and `tier` take those in service with a known state.

    `tier` is None when no state is known.
    """

    category: str
    model: str
    devices: int
    online: int
    offline: int
    unknown: int
    uptime: Share
    tier: Tier | None


@dataclass(frozen=True, slots=True)
class FleetHealth:
    """The whole answer. Counts take every device that is not retired; uptimes only devices in service.

    `reported_uptime` believes the reports; `measured_uptime` leaves out what a dead gateway hides. `known_share` is the
    share of the fleet whose state is known after that. `left_out` {status: devices} counts in no uptime; retired ones
    are not among `devices` either. `notes` are data-quality notes.
    """

    devices: int
    reported: ReportedCounts
    relative: RelativeCounts
    reported_uptime: Share
    measured_uptime: Share
    reported_share: Share
    known_share: Share
    by_category: tuple[ModelHealth, ...]
    left_out: Mapping[str, int]
    notes: tuple[str, ...]


def fleet_health(fleet: Sequence[DeviceState], tiers: Sequence[Tier]) -> FleetHealth:
    """Counts the fleet. Rows of `by_category` come in the order in which their models first appear."""
    by_id = {device.device: device for device in fleet}
    present = [device for device in fleet if device.status != Status.RETIRED]
    judged = [(device, relative_state(device, by_id.get(device.gateway or ""))) for device in present]
    reported = _reported_counts(present)
    relative = _relative_counts(truth.truth for _, truth in judged)
    known = relative.online + relative.offline
    in_service = [(device, truth.truth) for device, truth in judged if device.status == Status.IN_SERVICE]
    return FleetHealth(
        devices=len(present),
        reported=reported,
        relative=relative,
        reported_uptime=_reported_uptime(present),
        measured_uptime=_measured_uptime(truth for _, truth in in_service),
        reported_share=Share(reported.online + reported.offline, len(present), "devices in the fleet"),
        known_share=Share(known, len(present), "devices in the fleet"),
        by_category=_by_model(present, tiers),
        left_out=Counter(device.status for device in fleet if device.status != Status.IN_SERVICE),
        notes=tuple(truth.note for _, truth in judged if truth.note),
    )


def tier_of(uptime: Share, tiers: Sequence[Tier]) -> Tier | None:
    """The highest tier that the share reaches, reckoned in integers; None when nothing is known."""
    if not uptime.whole:
        return None
    for tier in sorted(tiers, key=lambda tier: tier.from_percent, reverse=True):
        if uptime.part * 100 >= tier.from_percent * uptime.whole:
            return tier
    return None


def _reported_counts(devices: Iterable[DeviceState]) -> ReportedCounts:
    states = [device.standing.state for device in devices]
    return ReportedCounts(states.count(State.ONLINE), states.count(State.OFFLINE), states.count(State.UNKNOWN))


def _relative_counts(truths: Iterable[Truth]) -> RelativeCounts:
    seen = list(truths)
    return RelativeCounts(
        online=seen.count(Truth.ONLINE),
        offline=seen.count(Truth.OFFLINE),
        unknown_behind_dead_gateway=seen.count(Truth.UNKNOWN_BEHIND_DEAD_GATEWAY),
        unknown=seen.count(Truth.UNKNOWN),
    )


def _reported_uptime(devices: Iterable[DeviceState]) -> Share:
    counts = _reported_counts(device for device in devices if device.status == Status.IN_SERVICE)
    return Share(counts.online, counts.online + counts.offline, "devices in service that report a state")


def _measured_uptime(truths: Iterable[Truth]) -> Share:
    counts = _relative_counts(truths)
    return Share(
        counts.online,
        counts.online + counts.offline,
        "devices in service that report a state, none behind a dead gateway",
    )


def _by_model(devices: Sequence[DeviceState], tiers: Sequence[Tier]) -> tuple[ModelHealth, ...]:
    groups: dict[tuple[str, str], list[DeviceState]] = {}
    for device in devices:
        groups.setdefault((device.category, device.model), []).append(device)
    return tuple(_model_health(category, model, group, tiers) for (category, model), group in groups.items())


def _model_health(category: str, model: str, group: Sequence[DeviceState], tiers: Sequence[Tier]) -> ModelHealth:
    counts = _reported_counts(group)
    uptime = _reported_uptime(group)
    return ModelHealth(
        category=category,
        model=model,
        devices=len(group),
        online=counts.online,
        offline=counts.offline,
        unknown=counts.unknown,
        uptime=uptime,
        tier=tier_of(uptime, tiers),
    )
