"""Register blocks as the pack describes them: values to words and back, addresses to fields.

Big-endian words, high word first; text is UTF-8, padded with NUL.
"""

from collections.abc import Mapping
from typing import Any

from fleetdesk.domain.pack import Block, Field

Words = dict[int, int]
"""{address: word}"""


def encode(item: Field, value: Any) -> list[int]:
    """The words of a value: an integer, a code's name, a version such as "1.4.2", or a text."""
    if item.type == "string":
        raw = str(value).encode("utf-8")[: item.length * 2].ljust(item.length * 2, b"\0")
    else:
        number = _number(item, value)
        raw = (number & ((1 << 16 * item.length) - 1)).to_bytes(item.length * 2, "big")
    return [int.from_bytes(raw[at : at + 2], "big") for at in range(0, len(raw), 2)]


def _number(item: Field, value: Any) -> int:
    if isinstance(value, int):
        return value
    if item.form == "version":
        major, minor, revision = (int(part) for part in str(value).split("."))
        return (major << 24) | (minor << 16) | revision
    return next(code for code, name in item.codes.items() if name == value)


def decode(item: Field, words: list[int]) -> int | str:
    """The raw value: a signed or unsigned integer, or the text before the first NUL."""
    raw = b"".join(word.to_bytes(2, "big") for word in words)
    if item.type == "string":
        return raw.split(b"\0", 1)[0].decode("utf-8", "replace")
    return int.from_bytes(raw, "big", signed=item.type.startswith("i"))


def place(block: Block, values: Mapping[str, Any], row: int = 0) -> Words:
    """The words of one row of a block. What is not given is 0 or empty; first the block id or the row's number."""
    base = block.address + row * block.length
    words: Words = {}
    for item in block.fields:
        value = values.get(item.name, "" if item.type == "string" else item.none or 0)
        if item.offset == 0:
            value = row if block.id is None else block.id
        words.update({base + item.offset + at: word for at, word in enumerate(encode(item, value))})
    return words


def take(block: Block, words: Mapping[int, int]) -> dict[str, int | str]:
    """The values of a block by field name, out of the words of its space."""
    values: dict[str, int | str] = {}
    for item in block.fields:
        at = block.address + item.offset
        values[item.name] = decode(item, [words[at + n] for n in range(item.length)])
    return values
