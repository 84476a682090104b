"""A hand on the levers in a real Chromium: from the lever to the charts redrawn and painted.

The page itself notes the time of each move, from the event of the lever to the frame after the
charts were drawn; this file moves the levers as people do, and reads the notes.
"""

from __future__ import annotations

import random
import shutil
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from benchmarks.page_people import DRAG, DRAGGED, HOVER, KEY, REST, summary

SLIDERS = (
    "strategy.accessibility.outreach",
    "strategy.accessibility.kiosks",
    "strategy.capacity.training_hours_clerk",
    "strategy.participation.academy_seats",
    "strategy.collaboration.coalition_posts",
)
NOTED = "performance.getEntriesByName('lever to charts')"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
PATIENCE, THUMB = 20.0, 0.15


@contextmanager
def chromium_of_this_machine() -> Iterator[Any]:
    """Yield a Chromium."""
    from playwright.sync_api import sync_playwright

    names = ("chromium", "chromium-browser", "google-chrome")
    found = next((path for name in names if (path := shutil.which(name))), None)
    with sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=found, args=ARGUMENTS)
        yield chromium
        chromium.close()


@contextmanager
def explore(chromium: Any, port: int) -> Iterator[tuple[Any, float]]:
    """Yield Explore, all its pillars open, and the ms to its first answer; nothing is refined."""
    context = chromium.new_context(viewport={"width": 1366, "height": 768})
    context.add_init_script("localStorage['egov.settings'] ??= JSON.stringify({refine: 0})")
    page = context.new_page()
    began = time.monotonic()
    page.goto(f"http://127.0.0.1:{port}/")
    _until(page, "+document.querySelector('.view')?.dataset.drawn >= 1")
    first_view = 1000 * (time.monotonic() - began)
    page.evaluate("document.querySelectorAll('details.pillar').forEach(d => (d.open = true))")
    yield page, first_view
    context.close()


def first_views(chromium: Any, port: int, count: int) -> float:
    """Return the ms to the first answer on the screen, each time with nothing kept; the median."""
    times = []
    for _ in range(count):
        with explore(chromium, port) as (_, took):
            times.append(took)
    return statistics.median(times)


def in_browser(chromium: Any, port: int, moves: int, names: Sequence[str] = ()) -> dict[str, Any]:
    """Return milliseconds from the lever to the charts, by the way the lever is moved.

    Parameters
    ----------
    names : of `HANDS`; all of them unless given.
    """
    with explore(chromium, port) as (page, first_view):
        found: dict[str, Any] = {"first view": first_view}
        for name in names or HANDS:
            hand = HANDS[name][0]
            time.sleep(1.0)
            draw = random.Random(name)
            found[name] = summary([hand(page, draw, k) for k in range(moves)][1:])
    return found


def click(page: Any, draw: random.Random, _: int) -> float:
    """Glide to a place of a slider, stay for a moment, click."""
    slider = _slider(page, draw.choice(SLIDERS))
    box = slider.bounding_box()
    x = box["x"] + box["width"] * _elsewhere(slider, draw)
    page.mouse.move(x - 40, box["y"] + 30)
    page.mouse.move(x, box["y"] + box["height"] / 2, steps=6)
    time.sleep(HOVER)
    return _noted(page, lambda: page.mouse.click(x, box["y"] + box["height"] / 2))


def key(page: Any, _: random.Random, number: int) -> float:
    """Press an arrow key, three times a second; after eight steps take another slider."""
    way, began = _way(page, number, HOVER), time.monotonic()
    took = _noted(page, lambda: page.keyboard.press(way))
    time.sleep(max(0.0, KEY - (time.monotonic() - began)))
    return took


def key_at_once(page: Any, _: random.Random, number: int) -> float:
    """Press an arrow key as soon as the charts of the one before are drawn."""
    way = _way(page, number, 0.0)
    return _noted(page, lambda: page.keyboard.press(way))


