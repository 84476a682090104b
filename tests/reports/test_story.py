"""The story told from the minutes, what was set, and how to repeat it."""

from __future__ import annotations

import base64
import csv
import io
import re

import pandas as pd
import pytest

from sim.reports.data_table import MOST_ROWS, data_table, thinned
from sim.reports.repeat_page import short_yaml
from sim.reports.settings_page import levers_section
from sim.reports.story import actor_of, effect_of, kind_of, month_named, sentence_of, story
from sim.reports.story_page import story_section
from sim.scenario import load_scenario


@pytest.mark.parametrize(
    ("decision", "kind", "effect"),
    [
        ("starts 'Resident tax payment'", "starts applications", "moved"),
        ("launches 'Residents' parking permit: a lottery'", "launches applications", "moved"),
        ("contracts Local vendor 3 for 1 year", "contracts a vendor", "moved"),
        ("renews the contract with CCT Inc. (global) for 3 years",
         "renews the contract with a vendor", "moved"),
        ("cannot use the 415,112 USD it holds for applications",
         "cannot use all the money it holds for applications", "asked"),
        ("refuses the supplementary request", "refuses the supplementary request", "stopped"),
        ("calls for work to rule", "calls for work to rule", "stopped"),
        ("carries grievances to the mayor", "carries grievances to the mayor", "asked"),
        ("carries the programme on under a successor",
         "carries the programme on under a successor", "moved"),
        ("puts the new law in force", "puts the new law in force", "moved"),
    ],
)  # fmt: skip
def test_decisions_of_one_kind_are_taken_together(decision, kind, effect):
    assert kind_of(decision) == kind
    assert effect_of(decision) == effect


def test_one_of_several_actors_is_all_of_them():
    assert actor_of("Peer district 12") == "Peer districts"
    assert actor_of("National Assembly") == "National Assembly"


@pytest.mark.parametrize(
    ("month", "name"), [(1, "August 2002"), (5, "December 2002"), (6, "January 2003")]
)
def test_months_go_by_their_names(month, name):
    assert month_named(month, "2002-08") == name


def test_the_story_counts_the_runs_of_the_minutes(result):
    told = story(result)
    minutes = result.decisions.query("replicate > 0")
    for row in told.to_dict("records"):
        found = minutes[minutes["decision"] == row["decision"]]
        assert row["runs"] == found["replicate"].nunique()
        assert row["of_runs"] == 8
        assert row["times"] == pytest.approx(len(found) / row["runs"])
    assert list(told["month"]) == sorted(told["month"])


def test_sentences_say_in_how_many_runs_and_when(result):
    row = {
        "actor": "Peer districts", "decision": "consents to a change of law", "runs": 17,
        "of_runs": 20, "times": 3.0, "month_low": 1, "month_high": 30,
    }  # fmt: skip
    assert sentence_of(row, "2002-08") == (
        "A peer district consents to a change of law, 3 times a run, in 17 of 20 runs, first "
        "between August 2002 and January 2005."
    )
    alone = row | {"actor": "National Assembly", "runs": 1, "of_runs": 1, "times": 1.0}
    assert sentence_of(alone, "2002-08") == (
        "The National Assembly consents to a change of law."
    )  # fmt: skip


def test_the_story_on_the_page_is_filled_from_the_minutes(result):
    words = " ".join(re.sub("<[^>]+>", " ", story_section(result)).split())
    told = story(result)
    for row in told[~told["is_work"]].to_dict("records"):
        share = "all 8" if row["runs"] == 8 else f"{row['runs']} of 8"
        assert f"{row['decision']}, in {share} runs" in words
    assert "Told from the minutes of 8 runs" in words


def test_one_run_is_told_without_counts_of_runs(run_small):
    words = story_section(run_small("run.replications=1", "run.sample=null"))
    assert "the minutes of the one run" in words
    assert " of 1 runs" not in words


def test_what_differs_from_the_baseline_is_listed(run_small):
    result = run_small(
        "run.months=2", "strategy.budget.grant_usd=2000000", "district.employees=1400"
    )
    text = levers_section(result)
    assert "strategy.<wbr>budget.<wbr>grant_<wbr>usd" in text
    assert "<td>1,000,000 USD</td><td>2,000,000 USD</td>" in text
    assert "<td>1,387 persons</td><td>1,400 persons</td>" in text
    levers, assumptions = text.split("Assumptions that were changed")
    assert "Employees" not in levers
    assert "Employees" in assumptions


def test_nothing_changed_is_said(result):
    text = levers_section(result)
    assert "Every lever is as in the baseline" in text
    assert "No assumption about the district was changed" in text


def test_the_short_file_is_the_same_scenario(run_small, tmp_path):
    result = run_small("run.months=2", "strategy.budget.grant_usd=2000000")
    text = short_yaml(result)
    assert "grant_usd: 2000000" in text
    assert len(text.splitlines()) < 20
    path = tmp_path / "again.yaml"
    path.write_text(text)
    assert load_scenario(path).content_hash() == result.scenario.content_hash()


def test_long_data_are_thinned_to_the_ends_of_years():
    months = pd.DataFrame({"month": range(1, 121), "value": range(120)})
    assert list(thinned(months)["month"]) == list(range(12, 121, 12))
    many = pd.concat([months.assign(series=k) for k in range(30)], ignore_index=True)
    assert len(thinned(many)) <= MOST_ROWS
    assert set(thinned(many)["month"]) <= set(range(12, 121, 12))
    assert len(thinned(pd.DataFrame({"a": range(1000)}))) <= MOST_ROWS
    few = pd.DataFrame({"a": range(MOST_ROWS)})
    assert thinned(few) is few


def test_all_numbers_of_a_figure_are_in_the_page(result):
    drawing = result.plot.divide()
    text = data_table("divide", drawing)
    encoded = re.search(r'href="data:text/csv;base64,([^"]+)"', text).group(1)
    rows = list(csv.DictReader(io.StringIO(base64.b64decode(encoded).decode())))
    assert len(rows) == len(drawing.data)
    assert float(rows[-1]["value"]) == pytest.approx(drawing.data["value"].iloc[-1])
    assert "<details><summary>The numbers behind this figure</summary>" in text


def test_every_figure_of_the_page_has_its_sentence_and_table(whole_page):
    figures = re.findall(r"<figure id=.*?</figure>", whole_page, re.DOTALL)
    assert len(figures) == 11
    for figure in figures:
        assert re.search(r"<figcaption>.{20,}</figcaption>", figure, re.DOTALL)
        assert "The numbers behind this figure" in figure
