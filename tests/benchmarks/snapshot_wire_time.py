"""A full snapshot of a blender at 115200 baud beside the time that its frames need on the wire, and the round trips of
an identity.

    python tests/benchmarks/snapshot_wire_time.py

The simulated module paces its line to the baud rate in both directions. The limit is the sum over all frames, ten bits
a byte: one request is in flight, so nothing can overlap. Prints one JSON object; `ratio` is ours over the limit, the
goal is 1.2; an identity takes at most 3 round trips once the protocol is known.
"""

import asyncio
import json
import statistics
import sys
import time
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from fleetdesk.devices.session import Session, open_session
from fleetdesk.packs import load_pack
from fleetdesk.transcript import Frame, parse
from tests.devices.simulated import DRIVERS, FROST, simulator, write_scene

BAUD, BITS = 115200, 10
ROUNDS = 15
GOAL, MOST_ROUND_TRIPS = 1.2, 3


async def measure(port: str) -> tuple[list[tuple[float, float]], int, int]:
    """[(seconds, seconds on the wire)] of each snapshot, requests in one, requests of an identity."""
    session = await open_session(port, load_pack(DRIVERS / FROST))
    try:
        identity = len(requests(frames(session)))
        figures: list[tuple[float, float]] = []
        asked = 0
        for _ in range(ROUNDS):
            before = len(frames(session))
            started = time.perf_counter()
            await session.snapshot()
            spent = time.perf_counter() - started
            passed = frames(session)[before:]
            asked = len(requests(passed))
            figures.append((spent, sum(len(frame.data) for frame in passed) * BITS / BAUD))
        return figures, asked, identity
    finally:
        await session.close()


def frames(session: Session) -> Sequence[Frame]:
    return parse(session.recorder.to_bytes()).frames


def requests(passed: Sequence[Frame]) -> list[Frame]:
    return [frame for frame in passed if frame.direction == "out"]


def main() -> int:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        scene = write_scene(Path(folder), (FROST, {"motor": "idle"}))
        with simulator("--scene", scene, "--baud", str(BAUD)) as running:
            figures, asked, identity = asyncio.run(measure(running.device.port))
    ours = statistics.median(figure[0] for figure in figures)
    wire = statistics.median(figure[1] for figure in figures)
    ratio = statistics.median(spent / limit for spent, limit in figures)
    result: dict[str, object] = {
        "name": "snapshot_wire_time",
        "ours": round(ours * 1000, 2),
        "limit": round(wire * 1000, 2),
        "peers": {},
        "ratio": round(ratio, 3),
        "unit": "ms for a full snapshot at 115200 baud",
        "goal": GOAL,
        "round_trips": asked,
        "identity_round_trips": identity,
    }
    print(json.dumps(result))
    return 0 if ratio <= GOAL and identity <= MOST_ROUND_TRIPS else 1


if __name__ == "__main__":
    sys.exit(main())
