"""`fleetdesk template`: a file is checked, published with a reason as the next version, and listed."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from fleetdesk.runtime.paths import bundled

BLENDER = bundled("seeds") / "templates" / "blender-inspection.toml"


def run(home: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "fleetdesk", "--home", str(home), "template", *words]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("templates") / "home"


def test_a_file_becomes_the_next_version_with_its_reason(home: Path, tmp_path: Path) -> None:
    changed = tmp_path / "blender.toml"
    text = BLENDER.read_text(encoding="utf-8").replace('"Blade turns freely, no chips, no play"', '"Blade sound"')
    changed.write_text(text, encoding="utf-8")
    assert run(home, "check", str(changed)).stdout.startswith("blender-inspection is right")
    published = run(home, "publish", str(changed), "--reason", "shorter words", "--json")
    assert json.loads(published.stdout) == {"template": "blender-inspection", "version": 3}
    shown = run(home, "show", "blender-inspection").stdout
    assert "Blade sound [pass_fail, photo if fail]" in shown
    assert "version 3 by workstation: shorter words" in shown
    again = run(home, "publish", str(changed), "--reason", "once more")
    assert (again.returncode, again.stderr.splitlines()[0]) == (1, "The template says so already.")
    rows = json.loads(run(home, "list", "--json").stdout)["templates"]
    row = next(row for row in rows if row["template"] == "blender-inspection")
    assert (row["version"], row["languages"]) == (3, ["es", "zh_CN"])
    assert len(rows) == 11


def test_a_wrong_file_is_refused_with_each_place(home: Path, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.toml"
    text = (
        BLENDER.read_text(encoding="utf-8").replace('kind = "photo"', 'kind = "film"').replace("low = 1000", "lo = 1")
    )
    wrong.write_text(text, encoding="utf-8")
    refused = run(home, "publish", str(wrong), "--reason", "x")
    assert refused.returncode == 1
    assert "This is no inspection template." in refused.stderr
    assert "kind: expected 'pass_fail'" in refused.stderr
    assert "sections[1].items[1].lo: unknown key; expected 'low'" in refused.stderr
