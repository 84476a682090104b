"""The words of the page: one file, both languages, nothing missing, nothing left over."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import sim.app
from sim.app.about import about
from sim.app.bases import bases, scenario_of_base
from sim.app.limits import Limits
from tests.app.browsing import drawn, opened
from tests.app.serving import small

STATIC = Path(sim.app.__file__).parent / "static"
LANGUAGES = {"en", "ko"}
PLACE = re.compile(r"\{(\w+)\}")
LITERAL = re.compile(r'"([a-z_]+)\.([a-z_0-9]+)"')
PATTERN = re.compile(r"`([a-z_]+)\.([a-z_]*)\$\{[^}]*\}([a-z_]*)`")
LABEL = re.compile(r'(?:label|found)\(\s*"([a-z_]+)"')
FROM_THE_SERVER = {"verdict", "family"}
"""Groups whose keys are words that the server sends."""
KINDS_OF_LIVES = {"citizen", "business", "employee"}


def messages() -> dict[str, dict[str, dict[str, str]]]:
    found: dict[str, dict[str, dict[str, str]]] = json.loads(
        (STATIC / "messages.json").read_text("utf-8")
    )
    return found


@cache
def scripts() -> str:
    paths = [path for path in sorted(STATIC.rglob("*.js")) if "vendor" not in path.parts]
    return "\n".join(path.read_text("utf-8") for path in paths)


def every_key() -> list[tuple[str, str]]:
    return [(group, key) for group, words in messages().items() for key in words]


def test_every_key_has_both_languages_and_the_same_places():
    for group, words in messages().items():
        for key, texts in words.items():
            assert set(texts) == LANGUAGES, (group, key)
            assert all(isinstance(text, str) and text for text in texts.values()), (group, key)
            places = [sorted(PLACE.findall(text)) for text in texts.values()]
            assert places[0] == places[1], (group, key)


def test_no_key_stands_twice():
    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        names = [name for name, _ in pairs]
        assert len(names) == len(set(names)), names
        return dict(pairs)

    json.loads((STATIC / "messages.json").read_text("utf-8"), object_pairs_hook=once)


def test_no_key_is_missing():
    words = messages()
    asked = {(group, key) for group, key in LITERAL.findall(scripts()) if group in words}
    assert sorted(one for one in asked if one[1] not in words[one[0]]) == []


def test_no_key_is_unused():
    text = scripts()
    literal, labels = set(LITERAL.findall(text)), set(LABEL.findall(text))
    patterns = PATTERN.findall(text)
    quoted = set(re.findall(r'"([\w-]+)"', text)) | set(re.findall(r"\b(\w+):", text))

    def is_used(group: str, key: str) -> bool:
        if group in labels or (group, key) in literal:
            return True
        return any(
            group == start and key.startswith(before) and key.endswith(after)
            and (before or after or group in FROM_THE_SERVER or key in quoted | KINDS_OF_LIVES)
            for start, before, after in patterns
        )  # fmt: skip

    assert [one for one in every_key() if not is_used(*one)] == []


def declared() -> dict[str, dict[str, str]]:
    """Return the English labels as the program declares them."""
    from sim.questions.catalogue import NUMBERS, find

    told = about(Limits())
    groups = [*told["pillars"], *told["assumptions"]]
    levers = [one for group in groups for one in group["levers"]]
    return {
        "lever": {one["path"]: one["label"] for one in levers},
        "lever_note": {one["path"]: one["note"] for one in levers if one["note"]},
        "outcome": {one["name"]: one["label"] for one in told["outcomes"]},
        "base": {one["name"]: one["title"] for one in told["bases"]},
        "base_question": {name: scenario_of_base(name).about.question for name in bases()},
        "pillar": {one["name"]: one["label"] for one in told["pillars"]},
        "pillar_note": {one["name"]: one["note"] for one in told["pillars"]},
        "questions_title": {str(number): find(number).title for number in NUMBERS},
        "choice": {one: one.replace("_", " ") for lever in levers for one in lever["choices"]},
    }


@pytest.mark.parametrize("kind", declared())
def test_labels_are_those_that_are_declared(kind):
    """A label that changes shows here, so that its translation is looked at again."""
    words = messages()[kind]
    english = {key: words[key]["en"] for key in declared()[kind] if key in words}
    assert english == declared()[kind]
    others = {"world"} if kind.startswith("pillar") else set()
    left = {key for key in set(words) - set(declared()[kind]) if kind != "lever" or "." in key}
    assert left == others


def test_every_unit_has_a_word():
    told = about(Limits())
    levers = [one for group in (*told["pillars"], *told["assumptions"]) for one in group["levers"]]
    units = {one["unit"] for one in (*levers, *told["outcomes"])} - {"choice", "switch"}
    words = messages()
    assert units - set(words["unit"]) - set(words["axis"]) == set()


# In the browser -------------------------------------------------------------------------------

ENGLISH = r"""(names) => {
    const known = new Set(names);
    const isForeign = (node) => node.closest('[lang]')?.lang !== 'ko' || node.closest('script');
    const found = [];
    const look = (text, node) => {
        const plain = text.replace(/[\w-]+\.(yaml|sh|py|csv)\b|\b[0-9a-f]{8}\b/g, '');
        const words = (plain.match(/[A-Za-z][A-Za-z.'-]*[A-Za-z]/g) ?? [])
            .filter((word) => !known.has(word));
        if (words.length && !isForeign(node)) found.push(text.trim().slice(0, 120));
    };
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) look(walk.currentNode.textContent, walk.currentNode.parentElement);
    for (const node of document.querySelectorAll('[aria-label], [title], [placeholder]')) {
        for (const name of ['aria-label', 'title', 'placeholder', 'aria-valuetext']) {
            look(node.getAttribute(name) ?? '', node);
        }
    }
    return found;
}"""
NAMES = ("egov-sim", "egov", "run", "YAML", "CSV", "HTML")
STATE = small(district__people__demand__failure_online=0.5, strategy__accessibility__outreach=3)


@pytest.mark.slow
@pytest.mark.parametrize("view", ["explore", "compare", "take"])
def test_a_korean_page_is_korean(chromium, server, view):
    settings = {"refine": 1, "language": "ko"}
    with opened(chromium, server, view=view, state=STATE, settings=settings) as page:
        drawn(page)
        if view == "explore":
            page.wait_for_selector('.view[data-waits="no"]')
            page.locator("summary").filter(has_text="회의록").click()
        if view == "compare":
            page.wait_for_selector('.view[data-stage="1"]')
            page.get_by_role("button", name="차이 나누기").click()
            page.wait_for_selector(".bar-whole")
        page.evaluate("document.querySelectorAll('details').forEach(one => (one.open = true))")
        page.evaluate("document.querySelectorAll('.lever-why').forEach(o => (o.hidden = false))")
        page.wait_for_selector("details.data[open] table" if view != "take" else ".take-yaml pre")
        assert page.evaluate(ENGLISH, list(NAMES)) == []
