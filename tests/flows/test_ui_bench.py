"""On the Bench a person sees what is on the cable, why not if not, and starts what there is to do."""

from dataclasses import replace
from typing import cast

import pytest
import ui_data as data
from conftest import OpenWindow
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit, QPushButton
from pytestqt.qtbot import QtBot
from ui_fakes import FakeServices, Feed
from ui_hands import button, click, pick, press, texts, type_text

from fleetdesk.domain.errors import DeviceError, PackError
from fleetdesk.services.bench_views import BenchView, CauseBar, PortState, PortView, TriageView, WorkView
from fleetdesk.services.views import Connectivity, Health, Problem, Silence, Text, Tone
from fleetdesk.ui.bench.inspection_page import InspectionPage
from fleetdesk.ui.bench.page import BenchPage
from fleetdesk.ui.bench.unknown_unit import UnknownUnitBar
from fleetdesk.ui.main_window import MainWindow
from fleetdesk.ui.widgets.port_chip import PortChip


def bench_of(window: MainWindow) -> BenchPage:
    return cast(BenchPage, window.go("bench"))


def open_bench(qtbot: QtBot, open_window: OpenWindow, services: FakeServices, *ports: PortView) -> BenchPage:
    services.bench.view = Feed(BenchView(ports))
    page = bench_of(open_window())
    qtbot.waitUntil(lambda: page.ports == ports)
    return page


def test_nothing_on_the_cable_says_what_to_do(qtbot: QtBot, open_window: OpenWindow, services: FakeServices) -> None:
    page = open_bench(qtbot, open_window, services)
    assert "Plug in a module or a gateway" in texts(page)
    field = next(field for field in page.body.findChildren(QLineEdit) if field.isVisible())
    type_text(field, "socket://127.0.0.1:4001")
    press(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: services.bench.calls == [("add", "socket://127.0.0.1:4001")])


def test_a_unit_that_is_plugged_in_appears_with_everything_that_matters(
    qtbot: QtBot, open_window: OpenWindow, services: FakeServices
) -> None:
    page = open_bench(qtbot, open_window, services)
    services.bench.view.set(BenchView((data.ready(),)))
    qtbot.waitUntil(lambda: page.body.unit_view is not None)
    view = page.body.unit_view
    assert view is not None
    assert view.passport.heading == "Ruiyun Frost RF-20417"
    assert (view.passport.upstream.text, view.passport.upstream.tone) == ("Offline upstream for 19 days", Tone.BAD)
    assert (view.passport.answers.text, view.passport.answers.tone) == ("Answers on the cable", Tone.OK)
    assert (view.passport.due.text, view.passport.due.tone) == ("Service due", Tone.BAD)
    seen = texts(page)
    for words in ("Store 04", "MPC-0006, online", "1.3.0", "3.71 V", "\N{MINUS SIGN}84 dBm, weak", "14,212"):
        assert words in seen
    assert view.due is not None
    assert (view.due.pill.text, view.due.pill.tone) == ("12 over", Tone.BAD)
    assert "940 uses on module M-7731 and 72 on M-8102 since the swap on 3 November." in seen


def test_enter_in_the_very_moment_that_a_unit_appears_starts_its_inspection(
    qtbot: QtBot, open_window: OpenWindow, services: FakeServices
) -> None:
    page = open_bench(qtbot, open_window, services)
    page.show_bench(BenchView((data.ready(),)))
    press(page, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.desk.page is not None)


def test_an_inspection_that_is_being_opened_outlives_the_cards_it_was_asked_from(
    qtbot: QtBot, open_window: OpenWindow, services: FakeServices
) -> None:
    page = open_bench(qtbot, open_window, services, data.ready())
    press(page, Qt.Key.Key_Return)
    before = page.body.unit_view
    page.show_bench(BenchView((replace(data.ready(), unit=replace(data.frost(), due=())),)))
    assert page.body.unit_view is not before
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    press(page, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.desk.page is not None)
    assert len(page.findChildren(InspectionPage)) == 1


