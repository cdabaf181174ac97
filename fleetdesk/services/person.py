"""Who works at this laptop: asked once, switchable; remembered here and recorded as an event."""

import json

from fleetdesk.domain.errors import KnownError
from fleetdesk.domain.events import PersonNamed
from fleetdesk.domain.fleet import person_subject
from fleetdesk.services.record import WORKSTATION, Record
from fleetdesk.services.views import Person
from fleetdesk.sqlite import Connection
from fleetdesk.storage import settings


def present_person(record: Record) -> Person | None:
    """The person at this laptop, or None before anybody was asked."""
    stored = record.read(lambda connection: settings.get(connection, settings.PERSON))
    if stored is None:
        return None
    fields = json.loads(stored)
    return Person(fields["name"], fields["staff_number"], fields["role"])


def set_person(record: Record, person: Person) -> None:
    """Raises KnownError when the name or the staff number is missing."""
    name, number = person.name.strip(), person.staff_number.strip()
    if not name or not number:
        raise KnownError("A name and a staff number are needed.", "They stand below each inspection.", "Enter both.")
    named = PersonNamed(name=name, staff_number=number, role=person.role)
    stored = json.dumps({"name": name, "staff_number": number, "role": person.role})

    def work(connection: Connection) -> None:
        if settings.get(connection, settings.PERSON) != stored:
            settings.put(connection, settings.PERSON, stored)
            record.append_within(connection, [record.draft(named, person_subject(number))], number)

    record.change(work)


def actor(record: Record) -> str:
    """The staff number for events that a person causes."""
    person = present_person(record)
    return person.staff_number if person else WORKSTATION
