"""What an inspection template must be: keys, kinds of item, conditions, verdicts and causes, texts of other languages.

Promises: an accepted body holds only keys described here; ids are unique where answers refer to them; an item carries
what its kind needs and nothing that its kind cannot use; a condition names an earlier item and outcomes that it has.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from typing import Any, cast

from fleetdesk.domain.fleet import Category
from fleetdesk.domain.inspection_template import (
    ITEM_KINDS,
    OUTCOMES,
    READING_OUTCOMES,
    Cause,
    Verdict,
    text_places,
)
from fleetdesk.domain.pack_keys import (
    BOOLEAN,
    TABLE,
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
    text_list,
)
from fleetdesk.services.template_conditions import Conditions

VERDICTS = tuple(verdict.value for verdict in Verdict)
CAUSES = tuple(cause.value for cause in Cause)
LANGUAGES = ("es", "zh_CN")
"""Which languages a template may carry beside English."""

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
    "purpose": Key(one_of("inspection", "audit")),
    "texts": Key(TABLE),
}
SECTION: Keys = {
    "id": Key(NAME, required=True),
    "title": Key(TITLE, required=True),
    "pass_all": Key(BOOLEAN),
    "ask_if": Key(TABLES),
    "items": Key(TABLES, required=True),
}
ITEM: Keys = {
    "id": Key(NAME, required=True),
    "title": Key(TITLE, required=True),
    "kind": Key(one_of(*ITEM_KINDS), required=True),
    "help": Key(SENTENCE),
    "required": Key(BOOLEAN),
    "shown": Key(one_of("always", "when_due")),
    "ask_if": Key(TABLES),
    "picture": Key(NAME),
}
PHOTO_IF = Key(text_list(*OUTCOMES))
OPTION: Keys = {
    "id": Key(NAME, required=True),
    "title": Key(TITLE, required=True),
    "finding": Key(one_of("flag", "fail")),
}
BY_KIND: Mapping[str, Keys] = {
    "pass_fail": {"source": Key(one_of("link.answers")), "task": Key(KEBAB), "photo_if": PHOTO_IF},
    "choice": {"options": Key(TABLES, required=True), "photo_if": Key(texts(1)), "same_as_last": Key(BOOLEAN)},
    "number": {
        "unit": Key(text(16), required=True),
        "scale": Key(integer(-9, 9)),
        "low": Key(RAW),
        "high": Key(RAW),
        "photo_if": Key(text_list(*READING_OUTCOMES)),
        "same_as_last": Key(BOOLEAN),
    },
    "text": {"same_as_last": Key(BOOLEAN)},
    "photo": {},
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
        "photo_if": Key(text_list(*READING_OUTCOMES)),
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


def check_template(
    document: Mapping[str, Any], tasks: Mapping[str, str], pictures: Collection[str], problems: Problems
) -> dict[str, Any]:
    """The accepted head and body. `tasks` {task: category}: what a service item may name; `pictures`: those shipped."""
    accepted = read_table(document, "", HEAD, problems)
    items: list[Any] = []
    before = Conditions()
    for index, section in enumerate(accepted.get("sections", [])):
        path = f"sections[{index}]"
        read = read_table(section, path, SECTION, problems)
        before.check(read, path, problems)
        for number, item in enumerate(read.get("items", [])):
            place = f"{path}.items[{number}]"
            accepted_item = _check_item(item, place, accepted.get("category"), tasks, problems)
            if accepted_item.get("picture") not in (None, *pictures):
                known = ", ".join(sorted(pictures))
                problems.add(joined(place, "picture"), f"expected one of {known}, found {accepted_item['picture']!r}")
            before.check(accepted_item, place, problems)
            before.add(item)
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
    _check_texts(accepted, problems)
    return accepted


def _check_item(
    item: Mapping[str, Any], path: str, category: Any, tasks: Mapping[str, str], problems: Problems
) -> dict[str, Any]:
    keys = {**ITEM, **BY_KIND.get(str(item.get("kind")), {})}
    accepted = read_table(item, path, keys, problems)
    low, high = accepted.get("low"), accepted.get("high")
    if low is not None and high is not None and low >= high:
        problems.add(joined(path, "high"), f"expected more than low ({low}), found {high}")
    task = accepted.get("task")
    if task is not None and tasks.get(task) != category:
        problems.add(joined(path, "task"), f"expected a plan of category {category!r}, found {task!r}")
    if accepted.get("shown") == "when_due" and task is None:
        problems.add(joined(path, "shown"), "expected 'always': without a task nothing can be due")
    _check_options(accepted, path, problems)
    return accepted


def _check_options(item: Mapping[str, Any], path: str, problems: Problems) -> None:
    options = item.get("options")
    if options is None:
        return
    if len(options) < 2:
        problems.add(joined(path, "options"), "expected at least 2 tables with id and title")
    for number, option in enumerate(options):
        read_table(option, f"{path}.options[{number}]", OPTION, problems)
    ids = [option.get("id") for option in options]
    _once(ids, joined(path, "options"), problems)
    for outcome in item.get("photo_if", ()):
        if outcome not in ids:
            problems.add(joined(path, "photo_if"), f"expected ids of its options, found {outcome!r}")


def _check_texts(accepted: Mapping[str, Any], problems: Problems) -> None:
    """A language may leave texts out (English stands there); it never holds one that nothing shows."""
    shown_texts = {"title": False}
    try:
        shown_texts |= {name: isinstance(place[key], list) for place, key, name in text_places(accepted)}
    except KeyError:
        return  # A text is missing, which is told already.
    for language, said in accepted.get("texts", {}).items():
        path = joined("texts", language)
        if language not in LANGUAGES or not isinstance(said, dict):
            problems.add(path, f"expected a table for one of {', '.join(LANGUAGES)}")
            continue
        for name, words in cast("dict[str, Any]", said).items():
            place = joined(path, name)
            if name not in shown_texts:
                problems.add(place, "nothing in the template has this name")
            elif shown_texts[name] != isinstance(words, list):
                problems.add(place, "expected a list of texts" if shown_texts[name] else "expected a text")
            elif not (texts(1).holds(words) if shown_texts[name] else SENTENCE.holds(words)):
                problems.add(place, f"expected {texts(1).what if shown_texts[name] else SENTENCE.what}")


def _once(ids: Iterable[Any], path: str, problems: Problems) -> None:
    for name, count in Counter(name for name in ids if isinstance(name, str)).items():
        if count > 1:
            problems.add(path, f"expected each id once, found {name!r} {count} times")
