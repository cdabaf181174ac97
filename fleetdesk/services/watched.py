"""What was seen of one unit while it was watched. It belongs to the unit, not to the port: moved, it goes along."""

from collections import OrderedDict
from dataclasses import dataclass, field

from fleetdesk.domain.motor_run import MotorRun
from fleetdesk.domain.snapshot import Identity
from fleetdesk.domain.trace import Trace

MOST_UNITS = 32
"""Units whose traces are remembered while the program runs."""


@dataclass(slots=True)
class Watched:
    """`trace` is None until the first sample; `trace_origin_s` is that sample's time on the loop's clock. `log` holds
    the bytes of the motor log that was fetched last, None while none was.
    """

    motor: MotorRun = field(default_factory=MotorRun)
    trace: Trace | None = None
    trace_origin_s: float = 0.0
    log: bytes | None = None


class WatchedUnits:
    """Belongs to the io loop."""

    def __init__(self) -> None:
        self._units: OrderedDict[tuple[str, str], Watched] = OrderedDict()

    def of(self, unit: Identity) -> Watched:
        """What was seen of this unit so far, on whichever port."""
        key = (unit.pack, unit.serial)
        found = self._units.setdefault(key, Watched())
        self._units.move_to_end(key)
        while len(self._units) > MOST_UNITS:
            self._units.popitem(last=False)
        return found
