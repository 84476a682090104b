"""The page as axe-core finds it: every view, at a desk and on a phone, light and dark.

axe-core is a checker of accessibility. Without a browser the tests are skipped, and say so.
"""

from __future__ import annotations

import pytest

from tests.app.browsing import drawn, holds, opened
from tests.app.serving import small

axe = pytest.importorskip(
    "axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed"
)

WIDTHS = (1366, 390)
DRAWN = ("explore", "compare", "take")
OTHERS = ("play", "district", "questions")
STATE = small(district__people__demand__failure_online=0.5, strategy__accessibility__outreach=3)
STILL = "document.getAnimations().every((one) => one.effect.getTiming().iterations === Infinity)"

pytestmark = pytest.mark.slow


@pytest.fixture(
    scope="module",
    params=[*((view, "en") for view in (*DRAWN, *OTHERS)), *((view, "ko") for view in DRAWN)],
    ids="-".join,
)
def page(request, chromium, server):
    """A view after its first answer, with all that can be opened open."""
    view, language = request.param
    settings = {"refine": 0, "language": language}
    with opened(chromium, server, view=view, state=STATE, settings=settings) as page:
        page.wait_for_selector(".view h1")
        if view in DRAWN:
            drawn(page)
        page.locator(".view [aria-busy=true]").wait_for(state="detached")
        page.evaluate("document.querySelectorAll('details').forEach(one => (one.open = true))")
        page.evaluate("document.querySelectorAll('.lever-why').forEach(o => (o.hidden = false))")
        yield page


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing(page, width, theme):
    page.set_viewport_size({"width": width, "height": 844})
    page.locator("#theme").select_option(theme)
    toggle = page.locator(".levers-toggle[aria-expanded=false]:visible")
    if toggle.count():
        toggle.click()
    holds(page, STILL)  # a switch takes a moment to slide
    found = axe.Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_the_notices_are_fit_to_be_read(chromium, server):
    with opened(chromium, server, hash_="#s=damaged") as page:
        page.wait_for_selector(".notice.bad")
        page.get_by_role("button", name="Add to Compare").click()
        for theme in ("light", "dark"):
            page.locator("#theme").select_option(theme)
            found = axe.Axe().run(page)
            assert found.violations_count == 0, found.generate_report()
