"""What the Sync page does with a stick, and says about it."""

from dataclasses import dataclass
from pathlib import Path

from fleetdesk.domain.errors import KnownError
from fleetdesk.services.desk import Desk
from fleetdesk.services.stick import Stick, cancellable
from fleetdesk.services.views import Problem, Text
from fleetdesk.storage import bundle_state
from fleetdesk.storage.bundle_export import Progress
from fleetdesk.storage.bundle_import import Imported
from fleetdesk.storage.bundle_words import UnknownWriter


@dataclass(frozen=True, slots=True)
class Receiver:
    address: str
    name: str


@dataclass(frozen=True, slots=True)
class StickView:
    """This laptop's address and key, and those whose bundles were read here."""

    address: str
    public_key: str
    receivers: tuple[Receiver, ...]


@dataclass(frozen=True, slots=True)
class StickRead:
    """What came of reading. `unknown_writer`: nothing was taken; a person has to say whether this key is right.
    `problem`: what is missing or was not taken, beside `words`."""

    words: Text
    unknown_writer: str | None = None
    problem: Problem | None = None


class StickPage:
    """`view` blocks; called off the GUI thread."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._stick = Stick(desk)

    def view(self) -> StickView:
        found = self._desk.record.read(bundle_state.receivers)
        receivers = tuple(Receiver(address, name) for address, name in found)
        return StickView(self._stick.address, self._stick.public_key, receivers)

    async def save(self, path: str, to: str, everything: bool, progress: Progress) -> Text:
        """Raises KnownError."""
        done = await cancellable(
            lambda step: self._stick.write(Path(path), to, step, everything=everything), progress
        )  # fmt: skip
        if done.problems:
            raise done.problems[0]
        values = {"records": done.events, "files": done.blobs, "path": done.path}
        return Text("Written: {records} records and {files} files. Take the stick out safely. {path}", values)

    async def read(self, path: str, accept: str | None, progress: Progress) -> StickRead:
        """Raises KnownError for a bundle that cannot be used."""
        try:
            done = await cancellable(lambda step: self._stick.read(Path(path), step, accept_writer=accept), progress)
        except UnknownWriter as error:
            return StickRead(Text("The writer of this bundle is not known here."), error.key)
        return StickRead(_words(done), problem=_problem(done.problems))


def _words(done: Imported) -> Text:
    values = {"who": done.writer, "new": done.events_new, "known": done.events_known, "files": done.blobs}
    if done.acknowledged is not None:
        values["held"] = done.acknowledged
        return Text("From the hub: {new} records were new, {files} files. It holds {held} records of yours.", values)
    return Text("From {who}: {new} records were new, {known} were known, {files} new files.", values)


def _problem(problems: tuple[KnownError, ...]) -> Problem | None:
    if not problems:
        return None
    more = "\n".join(map(str, problems[1:]))
    return Problem(problems[0].title, problems[0].message, problems[0].next_step, more)
