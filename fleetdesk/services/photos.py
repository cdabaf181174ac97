"""A picture from a phone or camera becomes one that may be kept: bounded, upright, without where and by what it was
taken. The one door to Pillow.

Promises: what is kept is a JPEG of at most `LONGEST_EDGE` pixels that holds pixels only (no EXIF, no GPS, no maker's
notes, no colour profile: colours are brought to sRGB first); what is no picture, is broken or unfolds to more than
`MOST_PIXELS` is refused in words before it is decoded.
"""

import io
from pathlib import Path
from typing import Any, cast

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError
from PIL import TiffImagePlugin as _tiff  # noqa: F401  # pyright: ignore[reportUnusedImport] - Pillow knows it then
from PIL import WebPImagePlugin as _webp  # noqa: F401  # pyright: ignore[reportUnusedImport]

from fleetdesk.domain.errors import KnownError

MEDIA_TYPE = "image/jpeg"
FORMATS = ("JPEG", "PNG", "WEBP", "BMP", "GIF", "TIFF")
LONGEST_EDGE = 1600
QUALITY = 85
MOST_PIXELS = 80_000_000
LARGEST_FILE = 60 * 1024 * 1024
SIGNATURE_EDGE = 1200


class PhotoRefused(KnownError):
    """The file is no picture that can be kept; the message says why."""


def read_picture(path: Path) -> bytes:
    """The file's bytes. Raises PhotoRefused when it cannot be read or is too large to be a photo."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise PhotoRefused(
                "This file is too large for a photo.", f"{path.name} has more than 60 MB.", "Choose another."
            )
        return path.read_bytes()
    except OSError as error:
        raise PhotoRefused(
            "The picture cannot be read.", f"{path}: {error.strerror}", "Choose another, or copy it again."
        ) from error


def cleaned(content: bytes) -> bytes:
    """The picture as it is kept. Raises PhotoRefused."""
    try:
        with Image.open(io.BytesIO(content), formats=FORMATS) as opened:
            _check_size(opened)
            opened.draft("RGB", (LONGEST_EDGE, LONGEST_EDGE))
            opened.load()
            upright = ImageOps.exif_transpose(opened)
            upright.thumbnail((LONGEST_EDGE, LONGEST_EDGE), Image.Resampling.LANCZOS)
            return _jpeg(_plain_rgb(upright))
    except UnidentifiedImageError as error:
        raise PhotoRefused(
            "This is no picture that Fleetdesk can read.",
            "It takes JPEG, PNG, WebP, TIFF, BMP and GIF.",
            "Save it as JPEG, then add it again.",
        ) from error
    except Image.DecompressionBombError as error:
        raise _too_many_pixels() from error
    except (OSError, SyntaxError, ValueError, EOFError, IndexError, KeyError, MemoryError, OverflowError) as error:
        raise PhotoRefused(
            "This picture is damaged.", f"It cannot be decoded: {error}", "Take it again, or choose another."
        ) from error


def thumbnail(content: bytes, edge: int) -> bytes:
    """A kept photo as a small JPEG of at most `edge` pixels."""
    with Image.open(io.BytesIO(content), formats=("JPEG",)) as opened:
        opened.draft("RGB", (edge, edge))
        opened.thumbnail((edge, edge))
        return _jpeg(opened.convert("RGB"))


def signature_png(content: bytes) -> bytes:
    """A drawn signature as a PNG of black strokes that holds pixels only. Raises PhotoRefused."""
    try:
        with Image.open(io.BytesIO(content), formats=("PNG",)) as opened:
            _check_size(opened)
            strokes = opened.convert("L")
    except (OSError, SyntaxError, ValueError) as error:
        raise PhotoRefused("The signature could not be kept.", str(error), "Draw it again.") from error
    strokes.thumbnail((SIGNATURE_EDGE, SIGNATURE_EDGE))
    result = io.BytesIO()
    strokes.save(result, "PNG", optimize=True)
    return result.getvalue()


def _check_size(opened: Image.Image) -> None:
    if opened.width * opened.height > MOST_PIXELS:
        raise _too_many_pixels()


def _too_many_pixels() -> PhotoRefused:
    return PhotoRefused(
        "This picture is too large.",
        f"It unfolds to more than {MOST_PIXELS // 1_000_000} million pixels.",
        "Choose a smaller one.",
    )


def _plain_rgb(picture: Image.Image) -> Image.Image:
    """In sRGB on white, with nothing beside the pixels."""
    profile: Any = picture.info.get("icc_profile")
    if profile and picture.mode in ("RGB", "RGBA"):
        try:
            srgb = ImageCms.ImageCmsProfile(cast("Any", ImageCms).createProfile("sRGB"))
            converted = ImageCms.profileToProfile(picture, ImageCms.ImageCmsProfile(io.BytesIO(profile)), srgb)
            picture = converted or picture
        except ImageCms.PyCMSError:
            pass  # a profile that nobody understands: the pixels stay as they are
    if "A" in picture.getbands() or "transparency" in picture.info:
        over = picture.convert("RGBA")
        picture = Image.new("RGB", over.size, "white")
        picture.paste(over, mask=over.getchannel("A"))
    plain = Image.new("RGB", picture.size)
    plain.paste(picture.convert("RGB"))
    return plain


def _jpeg(picture: Image.Image) -> bytes:
    result = io.BytesIO()
    picture.save(result, "JPEG", quality=QUALITY, optimize=True)
    return result.getvalue()
