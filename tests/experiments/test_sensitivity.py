"""Sensitivity: known indices through our own runs, refused holes, chance told apart."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sim.errors import RunFailed, UserError
from sim.experiments.holes import chance_table
from sim.experiments.sensitivity import SensitivityResult, sensitivity, sensitivity_plan
from tests.experiments.models import GRANT, MANUALS, MODE, SEATS, TRAINING

pytest.importorskip("SALib")

MODELS = "tests.experiments.models"
BASE = "scenarios/baseline.yaml"
FOUR = [f"{MANUALS}=0:1", f"{TRAINING}=0:40", f"{MODE}=request,shared", f"{GRANT}=1000000:3000000"]
ISHIGAMI = [f"{MANUALS}=0:1", f"{TRAINING}=0:40", f"{GRANT}=0:2000000"]
S1 = np.array([0.3139, 0.4424, 0.0])
ST = np.array([0.5576, 0.4424, 0.2437])
"""Of Ishigami & Homma's function with a = 7 and b = 0.1 (SALib documentation; Saltelli 2008)."""


def asked(vary: list[str], model: str = "Formula", **settings) -> SensitivityResult:
    model = f"{MODELS}:{model}"
    return sensitivity(
        BASE, vary=vary, overrides=["run.months=1"], model=model, workers=1, **settings
    )


def indices(result: SensitivityResult, outcome: str = "adoption_share") -> pd.DataFrame:
    return result.tables["indices"].query("outcome == @outcome").set_index("path")


# Known answers -------------------------------------------------------------------------------


def test_morris_of_a_straight_line_is_its_slope() -> None:
    found = indices(asked(FOUR))
    np.testing.assert_allclose(found["mu_star"][[MANUALS, TRAINING]], [0.3, 0.1])
    np.testing.assert_allclose(found["mu"], found["mu_star"])
    np.testing.assert_allclose(found["sigma"][[MANUALS, TRAINING]], 0, atol=1e-12)
    assert found["mu_star"][GRANT] == 0
    # Four levels, two values: a step of 2/3 from either side always crosses the middle.
    assert found["mu_star"][MODE] == pytest.approx(0.05 / (2 / 3))


def test_morris_sees_what_acts_together() -> None:
    found = indices(asked(FOUR, n=20), "cost_per_case_usd")
    assert found["sigma"][MANUALS] > 0.1
    assert found["mu"][MANUALS] < 0
    assert found["mu_star"][MODE] == 0


def ishigami(n: int) -> pd.DataFrame:
    result = asked(ISHIGAMI, "Ishigami", method="sobol", n=n, replications=1,
                   outcomes=["adoption_share"])  # fmt: skip
    assert len(result.runs) == n * 5
    return indices(result)


def test_ishigami_through_our_runs_lies_within_its_intervals() -> None:
    found = ishigami(64)
    assert (np.abs(found["S1"] - S1) < 2 * found["S1_conf"]).all()
    assert (np.abs(found["ST"] - ST) < 2 * found["ST_conf"]).all()


@pytest.mark.slow
def test_ishigami_through_our_runs_gives_the_published_indices() -> None:
    found = ishigami(1024)
    np.testing.assert_allclose(found["S1"], S1, atol=0.03)
    np.testing.assert_allclose(found["ST"], ST, atol=0.03)


def test_our_path_gives_what_salib_gives_by_itself() -> None:
    from SALib.analyze import sobol as analyze
    from SALib.sample import sobol as sample
    from SALib.test_functions import Ishigami

    bounds = [[-np.pi, np.pi]] * 3
    problem = {"num_vars": 3, "names": ["x1", "x2", "x3"], "bounds": bounds}
    seed = sensitivity_plan(BASE, vary=ISHIGAMI).seed
    x = sample.sample(problem, 16, calc_second_order=False, seed=seed)
    theirs = analyze.analyze(problem, Ishigami.evaluate(x), calc_second_order=False, seed=seed)
    found = ishigami(16)
    np.testing.assert_allclose(found["S1"], theirs["S1"], rtol=1e-9)
    np.testing.assert_allclose(found["ST"], theirs["ST"], rtol=1e-9)


