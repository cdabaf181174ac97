"""Sixteen modules watched at once: processor time of our links beside a bare pyserial program for the same bytes.

    python tests/benchmarks/sixteen_ports.py

One process watches sixteen simulated blenders live for ten seconds, each paced to 115200 baud. What went over every
line is then sent again by a program that does nothing else: for each recorded request it writes these bytes to a
pseudo-terminal, whose other end (another process) answers with as many bytes as the module did, and reads them with
pyserial. `ours` and `limit` are CPU seconds for one megabyte; the goal is a ratio of at most 3.
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
from contextlib import ExitStack, aclosing
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import serial

from fleetdesk.devices.session import open_session
from fleetdesk.packs import load_pack
from fleetdesk.services.bench_unit import watched_channels
from fleetdesk.services.watch_current import SAMPLE_EVERY_S
from fleetdesk.transcript import parse
from tests.devices.simulated import DRIVERS, FROST, simulator, write_scene

PORTS, SECONDS, BAUD, GOAL = 16, 10.0, 115200, 3.0
Exchange = tuple[int, int]
"""Bytes of a request and of its reply."""


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
        exchanges: list[Exchange] = []
        for frame in parse(session.recorder.to_bytes()).frames[seen:]:
            if frame.direction == "out":
                exchanges.append((len(frame.data), 0))
            elif exchanges:
                exchanges[-1] = (exchanges[-1][0], exchanges[-1][1] + len(frame.data))
        passed.append([exchange for exchange in exchanges if exchange[1]])
        await session.close()
    return spent, passed


ANSWERER = """
import os, select, sys, json, threading
def serve(fd, exchanges):
    for asked, answered in exchanges:
        while asked > 0:
            asked -= len(os.read(fd, asked))
        os.write(fd, b"x" * answered)
work = json.load(sys.stdin)
threads = [threading.Thread(target=serve, args=(fd, exchanges)) for fd, exchanges in work]
[t.start() for t in threads]
[t.join() for t in threads]
"""


def bare(passed: list[list[Exchange]]) -> float:
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
        assert answerer.stdin is not None
        answerer.stdin.write(json.dumps(list(zip(masters, passed, strict=True))).encode())
        answerer.stdin.close()

        def ask(line: serial.Serial, exchanges: list[Exchange]) -> None:
            for asked, answered in exchanges:
                line.write(b"x" * asked)
                got = len(line.read(answered))
                assert got == answered, f"{got} of {answered} bytes came back"

        threads = [threading.Thread(target=ask, args=pair) for pair in zip(lines, passed, strict=True)]
        started = time.process_time()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return time.process_time() - started


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        units = [(FROST, {"serial": f"RF-3{number:04}"}) for number in range(PORTS)]
        scene = write_scene(Path(folder), *units)
        with simulator("--scene", scene, "--baud", str(BAUD), devices=PORTS) as running:
            spent, passed = asyncio.run(watch([device.port for device in running.devices]))
    limit = bare(passed)
    megabytes = sum(asked + answered for line in passed for asked, answered in line) / 1e6
    ratio = spent / limit
    result: dict[str, object] = {
        "name": "sixteen_ports",
        "ours": round(spent / megabytes, 3),
        "limit": round(limit / megabytes, 3),
        "peers": {"pyserial echo": round(limit / megabytes, 3)},
        "ratio": round(ratio, 2),
        "unit": f"CPU seconds a megabyte, {PORTS} ports at once",
        "goal": GOAL,
        "samples_a_second": round(sum(map(len, passed)) / SECONDS, 1),
        "share_of_one_core": round(spent / SECONDS, 3),
    }
    print(json.dumps(result))
    return 0 if ratio <= GOAL else 1


if __name__ == "__main__":
    sys.exit(main())
