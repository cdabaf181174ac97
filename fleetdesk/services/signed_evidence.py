"""What stands beside the answers of a sealed inspection: its photos, a drawn signature, counters that were typed."""

from typing import Any

from fleetdesk.domain import events as ev
from fleetdesk.domain import inspection as insp
from fleetdesk.domain.errors import KnownError
from fleetdesk.domain.events import Draft
from fleetdesk.domain.fleet import module_subject
from fleetdesk.services.inspection_case import Case
from fleetdesk.services.record import Record

PHOTO_TYPE, SIGNATURE_TYPE = "image/jpeg", "image/png"


def evidence(record: Record, case: Case, signature: bytes | None) -> list[dict[str, Any]]:
    """The blobs entries. Photos of questions that are not asked any more stay out.

    Raises KnownError when a photo of the draft is not on this laptop: an inspection never names what nobody has.
    """
    silent = insp.not_asked(case.shape, case.due_now, case.said)
    photos = [photo for photo in case.body.photos if photo.item not in silent]
    blobs = record.workstation.blobs
    if lost := [photo for photo in photos if not blobs.has(photo.sha256)]:
        titles = {item.id: item.title for item in case.shape.items()}
        named = ", ".join(sorted({titles.get(photo.item, photo.item) for photo in lost}))
        raise KnownError("A photo of this inspection is gone.", f"It belongs to: {named}.", "Remove it, take it again.")
    found = [_photo(photo) for photo in photos]
    if signature is not None:
        from fleetdesk.services.photos import signature_png

        drawn = signature_png(signature)
        found.append(
            {"sha256": blobs.put(drawn), "size": len(drawn), "media_type": SIGNATURE_TYPE, "role": "signature"}
        )
    return found


def _photo(photo: insp.Photo) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "sha256": photo.sha256, "size": photo.size, "media_type": PHOTO_TYPE, "role": "photo", "item": photo.item,
    }  # fmt: skip
    return {**entry, "original": photo.original} if photo.original else entry


def typed_readings(record: Record, case: Case) -> list[Draft]:
    """A usage counter that a person read off and typed is a reading of the module fitted there, marked as typed."""
    pack, module = case.pack, case.device.module
    usage = pack.usage_counter() if pack is not None else None
    if pack is None or module is None or usage is None:
        return []
    sources = {item.id: item.source for item in case.shape.items()}
    return [
        record.draft(
            ev.ReadingTaken(
                module=module, counter=usage.name, value=answer.value, taken_at=answer.taken_at or record.now(),
                source="typed", max_per_hour=usage.max_per_hour, width=usage.width, pack=pack.key,
                pack_version=pack.version,
            ),
            module_subject(module),
            store=case.device.store,
        )
        for answer in case.body.answers
        if answer.source == "typed"
        and isinstance(answer.value, int)
        and answer.value >= 0
        and sources.get(answer.item) == f"counter.{usage.name}"
    ]  # fmt: skip
