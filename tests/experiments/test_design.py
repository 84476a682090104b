"""Designs: which points are tried, and what `--vary` may say."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim.errors import ScenarioError, UserError
from sim.experiments.design import design_of, quantile_in, unit_sample
from sim.experiments.plan import luck_of_draw
from sim.experiments.sweep import sweep_plan
from sim.experiments.vary import Variation, parse_vary
from sim.scenario import Scenario, load_scenario
from sim.scenario.schema import Distribution
from tests.experiments.models import GRANT, GUARANTEE, MANUALS, MODE, SEATS, TRAINING

PLAIN = Scenario.defaults()
SWEEPS = {
    "grid": f"grid: {{{MANUALS}: [0, 50 %, 1], {MODE}: [request, shared]}}",
    "zip": f"zip: {{{MANUALS}: [0.1, 0.2], {SEATS}: [100, 200]}}",
    "list": f"list: [{{{MANUALS}: 0.1}}, {{{SEATS}: 200, {GUARANTEE}: yes}}]",
    "sample": f"sample: {{design: sobol, n: 8, between: {{{MANUALS}: [0, 1]}}}}",
    "of_uncertain": "sample: {n: 8}",
    "run": "grid: {run.months: [12, 24]}",
}
UNCERTAIN = f"""uncertain:
  {TRAINING}: {{triangular: [0, 10, 40]}}
  {MODE}: {{choice: [request, shared]}}
