"""Each stage of Play, The district and Questions: accessible, no wider than the page, Korean."""

from __future__ import annotations

import re

import pytest

from tests.app.browsing import holds
from tests.app.stages import KOREAN, STAGES, VIEWS, Opener, nothing, seen

pytestmark = pytest.mark.slow
WORDS = """() => {
    const found = new Set();
    const look = (where, text) => {
        for (const run of (text ?? '').match(/[A-Za-z]{3,}[A-Za-z ,.'-]*/g) ?? []) {
            found.add(`${where}: ${run}`);
        }
    };
    const main = document.querySelector('main');
    const walker = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const { parentElement: holder } = node;
        if (!holder.closest('[lang="en"]')) look(holder.tagName, node.data);
    }
    for (const one of main.querySelectorAll('[aria-label], [alt], [title], [aria-valuetext]')) {
        if (one.closest('[lang="en"]')) continue;
        for (const name of ['aria-label', 'alt', 'title', 'aria-valuetext']) {
            look(name, one.getAttribute(name));
        }
    }
    return [...found];
}"""
"""The runs of English words that a page shows, or reads out, as if they were of its language."""
OPEN_ALL = "() => document.querySelectorAll('main details').forEach(one => (one.open = true))"
BY_STAGE = pytest.mark.parametrize(("name", "stage"), STAGES, ids=lambda one: (
    one if isinstance(one, str) else one.__name__))  # fmt: skip


@pytest.fixture
def view(chromium, server):
    """Return a function that opens a view and waits for it."""
    with Opener(chromium, server) as open_view:
        yield open_view


@BY_STAGE
@pytest.mark.parametrize(("width", "dark"), [(1366, False), (390, True)])
def test_a_stage_of_a_view_is_accessible_and_fits(view, name, stage, width, dark):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    page = view(name, width=width, height=844, dark=dark)
    stage(page)
    page.evaluate(OPEN_ALL)
    holds(page, "document.querySelectorAll('main details:not([open])').length === 0")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    main = axe.run(page, context="main").response["violations"]
    assert [(one["id"], one["nodes"][0]["html"][:200]) for one in main] == []
    assert page.said == []


@BY_STAGE
def test_a_korean_view_shows_no_english_but_what_says_that_it_is(view, name, stage):
    page = view(name, settings=KOREAN)
    stage(page)
    steps = page.locator(".walk .step").all() if stage is nothing else []
    for opened_one in steps or [None]:
        if opened_one:
            opened_one.click()
        page.evaluate(OPEN_ALL)
        holds(page, "document.querySelectorAll('main details:not([open])').length === 0")
        assert page.evaluate(WORDS) == []
    if name != "questions" and page.locator("main [lang=en]").count():
        assert "계산된 문장은 영어로 되어 있습니다" in seen(page)
    assert page.locator(".mood [lang=en]").count() == 0


@pytest.mark.parametrize("name", VIEWS)
def test_every_word_is_there_in_both_languages(view, name):
    english = seen(view(name))
    korean = seen(view(name, settings=KOREAN))
    for text in (english, korean):
        assert re.findall(r"\b(?:play|district|questions)\w*\.[a-z_]+\b", text) == []
    assert sum("가" <= letter <= "힣" for letter in korean) > 100
    assert not any("가" <= letter <= "힣" for letter in english)
