"""The SMP driver: who a module is, what it counted, what it is set to, and one setting written (device contract v1, A).

Requests are built with the `smp` library; replies are checked here by hand, because libraries take some error replies
for success. A read is tried again after a time-out, a write never. Integers in settings are little-endian.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeGuard, cast

from smp import image_management, message, os_management, settings_management, statistics_management

from fleetdesk.devices import readings
from fleetdesk.devices.driver import Claims, NoAnswer, Timing
from fleetdesk.devices.line import Line
from fleetdesk.devices.smp_transport import SmpTransport
from fleetdesk.domain.errors import DeviceError
from fleetdesk.domain.pack import Channel, Pack, Setting
from fleetdesk.domain.snapshot import Identity, Snapshot
from fleetdesk.runtime.clock import Clock, iso, now_ms

_FLEET_GROUP = 64
_LARGEST_COUNT = 2**64 - 1
"""CBOR can send integers of any size; nothing in the contract is wider than this."""
_LONGEST_CLAIM = 64
_ALWAYS_FITS = 92
"""The smallest buffer that a server is known to have, 96 bytes, without length and CRC."""
_CLAIM_NAMES = {
    "serial": "serial",
    "model": "model",
    "hw": "hardware",
    "hardware": "hardware",
    "version": "firmware",
    "firmware": "firmware",
    "contract": "contract",
}
"""The identity map also holds state (boot count, assignment), which is no part of who a unit is."""
_BYTES = {"u16": 2, "u32": 4}

# "There is no such thing here", as old servers (rc alone) and new ones (group, rc) say it.
_ABSENT = {(None, 5), (None, 8), (2, 2), (3, 3), (3, 4), (3, 5), (1, 8), (2, 8), (3, 8), (64, 8)}


class Refused(DeviceError):
    """The device answered with an error. `group` is None when an old server gave a bare code."""

    def __init__(self, port: str, what: str, group: int | None, code: int) -> None:
        where = "" if group is None else f" of group {group}"
        super().__init__(
            f"The device on {port} refused to {what}.",
            f"It answered with error {code}{where}.",
            "Try again; if it stays, its firmware may be too old or too new for this driver pack.",
        )
        self.absent = (group, code) in _ABSENT


class IdentityRequest(message.ReadRequest):
    """Fleetdesk's own group: the identity as one atomic map."""

    _GROUP_ID = _FLEET_GROUP
    _COMMAND_ID = 0


def _identity_request() -> message.Request:
    return IdentityRequest()


def _image_state_request() -> message.Request:
    return image_management.ImageStatesReadRequest()


def _parameters_request() -> message.Request:
    return os_management.MCUMgrParametersReadRequest()


