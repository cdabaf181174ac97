"""`python -m fleetdesk.simulator DIR...`: the simulator without the rest of Fleetdesk's command line."""

import argparse
import sys
from pathlib import Path

from fleetdesk.domain.errors import KnownError


def main(arguments: list[str] | None = None) -> int:
    """Exit code 0 after SIGTERM or Ctrl-C, 1 for a known error or when every device has ended by itself."""
    parser = argparse.ArgumentParser(prog="fleetdesk simulate", description="Serves driver packs as simulated devices.")
    parser.add_argument("folders", nargs="*", type=Path, metavar="DIR", help="a driver pack; twice: two units")
    parser.add_argument("--tcp", action="store_true", help="TCP ports on 127.0.0.1 instead of pseudo-terminals")
    parser.add_argument("--baud", type=int, help="throttle to this line rate")
    parser.add_argument("--serial", action="append", default=[], help="serial of the first, second ... DIR")
    parser.add_argument("--scene", type=Path, help="a TOML file with [[unit]] tables")
    parser.add_argument("--state", type=Path, help="folder that keeps the units' state")
    parser.add_argument("--transcript", action="append", type=Path, default=[], help="replay a recorded session")
    parser.add_argument("--watch-stdin", action="store_true", help="end when stdin closes")
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args(arguments)
    if given.one:
        from fleetdesk.simulator.process import run_one

        return run_one()
    from fleetdesk.simulator.run import run

    return run(
        given.folders,
        tcp=given.tcp,
        baud=given.baud,
        serials=given.serial,
        scene=given.scene,
        state=given.state,
        watch_stdin=given.watch_stdin,
        transcripts=given.transcript,
    )


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KnownError as known:
        sys.stderr.write(f"{known}\n")
        sys.exit(1)
