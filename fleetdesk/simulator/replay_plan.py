"""Transcripts to replay: a file in, the order for a device process out. Says in words what is wrong with a file."""

from pathlib import Path

from fleetdesk.domain.errors import FormatError, KnownError
from fleetdesk.packs import find_packs
from fleetdesk.runtime.paths import home_at
from fleetdesk.simulator.order import Order
from fleetdesk.transcript import Transcript, parse

PROTOCOLS = ("smp", "modbus")


def read_transcript(file: Path) -> Transcript:
    """Raises KnownError for a file that cannot be read, is no transcript, or holds no device's conversation."""
    title = f"{file.name} cannot be replayed."
    try:
        transcript = parse(file.read_bytes())
    except OSError as error:
        raise KnownError(title, f"{file}: {error.strerror or error}.", "Check the path.") from error
    except FormatError as error:
        raise KnownError(title, f"{file}: {error}.", "Name a file that Fleetdesk recorded.") from error
    if transcript.header.protocol not in PROTOCOLS:
        raise KnownError(
            title,
            f"It says nothing of the device's protocol: expected {' or '.join(PROTOCOLS)}.",
            "A session that never got an answer has nothing to replay.",
        )
    return transcript


def replay_order(file: Path, *, tcp: bool, baud: int | None) -> Order:
    """How to serve one transcript. The pack is looked up among all installed ones; without it redacted blocks stay
    silent, everything else replays."""
    header = read_transcript(file).header
    folder = find_packs(home_at().user_packs).get(header.pack)
    serial = header.identity.serial if header.identity else ""
    named = {"serial": serial, "pack": header.pack}
    return Order(str(folder) if folder else "", named, tcp, baud, None, str(file.absolute()))
