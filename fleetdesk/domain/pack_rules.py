"""What must hold between the keys of a pack: names are unique, sources exist, register tables have no holes."""

from collections.abc import Iterable, Sequence

from fleetdesk.domain.pack import Block, Field, Pack
from fleetdesk.domain.pack_keys import Problems

ANSWERS = {
    "smp": ("model", "serial", "hardware", "contract", "firmware"),
    "modbus": ("vendor", "product", "firmware", "name", "model", "serial", "mac", "hardware", "contract", "digest"),
}
"""The identity fields that a device of each protocol gives, which `match.answers` may ask for."""

MOST_REGISTERS = 120
"""The longest read that the device contract allows."""


def check_rules(pack: Pack, problems: Problems) -> None:
    _match_is_useful(pack, problems)
    for name, records in (
        ("counters", pack.counters),
        ("channels", pack.channels),
        ("settings", pack.settings),
        ("faults", pack.faults),
        ("blocks", pack.blocks),
    ):
        _unique(name, [record.name for record in records], problems)
    _at_most_one("counters", "usage", [counter.usage for counter in pack.counters], problems)
    _at_most_one("channels", "live", [channel.live for channel in pack.channels], problems)
    _limits(pack, problems)
    if pack.protocol == "modbus":
        _no_log(pack, problems)
        _blocks(pack.blocks, problems)
        _register_sources(pack, problems)
    else:
        _smp_sources(pack, problems)


def _match_is_useful(pack: Pack, problems: Problems) -> None:
    known = ANSWERS[pack.protocol]
    if pack.match.nameless:
        _nameless_is_only_read(pack, problems)
    elif not pack.match.answers:
        problems.add("match.answers", f"expected at least one of {', '.join(known)}")
    for name in pack.match.answers:
        if name not in known:
            problems.add(f"match.answers.{name}", f"unknown answer; expected one of {', '.join(known)}")


def _nameless_is_only_read(pack: Pack, problems: Problems) -> None:
    """Nothing says that it is the same unit as before: it is chosen by a person, and never written to."""
    if pack.protocol != "modbus" or not any(block.rows == 1 for block in pack.blocks):
        problems.add("match.nameless", "expected a Modbus device with a register block")
    if pack.match.answers or pack.match.usb:
        problems.add("match", "expected neither usb nor answers beside nameless = true")
    for index, setting in enumerate(pack.settings):
        if setting.writable:
            problems.add(f"settings[{index}].writable", "expected false: a nameless device is only read")


def _unique(path: str, names: Sequence[str], problems: Problems) -> None:
    for index, name in enumerate(names):
        if name in names[:index]:
            problems.add(
                f"{path}[{index}].name", f"expected a name of its own, found {name!r} as in {path}[{names.index(name)}]"
            )


def _at_most_one(path: str, key: str, flags: Sequence[bool], problems: Problems) -> None:
    marked = [index for index, flag in enumerate(flags) if flag]
    for index in marked[1:]:
        problems.add(f"{path}[{index}].{key}", f"expected true once at most, found it in {path}[{marked[0]}] too")


def _limits(pack: Pack, problems: Problems) -> None:
    for index, channel in enumerate(pack.channels):
        if channel.low is not None and channel.high is not None and channel.low >= channel.high:
            problems.add(f"channels[{index}].low", f"expected less than high ({channel.high}), found {channel.low}")
    for index, fault in enumerate(pack.faults):
        if (fault.at_least is None) == (fault.bit is None):
            problems.add(f"faults[{index}]", "expected either at_least or bit")
    for index, setting in enumerate(pack.settings):
        if setting.secret and not setting.writable:
            problems.add(f"settings[{index}].writable", "expected true: a secret can only be written")


def _no_log(pack: Pack, problems: Problems) -> None:
    for index, channel in enumerate(pack.channels):
        if channel.logged:
            problems.add(f"channels[{index}].logged", "expected false: motor logs belong to protocol 'smp'")


def _sources(pack: Pack) -> Iterable[tuple[str, str]]:
    for name, records in (("counters", pack.counters), ("channels", pack.channels), ("faults", pack.faults)):
        for index, record in enumerate(records):
            yield f"{name}[{index}].source", record.source
    vitals = pack.vitals
    for key, source in (("boot_count", vitals.boot_count), ("uptime_s", vitals.uptime_s)):
        if source:
            yield f"vitals.{key}", source
    if "." in vitals.counter_epoch:
        yield "vitals.counter_epoch", vitals.counter_epoch


def _smp_sources(pack: Pack, problems: Problems) -> None:
    if pack.blocks:
        problems.add("blocks", "expected none: register blocks belong to protocol 'modbus'")
    for path, source in _sources(pack):
        if source.count(".") != 1 or "/" in source:
            problems.add(path, f"expected 'group.name' of a statistic, found {source!r}")
    keys = [setting.source for setting in pack.settings]
    for index, source in enumerate(keys):
        if "/" not in source or "." in source:
            problems.add(f"settings[{index}].source", f"expected a settings key such as 'asg/store', found {source!r}")
        elif source in keys[:index]:
            problems.add(f"settings[{index}].source", f"expected a key of its own, found {source!r} twice")
    epoch = pack.vitals.counter_epoch
    if epoch and "." not in epoch and epoch not in keys:
        problems.add("vitals.counter_epoch", f"expected the source of one of the settings, found {epoch!r}")


