"""`fleetdesk hub enrol-code | workstations | revoke | audit`: who may do what at the hub, on its database."""

import json
import re
from collections.abc import Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from fleetdesk.cli.context import Json, print_json
from fleetdesk.cli.hub import Database, database_address
from fleetdesk.cli.hub import hub_app as hub_app
from fleetdesk.domain.enrolment import ROLES, read_stores
from fleetdesk.domain.errors import FormatError
from fleetdesk.runtime.clock import iso

if TYPE_CHECKING:
    from fleetdesk.hub.store import Store

_UNITS_S = {"m": 60, "h": 3600, "d": 86400}


@hub_app.command("enrol-code")
def enrol_code(
    role: Annotated[str, typer.Option(help=f"{' | '.join(ROLES)}")],
    stores: Annotated[str, typer.Option(help='"all", or store codes: A,B')],
    database: Database = None,
    name: Annotated[str, typer.Option(help="Whose laptop it is, to know it again in the list.")] = "",
    valid_for: Annotated[str, typer.Option(help="30m, 12h or 7d.")] = "7d",
    as_json: Json = False,
) -> None:
    """Makes a code that takes in one workstation once. It is the last line; the hub keeps only its hash."""
    from fleetdesk.hub.operator import hand_out_code

    if role not in ROLES:
        raise typer.BadParameter(f"{role!r} is none of {', '.join(ROLES)}", param_hint="--role")
    valid_ms = _valid_ms(valid_for)
    try:
        scope = read_stores(stores)
    except FormatError as error:
        raise typer.BadParameter(str(error), param_hint="--stores") from error
    with _store(database) as store:
        made = hand_out_code(store, role, scope, name, valid_ms)
    if as_json:
        said = {"code": made.code, "role": role, "stores": scope, "name": name, "until": iso(made.until)}
        print(json.dumps(said))
        return
    where = "all stores" if scope is None else f"stores {', '.join(scope)}"
    print(f"For one {role} of {where}, until {iso(made.until)}. On the laptop: fleetdesk enrol URL CODE")
    print(made.code)


@hub_app.command("workstations")
def workstations(database: Database = None, as_json: Json = False) -> None:
    """Lists who is known to the hub."""
    with _store(database) as store:
        known = store.workstations.all()
    if as_json:
        print_json({"workstations": known})
        return
    for each in known:
        scope = "all" if each.stores is None else ",".join(each.stores)
        state = f"revoked {iso(each.revoked_at)}" if each.revoked_at is not None else "in"
        print(f"{each.public_key}  {each.role:<10}  {scope}  {each.name}  {each.how} {iso(each.enrolled_at)}  {state}")


@hub_app.command("revoke")
def revoke(
    key: Annotated[str, typer.Argument(metavar="KEY-OR-PREFIX")],
    database: Database = None,
    why: Annotated[str, typer.Option(help="Told to the workstation.")] = "",
    as_json: Json = False,
) -> None:
    """Shuts a workstation out at once. What it pushed before stands; a new code lets it in again."""
    from fleetdesk.hub.operator import shut_out

    with _store(database) as store:
        gone = shut_out(store, key, why)
    if as_json:
        print(json.dumps({"revoked": gone.public_key, "name": gone.name}))
    else:
        print(f"Revoked: {gone.public_key} {gone.name}".rstrip())


@hub_app.command("audit")
def audit(
    database: Database = None,
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="The newest so many.")] = 100,
    as_json: Json = False,
) -> None:
    """Says who was taken in, shut out and refused, the newest first."""
    with _store(database) as store:
        lines = store.workstations.audit(limit)
    if as_json:
        print_json({"audit": lines})
        return
    for line in lines:
        print(f"{iso(line.at)}  {line.act:<9}  {line.public_key}  {line.detail}")


@contextmanager
def _store(database: str | None) -> "Generator[Store]":
    """Made when it is not there: the first code may be handed out before the hub first runs."""
    from fleetdesk.hub.addresses import open_store

    store = open_store(database_address(database))
    try:
        yield store
    finally:
        store.close()


def _valid_ms(text: str) -> int:
    found = re.fullmatch(r"(\d{1,4})([mhd])", text.strip())
    if found is None or int(found[1]) == 0:
        raise typer.BadParameter(f"{text!r} is no time like 30m, 12h or 7d", param_hint="--valid-for")
    return int(found[1]) * _UNITS_S[found[2]] * 1000
