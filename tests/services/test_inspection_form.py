"""What the form of an inspection promises: conditions, evidence owed, typed readings, versions, drafts, languages."""

import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageCms

from fleetdesk import wire
from fleetdesk.domain.errors import KnownError, StorageError
from fleetdesk.domain.events import InspectionSigned, ReadingTaken, TemplatePublished
from fleetdesk.domain.fleet import device_id, template_subject
from fleetdesk.domain.inspection import Photo
from fleetdesk.services.bench_views import DraftChange, InspectionDraft, ItemAnswer, ItemKind
from fleetdesk.services.desk import open_desk
from fleetdesk.services.inspect_device import InspectDevice
from fleetdesk.services.model_names import ModelNames
from fleetdesk.services.photos import PhotoRefused
from fleetdesk.services.seeds import load_templates
from fleetdesk.services.views import Person, Text
from fleetdesk.storage import journal
from tests.services.conftest import RunningBench

ANA = Person("Ana Torres", "T-7")
BLENDER = device_id("ruiyun-frost", "RF-20417")


@pytest.fixture
def inspections(bench: RunningBench) -> InspectDevice:
    return InspectDevice(bench.desk.record, bench.bench, ModelNames())


def coffee_machine(bench: RunningBench) -> str:
    row = bench.desk.record.read(
        lambda c: c.execute("SELECT id FROM p_device WHERE model = 'cameo-2s-st' ORDER BY id LIMIT 1").fetchone()
    )
    return str(row[0])


def answers(draft: InspectionDraft, **said: str) -> tuple[ItemAnswer, ...]:
    """Everything answered: the first outcome of each choice, the lower limit of each reading, or what is said here."""
    made: list[ItemAnswer] = []
    for item in (item for section in draft.sections for item in section.items):
        if item.kind is ItemKind.CHOICE:
            made.append(ItemAnswer(item.id, said.get(item.id, item.choices[0].key)))
        elif item.kind is ItemKind.READING:
            made.append(ItemAnswer(item.id, said.get(item.id, "ok"), item.low or 1, "typed", taken_at=AT))
    return tuple(made)


AT = "2026-02-14T15:00:00.000Z"


def change(given: tuple[ItemAnswer, ...], verdict: str = "healthy", *, photos: tuple[Photo, ...] = ()) -> DraftChange:
    return DraftChange(given, verdict, "radio_range" if verdict == "connectivity" else None, "", (), photos)


def signed(bench: RunningBench, event: str) -> InspectionSigned:
    row = bench.desk.record.read(
        lambda c: c.execute("SELECT body FROM journal_event WHERE id = ?", (event,)).fetchone()
    )
    payload = wire.decode_body(bytes(row[0])).payload
    assert isinstance(payload, InspectionSigned)
    return payload


def jpeg(size: tuple[int, int] = (40, 20), **how: Any) -> bytes:
    result = io.BytesIO()
    Image.new("RGB", size, (200, 30, 30)).save(result, "JPEG", **how)
    return result.getvalue()


# -- conditions --------------------------------------------------------------------------------------------------------


def test_a_question_that_is_not_asked_is_neither_missing_nor_sealed(
    inspections: InspectDevice, bench: RunningBench
) -> None:
    draft = inspections.start(BLENDER, None)
    given = answers(draft)  # the motor runs well, and yet somebody had said what it does instead
    assert "run_fault" in {answer.item for answer in given}
    event = inspections.sign(draft.id, change(given), ANA).event
    sealed = {str(answer["item"]) for answer in signed(bench, event).answers}
    assert "motor_run" in sealed
    assert not {"run_fault", "kept_at", "stands_in"} & sealed


def test_a_question_that_is_asked_now_is_missing(inspections: InspectDevice) -> None:
    draft = inspections.start(BLENDER, None)
    given = tuple(a for a in answers(draft, motor_run="fail") if a.item != "run_fault")
    with pytest.raises(KnownError, match="What the motor does instead"):
        inspections.sign(draft.id, change(given), ANA)


def test_conditions_over_the_model_choose_what_a_coffee_machine_is_asked(
    inspections: InspectDevice, bench: RunningBench
) -> None:
    draft = inspections.start(coffee_machine(bench), None)
    assert (draft.template, draft.facts["model"]) == ("coffee-machine-inspection", "cameo-2s-st")
    event = inspections.sign(draft.id, change(answers(draft)), ANA).event
    sealed = {str(answer["item"]) for answer in signed(bench, event).answers}
    assert {"wand", "boiler", "brew_time"} <= sealed
    assert not {"server", "water", "left_brew"} & sealed


