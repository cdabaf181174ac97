"""Where Fleetdesk's data lies: the bundled folders (drivers, resources, seeds) and a workstation's home folder."""

import os
from dataclasses import dataclass
from pathlib import Path

import fleetdesk
from fleetdesk.domain.errors import KnownError


def bundled(folder: str) -> Path:
    """The shipped data folder `drivers`, `resources` or `seeds`.

    An installed wheel holds it under `fleetdesk/_bundled/`; a checkout beside the package, recognised by its
    `pyproject.toml`. Resolved from the package's own file only: the working directory never matters.
    """
    package = Path(fleetdesk.__file__).resolve().parent
    checkout = package.parent
    if (checkout / "pyproject.toml").is_file() and (checkout / folder).is_dir():
        return checkout / folder
    inside = package / "_bundled" / folder
    if inside.is_dir():
        return inside
    raise KnownError(
        "This installation of Fleetdesk is incomplete.",
        f"Its data folder '{folder}' is missing.",
        "Install Fleetdesk again: pip install --force-reinstall fleetdesk",
    )


@dataclass(frozen=True, slots=True)
class Home:
    """The files of one workstation, all below `folder`."""

    folder: Path

    @property
    def database(self) -> Path:
        return self.folder / "fleetdesk.db"

    @property
    def blobs(self) -> Path:
        return self.folder / "blobs"

    @property
    def keys(self) -> Path:
        return self.folder / "keys"

    @property
    def logs(self) -> Path:
        return self.folder / "logs"

    @property
    def backups(self) -> Path:
        return self.folder / "backups"

    @property
    def fetched(self) -> Path:
        """What is being downloaded from modules; whole, it goes to the blobs."""
        return self.folder / "fetched"

    @property
    def user_packs(self) -> Path:
        return self.folder / "drivers"


def home_at(explicit: Path | None = None) -> Home:
    """The home named by `--home`, else by FLEETDESK_HOME, else the platform's data folder. Nothing is created."""
    if explicit is not None:
        return Home(explicit.expanduser().absolute())
    from_environment = os.environ.get("FLEETDESK_HOME")
    if from_environment:
        return Home(Path(from_environment).expanduser().absolute())
    import platformdirs

    return Home(Path(platformdirs.user_data_dir("Fleetdesk", appauthor=False)))
