"""An inspection as a document to file, and a one-page receipt for the store's manager. Made offline, from what is here.

The document holds everything: answers with what a machine read and what a hand typed marked, curves, photos, services,
the signature, the state of the seal and the amendments. A QR code finds it again: scanned in the window it opens.
"""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from fleetdesk.domain.errors import KnownError, StorageError
from fleetdesk.domain.scan_text import inspection_code
from fleetdesk.services.inspection_log import InspectionLog
from fleetdesk.services.inspection_views import AnswerLine, FileLine, InspectionView, ServiceLine
from fleetdesk.services.inspection_words import limits, value_text
from fleetdesk.services.paper import MUTED, TONES, Paper
from fleetdesk.services.record import Record
from fleetdesk.services.views import Moment, Tone
from fleetdesk.services.whole_file import write_whole

ROLES = {"transcript": "Dialogue with the device", "trace": "Motor current while watched", "motor_log": "Motor log",
         "photo": "Photo", "signature": "Drawn signature"}  # fmt: skip
LEGEND = (
    'How an answer came: "machine" was read over the cable, "typed by hand" is a number that a person read and typed;'
    " all else is a person's judgement."
)
MARKS = {"wired": "machine", "typed": "typed by hand", "person": ""}


class PrintInspection:
    """Blocking; call it off the GUI thread."""

    def __init__(self, record: Record, log: InspectionLog) -> None:
        self._record, self._log = record, log

    def write(self, inspection: str, path: Path, *, receipt: bool = False) -> int:
        """Returns the number of pages. Raises KnownError when there is no such inspection or no place for the file."""
        data, pages = self.pdf(inspection, receipt=receipt)
        write_whole(path, lambda part: part.write_bytes(data))
        return pages

    def pdf(self, inspection: str, *, receipt: bool = False) -> tuple[bytes, int]:
        view = self._log.show(inspection)
        paper = Paper()
        name = "Receipt" if receipt else "Inspection"
        title = f"{name} {view.line.serial} {_local(view.line.signed_at)[:10]}"
        foot = f"Fleetdesk · {name.lower()} {view.line.id} · {_seal_words(view)}"
        if not receipt:
            return paper.document(title, foot, self._document(paper, view))
        for most in (12, 6, 3, 1):
            made = paper.document(title, foot, self._receipt(paper, view, most))
            if made[1] == 1:
                return made
        raise KnownError("The receipt does not fit on one page.", "", "Save the whole document instead.")

    # -- the document --------------------------------------------------------------------------------------------------

    def _document(self, paper: Paper, view: InspectionView) -> list[Any]:
        parts = [*_head(paper, view, view.template_title), _facts(paper, view), paper.gap(2), _verdict(paper, view)]
        parts += [paper.gap(2), _seal(paper, view)]
        if view.groups:
            parts += [paper.gap(3), paper.text(LEGEND, "small", colour=MUTED)]
        if view.owed:
            parts += [paper.gap(2), paper.text(f"Photos still owed when it was signed: {', '.join(view.owed)}.")]
        for group in view.groups:
            parts += [*paper.head(group.title), _answers(paper, group.answers)]
        if view.note:
            parts += [paper.together([*paper.head("Note"), paper.text(view.note)])]
        if view.services:
            parts += [paper.together([*paper.head("Services done"), _services(paper, view.services)])]
        for plot in view.plots:
            words = paper.text(str(plot.source), "small", colour=MUTED)
            parts.append(paper.together([*paper.head(plot.label), paper.plot(plot), words]))
        parts += self._photos(paper, view)
        parts += _amendments(paper, view)
        parts.append(paper.together([*paper.head("Signature"), *self._signature(paper, view)]))
        return [*parts, *_files(paper, view)]

    def _photos(self, paper: Paper, view: InspectionView) -> list[Any]:
        """Two in a row, each with what it shows."""
        titles = {answer.item: answer.title for answer in view.answers()}
        cells = [self._photo(paper, file, titles) for file in view.photos()]
        if not cells:
            return []
        cells += [[]] * (len(cells) % 2)
        rows = [cells[start : start + 2] for start in range(0, len(cells), 2)]
        first = paper.together([*paper.head("Photos"), paper.table(rows[:1], (1, 1), headed=False)])
        return [first, *(paper.table([row], (1, 1), headed=False) for row in rows[1:])]

    def _photo(self, paper: Paper, file: FileLine, titles: dict[str, str]) -> list[Any]:
        content = self._content(file)
        picture = paper.picture(content, 82, 70) if content else None
        missing = "This photo is not on this laptop." if content is None else "This photo cannot be shown."
        shown = [picture] if picture is not None else [paper.text(missing, colour=MUTED)]
        caption = " · ".join(part for part in (titles.get(file.item, file.item), file.sha256[:12]) if part)
        return [*shown, paper.gap(1), paper.text(caption, "small", colour=MUTED)]

    def _signature(self, paper: Paper, view: InspectionView) -> list[Any]:
        drawn = view.drawn_signature()
        content = self._content(drawn) if drawn else None
        picture = paper.picture(content, 70, 24) if content else None
        line = view.line
        signed = picture if picture is not None else paper.text(line.person, "title")
        how = "Drawn by hand" if picture is not None else "Signed by name"
        who = f"{line.person}, staff number {line.staff_number}, {view.role}, {_local(line.signed_at)}"
        return [signed, paper.gap(1), paper.text(f"{how}. {who}."),
                paper.text(f"Workstation key {view.public_key}", "small", colour=MUTED),
                paper.text(f"Seal {view.signature}", "small", colour=MUTED)]  # fmt: skip

    def _content(self, file: FileLine) -> bytes | None:
        try:
            return self._record.workstation.blobs.get(file.sha256) if file.here else None
        except StorageError:
            return None

    # -- the receipt ---------------------------------------------------------------------------------------------------

    def _receipt(self, paper: Paper, view: InspectionView, most: int) -> list[Any]:
        """What a store's manager keeps: who came, what was found (`most` of each), what was done, what comes next."""
        line = view.line
        parts = [*_head(paper, view, "Receipt of an inspection"), paper.gap(2)]
        said = f"{line.person} inspected {line.model} {line.serial} at {line.store_name or 'no store'}"
        parts += [paper.text(f"{said} on {_local(line.signed_at)}.", "large"), paper.gap(4), _verdict(paper, view)]
        wrong = [a for a in view.answers() if a.tone in (Tone.BAD, Tone.WARN)]
        if wrong:
            parts += [*paper.head("What was noticed"), _answers(paper, wrong[:most])]
            if len(wrong) > most:
                parts.append(paper.text(f"and {len(wrong) - most} more in the whole document", "small", colour=MUTED))
        if view.services:
            parts += [*paper.head("What was done"), _services(paper, view.services[:most])]
        if view.actions:
            parts += [*paper.head("What comes next"), *(paper.text(f"·  {act}", "large") for act in view.actions[:5])]
        if view.note:
            parts += [*paper.head("Note"), paper.text(view.note[: 100 * most])]
        return [*parts, paper.gap(3), *self._signature(paper, view)[:3], paper.gap(2), _seal(paper, view)]


