"""Comparisons of models with known answers: verdicts, no-ops, failures, looks, bad input, page."""

from __future__ import annotations

import json
import re
from pathlib import Path

import numpy as np
import pytest

from sim.cli import call
from sim.errors import ScenarioError, UserError
from sim.experiments.compare import Comparison, compare, compare_plan
from sim.reports.headline import CAUTION
from sim.scenario import Scenario
from tests.experiments.models import GRANT, MANUALS, TRAINING

MODELS = "tests.experiments.models"
RUN = {"run.months": 24, "run.replications": 6, "run.sample": 300}
OUTCOMES = ("adoption_share", "cost_per_case_usd", "satisfaction_citizens")


def scenario(**values) -> Scenario:
    start = {MANUALS: 0.0, TRAINING: 0.0, GRANT: 1e6, **RUN}
    return Scenario.defaults().with_values(start | values)


def compared(*scenarios: Scenario, model: str = "OwnLuck", **asked) -> Comparison:
    return compare(scenarios, model=f"{MODELS}:{model}", workers=1, **asked)


def write(folder: Path, name: str, text: str = "") -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(f"schema: 1\n{text}\nrun: {{months: 24, replications: 4, sample: 300}}\n")
    return path


def said(result: Comparison) -> str:
    return " ".join(sentence for _, sentence in result.sentences)


# The table and the verdict -------------------------------------------------------------------


def test_the_difference_is_that_of_the_formula():
    result = compared(scenario(), scenario(**{MANUALS: 0.5, GRANT: 2e6}))
    row = result.table.set_index(["outcome", "month"]).loc[("adoption_share", 24)]
    assert row["difference"] == pytest.approx(0.15, abs=0.03)
    assert row["low"] <= row["difference"] <= row["high"]
    assert (row["n"], row["n_better"], row["n_worse"], row["n_equal"]) == (6, 6, 0, 0)
    assert row["difference"] == pytest.approx(row["mean_b"] - row["mean_a"])
    assert "better in 6 of 6 twin runs" in said(result)


def test_less_is_better_for_a_cost():
    cheap = {MANUALS: 0.5, TRAINING: 40.0}
    result = compared(scenario(), scenario(**cheap), model="Formula")
    row = result.table.set_index(["outcome", "month"]).loc[("cost_per_case_usd", 24)]
    assert row["difference"] == pytest.approx(-0.5)
    assert (row["n_better"], row["n_worse"]) == (6, 0)
    assert "0.50 USD less" in said(result)


def test_a_no_op_is_exactly_nothing(tmp_path):
    path = write(tmp_path, "same.yaml")
    result = compare([path, path], model=f"{MODELS}:Formula", workers=1)
    assert result.names == ["same", "same (2)"]
    assert (result.table[["difference", "low", "high"]] == 0.0).all().all()
    assert "no difference" in said(result)
    assert "nan" not in result.text().lower()


def test_an_unclear_difference_is_called_so():
    result = compared(scenario(), scenario(**{GRANT: 2e6}), outcomes=["adoption_share"])
    row = result.table[result.table["month"] == 24].iloc[0]
    assert row["low"] < 0 < row["high"]
    assert "no clear difference" in said(result)


def test_one_replication_has_no_interval():
    one = {"run.replications": 1}
    result = compared(scenario(**one), scenario(**one | {MANUALS: 0.5}))
    assert result.table["low"].isna().all()
    assert "nan" not in result.text().lower()
    assert result.plot.all()


def test_several_strategies_none_of_which_is_best_on_everything():
    plans = [scenario(), scenario(**{MANUALS: 0.8}), scenario(**{TRAINING: 20.0})]
    result = compared(*plans, model="Formula", outcomes=list(OUTCOMES))
    assert set(result.best["scenario"]) == set(result.names)
    last = result.best[result.best["month"] == 24]
    assert last.groupby("outcome")["chance_best"].sum().to_numpy() == pytest.approx(1.0)
    best = last[(last["outcome"] == "adoption_share")].set_index("scenario")
    assert best["regret_mean"].min() == 0.0
    assert "No strategy is best on everything" in said(result)


def test_pairs_of_which_one_failed_are_left_out():
    result = compared(scenario(), scenario(**{MANUALS: 0.95}), model="Failing")
    assert result.twins == []
    assert "nothing" in said(result).lower() or "no replicate" in said(result).lower()
    assert result.plot.all() == {}
    assert "fewer than no clerks" in " ".join(result.notes)


def test_the_numbers_of_the_sentences_are_in_the_table():
    result = compared(scenario(), scenario(**{MANUALS: 0.5, GRANT: 2e6}))
    rows = result.table[result.table["month"] == 24].set_index("outcome")
    sentence = dict(result.sentences)["Adoption"]
    share = float(re.search(r"([\d.]+) points more", sentence)[1])
    ends = re.search(r"95 % interval ([\d.]+) to ([\d.]+)", sentence)
    row = rows.loc["adoption_share"]
    decimals = len(ends[1].partition(".")[2])
    assert share == round(100 * row["difference"], decimals)
    assert [float(end) for end in ends.groups()] == [
        round(100 * row["low"], decimals), round(100 * row["high"], decimals)
    ]  # fmt: skip


# Until settled -------------------------------------------------------------------------------


