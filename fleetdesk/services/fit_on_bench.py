"""The unit on a port is a module that went into a device: fitted there, with the counter as it is on the cable now."""

import asyncio

from fleetdesk.domain.errors import KnownError
from fleetdesk.domain.whole_number import whole_number
from fleetdesk.services.device_acts import label_of, named_device
from fleetdesk.services.fit_module import Fitted, fit_module, swap_seen
from fleetdesk.services.person import actor
from fleetdesk.services.plug_in import Bench
from fleetdesk.services.record import Record
from fleetdesk.services.views import Text

REASON = "Fitted on the Bench."


async def fit_on_bench(bench: Bench, record: Record, port: str, device: str, old_value: str, reason: str) -> Text:
    """`device` by serial, asset tag or id; `old_value` what the module that came out showed, empty when nobody looked.

    Raises KnownError for what cannot be; then nothing is recorded.
    """
    old = whole_number(old_value)
    if old is None and old_value.strip():
        raise KnownError(f"{old_value!r} is no count.", "", "Enter what the old module showed, or nothing.")
    slot, session = bench.slot(port), bench.session(port)
    seen = slot.snapshot or await session.snapshot()

    def work() -> tuple[Fitted, str]:
        known = record.read(lambda connection: named_device(connection, device.strip(), session.pack.key))
        swap = swap_seen(session.pack, seen, old)
        return fit_module(record, known.id, swap, reason.strip() or REASON, actor(record)), label_of(known)

    fitted, label = await asyncio.to_thread(work)
    await bench.read_again(port)
    values = {"module": fitted.serial, "device": label, "old": fitted.removed or ""}
    if fitted.removed is None:
        return Text("Module {module} counts for {device} now.", values)
    return Text("Module {module} counts for {device} now; {old} was taken out.", values)
