"""`fleetdesk conflicts [resolve]`: what contradicts each other, and which side holds."""

from typing import Annotated

import typer

from fleetdesk.cli.context import Json, desk, plain, print_json
from fleetdesk.services.conflict_words import ConflictStory
from fleetdesk.services.conflicts import AT_MOST, Conflicts
from fleetdesk.services.desk import Desk
from fleetdesk.services.model_names import ModelNames
from fleetdesk.services.person import actor

conflicts_app = typer.Typer(
    help="What people recorded that cannot both be; the choice of a side.", invoke_without_command=True
)


@conflicts_app.callback()
def conflicts(
    context: typer.Context,
    decided: Annotated[bool, typer.Option("--decided", help="Those that somebody chose about.")] = False,
    offset: Annotated[int, typer.Option(min=0, help="Where the list starts.")] = 0,
    limit: Annotated[int, typer.Option(min=1, max=AT_MOST, help="How many are listed.")] = AT_MOST,
    json: Json = False,
) -> None:
    """List them, newest first. Nothing waits for them: until somebody chooses, one side holds."""
    if context.invoked_subcommand is not None:
        return
    with desk() as opened:
        service = _service(opened)
        page = service.open(offset, 1 if decided else limit)
        stories = service.decided(offset, limit) if decided else page.stories
    if json:
        print_json({"open": page.total, "conflicts": [_as_json(story) for story in stories]})
        return
    for story in stories:
        _print(story)
    typer.echo("No conflicts." if not page.total else f"{page.total} open.")


@conflicts_app.command()
def resolve(
    conflict: Annotated[str, typer.Argument(metavar="ID", help="As listed.")],
    choice: Annotated[str, typer.Argument(metavar="CHOICE", help="The side that holds: 1, 2 or its event.")],
    reason: Annotated[str, typer.Option("--reason", help="Why; it stands beside the choice.")] = "",
    json: Json = False,
) -> None:
    """Choose a side. It holds everywhere once it is synced, and another choice may replace it."""
    with desk() as opened:
        story = _service(opened).resolve(conflict, choice, reason, actor(opened.record))
    if json:
        print_json(_as_json(story))
    else:
        _print(story)


def _service(opened: Desk) -> Conflicts:
    from fleetdesk.services.workspace import local_zone

    return Conflicts(opened.record, ModelNames(), local_zone())


def _print(story: ConflictStory) -> None:
    typer.echo(f"{story.id}  {story.title}")
    for place, side in enumerate(story.sides, 1):
        typer.echo(f"  {place}{' *' if side.holds else '  '} {side.words}  [{side.choice}]")
    typer.echo(f"  {story.decided if story.decided.message else story.question}")


def _as_json(story: ConflictStory) -> dict[str, object]:
    """With its sentences in English."""
    return {
        "id": story.id, "title": str(story.title), "question": str(story.question), "decided": str(story.decided),
        "device": story.device,
        "sides": [
            {**plain(side), "words": str(side.words), "choice": str(side.choice)} for side in story.sides
        ],
    }  # fmt: skip
