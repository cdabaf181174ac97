"""The SMP transport on real sockets and ptys: late, duplicate, half and damaged replies never become a wrong value.

Each protection has its control: with reply matching off a late reply is taken for the next request's; smpclient's own
serial transport loses every request after one duplicate.
"""

import asyncio
import os
import time
from collections.abc import Iterator

import pytest
from smp import os_management
from smp import statistics_management as statistics
from smpclient import SMPClient
from smpclient.exceptions import SMPClientException
from smpclient.generics import success
from smpclient.requests.os_management import EchoWrite, MCUMgrParametersRead
from smpclient.requests.statistics_management import GroupData
from smpclient.transport.serial import SMPSerialTransport

from fleetdesk.devices.line import open_line
from fleetdesk.devices.smp_frames import FrameReader, encode
from fleetdesk.devices.smp_transport import SmpTransport, sound_reply
from fleetdesk.domain.errors import PortError
from fleetdesk.domain.pack import Link
from fleetdesk.transcript import Header, Recorder
from tests.devices.link_peers import LONG, SEED, SmpDamage, SmpServer, SmpUnit, Spoil, nothing, on_pty, on_socket
from tests.devices.simulated import needs_ptys

EXCHANGES = 10_000 if LONG else 1_000
TIMEOUT_S = 0.02


async def opened(port: str, match_replies: bool = True) -> SmpTransport:
    line = await open_line(port, Link(), Recorder(Header(port, "", "")))
    return SmpTransport(line, match_replies=match_replies)


async def read_cycles(transport: SmpTransport, timeout_s: float = 1.0) -> int:
    reply = await transport.exchange(statistics.GroupDataRequest(name="blend_use").BYTES, timeout_s)
    return reply.body["fields"]["cycles_total"]


def late_then_sound(delay_s: float) -> Spoil:
    """The first reply comes `delay_s` late, all others at once."""
    waits: Iterator[float] = iter([delay_s])

    def spoil(sound: bytes) -> list[tuple[float, bytes]]:
        return [(next(waits, 0.0), sound)]

    return spoil


def double_once() -> Spoil:
    times = iter([2])

    def spoil(sound: bytes) -> list[tuple[float, bytes]]:
        return [(0.0, sound)] * next(times, 1)

    return spoil


def test_a_late_reply_is_not_taken_for_the_next_request() -> None:
    async def run(match_replies: bool) -> int:
        server = SmpServer(SmpUnit(counts_up=True), late_then_sound(TIMEOUT_S * 2))
        async with on_socket(server) as url:
            transport = await opened(url, match_replies=match_replies)
            with pytest.raises(TimeoutError):
                await read_cycles(transport, TIMEOUT_S)
            # The second reply waits until the first, late one is out.
            server.spoil = late_then_sound(TIMEOUT_S * 3)
            value = await read_cycles(transport)
            await transport.disconnect()
            return value

    assert asyncio.run(run(match_replies=True)) == 1004
    assert asyncio.run(run(match_replies=False)) == 1003, "the control must take the late value"


def test_a_duplicate_reply_disturbs_nothing() -> None:
    async def run() -> tuple[list[int], int]:
        server = SmpServer(SmpUnit(counts_up=True), lambda sound: [(0.0, sound), (0.0, sound)])
        async with on_socket(server) as url:
            transport = await opened(url)
            values = [await read_cycles(transport) for _ in range(20)]
            await transport.disconnect()
            return values, transport.ignored

    values, ignored = asyncio.run(run())
    assert values == list(range(1003, 1023))
    assert ignored >= 19


@needs_ptys
def test_control_the_stock_transport_never_recovers_from_a_duplicate() -> None:
    async def run() -> int:
        server = SmpServer(SmpUnit())
        async with on_pty(server) as pty:
            client = SMPClient(SMPSerialTransport(), pty.device, timeout_s=0.2)
            await client.connect()
            server.spoil = double_once()
            await client.request(EchoWrite(d="doubled"))
            failed = 0
            for _ in range(5):
                try:
                    await client.request(EchoWrite(d="next"))
                except SMPClientException:
                    failed += 1
            await client.disconnect()
            return failed

    assert asyncio.run(run()) == 5


async def _wrong_values(match_replies: bool, exchanges: int) -> tuple[int, int, int]:
    """(wrong values accepted, values accepted, replies spoiled)"""
    damage = SmpDamage(SEED, TIMEOUT_S)
    unit = SmpUnit(counts_up=True)
    server = SmpServer(unit, damage)
    wrong = accepted = 0
    async with on_socket(server) as url:
        transport = await opened(url, match_replies=match_replies)
        for _ in range(exchanges):
            try:
                value = await read_cycles(transport, TIMEOUT_S)
            except TimeoutError:
                continue
            accepted += 1
            # One request is in flight: its own answer is the last count that the unit gave.
            wrong += value != unit.use["cycles_total"]
        server.spoil = None
        usable = await read_cycles(transport) == unit.use["cycles_total"]
        await transport.disconnect()
    assert usable or not match_replies, "the line must work after all the damage"
    return wrong, accepted, damage.spoiled


def test_a_damaging_server_never_gets_a_wrong_value_accepted() -> None:
    wrong, accepted, spoiled = asyncio.run(_wrong_values(True, EXCHANGES))
    assert wrong == 0
    assert accepted > EXCHANGES // 3
    assert spoiled > EXCHANGES // 2


def test_control_without_matching_wrong_values_are_accepted() -> None:
    wrong, _, _ = asyncio.run(_wrong_values(False, 400))
    assert wrong > 0


