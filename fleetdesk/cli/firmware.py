"""`fleetdesk firmware check|add|list|update`: images for modules, judged before the first byte is sent."""

import asyncio
import os
import signal
import sys
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Annotated

import typer

from fleetdesk.cli.context import Json, desk, print_json
from fleetdesk.devices.firmware.image import CheckedImage, PinnedKey, checked_image, read_file, read_key
from fleetdesk.devices.firmware.progress import Cancel, Progress, Stage
from fleetdesk.devices.ports import named_port
from fleetdesk.devices.session import open_unknown
from fleetdesk.domain.errors import FormatError, KnownError
from fleetdesk.domain.firmware import FirmwareRefused, Rules, Target, Why, check_target, names_board
from fleetdesk.domain.mcuboot import parse_version
from fleetdesk.domain.pack import Pack
from fleetdesk.packs import load_packs
from fleetdesk.runtime.paths import home_at
from fleetdesk.services.desk import Desk
from fleetdesk.services.firmware_library import FirmwareLibrary, LibraryImage
from fleetdesk.services.update_firmware import UpdateFirmware, UpdateReport

STDERR = 2

firmware_app = typer.Typer(help="Firmware images: check, keep and install them.", no_args_is_help=True)

Image = Annotated[Path, typer.Argument(metavar="IMAGE", help="A signed MCUboot image, as imgtool makes it.")]
KeyFile = Annotated[
    Path, typer.Option("--key", metavar="PUBLIC.pem", help="The public key that it must be signed with.")
]
PortName = Annotated[str, typer.Argument(metavar="PORT", help="A port of `fleetdesk ports`, or socket://HOST:PORT")]


@firmware_app.command()
def check(
    image: Image,
    key: KeyFile,
    pack: Annotated[str, typer.Option("--pack", help="The type it is meant for; else any installed one.")] = "",
    running: Annotated[str, typer.Option("--running", metavar="VERSION", help="What the module runs now.")] = "",
    as_json: Json = False,
) -> None:
    """Says whether an image is whole, signed with the key, and for which devices. Needs no device. Exit 1: refused."""
    with _refusals_as_json(as_json):
        checked = _checked(image, key)[0]
        fitting = _pack_for(checked, load_packs(home_at().user_packs), pack)
        if running:
            _version(running)
            check_target(checked.facts, _target(fitting, running))
    facts = checked.facts
    if as_json:
        print_json({"ok": True, "pack": fitting.key, **_facts(checked)})
        return
    counter = "" if facts.security_counter is None else f", security counter {facts.security_counter}"
    typer.echo(
        f"Good: version {facts.version} for {fitting.name} (board {_board(fitting)}), {facts.size} bytes{counter}."
    )
    typer.echo(f"Signed with {facts.signature} key {facts.key[:16]}. Image hash {facts.hash}.")


@firmware_app.command()
def add(
    image: Image,
    key: KeyFile,
    notes: Annotated[str, typer.Option("--notes", help="What is new in it.")] = "",
    updates_from: Annotated[str, typer.Option("--from", metavar="VERSION", help="The oldest version before it.")] = "",
    hardware: Annotated[list[str] | None, typer.Option("--hardware", help="A hardware revision it is for.")] = None,
    as_json: Json = False,
) -> None:
    """Keeps a checked image in the library and trusts its key on this laptop."""
    with _refusals_as_json(as_json):
        checked, pinned = _checked(image, key)
    with desk() as opened, _refusals_as_json(as_json):
        fitting = _pack_for(checked, opened.packs, "")
        rules = Rules(updates_from, tuple(hardware or ()))
        kept = FirmwareLibrary(opened.record).add(checked, pinned, _board(fitting), image.name, notes, rules)
    if as_json:
        print_json(_library_row(kept))
    else:
        typer.echo(f"Kept {kept.facts.version} for board {kept.facts.board}: {kept.facts.image_sha256}")


@firmware_app.command("list")
def list_images(as_json: Json = False) -> None:
    """Lists the images of the library, the newest version first."""
    with desk() as opened:
        found = FirmwareLibrary(opened.record).images()
    if as_json:
        print_json({"images": [_library_row(image) for image in found]})
        return
    for image in found:
        state = "trusted" if image.trusted else "its key is not trusted here"
        typer.echo(
            f"{image.facts.version:12} {image.facts.board:20} {image.facts.name}  ({state})  {image.facts.notes}"
        )
    typer.echo(f"{len(found)} images")


@firmware_app.command()
def update(port: PortName, image: Image, key: KeyFile, as_json: Json = False) -> None:
    """Installs an image on the module at a port: sent, tested, confirmed, or back to what it ran. Exit 1: not."""
    with _refusals_as_json(as_json):
        checked = _checked(image, key)[0]
        named_port(port)
        with desk() as opened:
            report = asyncio.run(_update(opened, port, checked, as_json))
    if as_json:
        print_json(report)
    else:
        typer.echo(_sentence(report))
    if not report.outcome.good:
        raise typer.Exit(1)


async def _update(opened: Desk, port: str, image: CheckedImage, quiet: bool) -> UpdateReport:
    cancel = Cancel()
    session = await open_unknown(named_port(port), opened.packs, explicit=True)
    try:
        if session.pack.firmware is None:
            raise KnownError(
                f"{session.pack.name} takes no firmware over its cable.", "Its driver pack names no board."
            )
        rules = await asyncio.to_thread(FirmwareLibrary(opened.record).rules_of, image)
        with cancelled_by_ctrl_c(cancel):
            return await UpdateFirmware(opened.record).run(session, image, ProgressLine(quiet), cancel, rules)
    finally:
        await session.close()


# -- what the commands share -------------------------------------------------------------------------------------------


