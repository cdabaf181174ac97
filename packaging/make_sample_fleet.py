"""Writes seeds/sample_fleet.json: the 216 devices of the operations report, laid out over stores by fixed rules.

Counts and reported states are the report's (OPS-SCM-2026-006). Store names but one, serials, topology, firmware,
counter readings and instants are sample data, made by fixed tables and integer arithmetic: no randomness, no clock.
Run `python packaging/make_sample_fleet.py` after a change; a test compares the committed file with `document()`.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

TARGET = Path(__file__).resolve().parent.parent / "seeds" / "sample_fleet.json"
AS_OF = datetime(2026, 2, 14, 15, 0, tzinfo=UTC)

NOTES = (
    "The report's bottom line gives about 93 devices online and 123 offline, but the rows whose state it states hold "
    "158 devices, 89 online and 69 offline; the other 58 have no reported state, and about 4 of them would have to be "
    "online for the total to hold.",
    "The offline rate of 57 % treats the 58 devices that nobody reported on as offline; of the 158 devices with a "
    "reported state 44 % are offline.",
    "The total of 216 is described as leaving out about 15 test units, yet the rows only add up to 216 when the 15 "
    "IQA2 test machines are counted.",
    "The row counts of the IQA2 test machines (15) and of other equipment (22) are approximate in the report and are "
    "taken here as they stand.",
    "Ten stores are claimed for December 2025, while one of the ten, 21st & 3rd Avenue, opened in February 2026.",
    "Twelve gateways plus the ten backup gateways of recommendation R2 make 22, above the limit of 20 that the same "
    "report gives for this architecture.",
    "The equipment list per store sums to 14 to 17 devices, while the text speaks of about 20 in one place and of 15 "
    "in another.",
    "Production volume is said to have outpaced the number of stores; by the figures volume grew 1.9 times and stores "
    "5 times.",
    "The weekly stock change is totalled as 8.02 million, and as 9.1 million elsewhere in the same table.",
    "Hour 14 UTC is called 9 to 10 in the morning Eastern time, which holds in winter only; in summer it is 10 to 11.",
    "Sample data: the report names one store and no topology. The other nine store names, every serial, gateway "
    "assignment, firmware version, counter reading and instant in this file are synthetic, and a device without a "
    "gateway is one that reports directly, is a spare or is a test unit.",
)

STORES = {  # code: day from which its equipment counts; the first nine are sample names
    "STORE-01": datetime(2025, 7, 7, 14, tzinfo=UTC),
    "STORE-02": datetime(2025, 8, 4, 14, tzinfo=UTC),
    "STORE-03": datetime(2025, 9, 1, 14, tzinfo=UTC),
    "STORE-04": datetime(2025, 9, 15, 14, tzinfo=UTC),
    "STORE-05": datetime(2025, 10, 6, 14, tzinfo=UTC),
    "STORE-06": datetime(2025, 10, 20, 14, tzinfo=UTC),
    "STORE-07": datetime(2025, 11, 3, 15, tzinfo=UTC),
    "STORE-08": datetime(2025, 11, 17, 15, tzinfo=UTC),
    "STORE-09": datetime(2025, 12, 1, 15, tzinfo=UTC),
    "NY-21ST-3RD": datetime(2026, 2, 2, 15, tzinfo=UTC),
}

DEAD_SINCE = {  # the four offline gateways
    "MPC-0003": datetime(2026, 2, 8, 13, 40, tzinfo=UTC),
    "MPC-0005": datetime(2026, 2, 10, 17, 5, tzinfo=UTC),
    "MPC-0008": datetime(2026, 2, 8, 12, 15, tzinfo=UTC),
    "MPC-0011": datetime(2026, 2, 5, 19, 30, tzinfo=UTC),
}

GATEWAYS = (  # (store, serial): STORE-02 and STORE-03 have two and are equipped like one and a half stores
    ("STORE-01", "MPC-0001"), ("STORE-02", "MPC-0002"), ("STORE-02", "MPC-0003"), ("STORE-03", "MPC-0004"),
    ("STORE-03", "MPC-0005"), ("STORE-04", "MPC-0006"), ("STORE-05", "MPC-0007"), ("STORE-06", "MPC-0008"),
    ("STORE-07", "MPC-0009"), ("STORE-08", "MPC-0010"), ("STORE-09", "MPC-0011"), ("NY-21ST-3RD", "MPC-0012"),
)  # fmt: skip

# Places in the order of the columns below: the twelve gateways by number, then two stores' devices without a gateway.
PLACES = (*GATEWAYS, ("STORE-06", None), ("STORE-09", None))

# Per model: serial prefix and first number, then per place what is there: "+" online, "-" offline, "?" not reported.
#                                      1      2      3      4      5      6      7      8      9      10     11     12
LAYOUT: dict[str, tuple[str, int, tuple[str, ...]]] = {
    "cameo-2s-st": ("CAM", 1001,
        ("++",  "+",   "----", "+-",  "---", "++",  "+-",  "---", "+-",  "++",  "---", "++",  "",    "")),
    "venus-i": ("VEN", 2001,
        ("?",   "",    "",     "",    "",    "?",   "?",   "",    "?",   "?",   "",    "?",   "",    "")),
    "milk-dispenser-12": ("MLK", 3001,
        ("+",   "++",  "",     "++",  "",    "+",   "+",   "-",   "+",   "-",   "-",   "++",  "",    "")),
    "syrup-machine-16": ("SYR", 4001,
        ("+",   "++",  "",     "+",   "",    "+",   "+",   "-",   "+",   "+",   "",    "+",   "",    "+")),
    "cold-distributor-4": ("CLD", 5001,
        ("?",   "?",   "?",    "?",   "?",   "?",   "?",   "?",   "?",   "?",   "?",   "?",   "",    "")),
    "sfd1220l4-thawing-refrigerator": ("THW", 6001,
        ("++",  "+++", "",     "+++", "",    "++",  "+-",  "",    "+++", "+++", "",    "+++", "++",  "+++")),
    "platform-refrigerator": ("PLT", 7001,
        ("++",  "+++", "",     "+++", "",    "++",  "++",  "-",   "+",   "+",   "-",   "+",   "",    "")),
    "ruiyun-frost": ("RF", 20399,
        ("+----", "-", "-----", "", "-----", "++---", "+----", "-----", "+----", "+----", "-----", "+++--", "", "")),
    "ice-machine": ("ICE", 8001,
        ("",    "",    "",     "",    "",    "",    "",    "",    "",    "",    "",    "?",   "",    "")),
    "other-equipment": ("OTH", 9001,
        ("?",   "?",   "?",    "?",   "?",   "?",   "?",   "?",   "?",   "?",   "?",   "?",   "",    "")),
}  # fmt: skip

BEYOND = (  # (model, serial prefix, first number, how many, status): in no store, behind no gateway
    ("eversys", "EVR", 2101, 1, "test_unit"),
    ("cold-distributor-4", "CLD", 5013, 1, "spare"),
    ("iqa2-test-machine", "IQA", 8101, 15, "test_unit"),
    ("other-equipment", "OTH", 9013, 10, "spare"),
)

USES_SINCE_BASELINE = {  # the ones that are due (at the plan's figure or over it) or nearly so; the rest by arithmetic
    "RF-20417": 1004, "RF-20406": 1034, "RF-20420": 1008, "RF-20441": 1017,
    "RF-20400": 935, "RF-20415": 912, "RF-20431": 951,
    "CAM-1001": 512, "CAM-1015": 463, "CAM-1026": 488,
    "MLK-3002": 207, "MLK-3011": 214, "MLK-3006": 186,
}  # fmt: skip

SWAPPED_MODULES = {  # blender: (serial of the module that replaced the factory's, its counter when fitted, fitted)
    "RF-20422": ("M-8102", 3, datetime(2025, 11, 3, 15, 5, tzinfo=UTC)),
    "RF-20436": ("M-8119", 12, datetime(2025, 12, 9, 16, 20, tzinfo=UTC)),
}

SILENT_ON_1_4_2 = ("RF-20403", "RF-20419", "RF-20434")  # offline behind a live gateway, yet not on 1.3.0

ORDER = (  # the report's order of models
    "cameo-2s-st", "venus-i", "eversys", "milk-dispenser-12", "syrup-machine-16", "cold-distributor-4",
    "sfd1220l4-thawing-refrigerator", "platform-refrigerator", "ruiyun-frost", "mpc-1911-r22", "ice-machine",
    "iqa2-test-machine", "other-equipment",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Unit:
    """One device before its readings: where it is and what the report says of it."""

    model: str
    index: int
    serial: str
    status: str
    store: str | None
    gateway: str | None
    sign: str


def units() -> Iterator[Unit]:
    """All devices in the report's order of models; `index` counts from 0 within the model."""
    for model in ORDER:
        for index, (serial, status, store, gateway, sign) in enumerate(_places_of(model)):
            yield Unit(model, index, serial, status, store, gateway, sign)