def test_a_unit_behind_a_dead_gateway_is_unknown_and_grey(
    qtbot: QtBot, open_window: OpenWindow, services: FakeServices
) -> None:
    link = Connectivity(
        Health.UNKNOWN, Health.OFFLINE, data.ago(days=6), data.ago(days=6), "upstream", Silence.GATEWAY_DOWN, "MPC-0003"
    )
    page = open_bench(qtbot, open_window, services, replace(data.ready(), unit=replace(data.frost(), upstream=link)))
    view = page.body.unit_view
    assert view is not None
    assert view.passport.upstream.text == "Unknown: gateway MPC-0003 is down"
    assert view.passport.upstream.tone is Tone.IDLE


def test_without_a_reading_the_ring_says_nothing_instead_of_zero(
    qtbot: QtBot, open_window: OpenWindow, services: FakeServices
) -> None:
    unit = replace(data.frost(), due=(data.blade_task(None),))
    page = open_bench(qtbot, open_window, services, replace(data.ready(), unit=unit))
    view = page.body.unit_view
    assert view is not None
    assert view.due is not None
    assert view.due.ring.accessibleName() == "\N{EN DASH} of 1,000 uses"
    assert view.passport.due.tone is Tone.IDLE


def test_the_motor_current_is_live_while_it_is_seen_and_only_then(
    qtbot: QtBot, open_window: OpenWindow, services: FakeServices
) -> None:
    services.bench.view = Feed(BenchView((data.ready(),)))
    window = open_window()
    page = bench_of(window)
    qtbot.waitUntil(lambda: page.body.unit_view is not None)
    view = page.body.unit_view
    assert view is not None
    live = view.live
    assert live is not None
    qtbot.waitUntil(lambda: services.bench.watching == 1)
    qtbot.waitUntil(lambda: live.plot.is_ready, timeout=20_000)
    qtbot.waitUntil(lambda: "highest 7.7" in texts(live))
    window.go("fleet")
    qtbot.waitUntil(lambda: services.bench.watching == 0)
    window.go("bench")
    qtbot.waitUntil(lambda: services.bench.watching == 1)


def test_a_gateway_shows_its_children_as_it_sees_them(
    qtbot: QtBot, open_window: OpenWindow, services: FakeServices
) -> None:
    port = PortView(data.GATEWAY_PORT, "Gateway MPC-0006", PortState.READY, data.gateway())
    page = open_bench(qtbot, open_window, services, port)
    view = page.body.unit_view
    assert view is not None
    assert view.children_card is not None
    assert view.live is None
    assert view.children_card.table.model().rowCount() == 11
    assert "6 of 11 online, as the gateway sees them" in texts(page)
    assert "3 of 11 blenders last seen 2 days ago, one unknown, 2 assigned elsewhere." in texts(page)


def test_a_child_that_belongs_elsewhere_is_assigned_with_one_click(
    qtbot: QtBot, open_window: OpenWindow, services: FakeServices
) -> None:
    port = PortView(data.GATEWAY_PORT, "Gateway MPC-0006", PortState.READY, data.gateway())
    page = open_bench(qtbot, open_window, services, port)
    one, *_ = [made for made in page.findChildren(QPushButton) if made.text() == "Assign here"]
    assert one.accessibleName() == "Assign RF-20412 to this gateway"
    click(one)
    qtbot.waitUntil(lambda: services.bench.calls == [("assign", data.GATEWAY_PORT, "device-12")])
    click(button(page, "Assign all 2 here"))
    qtbot.waitUntil(lambda: services.bench.calls[1:] == [("assign", data.GATEWAY_PORT, "device-12", "device-17")])


def test_once_assigned_there_is_nothing_to_click(qtbot: QtBot, open_window: OpenWindow, services: FakeServices) -> None:
    unit = data.gateway()
    port = PortView(data.GATEWAY_PORT, "Gateway MPC-0006", PortState.READY, unit)
    page = open_bench(qtbot, open_window, services, port)
    settled = tuple(replace(child, assignable=False) for child in unit.children)
    services.bench.view.set(BenchView((replace(port, unit=replace(unit, children=settled)),)))
    qtbot.waitUntil(lambda: not [made for made in page.findChildren(QPushButton) if made.text() == "Assign here"])