def _register_sources(pack: Pack, problems: Problems) -> None:
    for path, source in _sources(pack):
        found = _field(pack, source, path, problems)
        if found is not None and found.type == "string":
            problems.add(path, f"expected a field that is a number, found {source!r} of type 'string'")
    for index, counter in enumerate(pack.counters):
        item = _field_of(pack, counter.source)
        if item is not None and item.type in ("u16", "u32") and counter.width != int(item.type[1:]):
            problems.add(
                f"counters[{index}].width", f"expected {item.type[1:]} as {counter.source} is, found {counter.width}"
            )
    for index, channel in enumerate(pack.channels):
        item = _field_of(pack, channel.source)
        if item is not None and item.scale != channel.scale:
            problems.add(
                f"channels[{index}].scale", f"expected {item.scale} as {channel.source} has, found {channel.scale}"
            )
    for index, setting in enumerate(pack.settings):
        path = f"settings[{index}]"
        item = _field(pack, setting.source, f"{path}.source", problems)
        if item is None:
            continue
        if item.type != setting.type:
            problems.add(f"{path}.type", f"expected {item.type!r} as {setting.source} is, found {setting.type!r}")
        if item.type == "string" and setting.max_bytes > item.length * 2:
            problems.add(f"{path}.max_bytes", f"expected at most {item.length * 2}, found {setting.max_bytes}")
        if setting.writable and "w" not in item.access:
            problems.add(f"{path}.writable", f"expected false: {setting.source} has access {item.access!r}")
        if setting.secret != (item.access == "w"):
            problems.add(f"{path}.secret", f"expected true exactly when {setting.source} has access 'w'")


def _field(pack: Pack, source: str, path: str, problems: Problems) -> Field | None:
    block_name, _, field_name = source.partition(".")
    block = pack.block(block_name)
    if block is None:
        problems.add(path, f"names no block; expected one of {', '.join(b.name for b in pack.blocks) or 'none'}")
        return None
    item = block.field_named(field_name)
    if item is None:
        known = ", ".join(f.name for f in block.fields)
        problems.add(path, f"names no field of block {block_name!r}; expected one of {known}")
    return item


def _field_of(pack: Pack, source: str) -> Field | None:
    block = pack.block(source.partition(".")[0])
    return block.field_named(source.partition(".")[2]) if block else None


def _blocks(blocks: Sequence[Block], problems: Problems) -> None:
    if not blocks:
        problems.add("blocks", "missing; expected the register table")
    for index, block in enumerate(blocks):
        path = f"blocks[{index}]"
        _register_table(block, path, problems)
        _block_head(block, path, problems)
        last = block.address + block.length * block.rows
        if last > 0x10000:
            problems.add(f"{path}.address", f"expected the block to end at 65535, found it ends at {last - 1}")
        if block.length * block.read_at_most > MOST_REGISTERS:
            problems.add(
                f"{path}.read_at_most",
                f"expected at most {MOST_REGISTERS // block.length} rows of {block.length} registers, "
                f"found {block.read_at_most}",
            )
        for other in range(index):
            if _overlap(blocks[other], block):
                problems.add(f"{path}.address", f"expected registers of its own, found those of blocks[{other}]")


def _register_table(block: Block, path: str, problems: Problems) -> None:
    """Every register of the block belongs to exactly one field."""
    _unique(f"{path}.fields", [item.name for item in block.fields], problems)
    end = 0
    for item in sorted(block.fields, key=lambda field: field.offset):
        where = f"{path}.fields[{block.fields.index(item)}]"
        if item.offset > end:
            problems.add(
                where + ".offset",
                f"hidden padding: expected {end}, found {item.offset}; give registers {end} to {item.offset - 1} a "
                "reserved field",
            )
        if item.offset < end:
            problems.add(where + ".offset", f"overlaps the field before it: expected {end}, found {item.offset}")
        end = max(end, item.offset + item.length)
        if item.offset + item.length > block.length:
            problems.add(
                where,
                f"outside the block: expected it to end at register {block.length - 1}, "
                f"found {item.offset + item.length - 1}",
            )
        if item.form in ("ipv4", "version") and item.type != "u32":
            problems.add(where + ".form", f"expected type 'u32' for form {item.form!r}, found {item.type!r}")
    if end < block.length:
        problems.add(f"{path}.fields", f"hidden padding: give registers {end} to {block.length - 1} a reserved field")


def _block_head(block: Block, path: str, problems: Problems) -> None:
    first = min(block.fields, key=lambda item: item.offset, default=None)
    if first is None or first.type != "u16":
        problems.add(f"{path}.fields", "expected the first register to be the block id (or the row's number) as u16")
    if block.rows > 1 and block.id is not None:
        problems.add(f"{path}.id", "expected none: a row's first register is its number")
    if block.rows == 1 and block.id is None:
        problems.add(f"{path}.id", "missing; expected the block id that its first register holds")
    if block.rows == 1 and block.read_at_most != 1:
        problems.add(f"{path}.read_at_most", "expected 1: the block has one row")


def _overlap(one: Block, other: Block) -> bool:
    if one.space != other.space:
        return False
    return one.address < other.address + other.length * other.rows and other.address < one.address + (
        one.length * one.rows
    )
