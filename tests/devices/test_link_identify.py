"""Who is on a port: probes that only read, the pack that the answers make, and plain words for everything else."""

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from fleetdesk.devices.driver import Claims, Timing
from fleetdesk.devices.identify import candidates, choose, find, fits
from fleetdesk.devices.ports import Port, added_port
from fleetdesk.devices.session import open_unknown
from fleetdesk.domain.errors import DeviceError, KnownError, PortError
from fleetdesk.domain.pack import Match, Pack
from fleetdesk.domain.snapshot import Identity
from fleetdesk.packs import load_packs
from fleetdesk.transcript import parse
from tests.devices.link_peers import (
    BLENDER,
    GATEWAY,
    RtuServer,
    RtuUnit,
    Server,
    SmpServer,
    SmpUnit,
    nothing,
    on_pty,
    on_socket,
)
from tests.devices.simulated import needs_ptys

FAST = Timing(request_s=0.3, retries=1, probe_s=0.1, pause_s=0.01, quiet_s=0.02)
BOTH = (BLENDER, GATEWAY)


def named(pack: Pack, key: str, **answers: str) -> Pack:
    return replace(pack, key=key, name=key.title(), match=Match(pack.match.usb, answers))


def found_on(server: Server, packs: Sequence[Pack] = BOTH, timing: Timing = FAST) -> Identity:
    async def run() -> Identity:
        async with on_socket(server) as url:
            session = await open_unknown(added_port(url), packs, timing=timing)
            try:
                return session.identity
            finally:
                await session.close()

    return asyncio.run(asyncio.wait_for(run(), 20))


def test_an_smp_device_and_a_modbus_device_are_found() -> None:
    assert found_on(SmpServer(SmpUnit("RF-1"))).serial == "RF-1"
    gateway = found_on(RtuServer(RtuUnit("GW-1")))
    assert (gateway.pack, gateway.protocol, gateway.serial) == ("mpc-1911-r22", "modbus", "GW-1")


def test_probes_only_read() -> None:
    smp, legacy, rtu = SmpServer(SmpUnit()), SmpServer(SmpUnit(legacy=True)), RtuServer(RtuUnit())
    for server in (smp, legacy, rtu):
        found_on(server)
    assert {request[0] & 7 for request in smp.requests + legacy.requests} == {0}
    assert {request[1] for request in rtu.requests} == {43}


@needs_ptys
def test_a_usb_port_is_probed_only_when_its_id_fits_a_pack() -> None:
    async def run() -> None:
        server = SmpServer(SmpUnit())
        async with on_pty(server) as pty:
            stranger = Port(pty.device, "CP2102 USB to UART", 0x10C4, 0xEA60, "x")
            assert candidates(stranger, BOTH) == []
            with pytest.raises(KnownError, match="No driver pack knows the adapter") as told:
                await find(stranger, BOTH, timing=FAST)
            assert "CP2102" in told.value.message
            assert server.requests == []
            blender = replace(stranger, vid=0x2FE3, pid=0x0100)
            assert candidates(blender, BOTH) == [BLENDER]
            found = await find(blender, BOTH, timing=FAST)
            assert found.identity.serial == "RF-20417"
            await found.driver.close()
            named_by_a_person = await find(stranger, BOTH, explicit=True, timing=FAST)
            await named_by_a_person.driver.close()

    asyncio.run(asyncio.wait_for(run(), 20))


def test_the_line_is_kept_and_the_transcript_holds_the_probe() -> None:
    async def run() -> None:
        async with on_socket(SmpServer(SmpUnit("RF-1"))) as url:
            session = await open_unknown(added_port(url), BOTH, timing=FAST)
            await session.snapshot()
            read = parse(session.recorder.to_bytes())
            await session.close()
            assert (read.header.pack, read.header.protocol, read.header.port) == ("ruiyun-frost", "smp", url)
            assert read.header.identity == session.identity
            assert read.frames[0].direction == "out"

    asyncio.run(asyncio.wait_for(run(), 20))


# -- which pack --------------------------------------------------------------------------------------------------------

CLAIMS = Claims("smp", {"model": "ruiyun-frost", "serial": "RF-1", "hardware": "C2"})


