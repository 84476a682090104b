"""Searches: a front that is known, promises and regret counted by hand, nothing done twice."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sim.cli import call
from sim.errors import UserError
from sim.experiments.again import extend, resume
from sim.experiments.carry import carry_out
from sim.experiments.kinds import load
from sim.experiments.robust import (
    finished_by_all,
    holds,
    non_dominated,
    regret,
    robustness,
    share_interval,
    spread_out,
)
from sim.experiments.search import SearchResult, forecast, next_plan, search, search_plan
from sim.reports.front import SearchPictures
from sim.scenario import load_scenario
from tests.experiments.front_model import FAILURE, FUNDS, HOURS, USUAL_FAILURE

pytest.importorskip("optuna")

MODELS = "tests.experiments.front_model"
TWO = ["adoption_share", "spending_cum_usd"]
VARY = {FUNDS: (0, 1_000_000), HOURS: (0.0, 40.0)}
UNCERTAIN = f"""schema: 1
title: A small plan
uncertain:
  {FAILURE}: {{uniform: [0.08, 0.28]}}
run: {{months: 1, sample: 300, seed: 7}}
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "plan.yaml"
    path.write_text(UNCERTAIN)
    return path


@pytest.fixture(autouse=True)
def figures(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Draw figures only where a test is about them; they take most of a small search's time."""
    if "narrow" not in request.fixturenames:
        monkeypatch.setattr(SearchPictures, "all", lambda self, narrow=False: {})


def small(file: Path, which: str = "FrontModel", **asked) -> SearchResult:
    usual = {"vary": VARY, "objectives": TWO, "trials": 24, "batch": 8, "replications": 2,
             "worlds": 10, "world_replications": 1, "judged": 6, "workers": 1,
             "progress": "none"}  # fmt: skip
    return search(file, model=f"{MODELS}:{which}", **{**usual, **asked})


def tables(result: SearchResult) -> dict[str, str]:
    """Return the tables as text, every digit of every number in it."""
    return {name: table.to_csv() for name, table in result.tables.items()}


# The front -----------------------------------------------------------------------------------


def test_front_of_a_known_model_is_found(file):
    result = small(file, trials=200, batch=20, worlds=1, judged=2)
    a, b = result.front[FUNDS] / 1e6, (result.front[HOURS] - 20) / 20
    assert len(result.front) >= 15
    assert np.allclose(result.front["spending_cum_usd"], 1e6 * (a**2 + b**2))
    # On the true front b is zero, and a takes every value from 0 to 1.
    assert b.abs().median() < 0.1
    assert a.min() < 0.1
    assert a.max() > 0.9
    inside = a.between(0.2, 0.8)
    assert (result.front["spending_cum_usd"] - 1e6 * a**2)[inside].median() < 20_000


def test_nothing_tried_beats_a_member_of_the_front(file):
    result = small(file)
    tried = result.trials[result.trials["point"] > 0]
    for row in result.front.itertuples():
        as_good = (tried["adoption_share"] >= row.adoption_share) & (
            tried["spending_cum_usd"] <= row.spending_cum_usd
        )
        better = (tried["adoption_share"] > row.adoption_share) | (
            tried["spending_cum_usd"] < row.spending_cum_usd
        )
        assert not (as_good & better).any()


def test_search_begins_with_the_scenario_as_it_is(file):
    trials = small(file).trials.set_index("point")
    assert trials.loc[0, FUNDS] == trials.loc[1, FUNDS] == 200_000
    assert trials.loc[0, "adoption_share"] == trials.loc[1, "adoption_share"]


def test_settings_are_no_finer_than_a_thousandth_of_the_range(file):
    values = small(file).trials[FUNDS]
    assert (values % 1000 == 0).all()


def test_one_objective_finds_one_best(file):
    result = small(file, objectives=["adoption_share"], trials=40)
    assert result.front["adoption_share"].nunique() == 1
    assert result.front[FUNDS][0] > 900_000
    assert result.plot.front().data is not None


def test_same_seed_is_the_same_search_with_any_number_of_workers(file, tmp_path):
    one = small(file, out=tmp_path / "one")
    two = small(file, out=tmp_path / "two", workers=2)
    assert tables(one) == tables(two)
    assert one.sentences == two.sentences
    other = small(file, overrides=["run.seed=8"])
    assert tables(other)["trials"] != tables(one)["trials"]


def test_failed_settings_are_told_as_failed_and_never_as_a_number(file):
    result = small(file, "ShakyModel", trials=40)
    trials = result.trials
    failed = trials["status"] == "failed"
    assert (failed == (trials[HOURS] > 30)).all()
    assert failed.any()
    assert trials.loc[failed, TWO].isna().all(axis=None)
    assert not trials.loc[failed, "on_front"].any()
    assert any("have failed runs" in note for note in result.notes)


def test_a_search_of_nothing_but_failures_says_so(file):
    result = small(file, "ShakyModel", vary={HOURS: (31.0, 40.0)})
    assert result.front.empty
    assert result.best is None
    assert "None of the 24 settings tried was finished" in str(result)


def test_a_scenario_that_fails_as_it_is_can_promise_nothing(tmp_path):
    path = tmp_path / "fails.yaml"
    path.write_text(f"{UNCERTAIN}strategy: {{capacity: {{training_hours_clerk: 35}}}}\n")
    result = small(path, "ShakyModel", vary={HOURS: (0.0, 30.0)})
    assert result.best is None
    assert any("Give them as numbers, by --threshold" in note for note in result.notes)
    assert len(result.front) > 0
    given = small(path, "ShakyModel", vary={HOURS: (0.0, 30.0)}, thresholds={"adoption_share": 0.1})
    assert given.best is not None
    assert 0 not in set(given.robustness["point"])
    assert "Most robust" in dict(given.sentences)


def test_settings_that_do_not_go_together_are_not_run(file, monkeypatch):
    from sim.errors import Problem, ScenarioError
    from sim.scenario import Scenario

    plain = Scenario.with_values

    def choosy(self, values, **how):
        if values.get(HOURS, 0) > 25:
            raise ScenarioError([Problem("plan", None, HOURS, "too much at once.")])
        return plain(self, values, **how)

    monkeypatch.setattr(Scenario, "with_values", choosy)
    result = small(file)
    assert (result.trials[HOURS] <= 25).all()
    assert any("are not allowed together" in note for note in result.notes)


# The judgement -------------------------------------------------------------------------------


def test_luck_of_the_judgement_is_not_that_of_the_search(file):
    runs = small(file, world_replications=3, worlds=4).runs
    searched, judged = runs[runs["draw"] == 0], runs[runs["draw"] > 0]
    assert set(searched["replicate"]) == {1, 2}
    # Twelve runs, three to a world; the same for every setting, and no luck is used twice.
    pairs = judged[["draw", "replicate"]].drop_duplicates().to_numpy().tolist()
    assert pairs == [[place // 3 + 1, place + 3] for place in range(12)]
    assert judged.groupby("point").size().nunique() == 1
    assert not set(searched["seed"]) & set(judged["seed"])


def test_promises_are_counted_in_the_worlds_drawn(file):
    """Adoption is a (1 - f): at least 0.5 holds where f is at most 1 - 0.5 / a, but for luck."""
    result = small(file, worlds=20, thresholds={"adoption_share": 0.5})
    base = load_scenario(file)
    worlds = result.worlds
    assert set(worlds["world"]) == set(range(1, 21))
    assert worlds[FAILURE].between(0.08, 0.28).all()
    for row in result.robustness.itertuples():
        of_point = worlds[worlds["point"] == row.point]
        a = (base.value(FUNDS) if row.point == 0 else result.settings_of(row.point)[FUNDS]) / 1e6
        known = a * (1 - (of_point[FAILURE] - USUAL_FAILURE))
        assert np.allclose(of_point["adoption_share"], known, atol=0.05)
        assert row.holds == (of_point["adoption_share"] >= 0.5).sum()
        assert row.share == row.holds / 20
        assert row.low <= row.share <= row.high


def test_without_thresholds_the_promise_is_to_be_as_good_as_the_scenario(file):
    result = small(file)
    reference = result.robustness.set_index("point").loc[0]
    assert reference["share"] == 1.0
    worlds = result.worlds.set_index(["point", "world"])
    own = worlds.xs(0, level="point")
    for point in result.robustness["point"]:
        of_point = worlds.xs(point, level="point")
        kept = (of_point["adoption_share"] >= own["adoption_share"]) & (
            of_point["spending_cum_usd"] <= own["spending_cum_usd"]
        )
        assert (of_point["holds"] == kept).all()
    assert any("by definition" in note for note in result.notes)


def test_without_uncertain_every_fresh_run_is_a_world(tmp_path):
    path = tmp_path / "sure.yaml"
    path.write_text("schema: 1\nrun: {months: 1, sample: 300}\n")
    result = small(path, worlds=12)
    assert set(result.runs["draw"]) == {0}
    assert set(result.worlds["world"]) == set(range(1, 13))
    assert (result.robustness["worlds"] == 12).all()
    assert any("differ in luck alone" in note for note in result.notes)


def test_sentence_holds_the_numbers_of_the_table(file):
    result = small(file, thresholds=["spending_cum_usd=400_000", "adoption_share=0.3"])
    best, said = result.best, dict(result.sentences)
    assert f"number {best['point']:.0f} " in said["Most robust"]
    assert f"{best['holds']:.0f} of 10 (95 % interval" in said["Most robust"]
    assert "at least 30.0 %" in said["Most robust"]
    assert "training of clerks" in said["It sets"]
    assert "The scenario as it is keeps the same promises in" in said["As it is"]
    assert any("flatter" in note for note in result.notes)


# Kept, taken up, extended --------------------------------------------------------------------


def test_a_repeated_search_does_nothing(file, tmp_path, monkeypatch):
    first = small(file, out=tmp_path / "out")
    calls = []
    monkeypatch.setattr(f"{MODELS}.FrontModel.run", lambda self, **_: calls.append(1))
    again = small(file, out=tmp_path / "out")
    assert not calls
    assert tables(again) == tables(first)
    assert tables(load(tmp_path / "out")) == tables(first)
    assert {"front.csv", "robustness.csv", "report.html"} <= {
        path.name for path in (tmp_path / "out").iterdir()
    }


def test_a_stopped_search_goes_on_as_if_it_had_not_been(file, tmp_path):
    whole = small(file, out=tmp_path / "whole")
    plan = search_plan(
        file, vary=VARY, objectives=TWO, trials=24, batch=8, replications=2, worlds=10,
        world_replications=1, judged=6, model=f"{MODELS}:FrontModel",
    )  # fmt: skip
    halfway = {"out": tmp_path / "half", "identity": plan.content_hash(), "final": False,
               "workers": 1, "progress": "none"}  # fmt: skip
    for _ in range(2):
        ensemble = carry_out(plan, **halfway)
        plan = next_plan(ensemble)
    resumed = resume(tmp_path / "half", workers=1, progress="none")
    assert tables(resumed) == tables(whole)


def test_an_extended_search_judges_with_more_runs_and_keeps_the_rest(file, tmp_path):
    first = small(file, out=tmp_path / "out")
    more = extend(tmp_path / "out", 2, workers=1, progress="none")
    assert tables(more)["trials"] == tables(first)["trials"]
    kept = more.runs.merge(first.runs, on=["point", "draw", "replicate"], suffixes=("", "_before"))
    assert len(kept) == len(first.runs)
    assert (kept["key"] == kept["key_before"]).all()
    assert len(more.runs) == len(first.runs) + 2 * len(first.robustness)
    assert (more.robustness["worlds"] == 12).all()


def test_forecast_is_as_large_as_the_search_can_become(file):
    plan = search_plan(file, vary=VARY, trials=24, batch=8, replications=2, worlds=10,
                       world_replications=3, judged=6)  # fmt: skip
    assert forecast(plan).size == 25 * 2 + 7 * 10 * 3


# What may be set, and for what ---------------------------------------------------------------


def test_the_scenarios_own_sweep_says_what_may_be_set(tmp_path):
    path = tmp_path / "own.yaml"
    sweeps = {
        "grid": f"{{{HOURS}: [10, 20], {FUNDS}: [0, 100000]}}",
        "list": f"[{{{HOURS}: 20}}, {{{FUNDS}: 100000}}]",
        "sample": f"{{n: 4, between: {{{HOURS}: [0, 40]}}}}",
    }
    found = {}
    for kind, text in sweeps.items():
        path.write_text(f"schema: 1\nsweep:\n  {kind}: {text}\nrun: {{months: 1}}\n")
        levers = search_plan(path).settings["levers"]
        found[kind] = {each["path"]: each["values"] or [each["low"], each["high"]]
                       for each in levers}  # fmt: skip
    assert found["grid"] == {HOURS: [10, 20], FUNDS: [0, 100_000]}
    assert found["list"] == {HOURS: [10, 20], FUNDS: [200_000, 100_000]}
    assert found["sample"] == {HOURS: [0, 40]}


def test_choices_and_whole_numbers_are_searched(file):
    mode, seats = "strategy.consolidation.data_mode", "strategy.participation.academy_seats"
    result = small(file, vary={mode: ["request", "shared"], seats: (100, 200), FUNDS: (0, 1000)})
    tried = result.trials[result.trials["point"] > 0]
    assert set(tried[mode]) <= {"request", "shared"}
    assert tried[seats].map(float.is_integer if tried[seats].dtype == float else bool).all()
    assert "data" in dict(result.sentences)["It sets"]
    assert f"--vary {mode}=request,shared" in result.command


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"vary": ()}, "give the levers to search over, for example"),
        ({"objectives": ["kiosk_share"]}, "neither better high nor better low"),
        ({"objectives": ["adoption"]}, "Did you mean adoption_share"),
        ({"objectives": [*TWO, TWO[0]]}, "named twice"),
        ({"thresholds": ["adoption_share"]}, "write NAME=NUMBER"),
        ({"thresholds": ["adoption_share=high"]}, "write NAME=NUMBER"),
        ({"year": 3}, "not within the run"),
        ({"trials": 0}, "at least one of each: trials is 0"),
        ({"batch": 2}, "at least 4"),
        ({"vary": {FAILURE: (0.1, 0.2)}}, "uncertain"),
    ],
)
def test_what_is_wrong_is_said(file, asked, words):
    with pytest.raises(UserError, match=words):
        small(file, **asked)


