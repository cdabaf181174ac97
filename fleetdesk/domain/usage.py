"""The counter ledger: how often a device was used, whatever modules it carried and however late readings arrive.

Usage belongs to the device, counters to the module fitted in it. A device's usage is the sum over its fittings of what
each module counted while fitted. Within a fitting readings are ordered by when the counter showed the value, never by
arrival. What was not counted, and why, stands beside the total. The numbered rules are those of the design,
"The counter ledger": see `_step`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

MINUTES_OF_GRACE = 1
"""Clocks of two sources differ and a use may fall between two looks: plausibility allows this much more time."""


@dataclass(frozen=True, slots=True)
class Reading:
    """`taken_at` ISO 8601 UTC with fixed width; `tie` = (hlc, id) orders equal instants; `max_per_hour` of the pack."""

    event: str
    value: int
    taken_at: str
    source: str
    tie: tuple[str, str] = ("", "")
    boot_count: int | None = None
    counter_epoch: int | None = None
    max_per_hour: int | None = None
    width: int = 32
    accepted: bool = False

    @property
    def wired(self) -> bool:
        return self.source == "wired"


@dataclass(frozen=True, slots=True)
class Fitting:
    """One stay of a module in the device. `baseline` and `last` are readings at fitting and removal, if known."""

    module: str
    event: str
    fitted_at: str
    removed_at: str | None = None
    baseline: Reading | None = None
    last: Reading | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """What one module counted while fitted."""

    module: str
    counted: int
    fitted_at: str
    removed_at: str | None


@dataclass(frozen=True, slots=True)
class Note:
    """Something that stands beside the total: `reason` is a stable word, `event` the reading or fitting it is about."""

    reason: str
    module: str
    event: str
    at: str
    value: int | None = None


@dataclass(frozen=True, slots=True)
class Usage:
    """The ledger's answer for one counter of one device. `steps` are (taken_at, total) in order of time; `spans` are
    (since, until, uses): the times between two looks of which it is known how many uses fell into them."""

    total: int = 0
    parts: tuple[Part, ...] = ()
    not_counted: tuple[Note, ...] = ()
    flagged: tuple[Note, ...] = ()
    steps: tuple[tuple[str, int], ...] = ()
    spans: tuple[tuple[str, str, int], ...] = ()
    latest: Reading | None = None
    latest_module: str | None = None

    def total_at(self, instant: str) -> int:
        """The total as far as readings up to `instant` tell. Differences of it are "since last service"."""
        total = 0
        for taken_at, sum_then in self.steps:
            if taken_at > instant:
                break
            total = sum_then
        return total


@dataclass(slots=True)
class _Walk:
    """The state while one fitting's readings are walked in order."""

    module: str
    previous: Reading | None
    pending: Reading | None = None
    counted: int = 0
    gains: list[tuple[str, int]] = field(default_factory=list[tuple[str, int]])
    spans: list[tuple[str, str, int]] = field(default_factory=list[tuple[str, str, int]])
    not_counted: list[Note] = field(default_factory=list[Note])
    flagged: list[Note] = field(default_factory=list[Note])

    def gain(self, reading: Reading, uses: int, *, whole: bool = True) -> None:
        """`whole`: these are all uses since the previous reading, not just those that the counter still knew of."""
        if whole and self.previous is not None:
            self.spans.append((self.previous.taken_at, reading.taken_at, uses))
        self.counted += uses
        self.gains.append((reading.taken_at, uses))
        self.previous, self.pending = reading, None

    def miss(self, reason: str, reading: Reading) -> None:
        self.not_counted.append(Note(reason, self.module, reading.event, reading.taken_at, reading.value))

    def flag(self, reason: str, reading: Reading) -> None:
        self.flagged.append(Note(reason, self.module, reading.event, reading.taken_at, reading.value))


def device_usage(fittings: Iterable[Fitting], readings: Iterable[tuple[str, Reading]]) -> Usage:
    """The usage of one device for one counter.

    `fittings` are the stays of modules in this device; `readings` are (module id, reading) of those modules, in any
    order and from their whole lives: only those within a stay count.
    """
    by_module: dict[str, list[Reading]] = {}
    for module, reading in readings:
        by_module.setdefault(module, []).append(reading)
    walks: list[tuple[Fitting, _Walk]] = []
    for fitting in sorted(fittings, key=lambda f: (f.fitted_at, f.event)):
        walks.append((fitting, _walk(fitting, by_module.get(fitting.module, []))))
    return _sum(walks)


def plain_rise(previous: Reading, reading: Reading) -> int | None:
    """What `reading` adds when it is the next one after `previous` and nothing else is open: rule (2). None where
    another rule decides, for which the whole stay must be known."""
    if _epochs_differ(previous, reading) or not _plausible_rise(previous, reading):
        return None
    return reading.value - previous.value


def life_total(module: str, readings: Iterable[Reading]) -> Usage:
    """What a module counted over its whole life, wherever it was fitted, from its first reading on."""
    fitting = Fitting(module, "", "")
    return _sum([(fitting, _walk(fitting, list(readings)))])