def drag(page: Any, draw: random.Random, _: int) -> float:
    """Drag a slider over twenty places in a second; from the last one to its charts."""
    slider = _slider(page, draw.choice(SLIDERS))
    box = slider.bounding_box()
    y, from_, to = box["y"] + box["height"] / 2, draw.uniform(0.05, 0.3), draw.uniform(0.5, 0.9)
    page.mouse.move(box["x"] + from_ * box["width"], y)
    page.mouse.down()
    for step in range(1, DRAGGED):
        time.sleep(DRAG / DRAGGED)
        share = from_ + (to - from_) * step / DRAGGED
        page.mouse.move(box["x"] + share * box["width"], y)
    time.sleep(DRAG / DRAGGED)
    took = _noted(page, lambda: page.mouse.move(box["x"] + to * box["width"], y))
    page.mouse.up()
    time.sleep(REST)
    return took


def jump(page: Any, draw: random.Random, _: int) -> float:
    """Set a slider by a script to a place that nobody could foresee."""
    slider = _slider(page, draw.choice(SLIDERS))
    time.sleep(REST)
    share = _elsewhere(slider, draw)
    script = """(slider, share) => {
        slider.value = +slider.min + share * (slider.max - slider.min);
        slider.dispatchEvent(new Event("input", { bubbles: true }));
    }"""
    return _noted(page, lambda: slider.evaluate(script, share))


Hand = Callable[[Any, random.Random, int], float]
HANDS: dict[str, tuple[Hand, str]] = {
    "click": (click, "where the pointer has been for 300 ms"),
    "key": (key, "an arrow key, three times a second"),
    "key at once": (key_at_once, "an arrow key as soon as the charts are drawn"),
    "drag": (drag, "over twenty places in a second; from the last one"),
    "jump": (jump, "to a place that nobody could foresee"),
}


def _slider(page: Any, path: str) -> Any:
    slider = page.locator(f'[data-path="{path}"] input[type=range]')
    slider.scroll_into_view_if_needed()
    return slider


def _share(slider: Any) -> float:
    """Return where on its way a slider stands, 0 to 1."""
    return float(slider.evaluate("(one) => (one.value - one.min) / (one.max - one.min)"))


def _elsewhere(slider: Any, draw: random.Random) -> float:
    """Return a place of a slider that is not under its thumb: a click there moves nothing."""
    return (_share(slider) + draw.uniform(THUMB, 1 - THUMB)) % 1.0


def _way(page: Any, number: int, pause: float) -> str:
    """Return the arrow key for a step: eight on one slider, towards its farther end."""
    slider = _slider(page, SLIDERS[number // 8 % len(SLIDERS)])
    if number % 8 == 0:
        slider.focus()
        way = "ArrowRight" if _share(slider) < 0.5 else "ArrowLeft"
        slider.evaluate("(one, way) => (one.dataset.way = way)", way)
        time.sleep(pause)
    return str(slider.get_attribute("data-way"))


def _noted(page: Any, act: Callable[[], object]) -> float:
    """Return the milliseconds of the last move that an act brings, once all is drawn.

    The page waits by itself: asking it again and again would take the processor from it.
    """
    page.evaluate(f"""() => {{
        performance.clearMeasures();
        window.allDrawn = new Promise((done, fail) => {{
            const end = performance.now() + {1000 * PATIENCE};
            const look = () => {{
                const isDrawn = {NOTED}.length && !performance.getEntriesByName("moved").length;
                if (isDrawn) done({NOTED}.at(-1).duration);
                else if (performance.now() > end) fail(new Error("the charts were not drawn"));
                else setTimeout(look, 25);
            }};
            setTimeout(look, 25);
        }});
    }}""")
    act()
    return float(page.evaluate("window.allDrawn"))


def _until(page: Any, expression: str) -> None:
    end = time.monotonic() + PATIENCE
    while not page.evaluate(expression):
        if time.monotonic() > end:
            raise TimeoutError(f"waited in vain for {expression}")
        page.wait_for_timeout(50)
