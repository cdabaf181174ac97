"""Kills a command at a chosen system call or at a chosen moment, and returns what it had said until then.

Knows nothing of what the command does: the caller reads its acknowledgements out of the lines and checks what it left.
"""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_S = 60


@dataclass(frozen=True, slots=True)
class Victim:
    """A command to kill. Its keys lie in files, so that no test touches a person's keyring."""

    command: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict[str, str])

    @classmethod
    def python(cls, script: Path, *arguments: str) -> "Victim":
        return cls((sys.executable, str(script), *arguments))

    def full_environment(self) -> dict[str, str]:
        ours = {"FLEETDESK_KEYRING": "file", "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
        return {**os.environ, **ours, **self.environment}


@dataclass(frozen=True, slots=True)
class Death:
    """`lines` are the whole lines of standard output; `killed` is False when the command ended before its turn."""

    lines: tuple[str, ...]
    errors: str
    killed: bool


def kill_at_call(strace: str, victim: Victim, call: str, when: int) -> Death:
    """SIGKILL as the victim enters its `when`-th `call` (counted in each thread), which is then not carried out."""
    # Without --seccomp-bpf: strace 6.1 does not deliver the injected signal with it.
    inject = f"inject={call}:signal=KILL:when={when}"
    watched = (strace, "-f", "-qq", "-o", os.devnull, "-e", f"trace={call}", "-e", inject)
    with _start((*watched, *victim.command), victim) as process:
        try:
            output, errors = process.communicate(timeout=PATIENCE_S)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)  # strace and what it started
            raise
    return Death(_whole_lines(output), errors.decode(), process.returncode != 0)


def kill_after(victim: Victim, lines: int, then_s: float) -> Death:
    """SIGKILL `then_s` seconds after the victim wrote its `lines`-th line (0: after its start)."""
    with _start(victim.command, victim) as process:
        assert process.stdout is not None
        patience = threading.Timer(PATIENCE_S, process.kill)
        patience.start()
        said = b"".join(process.stdout.readline() for _ in range(lines))
        patience.cancel()
        patience.join()
        assert said.count(b"\n") == lines, f"the victim did not write its {lines} lines in time: {said.decode()}"
        try:
            process.wait(then_s)
            killed = False
        except subprocess.TimeoutExpired:
            process.kill()
            killed = True
        output, errors = process.communicate(timeout=PATIENCE_S)
    return Death(_whole_lines(said + output), errors.decode(), killed)


def _start(command: Sequence[str], victim: Victim) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        command,
        env=victim.full_environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        bufsize=0,
        start_new_session=True,
    )


def _whole_lines(output: bytes) -> tuple[str, ...]:
    """Without the last, unfinished one: what was not said to its end was not said."""
    return tuple(output.decode().split("\n")[:-1])