def test_the_audit_is_begun_by_name_beside_the_inspection(inspections: InspectDevice, bench: RunningBench) -> None:
    device = coffee_machine(bench)
    inspection, audit = inspections.start(device, None), inspections.start(device, None, template="connectivity-audit")
    assert (inspection.template, audit.template) == ("coffee-machine-inspection", "connectivity-audit")
    assert {draft.template for draft in inspections.unfinished()} == {inspection.template, audit.template}
    given = answers(audit, link="wifi", signal="low", addressing="dhcp", socket="far")
    event = inspections.sign(audit.id, change(given, "connectivity"), ANA).event
    payload = signed(bench, event)
    sealed = {str(answer["item"]): answer for answer in payload.answers}
    assert {"obstacle", "lease", "cable_length"} <= sealed.keys()
    assert (sealed["cable_length"]["unit"], sealed["lease"]["unit"]) == ("m", "s")
    assert payload.owed == ("place_photo",)


# -- evidence ----------------------------------------------------------------------------------------------------------


def test_a_photo_that_cannot_be_taken_now_is_owed_and_blocks_nothing(
    inspections: InspectDevice, bench: RunningBench
) -> None:
    draft = inspections.start(BLENDER, None)
    event = inspections.sign(draft.id, change(answers(draft, blade="fail"), "mechanical"), ANA).event
    assert signed(bench, event).owed == ("blade", "damage_photo")


def test_photos_and_a_drawn_signature_are_named_by_the_seal(
    inspections: InspectDevice, bench: RunningBench, tmp_path: Path
) -> None:
    (tmp_path / "blade.jpg").write_bytes(jpeg())
    draft = inspections.start(BLENDER, None)
    photo = inspections.add_photo("blade", str(tmp_path / "blade.jpg"))
    drawn = inspections.add_picture("blade", jpeg((41, 20)), original=photo.sha256)
    unasked = inspections.add_picture("place_photo", jpeg((42, 20)))
    given = change(answers(draft, blade="fail"), photos=(photo, drawn, unasked))
    png = io.BytesIO()
    Image.new("L", (300, 90), 255).save(png, "PNG")
    payload = signed(bench, inspections.sign(draft.id, given, ANA, png.getvalue()).event)
    roles = [(blob["role"], blob.get("item"), blob.get("original")) for blob in payload.blobs]
    assert roles[:2] == [("photo", "blade", None), ("photo", "blade", photo.sha256)]
    assert ("signature", None, None) in roles
    assert payload.owed == ()
    kept = bench.desk.record.read(lambda c: dict(c.execute("SELECT sha256, media_type FROM journal_blob").fetchall()))
    assert {kept[str(blob["sha256"])] for blob in payload.blobs} == {"image/jpeg", "image/png"}
    for blob in payload.blobs:
        assert len(bench.desk.workstation.blobs.get(str(blob["sha256"]))) == blob["size"]


def test_an_inspection_never_names_a_photo_that_is_gone(inspections: InspectDevice) -> None:
    draft = inspections.start(BLENDER, None)
    given = change(answers(draft), photos=(Photo("blade", "0" * 64, 10),))
    with pytest.raises(KnownError, match=r"photo of this inspection is gone.*Blade turns freely"):
        inspections.sign(draft.id, given, ANA)


def exif_of_a_phone() -> Image.Exif:
    exif = Image.Exif()
    exif[0x010F], exif[0x0110], exif[0x0112] = "CanaryPhone", "CanaryModel", 6  # lies on its side
    exif.get_ifd(0x8825).update({1: "N", 2: (40.0, 44.0, 20.0), 3: "W", 4: (73.0, 59.0, 10.0)})
    return exif


