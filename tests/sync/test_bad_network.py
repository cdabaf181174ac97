"""Each thing that a network does to an exchange is told in words, loses nothing and is never taken for the hub."""

import asyncio
import socket
import ssl
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest

from fleetdesk import wire
from fleetdesk.domain.errors import HubError, KnownError
from fleetdesk.services.views import HubLink
from fleetdesk.sync.hub_client import HubClient
from fleetdesk.sync.signed_http import Patience, SignedHttp
from fleetdesk.sync.trouble import HubBusy, HubUnreachable, NotTheHub
from tests.hub.running import running_hub
from tests.sync.conftest import NewLaptop
from tests.sync.fault_proxy import Choose, Fault, fault_proxy
from tests.sync.places import IMPATIENT, Hub, HubProcess, Laptop

SHORT = Patience(connect_s=5.0, bytes_s=0.5, whole_s=20.0, tries=1, pause_s=0.01)
STUBBORN = Patience(connect_s=5.0, bytes_s=20.0, whole_s=40.0, tries=3, pause_s=0.01)


def _on(fault: Fault, method: str, part: str, times: int = 1) -> Choose:
    """The fault for the first `times` requests with this method and this part in their path."""
    left = [times]

    def choose(asked: str, path: str) -> Fault:
        if left[0] and asked == method and part in path:
            left[0] -= 1
            return fault
        return Fault.NONE

    return choose


@pytest.mark.parametrize("fault", [Fault.DROP_ANSWER, Fault.CUT_ANSWER, Fault.TWICE, Fault.LATE])
def test_a_push_whose_answer_is_lost_is_not_taken_twice(hub: Hub, new_laptop: NewLaptop, fault: Fault) -> None:
    ana = new_laptop("ana", SHORT)
    ana.write_stores(7, "A")
    with fault_proxy(hub.port, _on(fault, "POST", "/events")) as proxy:
        if fault is Fault.TWICE:
            assert ana.join(proxy.url).waiting == 0
        else:
            with pytest.raises((HubUnreachable, HubBusy)):
                ana.join(proxy.url)
            assert hub.held_seq(ana.journal) == 8
            assert ana.sync.state().waiting_events == 8
        assert ana.run().waiting == 0
        assert proxy.met[fault] == 1
    assert len(hub.bodies()) == 8


TOLD: dict[Fault, tuple[type[HubError], str]] = {
    Fault.DROP_REQUEST: (HubUnreachable, "cannot be reached"),
    Fault.CUT_REQUEST: (HubUnreachable, "cannot be reached"),
    Fault.HALF_OPEN: (HubUnreachable, "does not answer in time"),
    Fault.LOGIN_PAGE: (NotTheHub, "login page may stand in the way"),
    Fault.REDIRECT: (NotTheHub, "login.example.com"),
    Fault.BAD_GATEWAY: (HubBusy, "busy or being serviced"),
    Fault.BUSY: (HubBusy, "busy or being serviced"),
    Fault.TOO_MANY: (HubBusy, "busy or being serviced"),
    Fault.CHANGE_ANSWER: (HubBusy, "changed or cut on its way"),
    Fault.CHANGE_REQUEST: (HubError, "not signed as it must be"),
}


@pytest.mark.parametrize(("method", "part"), [("POST", "/events"), ("GET", "/v1/events"), ("PUT", "/v1/blobs")])
def test_each_fault_is_told_in_words_and_mended_by_the_next_sync(
    hub: Hub, new_laptop: NewLaptop, method: str, part: str
) -> None:
    ana, ben = new_laptop("ana", SHORT), new_laptop("ben", SHORT)
    faults = [fault for fault in TOLD if (method, fault) != ("GET", Fault.CHANGE_REQUEST)]
    with fault_proxy(hub.port) as proxy:
        ana.join(proxy.url)
        ben.join(hub.url)
        for number, fault in enumerate(faults):
            ben.write_stores(1, f"B{number}")
            ben.run()
            ana.write_stores(1, f"A{number}")
            name = ana.keep_blob(b"photo" * (500 + number))
            proxy.choose = _on(fault, method, part)
            error, words = TOLD[fault]
            told = _what_is_told(ana)
            assert isinstance(told, error), fault
            assert words in str(told), fault
            assert told.next_step
            assert proxy.met[fault] == 1
            assert ana.acknowledged() <= hub.held_seq(ana.journal)
            result = ana.run()
            assert (result.waiting, result.blobs.waiting, result.problems) == (0, 0, ()), fault
            assert hub.blobs().state(name).complete
    ben.run()
    assert ana.digest() == ben.digest()
    assert len(hub.bodies()) == 2 * (len(faults) + 1)


