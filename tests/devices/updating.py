"""An update as the command line and the window run it, with time-outs of a test."""

from pathlib import Path

from fleetdesk.devices.comeback import Patience
from fleetdesk.devices.driver import Timing
from fleetdesk.devices.firmware.image import CheckedImage, checked_image, pinned_key
from fleetdesk.devices.firmware.progress import Cancel, Listener, Progress
from fleetdesk.devices.ports import Lister, named_port
from fleetdesk.devices.session import open_unknown
from fleetdesk.domain.events import FirmwareUpdated
from fleetdesk.domain.firmware import Rules
from fleetdesk.domain.fleet import module_id, module_subject
from fleetdesk.services.desk import Desk
from fleetdesk.services.update_firmware import UpdateFirmware, UpdateReport
from fleetdesk.storage import journal
from tests.devices.firmware_images import SigningKey, make_image, signing_key
from tests.devices.powered_module import SERIAL
from tests.devices.simulated import FROST

QUICK = Timing(request_s=0.5, retries=2, probe_s=0.5, open_s=2.0)
PATIENCE = Patience(restart_s=8.0, replug_s=8.0, answer_s=0.3, look_s=0.02)


def checked(
    folder: Path, version: str = "1.5.0", key: SigningKey | None = None, size: int = 6000, *, pure: bool = False
) -> CheckedImage:
    key = key or signing_key()
    return checked_image(make_image(folder, version, key, size=size, pure=pure), pinned_key(key.public_pem, "key"))


def nobody_listens(progress: Progress) -> None:
    pass


async def update(
    desk: Desk,
    url: str,
    image: CheckedImage,
    *,
    listener: Listener = nobody_listens,
    cancel: Cancel | None = None,
    patience: Patience = PATIENCE,
    lister: Lister = tuple,
    rules: Rules | None = None,
) -> UpdateReport:
    """Identifies what is at `url` and updates it."""
    session = await open_unknown(named_port(url), desk.packs, explicit=True, timing=QUICK)
    try:
        return await UpdateFirmware(desk.record, patience, lister).run(session, image, listener, cancel, rules)
    finally:
        await session.close()


def updates_of(desk: Desk, serial: str = SERIAL) -> list[FirmwareUpdated]:
    """The events about one module's firmware."""
    subject = module_subject(module_id(FROST, serial))
    events = desk.record.read(lambda connection: list(journal.events_of(connection, subject)))
    return [event.payload for event in events if isinstance(event.payload, FirmwareUpdated)]
