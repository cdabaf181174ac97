"""What the fleet's states say, what remains true behind a dead gateway, and which report holds."""

from datetime import timedelta
from itertools import permutations

import pytest

from fleetdesk.domain.health import (
    DeviceState,
    RelativeCounts,
    ReportedCounts,
    Share,
    Standing,
    State,
    StateReport,
    Tier,
    Truth,
    fleet_health,
    newest_state,
    relative_state,
    tier_of,
)

NOW = "2026-02-14T15:00:00.000Z"
DEAD_SINCE = "2026-02-08T13:40:00.000Z"
TIERS = (
    Tier(1, "excellent", 90, "low", ""),
    Tier(2, "good", 75, "medium", ""),
    Tier(3, "concerning", 40, "high", ""),
    Tier(4, "critical", 0, "critical", ""),
)


def device(
    name: str,
    state: State = State.UNKNOWN,
    *,
    gateway: str | None = None,
    status: str = "in_service",
    model: str = "ruiyun-frost",
    category: str = "blender",
    since: str = "2026-02-10T09:00:00.000Z",
    source: str = "import",
) -> DeviceState:
    standing = Standing(state, None if state is State.UNKNOWN else since, source)
    return DeviceState(name, name, model, category, status, standing, gateway)


def gateway(name: str, state: State) -> DeviceState:
    return device(name, state, model="mpc-1911-r22", category="gateway", since=DEAD_SINCE)


# -- truth relative to the gateway -----------------------------------------------------------------------------------


def test_a_child_offline_behind_a_dead_gateway_is_unknown_since_the_gateway_failed() -> None:
    judged = relative_state(device("b", State.OFFLINE, gateway="g"), gateway("g", State.OFFLINE))
    assert (judged.truth, judged.since, judged.note) == (Truth.UNKNOWN_BEHIND_DEAD_GATEWAY, DEAD_SINCE, "")


@pytest.mark.parametrize("parent", [None, gateway("g", State.ONLINE), gateway("g", State.UNKNOWN)])
def test_a_child_offline_behind_a_live_an_unknown_or_no_gateway_is_down(parent: DeviceState | None) -> None:
    judged = relative_state(device("b", State.OFFLINE, gateway="g"), parent)
    assert (judged.truth, judged.since) == (Truth.OFFLINE, "2026-02-10T09:00:00.000Z")


def test_a_child_that_nobody_reported_stays_plainly_unknown_behind_a_dead_gateway() -> None:
    judged = relative_state(device("b", gateway="g"), gateway("g", State.OFFLINE))
    assert (judged.truth, judged.since) == (Truth.UNKNOWN, None)


def test_an_online_child_behind_a_dead_gateway_stays_online_and_is_noted() -> None:
    judged = relative_state(device("RF-1", State.ONLINE, gateway="MPC-1"), gateway("MPC-1", State.OFFLINE))
    assert judged.truth is Truth.ONLINE
    assert "RF-1" in judged.note
    assert "MPC-1" in judged.note
    assert DEAD_SINCE in judged.note


def test_a_child_that_answered_on_the_cable_contradicts_nothing() -> None:
    child = device("RF-1", State.ONLINE, gateway="MPC-1", source="wired")
    assert relative_state(child, gateway("MPC-1", State.OFFLINE)).note == ""


def test_a_dead_gateway_is_itself_down() -> None:
    dead = gateway("g", State.OFFLINE)
    assert relative_state(dead, None).truth is Truth.OFFLINE
    misassigned = device("g", State.OFFLINE, gateway="g")
    assert relative_state(misassigned, misassigned).truth is Truth.OFFLINE


# -- counts and shares -------------------------------------------------------------------------------------------------


def small_fleet(gateway_state: State) -> list[DeviceState]:
    return [
        gateway("g", gateway_state),
        device("on", State.ONLINE),
        device("off-behind", State.OFFLINE, gateway="g"),
        device("off-alone", State.OFFLINE),
        device("silent"),
        device("on-the-shelf", State.OFFLINE, status="spare"),
        device("in-the-lab", State.OFFLINE, status="test_unit"),
        device("scrapped", State.OFFLINE, status="retired"),
    ]


def test_counts_take_all_that_is_not_retired_and_uptime_only_what_is_in_service() -> None:
    health = fleet_health(small_fleet(State.OFFLINE), TIERS)
    assert health.devices == 7
    assert health.reported == ReportedCounts(online=1, offline=5, unknown=1)
    assert health.relative == RelativeCounts(online=1, offline=4, unknown_behind_dead_gateway=1, unknown=1)
    assert (health.reported_uptime.part, health.reported_uptime.whole) == (1, 4)
    assert (health.measured_uptime.part, health.measured_uptime.whole) == (1, 3)
    assert (health.reported_share.part, health.reported_share.whole) == (6, 7)
    assert (health.known_share.part, health.known_share.whole) == (5, 7)


