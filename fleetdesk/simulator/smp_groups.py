"""What each SMP command of the device contract does to a unit: groups os, stats, settings, enum and fleet.

A handler takes the unit and the request's map and returns the reply's map, or raises Refused. Shapes, return codes and
their older equivalents are those of Zephyr's SMP protocol documentation.
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeVar

from fleetdesk.simulator.blender import Blender

OS, IMAGE, STATS, SETTINGS, FILES, ENUM, FLEET = 0, 1, 2, 3, 8, 10, 64
GROUP_NAMES = {
    OS: "os mgmt",
    IMAGE: "img mgmt",
    STATS: "stat mgmt",
    SETTINGS: "settings mgmt",
    FILES: "fs mgmt",
    ENUM: "enum mgmt",
    FLEET: "fleet mgmt",
}

EUNKNOWN, EINVAL, ENOENT, EBADSTATE, EMSGSIZE, ENOTSUP, EACCESS = 1, 3, 5, 6, 7, 8, 11
"""MGMT_ERR of SMP version 1, also used in version 2 for what is no error of a group."""

T = TypeVar("T")
Content = Mapping[str, Any]
Handler = Callable[[Blender, Content], dict[str, Any]]
Commands = Mapping[tuple[int, int, bool], Handler]
"""{(group, command, is write): handler}"""


@dataclass(frozen=True, slots=True)
class GroupCode:
    group: int
    rc: int


class Refused(Exception):
    """The unit says no: `rc` as version 1 says it, `code` as version 2 does (None: version 2 says `rc` too)."""

    def __init__(self, rc: int, code: GroupCode | None = None) -> None:
        super().__init__(rc, code)
        self.rc = rc
        self.code = code


def want(content: Content, name: str, kind: type[T]) -> T:
    """The value that a request must carry."""
    value = content.get(name)
    if not isinstance(value, kind) or isinstance(value, bool) != (kind is bool):
        raise Refused(EINVAL)
    return value


def may(content: Content, name: str, kind: type[T], default: T) -> T:
    return want(content, name, kind) if name in content else default


# -- os


def echo(unit: Blender, content: Content) -> dict[str, Any]:
    return {"r": want(content, "d", str)}


def reset(unit: Blender, content: Content) -> dict[str, Any]:
    """Only acknowledged here: the server resets the unit when the reply is out."""
    return {}


def params(unit: Blender, content: Content) -> dict[str, Any]:
    return {"buf_size": unit.table.get("buf_size", 1024), "buf_count": unit.table.get("buf_count", 4)}


def info(unit: Blender, content: Content) -> dict[str, Any]:
    running = unit.bootloader.image(0)
    board = unit.pack.firmware.board if unit.pack.firmware else unit.pack.key
    parts = {
        "s": "Zephyr",
        "n": unit.pack.key,
        "r": "4.1.0",
        "v": running.version if running else unit.table["firmware"],
        "m": "arm",
        "p": "cortex-m33",
        "i": board,
        "o": "Zephyr",
    }
    asked = may(content, "format", str, "s") or "s"
    if asked != "a" and not set(asked) <= set(parts):
        raise Refused(EINVAL, GroupCode(OS, 2))
    return {"output": " ".join(text for letter, text in parts.items() if asked == "a" or letter in asked)}


def clock_read(unit: Blender, content: Content) -> dict[str, Any]:
    try:
        return {"datetime": f"{datetime.fromtimestamp(unit.clock_s(), UTC):%Y-%m-%dT%H:%M:%S}"}
    except (ValueError, OverflowError, OSError):
        raise Refused(EUNKNOWN, GroupCode(OS, 5)) from None  # set to a time that has run over the last year


def clock_write(unit: Blender, content: Content) -> dict[str, Any]:
    try:
        instant = datetime.fromisoformat(want(content, "datetime", str))
        unit.set_clock(instant.replace(tzinfo=instant.tzinfo or UTC).timestamp())
    except (ValueError, OverflowError):
        raise Refused(EINVAL) from None
    return {}


def bootloader(unit: Blender, content: Content) -> dict[str, Any]:
    query = may(content, "query", str, "")
    if not query:
        return {"bootloader": "MCUboot"}
    if query != "mode":
        raise Refused(ENOTSUP, GroupCode(OS, 3))
    return {"mode": 3}  # swap without scratch


# -- stats


def stats_show(unit: Blender, content: Content) -> dict[str, Any]:
    name = want(content, "name", str)
    fields = unit.statistics(name)
    if fields is None:
        raise Refused(ENOENT, GroupCode(STATS, 2))
    return {"name": name, "fields": fields}


def stats_list(unit: Blender, content: Content) -> dict[str, Any]:
    return {"stat_list": list(unit.table["stats"])}


# -- settings

KEY_TOO_LONG, KEY_NOT_FOUND, WRITE_NOT_SUPPORTED, DELETE_NOT_SUPPORTED = 2, 3, 6, 7
LONGEST_KEY = 32


def _key(content: Content) -> str:
    name = want(content, "name", str)
    if len(name) > LONGEST_KEY:
        raise Refused(EINVAL, GroupCode(SETTINGS, KEY_TOO_LONG))
    return name


def setting_read(unit: Blender, content: Content) -> dict[str, Any]:
    name = _key(content)
    setting = unit.settings.declared.get(name)
    if setting is None or name not in unit.settings.running:
        raise Refused(ENOENT, GroupCode(SETTINGS, KEY_NOT_FOUND))
    value = unit.settings.running[name]
    most = may(content, "max_size", int, len(value))
    if most < 0:
        raise Refused(EINVAL)
    return {"val": value[:most]}


def setting_write(unit: Blender, content: Content) -> dict[str, Any]:
    name, value = _key(content), want(content, "val", bytes)
    setting = unit.settings.declared.get(name)
    if setting is None:
        raise Refused(ENOENT, GroupCode(SETTINGS, KEY_NOT_FOUND))
    if not setting.writable:
        raise Refused(ENOTSUP, GroupCode(SETTINGS, WRITE_NOT_SUPPORTED))
    fits = len(value) <= setting.max_bytes if setting.type == "string" else len(value) == int(setting.type[1:]) // 8
    if not fits:
        raise Refused(EINVAL)
    unit.settings.running[name] = value
    return {}


def setting_delete(unit: Blender, content: Content) -> dict[str, Any]:
    name = _key(content)
    setting = unit.settings.declared.get(name)
    if setting is None or name not in unit.settings.running:
        raise Refused(ENOENT, GroupCode(SETTINGS, KEY_NOT_FOUND))
    if not setting.writable:
        raise Refused(ENOTSUP, GroupCode(SETTINGS, DELETE_NOT_SUPPORTED))
    del unit.settings.running[name]
    return {}


def settings_commit(unit: Blender, content: Content) -> dict[str, Any]:
    return {}


def settings_load(unit: Blender, content: Content) -> dict[str, Any]:
    unit.settings.load()
    return {}


def settings_save(unit: Blender, content: Content) -> dict[str, Any]:
    unit.settings.save()
    return {}


# -- fleet (group 64)

STALE_ASSIGNMENT = 2


def identity(unit: Blender, content: Content) -> dict[str, Any]:
    running = unit.bootloader.image(0)
    return {
        "serial": unit.settings.text("id/serial"),
        "model": unit.settings.text("id/model"),
        "hw": unit.settings.text("id/hw"),
        "contract": unit.settings.number("id/contract"),
        "counter_epoch": unit.settings.number("id/counter_epoch"),
        "boot_count": unit.statistic("boot_count"),
        "version": running.version if running else "",
        "store": unit.settings.text("asg/store"),
        "gw": unit.settings.text("asg/gateway"),
        "gen": unit.settings.number("asg/gen"),
    }


def assign(unit: Blender, content: Content) -> dict[str, Any]:
    """Store, gateway and generation in one step, refused when somebody else assigned in between."""
    store, gateway = want(content, "store", str), want(content, "gw", str)
    generation = unit.settings.number("asg/gen")
    if not (store.isascii() and gateway.isascii() and max(len(store), len(gateway)) <= 16):
        raise Refused(EINVAL)
    if want(content, "expect_gen", int) != generation:
        raise Refused(EBADSTATE, GroupCode(FLEET, STALE_ASSIGNMENT))
    after = (generation + 1) & 0xFFFFFFFF
    unit.settings.set_and_save(
        {"asg/store": store.encode(), "asg/gateway": gateway.encode(), "asg/gen": after.to_bytes(4, "little")}
    )
    return {"gen": after}


def snapshot_log(unit: Blender, content: Content) -> dict[str, Any]:
    name, body = unit.close_log()
    return {"name": name, "len": len(body), "sha256": hashlib.sha256(body).digest()}


COMMANDS: Commands = {
    (OS, 0, True): echo,
    (OS, 0, False): echo,
    (OS, 4, False): clock_read,
    (OS, 4, True): clock_write,
    (OS, 5, True): reset,
    (OS, 6, False): params,
    (OS, 7, False): info,
    (OS, 8, False): bootloader,
    (STATS, 0, False): stats_show,
    (STATS, 1, False): stats_list,
    (SETTINGS, 0, False): setting_read,
    (SETTINGS, 0, True): setting_write,
    (SETTINGS, 1, True): setting_delete,
    (SETTINGS, 2, True): settings_commit,
    (SETTINGS, 3, False): settings_load,
    (SETTINGS, 3, True): settings_save,
    (FLEET, 0, False): identity,
    (FLEET, 1, True): assign,
    (FLEET, 2, True): snapshot_log,
}
