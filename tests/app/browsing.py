"""Opening the page in a browser, with a small sample so that nobody waits."""

from __future__ import annotations

import json
import time
from contextlib import contextmanager
from typing import Any

from sim.app.state import encode, parse
from tests.app.serving import small

__all__ = ["drawn", "holds", "lever", "moved", "opened", "state_of"]

PATIENCE_MS = 30_000
QUICK = {"refine": 0}


@contextmanager
def opened(chromium: Any, server: Any, *, view: str = "explore", state: Any = None,
           hash_: str | None = None, width: int = 1366, height: int = 768, dark: bool = False,
           settings: Any = QUICK):  # fmt: skip
    """Yield a page with `.said` (console, errors) and `.asked` (requests); it is closed after.

    Parameters
    ----------
    state : what the link holds; a small one unless given.
    hash_ : what stands behind the address, instead of view and state.
    settings : of this device, as the page keeps them.
    """
    context = chromium.new_context(viewport={"width": width, "height": height},
                                   color_scheme="dark" if dark else "light")  # fmt: skip
    context.set_default_timeout(PATIENCE_MS)
    kept = json.dumps(json.dumps(settings))
    context.add_init_script(
        f"localStorage['egov.settings'] ??= {kept}; "
        "addEventListener('securitypolicyviolation', e => console.error('CSP: ' + e.blockedURI))"
    )
    page = context.new_page()
    page.said, page.asked = [], []
    page.on("console", lambda m: m.type in ("error", "warning") and page.said.append(m.text))
    page.on("pageerror", lambda error: page.said.append(str(error)))
    page.on("request", lambda sent: page.asked.append(sent))
    link = hash_ if hash_ is not None else f"#view={view}&s={encode(parse(state or small()))}"
    page.goto(f"http://127.0.0.1:{server.port}/{link}")
    try:
        yield page
    finally:
        context.close()


def drawn(page: Any, least: int = 1) -> None:
    """Wait until the view has drawn so many answers."""
    holds(page, f"+document.querySelector('.view')?.dataset.drawn >= {least}")


def holds(page: Any, expression: str) -> None:
    """Wait until something holds in the page; playwright's own way needs `eval` there."""
    end = time.monotonic() + PATIENCE_MS / 1000
    while not page.evaluate(expression):
        assert time.monotonic() < end, f"waited in vain for {expression}; the page said {page.said}"
        page.wait_for_timeout(20)


def lever(page: Any, path: str) -> Any:
    """Return the control of a lever, its pillar opened."""
    row = page.locator(f'[data-path="{path}"]')
    row.evaluate("row => (row.closest('details').open = true)")
    return row.locator("input, select").first


def moved(page: Any, path: str, value: float) -> None:
    """Set a slider as a hand does, and tell the page."""
    script = "(one, value) => { one.value = value; one.dispatchEvent(new Event('input')); }"
    lever(page, path).evaluate(script, value)


def state_of(page: Any) -> dict:
    """Return the state that the page's address holds, once it is written there."""
    holds(page, "document.documentElement.dataset.link === 'written'")
    script = """async () => {
        const { decode, readHash } = await import('/static/state.js');
        return decode(readHash(location.hash).s ?? '').state;
    }"""
    return page.evaluate(script)
