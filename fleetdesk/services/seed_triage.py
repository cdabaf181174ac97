"""The keys of `seeds/triage.toml`, and its table as the triage reads it: whole, and every probability accounted for."""

from typing import Any

from fleetdesk.domain.pack_keys import TABLES, Key, Keys, Problems, integer, numbers, read_table, text
from fleetdesk.domain.triage import MECHANICAL, Evidence, EvidenceValue, TriageTable
from fleetdesk.services.seed_templates import NAME, TITLE, texts

HEAD: Keys = {
    "causes": Key(texts(2), required=True),
    "prior": Key(numbers(6, 100), required=True),
    "evidence": Key(TABLES, required=True),
}
EVIDENCE: Keys = {
    "key": Key(NAME, required=True),
    "title": Key(TITLE, required=True),
    "ask": Key(text(120), required=True),
    "minutes": Key(integer(1, 240), required=True),
    "values": Key(TABLES, required=True),
}
VALUE: Keys = {
    "key": Key(NAME, required=True),
    "says": Key(text(120), required=True),
    "likely": Key(numbers(6, 100), required=True),
}
CAUSES = ("radio_range", "battery_power", "firmware", "module_damage", "gateway_cascade", MECHANICAL)


def triage_table(document: dict[str, Any], problems: Problems) -> TriageTable | None:
    """None, with the reasons in `problems`, for a table that does not hold."""
    head = read_table(document, "", HEAD, problems)
    if tuple(head.get("causes", ())) != CAUSES:
        problems.add("causes", f"expected {', '.join(CAUSES)}")
    if sum(head.get("prior", ())) != 100:
        problems.add("prior", f"expected percentages that sum to 100, found {sum(head.get('prior', ()))}")
    evidence = [
        _evidence(each, f"evidence[{n}]", problems) for n, each in enumerate(head.get("evidence", ()))
    ]  # fmt: skip
    keys = [each.key for each in evidence]
    for key in (key for key in dict.fromkeys(keys) if keys.count(key) > 1):
        problems.add("evidence", f"expected each key once, found {key!r} {keys.count(key)} times")
    if problems.lines:
        return None
    return TriageTable(_by_cause(head["prior"]), tuple(evidence))


def _evidence(raw: dict[str, Any], place: str, problems: Problems) -> Evidence:
    row = read_table(raw, place, EVIDENCE, problems)
    values = [
        read_table(value, f"{place}.values[{n}]", VALUE, problems) for n, value in enumerate(row.get("values", ()))
    ]
    shown = [value["likely"] for value in values if "likely" in value]
    for number, cause in enumerate(CAUSES):
        total = sum(each[number] for each in shown)
        if len(shown) == len(values) and total != 100:
            problems.add(f"{place}.values", f"expected what {cause} shows to sum to 100, found {total}")
        if any(each[number] == 0 for each in shown):
            problems.add(f"{place}.values", f"expected nothing to be impossible, found 0 for {cause}")
    made = (
        EvidenceValue(value.get("key", ""), value.get("says", ""), _by_cause(value.get("likely", ())))
        for value in values
    )
    return Evidence(row.get("key", ""), row.get("title", ""), row.get("ask", ""), row.get("minutes", 1), tuple(made))


def _by_cause(percent: Any) -> dict[str, float]:
    return {cause: part / 100 for cause, part in zip(CAUSES, percent, strict=False)}
