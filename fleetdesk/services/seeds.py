"""The shipped data of `seeds/`: models, plans, templates, campaigns, uptime tiers, triage and work times, checked.

Promises: what is returned is whole and consistent (a plan counts what its category's models count, a template's
service item names a plan of its category); a wrong file is refused with every key and what was expected there. Plans
and templates come as the payloads that are published; seeds/README.md describes the files. `folder` is the shipped
one unless a caller names another.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from fleetdesk.domain.errors import KnownError
from fleetdesk.domain.events import PlanPublished, TemplatePublished
from fleetdesk.domain.fleet import HOURS, Category
from fleetdesk.domain.health import Tier
from fleetdesk.domain.import_rows import KnownModel
from fleetdesk.domain.inspection import Cause, Verdict
from fleetdesk.domain.open_time import LoadProfile
from fleetdesk.domain.pack_keys import TABLE, TABLES, Key, Keys, Problems, integer, numbers, one_of, read_table, text
from fleetdesk.domain.quiet_window import QuietRules, WorkCalendar
from fleetdesk.domain.triage import TriageTable
from fleetdesk.domain.work import Act
from fleetdesk.runtime.paths import bundled
from fleetdesk.services.seed_templates import CATEGORY, KEBAB, NAME, TITLE, check_template, texts
from fleetdesk.services.seed_triage import triage_table

MODEL: Keys = {
    "key": Key(text(64, r"[a-z0-9][a-z0-9-]*", "a key of lower case letters, digits and '-'"), required=True),
    "name": Key(TITLE, required=True),
    "category": Key(CATEGORY, required=True),
    "supplier": Key(text(80, least=0), required=True),
    "counter": Key(NAME),
    "unit": Key(text(16)),
}
PLAN: Keys = {
    "task": Key(KEBAB, required=True),
    "version": Key(integer(1, 1_000_000), required=True),
    "title": Key(TITLE, required=True),
    "category": Key(CATEGORY, required=True),
    "counter": Key(NAME, required=True),
    "every": Key(integer(1, 1_000_000_000), required=True),
    "warn_at_percent": Key(integer(1, 100), required=True),
    "unit": Key(text(16), required=True),
    "parts": Key(texts(0), required=True),
    "one": Key(text(24), required=True),
    "many": Key(text(24), required=True),
}
TIER: Keys = {
    "number": Key(integer(1, 9), required=True),
    "name": Key(TITLE, required=True),
    "from_percent": Key(integer(0, 100), required=True),
    "risk": Key(TITLE, required=True),
    "action": Key(TITLE, required=True),
}
ORDERS: Keys = {
    "by_hour": Key(numbers(24, 1_000_000_000), required=True),
    "weekday_percent": Key(numbers(7, 1000), required=True),
}
QUIET: Keys = {
    "up_to_percent_of_peak": Key(integer(0, 100), required=True),
    "before_opening_min": Key(integer(0, 720), required=True),
    "hours_not_known": Key(text(11, HOURS.pattern.removesuffix(r"\Z"), 'a span like "06:00-20:00"'), required=True),
    "default_min": Key(integer(1, 1440), required=True),
}
CAMPAIGN: Keys = {
    "key": Key(KEBAB, required=True),
    "title": Key(TITLE, required=True),
    "source": Key(text(16), required=True),
    "category": Key(CATEGORY, required=True),
    "state": Key(one_of("online", "offline", "unknown"), required=True),
    "business_days": Key(integer(1, 260), required=True),
}
ACTION: Keys = {
    "act": Key(one_of(*(act.value for act in Act if act is not Act.OTHER)), required=True),
    "verdict": Key(one_of(*(verdict.value for verdict in Verdict)), required=True),
    "business_days": Key(integer(0, 260), required=True),
    "causes": Key(texts(0), required=True),
    "categories": Key(texts(0), required=True),
}
TASK_TIME: Keys = {"task": Key(KEBAB, required=True), "minutes": Key(integer(1, 1440), required=True)}


class SeedError(KnownError):
    """A file of `seeds/` is missing or malformed; the message names the file, each key and what was expected."""


def sample_fleet() -> Path:
    """The sample fleet, an import file."""
    return bundled("seeds") / "sample_fleet.json"


def load_models(folder: Path | None = None) -> dict[str, KnownModel]:
    """Model key -> model, in the file's order."""
    file = _folder(folder) / "models.toml"
    rows, problems = _rows(file, "models", MODEL)
    for index, row in enumerate(rows):
        if ("counter" in row) != ("unit" in row):
            problems.add(f"models[{index}]", "expected counter and unit together or neither")
    _once(rows, "models", "key", problems)
    _refuse(file, problems)
    return {row["key"]: KnownModel(**{**row, "category": Category(row["category"])}) for row in rows}


