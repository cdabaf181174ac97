"""An import file is read whole or refused with every problem by row and field."""

import csv
import hashlib
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fleetdesk.domain.errors import ImportRefused
from fleetdesk.domain.fleet import Category, Status
from fleetdesk.domain.import_rows import DEVICE_COLUMNS
from fleetdesk.services.read_import_file import ImportFile, ImportFileRefused, read_import_file
from fleetdesk.services.seeds import load_models, sample_fleet

MODELS = load_models()
Row = dict[str, Any]


def gateway(**changes: Any) -> Row:
    return {"row_key": "g1", "model": "mpc-1911-r22", "serial": "MPC-0001", "store": "S1", **changes}


def blender(**changes: Any) -> Row:
    return {"row_key": "b1", "model": "ruiyun-frost", "serial": "RF-1", "store": "S1", "gateway": "MPC-0001", **changes}


def document(*devices: Row, **changes: Any) -> dict[str, Any]:
    store = {"code": "S1", "name": "Store 1", "time_zone": "America/New_York"}
    return {
        "source_id": "test", "as_of": "2026-02-14T15:00:00Z", "notes": ["A note."], "stores": [store],
        "devices": list(devices) or [gateway(), blender()], **changes,
    }  # fmt: skip


def read(folder: Path, content: object) -> ImportFile:
    file = folder / "fleet.json"
    file.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return read_import_file(file, MODELS)


def problems(folder: Path, content: object) -> list[str]:
    with pytest.raises(ImportFileRefused) as refused:
        read(folder, content)
    assert refused.value.title == "fleet.json was not imported."
    assert "Nothing was changed" in refused.value.next_step
    for problem in refused.value.problems:
        assert str(problem) in refused.value.message
    return [str(problem) for problem in refused.value.problems]


# -- what is taken -----------------------------------------------------------------------------------------------------


def test_a_row_comes_out_typed_with_its_category_and_canonical_instants(tmp_path: Path) -> None:
    row = blender(
        state="offline", state_as_of="2026-01-26T04:10:00-05:00", uses=1004, uses_at="2026-01-26T08:45:00Z",
        baseline_uses=0, fitted_at="2025-09-15T14:00:00.5Z", gateway=" mpc-0001 ", synthetic=True,
    )  # fmt: skip
    file = read(tmp_path, document(gateway(), row))
    taken = file.devices[1]
    assert (file.source_id, file.as_of, file.notes) == ("test", "2026-02-14T15:00:00.000Z", ("A note.",))
    assert (taken.row, taken.row_key, taken.category, taken.status) == (2, "b1", Category.BLENDER, Status.IN_SERVICE)
    assert (taken.state, taken.state_as_of) == ("offline", "2026-01-26T09:10:00.000Z")
    assert (taken.uses, taken.baseline_uses, taken.fitted_at) == (1004, 0, "2025-09-15T14:00:00.500Z")
    assert (taken.gateway, taken.gateway_model) == ("MPC-0001", "mpc-1911-r22")
    assert taken.synthetic


def test_the_files_name_and_hash_are_kept(tmp_path: Path) -> None:
    file = read(tmp_path, document())
    content = (tmp_path / "fleet.json").read_bytes()
    assert (file.name, file.sha256) == ("fleet.json", hashlib.sha256(content).hexdigest())


def test_one_serial_may_stand_in_two_models_and_several_rows_may_have_none(tmp_path: Path) -> None:
    rows = [gateway(serial="A1"), {"row_key": "c", "model": "venus-i", "serial": "A1"}]
    bare: list[Row] = [{"row_key": key, "model": "other-equipment"} for key in ("o1", "o2")]
    assert [row.serial for row in read(tmp_path, document(*rows, *bare)).devices] == ["A1", "A1", None, None]


def test_a_module_that_carries_its_devices_serial_is_the_factorys(tmp_path: Path) -> None:
    row = blender(module_serial="rf-1", fitted_at="2025-09-15T14:00:00Z")
    assert read(tmp_path, document(gateway(), row)).devices[1].module_serial is None


def test_two_blenders_may_have_exchanged_their_modules(tmp_path: Path) -> None:
    one = blender(module_serial="RF-2", fitted_at="2025-09-15T14:00:00Z")
    two = blender(row_key="b2", serial="RF-2", module_serial="RF-1", fitted_at="2025-09-15T14:00:00Z")
    assert len(read(tmp_path, document(gateway(), one, two)).devices) == 3