"""


def scenario(folder: Path, sweep: str = "", uncertain: str = "") -> Scenario:
    text = f"schema: 1\n{uncertain}" + (f"sweep:\n  {SWEEPS[sweep]}\n" if sweep else "")
    path = folder / "plan.yaml"
    path.write_text(text + "run: {months: 12, replications: 5, sample: 300}\n")
    return load_scenario(path)


def points_of(ready: Scenario, *vary: str, **asked: Any) -> list[dict[str, Any]]:
    return [dict(p) for p in design_of(ready, parse_vary(vary, ready), **asked).points]


# What a file's `sweep:` gives ----------------------------------------------------------------


def test_a_grid_has_every_value_with_every_other(tmp_path: Path) -> None:
    points = points_of(scenario(tmp_path, "grid"))
    assert len(points) == 6
    assert points[0] == {MANUALS: 0.0, MODE: "request"}
    assert points[3] == {MANUALS: 0.5, MODE: "shared"}
    assert len({tuple(point.items()) for point in points}) == 6


def test_zip_takes_first_with_first(tmp_path: Path) -> None:
    assert points_of(scenario(tmp_path, "zip")) == [
        {MANUALS: 0.1, SEATS: 100},
        {MANUALS: 0.2, SEATS: 200},
    ]


def test_a_list_is_as_written_and_leaves_the_rest_as_it_is(tmp_path: Path) -> None:
    ready = scenario(tmp_path, "list")
    plan = sweep_plan(ready)
    assert [dict(p.changes) for p in plan.points] == [{MANUALS: 0.1}, {SEATS: 200, GUARANTEE: True}]
    assert [point.number for point in plan.points] == [1, 2]
    first = plan.world(next(plan.runs()))
    assert first.value(SEATS) == ready.value(SEATS)


def test_a_sample_is_as_the_file_says_and_options_go_before_it(tmp_path: Path) -> None:
    ready = scenario(tmp_path, "sample")
    assert len(points_of(ready)) == 8
    design = design_of(ready, Variation(), kind="random", n=3)
    assert (design.kind, len(design.points)) == ("random", 3)


def test_without_between_what_is_uncertain_is_sampled_and_not_drawn_too(tmp_path: Path) -> None:
    ready = scenario(tmp_path, "of_uncertain", UNCERTAIN)
    plan = sweep_plan(ready)
    assert plan.draws == 0
    assert {len(point.changes) for point in plan.points} == {2}
    shares = unit_sample("latin_hypercube", 8, 2, ready.run.seed)
    assert plan.points[2].changes[TRAINING] == ready.quantile(TRAINING, shares[2, 0])
    assert plan.points[2].changes[MODE] == ready.quantile(MODE, shares[2, 1])
    with pytest.raises(UserError, match="spreads its points over the same parameters"):
        sweep_plan(ready, draws=4)


# Samples -------------------------------------------------------------------------------------


def test_a_latin_hypercube_has_one_point_in_each_slice() -> None:
    shares = unit_sample("latin_hypercube", 20, 3, seed=7)
    for column in shares.T:
        assert sorted((20 * column).astype(int)) == list(range(20))


def test_a_sobol_design_is_that_of_scipy() -> None:
    from scipy.stats import qmc

    theirs = qmc.Sobol(3, rng=np.random.default_rng(7)).random(16)
    np.testing.assert_array_equal(unit_sample("sobol", 16, 3, seed=7), theirs)


@pytest.mark.parametrize("kind", ["latin_hypercube", "sobol", "random"])
def test_the_same_seed_gives_the_same_points(kind: str) -> None:
    first, again = (unit_sample(kind, 8, 2, seed=3) for _ in range(2))
    np.testing.assert_array_equal(first, again)
    assert (unit_sample(kind, 8, 2, seed=4) != first).any()
    assert first.min() >= 0
    assert first.max() < 1


def test_a_sobol_design_of_another_size_says_so(recwarn: pytest.WarningsRecorder) -> None:
    vary = [f"{MANUALS}=0:1"]
    design = design_of(PLAIN, parse_vary(vary, PLAIN), kind="sobol", n=20)
    assert any("powers of two" in note and "16 or 32" in note for note in design.notes)
    assert not [w for w in recwarn if issubclass(w.category, UserWarning)]
    assert not design_of(PLAIN, parse_vary(vary, PLAIN), kind="sobol", n=16).notes


def test_whole_numbers_in_a_range_are_equally_likely_and_stay_inside() -> None:
    spread = Distribution(uniform=(100.0, 102.0))
    values = [quantile_in(SEATS, spread, share) for share in np.linspace(0, 1, 3001)]
    counts = {value: values.count(value) for value in set(values)}
    assert set(counts) == {100, 101, 102}
    assert all(type(value) is int for value in values)
    assert max(counts.values()) - min(counts.values()) <= 2


def test_adding_an_uncertain_path_leaves_the_draws_of_the_others() -> None:
    few = {TRAINING: Distribution(uniform=(0.0, 40.0))}
    more = {SEATS: Distribution(uniform=(100.0, 500.0)), **few}
    from dataclasses import replace

    for uncertain in (few, more):
        drawn = replace(PLAIN, uncertain=uncertain).drawn(
            {path: luck_of_draw(11, path) for path in uncertain}
        )
        assert drawn.value(TRAINING) == 40 * luck_of_draw(11, TRAINING)


# What --vary may say -------------------------------------------------------------------------


def test_vary_reads_ranges_steps_and_values_with_units() -> None:
    found = parse_vary(
        [
            f"{TRAINING}=10:40 hours/year",
            f"{GRANT}=1 million USD:2 million USD:500 thousand",
            f"{MANUALS}=10 %,50 %",
            f"{GUARANTEE}=no,yes",
            f"{SEATS}=100:300:100",
        ],
        PLAIN,
    )
    assert found.ranges == {TRAINING: (10.0, 40.0)}
    assert found.choices == {
        GRANT: [1e6, 1.5e6, 2e6],
        MANUALS: [0.1, 0.5],
        GUARANTEE: [False, True],
        SEATS: [100, 200, 300],
    }
    assert found.paths == (TRAINING, GRANT, MANUALS, GUARANTEE, SEATS)


def test_steps_are_the_numbers_a_person_would_write() -> None:
    assert parse_vary([f"{MANUALS}=0:0.3:0.1"], PLAIN).choices[MANUALS] == [0.0, 0.1, 0.2, 0.3]


def test_vary_from_python_takes_tuples_as_ranges_and_lists_as_values() -> None:
    found = parse_vary({MANUALS: (0, 1), SEATS: [100, 300]}, PLAIN)
    assert found.ranges == {MANUALS: (0.0, 1.0)}
    assert found.choices == {SEATS: [100, 300]}


WRONG = {
    "strategy.capacity.manual=0:1": "Did you mean strategy.capacity.manuals?",
    f"{MANUALS}=1:0": "the lowest value first",
    f"{MANUALS}=0.5": "one value only",
    f"{MANUALS}=0:3": "above what is allowed: a share from 0 to 1",
    f"{MANUALS}=some:more": "but a number is needed",
    f"{MANUALS}": "PATH=low:high",
    f"{MANUALS}=": "PATH=low:high",
    f"{MANUALS}=0:": "a range is low:high",
    f"{MANUALS}=0,0": "a value twice",
    f"{MANUALS}=0:1:0": "the step must be above zero",
    f"{MANUALS}=0:1:2": "longer than the range",
    f"{MANUALS}=0:1:0.0001": "10,001 values",
    f"{SEATS}=100:300:0.5": "whole numbers",
    f"{MODE}=request:shared": "has no range",
    f"{MODE}=request,shard": 'Did you mean "shared"?',
    f"{GRANT}=1,000,000": "1_000_000",
    f"{GRANT}=1:2 hours": 'its unit is USD, not "hours"',
    "run.months=12,24": "is a run setting",
}


@pytest.mark.parametrize("option", WRONG)
def test_what_is_wrong_with_vary_is_said(option: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        parse_vary([option], PLAIN)
    assert WRONG[option] in str(caught.value)
    assert f"--vary {option}" in str(caught.value)
    assert len(caught.value.problems) == 1


def test_all_that_is_wrong_with_vary_is_said_at_once() -> None:
    with pytest.raises(ScenarioError) as caught:
        parse_vary(list(WRONG), PLAIN)
    assert len(caught.value.problems) == len(WRONG)


def test_a_path_is_varied_once_and_not_drawn_too(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="varied twice"):
        parse_vary([f"{MANUALS}=0:1", f"{MANUALS}=0,1"], PLAIN)
    ready = scenario(tmp_path, uncertain=UNCERTAIN)
    with pytest.raises(ScenarioError, match="stands under `uncertain:` too"):
        sweep_plan(ready, vary=[f"{TRAINING}=0:40"])
    assert sweep_plan(ready, vary=[f"{TRAINING}=0:40"], draws=0).draws == 0


# Designs that cannot be ----------------------------------------------------------------------


def test_an_empty_sweep_says_so_with_an_example_that_works() -> None:
    path = "scenarios/baseline.yaml"
    with pytest.raises(UserError) as caught:
        sweep_plan(path)
    message = str(caught.value)
    assert "says nothing about what to vary" in message
    assert "\n" not in message
    assert len(sweep_plan(path, vary=[message.rpartition("--vary ")[2]]).points) == 3


def test_a_grid_and_a_sample_are_not_asked_for_at_once(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="--design and --points have nothing to spread"):
        sweep_plan(scenario(tmp_path, "grid"), design="sobol")
    with pytest.raises(UserError, match='There is no design "halton"'):
        sweep_plan(scenario(tmp_path, "sample"), design="halton")
    with pytest.raises(UserError, match="at least one point"):
        sweep_plan(scenario(tmp_path, "sample"), points=0)


def test_run_settings_are_not_swept(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="is a run setting"):
        sweep_plan(scenario(tmp_path, "run"))


def test_worlds_need_something_uncertain() -> None:
    with pytest.raises(UserError, match="has no `uncertain:` to draw worlds"):
        sweep_plan(PLAIN, vary=[f"{MANUALS}=0:1"], draws=3)


def test_a_value_that_the_timeline_replaces_is_noted(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    path.write_text(f"schema: 1\ntimeline:\n  - {{month: 6, set: {{{MANUALS}: 0.5}}}}\n")
    notes = sweep_plan(path, vary=[f"{MANUALS}=0,1"]).settings["notes"]
    assert any("the timeline in month 6" in note for note in notes)


def test_a_value_that_cannot_act_is_noted() -> None:
    path = "strategy.budget.request_usd"  # acts only where the second million is asked for
    ready = PLAIN.with_values({"strategy.budget.tactic": "none"})
    notes = sweep_plan(ready, vary={path: [5e5, 1e6]}).settings["notes"]
    assert any(f"{path} cannot act here: strategy.budget.tactic" in note for note in notes)
    both = {path: [5e5, 1e6], "strategy.budget.tactic": ["none", "ask_all"]}
    assert not sweep_plan(ready, vary=both).settings["notes"]
