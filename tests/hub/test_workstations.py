"""Codes, workstations and the audit, on every kind of store; and the operator's commands."""

import json
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from fleetdesk.domain.enrolment import read_code, secret_hash
from fleetdesk.domain.errors import HubError
from fleetdesk.hub import workstations
from fleetdesk.hub.operator import hand_out_code, public_key_of, shut_out
from fleetdesk.hub.store import Store
from fleetdesk.hub.workstations import AuditLine, Workstation

DAY_MS = 86_400_000


def _code(store: Store, stores: tuple[str, ...] | None = ("A",), now: int = 1) -> bytes:
    code = read_code(hand_out_code(store, "technician", stores, "Ana", DAY_MS, clock=lambda: now).code)
    assert code.is_for(public_key_of(store.whoami()))
    return secret_hash(code.secret)


def test_a_code_takes_in_one_workstation_once(store: Store) -> None:
    code = _code(store)
    ana = Workstation("key-ana", "code", 5, "technician", ("A",), "Ana")
    assert store.workstations.enter(code, "key-ana", 5).workstation == ana
    assert store.workstations.find("key-ana") == ana
    again, other = store.workstations.enter(code, "key-ana", 6), store.workstations.enter(code, "key-eve", 6)
    assert (again.workstation, other.workstation, other.problem) == (ana, None, "used")
    assert store.workstations.find("key-eve") is None
    assert [line.act for line in store.workstations.audit(10)] == ["enrolled", "enrolled", "code_made"]


def test_wrong_and_expired_codes_take_in_nobody(store: Store) -> None:
    code = _code(store, now=1)
    wrong = code[:-1] + bytes([code[-1] ^ 1])
    assert store.workstations.enter(wrong, "key-eve", 5).problem == "unknown"
    assert store.workstations.enter(bytes(32), "key-eve", 5).problem == "unknown"
    assert store.workstations.enter(code, "key-eve", 2 + DAY_MS).problem == "expired"
    assert store.workstations.all() == ()


def test_many_who_show_one_code_at_once_are_one(store: Store) -> None:
    code = _code(store)
    taken: list[str] = []

    def enter(key: str) -> None:
        if store.workstations.enter(code, key, 5).workstation is not None:
            taken.append(key)

    threads = [threading.Thread(target=enter, args=(f"key-{number}",)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [each.public_key for each in store.workstations.all()] == taken
    assert len(taken) == 1


def test_a_revoked_workstation_needs_a_code_that_was_not_used(store: Store) -> None:
    code = _code(store)
    store.workstations.enter(code, "key-ana", 5)
    assert store.workstations.revoke("key-ana", 6, "stolen")
    assert not store.workstations.revoke("key-ana", 7, "again")
    assert not store.workstations.revoke("key-ben", 7, "unknown")
    gone = store.workstations.find("key-ana")
    assert gone is not None
    assert (gone.revoked_at, gone.revoked_why) == (6, "stolen")
    assert store.workstations.enter(code, "key-ana", 8).problem == "used"
    assert store.workstations.enter(_code(store, None), "key-ana", 9).workstation is not None
    back = store.workstations.find("key-ana")
    assert back is not None
    assert (back.revoked_at, back.stores) == (None, None)


def test_it_is_shut_out_by_the_beginning_of_its_key_if_only_one_has_it(store: Store) -> None:
    for key in ("abcdef-1", "abcdef-2", "ghijkl-3"):
        store.workstations.enrol(Workstation(key, "open", 1))
    for prefix in ("abcdef", "ghi", "nobody"):
        with pytest.raises(HubError):
            shut_out(store, prefix, "")
    assert shut_out(store, "ghijkl", "").public_key == "ghijkl-3"
    with pytest.raises(HubError, match="before"):
        shut_out(store, "ghijkl", "")


def test_the_audit_is_bounded(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workstations, "AUDIT_ROWS", 20)
    monkeypatch.setattr(workstations, "AUDIT_SPARE", 5)
    for number in range(60):
        store.workstations.note(AuditLine(number, "refused", "key", "x" * 1000))
    lines = store.workstations.audit(1000)
    assert 20 <= len(lines) <= 25
    assert lines[0].at == 59
    assert len(lines[0].detail) == 200


def _hub(*arguments: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "fleetdesk", "hub", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


def test_the_operators_commands(tmp_path: Path) -> None:
    database = ("--database", str(tmp_path / "hub.db"))
    made = _hub("enrol-code", *database, "--role", "technician", "--stores", "A,B", "--name", "Ana")
    assert made.returncode == 0, made.stderr
    assert len(read_code(made.stdout.splitlines()[-1]).secret) == 15
    said = json.loads(_hub("enrol-code", *database, "--role", "manager", "--stores", "all", "--json").stdout)
    assert (said["role"], said["stores"]) == ("manager", None)
    assert json.loads(_hub("workstations", *database, "--json").stdout) == {"workstations": []}
    assert _hub("revoke", "abcdefgh", *database).returncode == 1
    assert _hub("enrol-code", *database, "--role", "king", "--stores", "all").returncode == 2
    assert _hub("enrol-code", *database, "--role", "manager", "--stores", ",").returncode == 2
    assert _hub("enrol-code", *database, "--role", "manager", "--stores", "all", "--valid-for", "1y").returncode == 2
    lines = json.loads(_hub("audit", *database, "--json").stdout)["audit"]
    assert [line["act"] for line in lines] == ["code_made", "code_made"]
