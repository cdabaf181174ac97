"""What a person typed, as a condition on `p_device`: parts of words, and a serial that is wrong by one character.

Each word is looked for inside serial, tag, store, model and notes. A word that stands nowhere is taken as mistyped: the
whole serials that are one character away, else the serials and tags that hold a part one character away. One character
away: another one, one too many, one missing, or two exchanged.
"""

import json
from dataclasses import dataclass
from typing import Any

from fleetdesk.domain.fleet import normalise_serial
from fleetdesk.sqlite import Connection

SEARCH_WORD = 3
"""The trigram index answers from three characters on; shorter words are looked for in the serial alone."""
MISTYPED_WORD = 4
"""From here on a word says enough to be looked for with a mistake in it."""
LONGEST_MISTYPED = 24
SIGNS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-_./"

BROAD = 2_000
"""From so many hits on, walking all devices in their order finds a page sooner than sorting the hits."""

VERY_BROAD = 60_000
"""From so many hits on, asking the index about each device that is walked past is sooner than listing the hits."""

Condition = tuple[str, list[Any]]


@dataclass(frozen=True, slots=True)
class Sought:
    """SQL conditions on `d` (p_device), one a word, with their values; all must hold. `hits`: how many devices they
    find, where the index tells that by itself; `broad`: so many that the order of the page should be walked."""

    conditions: tuple[Condition, ...]
    hits: int | None = None

    @property
    def broad(self) -> bool:
        short = any(condition == _IN_SERIAL for condition, _ in self.conditions)
        return short or (self.hits is not None and self.hits > BROAD)


def sought(connection: Connection, text: str) -> Sought:
    words = text.split()
    found = tuple(_condition(connection, word) for word in words)
    hits = _hits_of(connection, found[0]) if len(words) == 1 else None
    if hits is not None and hits > VERY_BROAD:
        return Sought(((_ASKED_OF_INDEX, found[0][1]),), hits)
    return Sought(found, hits)


def _hits_of(connection: Connection, condition: Condition) -> int | None:
    """Counted in the index alone, when nothing but the index decides."""
    if condition[0] != _IN_INDEX:
        return None
    query = "SELECT count(*) FROM p_device_search WHERE p_device_search MATCH ?"
    return int(connection.execute(query, condition[1]).fetchone()[0])


def _condition(connection: Connection, word: str) -> Condition:
    exact = _inside(connection, word)
    if len(word) < MISTYPED_WORD or len(word) > LONGEST_MISTYPED or _hits(connection, exact):
        return exact
    for mistyped in (_whole_serial(word), _part(word)):
        if mistyped is not None and _hits(connection, mistyped):
            return mistyped
    return exact


def _hits(connection: Connection, condition: Condition) -> bool:
    where, values = condition
    return connection.execute(f"SELECT 1 FROM p_device d WHERE {where} LIMIT 1", values).fetchone() is not None


_IN_SERIAL = "instr(coalesce(d.serial_key, '~'), ?) > 0"  # as p_device_in_order has it, which is read instead of rows
_ASKED_OF_INDEX = (
    "EXISTS (SELECT 1 FROM p_device_search WHERE p_device_search MATCH ? AND p_device_search.rowid = d.rowid)"
)
_IN_INDEX = "d.rowid IN (SELECT rowid FROM p_device_search WHERE p_device_search MATCH ?)"


def _inside(connection: Connection, word: str) -> Condition:
    if len(word) < SEARCH_WORD:
        return _IN_SERIAL, [normalise_serial(word)]
    quoted = '"' + word.replace('"', '""') + '"'
    named = connection.execute("SELECT code FROM p_store WHERE instr(lower(name), ?) > 0", (word.lower(),)).fetchall()
    if not named:
        return _IN_INDEX, [quoted]
    stores = "SELECT p.rowid FROM p_device p WHERE p.store IN (SELECT value FROM json_each(?))"
    either = f"d.rowid IN (SELECT rowid FROM p_device_search WHERE p_device_search MATCH ? UNION {stores})"
    return either, [quoted, json.dumps([code for (code,) in named])]


def _whole_serial(word: str) -> Condition | None:
    """All serials one character away are few enough to be looked up each, however large the fleet is."""
    variants = sorted(one_away(normalise_serial(word)))
    return f"d.serial_key IN ({', '.join('?' * len(variants))})", list(variants)


def one_away(serial: str) -> set[str]:
    """Every text that is one mistake away from a normalised serial."""
    cuts = [(serial[:place], serial[place:]) for place in range(len(serial) + 1)]
    fewer = {left + right[1:] for left, right in cuts if right}
    other = {left + sign + right[1:] for left, right in cuts if right for sign in SIGNS}
    more = {left + sign + right for left, right in cuts for sign in SIGNS}
    exchanged = {left + right[1] + right[0] + right[2:] for left, right in cuts if len(right) > 1}
    return (fewer | other | more | exchanged) - {serial, ""}


def _part(word: str) -> Condition | None:
    """Patterns with three sure characters in a row go through the trigram index, the few others over all serials."""
    if "%" in word:
        return None
    cuts = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    patterns = {f"{left}_{right[1:]}" for left, right in cuts if right}
    patterns |= {f"{left}_{right}" for left, right in cuts if left and right}
    patterns |= {left + right[1] + right[0] + right[2:] for left, right in cuts if len(right) > 1}
    patterns |= {left + right[1:] for left, right in cuts if right}
    selects: list[str] = []
    values: list[Any] = []
    for pattern in sorted(patterns):
        indexed = any(len(run) >= SEARCH_WORD for run in pattern.split("_"))
        sources = _INDEXED if indexed else _ALL_SERIALS
        selects += sources
        values += [f"%{pattern}%"] * len(sources)
    return f"d.rowid IN ({' UNION '.join(selects)})", values


_INDEXED = (
    "SELECT rowid FROM p_device_search WHERE serial LIKE ?",
    "SELECT rowid FROM p_device_search WHERE asset_tag LIKE ?",
)
_ALL_SERIALS = ("SELECT rowid FROM p_device WHERE serial_key LIKE ?",)