def test_requests_of_many_callers_do_not_mix() -> None:
    async def run() -> list[str]:
        server = SmpServer(SmpUnit())
        async with on_socket(server) as url:
            client = SMPClient(await opened(url), url)

            async def echo(text: str) -> str:
                reply = await client.request(EchoWrite(d=text))
                assert success(reply)
                return reply.r

            replies = await asyncio.gather(*(echo(f"caller {number}") for number in range(50)))
            await client.disconnect()
            return replies

    assert asyncio.run(run()) == [f"caller {number}" for number in range(50)]


@pytest.mark.parametrize("legacy", [False, True])
def test_smpclient_works_on_it_with_old_servers_too(legacy: bool) -> None:
    """smpclient itself drops a success that carries `rc: 0`; below it our transport takes it out."""

    async def run() -> tuple[int, int]:
        server = SmpServer(SmpUnit(legacy=legacy))
        async with on_socket(server) as url, SMPClient(SmpTransport(), url) as client:
            parameters = await client.request(MCUMgrParametersRead())
            assert success(parameters)
            data = await client.request(GroupData(name="blend_use"))
            assert success(data)
            return parameters.buf_size, data.fields["cycles_total"]

    assert asyncio.run(run()) == (4096, 1002)


def test_the_message_size_follows_the_servers_buffer() -> None:
    transport = SmpTransport()
    assert transport.max_unencoded_size < 384
    transport.initialize(1024)
    assert (transport.mtu, transport.max_unencoded_size) == (1024, 1020)


def test_a_body_that_is_no_map_of_texts_is_no_reply() -> None:
    head = bytes([9, 0, 0, 3, 0, 2, 0, 0])
    assert sound_reply(head + b"\xa1ax") is None, "the map ends early"
    assert sound_reply(head + b"\x83\x01\x02\x03") is None, "the length is not the header's"
    assert sound_reply(bytes([9, 0, 0, 2, 0, 2, 0, 0]) + b"\x81\x01") is None, "a list"
    assert sound_reply(head + b"\xa1\x01\x02") is None, "a number as key"
    assert sound_reply(bytes([9, 0, 0, 200, 0, 2, 0, 0]) + b"\x81" * 200) is None, "nested without an end"
    sound = sound_reply(bytes([9, 0, 0, 5, 0, 2, 0, 0]) + b"\xa1\x62rc\x00")
    assert sound is not None
    assert sound.body == {}
    assert sound.message[3] == 1, "the header's length follows"


def test_a_request_in_flight_ends_when_the_port_is_closed() -> None:
    async def run() -> None:
        async with on_socket(SmpServer(SmpUnit(), nothing)) as url:
            transport = await opened(url)
            asking = asyncio.ensure_future(read_cycles(transport, 60))
            while not transport_is_waiting(transport):
                await asyncio.sleep(0)
            await transport.disconnect()
            with pytest.raises(PortError):
                await asking

    asyncio.run(asyncio.wait_for(run(), 5))


def transport_is_waiting(transport: SmpTransport) -> bool:
    return vars(transport)["_waiting"] is not None


@needs_ptys
def test_an_unplugged_port_is_told_within_a_third_of_a_second() -> None:
    async def run() -> float:
        async with on_pty(SmpServer(SmpUnit(), nothing)) as pty:
            transport = await opened(pty.device)
            asking = asyncio.ensure_future(read_cycles(transport, 60))
            while not transport_is_waiting(transport):
                await asyncio.sleep(0)
            pulled = time.monotonic()
            pty.unplug()
            with pytest.raises(PortError, match="was lost"):
                await asking
            with pytest.raises(PortError):
                await read_cycles(transport)
            seconds = time.monotonic() - pulled
            await transport.disconnect()
            return seconds

    assert asyncio.run(run()) < 0.3


def flooded(sound: bytes) -> list[tuple[float, bytes]]:
    return [(0.0, os.urandom(1 << 20).replace(b"\n", b"") + b"\n" + sound)]


def test_a_flood_of_text_does_not_stop_a_request() -> None:
    async def run() -> tuple[int, int]:
        server = SmpServer(SmpUnit())
        async with on_socket(server) as url:
            transport = await opened(url)
            server.spoil = flooded
            values = [await read_cycles(transport, 10) for _ in range(10)]
            size = len(vars(transport)["_line"].recorder.to_bytes())
            await transport.disconnect()
            return values[-1], size

    value, size = asyncio.run(run())
    assert value == 1002
    assert size < 10 * 600 * 1024, "10 MiB came in; the transcript keeps a bounded part"


@needs_ptys
def test_it_moves_more_than_a_mebibyte_a_second() -> None:
    """Both ends run in this process and share one core with the pty, so this is a lower bound."""

    async def run() -> float:
        async with on_pty(EchoServer()) as pty:
            transport = await opened(pty.device)
            request = os_management.EchoWriteRequest(d="x" * 8000).BYTES
            await transport.exchange(request, 5)
            rounds = 100
            begun = time.perf_counter()
            for _ in range(rounds):
                await transport.exchange(request, 5)
            seconds = time.perf_counter() - begun
            await transport.disconnect()
            return rounds * len(request) / seconds / 1024 / 1024

    best = max(asyncio.run(run()) for _ in range(5))
    print(f"{best:.1f} MiB/s")
    assert best > 1.0


class EchoServer(SmpServer):
    """Answers each complete frame with an empty map at once: what is measured is the transport."""

    def __init__(self) -> None:
        super().__init__(SmpUnit())
        self._reader = FrameReader()

    def received(self, data: bytes) -> None:
        for message in self._reader.feed(data):
            self.send(encode(bytes([message[0] + 1, 0, 0, 1, *message[4:8]]) + b"\xa0"))
