"""What remains to be done after a finding: proposed by the verdict, ordered with an owner and a day, closed with how it
ended. Each order names the inspection that it follows from; ordered twice it is one, closed twice it is closed."""

from collections.abc import Collection, Sequence
from datetime import date
from functools import cache

from fleetdesk.domain import events as ev
from fleetdesk.domain.business_days import after
from fleetdesk.domain.errors import KnownError
from fleetdesk.domain.events import Draft
from fleetdesk.domain.fleet import Status, device_subject, stock_subject
from fleetdesk.domain.stock import BAG, DEVICES, used_movement
from fleetdesk.domain.work import ENDS, Act, Progress, work_id
from fleetdesk.runtime.ids import new_id
from fleetdesk.services.amend_inspection import present
from fleetdesk.services.device_acts import checked_reason, known_device, label_of, not_retired, status_draft
from fleetdesk.services.due_list import zone_of
from fleetdesk.services.record import Record
from fleetdesk.services.seeds import ActionSeed, load_actions
from fleetdesk.services.spares import check_part
from fleetdesk.services.work_views import TITLES, Proposal, Remains, WorkList, WorkView, title_of, work_view
from fleetdesk.sqlite import Connection
from fleetdesk.storage.queries import inspections, parts, registry, work_orders
from fleetdesk.storage.queries.registry import KnownDevice

MOST = 1_000
TITLE_LENGTH = 200


@cache
def actions() -> tuple[ActionSeed, ...]:
    """The shipped acts; they do not change while the program runs."""
    return load_actions()


