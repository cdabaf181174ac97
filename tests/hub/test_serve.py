"""`fleetdesk hub serve` as a real process: it says when it listens, and it ends when it should."""

import http.client
import json
import os
import signal
import socket
import ssl
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from fleetdesk import wire
from tests.hub.writer import Writer, send

SERVE = [sys.executable, "-m", "fleetdesk", "hub", "serve", "--port", "0"]


def _start(*arguments: str) -> "subprocess.Popen[str]":
    return subprocess.Popen([*SERVE, *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def _fails(*arguments: str) -> str:
    done = subprocess.run([*SERVE, *arguments], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    return done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGTERM to catch")
def test_it_listens_when_it_says_so_and_ends_on_sigterm(tmp_path: Path) -> None:
    with _start("--open", "--database", str(tmp_path / "hub.db")) as process:
        assert process.stdout is not None
        ready = json.loads(process.stdout.readline())
        assert set(ready) == {"hub", "url", "port", "pid", "public_key"}
        assert ready["pid"] == process.pid
        identity = wire.decode(wire.HubIdentity, send(ready["url"], wire.Asked("GET", "/v1/hub")).content)
        assert (identity.hub, identity.public_key, identity.open) == (ready["hub"], ready["public_key"], True)
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0
        assert process.stdout.read() == ""


def test_it_ends_with_its_parents_end_of_stdin(tmp_path: Path) -> None:
    with _start("--open", "--database", str(tmp_path / "hub.db"), "--until-stdin-closes") as process:
        assert process.stdout is not None
        assert process.stdin is not None
        process.stdout.readline()
        process.stdin.close()
        assert process.wait(20) == 0


def test_the_same_database_is_the_same_hub_with_all_it_held(tmp_path: Path) -> None:
    ana = Writer()
    ana.write_some(3)
    hubs: set[str] = set()
    for after, seq in ((0, 4), (4, 4)):
        with _start("--open", "--database", str(tmp_path / "hub.db"), "--until-stdin-closes") as process:
            assert process.stdout is not None
            ready = json.loads(process.stdout.readline())
            hubs.add(ready["hub"])
            content = ana.push_content(after)
            asked = ana.sign(ready["hub"], "POST", f"/v1/journals/{ana.journal}/events", content)
            assert wire.decode(wire.JournalHead, send(ready["url"], asked, content).content).seq == seq
            process.kill()
    assert len(hubs) == 1


def test_an_open_hub_stays_on_this_machine(tmp_path: Path) -> None:
    assert "for this machine only" in _fails("--open", "--host", "0.0.0.0", "--database", str(tmp_path / "hub.db"))
    assert not (tmp_path / "hub.db").exists()


def test_what_cannot_be_is_said_in_words(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        assert "Nothing can listen" in _fails("--port", port, "--database", str(tmp_path / "hub.db"))
    assert "does not know this kind" in _fails("--database", "mysql://hub.example.com/fleet")
    assert "Give --blobs" in _fails("--database", "postgresql://hub@127.0.0.1/fleet")
    (tmp_path / "file").write_text("x")
    assert "cannot be made" in _fails("--database", str(tmp_path / "file" / "hub.db"))


def test_a_new_epoch_is_one_command(tmp_path: Path) -> None:
    environment = os.environ | {"FLEETDESK_HOME": str(tmp_path)}
    command = [sys.executable, "-m", "fleetdesk", "hub", "new-epoch", "--database", str(tmp_path / "hub.db")]
    missing = subprocess.run(command, check=False, capture_output=True, text=True, env=environment, timeout=60)
    assert (missing.returncode, (tmp_path / "hub.db").exists()) == (1, False)
    with _start("--open", "--database", str(tmp_path / "hub.db"), "--until-stdin-closes") as process:
        assert process.stdout is not None
        ready = json.loads(process.stdout.readline())
        before = wire.decode(wire.HubIdentity, send(ready["url"], wire.Asked("GET", "/v1/hub")).content)
        done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=60, check=True)
        after = wire.decode(wire.HubIdentity, send(ready["url"], wire.Asked("GET", "/v1/hub")).content)
        assert json.loads(done.stdout)["epoch"] == after.epoch != before.epoch
        process.kill()


def _certificate(folder: Path) -> tuple[Path, Path]:
    """Made for 127.0.0.1, signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, SHA256())
    )
    (folder / "cert.pem").write_bytes(made.public_bytes(Encoding.PEM))
    (folder / "key.pem").write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return folder / "cert.pem", folder / "key.pem"


def test_outside_this_machine_it_wants_tls(tmp_path: Path) -> None:
    database = ("--database", str(tmp_path / "hub.db"))
    certificate, key = _certificate(tmp_path)
    assert "TLS is needed" in _fails("--host", "0.0.0.0", *database)
    assert "belong together" in _fails("--tls-cert", str(certificate), *database)
    assert "cannot be used" in _fails("--tls-cert", str(certificate), "--tls-key", str(certificate), *database)
    assert not (tmp_path / "hub.db").exists()
    tls = ("--tls-cert", str(certificate), "--tls-key", str(key))
    with _start("--host", "0.0.0.0", *tls, *database, "--until-stdin-closes") as process:
        assert process.stdout is not None
        ready = json.loads(process.stdout.readline())
        assert ready["url"].startswith("https://")
        context = ssl.create_default_context(cafile=str(certificate))
        connection = http.client.HTTPSConnection("127.0.0.1", ready["port"], context=context, timeout=20)
        connection.request("GET", "/v1/hub")
        assert wire.decode(wire.HubIdentity, connection.getresponse().read()).hub == ready["hub"]
        connection.close()
        process.kill()


def test_behind_a_server_with_a_certificate_it_listens_to_others(tmp_path: Path) -> None:
    database = ("--database", str(tmp_path / "hub.db"))
    with _start("--host", "0.0.0.0", "--behind-tls-proxy", *database, "--until-stdin-closes") as process:
        assert process.stdout is not None
        assert json.loads(process.stdout.readline())["url"].startswith("http://")
        process.kill()
