"""The audit of a gateway's way out: signal, address, uplink, firewall, clock, health; each line judged.

Pure. `fields` are register values by the device contract's names ("network.dhcp_state"), with codes already turned into
their names. What the gateway did not report makes no line: "not reported" is no fault.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

Value = str | int
Fields = Mapping[str, Value]

SHORT_LEASE_S = 3600
WEAK_DBM, LOST_DBM = -75, -85
BACKLOG = 1000
SLOW_MS = 800
WRONG_CLOCK_S = 300
PROBES = 8


class Judged(StrEnum):
    OK = "ok"
    WARN = "warn"
    BAD = "bad"
    IDLE = "idle"


class Topic(StrEnum):
    LINK = "link"
    ADDRESS = "address"
    UPLINK = "uplink"
    FIREWALL = "firewall"
    CLOCK = "clock"
    RESTART = "restart"


@dataclass(frozen=True, slots=True)
class Probe:
    """A firewall probe: `result` open | blocked | refused | not tried."""

    protocol: str
    port: int
    result: str
    age_s: int | None


@dataclass(frozen=True, slots=True)
class Finding:
    """One line. `what` names the case within its topic; the rest are the figures that its sentence needs."""

    topic: Topic
    judged: Judged
    what: str
    values: Mapping[str, Value]
    probes: tuple[Probe, ...] = ()


def audit(fields: Fields, taken_epoch_s: int) -> tuple[Finding, ...]:
    """The findings in the order in which a technician looks. `taken_epoch_s`: our own clock when it was read."""
    made = (
        _link(fields), _address(fields), _uplink(fields), _firewall(fields), _clock(fields, taken_epoch_s),
        _restart(fields),
    )  # fmt: skip
    return tuple(finding for finding in made if finding is not None)


def _link(fields: Fields) -> Finding | None:
    interface = fields.get("network.interface")
    if interface == "none":
        return Finding(Topic.LINK, Judged.BAD, "none", {})
    if interface == "ethernet":
        return Finding(Topic.LINK, Judged.OK, "ethernet", {})
    signal = _number(fields, "network.rssi_dbm")
    if interface != "wifi" or signal is None:
        return None
    values = {
        "ssid": fields.get("network.ssid") or "-", "channel": fields.get("network.channel", 0), "dbm": signal,
    }  # fmt: skip
    judged = Judged.BAD if signal < LOST_DBM else Judged.WARN if signal < WEAK_DBM else Judged.OK
    return Finding(Topic.LINK, judged, "wifi" if judged is Judged.OK else "weak", values)


def _address(fields: Fields) -> Finding | None:
    state, lease = fields.get("network.dhcp_state"), _number(fields, "network.lease_s") or 0
    values = {"ip": fields.get("network.ip", 0), "gateway": fields.get("network.gateway", 0), "lease_s": lease}
    match state:
        case "bound":
            short = lease < SHORT_LEASE_S
            return Finding(Topic.ADDRESS, Judged.WARN if short else Judged.OK, "short" if short else "bound", values)
        case "off":
            return Finding(Topic.ADDRESS, Judged.OK, "static", values)
        case "asking":
            return Finding(Topic.ADDRESS, Judged.WARN, "asking", values)
        case "failed":
            return Finding(Topic.ADDRESS, Judged.BAD, "failed", values)
        case _:
            return None


def _uplink(fields: Fields) -> Finding | None:
    state, backlog = fields.get("uplink.state"), _number(fields, "uplink.backlog") or 0
    if state is None:
        return None
    now, last = _number(fields, "header.epoch_s"), _number(fields, "uplink.last_success_epoch_s")
    values: dict[str, Value] = {
        "host": fields.get("config.uplink_host") or "-", "port": fields.get("config.uplink_port", 0),
        "rtt_ms": fields.get("uplink.rtt_ms", 0), "error": fields.get("uplink.last_error", 0), "backlog": backlog,
    }  # fmt: skip
    if now is not None and last is not None and now >= last:
        values["success_s"] = now - last  # both by the gateway's own clock
    if state == "up":
        rtt = _number(fields, "uplink.rtt_ms") or 0
        what = "backlog" if backlog > BACKLOG else "slow" if rtt > SLOW_MS else "up"
        return Finding(Topic.UPLINK, Judged.OK if what == "up" else Judged.WARN, what, values)
    if state == "testing":
        return Finding(Topic.UPLINK, Judged.IDLE, "testing", values)
    if state == "down":
        return Finding(Topic.UPLINK, Judged.BAD, "lost" if "success_s" in values else "down", values)
    return Finding(Topic.UPLINK, Judged.BAD, "off", values)


def _firewall(fields: Fields) -> Finding | None:
    """A port that the gateway itself reports through must be open; any other that is shut is a warning."""
    probes = _probes(fields)
    tried = tuple(probe for probe in probes if probe.result != "not tried")
    if not tried:
        return Finding(Topic.FIREWALL, Judged.IDLE, "untried", {}, probes) if probes else None
    shut = [probe for probe in tried if probe.result != "open"]
    needed = _number(fields, "config.uplink_port")
    if not shut:
        return Finding(Topic.FIREWALL, Judged.OK, "open", {}, tried)
    uplink_shut = any(probe.protocol == "tcp" and probe.port == needed for probe in shut)
    what = "uplink_shut" if uplink_shut else "shut"
    return Finding(Topic.FIREWALL, Judged.BAD if uplink_shut else Judged.WARN, what, {"port": needed or 0}, tried)


def _probes(fields: Fields) -> tuple[Probe, ...]:
    found: list[Probe] = []
    for number in range(1, PROBES + 1):
        protocol = fields.get(f"uplink.probe{number}_protocol")
        if isinstance(protocol, str) and protocol != "none":
            found.append(
                Probe(
                    protocol,
                    _number(fields, f"uplink.probe{number}_port") or 0,
                    str(fields.get(f"uplink.probe{number}_result", "not tried")),
                    _number(fields, f"uplink.probe{number}_age_s"),
                )
            )
    return tuple(found)


def _clock(fields: Fields, taken_epoch_s: int) -> Finding | None:
    """Only when it is wrong: a wrong clock breaks certificates and dates what it reports."""
    said = _number(fields, "header.epoch_s")
    if said is None or abs(said - taken_epoch_s) <= WRONG_CLOCK_S:
        return None
    return Finding(Topic.CLOCK, Judged.WARN, "wrong", {"off_s": abs(said - taken_epoch_s)})


def _restart(fields: Fields) -> Finding | None:
    uptime = _number(fields, "header.uptime_s")
    if uptime is None:
        return None
    reason = str(fields.get("header.last_reset", "unknown"))
    strange = reason in ("watchdog", "brown-out")
    return Finding(
        Topic.RESTART, Judged.WARN if strange else Judged.OK, reason if strange else "running", {"uptime_s": uptime}
    )


def worst(findings: Sequence[Finding]) -> Judged:
    """BAD over WARN over IDLE over OK."""
    order = (Judged.BAD, Judged.WARN, Judged.IDLE)
    return next((judged for judged in order if any(f.judged is judged for f in findings)), Judged.OK)


def _number(fields: Fields, name: str) -> int | None:
    value = fields.get(name)
    return value if isinstance(value, int) else None