class WorkOrders:
    """Blocking; call it off the GUI thread."""

    def __init__(self, record: Record) -> None:
        self._record = record

    def open(self, store: str | None = None, owner: str | None = None, most: int = MOST) -> WorkList:
        """The most urgent first; the counts are those of the whole fleet."""
        return self._record.read(lambda connection: open_work(connection, self._record.now(), most, store, owner))

    def ended(self, most: int = MOST) -> tuple[WorkView, ...]:
        return self._record.read(lambda c: self._views(c, work_orders.ended_orders(c, most)))

    def of_device(self, device: str) -> tuple[WorkView, ...]:
        return self._record.read(lambda c: self._views(c, work_orders.of_device(c, device)))

    def inspection(self, said: str) -> str:
        """The inspection whose id begins like that. Raises KnownError for none or several."""
        return self._record.read(lambda connection: inspections.resolve(connection, said))

    def remains(self, inspection: str) -> Remains:
        """Raises KnownError for an inspection that there is not."""
        return self._record.read(lambda connection: self._remains(connection, inspection))

    def order_found(self, inspection: str, acts: Sequence[str], owner: str, actor: str) -> tuple[WorkView, ...]:
        """Orders what the verdict asks for, each with its own day; a tag out is done at once. What was ordered before
        stays as it is. Returns all that this inspection ordered. Raises KnownError for an act that does not follow."""

        def work(connection: Connection) -> tuple[WorkView, ...]:
            left = self._remains(connection, inspection)
            known = {each.act for each in left.ordered}
            proposed = {proposal.act.value: proposal for proposal in left.proposals}
            wanted = [act for act in dict.fromkeys(acts) if act not in known]
            wrong = [act for act in wanted if act not in proposed]
            if wrong:
                raise KnownError(
                    f"{', '.join(wrong)} does not follow from this inspection.", "",
                    f"These do: {', '.join(proposed) or 'none'}.",
                )  # fmt: skip
            device = known_device(connection, left.device)
            facts = [fact for act in wanted for fact in self._found(device, inspection, proposed[act], owner)]
            if facts:
                self._record.append_within(connection, facts, actor)
            return self._views(connection, work_orders.of_inspection(connection, inspection))

        return self._record.change(work)

    def order(
        self, device: str, title: str, owner: str, due_on: date | None, reason: str, actor: str,
        inspection: str | None = None,
    ) -> str:  # fmt: skip
        """Other work, in a person's words. Returns its id. Raises KnownError for no title or reason."""
        why, words = checked_reason(reason), title.strip()
        if not 1 <= len(words) <= TITLE_LENGTH:
            raise KnownError("What is to be done?", f"Say it in 1 to {TITLE_LENGTH} characters.", "")
        event = new_id()

        def work(connection: Connection) -> None:
            known = known_device(connection, device)
            not_retired(known, "nothing can be ordered for it")
            if inspection is not None:
                _of_this(connection, inspection, known)
            payload = ev.WorkOrdered(
                device=known.id, title=words, owner=owner.strip(), due_on=due_on.isoformat() if due_on else None,
                inspection=inspection, reason=why,
            )  # fmt: skip
            self._record.append_within(connection, [self._draft(known, payload, event)], actor)

        self._record.change(work)
        return event

    def change(self, work: str, owner: str, due_on: date | None, reason: str, actor: str) -> None:
        """Another owner or day. Raises KnownError when it is not open."""
        why = checked_reason(reason)

        def act(connection: Connection) -> None:
            row = _open(connection, work)
            payload = ev.WorkOrdered(
                device=row.device, title=row.title, owner=owner.strip(), inspection=row.inspection, work=row.id,
                due_on=due_on.isoformat() if due_on else None, act=row.act, supplier=row.supplier, reason=why,
            )  # fmt: skip
            known = known_device(connection, row.device)
            self._record.append_within(connection, [self._draft(known, payload)], actor)

        self._record.change(act)

    def close(self, work: str, outcome: str, note: str, actor: str) -> None:
        """Closing it again as it is closed records nothing. Raises KnownError for another outcome, or for one dropped
        without a word why."""
        if outcome not in ENDS:
            raise KnownError(f"{outcome!r} is no outcome.", "", f"These are: {', '.join(ENDS)}.")
        said = note.strip()

        def act(connection: Connection) -> None:
            row = work_orders.one(connection, work)
            if row is not None and row.progress == outcome:
                return
            row = _open(connection, work)
            if outcome == Progress.DROPPED and not said:
                raise KnownError("A reason is needed.", "It is dropped, not done.", "Say in a few words why.")
            known = known_device(connection, row.device)
            payload = ev.WorkClosed(work=row.id, device=row.device, outcome=outcome, note=said)
            fact = self._record.draft(payload, device_subject(known.id), store=known.store)
            self._record.append_within(connection, [fact], actor)

        self._record.change(act)

    def use_part(self, inspection: str, part: str, actor: str) -> None:
        """One of a part went into the device that was inspected, from the person's bag when it ever held that part.
        Said twice it counts once. Raises KnownError for a part that nobody knows."""

        def work(connection: Connection) -> None:
            if part.startswith(DEVICES):
                raise KnownError("A device is no part.", "", "Order a replacement instead.")
            check_part(connection, part)
            known = known_device(connection, _finding(connection, inspection)[1])
            bag = BAG + actor
            source = bag if parts.lies_at(connection, part, bag) is not None else None
            payload = ev.PartMoved(
                movement=used_movement(inspection, part), part=part, quantity=1, source=source, inspection=inspection,
                moved_at=self._record.now(),
            )  # fmt: skip
            subjects = [device_subject(known.id), *([stock_subject(part, source)] if source else [])]
            if not parts.is_recorded(connection, known.id, payload.movement):
                self._record.append_within(
                    connection, [self._record.draft(payload, *subjects, store=known.store)], actor
                )

        self._record.change(work)

    # -- the steps -----------------------------------------------------------------------------------------------------

    def _remains(self, connection: Connection, inspection: str) -> Remains:
        said, device_id = _finding(connection, inspection)
        device = known_device(connection, device_id)
        ordered = self._views(connection, work_orders.of_inspection(connection, inspection))
        known = {work.act for work in ordered}
        today = date.fromisoformat(work_orders.day_in(zone_of(connection, device), self._record.now()))
        proposals = tuple(
            _proposal(connection, device, seed, not ordered and _fits(seed, said["cause"]), today)
            for seed in actions()
            if seed.verdict == said["verdict"] and seed.act not in known and _suits(seed, device)
        )
        return Remains(inspection, device.id, label_of(device), proposals, ordered)

    def _views(self, connection: Connection, rows: Sequence[work_orders.WorkRow]) -> tuple[WorkView, ...]:
        return tuple(work_view(connection, row, self._record.now()) for row in rows)

    def _found(self, device: KnownDevice, inspection: str, proposal: Proposal, owner: str) -> list[Draft]:
        words = ev.WorkOrdered(
            device=device.id, title=TITLES[proposal.act], owner=owner.strip(), due_on=proposal.due_on.isoformat(),
            inspection=inspection, work=work_id(inspection, proposal.act), act=proposal.act.value,
            supplier=proposal.supplier,
        )  # fmt: skip
        facts = [self._draft(device, words)]
        if proposal.act is Act.TAG_OUT:
            facts.append(status_draft(self._record, device, Status.TAGGED_OUT, f"Inspection {inspection[:8]}"))
        return facts

    def _draft(self, device: KnownDevice, payload: ev.WorkOrdered, event: str | None = None) -> Draft:
        return self._record.draft(payload, device_subject(device.id), store=device.store, event=event)


