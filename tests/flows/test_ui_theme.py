"""The look keeps its promises: contrast, tokens, fonts, icons, translations."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QLocale, QTranslator
from PySide6.QtGui import QColor, QFontInfo
from PySide6.QtWidgets import QApplication

from fleetdesk.runtime.paths import bundled
from fleetdesk.services.views import Moment, Text
from fleetdesk.ui.palette import DARK, LIGHT, PAIRS, Palette, contrast
from fleetdesk.ui.theme import Mode, Theme
from fleetdesk.ui.translate import install_translations
from fleetdesk.ui.words import age_long, age_short, day_and_time, number, say, scaled

AA = 4.5


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_every_text_can_be_read_on_its_ground(palette: Palette, text: str, ground: str) -> None:
    assert contrast(getattr(palette, text), getattr(palette, ground)) >= AA


def test_the_contrast_formula_is_the_one_of_wcag() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)  # the known grey that just fails


def test_the_style_sheet_uses_only_tokens_and_no_colour_of_its_own() -> None:
    sheet = (bundled("resources") / "style" / "fleetdesk.qss").read_text(encoding="utf-8")
    assert not re.findall(r"#[0-9a-fA-F]{6}\b|rgba?\(", sheet)
    assert set(re.findall(r"\$\{(\w+)\}", sheet)) <= set(LIGHT.tokens())


def test_the_palette_changes_for_the_whole_application_and_tells_painters(theme: Theme, qapp: QApplication) -> None:
    told: list[str] = []
    theme.changed.connect(lambda: told.append(theme.colours.ground))
    theme.set_mode(Mode.DARK)
    try:
        assert qapp.palette().window().color() == QColor(DARK.ground)
        assert DARK.surface in qapp.styleSheet()
        assert told == [DARK.ground]
    finally:
        theme.set_mode(Mode.LIGHT)
    assert qapp.palette().window().color() == QColor(LIGHT.ground)


def test_text_is_set_in_inter_with_digits_of_one_width(theme: Theme) -> None:
    font = theme.font(14, 600)
    assert QFontInfo(font).family() == "Inter"
    from PySide6.QtGui import QFontMetricsF

    metrics = QFontMetricsF(font)
    assert metrics.horizontalAdvance("1111") == pytest.approx(metrics.horizontalAdvance("8888"), abs=0.01)


def test_the_font_is_shipped_with_its_licence() -> None:
    assert "SIL OPEN FONT LICENSE" in (bundled("resources") / "fonts" / "OFL.txt").read_text(encoding="utf-8")


ICONS = sorted(path.stem for path in (bundled("resources") / "icons").glob("*.svg"))


@pytest.mark.parametrize("name", ICONS)
def test_every_icon_draws_in_the_colour_of_its_token(theme: Theme, name: str) -> None:
    image = theme.pixmap(name, "accent", 22, 2.0).toImage()
    assert image.width() == 44
    painted = [image.pixelColor(x, y) for x in range(44) for y in range(44) if image.pixelColor(x, y).alpha() == 255]
    assert painted
    assert {colour.name().upper() for colour in painted} == {LIGHT.accent}


def test_every_icon_is_of_one_hand() -> None:
    for path in (bundled("resources") / "icons").glob("*.svg"):
        source = path.read_text(encoding="utf-8")
        assert 'viewBox="0 0 22 22"' in source
        assert 'stroke="currentColor" stroke-width="1.7"' in source


def test_numbers_ages_and_instants_read_well() -> None:
    assert number(1012) == "1,012"
    assert number(-84) == "\N{MINUS SIGN}84"
    assert scaled(3712, -3, "V") == "3.712 V"
    assert [age_short(s) for s in (5, 150, 7200, 19 * 86400)] == ["now", "2 min", "2 h", "19 d"]
    assert [age_long(s) for s in (5, 60, 3 * 3600, 86400)] == ["less than a minute", "1 minute", "3 hours", "1 day"]


def test_instants_are_shown_in_the_zone_of_their_store() -> None:
    winter, summer = "2026-02-14T14:30:00.000Z", "2026-07-01T14:30:00.000Z"
    assert day_and_time(Moment(winter, "America/New_York"), now=winter) == "14 Feb, 09:30"
    assert day_and_time(Moment(summer, "America/New_York"), now=winter) == "1 Jul, 10:30"
    assert day_and_time(Moment(winter, "America/New_York"), now="2027-01-02T00:00:00Z") == "14 Feb 2026, 09:30"
    late = Text("since {when}", {"when": Moment("2026-11-04T03:00:00Z", "America/New_York")})
    assert say(late) == "since 3 November"


def test_without_a_translation_the_window_speaks_english(qapp: QApplication, tmp_path: Path) -> None:
    assert "fleetdesk" not in install_translations(qapp, QLocale("xx"), tmp_path)


def test_a_translation_of_the_language_is_loaded_and_used(qapp: QApplication, tmp_path: Path) -> None:
    tool = shutil.which("pyside6-lrelease") or shutil.which("pyside6-lrelease", path=str(Path(_python()).parent))
    assert tool is not None
    source = tmp_path / "fleetdesk_es.ts"
    source.write_text(
        '<?xml version="1.0" encoding="utf-8"?><!DOCTYPE TS><TS version="2.1" language="es"><context><name>ui</name>'
        "<message><source>{uses} uses</source><translation>{uses} usos</translation></message></context></TS>",
        encoding="utf-8",
    )
    subprocess.run([tool, str(source), "-qm", str(tmp_path / "fleetdesk_es.qm")], check=True, capture_output=True)
    before = set(qapp.findChildren(QTranslator))
    assert "fleetdesk" in install_translations(qapp, QLocale("es_ES"), tmp_path)
    try:
        assert say(Text("{uses} uses", {"uses": 940})) == "940 usos"
    finally:
        for translator in set(qapp.findChildren(QTranslator)) - before:
            QCoreApplication.removeTranslator(translator)


def _python() -> str:
    import sys

    return sys.executable
