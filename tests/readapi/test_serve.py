"""`fleetdesk api` as a process: the keys, TLS, and its end."""

import json
import os
import ssl
import subprocess
import sys
from pathlib import Path
from typing import Any, cast
from urllib.request import Request, urlopen

import trustme

from fleetdesk.services.desk import Desk


def _run(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "fleetdesk", *words], capture_output=True, text=True, timeout=60, check=False,
        env=os.environ | {"FLEETDESK_HOME": str(home)},
    )  # fmt: skip


def test_plain_http_stays_on_this_machine_and_tls_goes_out(fleet_desk: Desk, tmp_path: Path) -> None:
    home = fleet_desk.workstation.home.folder
    fleet_desk.close()
    refused = _run(home, "api", "serve", "--host", "0.0.0.0", "--port", "0")
    assert (refused.returncode, "TLS is needed" in refused.stderr) == (1, True)
    key = _run(home, "api", "key", "add", "scm-asset", "--reads", "assets").stdout.strip()
    assert json.loads(_run(home, "api", "key", "list", "--json").stdout)["readers"][0]["name"] == "scm-asset"
    authority = trustme.CA()
    made = authority.issue_cert("127.0.0.1")
    chain, private = tmp_path / "chain.pem", tmp_path / "key.pem"
    chain.write_bytes(b"".join(pem.bytes() for pem in made.cert_chain_pems))
    made.private_key_pem.write_to_path(private)
    trusting = ssl.create_default_context()
    cast(Any, authority).configure_trust(trusting)
    command = [
        sys.executable, "-m", "fleetdesk", "api", "serve", "--no-sync", "--host", "0.0.0.0", "--port", "0",
        "--tls-cert", str(chain), "--tls-key", str(private), "--until-stdin-closes",
    ]  # fmt: skip
    environment = os.environ | {"FLEETDESK_HOME": str(home)}
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment) as process:
        assert process.stdout is not None
        assert process.stdin is not None
        ready = json.loads(process.stdout.readline())
        asked = Request(
            f"https://127.0.0.1:{ready['port']}/v1/assets?limit=1", headers={"authorization": f"Bearer {key}"}
        )
        with urlopen(asked, context=trusting, timeout=20) as answer:
            assert len(json.load(answer)["rows"]) == 1
        process.stdin.close()
        assert process.wait(20) == 0


def test_wrong_words_are_told(desk: Desk, tmp_path: Path) -> None:
    home = desk.workstation.home.folder
    desk.close()
    assert "Nobody reads money" in _run(home, "api", "key", "add", "x", "--reads", "money").stderr
    assert "No system is called x" in _run(home, "api", "key", "remove", "x").stderr
    assert "belong together" in _run(home, "api", "serve", "--tls-cert", str(tmp_path / "a.pem")).stderr
    both = ("--tls-cert", str(tmp_path / "a.pem"), "--tls-key", str(tmp_path / "b.pem"))
    assert "The certificate cannot be used" in _run(home, "api", "serve", "--port", "0", *both).stderr
    document = json.loads(_run(home, "api", "openapi").stdout)
    assert set(document["paths"]) >= {"/v1/assets", "/v1/maintenance/compliance"}
