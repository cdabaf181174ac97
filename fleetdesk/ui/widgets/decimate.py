"""Fewer points that look the same: the lowest and the highest of each bucket, so that no peak is ever lost.

Buckets are anchored to the samples' own numbers: a line that moves to the left does not shimmer. Imports numpy.
"""

from array import array
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from fleetdesk.ui.widgets.live_ring import LiveRing

Floats = npt.NDArray[np.float64]
Curve = tuple[Floats, Floats]


def bucket_size(samples: int, buckets: int) -> int:
    """A power of two, so that buckets stay the same while the window fills, and of 1 when nothing need be left out."""
    size = 1
    while samples > 2 * buckets * size:
        size *= 2
    return size if size > 1 else 1


def decimate(times: "array[float]", values: "array[float]", buckets: int, first: int = 0) -> tuple[Floats, Floats]:
    """At most some four points a bucket of the window's `buckets`. `first` is the number of the oldest sample."""
    all_times, all_values = np.frombuffer(times, np.float64), np.frombuffer(values, np.float64)
    size = bucket_size(len(all_values), buckets)
    if size == 1:
        return all_times, all_values
    head = -first % size
    whole = (len(all_values) - head) // size
    tail = head + whole * size
    thin_times, thin_values = _extremes(all_times[head:tail], all_values[head:tail], size)
    return (
        np.concatenate((all_times[:head], thin_times, all_times[tail:])),
        np.concatenate((all_values[:head], thin_values, all_values[tail:])),
    )


class Thinner:
    """Thins a window of a ring that moves: each bucket is worked out once, and only new samples are read."""

    def __init__(self, buckets: int) -> None:
        self._buckets = buckets
        self._size = 0
        self._places: tuple[int, ...] = ()
        self._first = self._end = 0
        self._thin: list[Curve] = []

    def curves(self, ring: LiveRing, seconds: float, places: Sequence[int]) -> list[Curve]:
        """(times, values) of each channel in `places`, as `decimate` would give them."""
        first, end = ring.window(seconds)
        size = bucket_size(end - first, self._buckets)
        if size == 1:
            samples = ring.between(first, end)
            times = np.frombuffer(samples.times, np.float64)
            return [(times, np.frombuffer(samples.values[place], np.float64)) for place in places]
        goes_on = size == self._size and tuple(places) == self._places
        if not (goes_on and self._first - size < first <= self._end):
            self._begin(size, tuple(places), first)
        return self._go_on(ring, first, end)

    def _begin(self, size: int, places: tuple[int, ...], first: int) -> None:
        self._size, self._places = size, places
        self._first = self._end = first + -first % size
        self._thin = [(np.empty(0), np.empty(0)) for _ in places]

    def _go_on(self, ring: LiveRing, first: int, end: int) -> list[Curve]:
        samples = ring.between(self._end, end)
        if samples.first != self._end:
            self._size = 0  # More came in one frame than the ring holds: the next frame begins anew.
        size, whole = self._size or 1, len(samples) // (self._size or 1) * (self._size or 1)
        gone = -(-max(0, first - self._first) // size)
        times = np.frombuffer(samples.times, np.float64)
        shown: list[Curve] = []
        for number, place in enumerate(self._places):
            values = np.frombuffer(samples.values[place], np.float64)
            new_times, new_values = _extremes(times[:whole], values[:whole], size)
            old_times, old_values = self._thin[number]
            kept = (
                np.concatenate((old_times[2 * gone :], new_times)),
                np.concatenate((old_values[2 * gone :], new_values)),
            )
            self._thin[number] = kept
            shown.append((np.concatenate((kept[0], times[whole:])), np.concatenate((kept[1], values[whole:]))))
        self._first += gone * size
        self._end += whole
        return shown


def _extremes(times: Floats, values: Floats, size: int) -> tuple[Floats, Floats]:
    """Two points a bucket in the order of time. A bucket with a gap (nan) shows the gap and its peak."""
    rows = values.reshape(-1, size)
    lowest, highest = rows.argmin(axis=1), rows.argmax(axis=1)  # both find a nan first
    gaps = np.isnan(rows[np.arange(len(rows)), highest])
    if gaps.any():
        highest[gaps] = np.where(np.isnan(rows[gaps]), -np.inf, rows[gaps]).argmax(axis=1)
    places = np.sort(np.stack((lowest, highest), axis=1), axis=1)
    flat = (places + np.arange(len(rows))[:, None] * size).ravel()
    return times[flat], values[flat]
