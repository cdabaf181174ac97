"""The [simulate] table of a pack: the unit that `fleetdesk simulate` plays.

SMP packs give the statistics groups and the settings by name, Modbus packs the identity objects, the start values of
registers by block and field, what of them moves (`counts` per hour, `waves`), and the child table. Whatever the pack's
counters, channels, faults and settings name must be there to be served.
"""

from collections.abc import Mapping
from typing import Any, cast

from fleetdesk.domain.pack import Field, Pack
from fleetdesk.domain.pack_keys import (
    BOOLEAN,
    TABLE,
    TABLES,
    Expect,
    Key,
    Keys,
    Problems,
    integer,
    is_integer,
    joined,
    number,
    one_of,
    read_table,
    shown,
    text,
    text_list,
)

SERIAL = text(12, r"[A-Za-z0-9][A-Za-z0-9._-]*", "a serial of 1 to 12 ASCII letters, digits, '.', '_' and '-'")
VERSION = text(
    15,
    r"(?:25[0-5]|2[0-4]\d|1?\d?\d)\.(?:25[0-5]|2[0-4]\d|1?\d?\d)\.\d{1,5}",
    "a firmware version such as '1.4.2'",
)
U32 = integer(0, 2**32 - 1)
STAT = text(24, r"[A-Za-z][A-Za-z0-9_]*", "a name of letters, digits and '_'")

MOST_STATISTICS = 20
"""A reply cannot be paged: the device contract allows this many names a group."""

COMMON: Keys = {
    "serial": Key(SERIAL, required=True),
    "firmware": Key(VERSION, required=True),
    "seed": Key(U32),
    "boot_ms": Key(integer(0, 60_000)),
    "faults": Key(TABLE),
}
SMP: Keys = {
    **COMMON,
    "motor": Key(one_of("cycle", "idle")),
    "run_s": Key(number(0.05, 3600)),
    "pause_s": Key(number(0.05, 3600)),
    "run_ma": Key(integer(1, 60_000)),
    "buf_size": Key(integer(96, 8192)),
    "buf_count": Key(integer(1, 64)),
    "without": Key(text_list("params", "enum", "fleet")),
    "firmware_key": Key(text(200, r"[A-Za-z0-9+/]+={0,2}", "a public key: the base64 of its DER form")),
    "stats": Key(TABLE, required=True),
    "settings": Key(TABLE),
}
MODBUS: Keys = {
    **COMMON,
    "identity": Key(TABLE, required=True),
    "registers": Key(TABLE, required=True),
    "children": Key(TABLES),
    "counts": Key(TABLE),
    "waves": Key(TABLE),
}
MOST_PER_HOUR = 10_000_000
WAVE: Keys = {"by": Key(integer(0, 32767), required=True), "period_s": Key(number(0.1, 86_400), required=True)}
FAULTS: Keys = {"silent": Key(BOOLEAN), "garbage": Key(BOOLEAN), "slow_ms": Key(integer(0, 60_000))}
SMP_FAULTS: Keys = {
    **FAULTS,
    "v1": Key(BOOLEAN),
    "rc_zero": Key(BOOLEAN),
    "chatter": Key(BOOLEAN),
    "new_firmware": Key(one_of("loses_counters", "loses_settings", "hangs")),
    "shell": Key(BOOLEAN),
    "burst_lines": Key(integer(1, 64)),
    "small_replies": Key(BOOLEAN),
}
IDENTITY: Keys = {
    name: Key(text(40, r"[ -~]+", "1 to 40 printable ASCII characters"), required=name in ("vendor", "product"))
    for name in ("vendor", "product", "name", "model", "mac", "hardware", "contract", "digest")
}


def check_simulate(pack: Pack, table: Mapping[str, Any], problems: Problems) -> None:
    """Judges a [simulate] table against its pack: the one in the file, or the same with a scene's changes."""
    if pack.protocol == "smp":
        accepted = read_table(table, "simulate", SMP, problems)
        read_table(accepted.get("faults", {}), "simulate.faults", SMP_FAULTS, problems)
        _statistics(pack, accepted.get("stats", {}), problems)
        _settings(pack, accepted.get("settings", {}), problems)
    else:
        accepted = read_table(table, "simulate", MODBUS, problems)
        read_table(accepted.get("faults", {}), "simulate.faults", FAULTS, problems)
        read_table(accepted.get("identity", {}), "simulate.identity", IDENTITY, problems)
        _registers(pack, accepted.get("registers", {}), problems)
        _children(pack, accepted.get("children", []), problems)
        _moving(pack, "counts", accepted.get("counts", {}), problems)
        _moving(pack, "waves", accepted.get("waves", {}), problems)