def _what_is_told(laptop: Laptop) -> KnownError:
    """What stopped the sync, or what it told and went on."""
    try:
        (problem,) = laptop.run().problems
    except HubError as error:
        return error
    return problem


def test_patience_mends_what_a_second_try_can(hub: Hub, new_laptop: NewLaptop) -> None:
    ana = new_laptop("ana", STUBBORN)
    ana.write_stores(3, "A")
    for fault in (Fault.DROP_ANSWER, Fault.BUSY, Fault.CHANGE_ANSWER, Fault.CUT_ANSWER):
        ana.write_stores(1, fault.name[:8])
        with fault_proxy(hub.port, _on(fault, "POST", "/events", times=2)) as proxy:
            assert ana.join(proxy.url).waiting == 0
            assert proxy.met[fault] == 2


def test_a_wish_to_be_left_alone_is_not_overrun(hub: Hub, new_laptop: NewLaptop) -> None:
    ana = new_laptop("ana", STUBBORN)
    with fault_proxy(hub.port, _on(Fault.TOO_MANY, "GET", "/v1/journals", times=9)) as proxy:
        with pytest.raises(HubBusy) as caught:
            ana.join(proxy.url)
        assert caught.value.retry_after_s == 7
        assert proxy.met[Fault.TOO_MANY] == 1


def test_an_answer_of_yesterday_is_not_taken_for_todays(hub: Hub, new_laptop: NewLaptop) -> None:
    """Whoever recorded "the hub holds 3 events" cannot say it again."""
    ana = new_laptop("ana", SHORT)
    with fault_proxy(hub.port) as proxy:
        ana.join(proxy.url)
        ana.run()
        ana.write_stores(2, "A")
        for part in ("/v1/journals", "/v1/events"):
            proxy.choose = _on(Fault.OLD_ANSWER, "GET", part)
            with pytest.raises(HubBusy, match="signature does not fit"):
                ana.run()
        assert ana.run().waiting == 0


@pytest.mark.parametrize("protected", [True, False])
def test_a_changed_event_is_refused_and_without_the_check_it_would_be_taken(
    hub_process: HubProcess, new_laptop: NewLaptop, monkeypatch: pytest.MonkeyPatch, protected: bool
) -> None:
    """The control: with signature and body hashes unchecked, the laptop believes a forged store."""
    ana, ben = new_laptop("ana"), new_laptop("ben")
    ana.write_stores(9, "GENUINE")
    ana.join(hub_process.url)

    def forge(content: bytes) -> bytes:
        plain = wire.unpack(content, wire.LARGEST_PAGE)
        assert b"GENUINE" in plain
        return wire.pack(plain.replace(b"GENUINE", b"FORGED!"))

    monkeypatch.setattr("tests.sync.fault_proxy._changed", forge)
    if not protected:
        identity = hub_identity(ben, hub_process.url)

        def believe(http: SignedHttp, answer: object, asked: object) -> str:
            return identity.public_key

        monkeypatch.setattr(SignedHttp, "_signer", believe)
        monkeypatch.setattr(wire, "digest_of", _AnyDigest)
    with fault_proxy(hub_process.port, _on(Fault.CHANGE_ANSWER, "GET", "/v1/events")) as proxy:
        if protected:
            with pytest.raises(HubBusy):
                ben.join(proxy.url)
            ben.run()
        else:
            ben.join(proxy.url)
    assert (ana.digest() == ben.digest()) is protected


class _AnyDigest(str):
    def __new__(cls, hashes: object) -> "_AnyDigest":
        return super().__new__(cls)

    def __ne__(self, other: object) -> bool:
        return False

    def __eq__(self, other: object) -> bool:
        return True

    __hash__ = str.__hash__


def hub_identity(laptop: Laptop, url: str) -> wire.HubIdentity:
    async def ask() -> wire.HubIdentity:
        async with HubClient(url, laptop.workstation.keys, IMPATIENT) as client:
            return await client.meet(None)

    return asyncio.run(ask())


def test_a_hub_that_is_not_there(ana: Laptop, hub: Hub) -> None:
    ana.join(hub.url)
    hub.stop()
    with pytest.raises(HubUnreachable, match="cannot be reached"):
        ana.run()
    state = ana.sync.state()
    assert state.link is HubLink.OFFLINE
    assert state.problem is not None
    assert "Check the network" in state.problem.next_step


