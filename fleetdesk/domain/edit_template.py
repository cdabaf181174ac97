"""Edits of a template's body, each giving a new body: titles, limits, conditions, order, more and fewer questions.

A text that is changed in one language loses its translations that were not changed with it: English stands there until
somebody says it anew, rather than words that mean something else.
"""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

Body = dict[str, Any]
LANGUAGES = ("en", "es", "zh_CN")


def item_in(body: Mapping[str, Any], item: str) -> dict[str, Any]:
    """Raises KeyError when there is none of that id."""
    for section in body["sections"]:
        for each in section["items"]:
            if each["id"] == item:
                return each
    raise KeyError(item)


def with_values(body: Mapping[str, Any], item: str, **values: Any) -> Body:
    """Keys of an item are set; None takes one away."""
    made = deepcopy(dict(body))
    found = item_in(made, item)
    for key, value in values.items():
        if value is None:
            found.pop(key, None)
        else:
            found[key] = value
    return made


def said_in(body: Mapping[str, Any], item: str, language: str) -> str:
    """An item's title in a language; "" where only English is there."""
    if language == "en":
        return str(item_in(body, item)["title"])
    return str(body.get("texts", {}).get(language, {}).get(f"item.{item}", ""))


def with_title(body: Mapping[str, Any], item: str, titles: Mapping[str, str]) -> Body:
    """`titles` {language: title}; a translation that stayed as it was while the English changed is taken away."""
    before = {language: said_in(body, item, language) for language in LANGUAGES}
    made = with_values(body, item, title=titles["en"])
    texts: dict[str, dict[str, Any]] = made.setdefault("texts", {})
    for language in LANGUAGES[1:]:
        wanted = titles.get(language, before[language])
        is_stale = titles["en"] != before["en"] and wanted == before[language]
        said = texts.setdefault(language, {})
        if wanted and not is_stale:
            said[f"item.{item}"] = wanted
        else:
            said.pop(f"item.{item}", None)
    return made


def moved(body: Mapping[str, Any], item: str, by: int) -> Body:
    """One place up (-1) or down (1), over the edge into the neighbouring section."""
    made = deepcopy(dict(body))
    sections = made["sections"]
    for number, section in enumerate(sections):
        ids = [each["id"] for each in section["items"]]
        if item not in ids:
            continue
        place = ids.index(item)
        taken = section["items"].pop(place)
        if 0 <= place + by < len(ids):
            section["items"].insert(place + by, taken)
        elif 0 <= number + by < len(sections):
            neighbour = sections[number + by]["items"]
            neighbour.insert(len(neighbour) if by < 0 else 0, taken)
        else:
            section["items"].insert(place, taken)
        return made
    raise KeyError(item)


def removed(body: Mapping[str, Any], item: str) -> Body:
    """The question, its texts, and the conditions of others that asked for it."""
    made = deepcopy(dict(body))
    item_in(made, item)
    for section in made["sections"]:
        section["items"] = [each for each in section["items"] if each["id"] != item]
        for each in section["items"]:
            kept = [condition for condition in each.get("ask_if", ()) if condition.get("item") != item]
            if "ask_if" in each:
                each["ask_if"] = kept
            if not kept:
                each.pop("ask_if", None)
    for said in made.get("texts", {}).values():
        for name in [n for n in said if n == f"item.{item}" or n.startswith(f"item.{item}.")]:
            del said[name]
    return made


def added(body: Mapping[str, Any], section: str, kind: str, title: str) -> tuple[Body, str]:
    """A new question at the end of a section; the body and its id. A number begins without limits and in pieces."""
    made = deepcopy(dict(body))
    taken = {each["id"] for part in made["sections"] for each in part["items"]}
    number = next(n for n in range(1, 1000) if f"item_{n}" not in taken)
    item: dict[str, Any] = {"id": f"item_{number}", "title": title, "kind": kind}
    if kind == "number":
        item["unit"] = "pcs"
    if kind == "choice":
        item["options"] = [{"id": "yes", "title": "Yes"}, {"id": "no", "title": "No"}]
    next(part for part in made["sections"] if part["id"] == section)["items"].append(item)
    return made, item["id"]


def outcomes_of(item: Mapping[str, Any]) -> tuple[str, ...]:
    """What a condition may name of an item; empty for free texts, photos and signatures."""
    kind = item.get("kind")
    if kind == "pass_fail":
        return ("pass", "flag", "fail", "not_applicable")
    if kind in ("reading", "number"):
        return ("ok", "low", "high")
    return tuple(option["id"] for option in item["options"]) if kind == "choice" else ()
