"""What counts as a label, and what does not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fleetdesk.domain.scan_text import MOST, code_in, is_own, label_text


@pytest.mark.parametrize(
    ("scanned", "code", "own"),
    [
        ("FD:RF-20417", "RF-20417", True),
        ("fd:RF-20417", "RF-20417", True),
        ("FD:A1", "A1", True),
        ("RF-20417", "RF-20417", False),
        (" RF-20417\t", "RF-20417", False),
        ("A1", None, False),
        ("FD:", None, False),
        ("FD:=SUM(A1)", None, False),
        ("https://example.com/x", None, False),
        ("RF-20417\x1b[31m", None, False),
        ("<b>RF-20417</b>", None, False),
        ("A" * (MOST + 1), None, False),
        ("", None, False),
    ],
)  # fmt: skip
def test_what_a_scanner_says(scanned: str, code: str | None, own: bool) -> None:
    assert (code_in(scanned), is_own(scanned)) == (code, own)


@given(st.text(max_size=90), st.text(max_size=90))
def test_a_label_that_is_made_is_read_again(serial: str, tag: str) -> None:
    text = label_text(serial, tag)
    if text is not None:
        assert is_own(text)
        assert code_in(text) in (serial.strip(), tag.strip())


def test_the_tag_stands_in_for_a_serial() -> None:
    assert label_text("RF-1", "A-7") == "FD:RF-1"
    assert label_text(None, "A-7") == "FD:A-7"
    assert label_text("咖啡", "A-7") == "FD:A-7"
    assert label_text(None, None) is None