def test_a_kept_photo_stands_upright_and_does_not_say_where_or_by_what_it_was_taken(inspections: InspectDevice) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()  # pyright: ignore[reportUnknownMemberType, reportUnknownArgumentType]
    taken = jpeg((4000, 3000), exif=exif_of_a_phone(), icc_profile=profile, comment=b"CanaryComment")
    assert b"CanaryPhone" in taken  # the control
    assert b"CanaryComment" in taken
    kept = inspections.picture(inspections.add_picture("blade", taken).sha256)
    assert b"Canary" not in kept
    with Image.open(io.BytesIO(kept)) as picture:
        assert picture.size == (1200, 1600)
        assert (picture.getexif(), picture.info.get("icc_profile")) == ({}, None)
    with Image.open(io.BytesIO(inspections.picture(inspections.add_picture("blade", taken).sha256, 160))) as small:
        assert max(small.size) == 160


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "TIFF", "BMP", "GIF", "MPO"])
def test_pictures_of_every_usual_kind_are_kept_as_jpeg(inspections: InspectDevice, kind: str) -> None:
    result = io.BytesIO()
    Image.new("RGB", (60, 30), "blue").save(result, kind)
    with Image.open(io.BytesIO(inspections.picture(inspections.add_picture("blade", result.getvalue()).sha256))) as it:
        assert (it.format, it.size) == ("JPEG", (60, 30))