@pytest.mark.parametrize(
    "url",
    [
        "hub",
        "ftp://hub",
        "http://",
        "http://hub.example.com",
        "https://hub:99999",
        "https://hub/?x=1",
        "http://127.0.0.1:0",
    ],
)
def test_an_address_that_can_be_none_is_refused_and_not_kept(ana: Laptop, url: str) -> None:
    with pytest.raises(HubError, match="is no address of a hub"):
        ana.join(url)
    assert ana.sync.state().link is HubLink.NONE


def test_a_wrong_address_is_not_kept(ana: Laptop, hub: Hub) -> None:
    with fault_proxy(hub.port, _on(Fault.LOGIN_PAGE, "GET", "/v1/hub")) as proxy, pytest.raises(NotTheHub):
        ana.join(proxy.url)
    assert ana.sync.state().link is HubLink.NONE


@contextmanager
def _self_signed(folder: Path) -> Generator[str]:
    """An https server whose certificate nobody vouches for."""
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    key = generate_private_key(SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "hub")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), 1, now - timedelta(days=1), now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), False)
        .sign(key, SHA256())
    )
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (folder / "hub.pem").write_bytes(pem + certificate.public_bytes(Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "hub.pem")
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def accept() -> None:
            connection, _ = listener.accept()
            with connection:
                try:
                    context.wrap_socket(connection, server_side=True).close()
                except (ssl.SSLError, ConnectionError):
                    return

        thread = threading.Thread(target=accept)
        thread.start()
        yield f"https://127.0.0.1:{listener.getsockname()[1]}"
        thread.join(20)


def test_a_certificate_that_nobody_vouches_for(ana: Laptop, tmp_path: Path) -> None:
    with _self_signed(tmp_path) as url, pytest.raises(HubError, match="is not safe") as caught:
        ana.join(url)
    assert "not trusted" in caught.value.message


def test_a_laptop_whose_clock_is_years_wrong_syncs(
    hub_process: HubProcess, ana: Laptop, ben: Laptop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Requests are signed by hub time, carried on by the monotonic clock. Nothing here asks the wall clock."""
    ana.write_stores(2, "A")
    real = time.time_ns
    monkeypatch.setattr("time.time_ns", lambda: real() + 5 * 365 * 86_400 * 10**9)
    monkeypatch.setattr("time.time", lambda: real() / 1e9 + 5 * 365 * 86_400)
    ana.write_stores(2, "B")
    assert ana.join(hub_process.url).waiting == 0
    monkeypatch.undo()
    ben.join(hub_process.url)
    ana.run()
    assert ana.digest() == ben.digest()


def test_a_hub_whose_clock_is_set_in_the_middle_of_a_sync(ana: Laptop, tmp_path: Path) -> None:
    """The refusal says hub time; the request is signed again by it."""
    asked: list[int] = []

    def clock() -> int:
        asked.append(0)
        return 1_764_000_000_000 + (86_400_000 if len(asked) > 12 else 0)

    ana.write_stores(2, "A")
    (tmp_path / "set").mkdir()
    with running_hub(tmp_path / "set", clock=clock) as hub:
        assert ana.join(hub.url).waiting == 0
        assert len(asked) > 12
        head = hub.store.head(ana.journal)
        assert head is not None
        assert head.seq == 3


def test_a_cancelled_sync_goes_on_the_next_time(hub: Hub, ana: Laptop) -> None:
    ana.write_stores(1200, "A")

    async def cut() -> None:
        reached = asyncio.Event()
        task = asyncio.create_task(ana.sync.join(hub.url, lambda step: reached.set()))
        await reached.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(cut())
    waits = ana.sync.state().waiting_events
    assert 0 < waits < 1201
    assert ana.run().pushed == waits
    assert len(hub.bodies()) == 1201


def test_two_who_ask_at_once_share_one_sync(hub: Hub, ana: Laptop) -> None:
    ana.write_stores(30, "A")

    async def both() -> None:
        one, other = await asyncio.gather(ana.sync.join(hub.url), ana.sync.join(hub.url))
        assert one is other

    asyncio.run(both())


def test_who_waited_for_a_sync_that_was_cancelled_syncs_itself(hub: Hub, ana: Laptop) -> None:
    ana.write_stores(30, "A")

    async def both() -> None:
        first = asyncio.create_task(ana.sync.join(hub.url))
        await asyncio.sleep(0)
        second = asyncio.create_task(ana.sync.join(hub.url))
        await asyncio.sleep(0)
        first.cancel()
        assert (await second).waiting == 0
        assert first.cancelled()

    asyncio.run(both())