def _head(paper: Paper, view: InspectionView, title: str) -> list[Any]:
    line = view.line
    left = [
        paper.text(title, "head", colour=MUTED),
        paper.gap(1),
        paper.text(line.serial, "title", bold=True),
        paper.gap(1.5),
        paper.text(" · ".join(part for part in (line.model, line.store_name) if part), "large"),
    ]
    return [paper.beside(left, [paper.qr(inspection_code(line.id))], 30), paper.gap(2)]


def _facts(paper: Paper, view: InspectionView) -> Any:
    line = view.line
    return paper.facts(
        (
            ("Signed", _local(line.signed_at)), ("Signed by", f"{line.person} ({line.staff_number})"),
            ("Begun", _local(view.started_at)), ("Store", f"{line.store_name} ({line.store})" if line.store else ""),
            ("Address", view.address), ("Model", line.model), ("Asset tag", view.asset_tag), ("Module", view.module),
            ("Template", f"{view.template}, version {view.template_version}"),
        )
    )  # fmt: skip


def _verdict(paper: Paper, view: InspectionView) -> Any:
    cause = str(view.line.cause_words)
    return paper.band(str(view.line.verdict_words), view.line.tone.value, f"Cause: {cause}." if cause else "")


def _seal(paper: Paper, view: InspectionView) -> Any:
    seal = view.line.seal
    if not seal.ok:
        return paper.band(f"SEAL BROKEN. {seal.words}", "bad", "Do not rely on this document.", "body")
    more = "Answers, readings, files and template are exactly what was signed."
    if seal.amendments:
        more += f" {seal.amendments} amendment{'s' if seal.amendments > 1 else ''} beside it."
    if seal.absent:
        more += f" Not looked at, since not on this laptop: {', '.join(seal.absent)}."
    return paper.band(str(seal.words), "ok", more, "body")