class SmpDriver:
    """One module on one line."""

    def __init__(
        self, line: Line, timing: Timing | None = None, clock: Clock = now_ms, transport: SmpTransport | None = None
    ) -> None:
        self._port = line.port
        self._recorder = line.recorder
        self._timing = timing or Timing()
        self._clock = clock
        self._transport = transport or SmpTransport(line)
        self._asked_room = False

    # -- who it is -----------------------------------------------------------------------------------------------------

    async def claims(self, first_answer_s: float | None = None) -> Claims:
        """The identity map where the server has one, else the settings id/* and the version of the active image."""
        body = await self._identity_map(first_answer_s)
        fields = await self._identity_settings() if body is None else self._claims_in(body)
        if "firmware" not in fields:
            fields["firmware"] = await self._active_version()
        if not fields.get("serial"):
            raise _nonsense(self._port, "the device gave no serial number")
        life = [self._claim(name, (body or {}).get(name, "")) for name in ("boot_count", "counter_epoch")]
        return Claims("smp", fields, "/".join(life))

    async def _identity_map(self, first_answer_s: float | None) -> Mapping[str, Any] | None:
        try:
            return await self._read("tell who it is", _identity_request, first_answer_s)
        except Refused:
            return None

    def _claims_in(self, body: Mapping[str, Any]) -> dict[str, str]:
        return {_CLAIM_NAMES[name]: self._claim(name, body[name]) for name in body if name in _CLAIM_NAMES}

    async def _identity_settings(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for name, key in (("serial", "id/serial"), ("model", "id/model"), ("hardware", "id/hw")):
            value = await self._setting_bytes(key)
            if value is not None:
                found[name] = self._claim(name, value)
        return found

    async def _active_version(self) -> str:
        try:
            body = await self._read("tell its firmware", _image_state_request)
        except Refused as refusal:
            if refusal.absent:
                return ""
            raise
        images = body.get("images")
        if not isinstance(images, list):
            raise _nonsense(self._port, "the image state holds no list of images")
        slots = [cast("dict[str, Any]", image) for image in cast("list[object]", images) if isinstance(image, dict)]
        active = next((slot for slot in slots if slot.get("active") is True), slots[0] if len(slots) == 1 else None)
        return "" if active is None else self._claim("firmware", active.get("version", ""))

    def _claim(self, name: str, value: object) -> str:
        if isinstance(value, bytes):
            value = value.rstrip(b"\0").decode("utf-8", errors="replace")
        if _is_count(value):
            value = str(value)
        if not isinstance(value, str) or len(value) > _LONGEST_CLAIM or not (value.isascii() and value.isprintable()):
            raise _nonsense(self._port, f"its {name} is not a short printable text")
        return value.strip()

    # -- what it reads -------------------------------------------------------------------------------------------------

    async def snapshot(self, pack: Pack, identity: Identity) -> Snapshot:
        """One read per statistics group and setting that the pack names. Secret settings are never read."""
        vitals = pack.vitals
        wanted = [*readings.sources(pack), vitals.boot_count, vitals.counter_epoch]
        values = await self._statistics([source for source in wanted if _is_statistic(source)])
        self._check_widths(pack, values)
        settings = await self._settings([setting for setting in pack.settings if not setting.secret])
        return Snapshot(
            identity=identity,
            taken_at=iso(self._clock()),
            counters=readings.counters(pack, values),
            gauges=readings.gauges(pack, values),
            settings=settings,
            faults=readings.faults(pack, values),
            boot_count=values.get(vitals.boot_count),
            counter_epoch=values.get(vitals.counter_epoch, await self._epoch_setting(vitals.counter_epoch)),
        )

    async def _epoch_setting(self, key: str) -> int | None:
        raw = await self._setting_bytes(key) if "/" in key else None
        return int.from_bytes(raw, "little") if raw and len(raw) == _BYTES["u32"] else None

    async def sample(self, pack: Pack, channels: Sequence[Channel]) -> Mapping[str, int]:
        """One read per statistics group that the channels need."""
        values = await self._statistics([channel.source for channel in channels])
        return readings.channel_values(channels, values)

    async def _statistics(self, sources: Sequence[str]) -> dict[str, int]:
        groups = dict.fromkeys(source.partition(".")[0] for source in sources)
        values: dict[str, int] = {}
        for group in groups:
            try:
                fields = await self._statistics_group(group)
            except Refused as refusal:
                if not refusal.absent:
                    raise
                continue
            values |= {f"{group}.{name}": value for name, value in fields.items()}
        return values

    async def _statistics_group(self, group: str) -> dict[str, int]:
        def request() -> message.Request:
            return statistics_management.GroupDataRequest(name=group)

        body = await self._read(f"read the statistics '{group}'", request)
        fields = body.get("fields")
        if body.get("name", group) != group or not isinstance(fields, dict):
            raise _nonsense(self._port, f"the answer does not hold the statistics '{group}'")
        checked: dict[str, int] = {}
        for name, value in cast("dict[object, object]", fields).items():
            if not isinstance(name, str) or not _is_count(value):
                raise _nonsense(self._port, f"the statistics '{group}' hold something that is not a count")
            checked[name] = value
        return checked

    def _check_widths(self, pack: Pack, values: Mapping[str, int]) -> None:
        for counter in pack.counters:
            if values.get(counter.source, 0) >> counter.width:
                raise _nonsense(self._port, f"the counter '{counter.name}' is wider than {counter.width} bits")

    async def _settings(self, wanted: Sequence[Setting]) -> dict[str, str | int]:
        found: dict[str, str | int] = {}
        for setting in wanted:
            raw = await self._setting_bytes(setting.source)
            value = None if raw is None else self._setting_value(setting, raw)
            if value is not None:
                found[setting.name] = value
        return found

    async def _setting_bytes(self, key: str) -> bytes | None:
        def request() -> message.Request:
            return settings_management.ReadSettingRequest(name=key)

        try:
            body = await self._read(f"read the setting '{key}'", request)
        except Refused as refusal:
            if refusal.absent:
                return None
            raise
        value = body.get("val")
        if not isinstance(value, bytes):
            raise _nonsense(self._port, f"the setting '{key}' came without its bytes")
        return value

    def _setting_value(self, setting: Setting, raw: bytes) -> str | int | None:
        if setting.type == "string":
            return raw.rstrip(b"\0").decode("utf-8", errors="backslashreplace")
        if not raw:
            return None  # Never set.
        if len(raw) != _BYTES[setting.type]:
            raise _nonsense(self._port, f"the setting '{setting.source}' has {len(raw)} bytes and is no {setting.type}")
        return int.from_bytes(raw, "little")

    # -- one setting written -------------------------------------------------------------------------------------------

    async def write(self, setting: Setting, value: str | int) -> None:
        """Write, read back, save. A secret is not read back and leaves only lengths in the transcript."""
        raw = encode_setting(setting, value)
        if setting.secret:
            with self._recorder.secret():
                await self._write_setting(setting, raw)
        else:
            await self._write_setting(setting, raw)
            if await self._setting_bytes(setting.source) != raw:
                raise DeviceError(
                    f"The device on {self._port} did not take '{setting.label}'.",
                    "What it reads back is not what was written.",
                    "Read the device again before you rely on this setting.",
                )
        await self._ask("keep its settings", settings_management.SaveSettingsRequest())

    async def _write_setting(self, setting: Setting, raw: bytes) -> None:
        request = settings_management.WriteSettingRequest(name=setting.source, val=raw)
        await self._check_room(setting, len(request.BYTES))
        await self._ask(f"set '{setting.label}'", request)

    async def _check_room(self, setting: Setting, size: int) -> None:
        """A request that is longer than the server's buffer is never answered: better to say so before."""
        if size <= _ALWAYS_FITS:
            return
        if not self._asked_room:
            try:
                room = (await self._read("tell the size of its buffer", _parameters_request)).get("buf_size")
                if _is_count(room) and room:
                    self._transport.initialize(room)
            except Refused as refusal:
                if not refusal.absent:
                    raise
            self._asked_room = True
        if size > self._transport.max_unencoded_size:
            raise DeviceError(
                f"'{setting.label}' is too long for this device.",
                f"It takes messages of {self._transport.max_unencoded_size} bytes, this one has {size}.",
                "Nothing was written. Choose a shorter value.",
            )

    # -- requests ------------------------------------------------------------------------------------------------------

    async def _read(
        self, what: str, request: Callable[[], message.Request], first_answer_s: float | None = None
    ) -> Mapping[str, Any]:
        """Tries again after a time-out, each time under a new sequence number, so that a late reply is not taken."""
        if first_answer_s is not None:
            return await self._ask(what, request(), first_answer_s)
        for _ in range(self._timing.retries):
            try:
                return _checked(self._port, what, await self._exchange(request(), self._timing.request_s))
            except TimeoutError:
                continue
        return await self._ask(what, request())

    async def _ask(self, what: str, request: message.Request, timeout_s: float | None = None) -> Mapping[str, Any]:
        try:
            body = await self._exchange(request, timeout_s or self._timing.request_s)
        except TimeoutError as error:
            raise NoAnswer(self._port, what) from error
        return _checked(self._port, what, body)

    async def _exchange(self, request: message.Request, timeout_s: float) -> Mapping[str, Any]:
        return (await self._transport.exchange(request.BYTES, timeout_s)).body

    async def close(self) -> None:
        """Closes the line."""
        await self._transport.disconnect()


def _checked(port: str, what: str, body: Mapping[str, Any]) -> Mapping[str, Any]:
    """The body of a success. Raises Refused for both kinds of error reply."""
    error = body.get("err")
    if isinstance(error, dict):
        fields = cast("dict[object, object]", error)
        group, code = fields.get("group"), fields.get("rc")
        if not _is_count(group) or not _is_count(code):
            raise _nonsense(port, "it reports an error without saying which")
        raise Refused(port, what, group, code)
    if "rc" in body:
        code = body["rc"]
        if not _is_count(code):
            raise _nonsense(port, "it reports an error without saying which")
        raise Refused(port, what, None, code)
    return body


def _is_count(value: object) -> TypeGuard[int]:
    return type(value) is int and 0 <= value <= _LARGEST_COUNT


def _is_statistic(source: str) -> bool:
    """Statistics are "group.name"; a settings key has a slash."""
    return "." in source and "/" not in source


def encode_setting(setting: Setting, value: str | int) -> bytes:
    """The bytes of a setting. Raises DeviceError when the value does not fit its type."""
    if setting.type == "string":
        raw = str(value).encode()
        if len(raw) > setting.max_bytes or not str(value).isprintable():
            raise _unfit(setting, f"at most {setting.max_bytes} bytes of printable text, got {len(raw)}")
        return raw
    size = _BYTES[setting.type]
    if type(value) is not int or not 0 <= value < 1 << 8 * size:
        raise _unfit(setting, f"a whole number from 0 to {(1 << 8 * size) - 1}, got {value!r}")
    return value.to_bytes(size, "little")


def _unfit(setting: Setting, expected: str) -> DeviceError:
    return DeviceError(f"'{setting.label}' cannot be set to that.", f"Expected {expected}.", "Nothing was written.")


def _nonsense(port: str, what: str) -> DeviceError:
    return DeviceError(
        f"The device on {port} gives an answer that makes no sense.",
        f"In detail: {what}.",
        "Nothing of it was used. Unplug the device, plug it in again and repeat; if it stays, its firmware is unknown.",
    )
