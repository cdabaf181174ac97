"""One inspection at the side: what was found, each answer and how it came, photos, curve, services, seal, and
amendments above what they amend."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from fleetdesk.services.inspection_views import (
    AmendmentView,
    AnswerGroup,
    AnswerLine,
    FileLine,
    InspectionView,
    LogLine,
    SealState,
    ServiceLine,
)
from fleetdesk.services.views import Problem, Tone
from fleetdesk.ui.inspections.curve import Curve
from fleetdesk.ui.inspections.tables import at_words, due_words, late_tone, late_words, seal_words
from fleetdesk.ui.theme import Theme
from fleetdesk.ui.widgets.banner import copy_button
from fleetdesk.ui.widgets.buttons import button, icon_button
from fleetdesk.ui.widgets.choice_field import calm_menu
from fleetdesk.ui.widgets.labels import label
from fleetdesk.ui.widgets.layout import clear, column, hairline, row, scrolled
from fleetdesk.ui.widgets.pill import Pill
from fleetdesk.ui.words import day_and_time, say, scaled, tr

THUMB = 168
"""Pixels of a photo's longer edge."""

FetchPhoto = Callable[[str, Callable[[bytes], None]], None]


class InspectionPanel(QWidget):
    """`fetch_photo` brings a picture's bytes later; `acts` are what can be done, by name: paper, amend, compare."""

    def __init__(
        self,
        theme: Theme,
        line: LogLine,
        on_close: Callable[[], None],
        fetch_photo: FetchPhoto,
        on_paper: Callable[[], object],
        on_amend: Callable[[InspectionView], object],
        on_compare: Callable[[str], object],
    ) -> None:
        super().__init__()
        self._theme, self._fetch_photo = theme, fetch_photo
        self._on_paper, self._on_amend, self._on_compare = on_paper, on_amend, on_compare
        self.inspection = line.id
        self.photos: dict[str, QLabel] = {}
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._head = column(spacing=8)
        self._body = QVBoxLayout()
        self._body.setContentsMargins(24, 16, 24, 24)
        self._body.setSpacing(14)
        content = QWidget()
        content.setLayout(self._body)
        head = row(self._head, spacing=8, margins=(24, 18, 16, 16))
        head.setStretch(0, 1)
        head.addWidget(icon_button(theme, "close", tr("Close"), on_close), 0, Qt.AlignmentFlag.AlignTop)
        self.setLayout(column(head, hairline(), scrolled(content), spacing=0))
        self._show_head(line)
        self._body.addWidget(label(tr("Fetching it..."), "muted"))
        self._body.addStretch(1)

    def show_view(self, view: InspectionView, others: tuple[LogLine, ...]) -> None:
        clear(self._body)
        self.photos.clear()
        self._show_head(view.line)
        self._body.addLayout(self._acts(view, others))
        if not view.line.seal.ok:
            self._body.addWidget(label(seal_sentence(view.line.seal), "strong", wrap=True, tone=Tone.BAD))
        self._body.addLayout(_facts(view))
        if view.owed:
            words = tr("Photos still owed when it was signed: {items}").format(items=", ".join(map(tr, view.owed)))
            self._body.addWidget(label(words, wrap=True, tone=Tone.WARN))
        for amendment in view.amendments:
            self._body.addWidget(self._amendment(amendment))
        for group in view.groups:
            self._body.addLayout(self._group(group))
        if view.note:
            self._section(tr("Note"), label(view.note, wrap=True))
        for plot in view.plots:
            self._section(tr(plot.label), Curve(self._theme, plot), label(say(plot.source), "caption"))
        if view.photos():
            self._section(tr("Photos"), *(self._photo(file, view) for file in view.photos()))
        if view.services:
            self._section(tr("Services done"), *(self._service(each) for each in view.services))
        self._section(tr("Seal"), *self._seal(view))
        self._body.addStretch(1)

    def show_problem(self, problem: Problem) -> None:
        clear(self._body)
        self._body.addWidget(label(problem.title, "card", wrap=True))
        words = " ".join(part for part in (problem.message, problem.next_step) if part)
        self._body.addWidget(label(words, "muted", wrap=True))
        self._body.addLayout(row(copy_button(problem), None))
        self._body.addStretch(1)

    def _show_head(self, line: LogLine) -> None:
        clear(self._head)
        self._head.addWidget(label(line.serial, "page"))
        place = " · ".join(part for part in (line.model, line.store_name) if part)
        self._head.addWidget(label(place, "muted", wrap=True))
        found = Pill(self._theme, say(line.verdict_words), line.tone)
        self._head.addLayout(row(found, Pill(self._theme, *seal_words(line.seal)), None, spacing=8))

    def _acts(self, view: InspectionView, others: tuple[LogLine, ...]) -> QGridLayout:
        grid = QGridLayout()
        grid.setSpacing(8)
        amend = button(tr("Amend..."), lambda: self._on_amend(view))
        amend.setEnabled(view.line.seal.ok)
        compare = button(
            tr("Compare with..."), lambda: self.others.popup(compare.mapToGlobal(compare.rect().bottomLeft()))
        )
        compare.setEnabled(bool(others))
        self.others = calm_menu(compare, *((_dated(other), self._comparer(other.id)) for other in others))
        for place, made in enumerate((button(tr("Save or print..."), self._on_paper), compare, amend)):
            grid.addWidget(made, 0, place)
        grid.setColumnStretch(3, 1)
        return grid

    def _comparer(self, other: str) -> Callable[[], object]:
        return lambda: self._on_compare(other)

    def _section(self, title: str, *parts: QWidget) -> None:
        self._body.addLayout(column(label(title, "card"), *parts, spacing=8))

    def _group(self, group: AnswerGroup) -> QVBoxLayout:
        lines = column(label(tr(group.title), "card"), spacing=8)
        for answer in group.answers:
            lines.addWidget(hairline())
            lines.addLayout(self._answer(answer))
        return lines

    def _answer(self, answer: AnswerLine) -> QVBoxLayout:
        value = answer_words(answer)
        head = row(label(tr(answer.title), wrap=True), spacing=12)
        head.setStretch(0, 1)
        if value:
            head.addWidget(label(value, "strong"), 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(Pill(self._theme, say(answer.outcome), answer.tone), 0, Qt.AlignmentFlag.AlignTop)
        lines = column(head, spacing=2)
        small = [bound_words(answer), source_words(answer.source), tr("amended") if answer.amended else ""]
        if any(small):
            lines.addWidget(label(" · ".join(filter(None, small)), "caption"))
        if answer.note:
            lines.addWidget(label(answer.note, "muted", wrap=True))
        return lines

    def _photo(self, file: FileLine, view: InspectionView) -> QWidget:
        titles = {answer.item: tr(answer.title) for answer in view.answers()}
        picture = self.photos[file.sha256] = QLabel()
        picture.setAccessibleName(titles.get(file.item, file.item))
        caption = label(titles.get(file.item, file.item), "caption", wrap=True)
        if not file.here:
            caption.setText(tr("{title}: not on this laptop yet").format(title=titles.get(file.item, file.item)))
        else:
            self._fetch_photo(file.sha256, lambda content: show_picture(picture, content))
        made = QWidget()
        made.setLayout(column(picture, caption, spacing=4))
        return made

    def _service(self, service: ServiceLine) -> QWidget:
        made = QWidget()
        head = row(label(tr(service.title), wrap=True), Pill(self._theme, late_words(service), late_tone(service)))
        head.setStretch(0, 1)
        words = tr("at {done}, due at {due}").format(
            done=at_words(service) or tr("nobody knows"), due=due_words(service) or tr("nobody knows")
        )
        made.setLayout(column(head, label(words, "caption"), spacing=2))
        return made

    def _amendment(self, amendment: AmendmentView) -> QWidget:
        made = QWidget()
        by = tr("Amended by {name}, {when}").format(name=amendment.person, when=day_and_time(amendment.at))
        lines = column(label(by, "strong", wrap=True), label(amendment.reason, "muted", wrap=True), spacing=4)
        for field in amendment.fields:
            words = tr("{title}: {before} → {after}")
            lines.addWidget(
                label(words.format(title=tr(field.title), before=field.before, after=field.after), wrap=True)
            )
        made.setLayout(lines)
        return made

    def _seal(self, view: InspectionView) -> list[QWidget]:
        parts = [label(seal_sentence(view.line.seal), wrap=True)]
        drawn = view.drawn_signature()
        if drawn is not None and drawn.here:
            picture = self.photos[drawn.sha256] = QLabel()
            picture.setAccessibleName(tr("Signature"))
            self._fetch_photo(drawn.sha256, lambda content: show_picture(picture, content, paper=True))
            parts.append(picture)
        signer = tr("{name}, staff number {number}").format(name=view.line.person, number=view.line.staff_number)
        key = tr("workstation key {key}").format(key=view.public_key[:16])
        return [*parts, label(signer), label(key, "caption"), label(view.line.id, "caption")]


def show_picture(place: QLabel, content: bytes, *, paper: bool = False) -> None:
    """On white when it was drawn in ink; words when it is no picture."""
    pixmap = QPixmap()
    if not pixmap.loadFromData(content):
        place.setText(tr("This photo cannot be shown."))
        return
    keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
    place.setPixmap(pixmap.scaled(THUMB * 2, THUMB, keep, smooth))
    if paper:
        place.setStyleSheet("background: white; padding: 6px; border-radius: 6px;")


def answer_words(answer: AnswerLine) -> str:
    if isinstance(answer.value, int):
        return scaled(answer.value, answer.scale, answer.unit)
    return answer.value or ""


def bound_words(answer: AnswerLine) -> str:
    low, high = answer.low, answer.high
    if low is not None and high is not None:
        return f"{scaled(low, answer.scale, '')} - {scaled(high, answer.scale, answer.unit)}"
    if low is not None:
        return tr("at least {value}").format(value=scaled(low, answer.scale, answer.unit))
    return tr("at most {value}").format(value=scaled(high, answer.scale, answer.unit)) if high is not None else ""


def source_words(source: str) -> str:
    return {"wired": tr("read by the machine"), "typed": tr("typed by hand")}.get(source, "")


def seal_sentence(seal: SealState) -> str:
    if not seal.ok:
        return tr("The seal is broken: {where}").format(where=say(seal.where))
    words = tr("Answers, readings, files and template are exactly what was signed.")
    if seal.absent:
        words += " " + tr("Not on this laptop, so nobody looked: {files}.").format(files=", ".join(seal.absent))
    return words


def _dated(line: LogLine) -> str:
    return f"{day_and_time(line.signed_at)}, {say(line.verdict_words)}".replace("&", "&&")


def _facts(view: InspectionView) -> QGridLayout:
    line = view.line
    cause = say(line.cause_words)
    pairs = [
        (tr("Signed"), f"{day_and_time(line.signed_at)} ({line.signed_at.zone.replace('_', ' ')})"),
        (tr("By"), f"{line.person} ({line.staff_number})"), (tr("Cause"), cause),
        (tr("Template"), f"{tr(view.template_title)}, {view.template_version}"), (tr("Module"), view.module),
        (tr("Asset tag"), view.asset_tag),
    ]  # fmt: skip
    grid = QGridLayout()
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(10)
    for place, (name, value) in enumerate(pair for pair in pairs if pair[1]):
        cell = column(label(name, "caption"), label(value, wrap=True), spacing=2)
        grid.addLayout(cell, place // 2, place % 2, Qt.AlignmentFlag.AlignTop)
    grid.setColumnStretch(0, 1)
    grid.setColumnStretch(1, 1)
    return grid
