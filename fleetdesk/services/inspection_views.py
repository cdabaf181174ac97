"""What the log of inspections shows: frozen values for the page, the paper and the command line alike."""

from dataclasses import dataclass

from fleetdesk.services.views import NOTHING, Counted, Moment, Text, Tone
from fleetdesk.storage.queries.inspections import LogFilter as LogFilter


@dataclass(frozen=True, slots=True)
class SealState:
    """`place` is the part that is broken (runtime/seal.py), `where` the same in words; `absent` files are not on this
    laptop yet."""

    ok: bool
    words: Text
    place: str | None = None
    amendments: int = 0
    absent: tuple[str, ...] = ()
    where: Text = NOTHING


@dataclass(frozen=True, slots=True)
class LogLine:
    """One inspection in the log."""

    id: str
    device: str
    serial: str
    model: str
    category: str
    store: str
    store_name: str
    signed_at: Moment
    verdict: str
    verdict_words: Text
    tone: Tone
    cause: str | None
    cause_words: Text
    person: str
    staff_number: str
    seal: SealState


@dataclass(frozen=True, slots=True)
class LogPage:
    rows: tuple[LogLine, ...]
    offset: int
    total: int


@dataclass(frozen=True, slots=True)
class LogChoices:
    """What the filters offer, with how many inspections each has."""

    stores: tuple[Counted, ...] = ()
    categories: tuple[Counted, ...] = ()
    verdicts: tuple[Counted, ...] = ()
    causes: tuple[Counted, ...] = ()
    people: tuple[Counted, ...] = ()


@dataclass(frozen=True, slots=True)
class ServiceLine:
    """A service done at `uses` (or after `days`) since the one before, of `every`; `late` over it, negative before.

    None where nobody knows: no reading, or the plan of then is not here.
    """

    event: str
    inspection: str
    device: str
    serial: str
    store: str
    store_name: str
    task: str
    title: str
    done_at: Moment
    person: str
    uses: int | None
    every: int | None
    unit: str
    late: int | None


@dataclass(frozen=True, slots=True)
class ServicePage:
    rows: tuple[ServiceLine, ...]
    offset: int
    total: int


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """One answer. `value` raw in units of `unit` * 10**scale, or a text; `source` wired (read by the machine) | typed
    (a number typed by hand) | person (a judgement); `photos` SHA-256 of the pictures of this item."""

    item: str
    title: str
    outcome: Text
    tone: Tone
    value: int | str | None = None
    unit: str = ""
    scale: int = 0
    low: int | None = None
    high: int | None = None
    source: str = "person"
    note: str = ""
    taken_at: Moment | None = None
    photos: tuple[str, ...] = ()
    amended: bool = False


@dataclass(frozen=True, slots=True)
class AnswerGroup:
    title: str
    answers: tuple[AnswerLine, ...]


@dataclass(frozen=True, slots=True)
class AmendedField:
    title: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class AmendmentView:
    """A correction beside the original."""

    event: str
    at: Moment
    person: str
    staff_number: str
    reason: str
    fields: tuple[AmendedField, ...]


@dataclass(frozen=True, slots=True)
class PlotLine:
    """A curve: seconds and values in `unit`. `source` says what recorded it."""

    label: str
    unit: str
    seconds: tuple[float, ...]
    values: tuple[float, ...]
    source: Text = NOTHING
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class FileLine:
    """A file that the seal names. `here`: its content is on this laptop."""

    role: str
    sha256: str
    media_type: str
    size: int
    item: str
    here: bool


@dataclass(frozen=True, slots=True)
class InspectionView:
    """Everything about one inspection. `groups` as the template asks, what it does not know last."""

    line: LogLine
    template_title: str
    template: str
    template_version: int
    started_at: Moment
    address: str
    asset_tag: str
    module: str
    role: str
    note: str
    groups: tuple[AnswerGroup, ...]
    services: tuple[ServiceLine, ...]
    files: tuple[FileLine, ...]
    amendments: tuple[AmendmentView, ...]
    plots: tuple[PlotLine, ...]
    signature: str
    public_key: str
    actions: tuple[str, ...] = ()
    owed: tuple[str, ...] = ()
    """Titles of the items whose photo was still to come when it was signed."""

    def answers(self) -> tuple[AnswerLine, ...]:
        return tuple(answer for group in self.groups for answer in group.answers)

    def photos(self) -> tuple[FileLine, ...]:
        return tuple(file for file in self.files if file.media_type.startswith("image/") and file.role != "signature")

    def drawn_signature(self) -> FileLine | None:
        drawn = (f for f in self.files if f.role == "signature" and f.media_type.startswith("image/"))
        return next(drawn, None)
