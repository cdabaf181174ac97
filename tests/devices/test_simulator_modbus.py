"""The Modbus server of the simulator, without a wire, against the contract's tables written out here by hand."""

import struct
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fleetdesk.packs import load_pack
from fleetdesk.simulator.flash import Flash
from fleetdesk.simulator.gateway import Gateway
from fleetdesk.simulator.modbus_server import ModbusServer
from tests.devices.simulated import DRIVERS, GATEWAY

READ_HOLDING, READ_INPUT, WRITE_ONE, WRITE_MANY = 3, 4, 6, 16
COMMIT, DISCARD, REBOOT, RUN_UPLINK_TEST, RESCAN, WIPE_WIFI = range(1, 7)


def crc(data: bytes) -> bytes:
    """CRC-16/MODBUS by the table of the specification's appendix, made here bit by bit."""
    register = 0xFFFF
    for byte in data:
        register ^= byte
        for _ in range(8):
            register, carry = register >> 1, register & 1
            register ^= 0xA001 * carry
    return bytes((register & 0xFF, register >> 8))


class Slave:
    """A server with a master's end, and seconds that pass when the test says so."""

    def __init__(self, changes: Mapping[str, Any] | None = None, state: Path | None = None) -> None:
        self.now = 500.0
        pack = load_pack(DRIVERS / GATEWAY)
        table = {**pack.simulate, **(changes or {})}
        unit = Gateway(pack, table, Flash(state, str(table["serial"])), lambda: self.now, lambda: 1_771_000_000.0)
        self.server = ModbusServer(unit, lambda: self.now)
        self._nonce = 0

    def send(self, pdu: bytes, unit: int = 1) -> bytes:
        """The answer's PDU, or nothing."""
        frame = bytes((unit,)) + pdu
        replies = list(self.server.feed(frame + crc(frame)))
        if not replies:
            return b""
        (reply,) = replies
        assert reply[-2:] == crc(reply[:-2])
        assert reply[0] == unit
        return reply[1:-2]

    def read(self, address: int, count: int, function: int = READ_INPUT) -> list[int]:
        reply = self.send(struct.pack(">BHH", function, address, count))
        assert reply[:2] == bytes((function, count * 2)), reply
        return list(struct.unpack(f">{count}H", reply[2:]))

    def write(self, address: int, *words: int) -> bytes:
        size = len(words)
        return self.send(struct.pack(f">BHHB{size}H", WRITE_MANY, address, size, size * 2, *words))

    def command(self, command: int, nonce: int | None = None) -> bytes:
        self._nonce = self._nonce + 1 if nonce is None else nonce
        return self.write(0x1F00, 0xFD0F, command, 0, self._nonce)

    def generation(self) -> int:
        return self.read(3, 1)[0]


TAKEN = struct.pack(">BHH", WRITE_MANY, 0x1F00, 4)


def text(words: list[int]) -> str:
    return struct.pack(f">{len(words)}H", *words).split(b"\0")[0].decode()


def words_of(text: str, registers: int) -> list[int]:
    return list(struct.unpack(f">{registers}H", text.encode().ljust(registers * 2, b"\0")))


def test_the_blocks_stand_where_the_contract_has_them() -> None:
    slave = Slave()
    for address, block_id in ((0x0000, 0xFD01), (0x0020, 0xFD02), (0x0040, 0xFD03), (0x0080, 0xFD04), (0x0100, 0xFD05)):
        assert slave.read(address, 1) == [block_id]
    assert slave.read(0x1F00, 1) == [0xFD0F]
    assert slave.read(0x1F00, 1, READ_HOLDING) == [0xFD0F]
    assert slave.read(0x1000, 1, READ_HOLDING)[0] >> 8 == 0xFD


def test_header_health_network_and_uplink_have_the_contracts_fields_in_order() -> None:
    slave = Slave()
    slave.now += 90
    header = struct.unpack(">HHHHIIHH", struct.pack(">10H", *slave.read(0x0000, 10)))
    assert header == (0xFD01, 1, 0x1F04, 12, 90, 1_771_000_000, 88, 1)
    health = struct.unpack(">HHHIhHHHH", struct.pack(">10H", *slave.read(0x0020, 10)))
    assert health == (0xFD02, 0, 17, 61440, 412, 5040, 9, 3, 0)
    network = slave.read(0x0040, 33)
    assert struct.unpack(">HHhH", struct.pack(">4H", *network[:4])) == (0xFD03, 2, -58, 6)
    assert text(network[4:20]) == "store-iot"
    tail = struct.unpack(">HIIIIII", struct.pack(">13H", *network[20:]))
    assert tail == (2, 71200 - 90, 0x0A140B16, 0xFFFFFF00, 0x0A140B01, 0x0A140B01, 0x01010101)
    uplink = struct.unpack(">HHIHHI", struct.pack(">8H", *slave.read(0x0080, 8)))
    assert uplink == (0xFD04, 1, 1_771_070_400, 84, 0, 0)
    assert slave.read(0x0088, 8) == [1, 443, 1, 300, 1, 8883, 1, 300]


