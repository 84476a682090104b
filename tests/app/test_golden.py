"""Page, command and notebook give equal numbers: five scenarios, to the last bit."""

from __future__ import annotations

import csv
import io

import pytest

import sim
from sim.app.bases import bases
from sim.app.state import parse
from sim.app.twins import worlds_of
from sim.experiments.asked import MAIN_OUTCOMES
from sim.summary import BAND
from tests.app.serving import small

FIVE = {
    "a lever": small(months=18, sample=300, strategy__accessibility__outreach=3.0),
    "a strategy": small("training_first", months=18, sample=300),
    "a question": small("question/13/three_years", months=18, sample=300,
                        strategy__budget__tactic="phases"),
    "an assumption": small(months=18, sample=300, district__people__demand__failure_online=0.35,
                           strategy__capacity__job_guarantee=True),
    "uncertain worlds": small("uncertain", months=18, sample=300,
                              strategy__collaboration__coalition_posts=3.0),
}  # fmt: skip
SEEDS = 6


def written(value):
    return {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value


@pytest.fixture(params=FIVE, ids=lambda name: name.replace(" ", "-"))
def golden(request, server):
    """Return the state, the page's answer, and both scenarios as the command line reads them."""
    told = FIVE[request.param]
    state = parse(told)
    size = [f"run.months={state.months}", f"run.seed={state.seed}", f"run.sample={state.sample}",
            f"run.replications={SEEDS}", "run.full_run=no"]  # fmt: skip
    changes = [f"{path}={written(value)}" for path, value in told["set"].items()]
    reference = bases()[worlds_of(state)["baseline"].base].path
    first = sim.load_scenario(reference, size)
    second = sim.load_scenario(bases()[state.base].path, size + changes)
    page = server.post("/api/run", {"state": told, "stage": 1}).json
    return told, page, first, second


def test_differences_are_those_of_the_comparison(golden):
    _, page, first, second = golden
    table = sim.compare([first, second], workers=1, progress="none").table
    last = table[table["month"] == 18].set_index("outcome")
    assert [row["outcome"] for row in page["headline"]] == list(MAIN_OUTCOMES)
    for row in page["headline"]:
        told = last.loc[row["outcome"]]
        for here, there in (("baseline", "mean_a"), ("yours", "mean_b"), ("low", "low"),
                            ("difference", "difference"), ("high", "high"), ("n", "n"),
                            ("unit", "unit")):  # fmt: skip
            assert row[here] == told[there], (row["outcome"], here)


def test_lines_bands_and_the_csv_are_those_of_the_run(golden, server):
    told, page, _, second = golden
    result = sim.run(second, workers=1, progress="none")
    for outcome, line in page["lines"]["yours"].items():
        by_month = result.monthly.groupby("month")[outcome]
        for key, values in (("median", by_month.median()), ("low", by_month.quantile(BAND[0])),
                            ("high", by_month.quantile(BAND[1]))):  # fmt: skip
            assert line[key] == [float(f"{value:.5g}") for value in values], (outcome, key)
    text = server.post("/api/take/csv", {"state": told, "stage": 1}).json["text"]
    rows = list(csv.DictReader(io.StringIO(text)))
    for outcome in result.outcomes:
        assert [float(row[outcome]) for row in rows] == result.monthly[outcome].tolist(), outcome


def test_the_comparison_of_the_page_is_that_of_the_command(server):
    told = [FIVE["a lever"] | {"set": {}}, FIVE["a lever"], FIVE["a strategy"]]
    page = server.post("/api/compare", {"states": told, "names": list("abc"), "stage": 1}).json
    size = {"run.replications": SEEDS, "run.full_run": False}
    scenarios = [parse(one).scenario.with_values(size) for one in told]
    result = sim.compare(scenarios, workers=1, progress="none")
    keys = ("outcome", "month", "n", "mean_a", "mean_b", "difference", "low", "high")
    expected = result.table.sort_values(["outcome", "month", "mean_b"])[list(keys)]
    found = sorted(page["table"], key=lambda row: (row["outcome"], row["month"], row["mean_b"]))
    assert [tuple(row[key] for key in keys) for row in found] == [
        tuple(row) for row in expected.astype(object).itertuples(index=False)
    ]
