"""A file that a person asked for: there whole, or not at all."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from fleetdesk.domain.errors import KnownError

T = TypeVar("T")


def write_whole(path: Path, write: Callable[[Path], T]) -> T:
    """`write` fills a file beside `path`, which then takes its place; one that was there stays until then.

    Raises KnownError when it cannot be written.
    """
    part = path.with_name(f"{path.name}.part")
    try:
        done = write(part)
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise KnownError(
            "The file cannot be written.", f"{path}: {error.strerror or error}.", "Choose another place."
        ) from error
    return done
