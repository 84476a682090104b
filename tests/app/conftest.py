"""A server of the page in a thread of the tests, and a small client that holds it to its word."""

from __future__ import annotations

import shutil

import pytest

pytest.importorskip("starlette", reason="the extra [app] is not installed")
pytest.importorskip("uvicorn", reason="the extra [app] is not installed")


@pytest.fixture(scope="session")
def server():
    """Yield a server that all tests share; each takes a session of its own."""
    from tests.app.serving import Served

    with Served(workers=2) as served:
        yield served


@pytest.fixture(scope="module")
def chromium():
    """Yield a Chromium of this computer, else playwright's own.

    Not for the whole session: while it is open, no other test can begin an event loop.
    """
    driver = pytest.importorskip(
        "playwright.sync_api", reason="playwright is not installed: pip install playwright"
    )
    names = ("chromium", "chromium-browser", "google-chrome")
    found = next((path for name in names if (path := shutil.which(name))), None)
    with driver.sync_playwright() as started:
        try:
            browser = started.chromium.launch(executable_path=found, args=["--no-sandbox"])
        except driver.Error as error:
            pytest.skip(f"no Chromium can be started here: {str(error).splitlines()[0]}")
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def page(chromium, server):
    """The page after its first answer."""
    from tests.app.browsing import drawn, opened

    with opened(chromium, server) as page:
        drawn(page)
        yield page
