"""A device's settings as values: what fits, what the registry expects, and how a person writes and reads them.

Pure. Values are raw device values (text or whole numbers); `pack` says type, names of codes and form.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import AddressValueError, IPv4Address

from fleetdesk.domain.errors import DeviceError, FormatError
from fleetdesk.domain.pack import Field, Pack, Setting

Value = str | int
LARGEST = {"u16": 0xFFFF, "u32": 0xFFFFFFFF}
ASSIGNMENT_GENERATION = "asg/gen"
"""Raised by whoever assigns, so that the next one notices; never set by hand."""
STORE, GATEWAY = "store", "gateway"
"""The two settings that say where a device belongs; a gateway's own "gateway" is an address and no assignment."""


@dataclass(frozen=True, slots=True)
class SettingLine:
    """One setting beside what is expected of it. `value` None: the device did not tell (a secret never does)."""

    name: str
    label: str
    value: Value | None
    shown: str
    expected: Value | None = None
    unit: str = ""
    writable: bool = False
    secret: bool = False

    @property
    def agrees(self) -> bool:
        """False only when both sides are known and differ."""
        return self.expected is None or self.value is None or self.value == self.expected


@dataclass(frozen=True, slots=True)
class Changed:
    """What an act changed: readable settings before and after it."""

    before: Mapping[str, Value]
    after: Mapping[str, Value]


class StaleSettings(DeviceError):
    """Somebody else changed the device since it was looked at; nothing was written."""

    def __init__(self, port: str, detail: str) -> None:
        super().__init__(
            f"The settings of the device on {port} have changed since they were read.",
            detail,
            "Nothing was changed. Read the settings again, then decide anew.",
        )


class SettingsNotTaken(DeviceError):
    """The device did not take what was written. `outcome` rolled_back: it is as before; uncertain: nobody knows."""

    def __init__(self, title: str, detail: str, changed: Changed, outcome: str) -> None:
        now, then = "What it holds now is not certain.", "Read the device again before you rely on its settings."
        if outcome == ROLLED_BACK:
            now, then = "It was set back and reads as before.", "Try again; if it stays, its firmware refuses this."
        super().__init__(title, f"{detail} {now}".strip(), then)
        self.changed = changed
        self.outcome = outcome


CHANGED, ROLLED_BACK, UNCERTAIN = "changed", "rolled_back", "uncertain"


def check_fit(setting: Setting, value: Value) -> None:
    """Raises DeviceError when the value does not fit the setting's type."""
    if setting.type == "string":
        size = len(str(value).encode())
        if size > setting.max_bytes or not str(value).isprintable():
            raise _unfit(setting, f"at most {setting.max_bytes} bytes of printable text, got {size}")
        return
    most = LARGEST[setting.type]
    if type(value) is not int or not 0 <= value <= most:
        raise _unfit(setting, f"a whole number from 0 to {most}, got {value!r}")


def _unfit(setting: Setting, expected: str) -> DeviceError:
    return DeviceError(f"'{setting.label}' cannot be set to that.", f"Expected {expected}.", "Nothing was written.")


def setting_named(pack: Pack, name: str) -> Setting | None:
    return next((setting for setting in pack.settings if setting.name == name), None)


def typed_value(pack: Pack, setting: Setting, text: str) -> Value:
    """What a person wrote as the raw value: a number, a code's name ("dhcp") or an address ("10.0.0.1").

    Raises FormatError that names what was expected.
    """
    if setting.type == "string":
        return text
    item = _field(pack, setting)
    codes = {name: number for number, name in item.codes.items()} if item else {}
    if text in codes:
        return codes[text]
    if item is not None and item.form == "ipv4" and not text.isdecimal():
        try:
            return int(IPv4Address(text))
        except AddressValueError as error:
            raise FormatError(f"{setting.name}: expected an address such as 10.0.0.1, found {text!r}") from error
    if text.isascii() and text.isdecimal():
        return int(text)
    hint = f"one of {', '.join(codes)}" if codes else "a whole number"
    raise FormatError(f"{setting.name}: expected {hint}, found {text!r}")


def choices(pack: Pack, setting: Setting) -> tuple[str, ...]:
    """The names of a setting's codes, in the order of their numbers; none where any value of its type may stand."""
    item = _field(pack, setting)
    return tuple(item.codes[number] for number in sorted(item.codes)) if item is not None else ()


def shown_value(pack: Pack, setting: Setting, value: Value | None) -> str:
    """The raw value for a person; a secret is never shown."""
    if setting.secret:
        return "not shown"
    if value is None:
        return "not reported"
    item = _field(pack, setting)
    if isinstance(value, int) and item is not None:
        if item.form == "ipv4":
            return str(IPv4Address(value))
        return item.codes.get(value, str(value))
    return str(value)


def lines(pack: Pack, values: Mapping[str, Value], store: str | None, gateway: str | None) -> tuple[SettingLine, ...]:
    """Every setting of the pack beside what the registry (store, gateway) and the pack (limits) expect of it."""
    return tuple(
        SettingLine(
            setting.name,
            setting.label,
            values.get(setting.name),
            shown_value(pack, setting, values.get(setting.name)),
            expected(setting, store, gateway),
            setting.unit,
            setting.writable,
            setting.secret,
        )
        for setting in pack.settings
    )


def expected(setting: Setting, store: str | None, gateway: str | None) -> Value | None:
    """None when nobody expects anything of this setting."""
    if setting.type == "string" and setting.name == STORE:
        return store
    if setting.type == "string" and setting.name == GATEWAY:
        return gateway
    return setting.expected


def _field(pack: Pack, setting: Setting) -> Field | None:
    block, _, name = setting.source.partition(".")
    found = pack.block(block)
    return found.field_named(name) if found is not None else None
