"""The line at the foot of every report: how well the model fits what happened."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from sim.execution import task
from sim.experiments.sweep import sweep
from sim.reports import experiment, html, validated
from sim.runner import run
from sim.scenario import load_scenario

LINE = "Laid beside dated figures on 2026-11-23 (version 0.1.0): 14 of 16 <fitted> figures inside."


@pytest.fixture
def summary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder that stands for the package, with a summary in it."""
    (tmp_path / validated.SUMMARY_FILE).write_text(json.dumps({"line": LINE}))
    monkeypatch.setattr(validated, "files", lambda package: tmp_path)
    validated.validation_summary.cache_clear()
    yield tmp_path
    validated.validation_summary.cache_clear()


def test_the_foot_of_a_report_quotes_the_validation(summary: Path):
    foot = validated.footer_html()
    assert "An illustrative model, not a forecast." in foot
    assert "14 of 16 &lt;fitted&gt; figures inside." in foot


def test_without_a_validation_there_is_only_the_caution(summary: Path):
    (summary / validated.SUMMARY_FILE).unlink()
    assert validated.validation_line() == ""
    assert validated.footer_html() == (
        "<footer><p>An illustrative model, not a forecast.</p></footer>"
    )


def test_reports_of_runs_and_of_experiments_have_that_foot(
    summary: Path, monkeypatch: pytest.MonkeyPatch
):
    small = ["run.months=12", "run.replications=2", "run.sample=300"]
    monkeypatch.setattr(task, "REAL_MODEL", "tests.fakes:FakeModel")
    done = run(load_scenario("scenarios/baseline.yaml", small), workers=1)
    assert "14 of 16 &lt;fitted&gt;" in html.page(done, {})
    swept = sweep(
        "scenarios/baseline.yaml", vary=("strategy.capacity.manuals=0,1",), overrides=small,
        model="tests.experiments.models:Formula", workers=1,
    )  # fmt: skip
    assert "14 of 16 &lt;fitted&gt;" in experiment.page(swept, {})
