"""Every shipped scenario runs, and what it expects of itself holds."""

from __future__ import annotations

from pathlib import Path

import pytest

import sim

SCENARIOS = Path(__file__).resolve().parents[2] / "scenarios"
OWN = sorted(file for file in SCENARIOS.rglob("*.yaml") if "questions" not in file.parts)
"""Without those of the questions, which tests/questions runs."""
SMALL = ("run.sample=1500", "run.replications=3", "run.full_run=no")


@pytest.mark.parametrize("file", OWN, ids=lambda f: f.relative_to(SCENARIOS).as_posix())
def test_a_shipped_scenario_meets_its_own_expectations(file: Path) -> None:
    result = sim.run(file, overrides=SMALL, workers=1, progress="none")
    assert (result.runs["status"] == "ok").all()
    assert not [check for check in result.checks if check.met is False]
