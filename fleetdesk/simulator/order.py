"""What the owner of simulated devices tells each device process, as one line of JSON on its stdin."""

import json
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Order:
    """What a device process is told: the pack's folder, its [simulate] table, and how to be reached.

    `transcript` is a file to replay instead: then `pack` may be empty, when that pack is not installed.
    """

    pack: str
    table: dict[str, Any]
    tcp: bool
    baud: int | None
    state: str | None
    transcript: str | None = None

    def line(self) -> bytes:
        return json.dumps(asdict(self)).encode() + b"\n"