def load_plans(folder: Path | None = None) -> tuple[PlanPublished, ...]:
    """The maintenance tasks as they are published."""
    file = _folder(folder) / "plans.toml"
    models = load_models(folder).values()
    rows, problems = _rows(file, "plans", PLAN, {"postpone_at_most_percent": Key(integer(0, 100), required=True)})
    for index, row in enumerate(rows):
        counted = {model.counter for model in models if model.category == row.get("category")}
        if "counter" in row and row["counter"] not in counted:
            problems.add(f"plans[{index}].counter", f"no model of its category counts {row['counter']!r}")
    _once(rows, "plans", "task", problems)
    _refuse(file, problems)
    for row in rows:
        row["parts"] = tuple(row["parts"])
    return tuple(PlanPublished(**row) for row in rows)


def load_postpone_percent(folder: Path | None = None) -> int:
    """How far a service may be put off, in percent over its interval."""
    file = _folder(folder) / "plans.toml"
    problems = Problems()
    keys: Keys = {"plans": Key(TABLES, required=True), "postpone_at_most_percent": Key(integer(0, 100), required=True)}
    document = read_table(_toml(file), "", keys, problems)
    _refuse(file, problems)
    return int(document["postpone_at_most_percent"])


@dataclass(frozen=True, slots=True)
class Confirm:
    """One sentence that a person confirms for each device of a service round."""

    id: str
    title: str


def load_rounds(folder: Path | None = None) -> dict[str, tuple[Confirm, ...]]:
    """{task: what is confirmed}, for the tasks that are closed in rounds."""
    file = _folder(folder) / "service_rounds.toml"
    rows, problems = _rows(file, "rounds", {"task": Key(KEBAB, required=True), "confirms": Key(TABLES, required=True)})
    known = {plan.task for plan in load_plans(folder)}
    found: dict[str, tuple[Confirm, ...]] = {}
    for index, row in enumerate(rows):
        place = f"rounds[{index}]"
        if row.get("task") not in known:
            problems.add(f"{place}.task", f"expected a task of plans.toml, found {row.get('task')!r}")
        keys: Keys = {"id": Key(KEBAB, required=True), "title": Key(TITLE, required=True)}
        said = _rows_of(row, "confirms", keys, problems, f"{place}.")
        found[row.get("task", "")] = tuple(Confirm(each.get("id", ""), each.get("title", "")) for each in said)
    _once(rows, "rounds", "task", problems)
    _refuse(file, problems)
    return found


@dataclass(frozen=True, slots=True)
class PartSeeds:
    """`names` {part: what people call it}, the categories of which spare devices are kept, and the safety stock."""

    names: Mapping[str, str]
    categories: tuple[str, ...]
    safety_stock: int


def load_parts(folder: Path | None = None) -> PartSeeds:
    file = _folder(folder) / "parts.toml"
    tables = {"parts": Key(TABLES, required=True), "devices": Key(TABLES, required=True)}
    problems = Problems()
    keys: Keys = {**tables, "safety_stock": Key(integer(0, 1000), required=True)}
    document = read_table(_toml(file), "", keys, problems)
    rows = _rows_of(document, "parts", {"key": Key(KEBAB, required=True), "name": Key(TITLE, required=True)}, problems)
    devices = _rows_of(document, "devices", {"category": Key(CATEGORY, required=True)}, problems)
    _once(rows, "parts", "key", problems)
    _refuse(file, problems)
    names = {row["key"]: row["name"] for row in rows}
    return PartSeeds(names, tuple(row["category"] for row in devices), int(document["safety_stock"]))


