"""Results of the small stand-in model, made once."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.reports.html import page
from sim.reports.style import Drawing
from sim.result import RunResult
from sim.runner import run_scenario
from sim.scenario import load_scenario

FAKE = "tests.fakes:FakeModel"
SCENARIO = """\
schema: 1
title: A small plan & its <limits>
about: {question: "What happens?", role: mayor, note: "Read me."}
run: {months: 60, replications: 8}
expect:
  - {outcome: adoption_share, at: year 5, above: 0.1}
  - {outcome: adoption_share, at: year 5, above: 0.9}
  - {outcome: adoption_share, at: month 60, group: 60+, below: 0.5}
  - {outcome: spending_usd, at: year 1, between: [300000, 700000]}
  - {outcome: spending_usd, at: month 12, below: 100000}
"""


@pytest.fixture(scope="session")
def run_small(tmp_path_factory: pytest.TempPathFactory):
    """Run the small scenario with other settings."""

    def run(*overrides: str, text: str = SCENARIO) -> RunResult:
        path: Path = tmp_path_factory.mktemp("plan") / "plan.yaml"
        path.write_text(text)
        return run_scenario(load_scenario(path, overrides), workers=1, model=FAKE)

    return run


@pytest.fixture(scope="session")
def result(run_small) -> RunResult:
    """A full-size run and eight replications of five years."""
    return run_small()


@pytest.fixture(scope="session")
def drawn(result) -> dict[bool, dict[str, Drawing]]:
    """Every figure of the result, for a desk (False) and for a phone (True)."""
    return {narrow: result.plot.all(narrow) for narrow in (False, True)}


@pytest.fixture(scope="session")
def saved(result, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the tables of the result, without reports."""
    folder: Path = tmp_path_factory.mktemp("saved") / "plan"
    result.ensemble.save(folder)
    return folder


@pytest.fixture(scope="session")
def whole_page(result, drawn) -> str:
    """The report of the result."""
    return page(result, drawn[False])