def test_the_children_come_back_with_their_reported_state_when_the_gateway_returns() -> None:
    health = fleet_health(small_fleet(State.ONLINE), TIERS)
    assert health.relative == RelativeCounts(online=2, offline=4, unknown_behind_dead_gateway=0, unknown=1)


def test_every_share_names_its_whole() -> None:
    health = fleet_health(small_fleet(State.OFFLINE), TIERS)
    assert "in service" in health.measured_uptime.of
    assert "dead gateway" in health.measured_uptime.of
    assert health.known_share.of == "devices in the fleet"


def test_a_fleet_of_nothing_has_no_uptime_instead_of_zero() -> None:
    health = fleet_health([], TIERS)
    assert (health.devices, health.measured_uptime.ratio, health.by_category) == (0, None, ())


@pytest.mark.parametrize(
    ("online", "known", "number"),
    [(9, 10, 1), (899, 1000, 2), (3, 4, 2), (749, 1000, 3), (2, 5, 3), (399, 1000, 4), (0, 5, 4)],
)
def test_a_tier_begins_exactly_at_its_boundary(online: int, known: int, number: int) -> None:
    tier = tier_of(Share(online, known, ""), tuple(reversed(TIERS)))
    assert tier is not None
    assert tier.number == number


def test_no_known_state_no_tier() -> None:
    (row,) = fleet_health([device("a"), device("b", State.OFFLINE, status="test_unit")], TIERS).by_category
    assert (row.devices, row.offline, row.unknown, row.tier) == (2, 1, 1, None)


# -- which report holds ----------------------------------------------------------------------------------------------


def report(event: str, state: State, source: str, as_of: str) -> StateReport:
    return StateReport(event, state, source, as_of)


def test_never_reported_is_unknown_since_never() -> None:
    assert newest_state([], NOW) == Standing(State.UNKNOWN, None, None, None)


def test_the_newest_report_wins_in_any_order_of_arrival() -> None:
    reports = [
        report("1", State.ONLINE, "upstream", "2026-01-01T00:00:00.000Z"),
        report("2", State.OFFLINE, "upstream", "2026-01-26T09:10:00.000Z"),
        report("3", State.ONLINE, "import", "2026-01-20T00:00:00.000Z"),
    ]
    for order in permutations(reports):
        assert newest_state(order, NOW) == Standing(State.OFFLINE, "2026-01-26T09:10:00.000Z", "upstream", "2")


def test_instants_are_compared_as_instants_not_as_text() -> None:
    reports = [
        report("1", State.ONLINE, "upstream", "2026-02-14T13:00:00+00:00"),
        report("2", State.OFFLINE, "upstream", "2026-02-14T09:30:00-05:00"),
    ]
    assert newest_state(reports, NOW).event == "2"


def test_at_one_instant_the_closer_source_wins_then_the_worse_state_then_the_id() -> None:
    reports = [
        report("9", State.ONLINE, "import", NOW),
        report("8", State.OFFLINE, "upstream", NOW),
        report("7", State.ONLINE, "gateway", NOW),
        report("6", State.OFFLINE, "gateway", NOW),
        report("5", State.OFFLINE, "gateway", NOW),
    ]
    for order in permutations(reports):
        assert newest_state(order, NOW).event == "6"


def test_a_look_over_the_cable_speaks_for_twelve_hours_then_upstream_speaks_again() -> None:
    silent = report("1", State.OFFLINE, "upstream", "2026-01-26T09:10:00.000Z")
    wired = report("2", State.ONLINE, "wired", "2026-02-14T03:00:00.000Z")
    assert newest_state([silent, wired], NOW).source == "wired"
    assert newest_state([silent, wired], "2026-02-14T15:00:00.001Z").event == "1"


def test_when_every_report_ran_out_the_state_is_unknown_since_the_last_one_did() -> None:
    limits = {"wired": timedelta(hours=12), "upstream": timedelta(hours=1)}
    reports = [
        report("1", State.ONLINE, "wired", "2026-02-13T01:00:00.000Z"),
        report("2", State.ONLINE, "upstream", "2026-02-13T02:00:00.000Z"),
    ]
    assert newest_state(reports, NOW, limits) == Standing(State.UNKNOWN, "2026-02-13T13:00:00.000Z", "wired", "1")


def test_a_report_from_a_clock_years_ahead_does_not_silence_the_others() -> None:
    sane = report("1", State.OFFLINE, "upstream", "2026-02-14T12:00:00.000Z")
    ahead = report("2", State.ONLINE, "wired", "2031-01-01T00:00:00.000Z")
    assert newest_state([ahead, sane], NOW).event == "1"
    assert newest_state([ahead], NOW).event == "2"


def test_an_instant_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        newest_state([report("1", State.ONLINE, "import", "2026-02-14T12:00:00")], NOW)
