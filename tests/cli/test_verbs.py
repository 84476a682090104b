"""The other verbs, the help and the public names."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

import sim
from sim.cli import VERBS

HEAVY = ("numpy", "pandas", "matplotlib", "numba", "mesa", "pydantic", "pyarrow")


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_help_with_an_example(egov, verb):
    answer = egov(verb, "--help")
    assert answer.code == 0
    assert f"egov {verb}" in answer.out
    assert "Example" in answer.out
    assert "--json" in answer.out


def test_help_loads_nothing_heavy():
    code = (
        "import sys; from sim.cli import call; call(['--help']); call(['run', '--help']);"
        f"sys.exit(' '.join(m for m in {HEAVY} if m in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stderr.strip() == ""
    assert "Exit codes" in done.stdout


def test_public_names_are_there():
    for name in sim.__all__:
        if name != "DistrictModel":
            assert getattr(sim, name) is not None
    assert set(sim.__all__) <= set(dir(sim))
    with pytest.raises(AttributeError, match="no attribute 'wonder'"):
        sim.wonder  # noqa: B018


def test_lint_tells_errors_by_the_exit_code(egov, home):
    assert egov("lint", "plan.yaml").code == 0
    (home / "bad.yaml").write_text("schema: 1\nstrtegy: {}\n")
    answer = egov("lint", "plan.yaml", "bad.yaml")
    assert answer.code == 2
    assert "strategy" in answer.out
    assert egov("lint", "bad.yaml", "--json").data["bad.yaml"][0]["level"] == "error"


def test_params_lists_unit_range_source(egov):
    answer = egov("params", "grant")
    assert answer.code == 0
    for words in ("strategy.budget", "grant_usd = 1,000,000", "USD", "Allowed:"):
        assert words in answer.out
    found = egov("params", "strategy.budget", "--json").data
    assert {"path", "default", "unit", "source", "status", "label"} <= found[0].keys()


def test_schema_is_json(egov, home):
    assert egov("schema").data["title"] == "egov-sim scenario"
    assert egov("schema", "--out", "schema.json").code == 0
    assert json.loads((home / "schema.json").read_text())["title"] == "egov-sim scenario"


def test_new_writes_a_scenario_that_runs_and_overwrites_nothing(egov, home):
    (home / "scenarios").mkdir()
    (home / "scenarios/baseline.yaml").write_text("schema: 1\ntitle: Base\n")
    assert egov("new", "my-plan").code == 0
    text = (home / "scenarios/my-plan.yaml").read_text()
    assert text.startswith("# yaml-language-server: $schema=schema.json")
    assert "extends: baseline.yaml" in text
    assert (home / "scenarios/schema.json").exists()
    answer = egov("lint", "scenarios/my-plan.yaml")
    assert answer.code == 0, answer.out
    (home / "scenarios/my-plan.yaml").write_text("mine")
    again = egov("new", "my-plan")
    assert again.code == 2
    assert "exists" in again.err
    assert (home / "scenarios/my-plan.yaml").read_text() == "mine"


def test_every_line_of_the_template_is_valid_when_it_is_uncommented(egov, home):
    egov("new", "my-plan")
    path = home / "scenarios/my-plan.yaml"
    lines = [
        line.removeprefix("# ") if line.startswith(("# timeline", "# expect", "#   -")) else line
        for line in path.read_text().splitlines()
    ]
    path.write_text("\n".join(lines))
    findings = egov("lint", "scenarios/my-plan.yaml")
    assert findings.code == 0, findings.out


def test_python_m_sim_is_the_same_program():
    done = subprocess.run(
        [sys.executable, "-m", "sim", "--version"], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == f"egov, version {sim.__version__}"
