"""Invented figures for the window's tests and pictures, in the proportions of the operations report."""

import hashlib
import time
import zlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from fleetdesk.domain.eva_dts import LineProblem
from fleetdesk.domain.motor_log import parse_motor_log
from fleetdesk.services.bench_views import (
    BenchUnit,
    BenchView,
    ChildRow,
    InspectionDraft,
    InspectionItem,
    InspectionSection,
    ItemAnswer,
    ItemChoice,
    ItemKind,
    JudgedLine,
    LiveChannel,
    LogView,
    PortState,
    PortView,
    SettingRow,
    SettingsView,
    VerdictChoice,
)
from fleetdesk.services.import_eva_dts import EvaOutcome
from fleetdesk.services.views import (
    Connectivity,
    DeviceDetail,
    DeviceRow,
    DueLevel,
    DueTask,
    Fact,
    FleetFigures,
    Health,
    Moment,
    Problem,
    Silence,
    Text,
    TimelineEntry,
    Tone,
)
from fleetdesk.simulator.motor import Motor
from fleetdesk.simulator.motor_log import HEADER, RECORD

ZONE = "America/New_York"
FROST_PORT, GATEWAY_PORT, SECOND_PORT = "/dev/ttyACM0", "/dev/ttyUSB0", "/dev/ttyACM1"


def ago(**spans: float) -> str:
    """The instant that long ago, as services write it."""
    moment = datetime.now(UTC) - timedelta(**spans)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def fact(name: str, value: str, tone: Tone | None = None) -> Fact:
    return Fact(Text(name), Text(value), tone)


# -- the fleet ---------------------------------------------------------------------------------------------------------

GROUPS = (
    ("blender", "Ruiyun Frost", "RF-204", 51, 9, 42),
    ("coffee_machine", "Cameo-2S-ST (US)", "CA-11", 28, 12, 16),
    ("coffee_machine", "Venus-I drip brewer", "VE-30", 6, 0, 0),
    ("milk_dispenser", "Milk dispenser, 12 pumps", "MD-77", 13, 10, 3),
    ("syrup_dispenser", "Syrup machine, 16 pumps (US)", "SY-52", 11, 10, 1),
    ("cold_dispenser", "Cold distributor, 4 channels", "CD-40", 13, 0, 0),
    ("refrigeration", "Thawing refrigerator G-SFD1220L4(A)-JD", "TR-61", 26, 25, 1),
    ("refrigeration", "Double-door platform refrigerator", "DR-62", 17, 15, 2),
    ("gateway", "IoT gateway MPC-1911-R22", "MPC-00", 12, 8, 4),
    ("test_machine", "IQA2 test machine", "", 15, 0, 0),
    ("other", "Various", "", 24, 0, 0),
)


def blade_task(uses: int | None, *, level: DueLevel | None = None) -> DueTask:
    share = (uses or 0) / 1000
    judged = DueLevel.DUE if share >= 1 else DueLevel.SOON if share >= 0.9 else DueLevel.OK
    return DueTask(
        "blade",
        Text("Blade and motor service"),
        uses,
        1000,
        level or (DueLevel.UNKNOWN if uses is None else judged),
        reason=Text(
            "{first} uses on module {old} and {second} on {new} since the swap on {when}.",
            {
                "first": 940,
                "old": "M-7731",
                "second": 72,
                "new": "M-8102",
                "when": Moment("2026-11-03T15:00:00Z", ZONE),
            },
        ),
        outlook=(Text("About {rate} a day: the next one falls due in {days} days.", {"rate": 41, "days": 24}),),
        parts=("1 blade set", "1 gasket"),
        as_of=ago(minutes=3),
    )


