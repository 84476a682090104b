"""A server that goes and comes, and a page that waits for it, in a real browser."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from sim.app.serve import bound
from tests.app.browsing import drawn, moved, opened, state_of
from tests.app.serving import small, until

OUTREACH = "strategy.accessibility.outreach"

pytestmark = pytest.mark.slow


class Program:
    """`egov app` on a port."""

    def __init__(self, port: int) -> None:
        self.port = port
        code = f"from sim.app.serve import serve; serve(port={port}, browser=False)"
        environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
        self._process = subprocess.Popen([sys.executable, "-u", "-c", code], env=environment,
                                         stdout=subprocess.PIPE, text=True)  # fmt: skip
        until(lambda: "page is at" in self._process.stdout.readline(), "the server to begin")

    def kill(self) -> None:
        self._process.kill()
        self._process.wait(10)


def test_a_page_begins_once_its_words_and_levers_are_there(chromium, server):
    failed = []

    def fail_first(route):
        failed.append(route.request.url)
        if failed.count(route.request.url) > 2:
            route.continue_()
        elif len(failed) % 2:
            route.abort()
        else:
            route.fulfill(status=503, body="busy")

    with opened(chromium, server) as page:
        drawn(page)
        for path in ("**/api/about", "**/words/en.json"):
            page.context.route(path, fail_first)
        page.reload()
        page.wait_for_selector(".opening")
        assert "waiting for its server" in page.locator(".opening").inner_text()
        assert "기다리고" in page.locator(".opening").inner_text()
        drawn(page)
        assert len(failed) > 4
        assert page.locator(".opening").count() == 0


def test_a_server_killed_and_started_again_loses_nothing(chromium):
    with bound("127.0.0.1", 0) as free:
        port = free.getsockname()[1]
    first = Program(port)
    try:
        with opened(chromium, first) as page:
            drawn(page)
            first.kill()
            moved(page, OUTREACH, 4)
            page.wait_for_selector("#notices .notice.bad")
            assert "does not answer" in page.locator("#notices").inner_text()
            first = Program(port)
            page.wait_for_selector("#notices .notice.good")
            drawn(page, 2)
            assert state_of(page)["set"] == {OUTREACH: 4}
            assert page.locator(f'[data-path="{OUTREACH}"] output').inner_text() == "4"
    finally:
        first.kill()


def test_a_view_opened_while_the_server_is_away_is_there_once_it_is_back(chromium):
    with bound("127.0.0.1", 0) as free:
        port = free.getsockname()[1]
    program = Program(port)
    try:
        with opened(chromium, program) as page:
            drawn(page)
            program.kill()
            page.get_by_role("link", name="Take it away").click()
            page.wait_for_selector(".view.take .notice")
            assert "opens as soon as it does" in page.locator(".view.take").inner_text()
            assert "does not answer" in page.locator("#notices").inner_text()
            program = Program(port)
            drawn(page)
            assert page.locator(".take-yaml pre").count() == 1
            assert page.locator(".view .notice").count() == 0
            radius = "getComputedStyle(document.querySelector('.take-open')).gridColumnEnd"
            assert page.evaluate(radius) == "-1"
    finally:
        program.kill()


def test_a_missing_view_says_so(chromium, server):
    with opened(chromium, server) as page:
        page.context.route("**/views/play.js", lambda route: route.fulfill(status=404))
        page.get_by_role("link", name="Play the mayor").click()
        page.wait_for_selector(".view .notice")
        assert "not part of this copy" in page.locator(".view").inner_text()
        page.get_by_role("link", name="Explore").click()
        drawn(page)


def test_a_round_asked_for_while_the_server_is_away_is_played_once_it_is_back(chromium):
    with bound("127.0.0.1", 0) as free:
        port = free.getsockname()[1]
    program = Program(port)
    try:
        with opened(chromium, program, view="play", state=small(months=12)) as page:
            page.locator("#play-outreach").wait_for(state="attached")
            page.locator("[aria-busy]").wait_for(state="detached")
            program.kill()
            page.get_by_role("button", name="Play half a year").click()
            page.wait_for_selector("#notices .notice.bad")
            assert page.locator(".controls").evaluate("one => one.inert")
            assert terms(page)["rounds"] == []
            program = Program(port)
            page.wait_for_selector(".rounds li.over:nth-child(1)")
            page.locator("[aria-busy]").wait_for(state="detached")
            assert terms(page)["rounds"] == [{}]
            assert not page.locator(".controls").evaluate("one => one.inert")
            assert page.said == [] or all("Failed to load" in text for text in page.said)
    finally:
        program.kill()


def terms(page):
    """Return the term that the page keeps."""
    script = """() => {
        dispatchEvent(new Event("pagehide"));
        return JSON.parse(sessionStorage["egov.memory"]).play.term;
    }"""
    return page.evaluate(script)
