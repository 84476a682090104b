"""Shapes of the history on small stories with known answers."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from sim.experiments.shapes import SHAPES, Story, shapes_table
from sim.experiments.sheets import Sheet
from sim.scenario import load_scenario

START, MONTHS = (1995, 1), 240
BY_NAME = {shape.name: shape for shape in SHAPES}


def row(date: str) -> int:
    year, month = (int(part) for part in date.split("-"))
    return 12 * (year - START[0]) + month - START[1]


def story(**columns: np.ndarray) -> Story:
    month = np.arange(1, MONTHS + 1)
    return Story(START, pd.DataFrame({"month": month, **columns}), pd.DataFrame())


def value(name: str, run: Story) -> float:
    return BY_NAME[name].value(run)


def steps(*levels: tuple[str, float]) -> np.ndarray:
    """Return a series that takes a level from a month on."""
    series = np.zeros(MONTHS)
    for date, level in levels:
        series[row(date) :] = level
    return series


def test_growth_of_cases_and_sums_and_the_mean_payment():
    run = story(
        local_tax_cases_online=steps(("2001-01", 100.0), ("2002-01", 360.0), ("2003-01", 400.0)),
        local_tax_sums_online_usd=steps(("2001-01", 1e4), ("2002-01", 2e5), ("2003-01", 8e5)),
    )
    assert value("Online tax cases grow by about three", run) == pytest.approx(3.0)
    assert value("Sums paid online grow by about twenty", run) == pytest.approx(20.0)
    payment = value("The mean payment rises more than tenfold by early 2003", run)
    assert payment == pytest.approx(2000 / 100)


def test_the_stop_is_a_gap_that_closes():
    documents = steps(
        ("2002-03", 1000.0), ("2005-10", 0.0), ("2005-11", 900.0), ("2006-06", 1500.0)
    )
    run = story(documents_online=documents)
    assert value("The stop of 2005 is a gap in documents issued online", run) == 0
    assert value("Issuing comes back after the stop", run) == pytest.approx(1.5)


def test_trust_dips_and_heals():
    run = story(trust=steps(("1995-01", 0.50), ("2005-09", 0.46), ("2006-03", 0.49)))
    assert value("Trust dips after the stop", run) == pytest.approx(4.0)
    assert value("Trust heals within a year", run) == pytest.approx(0.75)
    flat = story(trust=np.full(MONTHS, 0.5))
    assert value("Trust dips after the stop", flat) == 0
    assert np.isnan(value("Trust heals within a year", flat))


def test_attrition_is_told_from_a_layoff():
    slow = story(employees=2041 * 0.9965 ** np.arange(MONTHS))
    assert value("They leave by attrition, not by layoffs", slow) == pytest.approx(0.35)
    assert 0.55 < value("Employees become fewer", slow) < 0.75
    layoff = story(employees=steps(("1995-01", 2041.0), ("1998-09", 1387.0)))
    assert value("They leave by attrition, not by layoffs", layoff) > 30


def test_the_lag_is_counted_to_the_end_where_the_elderly_never_follow():
    month = np.arange(1, MONTHS + 1)
    parts = [
        pd.DataFrame({"month": month, "dimension": "age", "group": name, "adoption_share": share})
        for name, share in (
            ("20s", steps(("2002-01", 0.3))), ("60 and over", steps(("2010-01", 0.2))),
        )
    ]  # fmt: skip
    run = Story(START, pd.DataFrame({"month": month}), pd.concat(parts))
    assert value("The elderly lag by many years", run) == 8
    never = Story(START, run.monthly, pd.concat([parts[0], parts[1].assign(adoption_share=0.1)]))
    assert value("The elderly lag by many years", never) == 13


def test_a_shape_beyond_the_run_is_not_judged():
    scenario = load_scenario("scenarios/baseline.yaml", ["run.months=24"])
    table = pd.DataFrame({"month": np.arange(1, 25), "trust": 0.5})
    found = shapes_table(Sheet("gangnam", scenario, {(1, 0): {"monthly": table}}))
    assert len(found) == len(SHAPES)
    assert set(found["shown"]) == {"not in the run"}


def test_nine_runs_in_ten_must_show_a_shape():
    scenario = load_scenario(
        "scenarios/baseline.yaml", ["run.start=1995-01", f"run.months={MONTHS}"]
    )

    def runs(gaps: int) -> dict[tuple[int, int], dict[str, pd.DataFrame]]:
        found = {}
        for number in range(10):
            left = 0.0 if number < gaps else 1000.0
            documents = steps(("2002-03", 1000.0), ("2005-10", left), ("2005-11", 1000.0))
            table = story(documents_online=documents).monthly
            found[number, 0] = {"monthly": table}
        return found

    verdicts = []
    for gaps in (10, 9, 5, 1):
        table = shapes_table(Sheet("gangnam", scenario, runs(gaps))).set_index("shape")
        gap = table.loc["The stop of 2005 is a gap in documents issued online"]
        assert gap["runs_showing"] == gaps
        verdicts.append(gap["shown"])
    assert verdicts == ["yes", "yes", "in part", "no"]