def _seal_words(view: InspectionView) -> str:
    return "SEAL BROKEN" if not view.line.seal.ok else "seal holds"


def _answers(paper: Paper, answers: Sequence[AnswerLine]) -> Any:
    heads = [paper.text(words, "small", colour=MUTED) for words in ("Item", "Answer", "Limits", "How")]
    return paper.table([heads, *(_answer(paper, answer) for answer in answers)], (46, 28, 22, 17))


def _answer(paper: Paper, answer: AnswerLine) -> list[Any]:
    title = [paper.text(answer.title)]
    if answer.note:
        title.append(paper.text(answer.note, "small", colour=MUTED))
    colour = TONES[answer.tone.value][0]
    outcome = str(answer.outcome)
    said = [paper.text(value_text(answer), bold=True, colour=colour if answer.value is None else "#14202B")]
    if answer.value is not None and outcome != "Noted":
        said.append(paper.text(outcome, "small", colour=colour))
    if answer.amended:
        said.append(paper.text("amended, see below", "small", colour=TONES["warn"][0]))
    bounds = paper.text(limits(answer.low, answer.high, answer.scale, answer.unit), "small", colour=MUTED)
    typed = answer.source == "typed"
    how = paper.text(MARKS.get(answer.source, answer.source), "small", bold=typed, colour="#14202B" if typed else MUTED)
    return [title, said, bounds, how]


def _services(paper: Paper, services: Sequence[ServiceLine]) -> Any:
    heads = [paper.text(words, "small", colour=MUTED) for words in ("Service", "Done at", "Due at", "")]
    rows: list[list[Any]] = [heads]
    for service in services:
        done = "not known" if service.uses is None else f"{service.uses:,} {service.unit}"
        due = "not known" if service.every is None else f"{service.every:,} {service.unit}"
        rows.append([paper.text(service.title), paper.text(done), paper.text(due), paper.text(_late(service), "small")])
    return paper.table(rows, (46, 22, 22, 23))


def _late(service: ServiceLine) -> str:
    if service.late is None:
        return ""
    return "on time" if service.late == 0 else f"{abs(service.late):,} {'late' if service.late > 0 else 'early'}"


def _amendments(paper: Paper, view: InspectionView) -> list[Any]:
    parts: list[Any] = []
    for number, amendment in enumerate(view.amendments):
        by = f"{amendment.person} ({amendment.staff_number}), {_local(amendment.at)}. Reason: {amendment.reason}"
        heads = [paper.text(words, "small", colour=MUTED) for words in ("What", "As signed", "As amended")]
        rows = [[paper.text(f.title), paper.text(f.before), paper.text(f.after, bold=True)] for f in amendment.fields]
        block = [paper.text(by), paper.gap(1), paper.table([heads, *rows], (46, 33, 34))]
        parts.append(paper.together([*(paper.head("Amendments") if number == 0 else [paper.gap(3)]), *block]))
    return parts


def _files(paper: Paper, view: InspectionView) -> list[Any]:
    if not view.files:
        return []
    heads = [paper.text(words, "small", colour=MUTED) for words in ("File", "SHA-256", "Bytes")]
    rows = [
        [paper.text(ROLES.get(file.role, file.role), "small"), paper.text(file.sha256, "small"),
         paper.text(f"{file.size:,}", "small")]
        for file in view.files
    ]  # fmt: skip
    return [paper.together([*paper.head("Sealed files"), paper.table([heads, *rows], (34, 96, 16))])]


def _local(moment: Moment) -> str:
    """The store's own clock, with its zone: "2026-02-14 10:05 EST"."""
    if not moment.at:
        return ""
    return f"{datetime.fromisoformat(moment.at).astimezone(ZoneInfo(moment.zone)):%Y-%m-%d %H:%M %Z}"
