"""`fleetdesk settings get` and `set` as a person and a script use them."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from fleetdesk.services.desk import Desk
from tests.devices.simulated import GATEWAY, environment


def fleetdesk(home: Path, *words: str, stdin: str = "") -> "subprocess.CompletedProcess[str]":
    line = [sys.executable, "-m", "fleetdesk", "--home", str(home), "settings", *words]
    return subprocess.run(line, input=stdin, capture_output=True, text=True, timeout=90, env=environment(), check=False)


def test_get_and_set_a_gateway(fleet_desk: Desk, simulate: Any) -> None:
    port, home = simulate(GATEWAY, {"serial": "MPC-0006"}).port, fleet_desk.workstation.home.folder
    seen = fleetdesk(home, "get", port)
    assert seen.returncode == 0, seen.stderr
    assert "STORE-01  (expected STORE-04)" in seen.stdout
    assert "not-a-real-password" not in seen.stdout
    words = ["store", "STORE-04", "ip_mode", "static", "ip", "10.20.4.17", "wifi_password", "-"]
    done = fleetdesk(home, "set", port, *words, "--json", stdin="canary-1177\n")
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert answer["before"]["store"] == "STORE-01"
    assert answer["after"] == {"store": "STORE-04", "ip_mode": 2, "ip": 0x0A140411}
    assert "canary-1177" not in done.stdout + done.stderr
    again = json.loads(fleetdesk(home, "get", port, "--json").stdout)
    shown = {line["name"]: line["shown"] for line in again["lines"]}
    assert (again["generation"], shown["ip"], shown["ip_mode"]) == (13, "10.20.4.17", "static")
    stale = fleetdesk(home, "set", port, "store", "STORE-05", "--generation", "12")
    assert stale.returncode == 1
    assert "changed since they were read" in stale.stderr


def test_what_cannot_be_meant_is_refused_in_words(fleet_desk: Desk, simulate: Any) -> None:
    port, home = simulate(GATEWAY, {"serial": "MPC-0006"}).port, fleet_desk.workstation.home.folder
    told = fleetdesk(home, "set", port, "ip_mode", "sideways")
    assert (told.returncode, "expected one of dhcp, static" in told.stderr) == (1, True)
    assert fleetdesk(home, "set", port, "store").returncode == 1
