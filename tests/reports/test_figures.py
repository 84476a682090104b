"""Figures: their data, their bytes, their colours."""

from __future__ import annotations

import subprocess
import sys

import pandas as pd
import pytest

import sim
from sim.errors import UserError
from sim.reports.style import COLOURS

NAMES = ("adoption", "divide", "cost", "satisfaction", "waiting", "services", "institutions")


def test_there_is_one_of_each(result):
    assert tuple(result.plot.all()) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_each_figure_gives_back_its_data_and_words(result, name):
    drawing = getattr(result.plot, name)()
    assert len(drawing.data) > 0
    assert drawing.title
    assert drawing.alt.endswith(".")
    assert drawing.png().startswith(b"\x89PNG")


def test_the_data_are_the_medians_drawn(result):
    data = result.plot.outcome("trust").data
    at_end = result.monthly.query("month == 60 and replicate > 0")["trust"]
    assert data.query("month == 60")["value"].item() == pytest.approx(at_end.median())
    assert data.query("month == 60")["high"].item() == pytest.approx(at_end.quantile(0.95))


def test_what_is_seasonal_is_averaged_over_a_year_and_says_so(result):
    drawing = result.plot.cost()
    case = drawing.data.query("series == 'cost_per_case_usd'")
    facts = result.outcomes["cost_per_case_usd"]
    assert set(case["months_averaged"]) == {12 if facts["kind"] == "flow" else 1}
    assert "averaged over the twelve months" in result.plot.waiting().alt


def test_spending_by_pillar_adds_up_to_the_mean_of_the_runs(result):
    data = result.plot.cost().data
    drawn = data[data["month"].eq(60) & ~data["series"].eq("cost_per_case_usd")]["value"].sum()
    spent = result.ledger.query("source == 'cash' and replicate > 0")["usd"].sum() / 8
    assert drawn == pytest.approx(spent)


def test_the_same_data_give_the_same_bytes(result, tmp_path):
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        for name, drawing in result.plot.all().items():
            drawing.save(tmp_path / folder / name)
    files = sorted(path.name for path in (tmp_path / "one").iterdir())
    assert len(files) == 3 * len(NAMES)
    for name in files:
        one, two = ((tmp_path / folder / name).read_bytes() for folder in ("one", "two"))
        assert one == two, name


def test_saved_data_read_back(result, tmp_path):
    drawing = result.plot.adoption()
    drawing.save(tmp_path / "adoption")
    again = pd.read_csv(tmp_path / "adoption.csv")
    assert list(again.columns) == list(drawing.data.columns)
    assert len(again) == len(drawing.data)


def test_an_unknown_outcome_names_the_nearest(result):
    with pytest.raises(UserError, match="the nearest name is trust"):
        result.plot.outcome("trsut")


def test_colours_are_those_of_okabe_and_ito():
    assert set(COLOURS) == {
        "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000",
    }  # fmt: skip


def test_drawing_leaves_pyplot_alone(result, tmp_path):
    result.save(tmp_path / "o")
    code = (
        "import sys, sim\n"
        f"sim.load({str(tmp_path / 'o')!r}).plot.adoption().png()\n"
        "sys.exit('matplotlib.pyplot' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize("overrides", [("run.months=1",), ("run.replications=1", "run.months=30")])
def test_short_and_single_runs_are_drawn_too(run_small, overrides):
    assert tuple(run_small(*overrides).plot.all(narrow=True)) == NAMES


def test_a_loaded_result_draws_the_same(result, tmp_path):
    result.save(tmp_path / "p")
    again = sim.load(tmp_path / "p")
    assert again.plot.adoption().svg() == result.plot.adoption().svg()
