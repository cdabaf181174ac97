"""What can be done now: one primary action, the quiet ones that exist."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from fleetdesk.services.bench_views import BenchUnit, TemplateChoice, WorkView
from fleetdesk.ui.bench.module_actions import ModuleActions
from fleetdesk.ui.theme import Theme
from fleetdesk.ui.widgets.buttons import PrimaryButton, button
from fleetdesk.ui.widgets.card import Card
from fleetdesk.ui.widgets.labels import label
from fleetdesk.ui.widgets.layout import clear, column, row
from fleetdesk.ui.words import language, tr


class DoCard(Card):
    inspect_wanted = Signal()
    read_wanted = Signal()
    history_wanted = Signal()
    settings_wanted = Signal()
    log_wanted = Signal()
    audit_wanted = Signal(str)
    """A template's name."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(tr("Do"))
        self.primary = PrimaryButton(theme, tr("Start inspection"), self.inspect_wanted.emit)
        self._why_not = label("", "muted", wrap=True)
        self._read = button(tr("Read again"), self.read_wanted.emit)
        self._history = button(tr("History"), self.history_wanted.emit)
        self.add(self.primary)
        self.add(self._why_not)
        self._settings = button(tr("Settings"), self.settings_wanted.emit)
        self._log = button(tr("Fetch log"), self.log_wanted.emit)
        quiet = column(spacing=8)
        for pair in ((self._read, self._history), (self._settings, self._log)):
            actions = row(*pair, spacing=8)
            actions.setStretch(0, 1)
            actions.setStretch(1, 1)
            quiet.addLayout(actions)
        self._audits = column(spacing=8)
        quiet.addLayout(self._audits)
        self._offered: tuple[TemplateChoice, ...] = ()
        self._quiet = QWidget()
        self._quiet.setLayout(quiet)
        self.add(self._quiet)
        self.module = ModuleActions()
        self.add(self.module)
        self.body.addStretch(1)
        self.setFixedWidth(318)
        self._working = False

    def show_unit(self, unit: BenchUnit) -> None:
        self.primary.setText(tr("Continue inspection") if unit.draft else tr("Start inspection"))
        self.primary.setVisible(unit.can_inspect)
        self._why_not.setText("" if unit.can_inspect else tr("There is no inspection template for this equipment yet."))
        self._why_not.setVisible(not unit.can_inspect)
        self._history.setEnabled(unit.device is not None)
        self._log.setVisible(unit.has_log)
        self.module.show_unit(unit)
        self._show_audits(unit.audits)

    def _show_audits(self, audits: tuple[TemplateChoice, ...]) -> None:
        if audits == self._offered:
            return
        self._offered = audits
        clear(self._audits)
        for audit in audits:
            said = audit.titles.get(language(), audit.titles.get(language().partition("_")[0], audit.titles["en"]))
            self._audits.addWidget(button(said, lambda name=audit.template: self.audit_wanted.emit(name)))

    def show_work(self, work: WorkView | None) -> None:
        """While the module is updated or restarted, nothing else is asked of it."""
        self._working = work is not None
        self.module.show_work(work)
        self._quiet.setVisible(work is None)
        self.set_busy("")

    def set_busy(self, words: str) -> None:
        """While something is under way; "" makes it ready again."""
        self.primary.setEnabled(not words and not self._working)
        self._read.setEnabled(not words and not self._working)
        self._settings.setEnabled(not words and not self._working)
        if words:
            self.primary.setText(words)
