"""What was watched, as a table for a spreadsheet: one row a sample, a column per channel with its unit."""

import csv
from collections.abc import Iterable, Sequence
from math import isnan
from pathlib import Path

from fleetdesk.domain.errors import KnownError
from fleetdesk.domain.formula_guard import guarded
from fleetdesk.runtime.clock import iso


def export_csv(
    path: str, headings: Sequence[str], epoch_ms: float, times: Sequence[float], columns: Iterable[Sequence[float]]
) -> int:
    """Writes all samples and returns how many. `epoch_ms`: Unix time in ms at which `times` (seconds) are 0.

    A missing value is an empty cell. Raises KnownError when the file cannot be written.
    """
    try:
        with Path(path).open("w", newline="", encoding="utf-8-sig") as file:  # the mark makes Excel read °C
            writer = csv.writer(file)
            writer.writerow(["UTC", "seconds", *map(guarded, headings)])
            for at_s, *values in zip(times, *columns, strict=True):
                at = iso(round(epoch_ms + at_s * 1000))
                writer.writerow([at, f"{at_s - times[0]:.3f}", *("" if isnan(v) else f"{v:.6g}" for v in values)])
    except OSError as error:
        raise _not_written(path, error) from error
    return len(times)


def export_file(path: str, content: bytes) -> None:
    """Writes a file as it is. Raises KnownError when it cannot be written."""
    try:
        Path(path).write_bytes(content)
    except OSError as error:
        raise _not_written(path, error) from error


def _not_written(path: str, error: OSError) -> KnownError:
    return KnownError("The file cannot be written.", f"{path}: {error.strerror}.", "Choose another place.")
