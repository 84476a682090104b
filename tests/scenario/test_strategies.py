"""The shipped strategies: their form, that they can be compared, and that none is best at all."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from sim.model import DistrictModel
from sim.outcomes import OUTCOMES
from sim.scenario import Scenario, load_scenario
from sim.scenario.linter import lint
from sim.scenario.resolved import determining
from sim.scenario.strict_yaml import parse
from sim.summary import value_at

if TYPE_CHECKING:
    import pandas as pd

ROOT = Path(__file__).resolve().parents[2]
BASELINE = ROOT / "scenarios" / "baseline.yaml"
FILES = sorted((ROOT / "scenarios" / "strategies").glob("*.yaml"))
ASKED_FOR = {
    "as_granted", "training_first", "data_first", "participation_first", "multi_year_partnership",
    "security_and_central_data", "coalition_of_districts", "kiosks_and_outreach", "big_bang",
    "phased_proof_then_ask", "austerity",
}  # fmt: skip
PILLARS = ("accessibility", "capacity", "participation", "consolidation", "collaboration")
OTHER_MONEY = {"austerity"}
"""Strategies whose idea is about money; all others have what the baseline has."""
SAMPLE, TWINS = 1500, 4

OWN_AIM = {
    "training_first": ("insecurity", 60, -1),
    "data_first": ("documents_carried", 120, -1),
    "participation_first": ("trust", 36, 1),
    "multi_year_partnership": ("vendor_knowledge", 60, 1),
    "security_and_central_data": ("documents_carried", 120, -1),
    "coalition_of_districts": ("consenting_districts", 60, 1),
    "kiosks_and_outreach": ("awareness_share", 36, 1),
    "big_bang": ("applications_integrated", 12, 1),
    "phased_proof_then_ask": ("requests_refused", 36, -1),
    "all_pillars": ("insecurity", 60, -1),
    "austerity": ("spending_cum_usd", 120, -1),
}
"""What each strategy is for: an outcome, the month it is read in, and the way it should go."""

each_file = pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)


@pytest.fixture(scope="module")
def scenarios() -> dict[str, Scenario]:
    """Return the strategies by name."""
    return {file.stem: load_scenario(file) for file in FILES}


@pytest.fixture(scope="module")
def runs(scenarios: dict[str, Scenario]) -> dict[str, pd.DataFrame]:
    """Return the monthly tables of a few twin runs of each strategy, and of the baseline."""
    worlds = {"baseline": load_scenario(BASELINE), **scenarios}
    return {name: _twins(scenario) for name, scenario in worlds.items()}


def _twins(scenario: Scenario) -> pd.DataFrame:
    import pandas as pd

    tables = []
    for replicate in range(1, TWINS + 1):
        model = DistrictModel(scenario, replicate=replicate, sample=SAMPLE)
        model.run()
        tables.append(model.tables(["monthly"])["monthly"].assign(replicate=replicate))
    return pd.concat(tables, ignore_index=True)


def at(monthly: pd.DataFrame, outcome: str, month: int) -> pd.Series:
    """Return an outcome at a month in each twin run."""
    facts = next(o for o in OUTCOMES if o.name == outcome)
    named = {"name": facts.name, "unit": facts.unit, "kind": facts.kind}
    return value_at(monthly, named, month)


def test_the_strategies_asked_for_are_there() -> None:
    names = {file.stem for file in FILES}
    assert names >= ASKED_FOR
    assert names - {"as_granted"} == set(OWN_AIM), "say what a new strategy is for"


@each_file
def test_a_file_begins_with_its_idea_and_the_page_of_the_case(file: Path) -> None:
    lines = file.read_text(encoding="utf-8").splitlines()
    assert lines[0] == "# yaml-language-server: $schema=../schema.json"
    assert [line.split(":")[0] for line in lines[1:5]] == ["schema", "title", "extends", "about"]
    about = load_scenario(file).about
    assert about.question.endswith("?")
    assert about.role
    assert re.search(r"[Tt]he case.*p\. \d+", about.note, re.S), "name the page of the case"
    assert 40 <= len(about.note.split()) <= 130, "three to six sentences"


@each_file
def test_a_file_expects_something_and_sets_nothing_idle(file: Path) -> None:
    own = parse(file.read_text(encoding="utf-8"), str(file)).items
    assert own["extends"].text == "../baseline.yaml"
    assert "expect" in own
    assert len(load_scenario(file).expect) >= 2
    assert not [str(found) for found in lint(file) if found.level != "note"]


@each_file
def test_a_strategy_is_run_like_every_other(file: Path) -> None:
    ours, baseline = load_scenario(file), load_scenario(BASELINE)
    assert ours.run == baseline.run
    assert ours.district == baseline.district
    assert not ours.uncertain
    assert ours.sweep is None


@each_file
def test_a_strategy_has_the_same_money_and_splits_all_of_it(file: Path) -> None:
    ours, granted = load_scenario(file).strategy.budget, load_scenario(BASELINE).strategy.budget
    assert sum(getattr(ours, f"weight_{p}") for p in PILLARS) == pytest.approx(1.0)
    assert ours.grant_usd == granted.grant_usd
    assert ours.request_usd == granted.request_usd
    assert ours.reuse_of_savings == granted.reuse_of_savings
    same = ours.own_funds_usd_per_year == granted.own_funds_usd_per_year
    assert same is (file.stem not in OTHER_MONEY)


def test_the_page_of_strategies_names_every_file() -> None:
    page = (ROOT / "docs" / "strategies.md").read_text(encoding="utf-8")
    assert [file.stem for file in FILES if f"`{file.stem}`" not in page] == []
    assert "An illustrative model, not a forecast" in page


def test_as_granted_is_the_baseline(
    scenarios: dict[str, Scenario], runs: dict[str, pd.DataFrame]
) -> None:
    ours, baseline = determining(scenarios["as_granted"]), determining(load_scenario(BASELINE))
    assert ours["strategy"] == baseline["strategy"]
    assert ours["district"] == baseline["district"]
    numbers = runs["as_granted"].select_dtypes("number") - runs["baseline"].select_dtypes("number")
    assert (numbers == 0.0).all(axis=None)


@pytest.mark.parametrize("name", sorted(OWN_AIM))
def test_a_strategy_moves_what_it_is_for(name: str, runs: dict[str, pd.DataFrame]) -> None:
    outcome, month, sign = OWN_AIM[name]
    gaps = sign * (at(runs[name], outcome, month) - at(runs["as_granted"], outcome, month))
    assert (gaps > 0).all(), f"{outcome} in month {month}: {gaps.tolist()}"


def test_no_strategy_is_best_on_everything(runs: dict[str, pd.DataFrame]) -> None:
    aims = {"adoption_share": 1, "cost_per_case_usd": -1, "satisfaction_citizens": 1}
    ends = {
        name: [sign * at(monthly, outcome, 120).mean() for outcome, sign in aims.items()]
        for name, monthly in runs.items()
        if name != "baseline"
    }
    for name, mine in ends.items():
        rivals = [other for rival, other in ends.items() if rival != name]
        beaten = [max(rival[k] for rival in rivals) > mine[k] for k in range(len(aims))]
        assert any(beaten), f"'{name}' is best on adoption, cost of a case and satisfaction"


def test_the_ends_of_the_strategies_differ(runs: dict[str, pd.DataFrame]) -> None:
    """Two files with one and the same end would be one strategy under two names."""
    ends = {
        name: tuple(at(monthly, "spending_cum_usd", 120).round(2))
        for name, monthly in runs.items()
        if name != "baseline"
    }
    assert len(set(ends.values())) == len(ends)