def test_a_gateways_way_out_says_what_is_wrong_and_what_to_do(
    qtbot: QtBot, open_window: OpenWindow, services: FakeServices
) -> None:
    port = PortView(data.GATEWAY_PORT, "Gateway MPC-0006", PortState.READY, data.gateway())
    page = open_bench(qtbot, open_window, services, port)
    view = page.body.unit_view
    assert view is not None
    assert view.network_card is not None
    assert (view.network_card.pill.text, view.network_card.pill.tone) == ("1 wrong", Tone.BAD)
    assert "Ask for a free address on the store's router." in texts(view.network_card)


@pytest.mark.parametrize("problem", [data.NO_PERMISSION, data.BUSY, data.GARBAGE])
def test_trouble_comes_with_its_next_step_and_can_be_copied(
    qtbot: QtBot, open_window: OpenWindow, services: FakeServices, problem: Problem
) -> None:
    port = PortView(data.FROST_PORT, "", PortState.ERROR, problem=problem, by_hand=True)
    page = open_bench(qtbot, open_window, services, port)
    seen = texts(page)
    assert problem.title in seen
    assert problem.next_step in seen
    click(button(page, "Copy for support"))
    copied = QGuiApplication.clipboard().text()
    assert problem.title in copied
    assert problem.details in copied
    press(page, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: services.bench.calls == [("probe", data.FROST_PORT)])
    click(button(page, "Remove port"))
    qtbot.waitUntil(lambda: services.bench.calls[-1] == ("forget", data.FROST_PORT))


def test_an_unknown_adapter_is_left_alone_until_it_is_asked(
    qtbot: QtBot, open_window: OpenWindow, services: FakeServices
) -> None:
    port = PortView(data.FROST_PORT, "", PortState.UNKNOWN_ADAPTER, adapter="FT232R USB UART (0403:6001)")
    page = open_bench(qtbot, open_window, services, port)
    assert "FT232R USB UART (0403:6001) fits no driver" in texts(page)
    assert services.bench.calls == []
    press(page, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: services.bench.calls == [("probe", data.FROST_PORT)])


def test_another_unit_on_the_port_locks_it_and_says_which(
    qtbot: QtBot, open_window: OpenWindow, services: FakeServices
) -> None:
    other = replace(data.frost(), serial="RF-20388")
    port = PortView(data.FROST_PORT, "Frost RF-20388", PortState.LOCKED, other, expected="RF-20417")
    page = open_bench(qtbot, open_window, services, port)
    assert "You were working on RF-20417; now RF-20388 answers. Nothing is written to it." in texts(page)
    click(button(page, "Work on RF-20388"))
    qtbot.waitUntil(lambda: services.bench.calls == [("accept", data.FROST_PORT)])


def test_an_unknown_unit_is_registered_in_the_store_that_is_chosen(
    qtbot: QtBot, open_window: OpenWindow, services: FakeServices
) -> None:
    unit = replace(data.frost(), device=None, store="", store_name="")
    page = open_bench(qtbot, open_window, services, replace(data.ready(), state=PortState.UNKNOWN_UNIT, unit=unit))
    register = button(page, "Register")
    assert not register.isEnabled()
    store = button(page, "Choose a store")
    qtbot.waitUntil(lambda: any("Store 04" in action.text() for action in store.menu().actions()))
    pick(store.menu(), "Store 04")
    assert register.isEnabled()
    click(register)
    qtbot.waitUntil(lambda: services.bench.calls == [("register", data.FROST_PORT, "S04")])


