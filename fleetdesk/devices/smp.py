"""The SMP driver: who a module is, what it counted, what it is set to, and settings changed (device contract v1, A).

Requests are built with the `smp` library; replies are checked here by hand, because libraries take some error replies
for success. A read is tried again after a time-out, a write never. Integers in settings are little-endian.
"""

from collections.abc import Collection, Mapping, Sequence
from contextlib import nullcontext
from typing import Any, cast

from smp import image_management, message, settings_management

from fleetdesk.devices import readings
from fleetdesk.devices.driver import Claims, NoAnswer
from fleetdesk.devices.smp_requests import HEADER_BYTES as HEADER_BYTES
from fleetdesk.devices.smp_requests import Refused as Refused
from fleetdesk.devices.smp_requests import SmpRequests, is_count
from fleetdesk.devices.smp_requests import nonsense as nonsense
from fleetdesk.domain.pack import Channel, Pack, Setting
from fleetdesk.domain.settings import ASSIGNMENT_GENERATION, StaleSettings, Value, check_fit
from fleetdesk.domain.snapshot import Identity, Snapshot
from fleetdesk.runtime.clock import iso

_STATISTICS_GROUP, _FLEET_GROUP = 2, 64
_LONGEST_CLAIM = 64
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
_STORE, _GATEWAY, _GENERATION = "asg/store", "asg/gateway", ASSIGNMENT_GENERATION
_ASSIGNMENT = (_STORE, _GATEWAY)
_STALE = {(None, 6), (_FLEET_GROUP, 2)}
"""An assignment that somebody else made first, as old servers and new ones say it."""


class AssignRequest(message.WriteRequest):
    """Fleetdesk's own group: store and gateway in one step, refused when the generation has moved."""

    _GROUP_ID = _FLEET_GROUP
    _COMMAND_ID = 1

    store: str
    gw: str
    expect_gen: int


class IdentityRequest(message.ReadRequest):
    """Fleetdesk's own group: the identity as one atomic map."""

    _GROUP_ID = _FLEET_GROUP
    _COMMAND_ID = 0


def _identity_request() -> message.Request:
    return IdentityRequest()


def _save_request() -> message.Request:
    return settings_management.SaveSettingsRequest()


def _image_state_request() -> message.Request:
    return image_management.ImageStatesReadRequest()


