"""Labels whose codes a scanner reads: made, decoded by a foreign reader, and found again."""

import re
from pathlib import Path

import numpy as np
import pytest
import zxingcpp
from typer.testing import CliRunner

from fleetdesk.cli.main import app
from fleetdesk.domain.errors import KnownError
from fleetdesk.domain.scan_text import code_in
from fleetdesk.services.desk import Desk
from fleetdesk.services.find_devices import FindDevices
from fleetdesk.services.fleet_health import FleetHealthService
from fleetdesk.services.model_names import ModelNames
from fleetdesk.services.print_labels import Label, PrintLabels, load_sheets, pdf_of, qr_of
from fleetdesk.storage.queries.fleet import Filter


def pages(data: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", data))


def decoded(code: str) -> list[str]:
    """What a camera would read, at five pixels a module with the quiet zone of the standard."""
    image = np.pad(np.array(qr_of(code), dtype=bool), 4)
    picture = np.where(np.kron(image, np.ones((5, 5), dtype=bool)), 0, 255).astype(np.uint8)
    return [found.text for found in zxingcpp.read_barcodes(picture)]


@pytest.mark.parametrize("code", ["FD:RF-20417", "FD:A1", "FD:" + "X" * 60])
def test_a_foreign_reader_reads_what_we_draw(code: str) -> None:
    assert decoded(code) == [code]


def test_each_label_finds_its_device(fleet_desk: Desk, tmp_path: Path) -> None:
    labels = PrintLabels(fleet_desk.record, ModelNames())
    path = tmp_path / "labels.pdf"
    printed = labels.write(path, Filter(store="STORE-04"))
    assert (printed.labels, printed.sheets, printed.without) == (17, 1, 0)
    assert path.read_bytes().startswith(b"%PDF-")
    find = FindDevices(fleet_desk.record, FleetHealthService(fleet_desk.record), ModelNames())
    code = code_in(decoded("FD:RF-20417")[0])
    assert code is not None
    device = find.scanned(code)
    assert device is not None
    assert find.detail(device).row.serial == "RF-20417"


@pytest.mark.parametrize("key", sorted(load_sheets()))
def test_a_sheet_holds_its_labels_and_stays_on_the_paper(key: str) -> None:
    sheet = load_sheets()[key]
    assert sheet.margin_x + (sheet.columns - 1) * sheet.pitch_x + sheet.width <= sheet.page_width
    assert sheet.margin_y + (sheet.rows - 1) * sheet.pitch_y + sheet.height <= sheet.page_height
    per_page = sheet.columns * sheet.rows
    label = Label(
        "FD:RF-1", ("RF-1", "A model with a name that is far too long for one label " * 2, "Café № 7", "咖啡店")
    )
    data, count = pdf_of([label] * (per_page + 1), sheet)
    assert (count, pages(data)) == (2, 2)


def test_what_cannot_be_printed_is_said(fleet_desk: Desk, tmp_path: Path) -> None:
    labels = PrintLabels(fleet_desk.record, ModelNames())
    for wanted, sheet, said in (
        (Filter(), "a5-1", "no sheet"),
        (Filter(search="no such thing"), "a4-24", "No label was made"),
    ):
        with pytest.raises(KnownError, match=said):
            labels.write(tmp_path / "labels.pdf", wanted, sheet)
    with pytest.raises(KnownError, match="cannot be written"):
        labels.write(tmp_path / "nowhere" / "labels.pdf", Filter(store="STORE-04"))
    assert list(tmp_path.glob("*.pdf*")) == [], "nothing half is left"


def test_on_the_command_line(fleet_desk: Desk, tmp_path: Path) -> None:
    home, path = str(fleet_desk.workstation.home.folder), tmp_path / "all.pdf"
    result = CliRunner().invoke(app, ["--home", home, "labels", str(path), "--search", "frost", "--sheet", "letter-30"])
    assert result.exit_code == 0, result.output
    assert "51 labels on 2 sheets" in result.output
    assert pages(path.read_bytes()) == 2
