"""Play, The district and Questions in a browser: opened, and brought to each of their stages."""

from __future__ import annotations

from contextlib import ExitStack
from typing import Any

from tests.app.browsing import opened
from tests.app.serving import small

__all__ = ["ENGLISH", "KOREAN", "STAGES", "VIEWS", "Opener", "forecast_scored", "nothing", "ready",
           "seen"]  # fmt: skip

VIEWS = ["play", "district", "questions", "questions&number=13"]
ENGLISH, KOREAN = ({"refine": 0, "language": one} for one in ("en", "ko"))


def ready(page, view):
    """Wait until a view shows what it has asked for."""
    page.wait_for_selector("h1")
    waits = {"play": ".rounds li.now", "district": ".walk .taken:not(:empty), .apps svg.strip",
             "questions": ".list a", "questions&number=13": "fieldset"}  # fmt: skip
    page.wait_for_selector(waits[view], state="attached")
    page.locator("[aria-busy]").wait_for(state="detached")


def seen(page):
    return page.locator("main").inner_text()


class Opener:
    """Opens views and waits for them; all are closed after the `with` statement."""

    def __init__(self, chromium: Any, server: Any) -> None:
        self._chromium, self._server = chromium, server
        self._stack = ExitStack()

    def __enter__(self) -> Opener:
        return self

    def __exit__(self, *problem: Any) -> None:
        self._stack.close()

    def __call__(self, name: str, **settings: Any) -> Any:
        settings.setdefault("settings", ENGLISH)
        settings.setdefault("state", small(months=12))
        page = self._stack.enter_context(
            opened(self._chromium, self._server, view=name, **settings)
        )
        ready(page, name)
        return page


def term_over(page):
    """Play a whole term of half a year after half a year, to its scorecard with bands."""
    for number in range(1, 9):
        page.locator(".turn .main:not([hidden])").click()
        page.wait_for_selector(f".rounds li.over:nth-child({number})")
        page.locator("[aria-busy]").wait_for(state="detached")
    page.wait_for_selector(".bands .span.you", state="attached", timeout=120_000)


def life_followed(page):
    page.locator(".fields .main").click()
    page.wait_for_selector(".lives .chart")


def forecast_scored(page):
    for form in page.locator("fieldset").all():
        form.locator("input[type=number]").nth(0).fill("-1")
        form.locator("input[type=number]").nth(1).fill("2")
    page.locator("form .main").click()
    page.wait_for_selector(".answers", timeout=180_000)


def nothing(page):
    pass


STAGES = [*((name, nothing) for name in VIEWS), ("play", term_over), ("district", life_followed),
          ("questions&number=13", forecast_scored)]  # fmt: skip
