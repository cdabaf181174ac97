"""What commands share: the home that was named, the open desk, and how results are printed."""

import os
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import fields, is_dataclass
from enum import Enum
from pathlib import Path
from typing import Annotated, Any, cast

import typer

from fleetdesk.domain.errors import KnownError
from fleetdesk.runtime.listening import Certificate
from fleetdesk.runtime.paths import home_at
from fleetdesk.services.desk import Desk, open_desk

Json = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]


def name_home(folder: Path | None) -> None:
    """`--home` speaks through the environment, so that child processes work on the same home."""
    if folder is not None:
        os.environ["FLEETDESK_HOME"] = str(folder.expanduser().absolute())


@contextmanager
def desk() -> Generator[Desk]:
    """The desk of the named home, closed at the end."""
    opened = open_desk(home_at())
    try:
        yield opened
    finally:
        opened.close()


def certificate(chain: Path | None, key: Path | None) -> Certificate | None:
    """What --tls-cert and --tls-key name together. Raises KnownError for one of them alone."""
    if (chain is None) != (key is None):
        raise KnownError("A certificate and its key belong together.", "", "Give both --tls-cert and --tls-key.")
    return Certificate(chain, key) if chain is not None and key is not None else None


def print_json(value: object) -> None:
    """Dataclasses, enums and paths as plain JSON, one line."""
    import orjson

    typer.echo(orjson.dumps(plain(value)).decode())


def plain(value: object) -> Any:
    """The value as lists, maps, texts and numbers."""
    if isinstance(value, Enum):
        return value.value
    if is_dataclass(value) and not isinstance(value, type):
        return {spec.name: plain(getattr(value, spec.name)) for spec in fields(value)}
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in cast("dict[object, object]", value).items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in cast("list[object]", value)]
    return str(value) if isinstance(value, Path) else value
