"""How often somebody may ask: counted in this process, by a bucket for each that fills again with time.

A hub of N replicas allows N times as much, which bounds all the same. Memory is bounded too: a full
bucket is forgotten.
"""

import math
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from fleetdesk.hub.refusal import Refusal

MOST_BUCKETS = 20_000


@dataclass(frozen=True, slots=True)
class Rate:
    """`burst` at once, and one more every `every_s`."""

    burst: int
    every_s: float


REQUESTS = Rate(3_000, 0.005)
"""Of one workstation. Sync is at most as fast as its pages are taken; this is far above."""
CODES = Rate(10, 30.0)
"""Enrolment codes of one key."""
ALL_CODES = Rate(200, 1.0)
"""Enrolment codes of all keys together: who guesses makes a new key each time."""
NOTES = Rate(1, 60.0)
"""Lines of the audit that say the same."""


class Buckets:
    """One bucket a name, all of one rate."""

    def __init__(self, rate: Rate, now_s: Callable[[], float]) -> None:
        self._rate = rate
        self._now_s = now_s
        self._full_at: dict[str, float] = {}
        self._guard = threading.Lock()

    def wait_s(self, name: str) -> float:
        """Takes one and returns 0, or returns how long to wait and takes none."""
        with self._guard:
            now = self._now_s()
            full_at = max(self._full_at.get(name, now), now) + self._rate.every_s
            over = full_at - now - self._rate.burst * self._rate.every_s
            if over > 1e-9:
                return over
            if len(self._full_at) >= MOST_BUCKETS:
                self._full_at = {key: at for key, at in self._full_at.items() if at > now}
            self._full_at[name] = full_at
            return 0.0

    def empty_again(self, name: str) -> None:
        with self._guard:
            self._full_at.pop(name, None)


class Limits:
    """The hub's limits. Raises Refusal 429 with Retry-After."""

    def __init__(self, now_s: Callable[[], float] = time.monotonic, *, requests: Rate = REQUESTS) -> None:
        self._requests = Buckets(requests, now_s)
        self._codes = Buckets(CODES, now_s)
        self._all_codes = Buckets(ALL_CODES, now_s)
        self._notes = Buckets(NOTES, now_s)

    def request(self, public_key: str) -> None:
        _bound(self._requests.wait_s(public_key), "This workstation asks too often.")

    def code(self, public_key: str) -> None:
        """An enrolment code is tried."""
        _bound(self._codes.wait_s(public_key), "Too many enrolment codes were tried.")
        _bound(self._all_codes.wait_s(""), "Too many enrolment codes were tried.")

    def code_held(self, public_key: str) -> None:
        """It was a right one."""
        self._codes.empty_again(public_key)

    def worth_noting(self, public_key: str, what: str) -> bool:
        """For keys that anybody can make, all together: one line of a kind at a time."""
        known = "" if what == "unknown_key" or what.startswith("code") else public_key
        return self._notes.wait_s(f"{known} {what}") == 0.0


def _bound(wait_s: float, title: str) -> None:
    if wait_s > 0.0:
        raise Refusal(
            429, "limit", title, "Nothing is lost.", "It goes on by itself.", retry_after_s=max(1, math.ceil(wait_s))
        )