def _walk(fitting: Fitting, readings: Sequence[Reading]) -> _Walk:
    walk = _Walk(fitting.module, fitting.baseline)
    inside = [r for r in readings if _within(fitting, r)]
    if fitting.last is not None:
        inside.append(_within_limits(fitting.last, readings))
    for reading in sorted(inside, key=lambda r: (r.taken_at, r.tie, r.event)):
        _step(walk, reading)
    if walk.previous is None:
        walk.not_counted.append(Note("no reading", fitting.module, fitting.event, fitting.fitted_at))
    elif fitting.removed_at is not None and all(r.taken_at != fitting.removed_at for r in inside):
        walk.not_counted.append(Note("no reading at removal", fitting.module, fitting.event, fitting.removed_at))
    return walk


def _within_limits(last: Reading, readings: Sequence[Reading]) -> Reading:
    """A removal names no pack: what its value may be is said by the module's newest reading that does."""
    if last.max_per_hour is not None:
        return last
    known = [r for r in readings if r.max_per_hour is not None]
    newest = max(known, key=lambda r: (r.taken_at, r.tie, r.event), default=last)
    return replace(last, max_per_hour=newest.max_per_hour, width=newest.width)


def _within(fitting: Fitting, reading: Reading) -> bool:
    return fitting.fitted_at <= reading.taken_at and (
        fitting.removed_at is None or reading.taken_at <= fitting.removed_at
    )


def _step(walk: _Walk, reading: Reading) -> None:
    """One neighbour pair p -> v, by the numbered rules; the first that fits decides."""
    previous = walk.previous
    if previous is None:
        walk.miss("no baseline", reading)
        walk.gain(reading, 0)
    elif _epochs_differ(previous, reading):  # (1)
        walk.gain(reading, reading.value, whole=False)
    elif reading.value >= previous.value:  # (2)
        _step_up(walk, previous, reading)
    elif _wrapped(previous, reading):  # (3)
        walk.gain(reading, 2**reading.width - previous.value + reading.value)
    elif _rebooted(previous, reading):  # (4)
        walk.miss("uses between the last reading and the reset: unknown", reading)
        walk.gain(reading, reading.value, whole=False)
    elif reading.accepted:  # a person says that the counter really stands there; how it came to is not known
        walk.miss("lower value accepted by a person: uses before it unknown", reading)
        walk.gain(reading, 0, whole=False)
    else:  # (5)
        walk.flag("lower than before", reading)


def _step_up(walk: _Walk, previous: Reading, reading: Reading) -> None:
    """Rule (2): counts, unless more than the device can do; then skipped until a second wired reading agrees."""
    pending = walk.pending
    if pending is not None and reading.wired and pending.wired and _plausible_rise(pending, reading):
        walk.gain(pending, pending.value - previous.value)
        walk.gain(reading, reading.value - pending.value)
        walk.flagged = [note for note in walk.flagged if note.event != pending.event]
    elif reading.accepted or _plausible_rise(previous, reading):
        walk.gain(reading, reading.value - previous.value)
    else:
        walk.flag("more than the device can do", reading)
        walk.pending = reading


def _epochs_differ(previous: Reading, reading: Reading) -> bool:
    known = previous.counter_epoch is not None and reading.counter_epoch is not None
    return known and reading.wired and previous.counter_epoch != reading.counter_epoch


def _rebooted(previous: Reading, reading: Reading) -> bool:
    known = previous.boot_count is not None and reading.boot_count is not None
    return known and reading.wired and (reading.boot_count or 0) > (previous.boot_count or 0)


def _wrapped(previous: Reading, reading: Reading) -> bool:
    if not reading.wired or reading.max_per_hour is None:
        return False
    room = _most(previous, reading)
    return 2**reading.width - previous.value <= room and reading.value <= room


def _plausible_rise(previous: Reading, reading: Reading) -> bool:
    rise = reading.value - previous.value
    return rise >= 0 and (reading.max_per_hour is None or rise <= _most(previous, reading))


def _most(previous: Reading, reading: Reading) -> int:
    """The most uses that fit between the two, from the pack's `max_per_hour`; never less than one."""
    seconds = (_instant(reading.taken_at) - _instant(previous.taken_at)).total_seconds() + 60 * MINUTES_OF_GRACE
    return max(1, int((reading.max_per_hour or 0) * seconds / 3600))


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _sum(walks: Sequence[tuple[Fitting, _Walk]]) -> Usage:
    gains = sorted(gain for _, walk in walks for gain in walk.gains)
    steps: list[tuple[str, int]] = []
    total = 0
    for taken_at, uses in gains:
        total += uses
        steps.append((taken_at, total))
    latest = max(
        ((walk.previous, walk.module) for _, walk in walks if walk.previous is not None),
        key=lambda pair: (pair[0].taken_at, pair[0].tie),
        default=(None, None),
    )
    return Usage(
        total,
        tuple(Part(f.module, walk.counted, f.fitted_at, f.removed_at) for f, walk in walks),
        tuple(note for _, walk in walks for note in walk.not_counted),
        tuple(note for _, walk in walks for note in walk.flagged),
        tuple(steps),
        tuple(sorted(span for _, walk in walks for span in walk.spans)),
        *latest,
    )