def test_an_unknown_unit_is_fitted_into_a_device_that_is_here(
    qtbot: QtBot, open_window: OpenWindow, services: FakeServices
) -> None:
    unit = replace(data.frost(), device=None, store="", store_name="")
    page = open_bench(qtbot, open_window, services, replace(data.ready(), state=PortState.UNKNOWN_UNIT, unit=unit))
    bar = page.findChild(UnknownUnitBar)
    assert isinstance(bar, UnknownUnitBar)
    assert not bar.fit.isEnabled()
    type_text(bar.device, "RF-20417")
    type_text(bar.old_value, "940")
    press(bar.old_value, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: services.bench.calls == [("fit", data.FROST_PORT, "RF-20417", "940")])
    qtbot.waitUntil(lambda: "counts for RF-20417 now" in page.banner.text)


def test_what_counts_nothing_is_no_module_of_anything(
    qtbot: QtBot, open_window: OpenWindow, services: FakeServices
) -> None:
    unit = replace(data.frost(), device=None, store="", store_name="", counts=False)
    page = open_bench(qtbot, open_window, services, replace(data.ready(), state=PortState.UNKNOWN_UNIT, unit=unit))
    assert "This unit is not in the registry" in texts(page)
    assert "new module" not in texts(page)


TRIAGE = TriageView(
    (
        CauseBar("firmware", Text("Firmware"), 71, (Text("Its firmware is one that falls silent more often."),)),
        CauseBar("radio_range", Text("Out of radio range"), 21, ()),
    ),
    Text("It seems to work and does not report."),
    Text("Next: {ask} {minutes} min.", {"ask": Text("Run the motor test."), "minutes": 3}),
    (Text("8 of 8 silent units run 1.3.0, against 0 of 9 others."),),
)


def test_why_it_is_silent_stands_with_its_reasons_and_gives_way_to_the_readings(
    qtbot: QtBot, open_window: OpenWindow, services: FakeServices
) -> None:
    silent = replace(data.ready(), unit=replace(data.frost(), triage=TRIAGE))
    page = open_bench(qtbot, open_window, services, silent)
    seen = texts(page)
    for words in (
        "Why is it silent?", "Firmware, 71 %", "Its firmware is one that falls silent more often.",
        "Nothing speaks for it yet.", "8 of 8 silent units run 1.3.0", "Next: Run the motor test. 3 min.",
    ):  # fmt: skip
        assert words in seen
    assert "Motor temperature" not in seen
    click(button(page, "What it says"))
    assert "Motor temperature" in texts(page)
    click(button(page, "Why is it silent?"))
    assert "Motor temperature" not in texts(page)


def test_a_unit_that_reports_is_not_asked_why(qtbot: QtBot, open_window: OpenWindow, services: FakeServices) -> None:
    page = open_bench(qtbot, open_window, services, data.ready())
    assert "Why is it silent?" not in texts(page)
    assert "Motor temperature" in texts(page)


def test_a_failed_request_is_told_on_the_page(qtbot: QtBot, open_window: OpenWindow, services: FakeServices) -> None:
    page = open_bench(qtbot, open_window, services, data.ready())
    services.bench.failure = DeviceError("RF-20417 does not answer.", "It was silent for 2.5 s.", "Wake it and retry.")
    click(button(page, "Read again"))
    qtbot.waitUntil(page.banner.isVisible)
    assert page.banner.text == "RF-20417 does not answer. It was silent for 2.5 s. Wake it and retry."


def test_chips_choose_and_a_choice_of_a_person_stays(
    qtbot: QtBot, open_window: OpenWindow, services: FakeServices
) -> None:
    waiting = PortView("/dev/ttyS0", "", PortState.UNKNOWN_ADAPTER)
    page = open_bench(qtbot, open_window, services, waiting)
    everything = (waiting, *data.three_ports().ports)
    services.bench.view.set(BenchView(everything))
    qtbot.waitUntil(lambda: page.body.device == "device-0-7")
    chips = {chip.port: chip for chip in page.chips.findChildren(PortChip)}
    assert chips[data.FROST_PORT].isChecked()
    click(chips[data.GATEWAY_PORT])
    assert page.body.device == "device-8-1"
    services.bench.view.set(BenchView(tuple(reversed(everything))))
    qtbot.waitUntil(lambda: page.ports == tuple(reversed(everything)))
    assert page.body.device == "device-8-1"
    services.bench.view.set(BenchView((waiting, data.ready())))
    qtbot.waitUntil(lambda: page.body.device == "device-0-7")


