"""Calibration: planted values found again, space shut down, resumed, refused, and said."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import sim
from sim.errors import UserError
from sim.experiments.calibrate import calibrate, calibration_plan, next_plan
from sim.experiments.calibrated import Calibration
from tests.experiments.planted import FREE, PLANTED, figures_csv

pytest.importorskip("emcee")
pytest.importorskip("sklearn")

PEOPLE = "district.people"
MODEL = "tests.experiments.planted:Planted"
PLACES = {"gangnam": "scenarios/baseline.yaml"}
SMALL = {"runs": 120, "waves": 2, "draws": 30, "sample": 500, "workers": 1}


@pytest.fixture(scope="module")
def evidence(tmp_path_factory) -> Path:
    return figures_csv(tmp_path_factory.mktemp("evidence") / "planted.csv")


@pytest.fixture(scope="module")
def fitted(evidence, tmp_path_factory) -> Calibration:
    return small(evidence, out=tmp_path_factory.mktemp("fitted") / "results")


def small(evidence: Path, **settings) -> Calibration:
    how = {**SMALL, "free": FREE, "scenarios": PLACES, "model": MODEL, **settings}
    return calibrate(evidence=evidence, **how)


# Known answers -------------------------------------------------------------------------------


def test_planted_values_lie_in_the_posterior(fitted):
    table = fitted.tables["parameters"].set_index("path")
    for path, value in PLANTED.items():
        assert table.loc[path, "low"] < value < table.loc[path, "high"]


def test_what_the_figures_say_is_narrowed_and_what_they_do_not_say_is_not(fitted):
    ratio = fitted.tables["parameters"].set_index("path")["width_ratio"]
    told = [path for path in PLANTED if path in ratio.index]
    assert ratio[told].max() < 0.6
    silent = [path for path in FREE if path not in PLANTED]
    assert ratio[silent].min() > 0.7


def test_every_figure_of_the_model_itself_is_inside(fitted):
    assert fitted.fit["inside"].all()
    assert (fitted.fit["implausibility"] < 2).all()


def test_bands_are_those_of_the_models_runs_at_the_draws(fitted):
    last = fitted.stages[-1]
    rows = fitted.simulated.loc[last["first"] :]
    assert len(rows) == SMALL["draws"] == len(fitted.posterior)
    for row in fitted.fit.itertuples():
        assert row.median == pytest.approx(np.median(rows[row.id]))
        assert row.prior_high - row.prior_low > row.high - row.low


def test_waves_leave_less_and_less(fitted):
    left = fitted.waves["space_left"].to_numpy()
    assert left[0] == 1
    assert (np.diff(left) < 0).all()
    assert list(fitted.waves["kind"]) == ["wave", "wave", "posterior"]


def test_luck_of_the_posteriors_runs_had_no_part_in_the_fit(fitted):
    runs = fitted.runs
    first = fitted.stages[-1]["first"]
    before, after = runs[runs["point"] < first], runs[runs["point"] >= first]
    assert not set(before["seed"]) & set(after["seed"])


def test_an_emulator_predicts_as_scikit_learns_regressor_does():
    from sim.experiments.calibrate_emulators import Emulator

    luck = np.random.default_rng(3)
    x, new = luck.random((60, 3)), luck.random((40, 3))
    y = 5 + np.sin(3 * x[:, 0]) + x[:, 1] + 0.1 * luck.standard_normal(60)
    emulator = Emulator.fit(x, y, seed=1)
    mean, variance = emulator.predict(new)
    theirs, deviation = emulator.process.predict(new, return_std=True)
    np.testing.assert_allclose(mean, emulator.centre + emulator.spread * theirs)
    whole = (deviation * emulator.spread) ** 2
    np.testing.assert_allclose(variance + emulator.noise, whole, rtol=1e-6)
    assert emulator.noise == pytest.approx(0.01, rel=0.5)


def test_a_figure_that_never_changes_is_emulated_as_it_is():
    from sim.experiments.calibrate_emulators import Emulator

    emulator = Emulator.fit(np.random.default_rng(1).random((20, 2)), np.full(20, 7.0), seed=1)
    mean, variance = emulator.predict(np.zeros((3, 2)))
    assert list(mean) == [7.0] * 3
    assert list(variance) == [0.0] * 3


# The folder ----------------------------------------------------------------------------------


def test_the_folder_holds_what_it_says(fitted):
    names = {path.name for path in fitted.path.iterdir()}
    tables = {f"{name}.csv" for name in ("posterior", "correlations", "fit", "waves")}
    assert tables <= names
    assert {"report.html", "summary.json", "manifest.json", "runs.parquet"} <= names
    posterior = pd.read_csv(fitted.path / "posterior.csv")
    assert list(posterior.columns) == list(FREE)
    assert {path.name for path in (fitted.path / "figures").glob("*.png")} == {
        "correlations.png", "fit.png", "marginals.png"
    }  # fmt: skip
    summary = json.loads((fitted.path / "summary.json").read_text())
    assert summary["runs"]["failed"] == 0


def test_each_scenario_runs_once_with_every_resident(fitted):
    from sim.experiments.published import read_ensemble

    runs = read_ensemble(fitted.path / "whole").runs
    assert list(runs["sample"]) == [0]
    table = fitted.tables["whole"]
    assert len(table) == len(fitted.fit)
    assert table["off"].between(0.7, 1.4).all()
    said = dict(fitted.sentences)["Whole"]
    assert "every resident" in said
    assert "simulated values against simulated ones" in said


def test_the_run_of_everyone_is_said_beside_what_was_observed(fitted):
    from sim.experiments.calibrate_words import whole_words

    table = fitted.tables["whole"].iloc[:5].assign(off=[1.09, 0.95, 0.85, 1.6, 0.0], in_band=True)
    said = whole_words(table)
    assert "within 10 % of 2 of the 5 observed figures, and within a factor of 1.5 of 3" in said
    assert "5 of its 5 values lie in their band" in said


def test_a_loaded_result_is_the_same(fitted):
    loaded = sim.load(fitted.path)
    assert isinstance(loaded, Calibration)
    for name, table in fitted.tables.items():
        pd.testing.assert_frame_equal(loaded.tables[name], table)
    assert loaded.text() == fitted.text()


def test_a_finished_calibration_is_not_done_again(fitted, evidence, monkeypatch):
    from sim.experiments import growing

    monkeypatch.setattr(growing, "carry_out", lambda *a, **k: pytest.fail("something was run"))
    again = small(evidence, out=fitted.path)
    pd.testing.assert_frame_equal(again.posterior, fitted.posterior)


def test_stopped_after_a_wave_it_ends_as_if_it_had_not_been(fitted, evidence, tmp_path):
    from sim.experiments import growing
    from sim.experiments.carry import carry_out

    stages = []

    def dies(plan, **how):
        if len(stages) == 1:
            raise RuntimeError("the power went")
        stages.append(plan)
        return carry_out(plan, **how)

    folder = tmp_path / "stopped"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(growing, "carry_out", dies)
        with pytest.raises(RuntimeError):
            small(evidence, out=folder)
    resumed = sim.resume(folder, workers=1, progress="none")
    pd.testing.assert_frame_equal(resumed.posterior, fitted.posterior)
    pd.testing.assert_frame_equal(resumed.fit, fitted.fit)


def test_nothing_follows_a_finished_calibration(fitted):
    assert next_plan(fitted.ensemble) is None


# What a reader is told -----------------------------------------------------------------------


def test_sentences_and_notes_say_likelihood_prior_and_misfit(fitted):
    said = fitted.text(100)
    for words in ("fitted figures lie inside", "Gaussian", "discrepancy", "uniform"):
        assert words in " ".join(said.split())


def test_a_figure_out_of_reach_is_said_and_not_dropped(evidence, tmp_path):
    table = pd.read_csv(evidence)
    table.loc[0, "value"] *= 30
    table.to_csv(tmp_path / "odd.csv", index=False)
    result = small(tmp_path / "odd.csv")
    row = result.fit.set_index("id").loc[table.loc[0, "id"]]
    assert not row["inside"]
    assert row["implausibility"] > 3
    assert "Outside: " in dict(result.sentences)["Fit"]


def test_grade_c_is_named_and_not_fitted(evidence, tmp_path):
    table = pd.read_csv(evidence)
    table.loc[0, "grade"] = "C"
    table.to_csv(tmp_path / "c.csv", index=False)
    plan = planned(tmp_path / "c.csv")
    assert plan.settings["left_out"] == [table.loc[0, "id"]]
    assert len(plan.settings["figures"]) == len(table) - 1


# Refusals ------------------------------------------------------------------------------------


def planned(evidence: Path, **settings):
    how = {"runs": 120, "waves": 2, "free": FREE, "scenarios": PLACES, "model": MODEL, **settings}
    return calibration_plan(evidence=evidence, **how)


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"runs": 12}, "too few"),
        ({"free": {}}, "No parameter is free"),
        ({"free": {"district.people.choice.online_treshold": (0, 1)}}, "online_threshold"),
        ({"free": {"district.people.demand.failure_online": (0.5, 0.1)}}, "an\ninterval|interval"),
        ({"free": {"strategy.capacity.job_guarantee": (0, 1)}}, "is no number"),
        ({"model": "tests.experiments.models:Formula"}, "does not measure"),
    ],
)
def test_what_cannot_be_fitted_is_refused(evidence, settings, words):
    with pytest.raises(UserError, match=words):
        planned(evidence, **settings)


def test_what_is_set_is_held_and_not_fitted(evidence, tmp_path):
    path, *others = FREE
    file = tmp_path / "my figures.csv"
    file.write_text(evidence.read_text())
    result = small(file, overrides=[f"{path}=0.03"])
    assert result.paths == others
    assert {base.value(path) for base in result.ensemble.plan.bases} == {0.03}
    assert not any(path in point.changes for point in result.ensemble.plan.points)
    assert any(note.startswith("Held at") and path in note for note in result.notes)
    assert f"--evidence '{file}' --set {path}=0.03" in result.command


def test_with_everything_set_nothing_is_left_to_fit(evidence):
    with pytest.raises(UserError, match="No parameter is left to fit"):
        planned(evidence, overrides=[f"{path}={ends[0]}" for path, ends in FREE.items()])


def test_the_command_says_that_it_was_a_smoke_test(evidence):
    assert planned(evidence, runs=64, smoke=True).settings["options"][-1] == "--smoke"


def test_a_file_without_anything_to_fit_is_refused(evidence, tmp_path):
    table = pd.read_csv(evidence).assign(use="compare")
    table.to_csv(tmp_path / "none.csv", index=False)
    with pytest.raises(UserError, match="no figure can be fitted"):
        planned(tmp_path / "none.csv")


def test_the_points_of_a_place_share_values_and_luck(evidence):
    plan = planned(evidence)
    assert plan.size == plan.settings["sizes"][0]
    assert all(point.first == point.last for point in plan.points)
    assert plan.months == 29  # to the last month of the figures