def test_a_childs_row_has_the_contracts_fields_and_echoes_its_number() -> None:
    slave = Slave()
    slave.now += 60
    assert slave.read(0x0100, 4) == [0xFD05, 3, 64, 5]
    rows = slave.read(0x0110, 7 * 16)
    assert [rows[n * 16] for n in range(7)] == list(range(7))
    offline = rows[16:32]
    assert (offline[1], offline[2], text(offline[3:9])) == (2, 6, "RF-20418")
    firmware, rssi, seen, faults, reserved = struct.unpack(">IhIHH", struct.pack(">7H", *offline[9:]))
    assert (firmware, rssi, seen, faults, reserved) == (0x01040002, -88, 93600 + 60, 1, 0)
    unknown = struct.unpack(">hI", struct.pack(">3H", *rows[32 + 11 : 32 + 14]))
    assert unknown == (-32768, 0xFFFFFFFF), "never seen, never measured"
    assert slave.read(0x0110 + 16 * 63, 2) == [63, 0]
    assert slave.send(struct.pack(">BHH", READ_INPUT, 0x0110 + 16 * 64, 1)) == b"\x84\x02"


@pytest.mark.parametrize(
    ("pdu", "answer"),
    [
        (struct.pack(">BHH", READ_INPUT, 0x000A, 1), b"\x84\x02"),
        (struct.pack(">BHH", READ_INPUT, 0x0008, 4), b"\x84\x02"),
        (struct.pack(">BHH", READ_HOLDING, 0x0000, 1), b"\x83\x02"),
        (struct.pack(">BHH", READ_INPUT, 0x0110, 121), b"\x84\x03"),
        (struct.pack(">BHH", READ_INPUT, 0x0110, 0), b"\x84\x03"),
        (struct.pack(">BHH", READ_INPUT, 0xFFFF, 2), b"\x84\x02"),
        (struct.pack(">BHH", WRITE_ONE, 0x0000, 1), b"\x86\x02"),
        (struct.pack(">BHH", WRITE_ONE, 0x1000, 0x1234), b"\x86\x02"),
        (struct.pack(">BHHBH", WRITE_MANY, 0x1001, 2, 2, 1), b"\x90\x03"),
        (struct.pack(">BHH", 2, 0, 1), b"\x82\x01"),
        (b"\x14\x07\x06\x00\x04\x00\x01\x00\x02", b"\x94\x01"),
        (b"\x2b\x0e\x04\x03", b"\xab\x02"),
        (b"\x2b\x0e\x09\x00", b"\xab\x03"),
        (b"\x2b\x0d\x01\x00", b"\xab\x01"),
    ],
)
def test_what_the_map_does_not_have_is_an_exception(pdu: bytes, answer: bytes) -> None:
    slave = Slave()
    assert slave.send(pdu) == answer
    assert slave.read(0, 1) == [0xFD01]


def test_other_units_damage_and_broadcasts_are_met_with_silence() -> None:
    slave = Slave()
    ask = struct.pack(">BHH", READ_INPUT, 0, 1)
    assert slave.send(ask, unit=2) == b""
    assert slave.send(ask, unit=0) == b""
    damaged = b"\x01" + ask + b"\x00\x00"
    assert list(slave.server.feed(damaged)) == []
    assert slave.read(0, 1) == [0xFD01], "the damaged frame does not hide the next one"
    assert list(slave.server.feed(bytes(range(64, 200)))) == []
    assert slave.read(0, 1) == [0xFD01]


def test_a_half_request_is_completed_or_forgotten() -> None:
    slave = Slave()
    frame = b"\x01" + struct.pack(">BHH", READ_INPUT, 0, 1)
    frame += crc(frame)
    assert list(slave.server.feed(frame[:3])) == []
    assert len(list(slave.server.feed(frame[3:]))) == 1
    assert list(slave.server.feed(frame[:3])) == []
    slave.now += 1
    assert slave.read(0, 1) == [0xFD01]


@settings(max_examples=300, deadline=None)
@given(noise=st.binary(max_size=300), unit=st.sampled_from([0, 1, 1, 1, 7]), pdu=st.binary(min_size=1, max_size=40))
def test_nothing_stops_the_server(noise: bytes, unit: int, pdu: bytes) -> None:
    frame = bytes((unit,)) + pdu
    list(FUZZED.server.feed(noise))
    list(FUZZED.server.feed(frame + crc(frame)))
    FUZZED.now += 10
    assert FUZZED.read(0, 1) == [0xFD01]


FUZZED = Slave()


# -- config and commands