def load_templates(folder: Path | None = None) -> tuple[TemplatePublished, ...]:
    """The inspection templates as they are published, by file name."""
    files = sorted((_folder(folder) / "templates").glob("*.toml"))
    if not files:
        raise _error(_folder(folder) / "templates", "it holds no inspection template.")
    return tuple(_template(file, folder) for file in files)


def read_template(file: Path, folder: Path | None = None) -> TemplatePublished:
    """One template file, checked as the shipped ones are. Raises SeedError that names each key and what was expected.

    A file without `verdicts` and `causes` takes those of `seeds/judgement.toml`, with their texts.
    """
    problems = Problems()
    document = with_judgement(_toml(file), _toml(_folder(folder) / "judgement.toml"))
    accepted = accepted_template(document, problems, folder)
    if problems.lines:
        raise _refused(file, problems, "This is no inspection template.", "Correct the file, then check it again.")
    return _published(accepted)


def accepted_template(document: Mapping[str, Any], problems: Problems, folder: Path | None = None) -> dict[str, Any]:
    """`check_template` against the shipped plans and pictures."""
    tasks = {plan.task: plan.category for plan in load_plans(folder)}
    return check_template(document, tasks, pictures(), problems)


def pictures() -> frozenset[str]:
    """The names of the shipped instruction pictures."""
    return frozenset(file.stem for file in (bundled("resources") / "instructions").glob("*.svg"))


def with_judgement(document: dict[str, Any], shared: dict[str, Any]) -> dict[str, Any]:
    """The document with the shared verdicts and causes where it has none of its own."""
    taken = [name for name in ("verdicts", "causes") if name not in document]
    if not taken:
        return document
    own = cast("dict[str, dict[str, Any]]", document.get("texts", {}))
    common = cast("dict[str, dict[str, Any]]", shared.get("texts", {}))
    texts = {name: {**_texts_of(common[name], taken), **own.get(name, {})} for name in common}
    return {**document, **{name: shared[name] for name in taken}, "texts": {**own, **texts}}


def _texts_of(words: Mapping[str, Any], taken: list[str]) -> dict[str, Any]:
    starts = tuple(f"{name.removesuffix('s')}." for name in taken)
    return {name: said for name, said in words.items() if name.startswith(starts)}


def load_tiers(folder: Path | None = None) -> tuple[Tier, ...]:
    """The uptime tiers, best first; the last one reaches down to nothing."""
    file = _folder(folder) / "tiers.toml"
    rows, problems = _rows(file, "tiers", TIER)
    bounds = [row.get("from_percent", 0) for row in rows]
    if bounds != sorted(set(bounds), reverse=True) or bounds[-1:] != [0]:
        problems.add("tiers", f"expected from_percent to fall from tier to tier down to 0, found {bounds}")
    _refuse(file, problems)
    return tuple(Tier(**row) for row in rows)


def load_work_calendar(folder: Path | None = None) -> WorkCalendar:
    """When customers come, what counts as quiet, and how long each task takes."""
    file = _folder(folder) / "work_windows.toml"
    problems = Problems()
    whole: Keys = {name: Key(TABLE, required=True) for name in ("orders", "quiet")}
    document = read_table(_toml(file), "", {**whole, "tasks": Key(TABLES, required=True)}, problems)
    orders = read_table(document.get("orders", {}), "orders", ORDERS, problems)
    quiet = read_table(document.get("quiet", {}), "quiet", QUIET, problems)
    tasks = [read_table(row, f"tasks[{n}]", TASK_TIME, problems) for n, row in enumerate(document.get("tasks", []))]
    _once(tasks, "tasks", "task", problems)
    _refuse(file, problems)
    rules = QuietRules(quiet["up_to_percent_of_peak"], quiet["before_opening_min"], quiet["hours_not_known"])
    profile = LoadProfile(tuple(orders["by_hour"]), tuple(orders["weekday_percent"]))
    return WorkCalendar(profile, rules, {row["task"]: row["minutes"] for row in tasks}, quiet["default_min"])


def _template(file: Path, folder: Path | None) -> TemplatePublished:
    problems = Problems()
    document = with_judgement(_toml(file), _toml(_folder(folder) / "judgement.toml"))
    accepted = accepted_template(document, problems, folder)
    if accepted.get("template", file.stem) != file.stem:
        problems.add("template", f"expected the file's name {file.stem!r}, found {accepted['template']!r}")
    _refuse(file, problems)
    return _published(accepted)