def connectivity(index: int, online: int, offline: int) -> Connectivity:
    if index < online:
        return Connectivity(Health.ONLINE, Health.ONLINE, ago(hours=2 + index), ago(minutes=2), "upstream")
    if index < online + offline:
        if index % 5 < 2:
            return Connectivity(
                Health.UNKNOWN, Health.OFFLINE, ago(days=6), ago(days=6), "upstream", Silence.GATEWAY_DOWN, "MPC-0003"
            )
        return Connectivity(Health.OFFLINE, Health.OFFLINE, ago(days=19, hours=index), ago(days=1), "upstream")
    return Connectivity(Health.UNKNOWN, silence=Silence.NEVER_REPORTED)


def fleet() -> tuple[DeviceRow, ...]:
    return tuple(
        device_row(group, index, count, online, offline)
        for group, (_cat, _model, _prefix, count, online, offline) in enumerate(GROUPS)
        for index in range(count)
    )


def device_row(group: int, index: int, count: int, online: int, offline: int) -> DeviceRow:
    category, model, prefix, *_rest = GROUPS[group]
    mixed = (index * 7) % count
    serial = f"{prefix}{index + 10:02d}" if prefix else ""
    store = (index * 3 + group) % 10
    is_blender = category == "blender"
    uses = (935, 1012, 482, 354, 1034, 248, 260, 602, None, 1008)[index % 10]
    return DeviceRow(
        device=f"device-{group}-{index}",
        label=serial or f"{model} no. {index + 1}",
        serial=serial,
        model=model,
        category=category,
        store=f"S{store:02d}",
        store_name="21st & 3rd" if store == 0 else f"Store {store:02d}",
        zone=ZONE,
        connectivity=connectivity(mixed, online, offline),
        gateway="" if category in ("gateway", "other", "test_machine") else f"MPC-00{store + 10}",
        firmware=("1.3.0", "1.4.2")[index % 2] if online else "",
        due=blade_task(uses) if is_blender else None,
        status="test_unit" if category == "test_machine" else "in_service",
    )


def figures(rows: tuple[DeviceRow, ...]) -> FleetFigures:
    links = [row.connectivity for row in rows]
    behind = sum(link.silence is Silence.GATEWAY_DOWN for link in links)
    return FleetFigures(
        devices=len(rows),
        stores=10,
        reported_online=sum(link.reported is Health.ONLINE for link in links),
        reported_offline=sum(link.reported is Health.OFFLINE for link in links),
        never_reported=sum(link.silence is Silence.NEVER_REPORTED for link in links),
        relative_online=sum(link.state is Health.ONLINE for link in links),
        really_down=sum(link.state is Health.OFFLINE for link in links),
        unknown_behind_dead_gateway=behind,
        unknown_other=sum(link.state is Health.UNKNOWN for link in links) - behind,
        due=sum(row.due is not None and row.due.level is DueLevel.DUE for row in rows),
        gateways=12,
        gateways_down=4,
        as_of=ago(minutes=2),
    )


def detail(row: DeviceRow) -> DeviceDetail:
    return DeviceDetail(
        row,
        (
            fact("Serial", row.serial or "not known"),
            fact("Gateway", row.gateway or "none"),
            Fact(Text("Firmware"), Text(row.firmware or "not known"), as_of=ago(days=1)),
            fact("Module", "M-8102, since 3 November"),
        ),
        (row.due,) if row.due else (),
        timeline(),
        23,
    )


def timeline() -> tuple[TimelineEntry, ...]:
    counted = "Counted 72 uses on module M-8102."
    inspected = "Inspected: connectivity failure, firmware regression."
    fitted = "Module M-8102 was fitted; it brought 3 uses that do not count here."
    removed = "Module M-7731 was taken out after 940 uses."
    registered = "Registered in Store 04 from the sample fleet."
    return (
        entry("reading", ago(minutes=3), counted, actor="Cable", detail="Total since service: 1,012 of 1,000 uses."),
        replace(
            entry("inspection", ago(days=8), inspected, Tone.WARN, "Ana Ruiz", "9 of 9 items answered."),
            sealed=True,
            waits=True,
        ),
        entry("state", ago(days=19), "Reported offline by the cloud.", Tone.BAD, "Upstream"),
        entry("fitted", ago(days=21), fitted, actor="Jo Lee"),
        entry("removed", ago(days=21, minutes=1), removed, actor="Jo Lee"),
        entry("import", ago(days=40), registered, Tone.OK, "Import"),
    )


