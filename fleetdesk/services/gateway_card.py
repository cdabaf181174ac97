"""A gateway's audit and its children as sentences: what a technician reads first on its passport."""

from collections.abc import Mapping
from ipaddress import IPv4Address

from fleetdesk.domain.gateway_audit import Finding, Judged, Probe, Topic, audit
from fleetdesk.domain.gateway_children import ONLINE, Compared, Place, Silent, count, silent
from fleetdesk.domain.pack import Field, Pack
from fleetdesk.domain.snapshot import Snapshot
from fleetdesk.runtime.clock import ms_of
from fleetdesk.services.bench_views import JudgedLine
from fleetdesk.services.views import NOTHING, Text, Tone, Value

MINUTE_S, HOUR_S, DAY_S = 60, 3600, 86400
TONES = {Judged.OK: Tone.OK, Judged.WARN: Tone.WARN, Judged.BAD: Tone.BAD, Judged.IDLE: Tone.IDLE}
THINGS = {
    "coffee_machine": "coffee machines", "milk_dispenser": "milk dispensers", "syrup_dispenser": "syrup dispensers",
    "cold_dispenser": "cold dispensers", "refrigeration": "refrigeration units", "blender": "blenders",
    "ice_machine": "ice machines", "test_machine": "test machines",
}  # fmt: skip

LABELS = {
    Topic.LINK: "Network", Topic.ADDRESS: "Address", Topic.UPLINK: "Uplink", Topic.FIREWALL: "Firewall",
    Topic.CLOCK: "Clock", Topic.RESTART: "Running",
}  # fmt: skip

SAID: Mapping[tuple[Topic, str], tuple[str, str]] = {
    (Topic.LINK, "none"): ("no network", "Plug the network cable in, or set the Wi-Fi network again."),
    (Topic.LINK, "ethernet"): ("wired", ""),
    (Topic.LINK, "wifi"): ("Wi-Fi {ssid}, channel {channel}, {dbm} dBm", ""),
    (Topic.LINK, "weak"): (
        "Wi-Fi {ssid}, channel {channel}, {dbm} dBm, weak", "Move it nearer to the access point, or wire it.",
    ),
    (Topic.ADDRESS, "bound"): ("{ip} by DHCP, lease for {lease}", ""),
    (Topic.ADDRESS, "short"): ("{ip} by DHCP, lease ends in {lease}", "See that the DHCP server renews it."),
    (Topic.ADDRESS, "static"): ("{ip}, fixed", ""),
    (Topic.ADDRESS, "asking"): ("asking for an address", "Wait a minute, then read again."),
    (Topic.ADDRESS, "failed"): ("no DHCP lease", "Ask for a free address on the store's router, or set a fixed one."),
    (Topic.UPLINK, "up"): ("connected, {rtt_ms} ms", ""),
    (Topic.UPLINK, "slow"): ("connected, slow: {rtt_ms} ms", "See who else uses the store's line."),
    (Topic.UPLINK, "backlog"): ("connected, {backlog} messages wait", "See whether the number falls; read again."),
    (Topic.UPLINK, "testing"): ("being tested", "Read again in a moment."),
    (Topic.UPLINK, "down"): ("down, {backlog} messages wait", "Check address and firewall first."),
    (Topic.UPLINK, "lost"): (
        "down, last success {success} ago, {backlog} messages wait", "Check address and firewall first.",
    ),
    (Topic.UPLINK, "off"): ("switched off", "Set the uplink host and port."),
    (Topic.FIREWALL, "open"): ("{probes}", ""),
    (Topic.FIREWALL, "shut"): ("{probes}", "Ask for these ports when something that needs them is missing."),
    (Topic.FIREWALL, "uplink_shut"): ("{probes}", "Have TCP port {port} opened: it reports through it."),
    (Topic.FIREWALL, "untried"): ("not tried yet", ""),
    (Topic.CLOCK, "wrong"): ("wrong by {off}", "Have UDP port 123 opened, or set its clock."),
    (Topic.RESTART, "running"): ("for {uptime}", ""),
    (Topic.RESTART, "watchdog"): ("for {uptime}, restarted by its watchdog", "Note it; twice a week is a defect."),
    (Topic.RESTART, "brown-out"): ("for {uptime}, restarted for low supply", "Change its power supply."),
}  # fmt: skip


