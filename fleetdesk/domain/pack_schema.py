"""The schema of pack.toml: which tables and keys exist and what each value must be.

`read_pack` turns parsed TOML into a Pack, or into the list of all that is wrong with it. Pure: the file is read by
`fleetdesk/packs.py`. What must hold between keys is in `pack_rules.py`, the [simulate] table in `pack_simulate.py`.
"""

import re
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from fleetdesk.domain.fleet import Category
from fleetdesk.domain.pack import (
    Block,
    Channel,
    Counter,
    Fault,
    Field,
    Firmware,
    Link,
    Match,
    Pack,
    Setting,
    UsbId,
    Vitals,
)
from fleetdesk.domain.pack_keys import (
    BOOLEAN,
    REGEX,
    TABLE,
    TABLES,
    Expect,
    Key,
    Keys,
    Problems,
    integer,
    joined,
    one_of,
    read_table,
    shown,
    text,
)
from fleetdesk.domain.pack_rules import check_rules
from fleetdesk.domain.pack_simulate import check_simulate

KEY = text(40, r"[a-z0-9]+(-[a-z0-9]+)*", "a folder name of lower-case letters, digits and '-', at most 40 characters")
NAME = text(40, r"[a-z][a-z0-9_]*", "a name of lower-case letters, digits and '_'")
LABEL = text(80)
UNIT = text(12, least=0)
SOURCE = text(64, r"[A-Za-z0-9_]+(?:[./][A-Za-z0-9_]+)+", "a source such as 'group.name'")
WORD = integer(0, 0xFFFF)
RAW = integer(-(2**31), 2**32 - 1)
SCALE = integer(-9, 9)
CODE = re.compile(r"[0-9]{1,5}")

REGISTERS = {"u16": 1, "i16": 1, "u32": 2, "i32": 2}
"""Length in registers of each type of fixed length."""

TOP: Keys = {
    "pack": Key(TABLE, required=True),
    "link": Key(TABLE),
    "match": Key(TABLE, required=True),
    "vitals": Key(TABLE),
    "counters": Key(TABLES),
    "channels": Key(TABLES),
    "settings": Key(TABLES),
    "faults": Key(TABLES),
    "blocks": Key(TABLES),
    "firmware": Key(TABLE),
    "simulate": Key(TABLE),
}
PACK: Keys = {
    "version": Key(text(16, r"[0-9]+(\.[0-9]+)*", "a version such as '1' or '1.2'"), required=True),
    "name": Key(LABEL, required=True),
    "category": Key(one_of(*(category.value for category in Category)), required=True),
    "supplier": Key(text(80, least=0), required=True),
    "protocol": Key(one_of("smp", "modbus"), required=True),
}
LINK: Keys = {
    "baud": Key(one_of(1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200, 230400, 460800, 921600)),
    "bits": Key(one_of(7, 8)),
    "parity": Key(one_of("N", "E", "O")),
    "stop_bits": Key(one_of(1, 2)),
    "unit": Key(integer(1, 247)),
}
MATCH: Keys = {"usb": Key(TABLES), "answers": Key(TABLE), "nameless": Key(BOOLEAN)}
USB: Keys = {"vendor": Key(WORD, required=True), "product": Key(WORD)}
VITALS: Keys = {"boot_count": Key(SOURCE), "uptime_s": Key(SOURCE), "counter_epoch": Key(SOURCE)}
COUNTER: Keys = {
    "name": Key(NAME, required=True),
    "source": Key(SOURCE, required=True),
    "label": Key(LABEL, required=True),
    "unit": Key(UNIT),
    "width": Key(one_of(16, 32)),
    "max_per_hour": Key(integer(1, 10_000_000), required=True),
    "usage": Key(BOOLEAN),
}
CHANNEL: Keys = {
    "name": Key(NAME, required=True),
    "source": Key(SOURCE, required=True),
    "label": Key(LABEL, required=True),
    "unit": Key(UNIT, required=True),
    "scale": Key(SCALE),
    "negate": Key(BOOLEAN),
    "low": Key(RAW),
    "high": Key(RAW),
    "live": Key(BOOLEAN),
    "passport": Key(BOOLEAN),
    "logged": Key(BOOLEAN),
}
SETTING: Keys = {
    "name": Key(NAME, required=True),
    "source": Key(SOURCE, required=True),
    "label": Key(LABEL, required=True),
    "type": Key(one_of("u16", "u32", "string")),
    "max_bytes": Key(integer(1, 240)),
    "writable": Key(BOOLEAN),
    "secret": Key(BOOLEAN),
    "unit": Key(UNIT),
    "expected": Key(integer(0, 2**32 - 1)),
}
FAULT: Keys = {
    "name": Key(NAME, required=True),
    "source": Key(SOURCE, required=True),
    "label": Key(LABEL, required=True),
    "at_least": Key(integer(1, 2**32 - 1)),
    "bit": Key(integer(0, 31)),
}
BLOCK: Keys = {
    "name": Key(NAME, required=True),
    "space": Key(one_of("input", "holding"), required=True),
    "address": Key(WORD, required=True),
    "length": Key(integer(1, 120), required=True),
    "id": Key(WORD),
    "rows": Key(integer(1, 1024)),
    "read_at_most": Key(integer(1, 120)),
    "fields": Key(TABLES, required=True),
}
FIELD: Keys = {
    "name": Key(NAME, required=True),
    "offset": Key(integer(0, 119), required=True),
    "type": Key(one_of("u16", "i16", "u32", "i32", "string"), required=True),
    "length": Key(integer(1, 120)),
    "label": Key(LABEL, required=True),
    "unit": Key(UNIT),
    "scale": Key(SCALE),
    "access": Key(one_of("r", "rw", "w")),
    "form": Key(one_of("number", "ipv4", "version", "bits")),
    "codes": Key(TABLE),
    "none": Key(RAW),
}
FIRMWARE: Keys = {
    "board": Key(text(40, r"[A-Za-z0-9_-]+", "a board id of letters, digits, '_' and '-'"), required=True),
    "slot_bytes": Key(integer(4096, 2**31), required=True),
    "min_battery_mv": Key(integer(0, 100_000)),
}