def _checked(image: Path, key: Path) -> tuple[CheckedImage, PinnedKey]:
    pinned = read_key(key)
    return checked_image(read_file(image), pinned, image.name), pinned


def _pack_for(image: CheckedImage, packs: tuple[Pack, ...], named: str) -> Pack:
    """The driver pack whose board the image is for. Raises FirmwareRefused or, for an unknown pack, KnownError."""
    able = [pack for pack in packs if pack.firmware is not None and named in ("", pack.key)]
    if not able:
        raise KnownError(f"There is no driver pack '{named}' with firmware rules.", "", "See drivers/README.md.")
    fitting = next((pack for pack in able if names_board(image.facts, _board(pack))), None)
    if fitting is None:
        if named or not (image.facts.board or image.facts.class_id):
            check_target(image.facts, _target(able[0], ""))
        said = image.facts.board or f"class {image.facts.class_id}"
        boards = ", ".join(_board(pack) for pack in able)
        raise FirmwareRefused(
            Why.WRONG_BOARD, "This image is for a board that no driver pack has.", f"It is for {said}; known: {boards}."
        )
    if fitting.firmware is not None and image.facts.size > fitting.firmware.slot_bytes:
        check_target(image.facts, _target(fitting, ""))
    return fitting


def _target(pack: Pack, running: str) -> Target:
    slot_bytes = pack.firmware.slot_bytes if pack.firmware else 0
    return Target(pack.name, _board(pack), slot_bytes, running)


def _board(pack: Pack) -> str:
    return pack.firmware.board if pack.firmware else ""


def _version(text: str) -> None:
    try:
        parse_version(text)
    except FormatError as error:
        raise KnownError("The running version is none.", f"{error}.", "Write it like 1.4.2.") from error


@contextmanager
def _refusals_as_json(as_json: bool) -> Generator[None]:
    """With --json a refusal is an object on standard output too, beside the words on standard error."""
    try:
        yield
    except KnownError as error:
        if as_json:
            why = error.why.value if isinstance(error, FirmwareRefused) else ""
            print_json(
                {"ok": False, "why": why, "title": error.title, "message": error.message, "next_step": error.next_step}
            )
        raise


@contextmanager
def cancelled_by_ctrl_c(cancel: Cancel) -> Generator[None]:
    """The first Ctrl-C asks for an orderly end; a second one ends at once."""

    def on_interrupt(number: int, frame: object) -> None:
        if cancel.asked:
            raise KeyboardInterrupt
        cancel.ask()
        # Not through sys.stderr: the signal may come in the middle of a progress line, and a stream refuses a second
        # writer inside its first one.
        with suppress(OSError):
            os.write(STDERR, b"\nEnding after this step ...\n")

    before = signal.signal(signal.SIGINT, on_interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


# -- in words ----------------------------------------------------------------------------------------------------------

STAGES = {
    Stage.PREPARE: "Reading the module",
    Stage.UPLOAD: "Sending",
    Stage.PLUG_IN: "The connection is lost: waiting for the module (plug it in again)",
    Stage.RESTART: "Restarting the module",
    Stage.SELF_TEST: "Self test",
    Stage.CONFIRM: "Keeping the new firmware",
    Stage.REVERT: "Going back to the old firmware",
}


class ProgressLine:
    """Progress on standard error: one line that renews itself on a terminal, one line a stage elsewhere."""

    def __init__(self, quiet: bool) -> None:
        self._terminal = sys.stderr.isatty()
        self._quiet = quiet and not self._terminal
        self._stage: Stage | None = None

    def __call__(self, progress: Progress) -> None:
        if self._quiet:
            return
        if progress.stage is not self._stage:
            if self._stage is not None and self._terminal:
                typer.echo("", err=True)
            self._stage = progress.stage
            typer.echo(STAGES[progress.stage], err=True, nl=not self._terminal)
        if self._terminal and progress.total:
            typer.echo(f"\r{STAGES[progress.stage]}: {amount(progress)}   ", err=True, nl=False)


def amount(progress: Progress) -> str:
    """ "120 of 400 KiB (30 %), 7.6 KiB/s, 37 s left" """
    percent = 100 * progress.done // progress.total
    said = f"{progress.done // 1024} of {progress.total // 1024} KiB ({percent} %)"
    if progress.rate:
        said += f", {progress.rate / 1024:.1f} KiB/s"
    return said if progress.left_s is None else f"{said}, {progress.left_s:.0f} s left"


def _sentence(report: UpdateReport) -> str:
    titles = {
        "confirmed": f"{report.serial} runs {report.after} now (before: {report.before}).",
        "already_installed": f"{report.serial} runs {report.target} already.",
    }
    title = titles.get(report.outcome.value, f"{report.serial} was not updated to {report.target}.")
    return f"{title}\n{report.detail}"


def _facts(image: CheckedImage) -> dict[str, object]:
    facts = image.facts
    return {
        "version": str(facts.version), "board": facts.board, "class_id": facts.class_id, "size": facts.size,
        "hash": facts.hash, "file_sha256": facts.file_sha256, "signature": facts.signature, "key": facts.key,
        "security_counter": facts.security_counter,
    }  # fmt: skip


def _library_row(image: LibraryImage) -> dict[str, object]:
    p = image.facts
    return {
        "version": p.version, "board": p.board, "name": p.name, "notes": p.notes, "image_sha256": p.image_sha256,
        "hash": p.hash, "size": p.size, "key": p.key, "signature": p.signature, "trusted": image.trusted,
        "here": image.here, "added_at": image.added_at, "updates_from": p.updates_from, "hardware": list(p.hardware),
        "security_counter": p.security_counter,
    }  # fmt: skip
