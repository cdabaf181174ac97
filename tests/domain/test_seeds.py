"""The shipped models, plans, templates and tiers are sound, and a wrong one is named by file, key and expectation."""

import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from fleetdesk.domain.events import TemplatePublished, check_payload, payload_map
from fleetdesk.domain.fleet import WEEKDAYS, Category
from fleetdesk.domain.inspection_template import localised, parse_template, text_places
from fleetdesk.domain.pack import Pack
from fleetdesk.packs import find_packs, load_pack
from fleetdesk.runtime.paths import bundled
from fleetdesk.services.seeds import (
    SeedError,
    load_campaigns,
    load_models,
    load_parts,
    load_plans,
    load_postpone_percent,
    load_rounds,
    load_templates,
    load_tiers,
    load_triage,
    load_work_calendar,
)


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    """A copy of the shipped seeds, to be damaged."""
    return Path(shutil.copytree(bundled("seeds"), tmp_path / "seeds"))


def template(name: str) -> TemplatePublished:
    return next(published for published in load_templates() if published.template == name)


def items_of(published: TemplatePublished) -> dict[str, dict[str, Any]]:
    return {item["id"]: item for section in published.body["sections"] for item in section["items"]}


# -- what is shipped ---------------------------------------------------------------------------------------------------


def test_thirteen_models_and_those_with_a_pack_agree_with_it() -> None:
    models = load_models()
    assert len(models) == 13
    packs = {key: load_pack(folder) for key, folder in find_packs().items()}
    assert {"ruiyun-frost", "mpc-1911-r22"} <= packs.keys() <= models.keys()
    for key, pack in packs.items():
        assert pack.category == models[key].category
        usage = pack.usage_counter()
        if models[key].counter is not None:
            assert usage is not None
            assert (usage.name, usage.unit) == (models[key].counter, models[key].unit)


def test_the_three_maintenance_tasks_of_the_report() -> None:
    plans = {(plan.category, plan.every): plan for plan in load_plans()}
    assert plans.keys() == {("coffee_machine", 500), ("milk_dispenser", 200), ("blender", 1000)}
    blade = plans["blender", 1000]
    assert (blade.task, blade.title) == ("blade-service", "Motor inspection and blade replacement")
    assert (blade.counter, blade.unit, blade.parts, blade.version) == ("cycles_total", "uses", ("blade set",), 1)
    assert all(plan.warn_at_percent == 90 for plan in plans.values())


def test_plans_and_templates_are_payloads_that_a_journal_takes() -> None:
    for payload in (*load_plans(), *load_templates()):
        check_payload(payload_map(payload))


def test_the_blender_inspection_asks_for_the_service_only_when_it_is_due() -> None:
    items = items_of(template("blender-inspection"))
    assert [name for name, item in items.items() if item.get("shown") == "when_due"] == ["blade_service"]
    assert items["blade_service"]["task"] == "blade-service"


def test_a_routine_blender_inspection_takes_few_taps() -> None:
    """One tap a section that passes as a whole, one for each other answer; what the cable tells costs none."""
    taps = 0
    for section in template("blender-inspection").body["sections"]:
        asked = [
            item
            for item in section["items"]
            if item.get("required", True)
            and not {"source", "ask_if"} & (item.keys() | section.keys())
            and item.get("shown") != "when_due"
        ]
        taps += min(1, len(asked)) if section.get("pass_all") else len(asked)
    assert taps == 3


def test_what_fills_itself_in_is_what_a_pack_of_its_category_reads() -> None:
    """Of the models that an item is asked of, at least one can fill it in, with that unit and scale."""
    packs = {key: load_pack(folder) for key, folder in find_packs().items()}
    for published in load_templates():
        mine = {key: pack for key, pack in packs.items() if pack.category == published.category}
        for item in items_of(published).values():
            family, _, name = item.get("source", "").partition(".")
            if not family:
                continue
            conditions: list[dict[str, Any]] = item.get("ask_if", [])
            models: list[list[str]] = [said["is"] for said in conditions if said.get("fact") == "model"]
            for key in models[0] if models else list[str]():
                assert _reads(mine[key], family, name, item), (published.template, item["id"], key)
            assert any(_reads(pack, family, name, item) for pack in mine.values()), (published.template, item["id"])


