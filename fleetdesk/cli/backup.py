"""`fleetdesk backup | restore`: a home in one file, and its way back."""

import os
from pathlib import Path
from typing import Annotated

import typer

from fleetdesk.cli.context import Json, desk, print_json
from fleetdesk.runtime.paths import home_at

PASSPHRASE = "FLEETDESK_PASSPHRASE"


def backup(
    target: Annotated[
        Path | None, typer.Argument(metavar="[FILE|DIR]", help="Where to; else rolling in the data folder.")
    ] = None,
    with_keys: Annotated[
        bool, typer.Option("--with-keys", help="With the keys too, sealed by a passphrase: for another laptop.")
    ] = False,
    json: Json = False,
) -> None:
    """Write a backup and verify it by opening it. Without --with-keys it can be read on this laptop only."""
    from fleetdesk.services.back_up import BackUp

    passphrase = _passphrase(confirm=True) if with_keys else None
    with desk() as opened:
        work = BackUp(opened)
        if target is None and passphrase is None:
            made = work.rolling()
        else:
            made = work.to(target or Path.cwd(), passphrase=passphrase)
    if json:
        print_json(made)
        return
    print(f"{made.path}: {made.events} entries and {made.files} files, {made.size} bytes, opened and checked.")
    print("The keys are in it, sealed." if made.with_keys else "The keys are not in it: they stay on this laptop.")


def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A backup.")],
    json: Json = False,
) -> None:
    """Bring a backup back. The data folder that is there is set aside, and what the hub has beyond it comes by sync."""
    from fleetdesk.services.back_up import restore as bring_back

    done = bring_back(file, home_at(), lambda: _passphrase(confirm=False))
    if json:
        print_json(done)
        return
    print(f"Restored as it was at {done.made_at}, {done.seq} entries of its own. Sync to get what came after.")
    if done.aside:
        print(f"What was there is now in {done.aside}")


def _passphrase(*, confirm: bool) -> str:
    """Of the environment for scripts, else typed without being shown."""
    said = os.environ.get(PASSPHRASE)
    return said if said is not None else str(typer.prompt("Passphrase", hide_input=True, confirmation_prompt=confirm))
