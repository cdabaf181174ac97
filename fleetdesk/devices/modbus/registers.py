"""Register blocks as a pack describes them: words into values, with the checks that a reply belongs to its block.

RTU has no transaction id, so a late answer to an earlier read of the same size looks like the answer to this one. What
tells them apart is inside: the first register of a block is its id, the first of a table row its row number.
"""

from collections.abc import Mapping, Sequence

from fleetdesk.domain.errors import FormatError
from fleetdesk.domain.pack import Block, Field
from fleetdesk.domain.snapshot import Child

Value = str | int
_EMPTY_ROW = "empty"


def check_block(block: Block, words: Sequence[int]) -> None:
    """Raises FormatError when the words are not this block's."""
    if len(words) != block.length or (block.id is not None and words[0] != block.id):
        raise FormatError(f"the registers of block '{block.name}' do not begin with its id")


def check_rows(block: Block, first_row: int, words: Sequence[int]) -> list[Sequence[int]]:
    """The rows in the words. Raises FormatError when a row does not echo its number."""
    rows = [words[at : at + block.length] for at in range(0, len(words), block.length)]
    for number, row in enumerate(rows, start=first_row):
        if len(row) != block.length or row[0] != number:
            raise FormatError(f"row {number} of table '{block.name}' does not echo its number")
    return rows


def block_values(block: Block, words: Sequence[int]) -> dict[str, Value]:
    """{"block.field": value} of the readable fields; one that says "no value" is left out."""
    found: dict[str, Value] = {}
    for item in block.fields:
        value = field_value(item, words)
        if item.access != "w" and value is not None:
            found[f"{block.name}.{item.name}"] = value
    return found


def field_value(item: Field, words: Sequence[int]) -> Value | None:
    """One field's value; None when it is the field's "no value". Numbers are big-endian, the high word first."""
    own = words[item.offset : item.offset + item.length]
    raw = b"".join(word.to_bytes(2, "big") for word in own)
    if item.type == "string":
        return raw.split(b"\0")[0].decode("utf-8", errors="backslashreplace")
    number = int.from_bytes(raw, "big", signed=item.type.startswith("i"))
    return None if number == item.none else number


def field_words(item: Field, value: Value) -> list[int]:
    """The registers of a value, the high word first; text is padded with NUL. Raises ValueError when it is too long."""
    size = item.length * 2
    if item.type == "string":
        raw = str(value).encode()
        if len(raw) > size:
            raise ValueError(f"{item.name}: {len(raw)} bytes do not fit {size}")
        raw = raw.ljust(size, b"\0")
    else:
        raw = int(value).to_bytes(size, "big", signed=item.type.startswith("i"))
    return [int.from_bytes(raw[at : at + 2], "big") for at in range(0, size, 2)]


def child(block: Block, words: Sequence[int]) -> Child | None:
    """A gateway's child in one row; None for an empty row."""
    values = {item.name: field_value(item, words) for item in block.fields}
    state = _named(block, "state", values)
    if state == _EMPTY_ROW:
        return None
    return Child(
        slot=_number(values, "slot") or 0,
        serial=str(values.get("serial") or ""),
        type=_named(block, "type", values),
        state=state,
        firmware=version_text(_number(values, "firmware") or 0),
        rssi_dbm=_number(values, "rssi_dbm"),
        last_seen_s=_number(values, "last_seen_s"),
        faults=_number(values, "fault_bits") or 0,
    )


def _named(block: Block, name: str, values: Mapping[str, Value | None]) -> str:
    number = _number(values, name)
    item = block.field_named(name)
    if number is None or item is None:
        return "unknown"
    return item.codes.get(number, f"code {number}")


def _number(values: Mapping[str, Value | None], name: str) -> int | None:
    value = values.get(name)
    return value if isinstance(value, int) else None


def version_text(number: int) -> str:
    """A u32 of major (8 bits), minor (8) and revision (16); 0 means that the gateway does not know it."""
    return f"{number >> 24}.{number >> 16 & 0xFF}.{number & 0xFFFF}" if number else ""