def test_a_registered_store_needs_no_row_in_the_file(tmp_path: Path) -> None:
    file = tmp_path / "more.json"
    file.write_text(json.dumps(document(gateway(store="S9"), stores=[])), encoding="utf-8")
    assert read_import_file(file, MODELS, ["S9"]).devices[0].store == "S9"
    with pytest.raises(ImportRefused):
        read_import_file(file, MODELS)


# -- what is refused, by row and field -------------------------------------------------------------------------------

WRONG_CELLS: list[tuple[Row, str, str]] = [
    ({"colour": "red"}, "colour", "unknown column"),
    ({"model": "ruiyun-frots"}, "model", "'ruiyun-frots' is not a known model"),
    ({"model": None}, "model", "is missing"),
    ({"store": "S2"}, "store", "'S2' is not a store of this file"),
    ({"serial": "RF-1234567890"}, "serial", "at most 12 ASCII characters"),
    ({"serial": "RF-ä"}, "serial", "at most 12 ASCII characters"),
    ({"serial": 20417}, "serial", "20417 found, expected text"),
    ({"gateway": "MPC-0099"}, "gateway", "not the serial of a gateway in this file"),
    ({"status": "broken"}, "status", "broken found, expected in_service, tagged_out, spare, retired, test_unit"),
    ({"state": "up", "state_as_of": "2026-02-14T15:00:00Z"}, "state", "up found, expected online, offline"),
    ({"state": "online"}, "state_as_of", "is missing although state is given"),
    ({"state": "online", "state_as_of": "2026-02-30T15:00:00Z"}, "state_as_of", "2026-02-30T15:00:00Z found"),
    ({"state": "online", "state_as_of": "2026-02-14T15:00:00"}, "state_as_of", "with its zone"),
    ({"state": "online", "state_as_of": "0001-01-01T00:00:00+14:00"}, "state_as_of", "expected a date"),
    ({"state_as_of": "2026-02-14T15:00:00Z"}, "state", "is missing although state_as_of is given"),
    ({"uses": 5}, "uses_at", "is missing although uses is given"),
    ({"uses": -1, "uses_at": "2026-02-14T15:00:00Z"}, "uses", "-1 found, expected a whole number"),
    ({"uses": 2**32, "uses_at": "2026-02-14T15:00:00Z"}, "uses", "expected a whole number from 0 to 4294967295"),
    ({"uses": 1.5, "uses_at": "2026-02-14T15:00:00Z"}, "uses", "1.5 found, expected a whole number"),
    ({"uses": True, "uses_at": "2026-02-14T15:00:00Z"}, "uses", "true found, expected a whole number"),
    ({"baseline_uses": 0}, "fitted_at", "is missing although baseline_uses is given"),
    ({"module_serial": "M-1"}, "fitted_at", "is missing although module_serial is given"),
    ({"serial": None, "uses": 5, "uses_at": "2026-02-14T15:00:00Z"}, "serial", "needs the serial"),
    ({"model": "ice-machine", "uses": 5, "uses_at": "2026-02-14T15:00:00Z"}, "uses", "has no usage counter"),
    ({"synthetic": "true"}, "synthetic", "true found, expected true or false"),
    ({"asset_tag": "A\u0007"}, "asset_tag", "without control characters"),
    ({"asset_tag": "\ud800"}, "asset_tag", "'\\ud800' found, expected text without control characters"),
    ({"firmware": "x" * 33}, "firmware", "at most 32 characters"),
]


@pytest.mark.parametrize(("cells", "field", "said"), WRONG_CELLS)
def test_a_wrong_cell_is_named_by_row_key_and_field(tmp_path: Path, cells: Row, field: str, said: str) -> None:
    (problem,) = problems(tmp_path, document(gateway(), blender(**cells)))
    assert problem.startswith(f"device 2 (b1), {field}: ")
    assert said in problem


def test_a_duplicate_serial_names_both_rows_however_it_is_written(tmp_path: Path) -> None:
    found = problems(tmp_path, document(gateway(), blender(), blender(row_key="b2", serial="rf -1")))
    assert found == [
        "device 2 (b1), serial: RF-1 stands in device 3 too",
        "device 3 (b2), serial: rf -1 stands in device 2 too",
    ]


def test_a_row_key_and_a_store_code_stand_once(tmp_path: Path) -> None:
    store = {"code": "S1", "name": "Store 1", "time_zone": "America/New_York"}
    found = problems(tmp_path, document(gateway(), blender(row_key="g1"), stores=[store, store]))
    assert found == [
        "store 1 (S1), code: S1 stands in store 2 too",
        "store 2 (S1), code: S1 stands in store 1 too",
        "device 1 (g1), row_key: g1 stands in device 2 too",
        "device 2 (g1), row_key: g1 stands in device 1 too",
    ]