def _published(accepted: Mapping[str, Any]) -> TemplatePublished:
    body = ("purpose", "sections", "verdicts", "causes", "texts")
    return TemplatePublished(
        template=accepted["template"],
        version=accepted["version"],
        title=accepted["title"],
        category=accepted["category"],
        body={name: accepted[name] for name in body if name in accepted},
    )


@dataclass(frozen=True, slots=True)
class CampaignSeed:
    """A campaign as `campaigns.toml` names it; `source` the recommendation that asks for it."""

    key: str
    title: str
    source: str
    category: str
    state: str
    business_days: int


def load_campaigns(folder: Path | None = None) -> tuple[CampaignSeed, ...]:
    file = _folder(folder) / "campaigns.toml"
    rows, problems = _rows(file, "campaigns", CAMPAIGN)
    _once(rows, "campaigns", "key", problems)
    _refuse(file, problems)
    return tuple(CampaignSeed(**row) for row in rows)


@dataclass(frozen=True, slots=True)
class ActionSeed:
    """What a verdict may ask for, as `actions.toml` says. Empty `causes` or `categories` mean all."""

    act: Act
    verdict: str
    business_days: int
    causes: tuple[str, ...]
    categories: tuple[str, ...]


def load_actions(folder: Path | None = None) -> tuple[ActionSeed, ...]:
    file = _folder(folder) / "actions.toml"
    rows, problems = _rows(file, "acts", ACTION)
    _once(rows, "acts", "act", problems)
    for index, row in enumerate(rows):
        for name, known in (("causes", list(Cause)), ("categories", list(Category))):
            for wrong in [each for each in row.get(name, ()) if each not in known]:
                problems.add(f"acts[{index}].{name}", f"expected some of {', '.join(known)}, found {wrong!r}")
    _refuse(file, problems)
    return tuple(
        ActionSeed(
            Act(row["act"]), row["verdict"], row["business_days"], tuple(row["causes"]), tuple(row["categories"])
        )
        for row in rows
    )


def load_triage(folder: Path | None = None) -> TriageTable:
    """What each piece of evidence says of each cause."""
    file = _folder(folder) / "triage.toml"
    problems = Problems()
    table = triage_table(_toml(file), problems)
    _refuse(file, problems)
    assert table is not None  # else it was refused
    return table


def _folder(folder: Path | None) -> Path:
    return folder if folder is not None else bundled("seeds")


def _rows(file: Path, name: str, keys: Keys, beside: Keys | None = None) -> tuple[list[dict[str, Any]], Problems]:
    problems = Problems()
    document = read_table(_toml(file), "", {name: Key(TABLES, required=True), **(beside or {})}, problems)
    return _rows_of(document, name, keys, problems), problems


def _rows_of(table: dict[str, Any], name: str, keys: Keys, problems: Problems, place: str = "") -> list[dict[str, Any]]:
    return [read_table(row, f"{place}{name}[{n}]", keys, problems) for n, row in enumerate(table.get(name, []))]


def _once(rows: list[dict[str, Any]], path: str, key: str, problems: Problems) -> None:
    values = [row[key] for row in rows if key in row]
    for twice in sorted({value for value in values if values.count(value) > 1}):
        problems.add(path, f"expected each {key} once, found {twice!r} {values.count(twice)} times")


def _toml(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise _error(file, f"it cannot be read: {error.strerror or error}.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise _error(file, f"it is not sound TOML: {error}.") from error


def _refuse(file: Path, problems: Problems) -> None:
    if problems.lines:
        raise _error(file, _lines(problems))


def _refused(file: Path, problems: Problems, title: str, next_step: str) -> SeedError:
    return SeedError(title, f"{file}: {_lines(problems)}", next_step)


def _lines(problems: Problems) -> str:
    return "\n" + "\n".join(f"- {line}" for line in problems.lines)


def _error(file: Path, what: str) -> SeedError:
    return SeedError(
        "Fleetdesk's own data is damaged.",
        f"{file}: {what}",
        "Undo the change to this file, or install Fleetdesk again: pip install --force-reinstall fleetdesk",
    )
