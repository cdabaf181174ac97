"""`fleetdesk pack check DIR` and `pack docs DIR`: is a driver pack right, and its README up to date."""

from pathlib import Path
from typing import Annotated

import typer

from fleetdesk.packs import check_readme, load_pack, write_readme

pack_app = typer.Typer(no_args_is_help=True, help="Driver packs: device types as data.")

Folder = Annotated[Path, typer.Argument(metavar="DIR", help="A folder with a pack.toml.")]


@pack_app.command("check")
def check(folder: Folder) -> None:
    """Prints ok, or everything that is wrong with the pack and exits with 1."""
    pack = load_pack(folder)
    check_readme(pack)
    typer.echo(f"ok: {pack.key} {pack.version}, {pack.name}")


@pack_app.command("docs")
def docs(folder: Folder) -> None:
    """Writes the register and settings tables of the pack into its README.md."""
    pack = load_pack(folder)
    changed = write_readme(pack)
    typer.echo(f"{'written' if changed else 'up to date'}: {Path(pack.folder) / 'README.md'}")