class SmpDriver(SmpRequests):
    """One module on one line."""

    # -- who it is -----------------------------------------------------------------------------------------------------

    async def claims(self, first_answer_s: float | None = None) -> Claims:
        """The identity map where the server has one, else the settings id/* and the version of the active image."""
        body = await self._identity_map(first_answer_s)
        fields = await self._identity_settings() if body is None else self._claims_in(body)
        if "firmware" not in fields:
            fields["firmware"] = await self._active_version()
        if not fields.get("serial"):
            raise nonsense(self._port, "the device gave no serial number")
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
            if refusal.absent or refusal.too_long:
                return ""
            raise
        images = body.get("images")
        if not isinstance(images, list):
            raise nonsense(self._port, "the image state holds no list of images")
        slots = [cast("dict[str, Any]", image) for image in cast("list[object]", images) if isinstance(image, dict)]
        active = next((slot for slot in slots if slot.get("active") is True), slots[0] if len(slots) == 1 else None)
        return "" if active is None else self._claim("firmware", active.get("version", ""))

    def _claim(self, name: str, value: object) -> str:
        if isinstance(value, bytes):
            value = value.rstrip(b"\0").decode("utf-8", errors="replace")
        if is_count(value):
            value = str(value)
        if not isinstance(value, str) or len(value) > _LONGEST_CLAIM or not (value.isascii() and value.isprintable()):
            raise nonsense(self._port, f"its {name} is not a short printable text")
        return value.strip()

    # -- what it reads -------------------------------------------------------------------------------------------------

    async def snapshot(self, pack: Pack, identity: Identity) -> Snapshot:
        """One read per statistics group and setting that the pack names. Secret settings are never read."""
        vitals = pack.vitals
        wanted = [*readings.sources(pack), vitals.boot_count, vitals.counter_epoch]
        values = await self._statistics([source for source in wanted if _is_statistic(source)])
        self._check_widths(pack, values)
        settings = await self._settings([setting for setting in pack.settings if not setting.secret])
        epoch = values.get(vitals.counter_epoch)
        if epoch is None:
            epoch = await self._epoch_setting(pack, settings)
        return Snapshot(
            identity=identity,
            taken_at=iso(self._clock()),
            counters=readings.counters(pack, values),
            gauges=readings.gauges(pack, values),
            settings=settings,
            faults=readings.faults(pack, values),
            boot_count=values.get(vitals.boot_count),
            counter_epoch=epoch,
        )

    async def _epoch_setting(self, pack: Pack, known: Mapping[str, str | int]) -> int | None:
        """As it was just read with the other settings; asked for only where the pack does not list it."""
        key = pack.vitals.counter_epoch
        listed = next((setting for setting in pack.settings if setting.source == key and not setting.secret), None)
        if listed is not None:
            value = known.get(listed.name)
            return value if isinstance(value, int) else None
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
        # Made by hand: sixteen modules watched at once ask this seven hundred times a second.
        body = await self.read_map(f"read the statistics '{group}'", _STATISTICS_GROUP, 0, {"name": group})
        fields = body.get("fields")
        if body.get("name", group) != group or not isinstance(fields, dict):
            raise nonsense(self._port, f"the answer does not hold the statistics '{group}'")
        checked: dict[str, int] = {}
        for name, value in cast("dict[object, object]", fields).items():
            if not isinstance(name, str) or not is_count(value):
                raise nonsense(self._port, f"the statistics '{group}' hold something that is not a count")
            checked[name] = value
        return checked

    def _check_widths(self, pack: Pack, values: Mapping[str, int]) -> None:
        for counter in pack.counters:
            if values.get(counter.source, 0) >> counter.width:
                raise nonsense(self._port, f"the counter '{counter.name}' is wider than {counter.width} bits")

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
            raise nonsense(self._port, f"the setting '{key}' came without its bytes")
        return value

    def _setting_value(self, setting: Setting, raw: bytes) -> str | int | None:
        if setting.type == "string":
            return raw.rstrip(b"\0").decode("utf-8", errors="backslashreplace")
        if not raw:
            return None  # Never set.
        if len(raw) != _BYTES[setting.type]:
            raise nonsense(self._port, f"the setting '{setting.source}' has {len(raw)} bytes and is no {setting.type}")
        return int.from_bytes(raw, "little")

    # -- settings ------------------------------------------------------------------------------------------------------

    async def settings(self, pack: Pack, names: Collection[str] | None = None) -> Mapping[str, Value]:
        """One read a setting. Secret ones are never read."""
        wanted = [setting for setting in pack.settings if names is None or setting.name in names]
        return await self._settings([setting for setting in wanted if not setting.secret])

    async def generation(self, pack: Pack) -> int | None:
        """The generation of the assignment, where the pack knows one."""
        if not any(setting.source == _GENERATION for setting in pack.settings):
            return None
        raw = await self._setting_bytes(_GENERATION)
        return int.from_bytes(raw, "little") if raw and len(raw) == _BYTES["u32"] else None

    async def stage(self, pack: Pack, values: Mapping[str, Value], generation: int | None) -> None:
        """Store and gateway go by the device's own assignment, which checks the generation, where it has one; all
        else is written setting by setting. A secret leaves only lengths in the transcript."""
        chosen = {
            setting.source: (setting, values[setting.name]) for setting in pack.settings if setting.name in values
        }
        if generation is not None and chosen.keys() & _ASSIGNMENT:
            if await self._assigned({key: str(value) for key, (_, value) in chosen.items()}, generation):
                chosen = {key: item for key, item in chosen.items() if key not in _ASSIGNMENT}
            else:
                await self._write_raw(_GENERATION, ((generation + 1) & 0xFFFFFFFF).to_bytes(4, "little"))
        for key, (setting, value) in chosen.items():
            with self._recorder.secret() if setting.secret else nullcontext():
                await self._write_raw(key, encode_setting(setting, value))

    async def _assigned(self, wanted: Mapping[str, str], generation: int) -> bool:
        """True when the device took the assignment; False when it has no such command. Raises StaleSettings.

        The generation makes it safe to ask again after silence: what was taken unheard is found by reading it.
        """
        texts = {key: wanted[key] if key in wanted else await self._text(key) for key in _ASSIGNMENT}
        for left in reversed(range(1 + self._timing.retries)):
            request = AssignRequest(store=texts[_STORE], gw=texts[_GATEWAY], expect_gen=generation)
            await self.check_room("the assignment", len(request.BYTES))
            try:
                await self._ask("take its assignment", request)
                return True
            except NoAnswer:
                if await self._took(texts, generation):
                    return True
                if not left:
                    raise
            except Refused as refusal:
                if refusal.absent:
                    return False
                if (refusal.group, refusal.code) in _STALE:
                    raise StaleSettings(self._port, "Somebody else assigned it in between.") from refusal
                raise
        raise AssertionError("the last try returns or raises")

    async def _took(self, texts: Mapping[str, str], generation: int) -> bool:
        raw = await self._setting_bytes(_GENERATION)
        moved = raw is not None and int.from_bytes(raw, "little") == (generation + 1) & 0xFFFFFFFF
        return moved and all([await self._text(key) == text for key, text in texts.items()])

    async def _text(self, key: str) -> str:
        return (await self._setting_bytes(key) or b"").rstrip(b"\0").decode("utf-8", errors="replace")

    async def _write_raw(self, key: str, raw: bytes) -> None:
        request = settings_management.WriteSettingRequest(name=key, val=raw)
        await self.check_room(key, len(request.BYTES))
        await self._ask(f"set '{key}'", request)

    async def keep(self, pack: Pack) -> None:
        """Saves what runs; asked again after silence, since saving twice is saving once."""
        await self._read("keep its settings", _save_request)

    async def drop(self, pack: Pack, before: Mapping[str, Value]) -> bool:
        """Loads what is saved; what still differs (an old server cannot load, an assignment is saved) is written."""
        loaded = True
        try:
            await self._ask("load its settings", settings_management.LoadSettingsRequest())
        except Refused as refusal:
            if not refusal.absent:
                raise
            loaded = False
        now = await self.settings(pack, before)
        differing = {name: value for name, value in before.items() if now.get(name) != value}
        if differing:
            await self.stage(pack, differing, await self.generation(pack))
        return loaded


def _is_statistic(source: str) -> bool:
    """Statistics are "group.name"; a settings key has a slash."""
    return "." in source and "/" not in source


def encode_setting(setting: Setting, value: str | int) -> bytes:
    """The bytes of a setting. Raises DeviceError when the value does not fit its type."""
    check_fit(setting, value)
    return str(value).encode() if setting.type == "string" else int(value).to_bytes(_BYTES[setting.type], "little")