def _places_of(model: str) -> Iterator[tuple[str, str, str | None, str | None, str]]:
    if model == "mpc-1911-r22":
        for store, serial in GATEWAYS:
            yield serial, "in_service", store, None, "-" if serial in DEAD_SINCE else "+"
    if model in LAYOUT:
        prefix, number, cells = LAYOUT[model]
        for (store, gateway), cell in zip(PLACES, cells, strict=True):
            for sign in cell:
                yield f"{prefix}-{number}", "in_service", store, gateway, sign
                number += 1
    for beyond, prefix, first, count, status in BEYOND:
        if beyond == model:
            for number in range(first, first + count):
                yield f"{prefix}-{number}", status, None, None, "?"


def state_as_of(unit: Unit) -> datetime | None:
    """When the report's state was true: online minutes ago, offline since it went silent, else nothing."""
    if unit.sign == "?":
        return None
    if unit.sign == "+":
        return AS_OF - timedelta(minutes=1 + unit.index % 9)
    if unit.serial in DEAD_SINCE:
        return DEAD_SINCE[unit.serial]
    if unit.gateway in DEAD_SINCE:
        return DEAD_SINCE[unit.gateway] + timedelta(minutes=10)
    if firmware(unit) == "1.3.0" and unit.store != "NY-21ST-3RD":  # one roll-out, nineteen days before the report
        return datetime(2026, 1, 26, 9, 10, tzinfo=UTC) + timedelta(minutes=7 * abs(unit.index - 18))
    return AS_OF - timedelta(days=3 + unit.index % 6, minutes=40)


