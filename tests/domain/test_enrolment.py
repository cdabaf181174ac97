"""The enrolment code: read as it was written, and a mistyped one is told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fleetdesk.domain.enrolment import ALPHABET, new_code, read_code, read_stores, secret_hash
from fleetdesk.domain.errors import FormatError

CODE = new_code(bytes(range(1, 33)), "aGVsbG8=")


def test_a_code_names_the_hub_and_reads_back_however_it_is_typed() -> None:
    assert [len(group) for group in CODE.text.split("-")] == [4] * 8
    assert read_code(CODE.text) == CODE
    assert read_code(f"  {CODE.text.lower().replace('-', ' ')} ") == CODE
    assert read_code(CODE.text.replace("1", "l").replace("0", "o")) == CODE
    assert CODE.is_for("aGVsbG8=")
    assert not CODE.is_for("aGVsbG9=")
    assert len(secret_hash(CODE.secret)) == 32


@given(st.binary(min_size=10, max_size=40), st.integers(0, 31), st.sampled_from(ALPHABET))
def test_every_single_wrong_character_is_told(random: bytes, at: int, wrong: str) -> None:
    plain = new_code(random, "key").text.replace("-", "")
    typed = plain[:at] + wrong + plain[at + 1 :]
    if typed != plain:
        with pytest.raises(FormatError):
            read_code(typed)


@given(st.binary(min_size=10, max_size=40), st.integers(0, 30))
def test_two_exchanged_neighbours_are_told(random: bytes, at: int) -> None:
    plain = new_code(random, "key").text.replace("-", "")
    typed = plain[:at] + plain[at + 1] + plain[at] + plain[at + 2 :]
    if typed != plain:
        with pytest.raises(FormatError):
            read_code(typed)


@pytest.mark.parametrize("typed", ["", "ABCD", CODE.text + "A", CODE.text[:-1], CODE.text.replace("-", "/"), "U" * 32])
def test_what_is_no_code_is_told(typed: str) -> None:
    with pytest.raises(FormatError):
        read_code(typed)


def test_stores_are_all_or_named() -> None:
    assert read_stores("all") is None
    assert read_stores(" A, B ,A") == ("A", "B")
    with pytest.raises(FormatError):
        read_stores(" , ")
