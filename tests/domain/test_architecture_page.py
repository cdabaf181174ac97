"""The catalogue's table in ARCHITECTURE.md names every kind, and no other."""

import re
from pathlib import Path

from fleetdesk.domain.events import CATALOGUE

PAGE = Path(__file__).parents[2] / "ARCHITECTURE.md"


def test_the_table_is_the_catalogue() -> None:
    text = PAGE.read_text("utf-8")
    table = text[text.index("| kind | says |") : text.index("## Journal and projections")]
    rows = [line.split("|")[1] for line in table.splitlines()[2:] if line.startswith("|")]
    named = {kind for row in rows for kind in re.findall(r"[a-z]+\.[a-z_]+", row)}
    assert named == {kind for kind, _ in CATALOGUE}