def _statistics(pack: Pack, groups: Mapping[str, Any], problems: Problems) -> None:
    served: set[str] = set()
    for group, table in groups.items():
        path = joined("simulate.stats", group)
        if not STAT.holds(group) or not isinstance(table, dict):
            problems.add(path, f"expected a table named with letters, digits and '_', found {shown(table)}")
            continue
        statistics = cast("dict[str, Any]", table)
        if len(statistics) > MOST_STATISTICS:
            problems.add(path, f"expected at most {MOST_STATISTICS} names, found {len(statistics)}")
        for name, value in statistics.items():
            if not STAT.holds(name) or not U32.holds(value):
                problems.add(joined(path, name), f"expected {U32.what}, found {shown(value)}")
            served.add(f"{group}.{name}")
    vitals = (pack.vitals.boot_count, pack.vitals.uptime_s)
    for source in (*(r.source for r in (*pack.counters, *pack.channels, *pack.faults)), *filter(None, vitals)):
        if source not in served:
            problems.add(f"simulate.stats.{source}", f"missing; expected {U32.what}, since the pack reads it")


def _settings(pack: Pack, values: Mapping[str, Any], problems: Problems) -> None:
    by_name = {setting.name: setting for setting in pack.settings}
    for name, value in values.items():
        path = joined("simulate.settings", name)
        setting = by_name.get(name)
        if setting is None or setting.source == "id/serial":
            problems.add(path, f"unknown setting; expected one of {', '.join(by_name)}")
        elif setting.type == "string":
            most = setting.max_bytes
            if not isinstance(value, str) or not value.isascii() or len(value) > most:
                problems.add(path, f"expected an ASCII text of at most {most} characters, found {shown(value)}")
        else:
            expect = integer(0, 2 ** int(setting.type[1:]) - 1)
            if not expect.holds(value):
                problems.add(path, f"expected {expect.what}, found {shown(value)}")
    for name, setting in by_name.items():
        if name not in values and setting.source != "id/serial":
            problems.add(joined("simulate.settings", name), f"missing; expected a value of type {setting.type!r}")


def _registers(pack: Pack, blocks: Mapping[str, Any], problems: Problems) -> None:
    for block_name, values in blocks.items():
        path = joined("simulate.registers", block_name)
        block = pack.block(block_name)
        if block is None or block.rows > 1:
            known = ", ".join(b.name for b in pack.blocks if b.rows == 1)
            problems.add(path, f"names no block; expected one of {known}")
        elif not isinstance(values, dict):
            problems.add(path, f"expected a table, found {shown(values)}")
        else:
            for name, value in cast("dict[str, Any]", values).items():
                _register(block.field_named(name), name, value, path, problems)


def _children(pack: Pack, rows: list[Mapping[str, Any]], problems: Problems) -> None:
    table = next((block for block in pack.blocks if block.rows > 1), None)
    if table is None:
        if rows:
            problems.add("simulate.children", "expected none: the pack has no block with rows")
        return
    if len(rows) > table.rows:
        problems.add("simulate.children", f"expected at most {table.rows} rows, found {len(rows)}")
    number_of_row = min(table.fields, key=lambda item: item.offset).name
    for index, row in enumerate(rows):
        for name, value in row.items():
            item = table.field_named(name) if name != number_of_row else None
            _register(item, name, value, f"simulate.children[{index}]", problems)


def _moving(pack: Pack, key: str, blocks: Mapping[str, Any], problems: Problems) -> None:
    """{block: {field: how it moves}}: a field that is a number, in a block of one row."""
    per_hour = number(0, MOST_PER_HOUR)
    for block_name, fields in blocks.items():
        path = joined(f"simulate.{key}", block_name)
        block = pack.block(block_name)
        if block is None or block.rows > 1 or not isinstance(fields, dict):
            problems.add(path, f"expected a table named like a block with one row, found {shown(fields)}")
            continue
        for name, value in cast("dict[str, Any]", fields).items():
            item = block.field_named(name)
            if item is None or item.type == "string" or item.offset == 0:
                problems.add(joined(path, name), "names no field that can move")
            elif key == "waves" and isinstance(value, dict):
                read_table(cast("dict[str, Any]", value), joined(path, name), WAVE, problems)
            elif key == "waves" or not per_hour.holds(value):
                what = "a table with 'by' and 'period_s'" if key == "waves" else f"{per_hour.what}: counts per hour"
                problems.add(joined(path, name), f"expected {what}, found {shown(value)}")


def _register(item: Field | None, name: str, value: Any, path: str, problems: Problems) -> None:
    if item is None or item.name == "block_id":
        problems.add(joined(path, name), "names no field that can be given")
    elif not register_value(item).holds(value):
        problems.add(joined(path, name), f"expected {register_value(item).what}, found {shown(value)}")


def register_value(item: Field) -> Expect:
    """What the start value of a field must be. A coded field takes the code's name too, a version its text."""
    if item.type == "string":
        most = item.length * 2
        return Expect(
            f"a text of at most {most} bytes", lambda value: isinstance(value, str) and len(value.encode()) <= most
        )
    bits = int(item.type[1:])
    low, high = (0, 2**bits - 1) if item.type[0] == "u" else (-(2 ** (bits - 1)), 2 ** (bits - 1) - 1)
    names = () if item.form == "bits" else tuple(item.codes.values())

    def holds(value: Any) -> bool:
        if is_integer(value):
            return low <= value <= high
        return (value in names) if item.form != "version" else VERSION.holds(value)

    if item.form == "version":
        return Expect(VERSION.what, holds)
    return Expect(f"an integer from {low} to {high}" + (f" or one of {', '.join(names)}" if names else ""), holds)
