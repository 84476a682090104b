"""The pages as a reader's browser finds them: nothing for axe to say, nothing to scroll for.

axe-core is a checker of accessibility. The tests need a Chromium and two packages; without them
they are skipped, and say so.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sim.experiments.compare import compare
from sim.experiments.sweep import sweep
from sim.reports.experiment import page
from sim.reports.html import page as run_page
from sim.runner import run_scenario
from sim.scenario import load_scenario

playwright = pytest.importorskip(
    "playwright.sync_api", reason="playwright is not installed: pip install playwright"
)
axe = pytest.importorskip(
    "axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed"
)

FAKE = "tests.fakes:FakeModel"
FORMULA = "tests.experiments.models:Formula"
WIDTHS = (1366, 390)
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
PLAN = """\
schema: 1
title: A plan with a rather long title, for a page that must hold it at every width
about: {question: "What happens?", role: mayor, note: "Read me."}
strategy: {budget: {grant_usd: 2000000}}
district: {employees: 1400}
uncertain:
  district.economics.citizen_hour_usd: {uniform: [4, 8]}
run: {months: 60, replications: 6, sample: 2000}
expect:
  - {outcome: adoption_share, at: year 5, above: 0.1}
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two scenarios."""
    folder: Path = tmp_path_factory.mktemp("pages")
    (folder / "plan.yaml").write_text(PLAN)
    (folder / "other.yaml").write_text(PLAN.replace("2000000", "3000000"))
    return folder


@pytest.fixture(scope="module")
def pages(home: Path) -> dict[str, Path]:
    """The report of a run, of a comparison and of a sweep."""
    plan, other = home / "plan.yaml", home / "other.yaml"
    ran = run_scenario(load_scenario(plan), workers=1, model=FAKE)
    small = ["run.months=24", "run.replications=3"]
    compared = compare([plan, other], overrides=small, model=FORMULA, workers=1)
    grants = ["strategy.budget.grant_usd=1000000,2000000,3000000"]
    swept = sweep(plan, vary=grants, overrides=small, model=FORMULA, workers=1)
    texts = {
        "run": run_page(ran, ran.plot.all()),
        "compare": page(compared, compared.plot.all()),
        "sweep": page(swept, swept.plot.all()),
    }
    paths = {name: home / f"{name}.html" for name in texts}
    for name, text in texts.items():
        paths[name].write_text(text, encoding="utf-8")
    return paths


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """A Chromium of this computer, else playwright's own."""
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    with playwright.sync_playwright() as started:
        try:
            chromium = started.chromium.launch(executable_path=found, args=["--no-sandbox"])
        except playwright.Error as error:
            pytest.skip(f"no Chromium can be started here: {str(error).splitlines()[0]}")
        yield chromium
        chromium.close()


@pytest.fixture(scope="module", params=["run", "compare", "sweep"])
def opened(request: pytest.FixtureRequest, browser: Any, pages: dict[str, Path]) -> Iterator[Any]:
    """A page opened from its file, with the network off."""
    context = browser.new_context(offline=True)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda sent: asked.append(sent.url))
    page.goto(pages[request.param].as_uri())
    page.asked = asked
    yield page
    context.close()


@pytest.mark.slow
@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_nothing(opened, width):
    opened.set_viewport_size({"width": width, "height": 900})
    opened.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    found = axe.Axe().run(opened)
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.slow
@pytest.mark.parametrize("width", WIDTHS)
def test_the_page_does_not_scroll_sideways_and_its_pictures_are_there(opened, width):
    opened.set_viewport_size({"width": width, "height": 900})
    opened.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert opened.evaluate("document.documentElement.scrollWidth") <= width
    broken = "[...document.images].filter(i => !(i.complete && i.naturalWidth > 0)).length"
    assert opened.evaluate(broken) == 0
    assert opened.evaluate("document.images.length") > 0


@pytest.mark.slow
def test_nothing_is_fetched_from_anywhere(opened):
    assert [url for url in opened.asked if not url.startswith(("file:", "data:"))] == []