def test_one_module_in_two_devices_is_refused(tmp_path: Path) -> None:
    two = blender(row_key="b2", serial="RF-2", module_serial="RF-1", fitted_at="2025-09-15T14:00:00Z")
    found = problems(tmp_path, document(gateway(), blender(), two))
    assert found == [
        "device 2 (b1), module_serial: module RF-1 is fitted in device 3 too",
        "device 3 (b2), module_serial: module RF-1 is fitted in device 2 too",
    ]


def test_a_gateway_behind_itself_is_refused(tmp_path: Path) -> None:
    (found,) = problems(tmp_path, document(gateway(gateway="MPC-0001")))
    assert found == "device 1 (g1), gateway: a gateway cannot report through itself"


@pytest.mark.parametrize(
    ("store", "field"),
    [
        ({"code": "STORE 1", "name": "n", "time_zone": "UTC"}, "code"),
        ({"code": "S" * 17, "name": "n", "time_zone": "UTC"}, "code"),
        ({"code": "S3", "time_zone": "UTC"}, "name"),
        ({"code": "S3", "name": "n", "time_zone": "America/Nowhere"}, "time_zone"),
        ({"code": "S3", "name": "n", "time_zone": "America"}, "time_zone"),
        ({"code": "S3", "name": "n", "time_zone": "../../etc/passwd"}, "time_zone"),
        ({"code": "S3", "name": "n", "time_zone": "UTC", "city": "x"}, "city"),
    ],
)
def test_a_wrong_store_is_named(tmp_path: Path, store: Row, field: str) -> None:
    stores = [{"code": "S1", "name": "Store 1", "time_zone": "America/New_York"}, store]
    (problem,) = problems(tmp_path, document(stores=stores))
    assert problem.startswith(f"store 2 ({store['code']}), {field}: ")


def test_all_problems_come_at_once(tmp_path: Path) -> None:
    found = problems(
        tmp_path,
        document(gateway(serial="MPC-00001234567"), blender(model="x", state="up"), source_id="a b", notes="none"),
    )
    fields = [line.split(": ")[0] for line in found]
    assert fields == [
        "file, source_id", "file, notes", "device 1 (g1), serial", "device 2 (b1), model", "device 2 (b1), state",
        "device 2 (b1), state_as_of", "device 2 (b1), gateway",
    ]  # fmt: skip


def test_a_thousand_problems_are_counted_and_fifty_shown(tmp_path: Path) -> None:
    rows: list[Row] = [{"row_key": f"r{n}", "model": "nothing"} for n in range(1000)]
    with pytest.raises(ImportFileRefused) as refused:
        read(tmp_path, document(*rows))
    assert refused.value.message.startswith("1000 problems:\n- device 1 (r0), model:")
    assert refused.value.message.endswith("and 950 more")
    assert len(refused.value.problems) == 1000


# -- files that are no import file -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "Line 1, column 1"),
        ('{"source_id": "x",\n "as_of": ', "Line 2"),
        ("[]", "one JSON object"),
        ('{"source_id": "x", "as_of": null}', "It has no devices."),
        ('{"source_id": "x", "as_of": null, "devices": {}}', "Its devices are not a list."),
        ('{"source_id": "x", "as_of": null, "devices": [1]}', "device 1 is not an object"),
        ('{"source_id": "x", "source_id": "y", "as_of": null, "devices": []}', "'source_id' stands twice"),
        ('{"source_id": NaN, "as_of": null, "devices": []}', "NaN is not a JSON number"),
        ("[" * 100_000, "not sound JSON"),
    ],
)
def test_what_is_no_import_file_is_said_plainly(tmp_path: Path, content: str, said: str) -> None:
    with pytest.raises(ImportFileRefused) as refused:
        read(tmp_path, content)
    assert said in refused.value.message


def test_a_file_that_is_not_there_a_folder_another_kind_and_bytes_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ImportRefused, match="There is no file"):
        read_import_file(tmp_path / "none.json", MODELS)
    with pytest.raises(ImportRefused, match="cannot be read"):
        read_import_file(tmp_path, MODELS)
    (tmp_path / "fleet.pdf").write_text("x")
    with pytest.raises(ImportRefused, match=r"from \.json, \.csv or \.xlsx"):
        read_import_file(tmp_path / "fleet.pdf", MODELS)
    (tmp_path / "fleet.xlsx").write_text("x")
    with pytest.raises(ImportRefused, match="no workbook that can be read"):
        read_import_file(tmp_path / "fleet.xlsx", MODELS)
    (tmp_path / "fleet.json").write_bytes(b'{\n"source_id": "\xff"}')
    with pytest.raises(ImportRefused, match="Line 2 is not UTF-8"):
        read_import_file(tmp_path / "fleet.json", MODELS)