def open_work(
    connection: Connection,
    now: str,
    most: int,
    store: str | None = None,
    owner: str | None = None,
    stores: Collection[str] | None = None,
) -> WorkList:
    """For whoever reads more in the same transaction. `stores` also narrows what is counted."""
    rows = work_orders.open_orders(connection, most, store, owner, stores)
    count = work_orders.count_open(connection, now, stores)
    return WorkList(tuple(work_view(connection, row, now) for row in rows), count.open, count.overdue)


def _open(connection: Connection, work: str) -> work_orders.WorkRow:
    row = work_orders.one(connection, work)
    if row is None:
        raise KnownError(f"There is no work order {work!r}.", "", "Look for it: fleetdesk work list")
    if row.progress != Progress.OPEN:
        raise KnownError(f"This work order is {row.progress} already.", "", "Order it anew if it is needed again.")
    return row


def _finding(connection: Connection, inspection: str) -> tuple[dict[str, str | None], str]:
    """What the inspection says after its amendments, and the unit as which its device goes on."""
    payload = inspections.signed(connection, inspection).payload
    assert isinstance(payload, ev.InspectionSigned)
    amended = [p for _, p in inspections.amendments(connection, payload.device, inspection)]
    merged = registry.merged(connection, payload.device)
    return present(payload, amended), merged.into if merged else payload.device


def _of_this(connection: Connection, inspection: str, device: KnownDevice) -> None:
    if _finding(connection, inspection)[1] != device.id:
        raise KnownError(f"That inspection is not of {label_of(device)}.", "", "Name the one that found it.")


def _suits(seed: ActionSeed, device: KnownDevice) -> bool:
    if device.status == Status.RETIRED or (seed.act is Act.TAG_OUT and device.status == Status.TAGGED_OUT):
        return False
    return not seed.categories or device.category in seed.categories


def _fits(seed: ActionSeed, cause: str | None) -> bool:
    return not seed.causes or cause in seed.causes


def _proposal(connection: Connection, device: KnownDevice, seed: ActionSeed, chosen: bool, today: date) -> Proposal:
    supplier = _supplier(connection, device) if seed.act is Act.REPLACEMENT else ""
    title = title_of(seed.act, TITLES[seed.act])
    return Proposal(seed.act, title, after(today, seed.business_days), chosen, supplier)


def _supplier(connection: Connection, device: KnownDevice) -> str:
    """The alternate of its category, else the usual one; nobody when nobody named any."""
    held = parts.fields(connection).get(DEVICES + device.category)
    if held is None:
        return ""
    return str(held.values.get("alternate") or held.values.get("supplier") or "")
