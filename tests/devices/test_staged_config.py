"""A gateway's settings over Modbus: staged, committed, read back; stale, refused, lost, swapped, lied about."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

import pytest

from fleetdesk.devices.driver import Timing
from fleetdesk.devices.session import Session, open_session
from fleetdesk.domain.errors import DeviceError, KnownError, WrongDeviceError
from fleetdesk.domain.settings import ROLLED_BACK, UNCERTAIN, SettingsNotTaken, StaleSettings
from fleetdesk.simulator.staged_config import StagedConfig
from fleetdesk.transcript import parse
from tests.devices.link_peers import on_socket
from tests.devices.simulated_gateway import GatewayServer, gateway_pack, make_gateway

T = TypeVar("T")
FAST = Timing(request_s=0.2, retries=2, quiet_s=0.02, probe_s=0.2)
SECRET = "canary-7391-wifi"
COMMITTED = b"\x10\x1f\x00\x00\x04\x08\xfd\x0f\x00\x01"
"""Function 16 at 0x1F00, four registers, block id, COMMIT; the nonce follows."""


def in_session(server: GatewayServer, act: Callable[[Session], Awaitable[T]]) -> T:
    async def run() -> T:
        async with on_socket(server) as url:
            session = await open_session(url, gateway_pack(), timing=FAST)
            try:
                return await act(session)
            finally:
                await session.close()

    return asyncio.run(asyncio.wait_for(run(), 30))


def config_of(server: GatewayServer) -> StagedConfig:
    return server.unit._config  # pyright: ignore[reportPrivateUsage, reportReturnType]


def applied(server: GatewayServer) -> dict[str, int | str]:
    return config_of(server).applied()


def test_several_settings_apply_as_one_act_and_raise_the_generation_once() -> None:
    server = GatewayServer(make_gateway())

    async def act(session: Session) -> None:
        first = await session.settings()
        done = await session.change({"store": "STORE-04", "poll_interval_s": 45}, first.generation)
        assert done.before == {"store": "STORE-01", "poll_interval_s": 30}
        assert done.after == {"store": "STORE-04", "poll_interval_s": 45}
        assert first.generation is not None
        assert (await session.settings()).generation == first.generation + 1

    in_session(server, act)
    now = applied(server)
    assert (now["store"], now["poll_interval_s"], now["wifi_password"]) == ("STORE-04", 45, "not-a-real-password")


def test_what_somebody_else_left_staged_is_not_applied_with_ours() -> None:
    server = GatewayServer(make_gateway())
    config = config_of(server)
    config.stage(config.block.address + 103, [999])
    in_session(server, lambda session: session.change({"store": "STORE-04"}))
    assert applied(server)["poll_interval_s"] == 30


def test_a_generation_that_moved_since_it_was_read_is_refused_and_nothing_is_written() -> None:
    server = GatewayServer(make_gateway())

    async def act(session: Session) -> None:
        with pytest.raises(StaleSettings):
            await session.change({"store": "STORE-04"}, 11)

    in_session(server, act)
    assert server.writes == []
    assert applied(server)["store"] == "STORE-01"


def test_a_commit_after_somebody_elses_is_stale_and_what_they_set_stays() -> None:
    server = GatewayServer(make_gateway())
    config = config_of(server)

    def other_laptop(request: bytes) -> None:
        if COMMITTED in request and config.generation == 12:
            mine = dict(config._staged)  # pyright: ignore[reportPrivateUsage]
            config.discard()
            config.stage(config.block.address + 103, [60])
            config.commit()
            config._staged = mine  # pyright: ignore[reportPrivateUsage]

    server.before = other_laptop

    async def act(session: Session) -> None:
        with pytest.raises(StaleSettings, match="changed since they were read"):
            await session.change({"store": "STORE-04"})

    in_session(server, act)
    assert (applied(server)["store"], applied(server)["poll_interval_s"]) == ("STORE-01", 60)
    assert config.readable()[config.block.address + 103] == 60, "what was staged is discarded"


def test_the_wrong_gateway_is_never_written() -> None:
    first, second = make_gateway("MPC-0006"), make_gateway("MPC-0007")
    server = GatewayServer(first)

    async def act(session: Session) -> None:
        server.use(second)
        with pytest.raises(WrongDeviceError) as told:
            await session.change({"store": "STORE-04"})
        assert "MPC-0007" in told.value.message

    in_session(server, act)
    assert server.writes == []


def test_a_gateway_swapped_between_staging_and_commit_is_not_committed() -> None:
    first, second = make_gateway("MPC-0006"), make_gateway("MPC-0007")
    server = GatewayServer(first)

    def swap(request: bytes) -> None:
        if server.unit is first and len(server.writes) == 3:  # DISCARD, base generation, the store
            server.use(second)

    server.before = swap

    async def act(session: Session) -> None:
        with pytest.raises(SettingsNotTaken) as told:
            await session.change({"store": "STORE-04"})
        assert told.value.outcome == UNCERTAIN

    in_session(server, act)
    assert not any(COMMITTED in request for request in server.requests)
    assert second._config is not None  # pyright: ignore[reportPrivateUsage]
    assert second._config.applied()["store"] == "STORE-01"  # pyright: ignore[reportPrivateUsage]


class Stubborn(StagedConfig):
    """Takes what is staged and applies something else: at COMMIT the new store is cut short."""

    def commit(self) -> None:
        if self._staged[self.block.address + 2 + 3] == int.from_bytes(b"04"):
            self._staged[self.block.address + 2 + 3] = int.from_bytes(b"0\0")
        super().commit()


def test_what_reads_back_differently_after_commit_is_set_back() -> None:
    server = GatewayServer(make_gateway())
    config = config_of(server)
    config.__class__ = Stubborn

    async def act(session: Session) -> SettingsNotTaken:
        with pytest.raises(SettingsNotTaken) as told:
            await session.change({"store": "STORE-04", "poll_interval_s": 45})
        return told.value

    told = in_session(server, act)
    assert told.outcome == ROLLED_BACK
    assert told.changed.before == told.changed.after == {"store": "STORE-01", "poll_interval_s": 30}
    assert (applied(server)["store"], applied(server)["poll_interval_s"]) == ("STORE-01", 30)


def test_control_without_reading_back_the_wrong_value_stays() -> None:
    server = GatewayServer(make_gateway())
    config = config_of(server)
    config.__class__ = Stubborn

    async def act(session: Session) -> None:
        driver = session._driver  # pyright: ignore[reportPrivateUsage]
        await driver.stage(session.pack, {"store": "STORE-04"}, 12)
        await driver.keep(session.pack)

    in_session(server, act)
    assert applied(server)["store"] == "STORE-0"


def test_a_value_that_the_gateway_refuses_leaves_everything_as_it_was() -> None:
    server = GatewayServer(make_gateway())

    async def act(session: Session) -> None:
        with pytest.raises(SettingsNotTaken) as told:
            await session.change({"store": "STORE-04", "ip_mode": 7})
        assert told.value.outcome == ROLLED_BACK
        assert "exception 3" in told.value.message

    in_session(server, act)
    assert (applied(server)["store"], applied(server)["ip_mode"]) == ("STORE-01", 1)


def test_a_commit_whose_answer_was_lost_is_repeated_and_done_once() -> None:
    server = GatewayServer(make_gateway())
    lost: list[bytes] = []

    def lose_first_commit(request: bytes) -> bool:
        if COMMITTED in request and not lost:
            lost.append(request)
            return True
        return False

    server.lose = lose_first_commit
    in_session(server, lambda session: session.change({"store": "STORE-04"}))
    assert lost
    assert (applied(server)["store"], config_of(server).generation) == ("STORE-04", 13)


def test_a_secret_is_written_and_leaves_no_trace() -> None:
    server = GatewayServer(make_gateway())

    async def act(session: Session) -> bytes:
        done = await session.change({"wifi_ssid": "STORE-IOT", "wifi_password": SECRET})
        assert done.after == {"wifi_ssid": "STORE-IOT"}
        return session.recorder.to_bytes()

    transcript = in_session(server, act)
    assert applied(server)["wifi_password"] == SECRET
    raw = b"".join(frame.data for frame in parse(transcript).frames)
    assert SECRET.encode() not in raw + transcript
    assert b"STORE-IOT" in raw, "what is no secret is there to be read"
    assert any(SECRET.encode() in request for request in server.requests), "the canary can be found"


def test_an_unknown_or_unfit_setting_sends_nothing() -> None:
    server = GatewayServer(make_gateway())

    async def act(session: Session) -> None:
        asked = len(server.requests)
        with pytest.raises(KnownError, match="no setting 'nonsense'"):
            await session.change({"store": "STORE-04", "nonsense": 1})
        with pytest.raises(DeviceError, match="cannot be set"):
            await session.change({"store": "S" * 17})
        assert len(server.requests) == asked

    in_session(server, act)
