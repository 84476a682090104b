"""The page as axe-core finds it: every view, at a desk and on a phone, light and dark.

axe-core is a checker of accessibility. Without a browser the tests are skipped, and say so.
"""

from __future__ import annotations

import pytest

from tests.app.browsing import drawn, opened
from tests.app.serving import small

axe = pytest.importorskip(
    "axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed"
)

WIDTHS = (1366, 390)
DRAWN = ("explore", "compare", "take")
STATE = small(district__people__demand__failure_online=0.5, strategy__accessibility__outreach=3)

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module", params=["explore", "compare", "take", "play", "district",
                                        "questions"])  # fmt: skip
def page(request, chromium, server):
    """A view after its first answer, with all that can be opened open."""
    with opened(chromium, server, view=request.param, state=STATE) as page:
        if request.param in DRAWN:
            drawn(page)
        else:
            page.wait_for_selector(".view h1")
            page.wait_for_timeout(1000)
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
    page.wait_for_timeout(200)  # a switch takes a moment to slide
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