def test_a_missing_package_is_named(file, monkeypatch):
    monkeypatch.setitem(sys.modules, "optuna", None)
    with pytest.raises(UserError, match=r"pip install 'egov-sim\[experiments\]'"):
        small(file)


def test_command_line(file, capsys, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    assert call(["search", str(file), "--vary", f"{HOURS}=0:40", "--dry-run"]) == 0
    assert "2,904 runs of 1 month" in capsys.readouterr().out
    assert call(["search", str(file)]) == 2
    assert "plan says nothing of what may be set" in capsys.readouterr().err


# Figures -------------------------------------------------------------------------------------


@pytest.mark.parametrize("narrow", [False, True])
def test_figures_give_back_their_data(file, narrow):
    result = small(file, objectives=[*TWO, "satisfaction_citizens"])
    drawn = result.plot.all(narrow)
    assert set(drawn) == {"front", "settings", "robustness"}
    assert len(drawn["settings"].data) == len(result.front)
    assert 0 not in set(drawn["robustness"].data["point"])
    assert all(drawing.alt and drawing.png() for drawing in drawn.values())


# By hand -------------------------------------------------------------------------------------


def by_hand() -> pd.DataFrame:
    """Return three settings in two worlds; a is better high, c (cost) better low."""
    rows = [(0, 1, 1.0, 5.0), (0, 2, 2.0, 5.0), (1, 1, 3.0, 4.0), (1, 2, 1.0, 4.0),
            (2, 1, 2.0, 6.0), (2, 2, 4.0, 7.0)]  # fmt: skip
    return pd.DataFrame(rows, columns=["point", "world", "a", "c"]).set_index(["point", "world"])


UP_DOWN = {"a": 1, "c": -1}


def test_regret_by_hand():
    found = regret(by_hand(), UP_DOWN)
    assert found["a"].tolist() == [2.0, 2.0, 0.0, 3.0, 1.0, 0.0]
    assert found["c"].tolist() == [1.0, 1.0, 0.0, 0.0, 2.0, 3.0]


def test_promises_by_hand():
    values = by_hand()
    assert holds(values, UP_DOWN, {"a": 2.0}).tolist() == [False, True, True, False, True, True]
    both = holds(values, UP_DOWN, {"a": 2.0, "c": 5.0})
    assert both.tolist() == [False, True, True, False, False, False]
    as_it_is = holds(values, UP_DOWN, {"a": None, "c": None})
    assert as_it_is.tolist() == [True, True, True, False, False, False]


def test_robustness_by_hand():
    table = robustness(by_hand(), UP_DOWN, ["a", "c"], {"a": 2.0}).set_index("point")
    assert list(table.index) == [2, 1, 0]  # 0 and 1 hold in one world; 1 has less regret
    assert table["holds"].to_dict() == {2: 2, 1: 1, 0: 1}
    assert table.loc[1, "a_regret_mean"] == 1.5
    assert table.loc[1, "a_regret_max"] == 3.0
    assert table.loc[2, "c_regret_mean"] == 2.5
    # Means: a is 1.5, 2, 3 and c is 5, 4, 6.5; regret is in units of 1.5 and 2.5.
    assert table.loc[0, "scaled_regret"] == pytest.approx((2 / 1.5 + 1 / 2.5) / 2)


def test_intervals_of_shares():
    """Wilson 1927: for 46 of 50 the interval is 0.812 to 0.968."""
    low, high = share_interval(46, 50)
    assert (round(low, 3), round(high, 3)) == (0.812, 0.968)
    assert share_interval(0, 10)[0] == 0.0
    assert share_interval(10, 10)[1] == 1.0
    assert share_interval(0, 0) == (0.0, 1.0)


def test_front_by_hand():
    values = [[1, 1], [2, 1], [2, 2], [0, 0], [2, 1]]
    assert non_dominated(values, [1, -1]).tolist() == [False, True, False, True, True]
    assert non_dominated([[1], [3], [2]], [-1]).tolist() == [True, False, False]


def test_those_judged_lie_far_apart():
    values = [[place, 10 - place] for place in range(11)]
    assert spread_out(values, [1, 1], 3) == [0, 5, 10]
    assert spread_out(values, [1, 1], 3, hopeful=[1, 2]) == [0, 2, 10]
    assert spread_out(values, [1, 1], 20) == list(range(11))


def test_worlds_with_a_hole_are_left_out_for_all():
    index = pd.MultiIndex.from_product([range(3), range(1, 12), [5]],
                                       names=["point", "world", "replicate"])  # fmt: skip
    runs = pd.DataFrame({"a": np.arange(33.0)}, index=index)
    runs.loc[(1, 4, 5)] = np.nan
    runs.loc[(2, slice(1, 6), 5), :] = np.nan
    values, dropped = finished_by_all(runs)
    assert dropped == [2]
    assert set(values.index.get_level_values("point")) == {0, 1}
    assert set(values.index.get_level_values("world")) == {*range(1, 12)} - {4}
