"""A sealed inspection: any changed byte is found and its place named; a correction stands beside it, never instead."""

import random
import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from fleetdesk import wire
from fleetdesk.domain import events as ev
from fleetdesk.domain.errors import KnownError
from fleetdesk.runtime import seal
from fleetdesk.runtime.identity import WorkstationKeys
from fleetdesk.runtime.paths import Home
from fleetdesk.services.amend_inspection import amend
from fleetdesk.services.desk import Desk
from fleetdesk.services.device_story import story_of
from fleetdesk.services.model_names import ModelNames
from fleetdesk.services.views import Person
from fleetdesk.sqlite import Connection
from fleetdesk.storage.blobs import Blobs
from fleetdesk.storage.queries import inspections
from fleetdesk.storage.rebuild import rebuild
from fleetdesk.storage.verify import Seal, verify_inspection
from tests.services.inspected import ANA, BLENDER, inspect, keep, photo, whole_inspection

EACH = 250
"""Of four kinds: 1,000 in all."""


class Tampering:
    """One inspection in the database, whose bytes are changed and put back inside one transaction that never ends
    well. `blobs` is a copy of the files."""

    def __init__(self, connection: Connection, blobs: Blobs, folder: Path, event: str, chance: random.Random) -> None:
        self.connection, self._blobs, self._folder, self.event = connection, blobs, folder, event
        self._chance = chance

    def look(self) -> Seal:
        return verify_inspection(self.connection, self.event, self._blobs)

    def body(self, event: str | None = None) -> bytes:
        row = self.connection.execute("SELECT body FROM journal_event WHERE id = ?", (event or self.event,)).fetchone()
        return bytes(row[0])

    def changed(self, within: tuple[int, int], event: str | None = None, *, cover_up: bool = False) -> Seal:
        """One byte between two places becomes another one; with `cover_up` the stored hash is made to fit."""
        event = event or self.event
        whole = self.body(event)
        other = self.one_byte(whole, within)
        body_hash = wire.body_hash(other if cover_up else whole)
        put = "UPDATE journal_event SET body = ?, body_hash = ? WHERE id = ?"
        self.connection.execute(put, (other, body_hash, event))
        try:
            return self.look()
        finally:
            self.connection.execute(put, (whole, wire.body_hash(whole), event))

    def changed_file(self, name: str) -> Seal:
        file = self._folder / name[:2] / name
        whole = file.read_bytes()
        file.write_bytes(self.one_byte(whole, (0, len(whole))))
        try:
            return self.look()
        finally:
            file.write_bytes(whole)

    def one_byte(self, whole: bytes, within: tuple[int, int]) -> bytes:
        at = self._chance.randrange(*within)
        byte = self._chance.choice([b for b in range(256) if b != whole[at]])
        return whole[:at] + bytes([byte]) + whole[at + 1 :]


Test = Callable[[Tampering], None]
Run = Callable[[Test], None]


@pytest.fixture
def tampering(fleet_desk: Desk, tmp_path: Path) -> Run:
    event = whole_inspection(fleet_desk)
    home: Home = fleet_desk.workstation.home
    folder = tmp_path / "blobs"
    shutil.copytree(home.blobs, folder)
    blobs = Blobs(folder, fleet_desk.workstation.keys.blob_key)

    def run(test: Test) -> None:
        def use(connection: Connection) -> None:
            connection.execute("SAVEPOINT tampering")
            try:
                test(Tampering(connection, blobs, folder, event, random.Random(9)))
            finally:
                connection.execute("ROLLBACK TO tampering")

        fleet_desk.workstation.database.write(use).result()

    return run


def span(body: bytes, pattern: bytes) -> tuple[int, int]:
    found = re.search(pattern, body)
    assert found is not None
    return found.span()


def answer_spans(body: bytes) -> dict[str, tuple[int, int]]:
    start, end = span(body, rb'"answers":\[.*?\],"blobs"')
    return {m[1].decode(): m.span() for m in re.finditer(rb'\{"item":"(\w+)"[^}]*\}', body) if start < m.start() < end}


def test_a_thousand_tampered_inspections_are_all_found_and_the_place_is_named(tampering: Run) -> None:
    def test(case: Tampering) -> None:
        body = case.body()
        chance = random.Random(4)
        assert case.look().ok, "control: nobody changed it"
        answers = answer_spans(body)
        assert len(answers) == 11
        signature = span(body, rb'"signature":"[^"]*"')
        photos = [m[1].decode() for m in re.finditer(rb'"role":"photo","sha256":"(\w+)"', body)]
        template = case.connection.execute("SELECT id FROM journal_event WHERE kind = 'template.published'").fetchall()
        published = next(t for (t,) in template if b'"blender-inspection"' in case.body(t))
        inside = case.body(published)
        template_span = span(inside, rb'"body":\{.*\},"category"')
        missed: list[tuple[str, str | None]] = []
        for number in range(EACH):
            item = chance.choice(sorted(answers))
            looks = {
                f"answers.{item}": case.changed(answers[item], cover_up=bool(number % 2)),
                "signature": case.changed(signature, cover_up=bool(number % 2)),
                "blobs.photo.": case.changed_file(chance.choice(photos)),
                "template": case.changed(template_span, published, cover_up=bool(number % 2)),
            }
            missed += [(want, got.place) for want, got in looks.items() if got.ok or not _named(want, got.place)]
        assert missed == []
        assert case.look().ok, "control: with its own bytes again it is whole"

    tampering(test)


