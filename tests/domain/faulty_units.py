"""Simulated blenders with faults, one or two at once, and what a technician who looks at them sees: with the noise of
a store. The rates are those of a world of its own, not the table's that is tested against them.
"""

import random
from collections.abc import Sequence

FAULTS = ("radio_range", "battery_power", "firmware", "module_damage", "gateway_cascade", "mechanical")


def looks_of(faults: Sequence[str], chance: random.Random) -> dict[str, str]:
    """{evidence: value}. Values arise from quantities that the faults move: millivolts, dBm, restarts, jams."""
    has = set(faults)
    battery_mv = chance.gauss(3_250, 90) if "battery_power" in has else chance.gauss(3_900, 110)
    rssi_dbm = chance.gauss(-88, 4) if "radio_range" in has else chance.gauss(-62, 6)
    dead_radio = "module_damage" in has and chance.random() < 0.72
    answers = chance.random() >= (0.42 if "module_damage" in has else 0.01 if "battery_power" not in has else 0.08)
    gateway_down = "gateway_cascade" in has or chance.random() < 0.02
    looks = {
        "gateway": "down" if gateway_down else "up",
        "neighbours": _neighbours(gateway_down, chance),
        "heard": _heard(has, gateway_down, chance),
        "motor": "fails" if ("mechanical" in has) != (chance.random() < 0.004) else "runs",
        "housing": "damaged" if chance.random() < (0.75 if "module_damage" in has else 0.04) else "whole",
        "cable": "answers" if answers else "silent",
    }
    if answers:
        looks |= {
            "battery": "low" if battery_mv < 3_400 else "good",
            "radio": "none" if dead_radio else "weak" if rssi_dbm < -80 else "good",
            "firmware": "suspect" if chance.random() < (0.95 if "firmware" in has else 0.05) else "sound",
            "restarts": _restarts(has, chance),
            "jams": "many" if chance.random() < (0.65 if "mechanical" in has else 0.06) else "few",
        }
    return looks


def _neighbours(gateway_down: bool, chance: random.Random) -> str:
    silent = sum(chance.random() < (0.95 if gateway_down else 0.2) for _ in range(12))
    return "silent" if silent > 6 else "report"


def _heard(has: set[str], gateway_down: bool, chance: random.Random) -> str:
    if gateway_down or has & {"battery_power", "module_damage"}:
        return "never"
    if "radio_range" in has:
        return "fading" if chance.random() < 0.65 else "never"
    if "firmware" in has:
        return "never" if chance.random() < 0.7 else "well"
    return "well" if chance.random() < 0.8 else "never"


def _restarts(has: set[str], chance: random.Random) -> str:
    if "battery_power" in has and chance.random() < 0.55:
        return "supply"
    if "firmware" in has and chance.random() < 0.5:
        return "watchdog"
    return "usual"
