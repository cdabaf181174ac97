"""The `fleetdesk` command. Exit codes: 0 done, 1 a known error or a "no", 2 wrong usage, 3 a bug."""

import sys
from pathlib import Path
from typing import Annotated

import typer

import fleetdesk
from fleetdesk.cli import context
from fleetdesk.cli.api import api_app
from fleetdesk.cli.backup import backup, restore
from fleetdesk.cli.bundle import bundle_app
from fleetdesk.cli.conflicts import conflicts_app
from fleetdesk.cli.demo import demo
from fleetdesk.cli.device import device_app
from fleetdesk.cli.doctor import doctor
from fleetdesk.cli.enrol import enrol
from fleetdesk.cli.eva import import_eva
from fleetdesk.cli.firmware import firmware_app
from fleetdesk.cli.forecast import forecast
from fleetdesk.cli.hub_bundle import bundle_export, bundle_import, bundle_key
from fleetdesk.cli.hub_rights import hub_app
from fleetdesk.cli.inspections import inspections_app
from fleetdesk.cli.journal import rebuild, verify
from fleetdesk.cli.labels import labels
from fleetdesk.cli.link import identify, ports, read, watch
from fleetdesk.cli.module import log, reset
from fleetdesk.cli.packs import pack_app
from fleetdesk.cli.plan import plan_app
from fleetdesk.cli.registry import devices, due, health
from fleetdesk.cli.settings import settings_app
from fleetdesk.cli.simulate import simulate
from fleetdesk.cli.spares import spares_app
from fleetdesk.cli.store import store_app
from fleetdesk.cli.support import support
from fleetdesk.cli.sync import sync
from fleetdesk.cli.tables import export_file, import_file
from fleetdesk.cli.template import template_app
from fleetdesk.cli.today import campaign_app, today
from fleetdesk.cli.triage import triage
from fleetdesk.cli.visit import visit_app
from fleetdesk.cli.work import work_app
from fleetdesk.domain.errors import KnownError

app = typer.Typer(
    name="fleetdesk",
    help="Keeps a coffee-store chain's connected equipment working: plug in, inspect, fix, sign, sync.",
    invoke_without_command=True,
    no_args_is_help=False,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command("import")(import_file)
app.command("export")(export_file)
app.command("import-eva")(import_eva)
app.command()(labels)
for command in (
    demo, simulate, ports, identify, read, watch, reset, log, devices, due, forecast, health, triage, today, sync,
    enrol, verify, rebuild, backup, restore, doctor, support,
):  # fmt: skip
    app.command()(command)
app.add_typer(api_app, name="api")
for name, hub_command in (
    ("bundle-key", bundle_key), ("bundle-import", bundle_import), ("bundle-export", bundle_export),
):  # fmt: skip
    hub_app.command(name)(hub_command)
app.add_typer(bundle_app, name="bundle")
app.add_typer(conflicts_app, name="conflicts")
app.add_typer(device_app, name="device")
app.add_typer(firmware_app, name="firmware")
app.add_typer(hub_app, name="hub")
app.add_typer(inspections_app, name="inspections")
app.add_typer(pack_app, name="pack")
app.add_typer(plan_app, name="plan")
app.add_typer(settings_app, name="settings")
app.add_typer(spares_app, name="spares")
app.add_typer(campaign_app, name="campaign")
app.add_typer(store_app, name="store")
app.add_typer(template_app, name="template")
app.add_typer(visit_app, name="visit")
app.add_typer(work_app, name="work")


@app.callback()
def window(
    typer_context: typer.Context,
    home: Annotated[Path | None, typer.Option("--home", help="The data folder (else FLEETDESK_HOME).")] = None,
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    """Without a command: the window."""
    context.name_home(home)
    if version:
        typer.echo(f"fleetdesk {fleetdesk.__version__}")
        raise typer.Exit
    if typer_context.invoked_subcommand is None:
        from fleetdesk.app import open_window
        from fleetdesk.runtime.paths import home_at

        raise typer.Exit(open_window(home_at()))


def main() -> None:
    """The entry point. Known errors are said in words; a bug keeps its traceback."""
    try:
        app(args=home_first(sys.argv[1:]))
    except KnownError as error:
        print_known(error)
        sys.exit(1)
    except Exception:  # noqa: BLE001 - the last door: a bug ends with 3 and its traceback
        import traceback

        traceback.print_exc()
        typer.echo(
            "This is a mistake in Fleetdesk. Nothing that was saved is lost. Please report the lines above.", err=True
        )
        sys.exit(3)


def home_first(arguments: list[str]) -> list[str]:
    """`--home DIR` may stand before or after the command; typer wants it before."""
    home: list[str] = []
    rest: list[str] = []
    words = iter(arguments)
    for word in words:
        if word == "--":
            return [*home, *rest, word, *words]
        if word == "--home":
            home = [word, *([value] if (value := next(words, None)) is not None else [])]
        elif word.startswith("--home="):
            home = [word]
        else:
            rest.append(word)
    return [*home, *rest]


def print_known(error: KnownError) -> None:
    """Title, message and next step, a line each, on standard error."""
    for line in (error.title, error.message, error.next_step):
        if line:
            typer.echo(line, err=True)
