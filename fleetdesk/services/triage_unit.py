"""Why a unit does not report, from what is known of it: its cable, its gateway and neighbours, its like, the draft.

Only evidence that somebody or something showed is used, each as a sentence that a person can check. What a technician
decides stands in the inspection; this is a proposal, and says how sure it is.
"""

from collections.abc import Mapping, Sequence
from functools import cache

from fleetdesk.domain.cohort import Signal, Unit, signals
from fleetdesk.domain.pack import Pack
from fleetdesk.domain.snapshot import Snapshot
from fleetdesk.domain.triage import MECHANICAL, Reason, Triage, TriageTable, triage
from fleetdesk.services.bench_views import CauseBar, TriageView
from fleetdesk.services.inspection_form import decode_draft
from fleetdesk.services.seeds import load_triage
from fleetdesk.services.views import NOTHING, Text, Value
from fleetdesk.sqlite import Connection
from fleetdesk.storage import drafts
from fleetdesk.storage.queries import peers, registry
from fleetdesk.storage.queries.peers import Peer
from fleetdesk.storage.queries.registry import KnownDevice

NO_SIGNAL_DBM = (-127, 0)
"""At most and at least: what a radio reports that hears nothing."""
FEWEST = 3
"""Units that must be known before one says what is usual among them."""
CAUSE_WORDS = {
    "radio_range": "Out of radio range",
    "battery_power": "Battery or power",
    "firmware": "Firmware",
    "module_damage": "Module damaged",
    "gateway_cascade": "Gateway down",
    MECHANICAL: "The machine itself",
}
ON_THE_CABLE = {"cable", "battery", "radio", "jams", "restarts", "firmware"}
"""What plugging it in has looked at, whether it could say something or not."""
SHOWN = 4
SPEAKS = 0.3
"""Nats from which a reason is worth naming."""


@cache
def table() -> TriageTable:
    """The shipped figures; they do not change while the program runs."""
    return load_triage()


def triage_unit(
    connection: Connection, device: KnownDevice, pack: Pack | None = None, snapshot: Snapshot | None = None,
    motor_ma: float | None = None,
) -> TriageView:  # fmt: skip
    """`snapshot` when the unit is on a cable, `motor_ma` the load of a run that was seen there."""
    like = peers.peers(connection, device.category, device.model, device.id)
    shared = signals(_units(like))
    seen: dict[str, str] = {}
    if pack is not None and snapshot is not None:
        seen |= _on_the_cable(pack, snapshot)
        seen |= _run(pack, motor_ma)
    firmware = (snapshot.identity.firmware if snapshot else None) or device.firmware
    seen |= _firmware(firmware, like, shared)
    seen |= _gateway(connection, device)
    seen |= _looked_at(connection, device)
    looked = (ON_THE_CABLE if snapshot else set[str]()) | ({"gateway"} if device.gateway else set[str]())
    return _view(triage(table(), seen, looked | ({"firmware"} if firmware else set[str]())), seen, shared)


def _on_the_cable(pack: Pack, snapshot: Snapshot) -> dict[str, str]:
    seen = {"cable": "answers"}
    battery, signal = snapshot.gauge("vbat_mv"), next((g for g in snapshot.gauges if g.unit == "dBm"), None)
    if battery is not None:
        seen["battery"] = "low" if battery.judged == "low" else "good"
    if signal is not None:
        least, most = NO_SIGNAL_DBM
        none = signal.value <= least or signal.value >= most
        seen["radio"] = "none" if none else "weak" if signal.judged == "low" else "good"
    if pack.faults:
        seen["jams"] = "many" if snapshot.faults else "few"
    return seen


def _run(pack: Pack, motor_ma: float | None) -> dict[str, str]:
    live = pack.live_channel()
    if motor_ma is None or live is None or live.high is None:
        return {}
    return {"motor": "fails" if motor_ma > live.high else "runs"}


