"""What the Inspections page asks: the log, one inspection, two compared, documents, amendments, services done."""

from collections.abc import Callable, Mapping
from pathlib import Path

from fleetdesk.domain.errors import KnownError
from fleetdesk.services.amend_inspection import amend
from fleetdesk.services.campaign_log import CampaignChoice, campaign_choices
from fleetdesk.services.campaigns import Campaigns
from fleetdesk.services.compare_inspections import Comparison, compare
from fleetdesk.services.inspection_log import InspectionLog, SealCheck
from fleetdesk.services.inspection_views import InspectionView, LogChoices, LogFilter, LogLine, LogPage, ServicePage
from fleetdesk.services.model_names import ModelNames
from fleetdesk.services.person import present_person
from fleetdesk.services.record import Record

MOST_OTHERS = 12
"""Earlier inspections of one device that are offered for a comparison."""


class InspectionsPage:
    """Blocking; called off the GUI thread."""

    def __init__(self, record: Record, names: ModelNames, zone: str = "UTC") -> None:
        self._record = record
        self._campaigns = Campaigns(record, zone)
        self._log = InspectionLog(record, names)

    def page(self, wanted: LogFilter, offset: int, limit: int) -> LogPage:
        return self._log.page(wanted, offset, limit)

    def services(self, wanted: LogFilter, offset: int, limit: int) -> ServicePage:
        return self._log.services(wanted, offset, limit)

    def broken(self) -> int:
        return self._log.broken()

    def choices(self) -> LogChoices:
        return self._log.choices()

    def campaigns(self) -> tuple[CampaignChoice, ...]:
        return campaign_choices(self._campaigns)

    def show(self, inspection: str) -> InspectionView:
        return self._log.show(inspection)

    def others(self, view: InspectionView) -> tuple[LogLine, ...]:
        """The newest other inspections of the same device."""
        page = self._log.page(LogFilter(device=view.line.device), 0, MOST_OTHERS + 1)
        return tuple(line for line in page.rows if line.id != view.line.id)[:MOST_OTHERS]

    def compare(self, one: str, other: str) -> Comparison:
        return compare(self._log.show(one), self._log.show(other))

    def photo(self, sha256: str) -> bytes:
        return self._record.workstation.blobs.get(sha256)

    def check_seals(self) -> SealCheck:
        return self._log.check_seals()

    def amend(self, inspection: str, typed: Mapping[str, str], reason: str) -> str:
        """In the name of who works here. Raises KnownError when nobody said who that is, or it cannot be."""
        signer = present_person(self._record)
        if signer is None:
            raise KnownError("Nobody has said who works here.", "", "Enter name and staff number at the lower left.")
        return amend(self._record, inspection, typed, reason, signer)

    def write_pdf(self, inspection: str, path: str, *, receipt: bool) -> int:
        from fleetdesk.services.print_inspection import PrintInspection

        return PrintInspection(self._record, self._log).write(inspection, Path(path), receipt=receipt)

    def export(self, path: str, wanted: LogFilter) -> int:
        from fleetdesk.services.export_inspections import export_inspections

        return export_inspections(self._log, Path(path), wanted)

    def export_services(self, path: str, wanted: LogFilter) -> int:
        from fleetdesk.services.export_inspections import export_services

        return export_services(self._log, Path(path), wanted)

    def subscribe_changes(self, callback: Callable[[int], None]) -> Callable[[], None]:
        callback(self._record.version)
        return self._record.subscribe(callback)
