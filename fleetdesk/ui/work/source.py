"""What the cards about work orders ask for."""

from collections.abc import Sequence
from typing import Protocol

from fleetdesk.services.work_views import Remains


class WorkSource(Protocol):
    def remains(self, inspection: str) -> Remains: ...

    def order_found(self, inspection: str, acts: Sequence[str], owner: str) -> Remains:
        """Orders the acts in the name of whoever works here and returns what is left after it."""
        ...
