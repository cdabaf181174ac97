"""What photo strips share: where pictures are kept, who works in the background, and where trouble is told."""

from PySide6.QtCore import QObject, Signal

from fleetdesk.services.bench_views import InspectionItem
from fleetdesk.ui.bench.inspection_form import InspectionForm
from fleetdesk.ui.bench.photo_strip import PhotoStrip
from fleetdesk.ui.bridge import Bridge
from fleetdesk.ui.sources import InspectionSource
from fleetdesk.ui.theme import Theme


class Evidence(QObject):
    failed = Signal(object)
    """A Problem: the picture was not kept; everything else is as it was."""

    def __init__(self, theme: Theme, bridge: Bridge, source: InspectionSource, parent: QObject) -> None:
        super().__init__(parent)
        self._theme, self._bridge, self._source = theme, bridge, source

    def strip(self, form: InspectionForm, item: InspectionItem) -> PhotoStrip:
        made = PhotoStrip(self._theme, self._bridge, self._source, form, item)
        made.failed.connect(self.failed)
        return made