def test_pairs_are_given_if_asked_for() -> None:
    result = asked(FOUR, method="sobol", n=32, second_order=True, replications=1)
    assert len(result.runs) == 32 * (2 * 4 + 2)
    pairs = result.tables["pairs"].query("outcome == 'cost_per_case_usd'")
    assert len(pairs) == 6
    strongest = pairs.loc[pairs["S2"].idxmax()]
    assert {strongest["path"], strongest["with"]} == {MANUALS, TRAINING}


# What it is asked of -------------------------------------------------------------------------


def test_what_is_uncertain_is_asked_of_through_its_quantiles(tmp_path: Path) -> None:
    path = tmp_path / "uncertain.yaml"
    path.write_text(
        f"schema: 1\nuncertain:\n  {TRAINING}: {{normal: [20, 5]}}\n"
        f"  {MODE}: {{choice: [request, shared, central]}}\n  {SEATS}: {{uniform: [100, 500]}}\n"
        "run: {months: 1}\n"
    )
    plan = sensitivity_plan(path, n=6)
    assert plan.draws == 0
    assert plan.size == 6 * (3 + 1) * 2
    tried = pd.DataFrame([dict(point.changes) for point in plan.points])
    assert set(tried[MODE]) == {"request", "shared", "central"}
    assert tried[SEATS].between(100, 500).all()
    assert 20 - 2.4 * 5 < tried[TRAINING].min() < 20 < tried[TRAINING].max() < 20 + 2.4 * 5
    assert any("1 % to 99 %" in note for note in plan.settings["notes"])


def test_vary_takes_the_place_of_what_is_uncertain(tmp_path: Path) -> None:
    path = tmp_path / "uncertain.yaml"
    path.write_text(f"schema: 1\nuncertain:\n  {TRAINING}: {{uniform: [0, 40]}}\n")
    plan = sensitivity_plan(path, vary=[f"{TRAINING}=10:20", f"{MANUALS}=0:1"])
    assert plan.settings["paths"] == [TRAINING, MANUALS]
    assert all(10 <= point.changes[TRAINING] <= 20 for point in plan.points)


def test_the_design_is_the_same_each_time() -> None:
    first, again = (sensitivity_plan(BASE, vary=FOUR) for _ in range(2))
    assert [p.changes for p in first.points] == [p.changes for p in again.points]
    assert first.content_hash() == again.content_hash()
    other = sensitivity_plan(BASE, vary=FOUR, overrides=["run.seed=5"])
    assert [p.changes for p in first.points] != [p.changes for p in other.points]


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({}, "it has no `uncertain:`, and there is no --vary"),
        ({"vary": FOUR, "method": "fast"}, "The methods are morris, sobol"),
        ({"vary": FOUR, "method": "sobol", "n": 100}, "write 64 or 128"),
        ({"vary": FOUR, "n": 1}, "at least 2"),
        ({"vary": FOUR, "second_order": True}, "goes with --method sobol"),
        ({"vary": FOUR, "outcomes": ["adoption"]}, "adoption_share"),
        ({"vary": FOUR, "years": [30]}, "outside the run"),
        ({"vary": ["strategy.capacity.manual=0:1"]}, "Did you mean strategy.capacity.manuals?"),
        ({"vary": [f"{MANUALS}=1:0"]}, "the lowest value first"),
        ({"vary": [f"{MANUALS}=0.5"]}, "one value only"),
    ],
)
def test_what_cannot_be_is_refused_before_any_run(settings: dict, words: str) -> None:
    with pytest.raises(UserError) as caught:
        sensitivity_plan(BASE, **settings)
    assert words in str(caught.value)


def test_without_salib_the_message_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "SALib.sample.morris", None)
    with pytest.raises(UserError, match=r"needs SALib: pip install 'egov-sim\[experiments\]'"):
        sensitivity_plan(BASE, vary=FOUR)


# Holes ---------------------------------------------------------------------------------------


def test_a_design_with_failed_runs_is_refused_naming_them() -> None:
    with pytest.raises(RunFailed) as caught:
        asked(FOUR, "Failing").tables  # noqa: B018
    message = str(caught.value)
    assert "runs of the design did not finish" in message
    assert "point" in message
    assert "fewer than no clerks" in message