def test_answers_must_match_whole_and_in_the_same_protocol() -> None:
    assert fits(named(BLENDER, "a", model="ruiyun-.*"), CLAIMS)
    assert not fits(named(BLENDER, "a", model="ruiyun"), CLAIMS)
    assert not fits(named(BLENDER, "a", model="ruiyun-frost", mac=".+"), CLAIMS)
    assert not fits(replace(BLENDER, protocol="modbus"), CLAIMS)


def test_the_pack_with_more_answers_wins() -> None:
    special = named(BLENDER, "special", model="ruiyun-frost", hardware="C2")
    assert choose("p", [BLENDER, special], CLAIMS) is special


def test_two_packs_that_fit_equally_are_both_named() -> None:
    twins = [named(BLENDER, "frost-a", model="ruiyun-frost"), named(BLENDER, "frost-b", model="ruiyun-frost")]
    with pytest.raises(KnownError, match="More than one driver pack") as told:
        found_on(SmpServer(SmpUnit()), twins)
    assert "frost-a" in told.value.message
    assert "frost-b" in told.value.message


def test_a_device_that_no_pack_knows_is_described() -> None:
    with pytest.raises(DeviceError, match="no driver pack fits it") as told:
        found_on(SmpServer(SmpUnit("X-9", model="blender-x")))
    assert "model blender-x" in told.value.message
    assert "serial X-9" in told.value.message
    assert told.value.next_step


# -- what is no device -------------------------------------------------------------------------------------------------


class Babbler:
    """Answers everything with the same bytes."""

    def __init__(self, answer: bytes) -> None:
        self.answer = answer
        self.send: Callable[[bytes], None] = lambda _: None

    def received(self, data: bytes) -> None:
        self.send(self.answer)


@pytest.mark.parametrize(
    "answer",
    [b"\xff\xfe\x00\x80" * 50, b"login: ", b"\x06\x09\x06\x09\n" * 20, b"\x01\x2b\x0e\x03\x83\xff\x00\xff" * 9],
)
def test_garbage_is_told_as_such(answer: bytes) -> None:
    with pytest.raises(DeviceError, match="is not understood") as told:
        found_on(Babbler(answer))
    assert "bytes came back" in told.value.message
    assert "baud rate" in told.value.next_step


@pytest.mark.parametrize("packs", [BOTH, (BLENDER,), (GATEWAY,)])
def test_silence_is_told_after_one_probe_in_each_way(packs: Sequence[Pack]) -> None:
    server = SmpServer(SmpUnit(), nothing)
    begun = time.monotonic()
    with pytest.raises(DeviceError, match="Nothing answers") as told:
        found_on(server, packs)
    assert told.value.next_step
    assert time.monotonic() - begun < 1.5


def test_a_device_that_talks_nonsense_is_told_as_such() -> None:
    with pytest.raises(DeviceError, match="makes no sense"):
        found_on(SmpServer(SmpUnit(serial="")))


def test_a_named_port_is_asked_twice() -> None:
    """The first probe may meet a device that is just starting."""
    server = SmpServer(SmpUnit(), nothing)

    async def run() -> str:
        async with on_socket(server) as url:

            def wake(_: bytes) -> list[tuple[float, bytes]]:
                server.spoil = None
                return []

            server.spoil = wake
            found = await find(added_port(url), (BLENDER,), explicit=True, timing=FAST)
            await found.driver.close()
            return found.identity.serial

    assert asyncio.run(asyncio.wait_for(run(), 10)) == "RF-20417"


def test_a_port_that_cannot_be_opened_is_a_port_error() -> None:
    async def run() -> None:
        with pytest.raises(PortError, match="Nothing can be reached"):
            await find(added_port("socket://127.0.0.1:9"), BOTH, timing=FAST)

    asyncio.run(run())


# -- the simulator -----------------------------------------------------------------------------------------------------


def test_the_simulated_devices_are_found_with_all_packs(frost_port: str, gateway_port: str) -> None:
    async def run() -> list[str]:
        found: list[str] = []
        for port in (frost_port, gateway_port):
            session = await open_unknown(added_port(port), load_packs())
            found.append(f"{session.identity.pack} {session.identity.serial} {session.identity.firmware}")
            await session.close()
        return found

    assert asyncio.run(run()) == ["ruiyun-frost RF-20417 1.4.2", "mpc-1911-r22 GW-1911-0007 3.2.1"]
