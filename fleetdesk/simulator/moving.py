"""What moves by itself in a simulated Modbus unit: counters that count at a rate, gauges that swing.

A counter's present value is what a power cut leaves behind; a gauge swings around its start value.
"""

import math
from collections.abc import Callable, Mapping
from typing import Any

from fleetdesk.simulator.flash import Flash

U32 = 0xFFFFFFFF
SECONDS = 3600.0


class Moving:
    """`table` is the [simulate] table: `counts` {block: {field: per hour}}, `waves` {block: {field: by, period_s}}."""

    def __init__(self, table: Mapping[str, Any], flash: Flash, monotonic: Callable[[], float]) -> None:
        self._rates: Mapping[str, Mapping[str, float]] = table.get("counts", {})
        self._waves: Mapping[str, Mapping[str, Mapping[str, float]]] = table.get("waves", {})
        self._registers: Mapping[str, Mapping[str, Any]] = table["registers"]
        self._flash = flash
        self._monotonic = monotonic
        self._began = monotonic()
        self._first = {
            f"{block}.{field}": flash.numbers.get(f"{block}.{field}", self._start(block, field))
            for block, fields in self._rates.items()
            for field in fields
        }

    def values(self, block: str) -> dict[str, int]:
        """The moving fields of a block, now."""
        return {**self._counted(block), **self._swung(block)}

    def keep(self) -> None:
        """Puts the counters into flash; whoever calls this saves it."""
        for block in self._rates:
            self._flash.numbers.update({f"{block}.{name}": value for name, value in self._counted(block).items()})

    def _counted(self, block: str) -> dict[str, int]:
        seconds = self._monotonic() - self._began
        return {
            name: (self._first[f"{block}.{name}"] + int(seconds * rate / SECONDS)) & U32
            for name, rate in self._rates.get(block, {}).items()
        }

    def _swung(self, block: str) -> dict[str, int]:
        seconds = self._monotonic() - self._began
        return {
            name: self._start(block, name) + round(wave["by"] * math.sin(math.tau * seconds / wave["period_s"]))
            for name, wave in self._waves.get(block, {}).items()
        }

    def _start(self, block: str, field: str) -> int:
        return int(self._registers.get(block, {}).get(field, 0))
