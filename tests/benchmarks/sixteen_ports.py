"""Sixteen modules watched at once: processor time of our links beside a bare pyserial program for the same bytes.

    python tests/benchmarks/sixteen_ports.py

One process watches sixteen simulated blenders live for ten seconds, each paced to 115200 baud. What went over every
line is then sent again by a program that does nothing else: for each recorded request it writes as many bytes to a
pseudo-terminal, whose other end (another process) answers as the module did, and reads them with pyserial. That is done
twice. `ratio` is ours over the program that asks when we asked and is answered in the pieces in which we were, as any
program on a real line is; the goal is at most 3. `ratio_unpaced` is ours over the one that asks as fast as it can and
gets each answer whole: it never sleeps, so its processor stays warm, and its figure differs several-fold from run to
run of one machine. `ours` and `limit` are CPU seconds for one megabyte.
"""

import asyncio
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
import tty
from collections.abc import Sequence
from contextlib import ExitStack, aclosing
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import serial

from fleetdesk.devices.session import open_session
from fleetdesk.packs import load_pack
from fleetdesk.services.bench_unit import watched_channels
from fleetdesk.services.watch_current import SAMPLE_EVERY_S
from fleetdesk.transcript import Frame, parse
from tests.devices.simulated import DRIVERS, FROST, simulator, write_scene

PORTS, SECONDS, BAUD, GOAL = 16, 10.0, 115200, 3.0


@dataclass(slots=True)
class Exchange:
    """When a request went out (after the first of its line), its bytes, and (seconds after it, bytes) of its reply."""

    at_s: float
    asked: int
    parts: list[tuple[float, int]]

    @property
    def answered(self) -> int:
        return sum(size for _, size in self.parts)


async def watch(ports: list[str]) -> tuple[float, list[list[Exchange]]]:
    """CPU seconds of watching, and what went over each line meanwhile."""
    pack = load_pack(DRIVERS / FROST)
    sessions = [await open_session(port, pack) for port in ports]
    channels = watched_channels(pack)
    before = [len(parse(session.recorder.to_bytes()).frames) for session in sessions]

    async def one(number: int) -> None:
        async with aclosing(sessions[number].live(channels, SAMPLE_EVERY_S)) as stream:
            async for _sample in stream:
                pass

    started = time.process_time()
    tasks = [asyncio.create_task(one(number)) for number in range(len(ports))]
    await asyncio.wait(tasks, timeout=SECONDS)
    spent = time.process_time() - started
    for task in tasks:
        task.cancel()
    await asyncio.wait(tasks)
    passed: list[list[Exchange]] = []
    for session, seen in zip(sessions, before, strict=True):
        passed.append(exchanges_of(parse(session.recorder.to_bytes()).frames[seen:]))
        await session.close()
    return spent, passed


def exchanges_of(frames: Sequence[Frame]) -> list[Exchange]:
    """Those that were answered."""
    found: list[Exchange] = []
    began = frames[0].at_us
    for frame in frames:
        at_s = (frame.at_us - began) / 1e6
        if frame.direction == "out":
            found.append(Exchange(at_s, len(frame.data), []))
        elif found:
            found[-1].parts.append((at_s - found[-1].at_s, len(frame.data)))
    return [exchange for exchange in found if exchange.parts]


ANSWERER = """
import os, sys, json, threading, time
def serve(fd, exchanges):
    for asked, parts in exchanges:
        while asked > 0:
            asked -= len(os.read(fd, asked))
        came = time.monotonic()
        for after, size in parts:
            time.sleep(max(0.0, came + after - time.monotonic()))
            os.write(fd, b"x" * size)
work = json.load(sys.stdin)
threads = [threading.Thread(target=serve, args=(fd, exchanges)) for fd, exchanges in work]
[t.start() for t in threads]
[t.join() for t in threads]
"""


def bare(passed: list[list[Exchange]], *, paced: bool) -> float:
    """CPU seconds of pyserial alone for the same bytes, a thread a port."""
    with ExitStack() as stack:
        pairs = [os.openpty() for _ in passed]
        for pair in pairs:
            for end in pair:
                tty.setraw(end)
                stack.callback(os.close, end)
        masters = [master for master, _ in pairs]
        lines = [stack.enter_context(serial.Serial(os.ttyname(slave), BAUD, timeout=5)) for _, slave in pairs]
        answerer = stack.enter_context(
            subprocess.Popen([sys.executable, "-c", ANSWERER], stdin=subprocess.PIPE, pass_fds=masters)
        )
        answers = [[(e.asked, e.parts if paced else [(0.0, e.answered)]) for e in exchanges] for exchanges in passed]
        assert answerer.stdin is not None
        answerer.stdin.write(json.dumps(list(zip(masters, answers, strict=True))).encode())
        answerer.stdin.close()
        done: list[int] = []
        started = time.process_time()
        threads = [
            threading.Thread(target=ask, args=(line, exchanges, paced, done))
            for line, exchanges in zip(lines, passed, strict=True)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(done) == sorted(map(len, passed)), "not everything came back"
        return time.process_time() - started


def ask(line: serial.Serial, exchanges: list[Exchange], paced: bool, done: list[int]) -> None:
    """The whole bare program for one port."""
    began = time.monotonic()
    whole = 0
    for exchange in exchanges:
        if paced:
            time.sleep(max(0.0, began + exchange.at_s - time.monotonic()))
        line.write(b"x" * exchange.asked)
        whole += len(line.read(exchange.answered)) == exchange.answered
    done.append(whole)


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        units = [(FROST, {"serial": f"RF-3{number:04}"}) for number in range(PORTS)]
        scene = write_scene(Path(folder), *units)
        with simulator("--scene", scene, "--baud", str(BAUD), devices=PORTS) as running:
            spent, passed = asyncio.run(watch([device.port for device in running.devices]))
    limit, unpaced = bare(passed, paced=True), bare(passed, paced=False)
    megabytes = sum(exchange.asked + exchange.answered for line in passed for exchange in line) / 1e6
    ratio = spent / limit
    result: dict[str, object] = {
        "name": "sixteen_ports",
        "ours": round(spent / megabytes, 3),
        "limit": round(limit / megabytes, 3),
        "peers": {"pyserial echo": round(limit / megabytes, 3), "unpaced": round(unpaced / megabytes, 3)},
        "ratio": round(ratio, 2),
        "ratio_unpaced": round(spent / unpaced, 2),
        "unit": f"CPU seconds a megabyte, {PORTS} ports at once",
        "goal": GOAL,
        "samples_a_second": round(sum(map(len, passed)) / SECONDS, 1),
        "share_of_one_core": round(spent / SECONDS, 3),
    }
    print(json.dumps(result))
    return 0 if ratio <= GOAL else 1


if __name__ == "__main__":
    sys.exit(main())
