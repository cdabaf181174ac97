"""A pack as tables for its README: what it counts and shows, its settings, and every register.

Generated, so that the paper beside a device type is never older than the pack: `pack check` compares.
"""

from collections.abc import Iterable, Sequence

from fleetdesk.domain.pack import Block, Field, Pack

BEGIN = "<!-- generated from pack.toml by `fleetdesk pack docs`: do not edit between these marks -->"
END = "<!-- end of the generated tables -->"


def readme_with_tables(pack: Pack, readme: str) -> str:
    """`readme` with the tables between the marks renewed; without marks they are put at its end."""
    tables = f"{BEGIN}\n{tables_of(pack)}\n{END}"
    before, mark, rest = readme.partition(BEGIN)
    if not mark:
        opening = readme.rstrip("\n") or f"# {pack.name}"
        return f"{opening}\n\n{tables}\n"
    _, _, after = rest.partition(END)
    return f"{before}{tables}{after or chr(10)}"


def tables_of(pack: Pack) -> str:
    """All tables of a pack as Markdown."""
    parts = [_facts(pack), _counters(pack), _channels(pack), _settings(pack), _faults(pack)]
    parts += [_registers(block) for block in pack.blocks]
    return "\n\n".join(part for part in parts if part)


def _facts(pack: Pack) -> str:
    link = pack.link
    line = f"{link.baud} baud, {link.bits}{link.parity}{link.stop_bits}"
    if pack.protocol == "modbus":
        line += f", unit {link.unit}"
    answers = ", ".join(f"{name} `{pattern}`" for name, pattern in pack.match.answers.items())
    rows = [
        ("Model key", f"`{pack.key}`"),
        ("Pack version", pack.version),
        ("Category", pack.category),
        ("Protocol", f"{pack.protocol}, {line}"),
        ("USB ids", ", ".join(_usb(item.vendor, item.product) for item in pack.match.usb) or "none"),
        ("Is this type when", answers or "a person says so: it cannot say who it is"),
    ]
    return _table(("Fact", "Value"), rows)


def _counters(pack: Pack) -> str:
    rows = [
        (
            f"`{c.name}`" + (" (maintenance counts it)" if c.usage else ""),
            c.label,
            f"`{c.source}`",
            f"u{c.width}",
            c.unit,
            str(c.max_per_hour),
        )
        for c in pack.counters
    ]
    return _section("Counters", ("Name", "Shown as", "Source", "Type", "Unit", "At most per hour"), rows)


def _channels(pack: Pack) -> str:
    rows = [
        (
            f"`{c.name}`" + (" (live)" if c.live else ""),
            c.label,
            f"`{c.source}`" + (", negated" if c.negate else ""),
            c.unit,
            _scale(c.scale),
            "" if c.low is None else str(c.low),
            "" if c.high is None else str(c.high),
        )
        for c in pack.channels
    ]
    head = ("Name", "Shown as", "Source", "Unit", "Raw value is", "Warn below (raw)", "Warn above (raw)")
    return _section("Gauges", head, rows)


def _settings(pack: Pack) -> str:
    rows = [
        (
            f"`{s.name}`",
            s.label,
            f"`{s.source}`",
            f"text, {s.max_bytes} bytes" if s.type == "string" else s.type,
            s.unit,
            "write-only" if s.secret else "read, write" if s.writable else "read",
        )
        for s in pack.settings
    ]
    return _section("Settings", ("Name", "Shown as", "Source", "Type", "Unit", "Access"), rows)


def _faults(pack: Pack) -> str:
    rows = [
        (
            f"`{f.name}`",
            f.label,
            f"`{f.source}`",
            f"bit {f.bit}" if f.at_least is None else f"at or over {f.at_least}",
        )
        for f in pack.faults
    ]
    return _section("Faults", ("Name", "Shown as", "Source", "Present when"), rows)


def _registers(block: Block) -> str:
    """Offset, type and length of every field: the table that simulator and driver are both tested against."""
    last = block.address + block.length * block.rows - 1
    where = f"{block.space} registers 0x{block.address:04X} to 0x{last:04X}"
    if block.rows > 1:
        where += f", {block.rows} rows of {block.length}, at most {block.read_at_most} rows a read"
    if block.id is not None:
        where += f", id 0x{block.id:04X}"
    rows = [
        (
            str(item.offset),
            f"0x{block.address + item.offset:04X}",
            str(item.length),
            item.type,
            f"`{item.name}`",
            _meaning(item),
            {"r": "read", "rw": "read, write", "w": "write-only"}[item.access],
        )
        for item in sorted(block.fields, key=lambda field: field.offset)
    ]
    head = ("Offset", "Address", "Registers", "Type", "Field", "Meaning", "Access")
    return _section(f"Block `{block.name}`", head, rows, f"{where[0].upper()}{where[1:]}.")


def _meaning(item: Field) -> str:
    text = item.label
    if item.unit:
        text += f" ({_scale(item.scale)} {item.unit})" if item.scale else f" ({item.unit})"
    if item.form == "version":
        text += ": major 8 bits, minor 8, revision 16"
    if item.form == "ipv4":
        text += ": IPv4, first octet highest"
    if item.codes:
        bit = "bit " if item.form == "bits" else ""
        text += ": " + ", ".join(f"{bit}{code} {name}" for code, name in sorted(item.codes.items()))
    if item.none is not None:
        text += f"; {item.none} means none"
    return text


def _scale(exponent: int) -> str:
    if exponent == 0:
        return "1"
    return "1" + "0" * exponent if exponent > 0 else "0." + "0" * (-exponent - 1) + "1"


def _usb(vendor: int, product: int | None) -> str:
    return f"`{vendor:04X}:{product:04X}`" if product is not None else f"`{vendor:04X}:*`"


def _section(title: str, head: Sequence[str], rows: Sequence[Sequence[str]], lead: str = "") -> str:
    if not rows:
        return ""
    opening = f"## {title}\n\n" + (f"{lead}\n\n" if lead else "")
    return opening + _table(head, rows)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [_row(head), "|" + "---|" * len(head), *(_row(row) for row in rows)]
    return "\n".join(lines)


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
