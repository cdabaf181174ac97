"""Texts that leave for a spreadsheet, guarded so that none is taken for a formula, and those that come back. Pure."""

import re

RISKY = ("=", "+", "-", "@", "\t", "\r")
_AS_TEXT = re.compile(r'="([^"]*)"\Z')


def guarded(text: str) -> str:
    """A text that no spreadsheet takes for a formula; `unguarded` gives it back."""
    risky = text.startswith(RISKY) or (text.startswith("'") and text[1:].startswith((*RISKY, "'")))
    return f"'{text}" if risky else text


def unguarded(text: str) -> str:
    """A text without what guards it from being taken for a formula or a number: '=x, and ="007" as others write it."""
    if found := _AS_TEXT.match(text.strip()):
        return found.group(1)
    if text.startswith("'") and text[1:].startswith((*RISKY, "'")):
        return text[1:]
    return text.strip(" \t\r\n\xa0\ufeff")
