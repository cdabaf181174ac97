"""Inspection templates: which there are, their versions, checking one and publishing it as a new version.

A published version is never changed: an inspection that has begun keeps the one that it began with.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from fleetdesk.domain import inspection as insp
from fleetdesk.domain.errors import KnownError
from fleetdesk.domain.events import TemplatePublished
from fleetdesk.domain.fleet import template_subject
from fleetdesk.domain.pack_keys import Problems
from fleetdesk.services.device_acts import checked_reason
from fleetdesk.services.record import Record
from fleetdesk.services.seeds import accepted_template, read_template
from fleetdesk.sqlite import Connection
from fleetdesk.storage import journal
from fleetdesk.storage.queries import registry
from fleetdesk.storage.queries.registry import KnownTemplate


@dataclass(frozen=True, slots=True)
class TemplateRow:
    """One template in force. `purpose` inspection | audit; `languages` beside English."""

    template: str
    version: int
    title: str
    category: str
    purpose: str
    items: int
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TemplateVersion:
    version: int
    title: str
    at: str
    actor: str
    reason: str


class EditTemplates:
    """Blocking; call it off the GUI thread."""

    def __init__(self, record: Record) -> None:
        self._record = record

    def templates(self) -> list[TemplateRow]:
        """The newest version of each, by category."""
        known = self._record.read(registry.templates_of)
        return sorted((_row(each) for each in known), key=lambda row: (row.category, row.purpose != "inspection"))

    def template(self, name: str) -> KnownTemplate:
        """Raises KnownError when there is none of that name."""
        found = self._record.read(lambda connection: registry.template_versions(connection, name))
        if not found:
            names = ", ".join(row.template for row in self.templates())
            raise KnownError(f"There is no template {name!r}.", f"There are: {names}.", "Name one of these.")
        return found[0]

    def versions(self, name: str) -> list[TemplateVersion]:
        """The newest first."""
        return self._record.read(lambda connection: _versions(connection, name))

    def check(self, path: Path) -> TemplatePublished:
        """Raises SeedError that names each wrong key, with what was expected there."""
        return read_template(path)

    def publish(self, wanted: TemplatePublished, reason: str, actor: str, *, based_on: int | None = None) -> int:
        """Publishes as the next version and returns its number; the version in the file only has to be valid.

        Raises KnownError for a template that is wrong, is published so already, or (with `based_on`) was changed by
        somebody else since that version; then nothing is recorded.
        """
        why = checked_reason(reason)
        checked = _checked(wanted)

        def work(connection: Connection) -> int:
            known = registry.template_versions(connection, checked.template)
            newest = known[0] if known else None
            _refuse(checked, newest, based_on)
            version = newest.version + 1 if newest else 1
            made = replace(checked, version=version, reason=why)
            drafts = [self._record.draft(made, template_subject(made.template))]
            self._record.append_within(connection, drafts, actor)
            return version

        return self._record.change(work)


def _checked(wanted: TemplatePublished) -> TemplatePublished:
    """The payload without what the checker does not know; what the window edited is checked like a file."""
    problems = Problems()
    head: dict[str, Any] = {
        "template": wanted.template, "version": wanted.version, "title": wanted.title, "category": wanted.category,
    }  # fmt: skip
    accepted = accepted_template({**head, **wanted.body}, problems)
    if problems.lines:
        lines = "\n".join(f"- {line}" for line in problems.lines)
        raise KnownError("This template cannot be published.", lines, "Correct it, then publish it again.")
    return replace(wanted, body={name: value for name, value in accepted.items() if name not in head})


def _refuse(wanted: TemplatePublished, newest: KnownTemplate | None, based_on: int | None) -> None:
    if newest is None:
        return
    if based_on is not None and newest.version != based_on:
        raise KnownError(
            "Somebody published a newer version meanwhile.",
            f"Version {newest.version} holds now; yours began with version {based_on}.",
            "Open it again and repeat your change.",
        )
    if wanted.category != newest.category:
        raise KnownError(
            "A template keeps its category.",
            f"{wanted.template} is for {newest.category}.",
            "Give the new one another name.",
        )
    same = (newest.title, _plain(newest.body)) == (wanted.title, _plain(wanted.body))
    if same:
        raise KnownError(
            "The template says so already.", f"Version {newest.version} is the same.", "Nothing was changed."
        )


def _plain(body: Mapping[str, Any]) -> str:
    return json.dumps(body, sort_keys=True)


def _row(known: KnownTemplate) -> TemplateRow:
    items = sum(len(section.items) for section in insp.parse_template(known.body).sections)
    languages = tuple(sorted(known.body.get("texts", {})))
    return TemplateRow(
        known.template, known.version, known.title, known.category, insp.purpose(known.body), items, languages
    )


def _versions(connection: Connection, name: str) -> list[TemplateVersion]:
    found: dict[int, TemplateVersion] = {}
    for envelope in journal.events_of(connection, template_subject(name)):
        payload = envelope.payload
        if isinstance(payload, TemplatePublished):
            found[payload.version] = TemplateVersion(
                payload.version, payload.title, envelope.at, envelope.actor, payload.reason
            )
    return sorted(found.values(), key=lambda each: -each.version)
