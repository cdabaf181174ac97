"""A fixed ring of live samples: the io thread pushes, the plot reads on its own timer. Never a signal per sample."""

import threading
from array import array
from collections.abc import Sequence
from dataclasses import dataclass

CAPACITY = 100_000
"""Three quarters of an hour at the rate of a serial line."""


@dataclass(frozen=True, slots=True)
class Samples:
    """`times` in seconds, oldest first; one array of values per channel, nan where none came. `first` is the number of
    the oldest one, counted since the ring was made: it stays the same sample's number in later reads.
    """

    times: "array[float]"
    values: "tuple[array[float], ...]"
    first: int = 0

    def __len__(self) -> int:
        return len(self.times)

    def nearest(self, at_s: float) -> int:
        """The place of the sample next to a time. Of none: -1."""
        place = _first_at_least(self.times, at_s)
        if place == len(self.times):
            return place - 1
        if place and at_s - self.times[place - 1] < self.times[place] - at_s:
            return place - 1
        return place


class LiveRing:
    """Memory is taken once; the oldest samples give way. Free of numpy, so that it exists before any plot does."""

    def __init__(self, channels: int = 1, capacity: int = CAPACITY) -> None:
        self._capacity = capacity
        self._times = array("d", bytes(8 * capacity))
        self._values = tuple(array("d", bytes(8 * capacity)) for _ in range(channels))
        self._count = 0
        self._lock = threading.Lock()

    @property
    def count(self) -> int:
        """Samples ever pushed; a reader that sees the same count has nothing to draw."""
        return self._count

    def push(self, at_s: float, values: Sequence[float]) -> None:
        """One sample with a value per channel. Times never go back."""
        with self._lock:
            place = self._count % self._capacity
            self._times[place] = at_s
            for ring, value in zip(self._values, values, strict=True):
                ring[place] = value
            self._count += 1

    def latest(self, seconds: float) -> Samples:
        """The samples of the last `seconds`, as copies."""
        with self._lock:
            return self._between(self._first_of(seconds), self._count)

    def window(self, seconds: float) -> tuple[int, int]:
        """The numbers of the first sample of the last `seconds` and of the one that comes next. Copies nothing."""
        with self._lock:
            return self._first_of(seconds), self._count

    def between(self, first: int, end: int) -> Samples:
        """The samples with these numbers, without `end`, as copies; what has given way meanwhile is left out."""
        with self._lock:
            return self._between(max(first, self._count - self._capacity, 0), min(end, self._count))

    def _between(self, first: int, end: int) -> Samples:
        return Samples(
            self._copied(self._times, first, end), tuple(self._copied(v, first, end) for v in self._values), first
        )  # fmt: skip

    def _first_of(self, seconds: float) -> int:
        held = min(self._count, self._capacity)
        if not held:
            return self._count
        edge = self._times[(self._count - 1) % self._capacity] - seconds
        return self._first_since(edge, held)

    def _first_since(self, edge: float, held: int) -> int:
        """The number of the first sample at or after `edge`."""
        low, high = self._count - held, self._count
        while low < high:
            middle = (low + high) // 2
            if self._times[middle % self._capacity] < edge:
                low = middle + 1
            else:
                high = middle
        return low

    def _copied(self, ring: "array[float]", first: int, end: int) -> "array[float]":
        if first >= end:
            return array("d")
        start, stop = first % self._capacity, end % self._capacity
        return ring[start:stop] if start < stop else ring[start:] + ring[:stop]


def _first_at_least(times: "array[float]", edge: float) -> int:
    low, high = 0, len(times)
    while low < high:
        middle = (low + high) // 2
        if times[middle] < edge:
            low = middle + 1
        else:
            high = middle
    return low
