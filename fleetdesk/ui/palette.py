"""The colour tokens, light and dark, and which text stands on which ground.

Every pair in `PAIRS` keeps WCAG AA (4.5 : 1) or better; tests/flows/test_ui_theme.py computes it.
"""

from dataclasses import dataclass, fields

from fleetdesk.services.views import Tone


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours as "#RRGGBB". `<tone>_on` is the pale ground of a tone; `accent_on` the text on the accent."""

    ground: str
    surface: str
    sunken: str
    line: str
    text: str
    muted: str
    ok: str
    ok_on: str
    warn: str
    warn_on: str
    bad: str
    bad_on: str
    idle: str
    idle_on: str
    accent: str
    accent_on: str
    accent_hover: str
    selected: str
    hover: str
    rail: str
    rail_text: str
    rail_active: str
    rail_strong: str
    rail_muted: str

    def tone(self, tone: Tone) -> tuple[str, str]:
        """(text or shape, its pale ground) of a tone."""
        return {
            Tone.OK: (self.ok, self.ok_on),
            Tone.WARN: (self.warn, self.warn_on),
            Tone.BAD: (self.bad, self.bad_on),
            Tone.IDLE: (self.idle, self.idle_on),
        }[tone]

    def tokens(self) -> dict[str, str]:
        """All tokens by name, for the style sheet."""
        return {spec.name: getattr(self, spec.name) for spec in fields(self)}


LIGHT = Palette(
    ground="#F4F6F8",
    surface="#FFFFFF",
    sunken="#EDF0F3",
    line="#DDE3E9",
    text="#14202B",
    muted="#566573",
    ok="#1B7A4B",
    ok_on="#E2F4EA",
    warn="#8F5A00",
    warn_on="#FCF0D9",
    bad="#B42A23",
    bad_on="#FBE6E4",
    idle="#5B6874",
    idle_on="#EAEDF0",
    accent="#0B6A94",
    accent_on="#FFFFFF",
    accent_hover="#095A7E",
    selected="#E3F1F8",
    hover="#F4F7FA",
    rail="#12202B",
    rail_text="#A9BAC7",
    rail_active="#20323F",
    rail_strong="#FFFFFF",
    rail_muted="#8597A5",
)

DARK = Palette(
    ground="#10161B",
    surface="#182027",
    sunken="#121A20",
    line="#2A353F",
    text="#E7EDF2",
    muted="#9AABB9",
    ok="#57CC99",
    ok_on="#14302A",
    warn="#F2B84B",
    warn_on="#382B12",
    bad="#FF8078",
    bad_on="#3B1E1D",
    idle="#9AABB9",
    idle_on="#242E37",
    accent="#58B9E4",
    accent_on="#08202C",
    accent_hover="#7CCAED",
    selected="#17313D",
    hover="#1D262E",
    rail="#0B1115",
    rail_text="#8597A5",
    rail_active="#1A2630",
    rail_strong="#FFFFFF",
    rail_muted="#8597A5",
)

PAIRS: tuple[tuple[str, str], ...] = (
    *((text, ground) for text in ("text", "muted") for ground in ("ground", "surface", "sunken", "selected", "hover")),
    *((tone, ground) for tone in ("ok", "warn", "bad", "idle") for ground in (f"{tone}_on", "surface", "ground")),
    *(("text", f"{tone}_on") for tone in ("ok", "warn", "bad", "idle")),
    ("bad", "selected"),
    ("accent", "surface"),
    ("accent", "ground"),
    ("accent", "selected"),
    ("accent_on", "accent"),
    ("accent_on", "accent_hover"),
    ("rail_text", "rail"),
    ("rail_muted", "rail"),
    ("rail_strong", "rail"),
    ("rail_strong", "rail_active"),
)
"""(text token, ground token): every combination that the window paints."""


def contrast(one: str, other: str) -> float:
    """The WCAG 2 contrast ratio of two "#RRGGBB" colours, 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[index : index + 2], 16) / 255 for index in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
