"""The passport of the unit on a port: what it said over the cable beside what the registry knows of it."""

from dataclasses import dataclass, replace

from fleetdesk.domain.gateway_children import Compared, Place
from fleetdesk.domain.inspection_template import purpose
from fleetdesk.domain.pack import Channel, Pack
from fleetdesk.domain.snapshot import Gauge, Snapshot
from fleetdesk.services.bench_views import BenchUnit, ChildRow, LiveChannel, TemplateChoice, TriageView
from fleetdesk.services.connectivity import connectivity
from fleetdesk.services.device_story import verdict_text
from fleetdesk.services.due_list import zone_of
from fleetdesk.services.firmware_library import newest_version
from fleetdesk.services.forecast_words import forecast_tasks
from fleetdesk.services.gateway_card import children_lines, network_lines
from fleetdesk.services.gateway_children import ChildRows, compared_children
from fleetdesk.services.readings import Resolved, resolve
from fleetdesk.services.triage_unit import triage_unit
from fleetdesk.services.views import NOTHING, Connectivity, Fact, Health, Moment, Silence, Text, Tone
from fleetdesk.sqlite import Connection
from fleetdesk.storage import drafts
from fleetdesk.storage.queries import registry, work

FIRST = (Place.ELSEWHERE, Place.STRANGE, Place.HERE, Place.MISSING)
"""Children in the order of what there is to do about them."""
FULL_SCALE_MARGIN = 1.3
ABSOLUTE_ZERO_C = 273.15
NEVER_SEEN = Connectivity(Health.UNKNOWN, silence=Silence.NEVER_REPORTED)


@dataclass(frozen=True, slots=True)
class PassportMaker:
    """Builds passports inside one read transaction."""

    connection: Connection

    def unit(self, pack: Pack, snapshot: Snapshot, motor_ma: float | None = None) -> BenchUnit:
        """`motor_ma`: the load of a run of its motor that was seen on the cable."""
        resolved = resolve(self.connection, pack, snapshot.identity)
        device = resolved.device
        store = registry.store(self.connection, device.store) if device and device.store else None
        gateway = registry.device(self.connection, device.gateway) if device and device.gateway else None
        offered = registry.templates_of(self.connection, pack.category) if device else []
        standard = next((each for each in offered if purpose(each.body) == "inspection"), None)
        draft = drafts.of_device(self.connection, device.id, standard.template) if device and standard else None
        is_gateway = device is not None and pack.category == "gateway"
        compared = compared_children(self.connection, device, snapshot) if device and is_gateway else ()
        return BenchUnit(
            pack=pack.key,
            model=pack.name,
            serial=(device.serial if device else None) or snapshot.identity.serial,
            module=snapshot.identity.serial,
            category=pack.category,
            device=device.id if device else None,
            store=(device.store or "") if device else "",
            store_name=store.name if store else "",
            zone=zone_of(self.connection, device),
            upstream=connectivity(device, gateway) if device else NEVER_SEEN,
            answered_at=snapshot.taken_at,
            facts=self._facts(resolved, pack, snapshot, gateway, store),
            due=forecast_tasks(self.connection, device.id, snapshot.taken_at) if device else (),
            live=live_channel(pack),
            readings=_readings(pack, snapshot),
            faults=tuple(Text("{label}: {value}", {"label": f.label, "value": f.value}) for f in snapshot.faults),
            children=self._children(device, snapshot, compared),
            children_say=children_lines(compared),
            network=network_lines(pack, snapshot) if pack.category == "gateway" else (),
            counts=pack.usage_counter() is not None,
            can_inspect=standard is not None,
            draft=draft.id if draft else None,
            audits=tuple(_template_choice(each) for each in offered if purpose(each.body) == "audit"),
            last_inspection=self._last_inspection(device),
            can_restart=pack.protocol == "smp",
            has_log=any(channel.logged for channel in watched_channels(pack)),
            triage=self._triage(device, gateway, pack, snapshot, motor_ma),
            offer=newest_version(self.connection, pack, snapshot.identity.firmware),
        )  # fmt: skip

    def _triage(
        self, device: registry.KnownDevice | None, gateway: registry.KnownDevice | None, pack: Pack,
        snapshot: Snapshot, motor_ma: float | None,
    ) -> TriageView | None:  # fmt: skip
        if device is None or pack.category == "gateway" or connectivity(device, gateway).state is Health.ONLINE:
            return None
        return triage_unit(self.connection, device, pack, snapshot, motor_ma)

    def _facts(
        self,
        resolved: Resolved,
        pack: Pack,
        snapshot: Snapshot,
        gateway: registry.KnownDevice | None,
        store: registry.KnownStore | None,
    ) -> tuple[Fact, ...]:
        facts: list[Fact] = []
        if resolved.device is not None:
            facts.append(_fact("Store", store.name if store else "none"))
        if pack.category != "gateway":
            facts.append(_gateway_fact(resolved, snapshot, gateway))
        facts.append(_fact("Firmware", snapshot.identity.firmware))
        facts += [_gauge_fact(gauge) for gauge in _passport_gauges(pack, snapshot)]
        return tuple(facts)

    def _children(
        self, device: registry.KnownDevice | None, snapshot: Snapshot, compared: tuple[Compared, ...]
    ) -> tuple[ChildRow, ...]:
        rows = ChildRows(self.connection, snapshot)
        if device is None:
            return tuple(rows.unregistered(child) for child in snapshot.children)
        return tuple(rows.row(each) for each in sorted(compared, key=lambda each: FIRST.index(each.place)))

    def _last_inspection(self, device: registry.KnownDevice | None) -> Text:
        last = work.last_inspection(self.connection, device.id) if device else None
        if last is None:
            return NOTHING
        at = Moment(last.signed_at, zone_of(self.connection, device))
        said = verdict_text(last.verdict, last.cause)
        return Text("{said} {at}, {name}", {"said": said, "at": at, "name": last.name})