def _reads(pack: Pack, family: str, name: str, item: dict[str, Any]) -> bool:
    if family == "gauge":
        found = next((channel for channel in pack.channels if channel.name == name), None)
        return found is not None and (found.unit, found.scale) == (item["unit"], item.get("scale", 0))
    offered = {
        "counter": {counter.name for counter in pack.counters},
        "setting": {setting.name for setting in pack.settings},
        "identity": {"firmware"},
        "link": {"answers"},
    }
    return name in offered.get(family, ())


def test_every_category_has_its_inspection_and_coffee_machines_the_audit_of_their_connection() -> None:
    by_purpose = [(t.category, t.body.get("purpose", "inspection")) for t in load_templates()]
    assert sorted(by_purpose) == sorted(
        [*((category.value, "inspection") for category in Category), ("coffee_machine", "audit")]
    )


@pytest.mark.parametrize("language", ["es", "zh_CN"])
def test_every_shipped_text_is_there_in_every_language(language: str) -> None:
    for published in load_templates():
        wanted = {"title", *(name for _, _, name in text_places(published.body))}
        assert wanted == published.body["texts"][language].keys(), published.template
        title, body = localised(published.title, published.body, language)
        assert title == published.body["texts"][language]["title"]
        parse_template(body)


def test_a_language_that_a_template_does_not_speak_is_english() -> None:
    published = template("blender-inspection")
    assert localised(published.title, published.body, "de")[0] == "Blender inspection"
    assert localised(published.title, published.body, "es_MX")[0] == "Inspección de la batidora"
    assert localised(published.title, published.body, "zh_CN")[1]["sections"][0]["title"] == "外观"


def test_every_template_offers_the_three_verdicts_and_the_five_causes() -> None:
    for published in load_templates():
        verdicts = {verdict["id"]: verdict["cause"] for verdict in published.body["verdicts"]}
        assert verdicts == {"healthy": "none", "connectivity": "required", "mechanical": "optional"}
        assert {cause["id"] for cause in published.body["causes"]} == {
            "radio_range", "battery_power", "firmware", "module_damage", "gateway_cascade",
        }  # fmt: skip


def test_the_tiers_have_the_boundaries_of_the_fleet_facts() -> None:
    tiers = [(tier.number, tier.name, tier.from_percent) for tier in load_tiers()]
    assert tiers == [(1, "excellent", 90), (2, "good", 75), (3, "concerning", 40), (4, "critical", 0)]


def test_the_hours_of_the_report_are_the_store_s_own_of_winter() -> None:
    """It counts by UTC hour, in months in which its stores were five hours behind."""
    calendar = load_work_calendar()
    orders, days = calendar.profile.orders_by_hour, calendar.profile.weekday_percent

    def at_utc(hour: int) -> int:
        return orders[datetime(2026, 1, 15, hour, tzinfo=UTC).astimezone(ZoneInfo("America/New_York")).hour]

    assert (at_utc(14), at_utc(18)) == (15033, 11470)
    assert all(8000 <= at_utc(hour) <= 11000 for hour in (15, 16, 17))
    assert all(5000 <= at_utc(hour) <= 8000 for hour in (19, 20, 21))
    assert max(at_utc(hour) for hour in range(12)) < 0.05 * max(orders), "closed, or as good as"
    assert dict(zip(WEEKDAYS, days, strict=True)) == {
        "mon": 100, "tue": 100, "wed": 105, "thu": 115, "fri": 110, "sat": 95, "sun": 85,
    }  # fmt: skip
    assert set(calendar.task_min) <= {plan.task for plan in load_plans()}
    assert calendar.minutes("a task of tomorrow") == calendar.default_min