def test_an_update_of_the_same_unit_does_not_restart_the_live_watch(
    qtbot: QtBot, open_window: OpenWindow, services: FakeServices
) -> None:
    page = open_bench(qtbot, open_window, services, data.ready())
    before = page.body.unit_view
    fresher = replace(data.frost(), due=(data.blade_task(3),))
    services.bench.view.set(BenchView((replace(data.ready(), unit=fresher),)))
    qtbot.waitUntil(lambda: "3 of 1,000" not in texts(page) and page.body.port != data.ready())
    assert page.body.unit_view is before
    assert before is not None
    qtbot.waitUntil(lambda: before.passport.due.text == "Service not due")


def test_history_opens_the_device_on_the_fleet_page(
    qtbot: QtBot, open_window: OpenWindow, services: FakeServices
) -> None:
    services.bench.view = Feed(BenchView((data.ready(),)))
    window = open_window()
    page = bench_of(window)
    qtbot.waitUntil(lambda: page.body.unit_view is not None)
    click(button(page, "History"))
    assert window.pages.current == "fleet"
    qtbot.waitUntil(lambda: "What happened" in texts(window))


def test_newer_firmware_is_offered_and_its_progress_can_be_cancelled(
    qtbot: QtBot, open_window: OpenWindow, services: FakeServices
) -> None:
    unit = replace(data.frost(), can_restart=True, offer="1.5.0")
    port = replace(data.ready(), unit=unit)
    page = open_bench(qtbot, open_window, services, port)
    view = page.body.unit_view
    assert view is not None
    qtbot.waitUntil(view.do.module.update_firmware.isVisible)
    click(button(view.do, "Update to 1.5.0"))
    qtbot.waitUntil(lambda: ("update", port.port) in services.bench.calls)
    qtbot.waitUntil(lambda: "RF-20417 runs 1.5.0 now." in page.banner.text)
    sending = WorkView(Text("Sending the firmware"), Text("120 of 400 KiB, 7.6 KiB/s, 37 s left"), 100, can_cancel=True)
    services.bench.view.set(BenchView((replace(port, work=sending),)))
    qtbot.waitUntil(lambda: "37 s left" in texts(view.do))
    assert not view.do.primary.isEnabled()
    assert view.do.module.under_way.bar.value() == 99, "never full before the module has confirmed"
    click(button(view.do, "Cancel"))
    assert ("cancel", port.port) in services.bench.calls
    testing = WorkView(Text("Testing the new firmware"))
    services.bench.view.set(BenchView((replace(port, work=testing),)))
    qtbot.waitUntil(lambda: "Testing the new firmware" in texts(view.do))
    services.bench.view.set(BenchView((port,)))
    qtbot.waitUntil(view.do.primary.isEnabled)


def test_a_module_is_restarted(qtbot: QtBot, open_window: OpenWindow, services: FakeServices) -> None:
    port = replace(data.ready(), unit=replace(data.frost(), can_restart=True))
    page = open_bench(qtbot, open_window, services, port)
    view = page.body.unit_view
    assert view is not None
    qtbot.waitUntil(view.do.module.restart.isVisible)
    click(button(page, "Restart module"))
    qtbot.waitUntil(lambda: "restarted" in page.banner.text)
    assert ("restart", port.port) in services.bench.calls


def test_driver_packs_are_reloaded_from_the_bench(
    qtbot: QtBot, open_window: OpenWindow, services: FakeServices
) -> None:
    page = open_bench(qtbot, open_window, services)
    click(button(page.body, "Reload driver packs"))
    qtbot.waitUntil(lambda: services.bench.calls == [("reload",)])
    qtbot.waitUntil(lambda: "11 driver packs" in page.banner.text)
    services.bench.failure = PackError(
        "The driver pack 'mine' is not valid.", "link.baud: expected 9600", "Correct it."
    )
    click(button(page.body, "Reload driver packs"))
    qtbot.waitUntil(lambda: "'mine' is not valid" in page.banner.text)
