"""The audit of a gateway's way out: each case is judged, and what was not reported is no fault."""

import pytest

from fleetdesk.domain.gateway_audit import Fields, Finding, Judged, Topic, audit, worst

NOW = 1_790_000_000
SOUND: Fields = {
    "header.uptime_s": 500, "header.epoch_s": NOW, "header.last_reset": "power on",
    "network.interface": "wifi", "network.rssi_dbm": -58, "network.ssid": "store-iot", "network.channel": 6,
    "network.dhcp_state": "bound", "network.lease_s": 71200, "network.ip": 0x0A140B16,
    "uplink.state": "up", "uplink.rtt_ms": 84, "uplink.backlog": 0, "uplink.last_success_epoch_s": NOW - 30,
    "uplink.probe1_protocol": "tcp", "uplink.probe1_port": 8883, "uplink.probe1_result": "open",
    "config.uplink_port": 8883,
}  # fmt: skip


def finding(topic: Topic, **changed: str | int) -> Finding:
    fields = {**SOUND, **{name.replace("__", "."): value for name, value in changed.items()}}
    return next(found for found in audit(fields, NOW) if found.topic is topic)


def test_a_sound_gateway_has_nothing_to_complain_of() -> None:
    found = audit(SOUND, NOW)
    assert {each.topic for each in found} == set(Topic) - {Topic.CLOCK}
    assert worst(found) is Judged.OK
    assert next(f for f in found if f.topic is Topic.UPLINK).values["success_s"] == 30


@pytest.mark.parametrize(
    ("topic", "changed", "judged", "what"),
    [
        (Topic.LINK, {"network__rssi_dbm": -80}, Judged.WARN, "weak"),
        (Topic.LINK, {"network__rssi_dbm": -86}, Judged.BAD, "weak"),
        (Topic.LINK, {"network__interface": "none"}, Judged.BAD, "none"),
        (Topic.LINK, {"network__interface": "ethernet"}, Judged.OK, "ethernet"),
        (Topic.ADDRESS, {"network__dhcp_state": "failed"}, Judged.BAD, "failed"),
        (Topic.ADDRESS, {"network__dhcp_state": "asking"}, Judged.WARN, "asking"),
        (Topic.ADDRESS, {"network__lease_s": 600}, Judged.WARN, "short"),
        (Topic.ADDRESS, {"network__dhcp_state": "off"}, Judged.OK, "static"),
        (Topic.UPLINK, {"uplink__state": "down"}, Judged.BAD, "lost"),
        (Topic.UPLINK, {"uplink__state": "down", "uplink__last_success_epoch_s": NOW + 9}, Judged.BAD, "down"),
        (Topic.UPLINK, {"uplink__state": "off"}, Judged.BAD, "off"),
        (Topic.UPLINK, {"uplink__backlog": 5000}, Judged.WARN, "backlog"),
        (Topic.UPLINK, {"uplink__rtt_ms": 1200}, Judged.WARN, "slow"),
        (Topic.FIREWALL, {"uplink__probe1_result": "blocked"}, Judged.BAD, "uplink_shut"),
        (Topic.FIREWALL, {"uplink__probe1_result": "blocked", "config__uplink_port": 443}, Judged.WARN, "shut"),
        (Topic.FIREWALL, {"uplink__probe1_result": "not tried"}, Judged.IDLE, "untried"),
        (Topic.CLOCK, {"header__epoch_s": NOW - 4000}, Judged.WARN, "wrong"),
        (Topic.RESTART, {"header__last_reset": "brown-out"}, Judged.WARN, "brown-out"),
    ],
)
def test_each_trouble_is_judged(topic: Topic, changed: dict[str, str | int], judged: Judged, what: str) -> None:
    found = finding(topic, **changed)
    assert (found.judged, found.what) == (judged, what)


def test_what_was_not_reported_makes_no_line() -> None:
    assert audit({}, NOW) == ()
