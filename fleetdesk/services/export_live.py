"""What was watched, as a table for a spreadsheet: one row a sample, a column per channel with its unit."""

import csv
from collections.abc import Iterable, Sequence
from math import isnan
from pathlib import Path

from fleetdesk.domain.formula_guard import guarded
from fleetdesk.runtime.clock import iso
from fleetdesk.services.whole_file import write_whole


def export_csv(
    path: str, headings: Sequence[str], epoch_ms: float, times: Sequence[float], columns: Iterable[Sequence[float]]
) -> int:
    """Writes all samples and returns how many. `epoch_ms`: Unix time in ms at which `times` (seconds) are 0.

    A missing value is an empty cell. Raises KnownError when the file cannot be written.
    """

    def write(part: Path) -> None:
        with part.open("w", newline="", encoding="utf-8-sig") as file:  # the mark makes Excel read °C
            writer = csv.writer(file)
            writer.writerow(["UTC", "seconds", *map(guarded, headings)])
            for at_s, *values in zip(times, *columns, strict=True):
                at = iso(round(epoch_ms + at_s * 1000))
                writer.writerow([at, f"{at_s - times[0]:.3f}", *("" if isnan(v) else f"{v:.6g}" for v in values)])

    write_whole(Path(path), write)
    return len(times)


def export_file(path: str, content: bytes) -> None:
    """Writes a file as it is. Raises KnownError when it cannot be written."""
    write_whole(Path(path), lambda part: part.write_bytes(content))
