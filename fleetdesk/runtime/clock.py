"""Instants as the events carry them: ISO 8601, UTC, milliseconds, "Z"."""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache

Clock = Callable[[], int]
"""Returns Unix time in milliseconds. Injected where a test wants another world."""


def now_ms() -> int:
    """Unix time in milliseconds from the system's wall clock."""
    return time.time_ns() // 1_000_000


def iso(ms: int) -> str:
    """1764000000000 -> "2025-11-24T16:00:00.000Z"."""
    seconds, milliseconds = divmod(ms, 1000)
    return f"{_to_the_second(seconds)}.{milliseconds:03d}Z"


@lru_cache(maxsize=16)
def _to_the_second(seconds: int) -> str:
    """Kept for a while: live samples of many ports ask for the same second hundreds of times."""
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%dT%H:%M:%S}"


def now_iso() -> str:
    return iso(now_ms())


def ms_of(text: str) -> int:
    """The Unix milliseconds of an ISO 8601 instant with a zone. Raises ValueError for anything else."""
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is None:
        raise ValueError(f"{text!r} has no time zone")
    return round(instant.timestamp() * 1000)