def _named(want: str, place: str | None) -> bool:
    return place is not None and (place.startswith(want) if want.endswith(".") else place == want)


def test_any_byte_of_the_whole_record_is_found(tampering: Run) -> None:
    """Not only those of the four kinds."""

    def test(case: Tampering) -> None:
        body = case.body()
        whole = (0, len(body))
        assert [look for _ in range(300) if (look := case.changed(whole)).ok] == []
        covered = [case.changed(span(body, rb'"payload":\{.*\},"seq"'), cover_up=True) for _ in range(200)]
        assert [look for look in covered if look.ok] == []

    tampering(test)


def _believe(_key: str, _signature: str, _message: bytes) -> bool:
    return True


def test_without_the_signature_a_covered_up_change_would_pass(tampering: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: the same look with the signature taken for good finds nothing."""

    def test(case: Tampering) -> None:
        verdict = span(case.body(), rb'(?<="verdict":")\w+(?="\},"seq")')
        assert not case.changed(verdict, cover_up=True).ok
        monkeypatch.setattr(seal, "signature_holds", _believe)
        found = [case.changed(verdict, cover_up=True) for _ in range(20)]
        assert any(look.ok for look in found)

    tampering(test)


def test_a_changed_reading_template_version_and_key_have_names(tampering: Run) -> None:
    def test(case: Tampering) -> None:
        body = case.body()
        for pattern, place in (
            (rb'(?<="verdict":")\w+(?="\},"seq")', "verdict"), (rb'(?<="cause":")\w+', "cause"),
            (rb'(?<="public_key":")[^"]+', "public_key"), (rb'(?<="parts":)\{[^\]]*', "parts"),
            (rb'(?<="template_sha256":")\w{64}', "template_sha256"), (rb'(?<="started_at":")\d{4}-[^"]+', "started_at"),
            (rb'"readings":\[\{.*?\]', "readings.cycles_total"), (rb'(?<="actor":")[^"]+', "envelope"),
        ):  # fmt: skip
            assert case.changed(span(body, pattern), cover_up=place != "envelope").place == place

    tampering(test)


def test_one_who_signs_anew_with_another_key_is_found(fleet_desk: Desk) -> None:
    event = inspect(fleet_desk)

    def forge(connection: Connection) -> Seal:
        row = connection.execute("SELECT body FROM journal_event WHERE id = ?", (event,)).fetchone()
        found = wire.decode_body(bytes(row[0]))
        assert isinstance(found.payload, ev.InspectionSigned)
        own = seal.sealed(WorkstationKeys(b"1" * 32, b"2" * 32, "file"), replace(found.payload, verdict="mechanical"))
        body = wire.encode_body(replace(found, payload=own))
        connection.execute("SAVEPOINT forging")
        connection.execute(
            "UPDATE journal_event SET body = ?, body_hash = ? WHERE id = ?", (body, wire.body_hash(body), event)
        )
        try:
            return verify_inspection(connection, event)
        finally:
            connection.execute("ROLLBACK TO forging")

    found = fleet_desk.workstation.database.write(forge).result()
    assert (found.ok, found.place) == (False, "public_key")
    assert found.broken == "the signing key was changed"


def test_what_was_signed_by_an_older_fleetdesk_still_holds(fleet_desk: Desk) -> None:
    keys = fleet_desk.workstation.keys
    unsigned = ev.InspectionSigned(
        device=BLENDER, module=None, template="t", template_version=1, started_at="2026-02-14T15:00:00.000Z",
        signed_at="2026-02-14T15:00:00.000Z", signer={"name": "Ana"}, answers=({"item": "a", "outcome": "pass"},),
        verdict="healthy", cause=None, public_key=keys.public_key,
    )  # fmt: skip
    old = replace(unsigned, signature=keys.sign(wire.sealed_bytes(unsigned)))
    (event,) = fleet_desk.record.append([fleet_desk.record.draft(old, f"device:{BLENDER}")])
    assert fleet_desk.record.read(lambda c: verify_inspection(c, event.id)).ok
    body = fleet_desk.record.read(
        lambda c: c.execute("SELECT body FROM journal_event WHERE id = ?", (event.id,)).fetchone()
    )
    assert seal.broken_place(bytes(body[0]).replace(b'"healthy"', b'"healthX"')) == seal.CONTENT


def test_a_missing_file_is_said_and_breaks_nothing(fleet_desk: Desk) -> None:
    name = keep(fleet_desk, "photo", "image/jpeg", photo(), "blade")
    event = inspect(fleet_desk, files=(name,))
    blobs = fleet_desk.workstation.blobs
    (fleet_desk.workstation.home.blobs / name["sha256"][:2] / name["sha256"]).unlink()
    found = fleet_desk.record.read(lambda c: verify_inspection(c, event, blobs))
    assert (found.ok, found.absent) == (True, ("photo.blade",))


# -- amendments -------------------------------------------------------------------------------------------------------


def test_an_amendment_stands_beside_the_original(fleet_desk: Desk) -> None:
    event = inspect(fleet_desk)
    before = fleet_desk.record.read(lambda c: inspections.signed(c, event))
    typed = {"answers.motor_current": "4,12", "answers.seal": "fail", "verdict": "mechanical", "cause": ""}
    made = amend(fleet_desk.record, event, typed, "read the wrong line", Person("Bo Lind", "T-8"))
    assert fleet_desk.record.read(lambda c: inspections.signed(c, event)) == before
    ((found, said),) = fleet_desk.record.read(lambda c: inspections.amendments(c, BLENDER, event))
    assert (found.id, found.actor, said.reason) == (made, "T-8", "read the wrong line")
    assert said.values["answers.motor_current"] == {
        "item": "motor_current", "outcome": "ok", "source": "typed", "value": 4120
    }  # fmt: skip
    assert said.before["answers.motor_current"]["value"] == 4020
    assert (said.before["verdict"], said.values["verdict"], said.values["cause"]) == (
        "connectivity",
        "mechanical",
        None,
    )
    look = fleet_desk.record.read(lambda c: verify_inspection(c, event))
    assert (look.ok, look.amendments) == (True, 1)
    entries, _ = fleet_desk.record.read(lambda c: story_of(c, ModelNames(), BLENDER, "UTC", 9))
    assert "An inspection was amended by Bo Lind." in [str(entry.sentence) for entry in entries]


def test_a_second_amendment_begins_where_the_first_ended(fleet_desk: Desk) -> None:
    event = inspect(fleet_desk)
    amend(fleet_desk.record, event, {"note": "First."}, "forgot it", ANA)
    with pytest.raises(KnownError, match="Nothing is different"):
        amend(fleet_desk.record, event, {"note": "First."}, "again", ANA)
    amend(fleet_desk.record, event, {"note": "Second."}, "better words", ANA)
    found = fleet_desk.record.read(lambda c: inspections.amendments(c, BLENDER, event))
    assert [(a.before["note"], a.values["note"]) for _, a in found] == [
        ("Try it beside the gateway.", "First."), ("First.", "Second.")
    ]  # fmt: skip


def test_what_cannot_be_amended_is_said(fleet_desk: Desk) -> None:
    event = inspect(fleet_desk)
    for typed, reason, words in (
        ({"note": "x"}, " ", "A reason is needed"), ({"answers.nothing": "pass"}, "r", "has no field"),
        ({"answers.blade": "perhaps"}, "r", "is no answer"), ({"answers.motor_current": "much"}, "r", "is no number"),
        ({"answers.motor_current": "NaN"}, "r", "is no number"), ({"answers.uses": "1.5"}, "r", "is finer"),
        ({"verdict": "healthy"}, "r", "judgement is not complete"),
    ):  # fmt: skip
        with pytest.raises(KnownError, match=words):
            amend(fleet_desk.record, event, typed, reason, ANA)
    with pytest.raises(KnownError, match="signed"):
        amend(fleet_desk.record, event, {"note": "x"}, "r", Person("", ""))
    assert fleet_desk.record.read(lambda c: inspections.amendments(c, BLENDER, event)) == []


def test_an_amendment_that_was_changed_breaks_the_seal(fleet_desk: Desk) -> None:
    event = inspect(fleet_desk)
    made = amend(fleet_desk.record, event, {"note": "Corrected."}, "typing mistake", ANA)

    def tamper(connection: Connection) -> Seal:
        connection.execute("SAVEPOINT tampering")
        connection.execute(
            "UPDATE journal_event SET body = CAST(replace(CAST(body AS TEXT), ?, ?) AS BLOB) WHERE id = ?",
            ("Corrected", "Corrupted", made),
        )
        try:
            return verify_inspection(connection, event)
        finally:
            connection.execute("ROLLBACK TO tampering")

    found = fleet_desk.workstation.database.write(tamper).result()
    assert (found.ok, found.place) == (False, "amendment")


def test_amendments_and_services_fold_alike_when_rebuilt(fleet_desk: Desk) -> None:
    from fleetdesk.storage import projector

    event = inspect(fleet_desk, services=("blade-service",))
    amend(fleet_desk.record, event, {"note": "More."}, "forgot it", ANA)
    before = fleet_desk.record.read(projector.digest)
    fleet_desk.record.change(rebuild)
    assert fleet_desk.record.read(projector.digest) == before
    rows = "SELECT (SELECT amended FROM p_inspection), (SELECT count(*) FROM p_service_done)"
    assert tuple(fleet_desk.record.read(lambda c: c.execute(rows).fetchone())) == (1, 1)
