"""Both interfaces asked at random from their own OpenAPI documents (schemathesis): never a 5xx, whatever is asked."""

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast
from urllib.request import urlopen

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, given, settings

from fleetdesk import wire
from fleetdesk.readapi.app import build
from tests.hub.running import RunningHub, running_hub
from tests.hub.writer import Writer, send
from tests.readapi.conftest import RunningApi

ASKED = 60
UNHURRIED = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]
Ask = Callable[[requests.PreparedRequest], tuple[int, bytes]]


@schemathesis.serializer(wire.LINES)
def _as_lines(ctx: Any, value: Any) -> bytes:
    """Lines of whatever the document lets be written there."""
    if isinstance(value, bytes):
        return value
    lines = cast("list[object]", value) if isinstance(value, list) else [cast(object, value)]
    return "\n".join(map(str, lines)).encode()


def _ask_at_random(document: dict[str, Any], base_url: str, ask: Ask) -> Counter[str]:
    """How often each operation was answered with what kind of status; fails at the first 5xx."""
    found: Counter[str] = Counter()
    schema: Any = schemathesis.openapi.from_dict(document)
    for result in schema.get_all_operations():
        _ask_one(result.ok(), base_url, ask, found)
    return found


def _ask_one(operation: Any, base_url: str, ask: Ask, found: Counter[str]) -> None:
    @settings(max_examples=ASKED, deadline=None, derandomize=True, database=None, suppress_health_check=UNHURRIED)
    @given(case=operation.as_strategy())
    def once(case: Any) -> None:
        made = requests.Request(**case.as_transport_kwargs(base_url=base_url)).prepare()
        status, content = ask(made)
        found[f"{operation.label} {status // 100}xx"] += 1
        assert status < 500, f"{made.method} {made.path_url}: {status} {content[:300]!r}"

    cast(Callable[[], None], once)()


def _content(made: requests.PreparedRequest) -> bytes:
    body: Any = made.body or b""
    return body.encode() if isinstance(body, str) else bytes(body)


@pytest.mark.timeout(300)
def test_the_hub_answers_whatever_is_signed(tmp_path: Path) -> None:
    ana = Writer()
    with running_hub(tmp_path) as hub:
        _know(hub, ana)

        def ask(made: requests.PreparedRequest) -> tuple[int, bytes]:
            content = _content(made)
            kind = {"content-type": str(made.headers["content-type"])} if "content-type" in made.headers else {}
            asked = ana.sign(hub.hub, str(made.method), made.path_url, content, headers=kind)
            reply = send(hub.url, asked, content)
            return reply.status, reply.content

        document = _document_of(hub)
        found = _ask_at_random(document, hub.url, ask)
        assert {label.rsplit(" ", 1)[0] for label in found} == _operations(document)
        assert sum(count for label, count in found.items() if label.endswith("2xx")) > ASKED
        held = send(hub.url, ana.sign(hub.hub, "GET", f"/v1/journals/{ana.journal}"))
        assert wire.decode(wire.JournalHead, held.content).seq >= 1


def test_the_read_api_answers_whatever_is_asked(api: RunningApi) -> None:
    def ask(made: requests.PreparedRequest) -> tuple[int, bytes]:
        said = api.get(made.path_url)
        return said.status, said.content

    document = build(api.desk, sync=False).openapi()
    found = _ask_at_random(document, api.url, ask)
    assert {label.rsplit(" ", 1)[0] for label in found} == _operations(document)
    assert sum(count for label, count in found.items() if label.endswith("2xx")) > ASKED


def _know(hub: RunningHub, writer: Writer) -> None:
    content = writer.push_content(0)
    asked = writer.sign(hub.hub, "POST", f"/v1/journals/{writer.journal}/events", content)
    assert send(hub.url, asked, content).status == 200


def _document_of(hub: RunningHub) -> dict[str, Any]:
    with urlopen(f"{hub.url}/openapi.json", timeout=20) as answer:
        return cast("dict[str, Any]", json.load(answer))


def _operations(document: dict[str, Any]) -> set[str]:
    return {f"{method.upper()} {path}" for path, item in document["paths"].items() for method in item}