def test_a_clear_difference_is_settled_at_the_first_look():
    result = compared(
        scenario(), scenario(**{MANUALS: 0.5, GRANT: 2e6}), until_settled="adoption_share",
        at_most=24,
    )  # fmt: skip
    assert result.ensemble.plan.replications == 6
    assert list(result.tables["looks"]["replications"]) == [6]
    assert result.is_settled
    assert result.level == pytest.approx(1 - 0.05 / 3)
    assert "settled at 6 twin runs" in said(result)
    assert "98.3 %" in said(result)


def test_what_is_never_clear_stops_at_the_most():
    result = compared(
        scenario(), scenario(**{GRANT: 2e6}), until_settled="adoption_share", at_most=12
    )
    assert result.ensemble.plan.replications == 12
    assert not result.is_settled
    assert "not settled at the most that was allowed, 12 twin runs" in said(result)


def test_narrow_enough_is_settled():
    result = compared(
        scenario(), scenario(**{GRANT: 2e6}), until_settled="adoption_share@2", width="50 %",
        at_most=12,
    )  # fmt: skip
    assert "as narrow as asked" in said(result)


def test_a_no_op_is_settled_at_once():
    result = compared(scenario(), scenario(), model="Formula", until_settled="adoption_share")
    assert result.ensemble.plan.replications == 6
    assert "no difference in any twin run" in said(result)


def test_the_first_runs_are_those_of_a_smaller_comparison():
    plans = scenario(), scenario(**{GRANT: 2e6})
    small = compared(*plans)
    grown = compared(*plans, until_settled="adoption_share", at_most=12)
    before = small.values("adoption_share", 24)
    np.testing.assert_array_equal(before, grown.values("adoption_share", 24)[: len(before)])


# Bad input -----------------------------------------------------------------------------------


def test_unlike_length_and_start_are_named_together(tmp_path):
    one = write(tmp_path, "one.yaml")
    two = tmp_path / "two.yaml"
    two.write_text("schema: 1\nrun: {months: 36, start: 2003-01}\n")
    with pytest.raises(ScenarioError) as caught:
        compare_plan([one, two])
    words = str(caught.value)
    for part in ("two.yaml", "one.yaml", "36", "24", "2003-01", "--months"):
        assert part in words


def test_unknown_outcomes_and_years_are_named_together():
    with pytest.raises(UserError) as caught:
        compare_plan([scenario(), scenario()], outcomes=["adoption_shar"], years=[1, 7])
    assert "the nearest name is adoption_share" in str(caught.value)
    assert "year 7 is outside the run" in str(caught.value)


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"width": 0.1}, "go with --until-settled"),
        ({"until_settled": "trust", "at_most": 3}, "less than the 6 twin runs"),
        ({"until_settled": "trust@9"}, "outside the run"),
        ({"until_settled": "trust", "width": "-1"}, "above zero"),
    ],
)
def test_a_search_that_cannot_be(asked, words):
    with pytest.raises(UserError, match=words):
        compare_plan([scenario(), scenario()], **asked)


def test_one_scenario_is_not_enough():
    with pytest.raises(UserError, match="at least two"):
        compare_plan([scenario()])


def test_other_districts_are_noted():
    plan = compare_plan([scenario(), scenario(**{"district.residents": 300_000})])
    notes = " ".join(plan.settings["notes"])
    assert "district.residents (540,000 against 300,000)" in notes
    assert "no twins person by person" in notes


def test_the_first_scenarios_run_settings_count(tmp_path):
    other = scenario(**{"run.seed": 5, "run.replications": 9})
    plan = compare_plan([scenario(), other])
    assert (plan.replications, plan.seed) == (6, scenario().run.seed)
    assert plan.bases[1].run.replications == 6
    assert "seed 5" in plan.settings["notes"][0]


def test_the_same_name_in_two_folders(tmp_path):
    paths = [write(tmp_path / "left", "a.yaml"), write(tmp_path / "right", "a.yaml")]
    plan = compare_plan(paths)
    assert [point.scenario for point in plan.points] == ["a (left)", "a (right)"]


# The folder and the command ------------------------------------------------------------------


def test_the_folder_and_the_page(tmp_path):
    out = tmp_path / "out"
    result = compared(scenario(), scenario(**{MANUALS: 0.5, GRANT: 2e6}), out=out)
    page = (out / "report.html").read_text()
    assert CAUTION in page
    assert not re.search(r'(src|href)="https?:', page)
    assert page.count("<img") == len(result.plot.all())
    assert all(alt for alt in re.findall(r'alt="([^"]*)"', page))
    summary = json.loads((out / "summary.json").read_text())
    assert summary["tables"]["comparison"]["rows"] == len(result.table)
    for name, drawing in result.plot.all(narrow=True).items():
        assert len(drawing.data), name
        assert (out / "figures" / f"{name}.png").stat().st_size > 1000


def test_the_command(tmp_path, capsys):
    a, b = write(tmp_path, "a.yaml"), write(tmp_path, "b.yaml")
    asked = ["--replications", "2", "--months", "12", "--workers", "1", "--out"]
    assert call(["compare", str(a), str(b), *asked, str(tmp_path / "o"), "--json"]) == 0
    summary = json.loads(capsys.readouterr().out)
    assert summary["verb"] == "compare"
    assert "no difference" in json.dumps(summary["sentences"]).lower()
    assert call(["compare", str(a), str(b), "--outcome", "trsut"]) == 2
    assert "trust" in capsys.readouterr().err
