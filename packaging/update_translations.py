"""Brings the translations up to the sources: new sentences into the .ts files, finished ones into the .qm files.

    python packaging/update_translations.py

A translator then fills in what is marked unfinished in `resources/translations/*.ts` (Qt Linguist, or any editor), and
runs it again. All texts stand in one context, `ui`, and without comments: those of the window (`tr`) and those of the
services (`Text`, whose second argument lupdate would take for one).
"""

import ast
import shutil
import subprocess
import sys
import tempfile
import tomllib
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import cast

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "resources" / "translations"
LANGUAGES = ("es", "zh_CN")
TABLES = {
    "services/device_story.py": ("FIELD_WORDS", "VERDICTS", "CAUSES", "UPDATES"),
    "services/forecast_words.py": ("NONE_SAID",),
    "services/gateway_card.py": ("THINGS", "LABELS", "SAID"),
    "services/triage_unit.py": ("CAUSE_WORDS",),
    "services/inspection_words.py": ("VERDICT_WORDS", "OUTCOMES", "TITLES"),
    "storage/verify_seal.py": ("PLACE_WORDS",),
    "services/work_views.py": ("TITLES",),
    "services/model_names.py": ("CATEGORIES", "STATUSES"),
}
"""Sentences that stand in tables and become a `Text` when they are asked for."""
WORDS = (
    "Store", "Gateway", "Firmware", "online", "offline", "unknown", "none", "not named", "not reported", "no reading",
    "no reading at removal", "no baseline", "lower than before", "more than the device can do", "devices", "Inspected.",
    "Firmware update.",
)  # fmt: skip
"""Words that are put together elsewhere: states, what the ledger's notes say, labels of the passport."""


def main() -> int:
    said = sentences()
    for language in LANGUAGES:
        file = FOLDER / f"fleetdesk_{language}.ts"
        open_ones = update(file, language, said)
        release(file, file.with_suffix(".qm"))
        sys.stdout.write(f"{language}: {len(said)} sentences, {open_ones} without a translation\n")
    return 0


def sentences() -> list[str]:
    """What the program says, in order of the alphabet."""
    sources = sorted(str(path) for path in (ROOT / "fleetdesk").rglob("*.py"))
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "found.ts"
        command = [_tool("pyside6-lupdate"), "-tr-function-alias", "tr+=Text", *sources, "-ts", str(file)]
        subprocess.run(command, check=True, capture_output=True)
        found = {message.findtext("source") or "" for message in ET.parse(file).iter("message")}
    found |= {*WORDS, *_in_tables(), *_in_seeds()}
    fields = [words for words in found if words in _table("services/device_story.py", "FIELD_WORDS")]
    found |= {words.capitalize() for words in fields}
    return sorted(said for said in found if any(sign.isalpha() for sign in _without_values(said)))


def _without_values(said: str) -> str:
    """A sentence of values only has nothing to translate."""
    return "".join(part.rpartition("}")[2] for part in said.split("{"))


def _in_tables() -> set[str]:
    return {words for file, names in TABLES.items() for name in names for words in _table(file, name)}


def _table(file: str, name: str) -> list[str]:
    """The texts among the values of a module's dictionary."""
    tree = ast.parse((ROOT / "fleetdesk" / file).read_text(encoding="utf-8"))
    for node in tree.body:
        target = node.targets[0] if isinstance(node, ast.Assign) else getattr(node, "target", None)
        value = getattr(node, "value", None)
        if isinstance(target, ast.Name) and target.id == name and isinstance(value, ast.Dict):
            parts = (part for each in value.values for part in ast.walk(each))
            return [part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str)]
    raise LookupError(f"{file} has no table {name}")


def _in_seeds() -> set[str]:
    """What the shipped plans, parts and rounds are called, and what the triage says."""
    found: set[str] = set()
    for name in ("plans", "parts", "service_rounds", "triage", "campaigns"):
        _collect(tomllib.loads((ROOT / "seeds" / f"{name}.toml").read_text(encoding="utf-8")), found)
    return found


def _collect(node: object, found: set[str]) -> None:
    if isinstance(node, list):
        for each in cast("list[object]", node):
            _collect(each, found)
    elif isinstance(node, dict):
        table = cast("dict[str, object]", node)
        found |= {str(table[key]) for key in ("title", "name", "unit", "one", "many", "ask", "says") if key in table}
        for each in table.values():
            _collect(each, found)


def translations(file: Path) -> dict[str, str]:
    """{sentence: translation} of the finished ones."""
    if not file.exists():
        return {}
    messages = ET.parse(file).iter("message")
    pairs = ((message.findtext("source") or "", message.find("translation")) for message in messages)
    return {said: made.text or "" for said, made in pairs if made is not None and made.get("type") != "unfinished"}


def update(file: Path, language: str, said: list[str]) -> int:
    """Writes the file anew; returns how many sentences have no translation. One that is only values needs none."""
    known = translations(file)
    root = ET.Element("TS", version="2.1", language=language)
    context = ET.SubElement(root, "context")
    ET.SubElement(context, "name").text = "ui"
    open_ones = 0
    for sentence in said:
        message = ET.SubElement(context, "message")
        ET.SubElement(message, "source").text = sentence
        made = ET.SubElement(message, "translation")
        if sentence in known:
            made.text = known[sentence]
        else:
            made.set("type", "unfinished")
            open_ones += 1
    ET.indent(root)
    body = ET.tostring(root, encoding="unicode")
    file.write_text(f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n{body}\n', encoding="utf-8")
    return open_ones


def release(file: Path, compiled: Path) -> None:
    command = [_tool("pyside6-lrelease"), "-nounfinished", str(file), "-qm", str(compiled)]
    subprocess.run(command, check=True, capture_output=True)


def _tool(name: str) -> str:
    """Qt's own tool, which stands beside the Python that PySide6 is installed for."""
    beside = shutil.which(name, path=str(Path(sys.executable).parent))
    return beside or shutil.which(name) or name


if __name__ == "__main__":
    sys.exit(main())
