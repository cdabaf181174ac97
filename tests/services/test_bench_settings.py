"""Settings from the Bench, on a simulated blender and gateway: read beside the registry, written, read back."""

from typing import Any

import pytest

from fleetdesk.domain.errors import DeviceError, KnownError
from fleetdesk.services.bench_settings import BenchSettings
from fleetdesk.services.bench_views import SettingRow, SettingsView
from tests.services.conftest import RunningBench

RF: dict[str, Any] = {"serial": "RF-20417", "settings.gateway": "MPC-0001", "motor": "idle"}


def line(view: SettingsView, name: str) -> SettingRow:
    return next(row for row in view.rows if row.name == name)


def test_a_blender_is_set_to_the_gateway_of_the_registry(bench: RunningBench, simulate: Any) -> None:
    port = simulate("ruiyun-frost", RF).port
    bench.plug(port)
    settings = BenchSettings(bench.desk, bench.bench)
    before = bench.do(settings.read(port))
    found = line(before, "gateway")
    assert before.may_change
    assert (found.value, found.expected, found.differs, found.writable) == ("MPC-0001", "MPC-0006", True, True)
    after = bench.do(settings.change(port, {"gateway": "MPC-0006"}, before.generation, "test"))
    assert not line(after, "gateway").differs
    assert bench.do(bench.bench.session(port).settings()).values["gateway"] == "MPC-0006"
    assert bench.wait(port).work is None


def test_a_secret_is_never_read(bench: RunningBench, simulate: Any) -> None:
    port = simulate("mpc-1911-r22", {"serial": "MPC-0006"}).port
    bench.plug(port)
    view = bench.do(BenchSettings(bench.desk, bench.bench).read(port))
    secrets = [row for row in view.rows if row.secret]
    assert secrets
    assert all(row.value == "" and not row.known for row in secrets)


def test_a_gateway_takes_a_named_value_and_somebody_elses_change_is_noticed(bench: RunningBench, simulate: Any) -> None:
    port = simulate("mpc-1911-r22", {"serial": "MPC-0006"}).port
    bench.plug(port)
    settings = BenchSettings(bench.desk, bench.bench)
    before = bench.do(settings.read(port))
    named = next(row for row in before.rows if row.choices and row.writable)
    other = next(words for words in named.choices if words != named.value)
    after = bench.do(settings.change(port, {named.name: other}, before.generation, "test"))
    assert line(after, named.name).value == other
    assert after.generation != before.generation
    with pytest.raises(DeviceError, match="have changed since they were read"):
        bench.do(settings.change(port, {named.name: named.value}, before.generation, "test"))
    assert line(bench.do(settings.read(port)), named.name).value == other


def test_words_that_mean_no_value_are_refused_before_anything_is_written(bench: RunningBench, simulate: Any) -> None:
    port = simulate("mpc-1911-r22", {"serial": "MPC-0006"}).port
    bench.plug(port)
    settings = BenchSettings(bench.desk, bench.bench)
    before = bench.do(settings.read(port))
    named = next(row for row in before.rows if row.choices and row.writable)
    with pytest.raises(KnownError, match="cannot be set to that"):
        bench.do(settings.change(port, {named.name: "sideways"}, before.generation, "test"))
    with pytest.raises(KnownError, match="has no setting 'colour'"):
        bench.do(settings.change(port, {"colour": "red"}, before.generation, "test"))
    assert bench.do(settings.read(port)) == before
