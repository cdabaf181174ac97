"""What the window asks about work orders, in the name of whoever works at this laptop."""

from collections.abc import Sequence

from fleetdesk.services.person import actor
from fleetdesk.services.record import Record
from fleetdesk.services.work_orders import WorkOrders
from fleetdesk.services.work_views import Remains


class WorkPage:
    """Blocking; call it off the GUI thread."""

    def __init__(self, record: Record) -> None:
        self._record, self._orders = record, WorkOrders(record)

    def remains(self, inspection: str) -> Remains:
        return self._orders.remains(inspection)

    def order_found(self, inspection: str, acts: Sequence[str], owner: str) -> Remains:
        """Orders the acts and returns what is left after it."""
        self._orders.order_found(inspection, acts, owner, actor(self._record))
        return self._orders.remains(inspection)
