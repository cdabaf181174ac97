"""The four figures that answer "where is everything", each with its denominator; a click filters the table."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from fleetdesk.services.views import Counted, DeviceQuery, DueLevel, FleetFigures, Health, Tone
from fleetdesk.ui.theme import Theme
from fleetdesk.ui.widgets.figure_card import FigureCard
from fleetdesk.ui.widgets.layout import row
from fleetdesk.ui.words import number, say, tr

LONGEST_SENTENCE = 44


class FiguresRow(QWidget):
    chosen = Signal(str)
    """online | down | unknown | due"""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.online = FigureCard(tr("Reported online"), Tone.OK)
        self.down = FigureCard(tr("Really down"), Tone.BAD)
        self.unknown = FigureCard(tr("Unknown"), Tone.IDLE)
        self.due = FigureCard(tr("Service due"), Tone.WARN)
        cards = {"online": self.online, "down": self.down, "unknown": self.unknown, "due": self.due}
        line = row(*cards.values(), spacing=16)
        for place in range(len(cards)):
            line.setStretch(place, 1)
        self.setLayout(line)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self._cards = cards
        for key, card in cards.items():
            card.clicked.connect(lambda key=key: self.chosen.emit(key))

    def show_filter(self, query: DeviceQuery) -> None:
        """Marks the card whose number the table shows."""
        wanted = {
            "online": query.state is Health.ONLINE,
            "down": query.state is Health.OFFLINE,
            "unknown": query.state is Health.UNKNOWN,
            "due": query.due is DueLevel.DUE,
        }
        for key, card in self._cards.items():
            card.set_chosen(wanted[key])

    def show_figures(self, figures: FleetFigures) -> None:
        reporting = figures.reported_online + figures.reported_offline
        self.online.show_figure(
            number(figures.reported_online),
            tr("of {count} devices that report a state").format(count=number(reporting)),
            idle=not reporting,
        )
        self.down.show_figure(
            number(figures.really_down), tr("offline behind a live gateway"), idle=not figures.really_down
        )
        self.unknown.show_figure(
            number(figures.unknown_behind_dead_gateway + figures.unknown_other), _unknown_words(figures), idle=True
        )
        self.due.show_figure(number(figures.due), _due_words(figures.due_by_task), idle=not figures.due)


def _unknown_words(figures: FleetFigures) -> str:
    parts = [tr("{count} never reported").format(count=number(figures.unknown_other))]
    if figures.unknown_behind_dead_gateway:
        behind = number(figures.unknown_behind_dead_gateway)
        parts.append(tr("{count} behind a dead gateway").format(count=behind))
    return ", ".join(parts)


def _due_words(tasks: tuple[Counted, ...]) -> str:
    """The largest tasks by name as long as they fit two lines, the rest as a number."""
    counted = sorted((task for task in tasks if task.count), key=lambda task: -task.count)
    if not counted:
        return tr("nothing is over its interval")
    shown: list[str] = []
    for task in counted:
        name = say(task.label)
        words = f"{number(task.count)} {name[:1].lower()}{name[1:]}"
        if shown and len(", ".join((*shown, words))) > LONGEST_SENTENCE:
            break
        shown.append(words)
    rest = sum(task.count for task in counted[len(shown) :])
    return ", ".join((*shown, tr("{count} more").format(count=number(rest))) if rest else shown)