# -- a plain table -----------------------------------------------------------------------------------------------------


def table(folder: Path, text: str, encoding: str = "utf-8") -> ImportFile:
    file = folder / "Store list 2026.csv"
    file.write_text(text, encoding=encoding, newline="")
    return read_import_file(file, MODELS, ["S1", "STORE-01"])


def test_a_table_gives_the_same_rows_as_the_json_file(tmp_path: Path) -> None:
    sample = json.loads(sample_fleet().read_text(encoding="utf-8"))
    out = io.StringIO()
    writer = csv.DictWriter(out, DEVICE_COLUMNS)
    writer.writeheader()
    writer.writerows(sample["devices"])
    file = tmp_path / "sample.csv"
    file.write_text(out.getvalue(), encoding="utf-8", newline="")
    codes = [store["code"] for store in sample["stores"]]
    from_table = read_import_file(file, MODELS, codes)
    from_json = read_import_file(sample_fleet(), MODELS)
    strip: Callable[[ImportFile], list[tuple[Any, ...]]] = lambda f: [  # noqa: E731
        tuple(getattr(row, name) for name in DEVICE_COLUMNS) for row in f.devices
    ]
    assert strip(from_table) == strip(from_json)
    assert (from_table.devices[0].row, from_table.source_id, from_table.as_of) == (2, "csv:sample", None)


def test_a_spreadsheets_table_with_semicolons_and_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    file = table(tmp_path, "row_key;model;serial;store\r\nv1;venus-i;VEN-1;S1\r\n;;;\r\n", "utf-8-sig")
    assert [(row.row_key, row.store) for row in file.devices] == [("v1", "S1")]
    assert file.source_id == "csv:Store-list-2026"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "It begins with: nothing"),
        ("colour,size\nred,2\n", "It begins with: colour, size"),
        ("row_key,serial\na,b\n", "No column holds the model. The columns are row_key, serial."),
        ("model,store\nvenus-i,S1\n", "No column holds what a unit is known by: row_key, serial, asset_tag"),
        ("row_key,model,serial\n", "no row below its header in row 1"),
        ("row_key,model,serial,serial\nv1,venus-i,A,B\n", "C (serial) and D (serial) both mean serial"),
        ("row_key,model,serial\nv1,venus-i,VEN-1,VEN-2\n", "row 2, row_key: the row has more cells than the header"),
        ('row_key,model,serial\nv1,"venus-i,VEN-1\n', "unexpected end of data"),
        ("row_key,model,serial\nv1,venus-i,VEN-1\nv2,venus-i,VEN-1\n", "row 3 (v2), serial: VEN-1 stands in row 2 too"),
        ("row_key,model,serial,uses\nv1,venus-i,VEN-1,many\n", "row 2 (v1), uses: many found"),
        ("row_key,model,serial,synthetic\nv1,venus-i,VEN-1,perhaps\n", "perhaps found, expected true or false"),
    ],
)
def test_a_wrong_table_is_refused_by_row(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(ImportRefused) as refused:
        table(tmp_path, text)
    assert said in refused.value.message


# -- hostile files -----------------------------------------------------------------------------------------------------

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
CELLS = st.dictionaries(st.sampled_from(DEVICE_COLUMNS) | st.text(max_size=8), JSON, max_size=8)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(CELLS, max_size=4), st.dictionaries(st.sampled_from(["source_id", "as_of", "notes", "stores", "x"]), JSON)
)
def test_any_json_is_taken_or_refused_and_never_a_bug(tmp_path: Path, devices: list[Row], head: Row) -> None:
    try:
        file = read(tmp_path, {**document(), **head, "devices": devices})
    except ImportRefused as refused:
        said = refused.message
    else:
        said = " ".join(row.row_key for row in file.devices) or "nothing"
    assert said.encode("utf-8")


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=200), st.sampled_from([".json", ".csv", ".xlsx"]))
def test_any_bytes_are_taken_or_refused_and_never_a_bug(tmp_path: Path, content: bytes, suffix: str) -> None:
    file = tmp_path / f"any{suffix}"
    file.write_bytes(content)
    with pytest.raises(ImportRefused):
        read_import_file(file, MODELS)
