"""What the page of an experiment says of its scenarios, and how it is repeated."""

from __future__ import annotations

import ast
from types import SimpleNamespace

import pandas as pd
import pytest
import yaml

from sim.experiments.compare import compare
from sim.questions.ask import question_plan
from sim.reports.again_page import python_lines
from sim.reports.bases_page import set_section, stories_section
from sim.reports.difference import common_scale, in_short
from sim.reports.experiment import page
from sim.reports.forest import BETTER, CLEAR, UNCLEAR, WORSE, look_of
from sim.reports.repeat_page import short_scenario

FORMULA = "tests.experiments.models:Formula"
PLAN = "schema: 1\nstrategy: {budget: {grant_usd: 2000000}}\n"


@pytest.fixture(scope="module")
def compared(tmp_path_factory):
    home = tmp_path_factory.mktemp("three")
    files = [home / name for name in ("first.yaml", "second_one.yaml", "third.yaml")]
    for k, file in enumerate(files):
        file.write_text(PLAN.replace("2000000", str(2_000_000 + 500_000 * k)))
    small = ["run.months=24", "run.replications=3", "run.sample=500"]
    return compare(files, overrides=small, model=FORMULA, workers=1)


def _asked(overrides=()):
    """Return what a question's page needs, without a run."""
    plan = question_plan(13, ["run.replications=3", *overrides])
    ensemble = SimpleNamespace(plan=plan, manifest={})
    return SimpleNamespace(verb="question", ensemble=ensemble, settings=plan.settings)


def test_the_page_says_what_differs_and_how_to_do_it_again(compared):
    text = page(compared, {})
    assert "Levers that differ between the scenarios" in text
    assert "strategy.<wbr>budget.<wbr>grant_<wbr>usd" in text
    assert "3,000,000 USD" in text
    assert "YAML of second_one" in text
    assert "sim.compare([" in text


def test_the_python_of_a_comparison_can_be_read(compared):
    lines = python_lines(compared)
    ast.parse(lines)
    assert '"scenarios/2-second_one.yaml"' in lines
    assert '"run.months=24"' in lines


def test_the_python_of_a_question_asks_it_again_with_what_was_set():
    lines = python_lines(_asked(["strategy.budget.grant_usd=2000000"]))
    ast.parse(lines)
    assert "sim.question(13, overrides=[" in lines
    assert '"strategy.budget.grant_usd=2000000"' in lines
    assert lines.count("run.replications") == 1


def test_the_levers_of_a_question_stand_beside_each_other():
    section = set_section(_asked())
    assert "Length of a contract" in section
    assert "three years" in section
    assert "No assumptions differ between the scenarios." in section


def test_the_short_file_of_a_scenario_holds_what_differs(compared):
    data = yaml.safe_load(short_scenario(compared.ensemble.plan.bases[1]))
    assert data["strategy"] == {"budget": {"grant_usd": 2_500_000}}
    assert data["run"]["months"] == 24


def test_the_story_is_told_where_minutes_are_kept():
    runs = pd.DataFrame({"scenario": "a", "status": "ok", "replicate": [1, 2]})
    minutes = pd.DataFrame({"scenario": "a", "replicate": [1, 2], "month": [3, 5], "actor": "MOIC",
                            "decision": "refuses the data", "reason": "fear"})  # fmt: skip
    plan = SimpleNamespace(tables=("monthly", "decisions"), start="2002-08",
                           points=[SimpleNamespace(scenario="a", number=0)])  # fmt: skip
    ensemble = SimpleNamespace(plan=plan, table=lambda name: minutes)
    section = stories_section(SimpleNamespace(ensemble=ensemble, runs=runs))
    assert "MOIC refuses the data, in all 2 runs" in section
    plan.tables = ("monthly",)
    assert stories_section(SimpleNamespace(ensemble=ensemble, runs=runs)) == ""


def _row(difference, low, high, unit="USD"):
    return {"difference": difference, "low": low, "high": high, "n": 5, "n_equal": 0,
            "n_better": 5, "unit": unit}  # fmt: skip


def test_a_look_tells_better_worse_clear_and_unclear_apart():
    up, unclear = _row(2.0, 1.0, 3.0), _row(2.0, -1.0, 5.0)
    assert [look_of(up, way) for way in (1, -1, 0)] == [BETTER, WORSE, CLEAR]
    assert look_of(unclear, 1) == UNCLEAR
    assert len({look[:2] for look in (BETTER, WORSE, CLEAR, UNCLEAR)}) == 4
    assert len({look[1:] for look in (BETTER, WORSE, CLEAR, UNCLEAR)}) == 4


def test_differences_beside_each_other_have_one_unit():
    rows = [_row(2_000_000.0, 1_900_000.0, 2_100_000.0), _row(90_000.0, 20_000.0, 160_000.0)]
    scale = common_scale(rows)
    assert scale.unit == "million USD"
    assert in_short(rows[1], scale)[0] == "+0.09"


def test_the_differences_lead_with_what_is_asked_at_the_month_asked(compared):
    last = compared.settings["outcomes"][-1]
    drawing = compared.plot.differences(month=12, first=[last])
    assert drawing.title == "Differences from first after 1 year"
    assert set(drawing.data["month"]) == {12}
    assert "second one" in set(drawing.data["name"])