def test_an_outcome_that_is_no_number_is_refused_and_others_are_not() -> None:
    with pytest.raises(RunFailed, match="cost_per_case_usd in month 1 is no number in"):
        asked(FOUR, "NoNumber").tables  # noqa: B018
    found = asked(FOUR, "NoNumber", outcomes=["adoption_share"])
    assert indices(found)["mu_star"][MANUALS] == pytest.approx(0.3)


def test_an_outcome_that_never_moves_has_no_indices_and_it_is_said() -> None:
    result = asked(FOUR, outcomes=["law_changed", "adoption_share"])
    assert set(result.tables["indices"]["outcome"]) == {"adoption_share"}
    assert "nothing to share out" in result.sentences[0][1]
    assert list(result.plot.all()) == ["adoption_share"]


# Words, chance, figures ----------------------------------------------------------------------


def test_sentences_name_what_matters_and_what_does_not() -> None:
    said = dict(asked(FOUR, method="sobol", n=128).sentences)["Adoption"]
    assert "most of what moves it hangs on effort on manuals (total index 0.8" in said
    assert "then training of clerks" in said
    assert "None at all: pilot grant." in said
    said = dict(asked(FOUR).sentences)["Adoption"]
    assert "moves most with effort on manuals (up 30.0 points" in said


def test_luck_common_to_all_points_is_no_noise_in_the_indices() -> None:
    luck = np.random.default_rng(2)
    level, own = luck.normal(size=5), luck.normal(size=(400, 5))
    slope = np.linspace(0, 10, 400)[:, None]
    values = {("a", 1): slope + 3 * level, ("b", 1): slope + own, ("c", 1): slope[:, :1]}
    table = chance_table(values).set_index("outcome")
    assert table.loc["a", "noise_share"] == pytest.approx(0, abs=1e-12)
    assert table.loc["a", "luck_share"] > 0.1
    expected = (1 / 5) / (values[("b", 1)].mean(axis=1).var(ddof=1))
    assert table.loc["b", "noise_share"] == pytest.approx(expected, rel=0.1)
    assert np.isnan(table.loc["c", "noise_share"])


def test_noise_alone_is_not_called_a_clear_effect() -> None:
    from sim.experiments.salib import Problem
    from sim.experiments.sensitivity_words import is_clear
    from sim.scenario.schema import Distribution

    spreads = {name: Distribution(uniform=(0.0, 1.0)) for name in "abc"}
    luck = np.random.default_rng(3)
    for method, n in (("morris", 20), ("sobol", 128)):
        problem = Problem(method, n, 1, False, spreads)
        x = problem.shares()
        values = x[:, :1] + luck.normal(scale=0.2, size=(len(x), 2))
        rows, _ = problem.analysed(values.mean(axis=1))
        rows = rows.assign(outcome="y", month=1)
        clear = is_clear(rows, method, chance_table({("y", 1): values}))
        assert clear.tolist() == [True, False, False], method


@pytest.mark.parametrize("method", ["morris", "sobol"])
def test_figures_page_and_loading(method: str, tmp_path: Path) -> None:
    from sim.experiments.kinds import load

    n = 4 if method == "morris" else 8
    result = asked(FOUR, method=method, n=n, out=tmp_path / "out")
    for drawing in (*result.plot.all().values(), *result.plot.all(narrow=True).values()):
        assert drawing.data["name"].iloc[0]
        assert drawing.png()
    assert "An illustrative model, not a forecast" in (tmp_path / "out/report.html").read_text()
    again = load(tmp_path / "out")
    assert isinstance(again, SensitivityResult)
    assert again.sentences == result.sentences
    pd.testing.assert_frame_equal(again.tables["indices"], result.tables["indices"])


def test_the_verb_says_the_size_beforehand(capsys: pytest.CaptureFixture[str]) -> None:
    from sim.commands.sensitivity import command

    varied = [word for option in FOUR for word in ("--vary", option)]
    assert command.main([BASE, *varied, "--dry-run"], standalone_mode=False) == 0
    assert "100 runs (50 points x 2 replications) of 120 months" in capsys.readouterr().out
