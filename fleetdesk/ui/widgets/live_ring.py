"""A fixed ring of live samples: the io thread pushes, the plot reads on its own timer. Never a signal per sample."""

import threading
from array import array

CAPACITY = 8192


class LiveRing:
    """Memory is taken once; the oldest samples give way. Free of numpy, so that it exists before any plot does."""

    def __init__(self, capacity: int = CAPACITY) -> None:
        self._capacity = capacity
        self._times = array("d", bytes(8 * capacity))
        self._values = array("d", bytes(8 * capacity))
        self._count = 0
        self._lock = threading.Lock()

    @property
    def count(self) -> int:
        """Samples ever pushed; a reader that sees the same count has nothing to draw."""
        return self._count

    def push(self, at_s: float, value: float) -> None:
        with self._lock:
            place = self._count % self._capacity
            self._times[place] = at_s
            self._values[place] = value
            self._count += 1

    def clear(self) -> None:
        with self._lock:
            self._count = 0

    def latest(self, seconds: float) -> "tuple[array[float], array[float]]":
        """(times, values) of the last `seconds`, oldest first, as copies."""
        with self._lock:
            held = min(self._count, self._capacity)
            if not held:
                return array("d"), array("d")
            end = self._count % self._capacity
            times = self._ordered(self._times, held, end)
            values = self._ordered(self._values, held, end)
        first = _first_at_least(times, times[-1] - seconds)
        return times[first:], values[first:]

    def _ordered(self, ring: "array[float]", held: int, end: int) -> "array[float]":
        return ring[:held] if held < self._capacity else ring[end:] + ring[:end]


def _first_at_least(times: "array[float]", edge: float) -> int:
    low, high = 0, len(times)
    while low < high:
        middle = (low + high) // 2
        if times[middle] < edge:
            low = middle + 1
        else:
            high = middle
    return low


def decimate(times: "array[float]", values: "array[float]", buckets: int) -> "tuple[array[float], array[float]]":
    """At most two points a bucket, its lowest and its highest in the order of time: no peak is ever lost."""
    size = len(times)
    if size <= 2 * buckets:
        return times, values
    thin_times, thin_values = array("d"), array("d")
    for bucket in range(buckets):
        start, stop = bucket * size // buckets, (bucket + 1) * size // buckets
        span = range(start, stop)
        lowest = min(span, key=values.__getitem__)
        highest = max(span, key=values.__getitem__)
        for place in sorted({lowest, highest}):
            thin_times.append(times[place])
            thin_values.append(values[place])
    return thin_times, thin_values
