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
        said = (device.serial, own.since, gateway.serial, gateway.standing.since)
        return RelativeState(Truth.ONLINE, own.since, online_behind_dead(*said))
    return RelativeState(Truth(own.state.value), own.since)


def online_behind_dead(serial: str, since: str | None, gateway: str, gateway_since: str | None) -> str:
    """The data-quality note of a device that was reported online although its gateway is offline."""
    return (
        f"{serial} was reported online at {since}, but its gateway {gateway} is offline since {gateway_since}: one of"
        " the two reports, or the assignment, is out of date."
    )


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


@dataclass(frozen=True, slots=True)
class StateGroup:
    """`count` devices that are alike to the health of the fleet. `behind_dead`: their gateway is offline."""

    category: str
    model: str
    status: str
    state: State
    behind_dead: bool
    count: int

    @property
    def truth(self) -> Truth:
        hidden = self.behind_dead and self.state is State.OFFLINE
        return Truth.UNKNOWN_BEHIND_DEAD_GATEWAY if hidden else Truth(self.state.value)


def fleet_health(fleet: Sequence[DeviceState], tiers: Sequence[Tier]) -> FleetHealth:
    """Counts the fleet. Rows of `by_category` come in the order in which their models first appear."""
    by_id = {device.device: device for device in fleet}
    judged = [(device, relative_state(device, by_id.get(device.gateway or ""))) for device in fleet]
    groups = [
        StateGroup(
            device.category, device.model, device.status, device.standing.state,
            found.truth is Truth.UNKNOWN_BEHIND_DEAD_GATEWAY, 1,
        )
        for device, found in judged
    ]  # fmt: skip
    notes = tuple(found.note for device, found in judged if found.note and device.status != Status.RETIRED)
    return health_of_groups(groups, notes, tiers)


def health_of_groups(groups: Sequence[StateGroup], notes: tuple[str, ...], tiers: Sequence[Tier]) -> FleetHealth:
    """The same from counts, whatever the size of the fleet."""
    present = [group for group in groups if group.status != Status.RETIRED]
    devices = sum(group.count for group in present)
    reported, relative = _reported_counts(present), _relative_counts(present)
    in_service = [group for group in present if group.status == Status.IN_SERVICE]
    left_out: Counter[str] = Counter()
    for group in groups:
        if group.status != Status.IN_SERVICE:
            left_out[group.status] += group.count
    return FleetHealth(
        devices=devices,
        reported=reported,
        relative=relative,
        reported_uptime=_reported_uptime(present),
        measured_uptime=_measured_uptime(in_service),
        reported_share=Share(reported.online + reported.offline, devices, "devices in the fleet"),
        known_share=Share(relative.online + relative.offline, devices, "devices in the fleet"),
        by_category=_by_model(present, tiers),
        left_out=left_out,
        notes=notes,
    )


def tier_of(uptime: Share, tiers: Sequence[Tier]) -> Tier | None:
    """The highest tier that the share reaches, reckoned in integers; None when nothing is known."""
    if not uptime.whole:
        return None
    for tier in sorted(tiers, key=lambda tier: tier.from_percent, reverse=True):
        if uptime.part * 100 >= tier.from_percent * uptime.whole:
            return tier
    return None


def _reported_counts(groups: Sequence[StateGroup]) -> ReportedCounts:
    online, offline, unknown = (_sum(groups, state) for state in State)
    return ReportedCounts(online, offline, unknown)


def _sum(groups: Iterable[StateGroup], state: State) -> int:
    return sum(group.count for group in groups if group.state is state)


def _relative_counts(groups: Sequence[StateGroup]) -> RelativeCounts:
    online, offline, behind, unknown = (sum(group.count for group in groups if group.truth is truth) for truth in Truth)
    return RelativeCounts(online, offline, behind, unknown)


def _reported_uptime(groups: Sequence[StateGroup]) -> Share:
    counts = _reported_counts([group for group in groups if group.status == Status.IN_SERVICE])
    return Share(counts.online, counts.online + counts.offline, "devices in service that report a state")


def _measured_uptime(groups: Sequence[StateGroup]) -> Share:
    counts = _relative_counts(groups)
    return Share(
        counts.online,
        counts.online + counts.offline,
        "devices in service that report a state, none behind a dead gateway",
    )


def _by_model(present: Sequence[StateGroup], tiers: Sequence[Tier]) -> tuple[ModelHealth, ...]:
    by_model: dict[tuple[str, str], list[StateGroup]] = {}
    for group in present:
        by_model.setdefault((group.category, group.model), []).append(group)
    return tuple(_model_health(category, model, groups, tiers) for (category, model), groups in by_model.items())


def _model_health(category: str, model: str, groups: Sequence[StateGroup], tiers: Sequence[Tier]) -> ModelHealth:
    counts = _reported_counts(groups)
    uptime = _reported_uptime(groups)
    return ModelHealth(
        category=category,
        model=model,
        devices=sum(group.count for group in groups),
        online=counts.online,
        offline=counts.offline,
        unknown=counts.unknown,
        uptime=uptime,
        tier=tier_of(uptime, tiers),
    )
