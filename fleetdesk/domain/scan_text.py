"""What a scanner may read off a label: our own labels carry a prefix, makers' labels a bare serial or tag. Pure."""

import re

PREFIX = "FD:"
INSPECTION = "INSPECTION "
LEAST, MOST = 4, 64
_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._/#+-]*\Z")


def label_text(serial: str | None, asset_tag: str | None) -> str | None:
    """What the label of a device carries; None for one that has neither, or not in letters that a scanner can type."""
    for text in (serial, asset_tag):
        if text and code_in(PREFIX + text.strip()) is not None:
            return PREFIX + text.strip()
    return None


def code_in(scanned: str) -> str | None:
    """The serial or tag in what was scanned; None for what no label of a device says."""
    text = scanned.strip()
    if text[: len(PREFIX)].upper() == PREFIX:
        text = text[len(PREFIX) :].strip()
    elif len(text) < LEAST:
        return None
    return text if text and len(text) <= MOST and _WORD.match(text) else None


def inspection_code(inspection: str) -> str:
    """What the code on an inspection's document says."""
    return f"{PREFIX}{INSPECTION}{inspection}"


def inspection_in(code: str) -> str | None:
    """The inspection that a code names, as `code_in` gives it."""
    return code[len(INSPECTION) :].lower() if code.upper().startswith(INSPECTION) else None


def is_own(scanned: str) -> bool:
    """Ours for sure: wherever the keys went, nobody types that by hand."""
    return scanned[: len(PREFIX)].upper() == PREFIX and code_in(scanned) is not None