def firmware(unit: Unit) -> str | None:
    if unit.model == "mpc-1911-r22":
        return "3.1.4" if unit.serial in ("MPC-0003", "MPC-0008") else "3.2.1"
    if unit.model != "ruiyun-frost":
        return None
    if unit.gateway in DEAD_SINCE:
        return "1.3.0" if unit.index % 2 else "1.4.2"
    return "1.4.2" if unit.sign == "+" or unit.serial in SILENT_ON_1_4_2 else "1.3.0"


@dataclass(frozen=True, slots=True)
class Usage:
    uses: int
    uses_at: datetime
    baseline: int
    fitted_at: datetime
    module_serial: str | None = None


def usage(unit: Unit) -> Usage | None:
    """The last counter reading that went upstream, and where counting began; None: no counter, or never reported."""
    seen = state_as_of(unit)
    if seen is None or unit.store is None:
        return None
    if unit.sign == "-":  # the last reading is from before it went silent
        seen -= timedelta(minutes=25)
    if unit.model == "ruiyun-frost":
        return _blender_usage(unit, unit.store, seen)
    if unit.model == "cameo-2s-st":
        baseline = 12 if unit.store == "NY-21ST-3RD" else 14_000 + 611 * unit.index
        since = USES_SINCE_BASELINE.get(unit.serial, 45 + 89 * unit.index % 390)
        return Usage(baseline + since, seen, baseline, _morning(seen - timedelta(days=7)))
    if unit.model == "milk-dispenser-12":
        baseline = 4 if unit.store == "NY-21ST-3RD" else 2_300 + 197 * unit.index
        since = USES_SINCE_BASELINE.get(unit.serial, 20 + 37 * unit.index % 140)
        return Usage(baseline + since, seen, baseline, _morning(seen - timedelta(days=5)))
    return None


def _blender_usage(unit: Unit, store: str, seen: datetime) -> Usage:
    module, baseline, fitted = SWAPPED_MODULES.get(unit.serial, (None, 0, STORES[store]))
    modulus = 90 if store == "NY-21ST-3RD" else 840
    since = USES_SINCE_BASELINE.get(unit.serial, 30 + 173 * unit.index % modulus)
    if module == "M-8102":
        since = 72
    return Usage(baseline + since, seen, baseline, fitted, module)


def _morning(instant: datetime) -> datetime:
    """Fixed equipment was fitted before opening: 11:30 UTC."""
    return instant.replace(hour=11, minute=30)


def device_row(unit: Unit, number: int) -> dict[str, str | int | bool | None]:
    counted = usage(unit)
    return {
        "row_key": f"{unit.model}-{unit.index + 1:02d}",
        "model": unit.model,
        "serial": unit.serial,
        "asset_tag": f"FD-{number:04d}",
        "store": unit.store,
        "status": unit.status,
        "gateway": unit.gateway,
        "state": {"+": "online", "-": "offline"}.get(unit.sign),
        "state_as_of": _text(state_as_of(unit)),
        "firmware": firmware(unit),
        "uses": counted.uses if counted else None,
        "uses_at": _text(counted.uses_at) if counted else None,
        "baseline_uses": counted.baseline if counted else None,
        "fitted_at": _text(counted.fitted_at) if counted else None,
        "module_serial": counted.module_serial if counted else None,
        "synthetic": True,
    }


def store_row(code: str) -> dict[str, str | bool]:
    known = code == "NY-21ST-3RD"
    return {
        "code": code,
        "name": "21st & 3rd Avenue" if known else f"Store {code[-2:]}",
        "time_zone": "America/New_York",
        "address": "21st & 3rd Avenue" if known else "",
        "synthetic": not known,
    }


def _text(instant: datetime | None) -> str | None:
    return None if instant is None else f"{instant:%Y-%m-%dT%H:%M:%S}.000Z"


def document() -> str:
    """The file as it is committed: one store and one device a line, so that a person can read and compare it."""
    stores = ",\n".join("    " + json.dumps(store_row(code), ensure_ascii=False) for code in STORES)
    devices = ",\n".join("    " + json.dumps(device_row(unit, n)) for n, unit in enumerate(units(), 1))
    notes = ",\n".join("    " + json.dumps(note) for note in NOTES)
    return (
        '{\n  "source_id": "ops-scm-2026-006",\n'
        f'  "as_of": "{_text(AS_OF)}",\n'
        f'  "notes": [\n{notes}\n  ],\n  "stores": [\n{stores}\n  ],\n  "devices": [\n{devices}\n  ]\n}}\n'
    )


if __name__ == "__main__":
    TARGET.write_text(document(), encoding="utf-8", newline="\n")