def broken() -> bytes:
    whole = jpeg((800, 600))
    return whole[: len(whole) // 2]


def bomb() -> bytes:
    result = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(result, "PNG")
    return result.getvalue()


@pytest.mark.parametrize(
    ("content", "title"),
    [
        (lambda: b"%PDF-1.7 no picture", "no picture that Fleetdesk can read"),
        (lambda: b"", "no picture that Fleetdesk can read"),
        (broken, "This picture is damaged"),
        (bomb, "This picture is too large"),
    ],
)
def test_what_is_no_sound_picture_is_refused_in_words(
    inspections: InspectDevice, bench: RunningBench, content: Callable[[], bytes], title: str
) -> None:
    with pytest.raises(PhotoRefused, match=title):
        inspections.add_picture("blade", content())
    assert not [file for file in bench.desk.workstation.home.blobs.rglob("*") if file.is_file()]


def test_a_full_disk_while_a_photo_is_kept_harms_nothing_else(
    inspections: InspectDevice, bench: RunningBench, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = inspections.start(BLENDER, None)
    inspections.save(draft.id, change((ItemAnswer("blade", "pass"),)))

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as disk:
        disk.setattr("fleetdesk.storage.blobs.os.fsync", full)
        with pytest.raises(StorageError, match=r"could not be saved.*No space left"):
            inspections.add_picture("blade", jpeg())
    assert not list(bench.desk.workstation.home.blobs.rglob("*.new"))
    assert ItemAnswer("blade", "pass") in inspections.start(BLENDER, None).answers
    assert inspections.add_picture("blade", jpeg()).size  # and with room again it is kept


# -- readings ----------------------------------------------------------------------------------------------------------


def test_a_typed_counter_is_a_reading_marked_as_typed_with_when_it_was_read(
    inspections: InspectDevice, bench: RunningBench
) -> None:
    before = bench.desk.record.read(journal.own_head).seq
    draft = inspections.start(BLENDER, None)
    given = tuple(replace(a, value=1020) if a.item == "uses" else a for a in answers(draft))
    inspections.sign(draft.id, change(given), ANA)
    appended = bench.desk.record.read(lambda c: [wire.decode_body(s.body) for s in journal.after(c, before, limit=50)])
    typed = [e.payload for e in appended if isinstance(e.payload, ReadingTaken)]
    assert [(r.value, r.source, r.taken_at, r.counter) for r in typed] == [(1020, "typed", AT, "cycles_total")]
    uses = next(a for e in appended if isinstance(e.payload, InspectionSigned) for a in e.payload.answers
                if a["item"] == "uses")  # fmt: skip
    assert (uses["source"], uses["unit"], uses["taken_at"]) == ("typed", "uses", AT)


def test_where_a_template_has_no_limits_those_of_the_pack_judge(
    inspections: InspectDevice, bench: RunningBench
) -> None:
    published = next(t for t in load_templates() if t.template == "coffee-machine-inspection")
    body = {**published.body, "sections": [
        {"id": "cable", "title": "Machine", "items": [
            {"id": "boiler", "title": "Boiler", "kind": "reading", "source": "gauge.coffee_boiler_dc", "unit": "°C",
             "scale": -1},
        ]},
    ]}  # fmt: skip
    newer = replace(published, version=9, body=body)
    bench.desk.record.append([bench.desk.record.draft(newer, template_subject(newer.template))])
    item = inspections.start(coffee_machine(bench), None).sections[0].items[0]
    assert (item.low, item.high) == (880, 980)


# -- versions, drafts, languages ---------------------------------------------------------------------------------------


def test_an_inspection_keeps_the_version_that_it_began_with(inspections: InspectDevice, bench: RunningBench) -> None:
    draft = inspections.start(BLENDER, None)
    published = next(t for t in load_templates() if t.template == draft.template)
    newer = TemplatePublished(
        template=published.template, version=published.version + 1, title="Shorter blender inspection",
        category="blender", body={**published.body, "sections": published.body["sections"][:1]}, reason="trial",
    )  # fmt: skip
    bench.desk.record.append([bench.desk.record.draft(newer, template_subject(newer.template))])
    again = inspections.start(BLENDER, None)
    assert (again.id, again.template_version) == (draft.id, published.version)
    assert len(again.sections) == len(draft.sections)
    event = inspections.sign(draft.id, change(answers(draft)), ANA).event
    assert signed(bench, event).template_version == published.version
    fresh = inspections.start(BLENDER, None)
    assert (fresh.template_version, len(fresh.sections)) == (published.version + 1, 1)


def test_an_older_home_gets_the_new_templates_and_keeps_its_own(bench: RunningBench) -> None:
    """What was published before stays as it is; nothing is published twice."""
    record = bench.desk.record
    seen = "SELECT count(*) FROM journal_event WHERE kind IN ('template.published', 'plan.published')"
    before = record.read(lambda c: c.execute(seen).fetchone()[0])
    record.change(lambda c: c.execute("UPDATE local_setting SET value = '1' WHERE name = 'seeds_published'"))
    again = open_desk(bench.desk.workstation.home)
    again.close()
    assert record.read(lambda c: c.execute(seen).fetchone()[0]) == before


def test_a_draft_returns_to_its_item_and_several_are_open_at_once(
    inspections: InspectDevice, bench: RunningBench
) -> None:
    first, second = inspections.start(BLENDER, None), inspections.start(coffee_machine(bench), None)
    inspections.save(first.id, replace(change((ItemAnswer("blade", "pass"),)), position="look/seal"))
    again = open_desk(bench.desk.workstation.home)
    try:
        service = InspectDevice(again.record, bench.bench, ModelNames())
        told = service.unfinished()
        assert [draft.id for draft in told] == [first.id, second.id]
        assert (told[0].serial, told[0].saved_at.zone) == ("RF-20417", "America/New_York")
        assert service.start(BLENDER, None).position == "look/seal"
    finally:
        again.close()


def test_the_language_of_the_window_chooses_and_english_stands_for_what_is_missing(inspections: InspectDevice) -> None:
    title = Text("{words}", {"words": "手持搅拌机检查"})
    assert inspections.start(BLENDER, None, language="zh_CN").title == title
    assert inspections.unfinished("zh_CN")[0].title == title
    assert inspections.start(BLENDER, None, language="fr_FR").title.values["words"] == "Blender inspection"
    draft = inspections.start(BLENDER, None, language="es_ES")
    with pytest.raises(KnownError, match="La cuchilla gira libre"):
        inspections.sign(draft.id, change(()), ANA)


def test_last_time_is_offered_for_circumstances_never_for_judgement(
    inspections: InspectDevice, bench: RunningBench
) -> None:
    device = coffee_machine(bench)
    audit = inspections.start(device, None, template="connectivity-audit")
    assert all(item.last is None for section in audit.sections for item in section.items)
    given = answers(audit, link="ethernet", addressing="fixed", socket="none", dns="pass")
    inspections.sign(audit.id, change(given), ANA)
    again = inspections.start(device, None, template="connectivity-audit")
    offered = {item.id: item.last.outcome for section in again.sections for item in section.items if item.last}
    assert offered == {"link": "ethernet", "addressing": "fixed", "socket": "none"}
    assert again.answers == ()  # offered, not answered


def test_what_was_taken_back_is_gone_and_what_the_cable_said_stays(
    inspections: InspectDevice, bench: RunningBench
) -> None:
    draft = inspections.start(BLENDER, None)
    inspections.save(draft.id, change((ItemAnswer("blade", "pass"), ItemAnswer("uses", "ok", 5, "typed"))))
    inspections.save(draft.id, change((ItemAnswer("blade", "pass"),)))
    assert [answer.item for answer in inspections.start(BLENDER, None).answers] == ["blade"]
