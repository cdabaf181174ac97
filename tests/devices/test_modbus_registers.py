"""Registers into values: types, signs, "no value", rows, and the checks that a reply belongs to its block."""

import pytest

from fleetdesk.devices.modbus import registers
from fleetdesk.domain.errors import FormatError
from fleetdesk.domain.pack import Block, Field
from fleetdesk.domain.snapshot import Child
from tests.devices.link_peers import GATEWAY, RtuUnit, words_of

TABLE = GATEWAY.blocks[5]


@pytest.mark.parametrize(
    ("item", "words", "expected"),
    [
        (Field("x", 0, "u16"), [0xFFFF], 65535),
        (Field("x", 0, "i16"), [0xFFC3], -61),
        (Field("x", 1, "u32", 2), [0, 0x0001, 0x0002], 65538),
        (Field("x", 0, "i32", 2), [0xFFFF, 0xFFFE], -2),
        (Field("x", 0, "i16", none=-32768), [0x8000], None),
        (Field("x", 0, "u32", 2, none=0xFFFFFFFF), [0xFFFF, 0xFFFF], None),
        (Field("x", 0, "string", 3), words_of("RF-20", 3), "RF-20"),
        (Field("x", 0, "string", 2), words_of("", 2), ""),
        (Field("x", 0, "string", 2), [0x4100, 0x4242], "A"),
        (Field("x", 0, "string", 1), [0xFF41], "\\xffA"),
        (Field("x", 0, "string", 2), words_of("é√"[:1], 2), "é"),
    ],
)
def test_one_field(item: Field, words: list[int], expected: str | int | None) -> None:
    assert registers.field_value(item, words) == expected


def test_a_block_must_begin_with_its_id_and_have_its_length() -> None:
    block = Block("health", "input", 0x20, 2, 0xFD02, ())
    registers.check_block(block, [0xFD02, 1])
    for wrong in ([0xFD03, 1], [0xFD02], [0xFD02, 1, 2], []):
        with pytest.raises(FormatError, match="health"):
            registers.check_block(block, wrong)


def test_a_row_must_echo_its_number() -> None:
    words = [7, *[0] * 15, 8, *[0] * 15]
    assert len(registers.check_rows(TABLE, 7, words)) == 2
    for first, wrong in ((6, words), (7, words[:-1]), (7, words[16:])):
        with pytest.raises(FormatError, match="child"):
            registers.check_rows(TABLE, first, wrong)


def test_write_only_fields_are_left_out() -> None:
    config = GATEWAY.blocks[6]
    words = [0xFD06, *words_of("STORE-1", 4), *words_of("secret", 4)]
    assert registers.block_values(config, words) == {"config.store": "STORE-1"}


def test_a_child_and_an_empty_row() -> None:
    unit = RtuUnit(children=1)
    row = [unit.spaces[4][0x110 + at] for at in range(16)]
    assert registers.child(TABLE, row) == Child(0, "RF-0", "blender", "online", "1.4.2", -61, 12, 0)
    row[11], row[12:14], row[1], row[2] = 0x8000, [0xFFFF, 0xFFFF], 9, 99
    assert registers.child(TABLE, row) == Child(0, "RF-0", "code 99", "code 9", "1.4.2", None, None, 0)
    row[1] = 0
    assert registers.child(TABLE, row) is None


def test_versions() -> None:
    assert registers.version_text(0x01040002) == "1.4.2"
    assert registers.version_text(0xFF00FFFF) == "255.0.65535"
    assert registers.version_text(0) == ""
