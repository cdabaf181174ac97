"""`fleetdesk template`: a file is checked, published with a reason as the next version, and listed."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from fleetdesk.cli.main import app
from fleetdesk.domain.errors import KnownError
from fleetdesk.runtime.paths import bundled
from fleetdesk.services.desk import Desk

BLENDER = bundled("seeds") / "templates" / "blender-inspection.toml"


@pytest.fixture(autouse=True)
def _home(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FLEETDESK_HOME", str(desk.workstation.home.folder))


def run(*words: str) -> Result:
    return CliRunner().invoke(app, ["template", *words])


def refusal(*words: str) -> KnownError:
    """What the command says when it refuses; `main` prints it and ends with 1."""
    error = run(*words).exception
    assert isinstance(error, KnownError)
    return error


def test_a_file_becomes_the_next_version_with_its_reason(tmp_path: Path) -> None:
    changed = tmp_path / "blender.toml"
    text = BLENDER.read_text(encoding="utf-8").replace('"Blade turns freely, no chips, no play"', '"Blade sound"')
    changed.write_text(text, encoding="utf-8")
    assert run("check", str(changed)).stdout.startswith("blender-inspection is right")
    published = run("publish", str(changed), "--reason", "shorter words", "--json")
    assert json.loads(published.stdout) == {"template": "blender-inspection", "version": 3}
    shown = run("show", "blender-inspection").stdout
    assert "Blade sound [pass_fail, photo if fail]" in shown
    assert "version 3 by workstation: shorter words" in shown
    again = refusal("publish", str(changed), "--reason", "once more")
    assert again.title == "The template says so already."
    rows = json.loads(run("list", "--json").stdout)["templates"]
    row = next(row for row in rows if row["template"] == "blender-inspection")
    assert (row["version"], row["languages"]) == (3, ["es", "zh_CN"])
    assert len(rows) == 11


def test_a_wrong_file_is_refused_with_each_place(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.toml"
    text = (
        BLENDER.read_text(encoding="utf-8").replace('kind = "photo"', 'kind = "film"').replace("low = 1000", "lo = 1")
    )
    wrong.write_text(text, encoding="utf-8")
    refused = refusal("publish", str(wrong), "--reason", "x")
    assert refused.title == "This is no inspection template."
    assert "kind: expected 'pass_fail'" in refused.message
    assert "sections[1].items[1].lo: unknown key; expected 'low'" in refused.message
