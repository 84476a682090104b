"""Figures: their data, their bytes, their colours."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys

import pandas as pd
import pytest

import sim
from sim.errors import UserError
from sim.reports.frame import framed
from sim.reports.launch_figure import around_launches
from sim.reports.portfolio_figure import phase_counts
from sim.reports.power_map import power_map
from sim.reports.style import COLOURS, DASHES, HATCHES

NAMES = (
    "adoption", "groups", "divide", "cost", "satisfaction", "waiting", "launches", "services",
    "institutions", "portfolio", "minutes",
)  # fmt: skip
SOME = ("divide", "services", "portfolio", "minutes")


def test_there_is_one_of_each(drawn):
    assert tuple(drawn[False]) == tuple(drawn[True]) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_each_figure_gives_back_its_data_and_words(drawn, name):
    drawing = drawn[False][name]
    assert len(drawing.data) > 0
    assert drawing.title
    assert drawing.alt.endswith(".")
    assert drawing.png().startswith(b"\x89PNG")


def test_the_data_are_the_medians_drawn(result):
    data = result.plot.outcome("trust").data
    at_end = result.monthly.query("month == 60 and replicate > 0")["trust"]
    assert data.query("month == 60")["value"].item() == pytest.approx(at_end.median())
    assert data.query("month == 60")["high"].item() == pytest.approx(at_end.quantile(0.95))


def test_titles_state_what_was_found(result):
    at_end = result.monthly.query("month == 60 and replicate > 0")
    adoption = f"{100 * at_end['adoption_share'].median():.1f} %"
    assert result.plot.adoption().title.startswith(f"{adoption} of residents use an online service")
    gap = f"{at_end['age_gap_points'].median():.1f} points"
    title = result.plot.divide().title
    assert title.startswith("The widest gap after 5 years is")
    assert gap in title


def test_the_foot_says_which_run_and_that_it_is_no_forecast(result, drawn):
    foot = f"An illustrative model, not a forecast  |  run {result.manifest['content_hash'][:8]}"
    for form in drawn.values():
        for name, drawing in form.items():
            framed(drawing.figure, drawing.title, drawing.source)
            words = [text.get_text() for text in drawing.figure.texts]
            assert words.count(foot) == 1, name
            assert " ".join(words).replace("\n", " ").count(drawing.title) == 1, name


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("narrow", [False, True])
def test_nothing_written_is_cut_at_the_edge(drawn, name, narrow):
    drawing = drawn[narrow][name]
    figure = drawing.figure
    figure.draw_without_rendering()
    edge = framed(figure, drawing.title, drawing.source)
    found = figure.get_tightbbox()
    assert found.x0 > -0.03
    assert found.x1 < edge.x1 + 0.03
    assert found.y0 > edge.y0 - 0.03
    assert found.y1 < edge.y1 + 0.03


def test_a_page_may_leave_the_title_out(result):
    drawing = result.plot.divide()
    titled, bare = drawing.svg(), drawing.svg(titled=False)
    height = [float(re.search(r'height="([\d.]+)pt"', text).group(1)) for text in (titled, bare)]
    assert height[0] - height[1] == pytest.approx(72 * (0.21 + 0.12), abs=0.1)
    assert drawing.svg() == titled


def test_lines_differ_in_more_than_colour():
    assert len(set(DASHES[:6])) == 6
    assert len(set(HATCHES)) == len(HATCHES) == len(COLOURS)


def test_the_portfolio_counts_every_application_in_every_month(result):
    counts = phase_counts(result)
    assert list(counts.index) == list(range(61))
    assert counts.sum(axis=1).tolist() == pytest.approx([71.0] * 61)
    data = result.plot.portfolio().data
    assert data["application"].nunique() == 71
    assert (data["from_month"] <= data["to_month"]).all()
    last = result.portfolio.query("replicate > 0").groupby(["replicate", "application"]).last()
    in_use = last["phase"].isin(["live", "integrated"]).sum() / 8
    assert counts.loc[60, ["live", "integrated"]].sum() == pytest.approx(in_use)


def test_results_from_before_the_portfolio_are_drawn_without_it(saved, tmp_path):
    shutil.copytree(saved, tmp_path / "old")
    (tmp_path / "old/portfolio.csv").unlink()
    plan = tmp_path / "old/plan.json"
    plan.write_text(plan.read_text().replace('"ledger",\n  "portfolio"', '"ledger"'))
    old = sim.load(tmp_path / "old")
    assert old.portfolio.empty
    for name in ("portfolio", "launches"):
        with pytest.raises(UserError, match="nothing to draw"):
            getattr(old.plot, name)()
    assert "portfolio" not in old.plot.all()


def test_the_minutes_are_drawn_decision_by_decision(result):
    drawing = result.plot.minutes()
    shown = result.decisions[result.decisions["replicate"] == result.shown_replicate]
    assert len(drawing.data) == len(shown)
    assert set(drawing.data["effect"]) <= {"stopped", "moved", "asked"}
    numbers = [number for number in drawing.data["number"] if number != ""]
    assert sorted(numbers) == list(range(1, len(numbers) + 1))


def test_around_a_launch_the_twelve_months_before_are_the_measure(result):
    data = around_launches(result)
    before = data[data["month"] < 0]
    assert list(data["month"]) == list(range(-12, 25))
    assert abs(before["value"]).max() < 0.2
    assert data.loc[data["month"] == 0, "launches"].item() > 8


def test_too_few_launches_are_said_in_a_sentence(run_small):
    with pytest.raises(UserError, match="it takes five launches"):
        run_small("run.months=30", "run.replications=1").plot.launches()


ACTORS = pd.DataFrame(
    {
        "actor": [f"An institution with a rather long name, number {k}" for k in range(12)],
        "power": [0.1 * k % 0.7 for k in range(12)],
        "interest": [0.5 + 0.04 * k for k in range(12)],
        "label": ["" if k % 2 else f"Institution {k}: stopped {k}" for k in range(12)],
    }
)


@pytest.mark.parametrize("narrow", [False, True])
def test_the_power_map_names_every_actor(narrow):
    drawing = power_map(ACTORS, title="Who has power", alt="Twelve actors.", narrow=narrow)
    drawing.figure.draw_without_rendering()
    (panel,) = drawing.figure.axes
    words = {text.get_text().replace("\n", " ") for text in panel.texts}
    for row in ACTORS.to_dict("records"):
        assert (row["label"] or row["actor"]) in words
    pd.testing.assert_frame_equal(drawing.data, ACTORS)
    assert drawing.figure.get_tightbbox().x1 < drawing.figure.get_size_inches()[0] + 0.03


def test_the_power_map_draws_intervals_where_there_are_some():
    table = ACTORS.assign(power_low=ACTORS["power"] - 0.1, power_high=ACTORS["power"] + 0.1)
    drawing = power_map(table, title="Who has power", alt="Twelve actors.")
    (panel,) = drawing.figure.axes
    assert any(len(drawn.get_paths()) == 12 for drawn in panel.collections)


def test_what_is_seasonal_is_averaged_over_a_year_and_says_so(result):
    drawing = result.plot.cost()
    case = drawing.data.query("series == 'cost_per_case_usd'")
    facts = result.outcomes["cost_per_case_usd"]
    assert set(case["months_averaged"]) == {12 if facts["kind"] == "flow" else 1}
    assert "averaged over the twelve months" in result.plot.waiting().alt


def test_spending_by_pillar_adds_up_to_the_mean_of_the_runs(result):
    data = result.plot.cost().data
    other = ["cost_per_case_usd", "net_present_value_usd", "avoided_cost_cum_usd"]
    drawn = data[data["month"].eq(60) & ~data["series"].isin(other)]["value"].sum()
    spent = result.ledger.query("source == 'cash' and replicate > 0")["usd"].sum() / 8
    assert drawn == pytest.approx(spent)


def test_the_same_data_give_the_same_bytes(result, tmp_path):
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        for name in SOME:
            getattr(result.plot, name)().save(tmp_path / folder / name)
    files = sorted(path.name for path in (tmp_path / "one").iterdir())
    assert len(files) == 3 * len(SOME)
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


def test_drawing_leaves_pyplot_alone(saved):
    code = (
        "import sys, sim\n"
        f"sim.load({str(saved)!r}).plot.adoption().png()\n"
        "sys.exit('matplotlib.pyplot' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize("overrides", [("run.months=1",), ("run.replications=1", "run.months=30")])
def test_short_and_single_runs_are_drawn_too(run_small, overrides):
    drawn = run_small(*overrides).plot.all(narrow=True)
    assert set(NAMES) - set(drawn) == {"launches"}


def test_a_loaded_result_draws_the_same(result, saved):
    again = sim.load(saved)
    assert again.plot.adoption().svg() == result.plot.adoption().svg()
