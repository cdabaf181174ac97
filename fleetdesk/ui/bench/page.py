"""The Bench page: port chips on top, below them what is on the chosen port, or the inspection that is under way."""

from collections.abc import Callable, Coroutine
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from fleetdesk.services.bench_views import BenchView, OpenDraft, PortView
from fleetdesk.services.views import Problem, Text, Tone
from fleetdesk.ui.bench.add_port import AddPort
from fleetdesk.ui.bench.chips import ChipsRow, choose_port
from fleetdesk.ui.bench.inspection_desk import InspectionDesk
from fleetdesk.ui.bench.open_drafts import OpenDrafts
from fleetdesk.ui.bench.port_body import PortBody
from fleetdesk.ui.bench.port_states import PortActions
from fleetdesk.ui.bench.settings_slide import SettingsSlide
from fleetdesk.ui.bridge import Bridge
from fleetdesk.ui.people import People
from fleetdesk.ui.sources import Services
from fleetdesk.ui.theme import Theme
from fleetdesk.ui.widgets.banner import Banner
from fleetdesk.ui.widgets.layout import column
from fleetdesk.ui.words import say, tr


class BenchPage(QWidget):
    history_wanted = Signal(str)
    """A device id: show what happened to it."""

    def __init__(self, theme: Theme, bridge: Bridge, services: Services, people: People) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._theme, self._bridge, self._services, self._people = theme, bridge, services, people
        self._view = BenchView()
        self._selected: str | None = None
        self._by_person = False
        self.settings = SettingsSlide(theme, bridge, services.bench, self)
        self._actions = self._make_actions()
        self._lay_out()
        bridge.subscribe(services.bench.subscribe, owner=self, on_value=self.show_bench)

    def show_bench(self, view: BenchView) -> None:
        """The newest state of all ports."""
        self._view = view
        self.settings.show_bench(view)
        self._selected, self._by_person = choose_port(view, self._selected, self._by_person)
        self.chips.show_ports(view, self._selected)
        self._show_selected()

    @property
    def ports(self) -> tuple[PortView, ...]:
        return self._view.ports

    def select(self, port: str) -> None:
        self._selected, self._by_person = port, True
        self.chips.show_ports(self._view, port)
        self._show_selected()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and self.desk.page is None:
            self.body.press_primary()
        elif event.key() == Qt.Key.Key_Escape and self._add_field.isVisible():
            self._add_field.setVisible(False)
        else:
            super().keyPressEvent(event)

    def leave(self, then: Callable[[], object]) -> bool:
        """False without an inspection under way; else `then` is called when it is wholly on disk."""
        if self.desk.page is None:
            return False
        self.desk.page.leave(then)
        return True

    def _lay_out(self) -> None:
        self.banner = Banner(self._theme)
        self.chips = ChipsRow(self._theme)
        self.chips.chosen.connect(self.select)
        self.chips.add_wanted.connect(self._toggle_add)
        self._add_field = AddPort()
        self._add_field.setMaximumWidth(640)
        self._add_field.wanted.connect(self._actions.add)
        self._add_field.wanted.connect(self._add_field.hide)
        self._add_field.reload_wanted.connect(self._reload_packs)
        self._add_field.hide()
        self.body = PortBody(self._theme, self._bridge, self._services, self._actions)
        self.body.inspect_wanted.connect(lambda: self._start_inspection(None))
        self.body.audit_wanted.connect(self._start_inspection)
        self.body.history_wanted.connect(self._show_history)
        self.body.failed.connect(self._say)
        bench = QWidget()
        self.drafts = OpenDrafts(self._theme, self._bridge, self._services.inspections)
        self.drafts.wanted.connect(self._continue)
        self.drafts.failed.connect(self._say)
        layout = column(self.banner, self.drafts, self.chips, self._add_field, spacing=16, margins=(24, 18, 24, 18))
        layout.addWidget(self.body, 1)
        bench.setLayout(layout)
        self._stack = QStackedWidget()
        self._stack.addWidget(bench)
        self.desk = InspectionDesk(self._theme, self._bridge, self._services, self._people, self._stack)
        self.desk.closed.connect(self._on_inspected)
        self.desk.failed.connect(self._say)
        self.setLayout(column(self._stack))

    def _make_actions(self) -> PortActions:
        bench = self._services.bench
        return PortActions(
            probe=lambda port: self._do(lambda: bench.probe(port)),
            read=lambda port: self._do(lambda: bench.read_again(port)),
            forget=lambda port: self._do(lambda: bench.forget_port(port)),
            accept=lambda port: self._do(lambda: bench.accept_unit(port)),
            add=lambda url: self._do(lambda: bench.add_port(url)),
            register=lambda port, store: self._do(lambda: bench.register(port, store)),
            fit=lambda port, device, old: self._tell(lambda: bench.fit(port, device, old)),
            restart=lambda port: self._tell(lambda: bench.restart_module(port)),
            update=lambda port: self._tell(lambda: bench.update_firmware(port)),
            settings=self.settings.open,
            cancel=bench.cancel_work,
            reload=self._reload_packs,
            assign=lambda port, devices: self._do(lambda: bench.assign(port, devices)),
        )

    def _toggle_add(self) -> None:
        self._add_field.setVisible(not self._add_field.isVisible())
        self._add_field.address.setFocus()

    def _show_selected(self) -> None:
        self.body.show_port(next((port for port in self._view.ports if port.port == self._selected), None))

    def _show_history(self) -> None:
        if self.body.device is not None:
            self.history_wanted.emit(self.body.device)

    def _start_inspection(self, template: str | None) -> None:
        port, view, device = self.body.port, self.body.unit_view, self.body.device
        if port is not None and view is not None and device is not None:
            self.desk.start(view, device, port.port, template)

    def _continue(self, draft: OpenDraft) -> None:
        """Also when its device is not plugged in: what the cable would say can be typed."""
        self.continue_inspection(draft.device, draft.template)

    def continue_inspection(self, device: str, template: str) -> None:
        """The unsigned one of that device and template; one that is open already stays."""
        if self.desk.page is None:
            self.desk.start(None, device, None, template)

    def _on_inspected(self, words: str) -> None:
        self.drafts.refresh()
        if words:
            self.banner.say(words, tone=Tone.OK)
        self.setFocus()

    def _do(self, ask: Callable[[], Coroutine[Any, Any, None]]) -> None:
        self._bridge.run_async(ask, owner=self, on_done=lambda _none: None, on_error=self._say)

    def _tell(self, ask: Callable[[], Coroutine[Any, Any, Text]]) -> None:
        """Like `_do`, and says how it ended."""
        self._bridge.run_async(ask, owner=self, on_done=self._say_good, on_error=self._say)

    def _say_good(self, sentence: Text) -> None:
        self.banner.say(say(sentence), tone=Tone.OK)

    def _reload_packs(self) -> None:
        def said(count: int) -> None:
            self.banner.say(tr("{count} driver packs are in force.").format(count=count), tone=Tone.OK)

        self._bridge.run_async(self._services.bench.reload_packs, owner=self, on_done=said, on_error=self._say)

    def _say(self, problem: Problem) -> None:
        self.banner.say_problem(problem)