def test_each_category_is_one_of_the_catalogue_and_every_one_is_used() -> None:
    assert {model.category for model in load_models().values()} == set(Category)


# -- what is refused ---------------------------------------------------------------------------------------------------

ROUNDS = "service_rounds.toml"
BLENDER = "templates/blender-inspection.toml"
JUDGEMENT = "judgement.toml"
Load = Callable[[Path], object]


@pytest.mark.parametrize(
    ("load", "file", "old", "new", "said"),
    [
        (load_models, "models.toml", 'name = "Ice machine"', 'nmae = "Ice machine"', "models[10].nmae: unknown key"),
        (load_models, "models.toml", '"ice_machine"', '"iced"', "models[10].category: expected 'coffee_machine'"),
        (load_models, "models.toml", 'key = "venus-i"', 'key = "eversys"', "each key once, found 'eversys' 2 times"),
        (load_models, "models.toml", 'unit = "uses"\n', "", "counter and unit together"),
        (load_plans, "plans.toml", "every = 200", "every = 0", "plans[1].every: expected an integer from 1"),
        (load_plans, "plans.toml", "every = 200", "", "plans[1].every: missing"),
        (load_plans, "plans.toml", '"cycles_total"', '"spins"', "no model of its category counts 'spins'"),
        (load_plans, "plans.toml", '["blade set"]', '"blade set"', "plans[2].parts: expected a list of texts"),
        (load_tiers, "tiers.toml", "from_percent = 75", "from_percent = 95", "expected from_percent to fall"),
        (load_tiers, "tiers.toml", "from_percent = 0", "from_percent = 10", "down to 0"),
        (load_templates, BLENDER, 'task = "blade-service"', 'task = "deep-clean"', "a plan of category 'blender'"),
        (load_templates, BLENDER, 'id = "seal"', 'id = "blade"', "each id once, found 'blade' 2 times"),
        (load_templates, BLENDER, 'kind = "signature"', 'kind = "stamp"', "sections[6].items[1].kind: expected"),
        (load_templates, BLENDER, "low = 1000", "low = 7000", "expected more than low (7000), found 6200"),
        (load_templates, BLENDER, 'source = "gauge.motor_ma"', "", "sections[1].items[1].source: missing"),
        (load_templates, JUDGEMENT, 'id = "firmware"\ntitle = "Firmware r', 'id = "rust"\ntitle = "', "'firmware'"),
        (load_templates, BLENDER, 'template = "b', 'template = "c', "expected the file's name 'blender-inspection'"),
        (load_templates, BLENDER, "version = 2", "version = 1.5", "version: expected an integer"),
        (load_templates, BLENDER, 'shown = "when_due"\n', 'shown = "when_due"\nunit = "x"\n', ".unit: unknown key"),
        (load_templates, BLENDER, 'item = "motor_run"', 'item = "moto"', "an item that stands before it, found 'moto'"),
        (load_templates, BLENDER, 'item = "motor_run"', 'item = "kept_at"', "stands before it, found 'kept_at'"),
        (load_templates, BLENDER, '["flag", "fail"] }', '["broken"] }', "found 'broken'"),
        (load_templates, BLENDER, '["mechanical"]', '["rusty"]', "ask_if[0].verdict: expected healthy"),
        (load_templates, BLENDER, 'picture = "blade"', 'picture = "knife"', "picture: expected one of"),
        (load_templates, BLENDER, 'photo_if = ["fail"]', 'photo_if = ["low"]', "photo_if: expected a list of 'pass'"),
        (load_templates, BLENDER, "same_as_last = true", "same_as_last = 1", "same_as_last: expected true or false"),
        (load_templates, BLENDER, 'kind = "pass_fail"', 'kind = "pass_fail"\nsame_as_last = true', "unknown key"),
        (load_templates, BLENDER, '"item.seal" = ', '"item.sael" = ', "nothing in the template has this name"),
        (load_tiers, "tiers.toml", "[[tiers]]", "[[tiers", "it is not sound TOML"),
        (load_work_calendar, "work_windows.toml", "15033,", "", "orders.by_hour: expected a list of 24 integers"),
        (load_work_calendar, "work_windows.toml", "95, 85]", "95, -85]", "weekday_percent: expected a list of 7"),
        (load_work_calendar, "work_windows.toml", '"06:00-20:00"', '"6-20"', "hours_not_known: expected a span like"),
        (load_work_calendar, "work_windows.toml", "minutes = 45", "minutes = 0", "tasks[1].minutes: expected an int"),
        (load_work_calendar, "work_windows.toml", '"line-purge"', '"deep-clean"', "found 'deep-clean' 2 times"),
        (load_work_calendar, "work_windows.toml", "default_min", "usual_min", "quiet.usual_min: unknown key"),
        (
            load_postpone_percent,
            "plans.toml",
            "at_most_percent = 20",
            "at_most_percent = 200",
            "postpone_at_most_percent",
        ),
        (load_rounds, ROUNDS, 'task = "line-purge"', 'task = "line-prune"', "a task of plans.toml, found 'line-prune'"),
        (load_rounds, ROUNDS, 'task = "line-purge"', 'task = "deep-clean"', "found 'deep-clean' 2 times"),
        (load_rounds, ROUNDS, 'id = "rinsed", ', "", "rounds[0].confirms[1].id: missing"),
        (load_parts, "parts.toml", "safety_stock = 2", "safety_stock = -2", "safety_stock: expected an integer"),
        (load_parts, "parts.toml", 'key = "descaler"', 'key = "blade-set"', "found 'blade-set' 2 times"),
        (load_parts, "parts.toml", 'name = "descaler"', "", "parts[3].name: missing"),
        (load_parts, "parts.toml", "[[devices]]", "[[shelves]]", "shelves: unknown key"),
        (load_campaigns, "campaigns.toml", "business_days = 5", "business_days = 0", "campaigns[0].business_days"),
        (load_campaigns, "campaigns.toml", 'state = "offline"', 'state = "away"', "campaigns[0].state: expected"),
        (load_triage, "triage.toml", "prior = [22,", "prior = [23,", "prior: expected percentages that sum to 100"),
        (load_triage, "triage.toml", "[98, 90, 92, 60, 99, 97]", "[97, 90, 92, 60, 99, 97]", "sum to 100, found 99"),
        (load_triage, "triage.toml", 'causes = ["radio_range",', 'causes = ["cosmic_rays",', "causes: expected radio"),
        (load_triage, "triage.toml", 'key = "radio"', 'key = "battery"', "found 'battery' 2 times"),
        (load_triage, "triage.toml", "minutes = 5", "minutes = 0", "evidence[5].minutes: expected an integer"),
        (load_parts, "parts.toml", 'category = "blender"', 'category = "blimp"', "devices[1].category: expected"),
    ],
)
def test_a_wrong_value_is_named(seeds: Path, load: Load, file: str, old: str, new: str, said: str) -> None:
    path = seeds / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(SeedError) as refused:
        load(seeds)
    assert said in refused.value.message
    assert (path.name if file != JUDGEMENT else "blender-inspection.toml") in refused.value.message
    assert refused.value.next_step


def test_a_missing_file_and_a_folder_without_templates_are_named(seeds: Path) -> None:
    (seeds / "tiers.toml").unlink()
    with pytest.raises(SeedError, match=r"tiers\.toml.*cannot be read"):
        load_tiers(seeds)
    shutil.rmtree(seeds / "templates")
    with pytest.raises(SeedError, match="no inspection template"):
        load_templates(seeds)