R = TypeVar("R")


def read_pack(key: str, folder: str, data: Mapping[str, Any]) -> tuple[Pack | None, tuple[str, ...]]:
    """The pack and no problems, or None and every problem found, each "dotted.path: expected ..., found ..."."""
    problems = Problems()
    if not KEY.holds(key):
        problems.add("folder name", f"expected {KEY.what}, found {shown(key)}")
    top = read_table(data, "", TOP, problems)
    head = read_table(top.get("pack", {}), "pack", PACK, problems) if "pack" in top else {}
    pack = Pack(
        key=key,
        version=head.get("version", ""),
        name=head.get("name", ""),
        category=head.get("category", ""),
        supplier=head.get("supplier", ""),
        protocol=head.get("protocol", "smp"),
        link=Link(**read_table(top.get("link", {}), "link", LINK, problems)),
        match=_match(top.get("match", {}), problems),
        counters=_records(Counter, top, "counters", COUNTER, problems),
        channels=_records(Channel, top, "channels", CHANNEL, problems),
        settings=_records(Setting, top, "settings", SETTING, problems),
        faults=_records(Fault, top, "faults", FAULT, problems),
        blocks=_blocks(top, problems),
        firmware=_firmware(top, problems),
        vitals=Vitals(**read_table(top.get("vitals", {}), "vitals", VITALS, problems)),
        simulate=top.get("simulate", {}),
        folder=folder,
    )
    # What holds between keys can only be judged where each key by itself is right.
    if not problems.lines:
        check_rules(pack, problems)
    if not problems.lines and pack.simulate:
        check_simulate(pack, pack.simulate, problems)
    return (None if problems.lines else pack), tuple(problems.lines)


def _match(table: Mapping[str, Any], problems: Problems) -> Match:
    accepted = read_table(table, "match", MATCH, problems)
    usb: list[UsbId] = []
    for index, row in enumerate(accepted.get("usb", [])):
        found = read_table(row, f"match.usb[{index}]", USB, problems)
        if "vendor" in found:
            usb.append(UsbId(**found))
    answers: dict[str, str] = {}
    for name, pattern in accepted.get("answers", {}).items():
        if REGEX.holds(pattern):
            answers[name] = pattern
        else:
            problems.add(joined("match.answers", name), f"expected {REGEX.what}, found {shown(pattern)}")
    return Match(tuple(usb), answers, accepted.get("nameless", False))


def _records(kind: type[R], top: Mapping[str, Any], name: str, keys: Keys, problems: Problems) -> tuple[R, ...]:
    records: list[R] = []
    for index, row in enumerate(top.get(name, [])):
        before = len(problems.lines)
        accepted = read_table(row, f"{name}[{index}]", keys, problems)
        if len(problems.lines) == before:
            records.append(kind(**accepted))
    return tuple(records)


def _blocks(top: Mapping[str, Any], problems: Problems) -> tuple[Block, ...]:
    blocks: list[Block] = []
    for index, row in enumerate(top.get("blocks", [])):
        path = f"blocks[{index}]"
        before = len(problems.lines)
        accepted = read_table(row, path, BLOCK, problems)
        rows = accepted.pop("fields", [])
        fields = tuple(_field(item, f"{path}.fields[{at}]", problems) for at, item in enumerate(rows))
        if len(problems.lines) == before:
            accepted.setdefault("id", None)
            blocks.append(Block(fields=tuple(item for item in fields if item is not None), **accepted))
    return tuple(blocks)


def _field(row: Mapping[str, Any], path: str, problems: Problems) -> Field | None:
    before = len(problems.lines)
    accepted = read_table(row, path, FIELD, problems)
    codes = _codes(accepted.pop("codes", {}), joined(path, "codes"), problems)
    fixed = REGISTERS.get(accepted.get("type", ""))
    if fixed is None and accepted.get("type") == "string" and "length" not in row:
        problems.add(joined(path, "length"), "missing; expected the registers that the string takes")
    elif fixed is not None and accepted.setdefault("length", fixed) != fixed:
        problems.add(
            joined(path, "length"), f"expected {fixed} for type {accepted['type']!r}, found {accepted['length']}"
        )
    return Field(codes=codes, **accepted) if len(problems.lines) == before else None


def _codes(table: Mapping[str, Any], path: str, problems: Problems) -> dict[int, str]:
    code = Expect("an integer from 0 to 65535 as key", lambda key: bool(CODE.fullmatch(key)) and int(key) <= 0xFFFF)
    named: dict[int, str] = {}
    for number, name in table.items():
        if not code.holds(number):
            problems.add(joined(path, number), f"expected {code.what}, found {shown(number)}")
        elif not LABEL.holds(name):
            problems.add(joined(path, number), f"expected {LABEL.what}, found {shown(name)}")
        else:
            named[int(number)] = cast("str", name)
    return named


def _firmware(top: Mapping[str, Any], problems: Problems) -> Firmware | None:
    if "firmware" not in top:
        return None
    before = len(problems.lines)
    accepted = read_table(top["firmware"], "firmware", FIRMWARE, problems)
    return Firmware(**accepted) if len(problems.lines) == before else None