def entry(
    name: str, at: str, sentence: str, tone: Tone = Tone.IDLE, actor: str = "", detail: str = ""
) -> TimelineEntry:
    return TimelineEntry(name, name, Moment(at, ZONE), Text(sentence), Text(detail), actor, tone)


# -- the bench ---------------------------------------------------------------------------------------------------------

CURRENT = LiveChannel(
    "motor_ma", Text("Motor current"), "A", 6.2, 8.0, 40, logged=True,
    beside=(
        LiveChannel("motor_temp_dk", Text("Motor temperature"), "°C", 79.9, 0.0, logged=True),
        LiveChannel("vbat_mv", Text("Battery"), "V", None, 0.0, lower=3.4),
        LiveChannel("rssi_dbm", Text("Signal"), "dBm", None, 0.0, lower=-80.0),
    ),
)  # fmt: skip


def motor_log(run_ma: int = 3900, runs: int = 1) -> LogView:
    """The log of runs of ten seconds with pauses of two, at 100 a second; RF-20417's motor warms up meanwhile."""
    motor = Motor(idle=False, run_s=10.0, pause_s=2.0, run_ma=run_ma, seed=1)
    rows: list[tuple[int, int, int]] = []
    for run in range(runs):
        begin = run * 1200
        rows += [((begin + n) * 10, 0, 249 + 8 * run) for n in range(100)]
        rows += [
            ((begin + 100 + n) * 10, motor.run_current_ma(n / 100, n), 249 + 8 * run + n // 125) for n in range(1000)
        ]
        rows += [((begin + 1100 + n) * 10, 0, 257 + 8 * run) for n in range(100)]
    content = b"".join(RECORD.pack(*row) for row in rows)
    content = HEADER.pack(b"FDMC", 1, 100, int(time.time()) - 20, RECORD.size, len(rows)) + content
    content += zlib.crc32(content).to_bytes(4, "little")
    digest = hashlib.sha256(content).hexdigest()
    fetched = Moment(ago(seconds=1), ZONE)
    return LogView("RF-20417", "/log/motor.bin", digest, fetched, content, parse_motor_log(content))


FROST = BenchUnit(
    pack="ruiyun-frost",
    model="Ruiyun Frost",
    serial="RF-20417",
    module="M-8102",
    category="blender",
    device="device-0-7",
    store="S04",
    store_name="Store 04",
    zone=ZONE,
    upstream=Connectivity(Health.OFFLINE, Health.OFFLINE, ago(days=19), ago(hours=1), "upstream"),
    answered_at=ago(seconds=2),
    facts=(
        fact("Store", "Store 04"),
        fact("Gateway", "MPC-0006, online"),
        fact("Firmware", "1.3.0"),
        fact("Battery", "3.71 V"),
        fact("Signal", "\N{MINUS SIGN}84 dBm, weak", Tone.WARN),
    ),
    due=(
        blade_task(1012),
        DueTask(
            "gasket", Text("Gasket and seal"), 412, 2000, DueLevel.OK, reason=Text("412 uses since it was fitted.")
        ),
    ),
    live=CURRENT,
    readings=(
        fact("Blends", "14,212"),
        fact("Blends done", "13,980"),
        fact("Faults", "232"),
        fact("Jams", "41"),
        fact("Lid opened", "118"),
        fact("Motor time", "81 h 20 min"),
        fact("Motor temperature", "41.3 \N{DEGREE SIGN}C"),
        fact("Boots", "318"),
    ),
    counts=True,
    can_inspect=True,
    last_inspection=Text("16 November, connectivity"),
)


def frost() -> BenchUnit:
    """The blender of the pictures, read just now."""
    return replace(FROST, answered_at=ago(seconds=2))


def gateway() -> BenchUnit:
    children = tuple(
        ChildRow(
            f"RF-204{number:02d}",
            (Health.ONLINE, Health.OFFLINE, Health.ONLINE, Health.UNKNOWN)[number % 4],
            ago(minutes=number * 3) if number % 4 != 3 else None,
            -50 - number,
            ("1.3.0", "1.4.2")[number % 2],
            number != 14,
            Text("at MPC-0003") if number in (12, 17) else Text("not registered") if number == 14 else Text("yes"),
            f"device-{number}" if number != 14 else None,
            number in (12, 17),
        )
        for number in range(10, 21)
    )
    return BenchUnit(
        "mpc-1911-r22", "IoT gateway MPC-1911-R22", "MPC-0006", "MPC-0006", "gateway", "device-8-1", "S04", "Store 04",
        ZONE,
        Connectivity(Health.ONLINE, Health.ONLINE, ago(days=3), ago(minutes=1), "upstream"), ago(seconds=5),
        (
            fact("Store", "Store 04"), fact("Uplink", "connected, 38 ms"), fact("Firmware", "2.1.7"),
            fact("Supply", "5.02 V"), fact("Signal", "\N{MINUS SIGN}58 dBm"),
        ),
        readings=(
            fact("Processor", "12 %"), fact("Free memory", "48,120 KiB"), fact("Temperature", "39.5 \N{DEGREE SIGN}C"),
            fact("Flash wear", "3 %"), fact("Network", "SHOP-IOT, channel 6"), fact("Address", "10.20.4.17"),
            fact("Waiting to send", "0 records"), fact("Running for", "3 days"),
        ),
        children=children,
        children_say=(
            Text("{count} of {of} blenders last seen {n} days ago", {"count": 3, "of": 11, "n": 2}),
            Text("one unknown"), Text("{n} assigned elsewhere", {"n": 2}),
        ),
        network=(
            JudgedLine(Text("Network"), Text("Wi-Fi SHOP-IOT, channel 6, {dbm} dBm", {"dbm": -58}), Tone.OK),
            JudgedLine(
                Text("Address"), Text("no DHCP lease"), Tone.BAD, Text("Ask for a free address on the store's router.")
            ),
            JudgedLine(Text("Firewall"), Text("TCP 443 open, UDP 123 blocked"), Tone.WARN),
        ),
    )  # fmt: skip


READY = PortView(FROST_PORT, "Frost RF-20417", PortState.READY)


def ready() -> PortView:
    return replace(READY, unit=frost())


def three_ports() -> BenchView:
    calm = Connectivity(Health.ONLINE, Health.ONLINE, ago(days=2), ago(minutes=1), "upstream")
    second = replace(
        frost(), serial="RF-20388", module="M-2", device="device-0-9", due=(blade_task(420),), upstream=calm
    )
    return BenchView(
        (
            ready(),
            PortView(GATEWAY_PORT, "Gateway MPC-0006", PortState.READY, gateway()),
            PortView(SECOND_PORT, "Frost RF-20388", PortState.READY, second),
        )
    )


NO_PERMISSION = Problem(
    "/dev/ttyACM0 may not be opened.",
    "The port belongs to the group dialout, and this account is not in it.",
    "sudo usermod -aG dialout $USER, then log out and in again.",
    "errno 13 on open",
)
BUSY = Problem("/dev/ttyACM0 is in use.", "ModemManager (process 812) holds it.", "Close that program, then try again.")
GARBAGE = Problem(
    "What comes from /dev/ttyACM0 makes no sense.",
    "412 bytes arrived and not one frame among them.",
    "Check that the line speed is 115,200 and that the cable is not damaged.",
    "7e 00 ff 3c ...",
)


# -- the inspection ----------------------------------------------------------------------------------------------------

PASS_FAIL = (
    ItemChoice("pass", Text("Passes"), Tone.OK),
    ItemChoice("fail", Text("Fails"), Tone.BAD),
    ItemChoice("na", Text("Does not apply")),
)


def draft() -> InspectionDraft:
    def ask(key: str, title: str, hint: str = "") -> InspectionItem:
        return InspectionItem(key, Text(title), Text(hint), choices=PASS_FAIL, judged=True)

    def read(
        key: str, title: str, unit: str, scale: int, low: int | None, high: int | None, *, live: bool = False
    ) -> InspectionItem:
        return InspectionItem(
            key, Text(title), kind=ItemKind.READING, unit=unit, scale=scale, low=low, high=high, live=live
        )

    sections = (
        InspectionSection("looks", Text("Outside"), (
            ask("jar", "Jar and lid are whole", "No cracks, the lid closes and is felt to lock."),
            ask("blade", "Blade turns freely", "By hand, with the battery out."),
            ask("contacts", "Contacts are clean and dry"),
        )),
        InspectionSection("power", Text("Power and radio"), (
            read("battery", "Battery under load", "V", -3, 3500, 4250),
            read("signal", "Signal at the counter", "dBm", 0, -75, None),
            ask("charger", "Charger lamp comes on"),
        )),
        InspectionSection("motor", Text("Motor"), (
            read("load", "Highest current while blending water", "A", -3, None, 6200, live=True),
            ask("noise", "Runs without grinding"),
        )),
    )  # fmt: skip
    causes = (
        ItemChoice("range", Text("Out of radio range")),
        ItemChoice("battery", Text("Battery or power of the module")),
        ItemChoice("firmware", Text("Firmware regression or incompatibility")),
        ItemChoice("gateway", Text("Its gateway is down")),
    )
    verdicts = (
        VerdictChoice("healthy", Text("Healthy"), Text("It works and it reports."), Tone.OK),
        VerdictChoice(
            "connectivity", Text("Connectivity failure"), Text("It works and does not report."), Tone.WARN, causes
        ),
        VerdictChoice(
            "mechanical",
            Text("Mechanical failure"),
            Text("It does not work."),
            Tone.BAD,
            (ItemChoice("damage", Text("Physical damage")),),
        ),
    )
    answers = (
        ItemAnswer("battery", "ok", 3712, "wired", taken_at=ago(seconds=20)),
        ItemAnswer("signal", "low", -84, "wired", taken_at=ago(seconds=20)),
    )
    return InspectionDraft(
        "draft-1", "device-0-7", FROST_PORT, "Ruiyun Frost", "RF-20417", "Store 04", ZONE, Text("Blender inspection"),
        "blender", 1, ago(minutes=2), sections, verdicts, answers, due=(blade_task(1012),), live=CURRENT,
    )  # fmt: skip


def settings() -> SettingsView:
    """A blender that was moved and still says where it was."""
    return SettingsView(
        "RF-20417",
        "Ruiyun Frost",
        7,
        True,
        (
            SettingRow("store", "Store", "STORE-02", True, "STORE-04", True, writable=True),
            SettingRow("gateway", "Gateway", "MPC-0006", True, "MPC-0006", writable=True),
            SettingRow("mode", "Address by", "dhcp", True, writable=True, choices=("static", "dhcp")),
            SettingRow("report_s", "Report every", "300", True, "60", True, "s", writable=True),
            SettingRow("wifi_password", "Wi-Fi password", "", False, writable=True, secret=True),
            SettingRow("boots", "Boots", "41", True),
        ),
    )


def audit() -> EvaOutcome:
    """The audit file of a coffee machine with two lines that are not sound."""
    problems = (LineProblem(12, "PA2: expected a number, found 'abc'"), LineProblem(31, "G85: the checksum differs"))
    return EvaOutcome(
        "cam-1001.eva", "CAM-1001", "d-1", "cameo-2s-st", "2026-03-01T13:04:12.000Z", "file", ZONE,
        "productions_total", 14530, True, 1, 6, 14100, 30, 400, None, 2, "A1B2", problems, "Cameo-2S-ST (US)",
    )  # fmt: skip
