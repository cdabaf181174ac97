"""A whole number as people type it."""

_BETWEEN_GROUPS = str.maketrans("", "", ", '\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}")


def whole_number(text: str) -> int | None:
    """1250, 1,250 or 1 250; None for what is no whole number of nothing or more, the empty text too."""
    said = text.strip().translate(_BETWEEN_GROUPS)
    return int(said) if said.isascii() and said.isdigit() else None
