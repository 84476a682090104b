"""Sweeps: chance and worlds kept apart, what moved most, figures, what goes missing."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sim.experiments.effects import cube_of, effects_in_grid, effects_in_sample, spreads_of
from sim.experiments.sweep import SweepResult, sweep, sweep_plan
from tests.experiments.models import GRANT, GUARANTEE, MANUALS, MODE, SEATS, TRAINING

MODELS = "tests.experiments.models"
BASE = "scenarios/baseline.yaml"
SMALL = ["run.months=12", "run.replications=5"]
UNCERTAIN = f"""schema: 1
uncertain:
  {TRAINING}: {{uniform: [0, 40]}}
run: {{months: 12, replications: 5, sample: 300}}
"""


def swept(*vary: str, model: str = "Formula", file: str | Path = BASE, **asked) -> SweepResult:
    overrides = SMALL if file == BASE else []
    return sweep(
        file, vary=vary, overrides=overrides, model=f"{MODELS}:{model}", workers=1, **asked
    )


@pytest.fixture
def uncertain(tmp_path: Path) -> Path:
    path = tmp_path / "uncertain.yaml"
    path.write_text(UNCERTAIN)
    return path


# The axes ------------------------------------------------------------------------------------


def test_points_worlds_and_replications_are_axes_of_their_own(uncertain: Path) -> None:
    runs = swept(f"{MANUALS}=0,0.5,1", file=uncertain, draws=4).runs
    assert len(runs) == 3 * 4 * 5
    assert [runs[axis].nunique() for axis in ("point", "draw", "replicate")] == [3, 4, 5]
    assert not runs.duplicated(["point", "draw", "replicate"]).any()
    seeds = runs.groupby("replicate")["seed"]
    assert (seeds.nunique() == 1).all()
    assert seeds.first().nunique() == 5
    assert runs["key"].nunique() == 60


def test_chance_and_worlds_are_two_columns_that_know_nothing_of_each_other(
    uncertain: Path,
) -> None:
    vary = f"{MANUALS}=0,1"
    quiet = swept(vary, file=uncertain, draws=6, model="Quiet").tables["results"]
    row = quiet[quiet["outcome"] == "adoption_share"].iloc[0]
    assert row["low"] == row["mean"] == row["high"]  # no luck, so no interval
    assert row["worlds_high"] - row["worlds_low"] > 0.01
    lucky = swept(vary, file=uncertain, draws=0).tables["results"]
    row = lucky[lucky["outcome"] == "adoption_share"].iloc[0]
    assert row["high"] - row["low"] > 0.001
    assert np.isnan([row["worlds_low"], row["worlds_high"]]).all()
    assert (row["n_draws"], row["n_replications"]) == (0, 5)


def test_the_interval_is_students_over_replications_and_the_range_a_quantile_over_worlds() -> None:
    from scipy import stats

    luck, worlds = np.random.default_rng(1).normal(size=(2, 9))
    cube = (10 + worlds[:, None] + luck[None, :])[None]
    (found,) = spreads_of(cube)
    means = cube[0].mean(axis=0)
    theirs = stats.t.interval(0.95, 8, means.mean(), stats.sem(means))
    np.testing.assert_allclose((found.low, found.high), theirs)
    ends = np.quantile(cube[0].mean(axis=1), (0.05, 0.95))
    np.testing.assert_allclose((found.worlds_low, found.worlds_high), ends)


def test_worlds_are_drawn_where_something_is_uncertain_and_it_is_said(uncertain: Path) -> None:
    plan = sweep_plan(uncertain, vary=[f"{MANUALS}=0,1"])
    assert (plan.draws, plan.size) == (10, 2 * 10 * 5)
    assert any("10 worlds" in note for note in plan.settings["notes"])
    assert sweep_plan(BASE, vary=[f"{MANUALS}=0,1"]).draws == 0


# What moved most -----------------------------------------------------------------------------


def test_a_grid_gives_the_effects_of_the_formula() -> None:
    result = swept(f"{MANUALS}=0,0.5,1", f"{TRAINING}=0,40", f"{SEATS}=100,300")
    effects = result.tables["effects"].query("outcome == 'adoption_share'").set_index("path")
    np.testing.assert_allclose(effects["effect"], [0.3, 0.1, 0.0], atol=1e-12)
    np.testing.assert_allclose(effects["low"], effects["high"], atol=1e-12)  # pairing: no luck
    assert effects.loc[MANUALS, ["lowest_at", "highest_at"]].tolist() == [0.0, 1.0]
    assert effects["share"].sum() == pytest.approx(1)
    said = dict(result.sentences)["Adoption"]
    assert "best 50" in said
    assert "worst 10" in said
    assert "Effort on manuals moved it most: 30.0 points" in said
    assert "seats" not in said.partition("moved it most")[2]


def test_a_sample_gives_them_too_and_nothing_for_what_does_nothing() -> None:
    result = swept(f"{MANUALS}=0:1", f"{TRAINING}=0:40", f"{MODE}=request,shared,central",
                   f"{GRANT}=500000:4000000", points=48)  # fmt: skip
    effects = result.tables["effects"].query("outcome == 'adoption_share'").set_index("path")
    assert effects.loc[MANUALS, "effect"] == pytest.approx(0.3, rel=0.05)
    assert effects.loc[TRAINING, "effect"] == pytest.approx(0.1, rel=0.05)
    assert effects.loc[MODE, "effect"] == pytest.approx(0.05)
    assert effects.loc[MODE, "highest_at"] == "shared"
    assert effects.loc[GRANT, "effect"] == pytest.approx(0, abs=1e-12)
    assert effects["explained"].iloc[0] == pytest.approx(1)
    assert "pilot grant" not in dict(result.sentences)["Adoption"].partition("moved it most")[2]


def test_an_interval_of_a_sample_covers_zero_for_a_path_without_effect() -> None:
    luck = np.random.default_rng(5)
    covered = 0
    for _ in range(200):
        columns = {"a": luck.random(30).tolist(), "b": luck.choice(list("xyz"), 30).tolist()}
        cube = luck.normal(size=(30, 1, 4))
        found, _ = effects_in_sample(columns, cube)
        covered += sum(effect.low <= 0 for effect in found.values())
    assert covered >= 0.95 * 400 - 15


def test_what_bends_is_owned_up_to() -> None:
    x = np.linspace(-1, 1, 40)
    found, explained = effects_in_sample({"a": x.tolist()}, (x**2)[:, None, None])
    assert found["a"].low <= 0
    assert explained < 0.01


def test_too_few_points_tell_nothing() -> None:
    found, explained = effects_in_sample({"a": [0.0, 1.0]}, np.zeros((2, 1, 3)))
    assert not found
    assert np.isnan(explained)
    assert not effects_in_grid({"a": [0, 1]}, np.full((2, 1, 3), np.nan))


def test_paths_that_change_together_get_no_effect_of_their_own(tmp_path: Path) -> None:
    path = tmp_path / "zip.yaml"
    path.write_text(
        f"schema: 1\nsweep: {{zip: {{{MANUALS}: [0, 1], {TRAINING}: [0, 40]}}}}\n"
        "run: {months: 12, replications: 5}\n"
    )
    result = swept(file=path)
    assert set(result.tables) == {"points", "results", "extremes"}
    assert "moved it most" not in dict(result.sentences)["Adoption"]


# What goes missing ---------------------------------------------------------------------------


def test_a_failed_point_is_left_out_and_said() -> None:
    result = swept(f"{MANUALS}=0,0.5,1", model="Failing")
    table = result.tables["results"].query("outcome == 'adoption_share'")
    assert table["n_replications"].tolist() == [5, 5, 0]
    assert table["mean"].isna().tolist() == [False, False, True]
    assert any("5 of 15 runs failed (point 3" in note for note in result.notes)
    assert "at point 2" in dict(result.sentences)["Adoption"]
    assert result.plot.all()


def test_a_replicate_with_a_hole_is_left_out_of_both_spreads() -> None:
    index = pd.MultiIndex.from_tuples(
        [(1, d, r) for d in (1, 2) for r in (1, 2, 3) if (d, r) != (2, 3)],
        names=["point", "draw", "replicate"],
    )
    cube = cube_of(pd.Series([1.0, 2.0, 99.0, 3.0, 4.0], index=index), [1])
    (found,) = spreads_of(cube)
    assert (found.mean, found.n_replications, found.n_draws) == (2.5, 2, 2)


def test_one_replication_has_no_interval() -> None:
    result = sweep(BASE, vary=[f"{MANUALS}=0,1"], overrides=["run.months=12", "run.replications=1"],
                   model=f"{MODELS}:Formula", workers=1)  # fmt: skip
    assert result.tables["results"]["low"].isna().all()
    assert "chance cannot be told from 1 replication" in dict(result.sentences)["Adoption"]


def test_points_that_luck_alone_sets_apart_are_not_ranked() -> None:
    result = swept(f"{SEATS}=100,300", f"{GRANT}=1000000,2000000", model="OwnLuck")
    said = dict(result.sentences)["Adoption"]
    assert "no clear difference between points" in said
    assert "which may be chance" in said
    row = result.tables["extremes"].query("outcome == 'adoption_share'").iloc[-1]
    assert row["low"] <= 0 <= row["high"]
    assert row["n"] == 5


def test_an_outcome_that_never_moves_is_said_to(uncertain: Path) -> None:
    result = swept(f"{MANUALS}=0,1", outcomes=["law_changed"])
    assert "at every point" in result.sentences[0][1]


# Figures and page ----------------------------------------------------------------------------

DESIGNS = {
    "a line": [f"{MANUALS}=0:1"],
    "dots": [f"{MODE}=request,shared,federated"],
    "a heat picture": [f"{MANUALS}=0:1", f"{GUARANTEE}=no,yes"],
    "a sampled line": [f"{TRAINING}=0:40"],
    "panels of two": [f"{TRAINING}=0:40", f"{MODE}=request,shared"],
    "panels": [f"{MANUALS}=0,1", f"{GUARANTEE}=no,yes", f"{SEATS}=100,300"],
}


@pytest.mark.parametrize("vary", DESIGNS.values(), ids=DESIGNS)
@pytest.mark.parametrize("narrow", [False, True])
def test_every_design_has_figures_with_their_data(vary: list[str], narrow: bool) -> None:
    points = 12 if vary[0].endswith("=0:40") else None
    drawings = swept(*vary, points=points).plot.all(narrow=narrow)
    assert "adoption_share" in drawings
    for name, drawing in drawings.items():
        assert len(drawing.data)
        assert set(drawing.data["outcome"]) == {name}
        assert "means run from" in drawing.alt
        assert drawing.png()


def test_results_folder_page_and_loading(uncertain: Path, tmp_path: Path) -> None:
    from sim.experiments.kinds import load

    vary = f"{MANUALS}=0,1"
    result = swept(vary, file=uncertain, draws=2, out=tmp_path / "out")
    page = (tmp_path / "out" / "report.html").read_text()
    assert "An illustrative model, not a forecast" in page
    assert f"--vary {vary} --draws 2" in page
    stored = pd.read_csv(tmp_path / "out" / "results.csv")
    pd.testing.assert_frame_equal(stored, result.tables["results"])
    again = load(tmp_path / "out")
    assert isinstance(again, SweepResult)
    assert again.sentences == result.sentences
    for name, table in result.tables.items():
        pd.testing.assert_frame_equal(again.tables[name], table)


def test_the_command_repeats_what_was_asked() -> None:
    asked = {"vary": {MANUALS: (0, 1), MODE: ["request", "shared"]}, "design": "sobol",
             "points": 8, "outcomes": ["adoption_share"], "years": [1]}  # fmt: skip
    plan = sweep_plan(BASE, overrides=SMALL, model=f"{MODELS}:Formula", **asked)
    words = " ".join(plan.settings["options"]).split()
    again = {"vary": [words[1], words[3]], "design": words[5], "points": int(words[7]),
             "outcomes": [words[9]], "years": [int(words[11])]}  # fmt: skip
    assert (
        sweep_plan(BASE, overrides=SMALL, model=f"{MODELS}:Formula", **again).points == plan.points
    )


def test_the_verb_says_the_size_beforehand(capsys: pytest.CaptureFixture[str]) -> None:
    from sim.commands.sweep import command

    code = command.main(
        [BASE, "--vary", f"{MANUALS}=0:1", "--replications", "3", "--months", "12", "--dry-run"],
        standalone_mode=False,
    )
    assert code == 0
    assert "15 runs (5 points x 3 replications) of 12 months" in capsys.readouterr().out