def _firmware(version: str | None, like: Sequence[Peer], shared: Sequence[Signal]) -> dict[str, str]:
    """Suspect when the silent units share it beyond chance, sound when enough units report with it."""
    if version is None:
        return {}
    if any(signal.trait == "firmware" and signal.value == version for signal in shared):
        return {"firmware": "suspect"}
    reporting = sum(peer.firmware == version and peer.state == "online" for peer in like)
    return {"firmware": "sound"} if reporting >= FEWEST else {}


def _gateway(connection: Connection, device: KnownDevice) -> dict[str, str]:
    gateway = registry.device(connection, device.gateway) if device.gateway else None
    if gateway is None or gateway.id == device.id:
        return {}
    seen: dict[str, str] = {}
    if gateway.state in ("online", "offline"):
        seen["gateway"] = "up" if gateway.state == "online" else "down"
    around = peers.neighbours(connection, gateway.id, device.id)
    known = around.online + around.offline
    if known >= FEWEST:
        seen["neighbours"] = "silent" if around.offline > known / 2 else "report"
    return seen


def _looked_at(connection: Connection, device: KnownDevice) -> dict[str, str]:
    """What the technician answered so far in the inspection that is under way."""
    draft = drafts.of_device(connection, device.id)
    if draft is None:
        return {}
    answers = {answer.item: answer.outcome for answer in decode_draft(draft.body).answers}
    seen: dict[str, str] = {}
    if answers.get("housing") in ("pass", "fail"):
        seen["housing"] = "whole" if answers["housing"] == "pass" else "damaged"
    if answers.get("motor_run") in ("pass", "fail"):
        seen["motor"] = "runs" if answers["motor_run"] == "pass" else "fails"
    return seen


def _units(like: Sequence[Peer]) -> list[Unit]:
    """Cases are units that are silent and inspected as such; against them stand those that report or were found to
    have something else. A silent unit that nobody looked at says nothing yet."""
    units: list[Unit] = []
    for peer in like:
        case = peer.state == "offline" and peer.verdict == "connectivity" and peer.cause != "gateway_cascade"
        if case or peer.state == "online" or peer.verdict is not None:
            traits = {"firmware": peer.firmware, "gateway": peer.gateway, "store": peer.store}
            units.append(Unit(case, {name: value for name, value in traits.items() if value is not None}))
    return units


def _view(found: Triage, seen: Mapping[str, str], shared: Sequence[Signal]) -> TriageView:
    bars = tuple(
        CauseBar(
            each.cause, Text(CAUSE_WORDS[each.cause]), round(100 * each.probability),
            tuple(map(_words, _shown(each.reasons))),
        )
        for each in found.ranked[:SHOWN]
    )  # fmt: skip
    verdict = {
        None: Text("Nothing is known of it yet."),
        "connectivity": Text("It seems to work and does not report."),
        MECHANICAL: Text("The machine itself seems to be at fault."),
    }[found.verdict]
    look = found.next_look
    ask = Text("Next: {ask} {minutes} min.", {"ask": Text(look.ask), "minutes": look.minutes}) if look else NOTHING
    return TriageView(bars, verdict, ask, tuple(_in_common(signal) for signal in shared), dict(seen))


def _shown(reasons: Sequence[Reason]) -> Sequence[Reason]:
    """The two strongest for the cause; when none speaks for it, the strongest against it."""
    speaking = [reason for reason in reasons if reason.weight > SPEAKS]
    return speaking[:2] or reasons[:1]


def _words(reason: Reason) -> Text:
    said = Text(reason.says)
    return said if reason.weight > 0 else Text("Against it: {reason}", {"reason": said})


def _in_common(signal: Signal) -> Text:
    values: dict[str, Value] = {
        "value": signal.value, "n": signal.cases_with, "of": signal.cases, "others": signal.others_with,
        "of_others": signal.others,
    }  # fmt: skip
    match signal.trait:
        case "firmware":
            return Text("{n} of {of} silent units run {value}, against {others} of {of_others} others.", values)
        case "gateway":
            return Text("{n} of {of} silent units hang on one gateway, against {others} of {of_others} others.", values)
        case _:
            return Text("{n} of {of} silent units stand in {value}, against {others} of {of_others} others.", values)
