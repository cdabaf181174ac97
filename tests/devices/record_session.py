"""`python record_session.py PORT FILE`: one session with all that a person would read, and its transcript.

A process of its own, because the SMP library numbers its requests over the life of a process.
"""

import asyncio
import sys
from pathlib import Path

from fleetdesk.devices.ports import added_port, named_port
from fleetdesk.devices.session import open_unknown
from fleetdesk.packs import load_packs


async def record(name: str, file: Path) -> None:
    """Identifies, reads everything, samples three times, reads again."""
    port = added_port(name) if "://" in name else named_port(name)
    session = await open_unknown(port, load_packs(), explicit=True)
    try:
        await session.snapshot()
        for _ in range(3):
            await session.sample()
        print(await session.snapshot())
    finally:
        await session.close()
    file.write_bytes(session.recorder.to_bytes())


if __name__ == "__main__":
    asyncio.run(record(sys.argv[1], Path(sys.argv[2])))
