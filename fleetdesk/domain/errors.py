"""The one family of errors that a person can do something about.

Two kinds of error exist (house style, rule 9): a `KnownError` is shown as title, message and next step and ends a
command with exit code 1; everything else is a bug, keeps its traceback in the log and ends with exit code 3.
"""


class KnownError(Exception):
    """Something outside the program went wrong and a person can act on it.

    `title` is a short headline, `message` says what happened in one or two sentences, `next_step` says what to do.
    """

    def __init__(self, title: str, message: str = "", next_step: str = "") -> None:
        super().__init__(title)
        self.title = title
        self.message = message
        self.next_step = next_step

    def __str__(self) -> str:
        return " ".join(part for part in (self.title, self.message, self.next_step) if part)


class PortError(KnownError):
    """A port is missing, busy, not permitted or was unplugged."""


class DeviceError(KnownError):
    """A device answered with garbage, with an error, too late or not at all."""


class WrongDeviceError(DeviceError):
    """Another unit is on the port than the one that the session was opened with; every write is refused."""


class PackError(KnownError):
    """A driver pack is malformed: file, key and what was expected are in the message."""


class ImportRefused(KnownError):
    """An import file cannot be taken as it is; the message names the row and the field."""


class StorageError(KnownError):
    """The local database or its key is missing, damaged, locked, too new or the disk failed."""


class HubError(KnownError):
    """The hub is not reachable, is not a Fleetdesk hub, or said no."""


class BundleError(KnownError):
    """A bundle on a stick is damaged, for somebody else, of an unknown writer or too new, or cannot be written."""


class FormatError(ValueError):
    """Bytes or values do not have the form that a contract demands. Raised by pure code; callers give it a place."""
