"""A lever that is dragged for long, sixty events a second, in a real browser."""

from __future__ import annotations

import pytest

from tests.app.browsing import drawn, opened

pytestmark = pytest.mark.slow
SECONDS = 5
DRAG = """(seconds) => new Promise((done) => {
    const slider = document.querySelector('[data-path="strategy.accessibility.outreach"] input');
    const begin = performance.now();
    const step = () => {
        const at = performance.now() - begin;
        if (at > 1000 * seconds) return done();
        slider.value = 5 * Math.abs(((at / 1500) % 2) - 1);
        slider.dispatchEvent(new Event("input", { bubbles: true }));
        setTimeout(step, 14);
    };
    step();
})"""


def test_a_long_drag_is_never_too_fast_for_the_server(chromium, server):
    with opened(chromium, server) as page:
        drawn(page)
        statuses = []
        page.on("response", lambda answer: statuses.append(answer.status))
        before = int(page.locator(".view").get_attribute("data-drawn"))
        page.evaluate(DRAG, SECONDS)
        assert set(statuses) <= {200, 409}, statuses
        after = int(page.locator(".view").get_attribute("data-drawn"))
        assert after - before > SECONDS
