"""Fewer points that look the same: the lowest and the highest of each bucket, so that no peak is ever lost.

Buckets are anchored to the samples' own numbers: a line that moves to the left does not shimmer. Imports numpy.
"""

from array import array

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


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
