"""The window in the languages of its users: nothing is left out, no value is lost, the compiled files are new."""

import importlib.util
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from PySide6.QtCore import QCoreApplication, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from fleetdesk.services.views import Text
from fleetdesk.ui.translate import install_translations
from fleetdesk.ui.words import say, tr

ROOT = Path(__file__).parent.parent.parent
VALUE = re.compile(r"\{[^{}]*\}")


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("update_translations", ROOT / "packaging" / "update_translations.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def said(script: ModuleType) -> list[str]:
    return script.sentences()


@pytest.fixture(params=["es", "zh_CN"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_everything_that_is_said_has_a_translation(script: ModuleType, said: list[str], language: str) -> None:
    known = script.translations(script.FOLDER / f"fleetdesk_{language}.ts")
    assert len(said) > 800
    missing = [sentence for sentence in said if not known.get(sentence, "").strip()]
    assert missing == [], "translate them, then run packaging/update_translations.py"


def test_no_value_is_lost_in_translation(script: ModuleType, language: str) -> None:
    known = script.translations(script.FOLDER / f"fleetdesk_{language}.ts")
    wrong = {a: b for a, b in known.items() if sorted(VALUE.findall(a)) != sorted(VALUE.findall(b))}
    assert wrong == {}


def test_the_compiled_file_is_that_of_the_text(script: ModuleType, language: str, tmp_path: Path) -> None:
    file = script.FOLDER / f"fleetdesk_{language}.ts"
    script.release(file, tmp_path / "now.qm")
    assert (tmp_path / "now.qm").read_bytes() == file.with_suffix(".qm").read_bytes()


def test_a_new_sentence_is_noticed(script: ModuleType, language: str, tmp_path: Path) -> None:
    """The control of the first test: what nobody translated yet stands as unfinished, and is not compiled."""
    file = tmp_path / f"fleetdesk_{language}.ts"
    shutil.copy(script.FOLDER / file.name, file)
    assert script.update(file, language, ["Devices", "A sentence of tomorrow"]) == 1
    assert set(script.translations(file)) == {"Devices"}


@pytest.fixture
def speaking(qapp: QApplication, language: str) -> Iterator[str]:
    before = set(qapp.findChildren(QTranslator))
    assert "fleetdesk" in install_translations(qapp, QLocale(language))
    yield language
    for translator in set(qapp.findChildren(QTranslator)) - before:
        QCoreApplication.removeTranslator(translator)


def test_the_window_speaks_it(speaking: str) -> None:
    assert tr("Devices") == {"es": "Equipos", "zh_CN": "设备"}[speaking]
    cause = Text("Inspected: connectivity failure, cause {cause}.", {"cause": Text("out of radio range")})
    expected = {
        "es": "Inspeccionado: falla de conectividad, causa fuera de alcance de radio.",
        "zh_CN": "检查结论：连接故障，原因 超出无线范围。",
    }
    assert say(cause) == expected[speaking], "a sentence within a sentence is translated too"