def _template_choice(template: registry.KnownTemplate) -> TemplateChoice:
    texts: dict[str, dict[str, str]] = template.body.get("texts", {})
    titles = {language: said["title"] for language, said in texts.items() if "title" in said}
    return TemplateChoice(template.template, {**titles, "en": template.title})


def live_channel(pack: Pack) -> LiveChannel | None:
    """What the plot draws for this pack; its limit and full scale in the channel's unit."""
    channels = watched_channels(pack)
    if not channels:
        return None
    shown = _shown_channel(channels[0])
    full_scale = FULL_SCALE_MARGIN * shown.limit if shown.limit else 8.0
    beside = tuple(replace(_shown_channel(channel), full_scale=0.0) for channel in channels[1:])
    return replace(shown, full_scale=full_scale, beside=beside)


def watched_channels(pack: Pack) -> tuple[Channel, ...]:
    """The live channel and all others that the same request brings: one group of statistics, one block of registers."""
    live = pack.live_channel()
    if live is None:
        return ()
    group = live.source.partition(".")[0]
    return (live, *(c for c in pack.channels if c is not live and c.source.partition(".")[0] == group))


def _shown_channel(channel: Channel) -> LiveChannel:
    limit = None if channel.high is None else drawn(channel, channel.high)
    lower = None if channel.low is None else drawn(channel, channel.low)
    unit = "°C" if channel.unit == "K" else channel.unit
    return LiveChannel(channel.name, Text(channel.label), unit, limit, lower=lower, logged=channel.logged)


def drawn(channel: Channel, raw: int) -> float:
    """A raw value as it is drawn: in the channel's unit, kelvin as degrees Celsius."""
    value = scaled(raw, channel.scale)
    return value - ABSOLUTE_ZERO_C if channel.unit == "K" else value


def scaled(raw: int, scale: int) -> float:
    """raw x 10^scale as a float for drawing; never recorded."""
    return raw * 10.0**scale


def decimal_text(raw: int, scale: int) -> str:
    """raw x 10^scale exactly: 3710, -3 -> "3.71"."""
    if scale >= 0:
        return str(raw * 10**scale)
    sign = "\N{MINUS SIGN}" if raw < 0 else ""
    digits = str(abs(raw)).rjust(1 - scale, "0")
    whole, part = digits[:scale], digits[scale:].rstrip("0")
    return f"{sign}{whole}.{part}" if part else f"{sign}{whole}"


def for_a_person(raw: int, scale: int, unit: str) -> tuple[str, str]:
    """Kelvin as degrees Celsius to a tenth, everything else as it is: 2981, -1, "K" -> ("24.9", "°C")."""
    if unit != "K":
        return decimal_text(raw, scale), unit
    hundredths = raw * 10 ** (scale + 2) if scale >= -2 else raw // 10 ** (-2 - scale)
    return decimal_text((hundredths - 27315) // 10, -1), "°C"


def _counted(value: int, unit: str) -> Text:
    """Seconds as hours and minutes, every other count as it is."""
    if unit != "s":
        return Text("{value} {unit}", {"value": value, "unit": unit})
    return Text("{hours} h {minutes} min", {"hours": value // 3600, "minutes": value % 3600 // 60})


def _gateway_fact(resolved: Resolved, snapshot: Snapshot, gateway: registry.KnownDevice | None) -> Fact:
    """The assignment as the registry has it; when the module says another one, both are named."""
    said = str(snapshot.settings.get("gateway", ""))
    registered = (gateway.serial or "") if gateway else ""
    if resolved.device is not None and said and registered and said != registered:
        both = Text("{registered}, module says {said}", {"registered": registered, "said": said})
        return Fact(Text("Gateway"), both, Tone.WARN)
    if gateway is not None:
        return Fact(
            Text("Gateway"),
            Text("{serial}, {state}", {"serial": registered, "state": Text(gateway.state)}),
            Tone.BAD if gateway.state == "offline" else None,
            gateway.state_as_of,
        )
    return _fact("Gateway", said or "none")


def _passport_gauges(pack: Pack, snapshot: Snapshot) -> list[Gauge]:
    """The gauges that the pack puts on the passport: battery and signal of a module."""
    shown = {channel.name for channel in pack.channels if channel.passport}
    return [gauge for gauge in snapshot.gauges if gauge.name in shown]


def _gauge_fact(gauge: Gauge) -> Fact:
    tone = None if gauge.judged == "ok" else Tone.WARN
    word = {"low": ", low", "high": ", high"}.get(gauge.judged, "")
    if gauge.unit == "dBm" and gauge.judged == "low":
        word = ", weak"
    value, unit = for_a_person(gauge.value, gauge.scale, gauge.unit)
    return Fact(Text(gauge.label), Text("{value} {unit}" + word, {"value": value, "unit": unit}), tone)


def _readings(pack: Pack, snapshot: Snapshot) -> tuple[Fact, ...]:
    counted = [
        Fact(Text(c.label), _counted(snapshot.counters[c.name], c.unit))
        for c in pack.counters
        if c.name in snapshot.counters
    ]
    return (*counted, *(_gauge_fact(gauge) for gauge in snapshot.gauges))


def _fact(label: str, value: str) -> Fact:
    return Fact(Text(label), Text("{value}", {"value": value or "not reported"}))
