"""What an inspection template of `seeds/templates/` must be: keys, kinds of item, verdicts and causes.

Promises: an accepted body holds only keys described here; ids are unique where answers refer to them; an item carries
what its kind needs and nothing that its kind cannot use.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, cast

from fleetdesk.domain.fleet import Category
from fleetdesk.domain.pack_keys import (
    BOOLEAN,
    TABLES,
    Expect,
    Key,
    Keys,
    Problems,
    integer,
    joined,
    one_of,
    read_table,
    text,
)

ITEM_KINDS = ("pass_fail", "choice", "number", "text", "reading", "signature")
VERDICTS = ("healthy", "connectivity", "mechanical")
CAUSES = ("radio_range", "battery_power", "firmware", "module_damage", "gateway_cascade")

NAME = text(40, r"[a-z][a-z0-9_]*", "a name of lower case letters, digits and '_'")
KEBAB = text(40, r"[a-z][a-z0-9-]*", "a name of lower case letters, digits and '-'")
TITLE = text(120)
SENTENCE = text(300)
CATEGORY = one_of(*(category.value for category in Category))
RAW = integer(-(2**31), 2**32 - 1)


def texts(least: int) -> Expect:
    def holds(value: Any) -> bool:
        items = cast("list[Any]", value) if isinstance(value, list) else None
        return items is not None and len(items) >= least and all(map(TITLE.holds, items))

    return Expect(f"a list of at least {least} texts" if least else "a list of texts", holds)


HEAD: Keys = {
    "template": Key(KEBAB, required=True),
    "version": Key(integer(1, 1_000_000), required=True),
    "title": Key(TITLE, required=True),
    "category": Key(CATEGORY, required=True),
    "sections": Key(TABLES, required=True),
    "verdicts": Key(TABLES, required=True),
    "causes": Key(TABLES, required=True),
}
SECTION: Keys = {
    "id": Key(NAME, required=True),
    "title": Key(TITLE, required=True),
    "pass_all": Key(BOOLEAN),
    "items": Key(TABLES, required=True),
}
ITEM: Keys = {
    "id": Key(NAME, required=True),
    "title": Key(TITLE, required=True),
    "kind": Key(one_of(*ITEM_KINDS), required=True),
    "help": Key(SENTENCE),
    "required": Key(BOOLEAN),
    "shown": Key(one_of("always", "when_due")),
}
BY_KIND: Mapping[str, Keys] = {
    "pass_fail": {"source": Key(one_of("link.answers")), "task": Key(KEBAB)},
    "choice": {"options": Key(texts(2), required=True)},
    "number": {
        "unit": Key(text(16), required=True),
        "scale": Key(integer(-9, 9)),
        "low": Key(RAW),
        "high": Key(RAW),
    },
    "text": {},
    "reading": {
        "source": Key(
            text(60, r"(gauge|counter|setting|identity)\.[a-z][a-z0-9_]*", "a source such as 'gauge.motor_ma'"),
            required=True,
        ),
        "unit": Key(text(16)),
        "scale": Key(integer(-9, 9)),
        "low": Key(RAW),
        "high": Key(RAW),
        "expect": Key(one_of("registry.gateway", "registry.store")),
    },
    "signature": {},
}
VERDICT: Keys = {
    "id": Key(one_of(*VERDICTS), required=True),
    "title": Key(TITLE, required=True),
    "help": Key(SENTENCE, required=True),
    "cause": Key(one_of("none", "optional", "required"), required=True),
    "actions": Key(texts(0), required=True),
}
CAUSE: Keys = {
    "id": Key(one_of(*CAUSES), required=True),
    "title": Key(TITLE, required=True),
    "help": Key(SENTENCE, required=True),
}


def check_template(document: Mapping[str, Any], tasks: Mapping[str, str], problems: Problems) -> dict[str, Any]:
    """The accepted head and body. `tasks` {task: category}: what a service item may name."""
    accepted = read_table(document, "", HEAD, problems)
    items: list[Any] = []
    for index, section in enumerate(accepted.get("sections", [])):
        path = f"sections[{index}]"
        for number, item in enumerate(read_table(section, path, SECTION, problems).get("items", [])):
            _check_item(item, f"{path}.items[{number}]", accepted.get("category"), tasks, problems)
            items.append(item.get("id"))
    _once((section.get("id") for section in accepted.get("sections", [])), "sections", problems)
    _once(items, "sections.items", problems)
    for name, keys, must in (("verdicts", VERDICT, VERDICTS), ("causes", CAUSE, CAUSES)):
        rows = accepted.get(name, [])
        for index, row in enumerate(rows):
            read_table(row, f"{name}[{index}]", keys, problems)
        _once((row.get("id") for row in rows), name, problems)
        for missing in (one for one in must if one not in [row.get("id") for row in rows]):
            problems.add(name, f"missing; expected one with id {missing!r}")
    return accepted


def _check_item(
    item: Mapping[str, Any], path: str, category: Any, tasks: Mapping[str, str], problems: Problems
) -> None:
    kind = item.get("kind")
    keys = {**ITEM, **BY_KIND[kind]} if kind in ITEM_KINDS else ITEM
    accepted = read_table(item, path, keys, problems)
    low, high = accepted.get("low"), accepted.get("high")
    if low is not None and high is not None and low >= high:
        problems.add(joined(path, "high"), f"expected more than low ({low}), found {high}")
    task = accepted.get("task")
    if task is not None and tasks.get(task) != category:
        problems.add(joined(path, "task"), f"expected a plan of category {category!r}, found {task!r}")
    if accepted.get("shown") == "when_due" and task is None:
        problems.add(joined(path, "shown"), "expected 'always': without a task nothing can be due")


def _once(ids: Iterable[Any], path: str, problems: Problems) -> None:
    for name, count in Counter(name for name in ids if isinstance(name, str)).items():
        if count > 1:
            problems.add(path, f"expected each id once, found {name!r} {count} times")
