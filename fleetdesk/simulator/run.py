"""The command `fleetdesk simulate`, from its arguments to its exit code."""

import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from types import FrameType

from fleetdesk.domain.errors import KnownError
from fleetdesk.simulator.fleet import Fleet
from fleetdesk.simulator.plan import plan_units

LEAST_BAUD, MOST_BAUD = 300, 4_000_000


def run(
    folders: Sequence[Path],
    *,
    tcp: bool = False,
    baud: int | None = None,
    serials: Sequence[str] = (),
    scene: Path | None = None,
    state: Path | None = None,
    watch_stdin: bool = False,
    transcripts: Sequence[Path] = (),
) -> int:
    """Serves until SIGTERM, Ctrl-C or, with `watch_stdin`, the end of stdin. Raises KnownError before any starts."""
    if baud is not None and not LEAST_BAUD <= baud <= MOST_BAUD:
        raise KnownError(
            f"{baud} is no line rate.", f"Expected {LEAST_BAUD} to {MOST_BAUD}.", "The usual one is --baud 115200."
        )
    plans = () if transcripts and not folders and scene is None else plan_units(folders, serials, scene)
    fleet = Fleet(plans, tcp=tcp, baud=baud, state=state, transcripts=transcripts)

    def on_signal(number: int, frame: FrameType | None) -> None:
        fleet.stop()

    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, on_signal)
    if watch_stdin:
        fleet.stop_with_stdin()
    fleet.start(_say)
    try:
        return fleet.wait()
    finally:
        fleet.end()


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
