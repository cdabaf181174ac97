"""Before anything is changed: the image fits the module, no other update is under way, battery and motor allow it."""

import asyncio

from fleetdesk.devices import smp_image
from fleetdesk.devices.firmware.image import CheckedImage
from fleetdesk.devices.firmware.progress import Cancel
from fleetdesk.devices.session import Session
from fleetdesk.devices.smp_image import Slot
from fleetdesk.domain.errors import DeviceError, KnownError
from fleetdesk.domain.firmware import Rules, Target, check_target, not_ready
from fleetdesk.domain.snapshot import Snapshot

MOTOR_WAIT_S = 60.0


async def check_fits(
    session: Session,
    image: CheckedImage,
    snapshot: Snapshot,
    slots: tuple[Slot, ...],
    rules: Rules | None,
    security_counter: int | None,
) -> None:
    """Raises FirmwareRefused when the image must not go onto this module, DeviceError when another is on its way."""
    pack = session.pack
    if pack.firmware is None:
        raise KnownError(f"{pack.name} takes no firmware over its cable.", "Its driver pack names no board.")
    told = await session.use(smp_image.slot_bytes)
    active = next((slot for slot in slots if slot.active), None)
    target = Target(
        name=pack.name,
        board=pack.firmware.board,
        slot_bytes=min(told or pack.firmware.slot_bytes, pack.firmware.slot_bytes),
        version=active.version if active else snapshot.identity.firmware,
        running_hash=active.hash.hex() if active else "",
        hardware=snapshot.identity.details.get("hardware", ""),
        security_counter=security_counter,
    )
    check_target(image.facts, target, rules)
    others = [slot for slot in slots if slot.hash.hex() != image.facts.hash]
    if any(slot.pending or (slot.active and not slot.confirmed) for slot in others):
        raise DeviceError(
            "The module is in the middle of another update.",
            "It tests an image, or waits to start one, that is not this one.",
            f"Restart it (fleetdesk reset {session.port}), then update again. Nothing was sent to it.",
        )


async def wait_until_ready(session: Session, snapshot: Snapshot, look_s: float, cancel: Cancel) -> Snapshot:
    """The state of the module once its battery is over the limit and its motor idle; a running motor is waited for."""
    loop = asyncio.get_running_loop()
    until = loop.time() + MOTOR_WAIT_S
    least = session.pack.firmware.min_battery_mv if session.pack.firmware else 0
    while why := not_ready(snapshot, least):
        if "motor" not in why or loop.time() >= until or cancel.asked:
            raise DeviceError(
                "The module must not be updated now.",
                f"In detail: {why}.",
                "Charge it, let its motor stop, and start the update again. Nothing was sent to it.",
            )
        await asyncio.sleep(look_s)
        snapshot = await session.snapshot()
    return snapshot


async def wait_until_idle(session: Session, look_s: float) -> None:
    """The motor may have been started during the upload: a restart under load is waited out."""
    loop = asyncio.get_running_loop()
    until = loop.time() + MOTOR_WAIT_S
    while not_ready(await session.snapshot(), 0):
        if loop.time() >= until:
            raise DeviceError("The module was not restarted.", "Its motor does not stop.", "Let it stop first.")
        await asyncio.sleep(look_s)
