"""The page without a mouse: all is reached, what has the focus is seen, and keys move levers."""

from __future__ import annotations

import pytest

from tests.app.browsing import drawn, holds, opened, state_of
from tests.app.serving import small

OUTREACH = "strategy.accessibility.outreach"
MOST_TABS = 250
CONTROLS = "a[href], button, input, select, textarea, summary, [tabindex='0']"
NOW = """() => {
    const one = document.activeElement;
    const { outlineStyle, outlineWidth } = getComputedStyle(one);
    const box = one.getBoundingClientRect();
    window.reached ??= new Set();
    const isNew = !window.reached.has(one) && one !== document.body;
    window.reached.add(one);
    return { isNew, name: one.tagName + '.' + one.className + '#' + one.id,
        isSeen: outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2,
        isThere: box.width > 0 && box.bottom > 0 && box.top < innerHeight };
}"""
LEFT = """(controls) => [...document.querySelectorAll(controls)]
    .filter((one) => one.checkVisibility() && !one.disabled && !window.reached.has(one))
    .map((one) => one.outerHTML.slice(0, 90))"""

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("width", [1366, 390])
@pytest.mark.parametrize("view", ["explore", "compare", "take"])
def test_everything_is_reached_and_seen(chromium, server, view, width):
    state = small(strategy__accessibility__outreach=4)
    with opened(chromium, server, view=view, state=state, width=width) as page:
        drawn(page, 2 if view == "compare" else 1)  # it always refines once, and draws anew
        for _ in range(MOST_TABS):
            page.keyboard.press("Tab")
            now = page.evaluate(NOW)
            if not now["isNew"]:
                break
            assert now["isSeen"], now
            assert now["isThere"], now
        assert page.evaluate(LEFT, CONTROLS) == []


def focus_on(page, path):
    row = page.locator(f'[data-path="{path}"]')
    row.evaluate("row => (row.closest('details').open = true)")
    row.locator("input, select").first.focus()
    return row.locator("output")


def test_keys_move_a_lever(chromium, server):
    with opened(chromium, server) as page:
        drawn(page)
        said = focus_on(page, OUTREACH)
        for key, value in [("ArrowRight", "1.01"), ("ArrowLeft", "1"), ("PageUp", "1.5"),
                           ("PageDown", "1"), ("End", "5"), ("Home", "0")]:  # fmt: skip
            page.keyboard.press(key)
            assert said.inner_text() == value, key
        slider = page.locator(f'[data-path="{OUTREACH}"] input')
        assert slider.get_attribute("aria-valuetext") == "0"
        focus_on(page, "strategy.capacity.job_guarantee")
        page.keyboard.press("Space")
        assert state_of(page)["set"] == {OUTREACH: 0, "strategy.capacity.job_guarantee": True}


def test_the_lever_keeps_the_focus_while_answers_come(chromium, server):
    with opened(chromium, server) as page:
        drawn(page)
        focus_on(page, OUTREACH)
        for times in range(2, 5):
            page.keyboard.press("ArrowRight")
            drawn(page, times)
        assert page.evaluate("document.activeElement.type") == "range"


def test_the_skip_link_comes_first_and_works(chromium, server):
    with opened(chromium, server) as page:
        drawn(page)
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.id") == "skip"
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.id") == "base"


def test_views_are_opened_with_enter_and_begin_at_their_top(chromium, server):
    with opened(chromium, server, state=small(strategy__accessibility__outreach=4)) as page:
        drawn(page)
        page.get_by_role("link", name="Compare", exact=True).focus()
        page.keyboard.press("Enter")
        page.wait_for_selector(".view.compare")
        holds(page, "document.activeElement.id === 'main'")
        assert page.locator("#top a[aria-current]").inner_text() == "Compare"
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.matches('.tray input')")


def test_a_change_of_language_keeps_the_focus(chromium, server):
    with opened(chromium, server) as page:
        drawn(page)
        page.locator("#language").focus()
        page.keyboard.press("ArrowDown")
        holds(page, "document.documentElement.lang === 'ko'")
        holds(page, "document.activeElement.id === 'language'")


def test_what_is_said_to_screen_readers(chromium, server):
    with opened(chromium, server, state=small(strategy__accessibility__outreach=4)) as page:
        drawn(page)
        page.wait_for_selector("#said p", state="attached")
        told = page.locator("#said p").first.inner_text()
        assert told.startswith("Shown: one pair of twin runs, weighted sample of 200 residents.")
        assert "Residents who used an online service" in told
