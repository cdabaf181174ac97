"""A port without a usable unit: each of its states as a page of its own, with the next step as its one action."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QPushButton, QWidget

from fleetdesk.services.bench_views import PortState, PortView
from fleetdesk.services.views import Problem
from fleetdesk.ui.bench.add_port import AddPort
from fleetdesk.ui.status import short_port
from fleetdesk.ui.theme import Theme
from fleetdesk.ui.widgets.banner import copy_button
from fleetdesk.ui.widgets.buttons import PrimaryButton, button
from fleetdesk.ui.widgets.empty_state import EmptyState
from fleetdesk.ui.widgets.labels import label
from fleetdesk.ui.widgets.layout import Part, column, row
from fleetdesk.ui.words import tr


@dataclass(frozen=True, slots=True)
class PortActions:
    """What the states can ask for; each takes the port's name."""

    probe: Callable[[str], object]
    read: Callable[[str], object]
    forget: Callable[[str], object]
    accept: Callable[[str], object]
    add: Callable[[str], object]
    register: Callable[[str, str], object]
    """A port, the code of a store."""

    fit: Callable[[str, str, str], object]
    """A port, the device by serial or tag, what the module that came out showed ("" for nothing)."""

    restart: Callable[[str], object]
    update: Callable[[str], object]
    settings: Callable[[str], object]
    cancel: Callable[[str], object]

    reload: Callable[[], object]
    """Of no port: looks for driver packs that were just made."""

    assign: Callable[[str, tuple[str, ...]], object]
    """A gateway's port and the devices that it should have in the registry."""


def nothing_plugged_in(theme: Theme, actions: PortActions) -> QWidget:
    field = AddPort()
    field.wanted.connect(actions.add)
    field.reload_wanted.connect(actions.reload)
    hint = label(tr("No cable at hand, or a port on another machine? Add its address:"), "caption")
    hint.setAlignment(Qt.AlignmentFlag.AlignHCenter)
    return EmptyState(
        theme,
        "plug",
        tr("Plug in a module or a gateway"),
        tr("It appears here within two seconds, with its history and what is due. Nothing is written to it."),
        16,
        hint,
        field,
    )


def state_view(theme: Theme, port: PortView, actions: PortActions) -> QWidget:
    """The page below the chips for any state but READY and UNKNOWN_UNIT."""
    name = short_port(port.port)
    match port.state:
        case PortState.UNKNOWN_ADAPTER:
            probe = PrimaryButton(theme, tr("Ask what it is"), lambda: actions.probe(port.port))
            return EmptyState(
                theme,
                "unknown",
                tr("Unknown adapter on {port}").format(port=name),
                tr("{adapter} fits no driver, so it was left alone. Asking only reads.").format(
                    adapter=port.adapter or tr("This adapter")
                ),
                _centred(probe),
            )
        case PortState.LOCKED:
            return _locked(theme, port, actions)
        case PortState.ERROR:
            return _trouble(theme, port, actions)
        case _:
            return EmptyState(
                theme,
                "plug",
                tr("Looking at {port}").format(port=name),
                tr("Asking who is there. It takes a second or two."),
            )


def _locked(theme: Theme, port: PortView, actions: PortActions) -> QWidget:
    now_there = port.unit.serial if port.unit else tr("another unit")
    accept = PrimaryButton(theme, tr("Work on {unit}").format(unit=now_there), lambda: actions.accept(port.port))
    return EmptyState(
        theme,
        "lock",
        tr("Another unit is on {port}").format(port=short_port(port.port)),
        tr(
            "You were working on {expected}; now {present} answers. Nothing is written to it. "
            "Plug {expected} back in, or go on with {present}."
        ).format(expected=port.expected or tr("another unit"), present=now_there),
        _centred(accept),
        token="bad",
    )


def _trouble(theme: Theme, port: PortView, actions: PortActions) -> QWidget:
    problem = port.problem or Problem(tr("{port} does not work").format(port=short_port(port.port)))
    again = PrimaryButton(theme, tr("Try again"), lambda: actions.probe(port.port))
    buttons: list[QPushButton] = [again, copy_button(problem, tr("Copy for support"))]
    if port.by_hand:
        buttons.append(button(tr("Remove port"), lambda: actions.forget(port.port)))
    return EmptyState(
        theme, "error", problem.title, problem.message, *_next_step(problem), _centred(*buttons), token="bad"
    )


def _next_step(problem: Problem) -> tuple[Part, ...]:
    if not problem.next_step:
        return ()
    text = label(problem.next_step, wrap=True)
    text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    box = QFrame()
    box.setObjectName("sunken")
    box.setLayout(column(label(tr("What to do"), "caption"), text, spacing=4, margins=(16, 12, 16, 14)))
    return (box, 8)


def _centred(*buttons: QPushButton) -> QWidget:
    made = QWidget()
    made.setLayout(row(None, *buttons, None, spacing=8))
    return made
