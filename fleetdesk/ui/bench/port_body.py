"""What is on the chosen port: its unit with all its cards, or the state that the port is in."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from fleetdesk.services.bench_views import PortState, PortView
from fleetdesk.services.views import Problem
from fleetdesk.ui.bench.port_states import PortActions, nothing_plugged_in, state_view
from fleetdesk.ui.bench.unit_view import UnitView
from fleetdesk.ui.bench.unknown_unit import UnknownUnitBar
from fleetdesk.ui.bridge import Bridge
from fleetdesk.ui.sources import Services
from fleetdesk.ui.theme import Theme
from fleetdesk.ui.widgets.buttons import PrimaryButton
from fleetdesk.ui.widgets.layout import clear, column


class PortBody(QWidget):
    """Updates in place while the same unit is there, and is made anew for another."""

    inspect_wanted = Signal()
    audit_wanted = Signal(str)
    history_wanted = Signal()
    failed = Signal(object)

    def __init__(self, theme: Theme, bridge: Bridge, services: Services, actions: PortActions) -> None:
        super().__init__()
        self._theme, self._bridge, self._services, self._actions = theme, bridge, services, actions
        self._layout = column()
        self.setLayout(self._layout)
        self.port: PortView | None = None
        self.unit_view: UnitView | None = None
        self._rebuild(None)

    @property
    def device(self) -> str | None:
        """The registered device on the port, if there is one."""
        return self.port.unit.device if self.port is not None and self.port.unit is not None else None

    def show_port(self, port: PortView | None) -> None:
        old, self.port = self.port, port
        if port == old:
            return
        same_state = port is not None and old is not None and port.state is old.state
        view = self.unit_view
        if port is not None and port.unit is not None and view is not None and same_state and view.fits(port):
            view.show_port(port)
        else:
            self._rebuild(port)

    def press_primary(self) -> None:
        """Enter on the page: the one primary action that is in sight."""
        shown = [made for made in self.findChildren(PrimaryButton) if made.isVisible() and made.isEnabled()]
        if shown:
            shown[0].click()

    def _rebuild(self, port: PortView | None) -> None:
        clear(self._layout)
        self.unit_view = None
        if port is None:
            self._add(nothing_plugged_in(self._theme, self._actions))
        elif port.unit is not None and port.state in (PortState.READY, PortState.UNKNOWN_UNIT):
            if port.state is PortState.UNKNOWN_UNIT:
                self._add_unknown_bar(port.port, counts=port.unit.counts)
            self._add_unit(port)
        else:
            self._add(state_view(self._theme, port, self._actions))

    def _add(self, widget: QWidget, stretch: int = 0) -> None:
        """A layout shows what is added in a later turn of the event loop; a key pressed until then would be lost."""
        self._layout.addWidget(widget, stretch)
        widget.show()

    def _add_unknown_bar(self, port: str, *, counts: bool) -> None:
        bar = UnknownUnitBar(self._theme, port, self._actions, counts=counts)
        self._add(bar)
        self._layout.addSpacing(16)

        def on_error(problem: Problem) -> None:
            self.failed.emit(problem)

        self._bridge.run(self._services.fleet.choices, owner=bar, on_done=bar.show_choices, on_error=on_error)

    def _add_unit(self, port: PortView) -> None:
        view = UnitView(self._theme, self._bridge, self._services.bench, port)
        view.do.inspect_wanted.connect(self.inspect_wanted)
        view.do.audit_wanted.connect(self.audit_wanted)
        view.do.read_wanted.connect(lambda: self._actions.read(port.port))
        view.do.history_wanted.connect(self.history_wanted)
        view.do.settings_wanted.connect(lambda: self._actions.settings(port.port))
        module = view.do.module
        module.restart_wanted.connect(lambda: self._actions.restart(port.port))
        module.update_wanted.connect(lambda: self._actions.update(port.port))
        module.cancel_wanted.connect(lambda: self._actions.cancel(port.port))
        if view.children_card is not None:

            def assign(devices: tuple[str, ...]) -> None:
                self._actions.assign(port.port, devices)

            view.children_card.assign_wanted.connect(assign)
        self.unit_view = view
        self._add(view, 1)
