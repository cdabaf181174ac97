"""What the Spares page asks, in the name of who works here."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from fleetdesk.domain.errors import KnownError
from fleetdesk.domain.whole_number import whole_number
from fleetdesk.services.model_names import ModelNames
from fleetdesk.services.person import actor
from fleetdesk.services.record import Record
from fleetdesk.services.spares import Spare, Spares
from fleetdesk.services.views import Moment, Text


@dataclass(frozen=True, slots=True)
class MoveLine:
    """One movement in words, its instant in UTC."""

    at: Moment
    words: Text
    reason: str


class SparesPage:
    """Blocking; called off the GUI thread."""

    def __init__(self, record: Record, names: ModelNames) -> None:
        self._record = record
        self._spares = Spares(record, names)

    def spares(self) -> list[Spare]:
        return self._spares.all()

    def moves(self, part: str) -> list[MoveLine]:
        return [
            MoveLine(Moment(move.at, "UTC"), _words(move.quantity, move.source, move.target, move.counted), move.reason)
            for move in self._spares.moves(part)
        ]

    def move(self, part: str, quantity: str, source: str, target: str, reason: str) -> None:
        """Empty places are outside. Raises KnownError for what cannot be."""
        self._spares.move(part, _number(quantity), source or None, target or None, reason, actor(self._record))

    def count(self, part: str, quantity: str, place: str, reason: str) -> None:
        self._spares.count(part, _number(quantity), place, reason, actor(self._record))

    def describe(self, part: str, values: Mapping[str, str], reason: str) -> None:
        """`values` of supplier, alternate and safety_stock as they were typed."""
        said: dict[str, str | int] = {
            name: _number(text) if name == "safety_stock" else text.strip() for name, text in values.items()
        }
        self._spares.describe(part, said, reason, actor(self._record))

    def export(self, path: str) -> int:
        return self._spares.export(Path(path))

    def subscribe_changes(self, callback: Callable[[int], None]) -> Callable[[], None]:
        callback(self._record.version)
        return self._record.subscribe(callback)


def _number(text: str) -> int:
    said = whole_number(text)
    if said is None:
        raise KnownError(f"{text!r} is no number.", "", "Enter a whole number.")
    return said


def _words(quantity: int, source: str | None, target: str | None, counted: bool) -> Text:
    if counted:
        return Text("{n} counted at {target}", {"n": quantity, "target": target or ""})
    if source is None:
        return Text("{n} delivered to {target}", {"n": quantity, "target": target or ""})
    if target is None:
        return Text("{n} used from {source}", {"n": quantity, "source": source})
    return Text("{n} from {source} to {target}", {"n": quantity, "source": source, "target": target})