def test_nothing_applies_before_commit_and_the_generation_moves_with_it() -> None:
    slave = Slave()
    slave.write(0x1001, 12, *words_of("STORE-07", 8))
    assert text(slave.read(0x1002, 8, READ_HOLDING)) == "STORE-07", "read back"
    assert slave.generation() == 12
    assert slave.command(DISCARD) == TAKEN
    assert text(slave.read(0x1002, 8, READ_HOLDING)) == "STORE-01"
    slave.write(0x1001, 12, *words_of("STORE-07", 8))
    assert slave.command(COMMIT) == TAKEN
    assert slave.generation() == 13
    assert text(slave.read(0x1002, 8, READ_HOLDING)) == "STORE-07"


def test_commit_is_refused_as_stale_when_somebody_else_committed() -> None:
    slave = Slave()
    slave.write(0x1001, 12, *words_of("STORE-07", 8))
    assert slave.command(COMMIT) == TAKEN
    slave.write(0x1001, 12, *words_of("STORE-08", 8))
    assert slave.command(COMMIT) == b"\x90\x04"
    assert slave.generation() == 13
    assert slave.read(0x1F00, 4)[1:] == [COMMIT, 0, 1], "the mirror shows the last command that was done"


def test_a_repeated_nonce_is_acknowledged_and_not_done_again() -> None:
    slave = Slave()
    assert slave.command(RESCAN, nonce=77) == TAKEN
    assert slave.command(RESCAN, nonce=77) == TAKEN
    assert slave.read(0x0103, 1) == [6]
    assert slave.command(RESCAN, nonce=78) == TAKEN
    assert slave.read(0x0103, 1) == [7]


def test_secrets_are_write_only_and_wiped_with_the_network() -> None:
    slave = Slave()
    assert slave.read(0x1000 + 27, 32, READ_HOLDING) == [0] * 32
    slave.write(0x1000 + 27, *words_of("new password", 32))
    assert slave.read(0x1000 + 27, 32, READ_HOLDING) == [0] * 32
    assert slave.command(WIPE_WIFI) == TAKEN
    assert text(slave.read(0x1000 + 11, 16, READ_HOLDING)) == ""
    assert text(slave.read(0x0044, 16)) == ""
    assert slave.generation() == 13


def test_a_static_address_applies_with_commit() -> None:
    slave = Slave()
    slave.write(0x1000 + 59, 2, 0xC0A8, 0x0105, 0xFFFF, 0xFF00, 0xC0A8, 0x0101)
    assert slave.command(COMMIT) == TAKEN
    assert slave.read(0x0040 + 20, 1) == [0], "no DHCP"
    assert slave.read(0x0040 + 23, 2) == [0xC0A8, 0x0105]


def test_a_value_outside_its_codes_is_refused_at_commit() -> None:
    slave = Slave()
    slave.write(0x1000 + 59, 9)
    assert slave.command(COMMIT) == b"\x90\x03"
    assert slave.generation() == 12


def test_a_wrong_command_changes_nothing() -> None:
    slave = Slave()
    assert slave.write(0x1F00, 0xFD0E, REBOOT, 0, 1) == b"\x90\x03"
    assert slave.command(99) == b"\x90\x03"
    assert slave.write(0x1F01, REBOOT) == b"\x90\x02", "all four registers in one write"
    assert slave.read(8, 1) == [88]


def test_reboot_drops_what_was_staged_and_keeps_the_config(tmp_path: Path) -> None:
    slave = Slave(state=tmp_path)
    slave.write(0x1001, 12, *words_of("STORE-07", 8))
    slave.command(COMMIT)
    slave.write(0x1002, *words_of("STORE-08", 8))
    assert slave.command(REBOOT) == TAKEN
    assert slave.send(struct.pack(">BHH", READ_INPUT, 0, 1)) == b"", "silent while booting"
    slave.now += 1
    assert text(slave.read(0x1002, 8, READ_HOLDING)) == "STORE-07"
    assert slave.read(8, 2) == [89, 2]
    again = Slave(state=tmp_path)
    assert text(again.read(0x1002, 8, READ_HOLDING)) == "STORE-07"
    assert (again.generation(), again.read(8, 2)) == (13, [90, 1])


def test_the_uplink_test_moves_the_time_of_the_last_success() -> None:
    slave = Slave()
    assert slave.command(RUN_UPLINK_TEST) == TAKEN
    assert struct.unpack(">I", struct.pack(">2H", *slave.read(0x0082, 2)))[0] == 1_771_000_000


def test_silence_and_garbage() -> None:
    ask = b"\x01" + struct.pack(">BHH", READ_INPUT, 0, 1)
    ask += crc(ask)
    assert list(Slave({"faults": {"silent": True}}).server.feed(ask)) == []
    (garbage,) = Slave({"faults": {"garbage": True}}).server.feed(ask)
    assert garbage[-2:] != crc(garbage[:-2])
