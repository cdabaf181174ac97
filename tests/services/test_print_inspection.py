"""An inspection on paper: everything on it, in any script, with curves and photos; a receipt of one page."""

import base64
import re
import zlib
from pathlib import Path

import pytest
from typer.testing import CliRunner

from fleetdesk.cli.main import app
from fleetdesk.domain.errors import KnownError
from fleetdesk.domain.scan_text import code_in, inspection_code, inspection_in, is_own
from fleetdesk.services.amend_inspection import amend
from fleetdesk.services.desk import Desk
from fleetdesk.services.inspection_log import InspectionLog
from fleetdesk.services.model_names import ModelNames
from fleetdesk.services.paper import Paper, marked
from fleetdesk.services.paper_plot import ticks
from fleetdesk.services.print_inspection import PrintInspection
from fleetdesk.services.views import Person
from tests.services.inspected import LI, answers, inspect, keep, photo, whole_inspection
from tests.services.test_print_labels import decoded, pages


@pytest.fixture
def printing(fleet_desk: Desk) -> PrintInspection:
    return PrintInspection(fleet_desk.record, InspectionLog(fleet_desk.record, ModelNames()))


def drawn_text(data: bytes) -> str:
    """All that is written on the pages, as the file has it: Latin as letters, other scripts as UTF-16 in octal."""
    streams = re.findall(rb"/ASCII85Decode /FlateDecode \].*?stream\r?\n(.*?)endstream", data, re.DOTALL)
    pages_drawn = [zlib.decompress(base64.a85decode(s.strip().removesuffix(b"~>"))) for s in streams]
    shown = b"\n".join(page for page in pages_drawn if b" Tf" in page)
    words = re.findall(rb"\(((?:[^()\\]|\\.)*)\) Tj", shown)
    return " ".join(word.decode("latin-1") for word in words)


def test_the_document_holds_everything(fleet_desk: Desk, printing: PrintInspection, tmp_path: Path) -> None:
    event = whole_inspection(fleet_desk, services=("blade-service",), signer=LI)
    amend(fleet_desk.record, event, {"answers.motor_current": "4.1"}, "misread the display", Person("Bo Lind", "T-8"))
    path = tmp_path / "inspection.pdf"
    count = printing.write(event, path)
    data = path.read_bytes()
    assert (data[:5], pages(data)) == (b"%PDF-", count)
    said = drawn_text(data)
    for words in (
        "RF-20417", "Connectivity failure", "Sealed, amended", "Motor current under load", "4.020 A", "typed",
        "machine",
        "1.000 to 6.200 A", "Services done", "late", "misread the display", "4.100 A", "Page 1 of 3", "Page 3 of 3",
        "Drawn by hand", "EST",
    ):  # fmt: skip
        assert words in said or all(word in said for word in words.split()), words
    assert b"/STSong-Light" in data
    assert data.count(b"/Subtype /Image") >= 3, "two photos and the signature"
    assert len(re.findall(rb" l\b", b"".join(_streams(data)))) > 500, "the curve is drawn, not a picture"


def _streams(data: bytes) -> list[bytes]:
    found = re.findall(rb"/ASCII85Decode /FlateDecode \].*?stream\r?\n(.*?)endstream", data, re.DOTALL)
    return [zlib.decompress(base64.a85decode(s.strip().removesuffix(b"~>"))) for s in found]


def test_the_receipt_is_one_page_whatever_was_found(
    fleet_desk: Desk, printing: PrintInspection, tmp_path: Path
) -> None:
    bad = tuple({**a, "outcome": "fail", "note": "broken " * 12, "value": None} for a in answers())
    event = inspect(fleet_desk, said=bad, verdict="mechanical", cause=None, services=("blade-service",))
    assert printing.write(event, tmp_path / "receipt.pdf", receipt=True) == 1
    said = drawn_text((tmp_path / "receipt.pdf").read_bytes())
    assert "Receipt of an inspection" in said
    assert "Page 1 of 1" in said


def test_a_broken_seal_stands_on_the_paper(fleet_desk: Desk, printing: PrintInspection, tmp_path: Path) -> None:
    event = inspect(fleet_desk)
    change = "UPDATE journal_event SET body = CAST(replace(CAST(body AS TEXT), 'crack', 'track') AS BLOB) WHERE id = ?"
    fleet_desk.record.change(lambda c: c.execute(change, (event,)))
    printing.write(event, tmp_path / "broken.pdf")
    said = drawn_text((tmp_path / "broken.pdf").read_bytes())
    assert "SEAL BROKEN" in said
    assert "answer seal was changed" in said


def test_a_photo_that_is_absent_or_no_picture_is_said(
    fleet_desk: Desk, printing: PrintInspection, tmp_path: Path
) -> None:
    gone, wrong = (
        keep(fleet_desk, "photo", "image/jpeg", photo(), "blade"),
        keep(fleet_desk, "photo", "image/jpeg", b"no picture", "seal"),
    )
    event = inspect(fleet_desk, files=(gone, wrong), owed=("motor_run",))
    (fleet_desk.workstation.home.blobs / gone["sha256"][:2] / gone["sha256"]).unlink()
    printing.write(event, tmp_path / "photos.pdf")
    said = drawn_text((tmp_path / "photos.pdf").read_bytes())
    assert "This photo is not on this laptop." in said
    assert "This photo cannot be shown." in said
    assert "Photos still owed when it was signed: Motor starts at once" in said


def test_nothing_that_a_person_wrote_is_markup() -> None:
    assert marked("<b>&amp;") == "&lt;b&gt;&amp;amp;"
    assert marked("Café 咖啡 №") == ('Café <font name="STSong-Light">咖啡</font> <font name="STSong-Light">№</font>')
    paper = Paper()
    data, count = paper.document("t", "f", [paper.text("</para><b>x " * 5), paper.text("咖啡店" * 200)])
    assert (data[:5], count) == (b"%PDF-", 1)


def test_the_code_on_the_paper_is_read_and_names_the_inspection() -> None:
    event = "01a21d31-b562-73f6-8443-73337c7a86f6"
    (read,) = decoded(inspection_code(event))
    assert is_own(read)
    assert inspection_in(code_in(read) or "") == event
    assert inspection_in("RF-20417") is None


def test_ticks_are_round() -> None:
    assert ticks(0, 6.7, 5) == [0, 2, 4, 6]
    assert ticks(-0.3, 0.3, 5) == [-0.2, 0, 0.2]


def test_what_there_is_not_is_not_printed(printing: PrintInspection, tmp_path: Path) -> None:
    with pytest.raises(KnownError, match="There is no inspection"):
        printing.write("nothing", tmp_path / "x.pdf")
    assert list(tmp_path.glob("x.pdf*")) == []


def test_the_command_line_writes_both(fleet_desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    event = inspect(fleet_desk)
    monkeypatch.setenv("FLEETDESK_HOME", str(fleet_desk.workstation.home.folder))
    for words in ((), ("--receipt",)):
        result = CliRunner().invoke(app, ["inspections", "pdf", event, str(tmp_path / "a.pdf"), *words])
        assert result.exit_code == 0, result.output
        assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF-")