def network_lines(pack: Pack, snapshot: Snapshot) -> tuple[JudgedLine, ...]:
    """The audit's lines; empty for a device without these registers."""
    return tuple(_line(finding) for finding in audit(named_fields(pack, snapshot), ms_of(snapshot.taken_at) // 1000))


def named_fields(pack: Pack, snapshot: Snapshot) -> dict[str, str | int]:
    """The snapshot's register values, enumerations by the names that the pack gives them."""
    named: dict[str, str | int] = {}
    for source, value in snapshot.fields.items():
        block, _, name = source.partition(".")
        found = pack.block(block)
        item = found.field_named(name) if found is not None else None
        named[source] = _named(item, value) if item is not None else value
    return named


def _named(item: Field, value: str | int) -> str | int:
    if isinstance(value, str) or not item.codes or item.form != "number":
        return value
    return item.codes.get(value, f"code {value}")


def _line(finding: Finding) -> JudgedLine:
    said, advice = SAID[finding.topic, finding.what]
    values: dict[str, Value] = {name: value for name, value in finding.values.items() if f"{{{name}}}" in said + advice}
    for name, source in (("lease", "lease_s"), ("uptime", "uptime_s"), ("off", "off_s"), ("success", "success_s")):
        if source in finding.values:
            values[name] = span(int(finding.values[source]))
    if isinstance(values.get("ip"), int):
        values["ip"] = str(IPv4Address(int(finding.values["ip"])))
    if "port" in values:
        values["port"] = str(values["port"])  # a port is a name, not a quantity: never grouped
    if finding.probes:
        values["probes"] = ", ".join(map(_probe, finding.probes))
    return JudgedLine(
        Text(LABELS[finding.topic]),
        Text(said, values),
        TONES[finding.judged],
        Text(advice, values) if advice else NOTHING,
    )


def _probe(probe: Probe) -> str:
    return f"{probe.protocol.upper()} {probe.port} {probe.result}"


def span(seconds: int) -> str:
    """As "40 s", "12 min", "19 h", "3 d"."""
    for size, unit, least in ((DAY_S, "d", 2 * DAY_S), (HOUR_S, "h", HOUR_S), (MINUTE_S, "min", MINUTE_S)):
        if seconds >= least:
            return f"{seconds // size} {unit}"
    return f"{seconds} s"


# -- the children ------------------------------------------------------------------------------------------------------


def children_lines(compared: tuple[Compared, ...]) -> tuple[Text, ...]:
    """ "3 of 5 blenders last seen 2 days ago", "one unknown", "one assigned elsewhere": the parts of one sentence."""
    listed = [each.child for each in compared if each.child is not None]
    parts: list[Text] = []
    down = silent(compared)
    if down:
        parts.append(_silent_text(down[0]))
        others = sum(group.count for group in down[1:])
        if others:
            parts.append(_one_or("one other device silent", "{n} other devices silent", others))
    online = sum(child.state == ONLINE for child in listed)
    if listed and not down:
        parts.append(Text("{online} of {n} online", {"online": online, "n": len(listed)}))
    for place, one, many in (
        (Place.STRANGE, "one unknown", "{n} unknown"),
        (Place.ELSEWHERE, "one assigned elsewhere", "{n} assigned elsewhere"),
        (Place.MISSING, "one of its own is not in its table", "{n} of its own are not in its table"),
    ):
        n = count(compared, place)
        if n:
            parts.append(_one_or(one, many, n))
    return tuple(parts)


def _one_or(one: str, many: str, n: int) -> Text:
    return Text(one) if n == 1 else Text(many, {"n": n})


def _silent_text(group: Silent) -> Text:
    who: dict[str, Value] = {
        "count": group.count,
        "of": group.of,
        "things": Text(THINGS.get(group.category, "devices")),
    }
    if group.shortest_s is None or group.longest_s is None:
        return Text("{count} of {of} {things} never seen", who)
    if group.longest_s < HOUR_S:
        return Text("{count} of {of} {things} last seen less than an hour ago", who)
    in_days = group.longest_s >= 2 * DAY_S
    size = DAY_S if in_days else HOUR_S
    least, most = group.shortest_s // size, group.longest_s // size
    ago: dict[str, Value] = {**who, "least": least, "most": most}
    if least == most == 1:
        return Text("{count} of {of} {things} last seen an hour ago", who)
    if least == most and in_days:
        return Text("{count} of {of} {things} last seen {most} days ago", ago)
    if least == most:
        return Text("{count} of {of} {things} last seen {most} hours ago", ago)
    if in_days:
        return Text("{count} of {of} {things} last seen {least} to {most} days ago", ago)
    return Text("{count} of {of} {things} last seen {least} to {most} hours ago", ago)
