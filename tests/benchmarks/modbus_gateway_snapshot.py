"""A full snapshot of a gateway with 20 children at 19200 baud beside the time that its frames need on the wire.

    python tests/benchmarks/modbus_gateway_snapshot.py

The simulated gateway is on RS-485 with 8E1 and paces its line in both directions. The limit is what Modbus RTU itself
asks for: 11 bits a character, and a silence of 3.5 characters before each request and each reply (Modbus over Serial
Line V1.02, 2.5.1.1). Both sides keep that silence: without it the ratio could fall below 1.
Prints one JSON object; `ratio` is ours over the limit, the goal is 1.15.
"""

import asyncio
import json
import statistics
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from fleetdesk.devices.session import Session, open_session
from fleetdesk.domain.pack import Pack, rtu_silence_s
from fleetdesk.packs import load_pack
from fleetdesk.transcript import Frame, parse
from tests.devices.simulated import DRIVERS, GATEWAY, simulator, write_scene

BAUD, BITS = 19200, 11
CHILDREN, ROUNDS, GOAL = 20, 9, 1.15


def child(number: int) -> dict[str, Any]:
    serial = f"RF-2{number:04}"
    return {"serial": serial, "type": "blender", "state": "online", "firmware": "1.4.2", "rssi_dbm": -61}


def on_rs485(folder: Path) -> Path:
    """The gateway's pack with the line settings of RS-485."""
    copy = folder / GATEWAY
    copy.mkdir()
    text = (DRIVERS / GATEWAY / "pack.toml").read_text(encoding="utf-8")
    for old, new in (("baud = 115200", f"baud = {BAUD}"), ('parity = "N"', 'parity = "E"')):
        assert text.count(old) == 1
        text = text.replace(old, new)
    (copy / "pack.toml").write_text(text, encoding="utf-8")
    return copy


async def measure(port: str, pack: Pack, rounds: int = ROUNDS) -> tuple[list[tuple[float, float]], int]:
    """[(seconds, seconds on the wire)] of each snapshot, and the requests in one."""
    session = await open_session(port, pack)
    try:
        figures: list[tuple[float, float]] = []
        asked = 0
        for _ in range(rounds):
            before = len(frames(session))
            started = time.perf_counter()
            taken = await session.snapshot()
            spent = time.perf_counter() - started
            assert len(taken.children) == CHILDREN
            passed = frames(session)[before:]
            asked = sum(frame.direction == "out" for frame in passed)
            characters = sum(len(frame.data) for frame in passed)
            figures.append((spent, characters * BITS / BAUD + 2 * asked * rtu_silence_s(BAUD)))
        return figures, asked
    finally:
        await session.close()


def frames(session: Session) -> Sequence[Frame]:
    return parse(session.recorder.to_bytes()).frames


def main() -> int:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        pack = load_pack(on_rs485(Path(folder)))
        scene = write_scene(Path(folder), (GATEWAY, {"children": [child(number) for number in range(CHILDREN)]}))
        with simulator("--scene", scene, "--baud", str(BAUD)) as running:
            figures, asked = asyncio.run(measure(running.device.port, pack))
    ratio = statistics.median(spent / limit for spent, limit in figures)
    result: dict[str, object] = {
        "name": "modbus_gateway_snapshot",
        "ours": round(statistics.median(figure[0] for figure in figures) * 1000, 2),
        "limit": round(statistics.median(figure[1] for figure in figures) * 1000, 2),
        "peers": {},
        "ratio": round(ratio, 3),
        "unit": f"ms for a full snapshot of a gateway with {CHILDREN} children at {BAUD} baud",
        "goal": GOAL,
        "round_trips": asked,
    }
    print(json.dumps(result))
    return 0 if ratio <= GOAL else 1


if __name__ == "__main__":
    sys.exit(main())
