"""The simulated gateway inside the test's process, so that a test can make its unit fail in one chosen way."""

from collections.abc import Callable
from typing import Any

from fleetdesk.domain.pack import Pack
from fleetdesk.packs import load_pack
from fleetdesk.simulator.flash import Flash
from fleetdesk.simulator.gateway import Gateway
from fleetdesk.simulator.modbus_server import ModbusServer
from tests.devices.simulated import DRIVERS, GATEWAY


def gateway_pack() -> Pack:
    return load_pack(DRIVERS / GATEWAY)


class GatewayServer:
    """Serves a unit on a test's socket (`link_peers.on_socket`). `lose`: True drops the reply to a request."""

    def __init__(self, unit: Gateway) -> None:
        self.send: Callable[[bytes], None] = lambda _: None
        self.requests: list[bytes] = []
        self.lose: Callable[[bytes], bool] = lambda request: False
        self.before: Callable[[bytes], None] = lambda request: None
        self.use(unit)

    def use(self, unit: Gateway) -> None:
        """Another unit on the same port."""
        self.unit = unit
        self._served = ModbusServer(unit)

    def received(self, data: bytes) -> None:
        self.requests.append(data)
        self.before(data)
        for reply in self._served.feed(data):
            if not self.lose(data):
                self.send(reply)

    @property
    def writes(self) -> list[bytes]:
        return [request for request in self.requests if request[1] == 16]


def make_gateway(serial: str = "MPC-0006", **table: Any) -> Gateway:
    pack = gateway_pack()
    return Gateway(pack, {**pack.simulate, "serial": serial, **table}, Flash(None, serial))
