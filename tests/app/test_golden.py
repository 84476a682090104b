"""Page, command and notebook give equal numbers: five scenarios, to the last bit.

page       the answer of the server, and its CSV
command    the lines that the page gives to take away, run; the files that they write
notebook   the lines of Python that the page gives to take away, run; and `sim.compare` itself
"""

from __future__ import annotations

import contextlib
import csv
import io
import math
import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

import sim
from sim.app.bases import bases
from sim.app.state import parse
from sim.app.twins import STAGES, worlds_of
from sim.cli import call
from sim.experiments.asked import MAIN_OUTCOMES
from sim.reports.figures import Plots
from sim.summary import BAND
from tests.app.serving import small

ROOT = Path(__file__).resolve().parents[2]
MONTHS = 18
FIVE = {
    "a lever": small(months=MONTHS, sample=300, strategy__accessibility__outreach=3.0),
    "a strategy": small("training_first", months=MONTHS, sample=300),
    "a question": small("question/13/three_years", months=MONTHS, sample=300,
                        strategy__budget__tactic="phases"),
    "an assumption": small(months=MONTHS, sample=300,
                           district__people__demand__failure_online=0.35,
                           strategy__capacity__job_guarantee=True),
    "uncertain worlds": small("uncertain", months=MONTHS, sample=300,
                              strategy__collaboration__coalition_posts=3.0),
}  # fmt: skip
HISTORY = small("history", months=MONTHS, sample=300, strategy__accessibility__kiosks=40)
SAME = {"baseline": "mean_a", "yours": "mean_b", "difference": "difference", "low": "low",
        "high": "high", "n": "n", "unit": "unit"}  # fmt: skip
"""What the page calls the columns of a comparison."""


@pytest.fixture(params=FIVE, ids=lambda name: name.replace(" ", "-"))
def told(request):
    return FIVE[request.param]


@pytest.fixture
def project(tmp_path, monkeypatch):
    """Return a folder that holds the shipped scenarios, as the project's does; draw nothing."""
    shutil.copytree(ROOT / "scenarios", tmp_path / "scenarios")
    monkeypatch.setattr(Plots, "all", lambda self, narrow=False: {})
    return tmp_path


def taken(server, what, told, stage=1):
    return server.post(f"/api/take/{what}", {"state": told, "stage": stage}).json


def page_of(server, told, stage=1):
    return server.post("/api/run", {"state": told, "stage": stage}).json


def same(a, b):
    """Say whether two numbers or words are equal; nothing at all is equal to no number."""
    missing = [one is None or (isinstance(one, float) and math.isnan(one)) for one in (a, b)]
    return all(missing) or a == b


def require_same(headline, table):
    """Check the page's differences against the table of a comparison, of whatever origin."""
    last = table[table["month"] == MONTHS].set_index("outcome")
    assert [row["outcome"] for row in headline] == list(MAIN_OUTCOMES)
    for row in headline:
        there = last.loc[row["outcome"]]
        for here, column in SAME.items():
            assert same(row[here], there[column]), (row["outcome"], here)


def run_command(line, out):
    """Run a line as a shell would, in this process; its results go to a folder."""
    program, *words = shlex.split(line)
    assert program == "egov"
    assert call([*words, "--out", str(out), "--workers", "1", "--quiet"]) in (0, 3)


def test_the_command_that_is_taken_away_gives_the_numbers_of_the_page(told, server, project):
    page, file = page_of(server, told), taken(server, "yaml", told)
    (project / file["filename"]).write_text(file["text"], encoding="utf-8")
    run, _, compare = taken(server, "command", told)["text"].splitlines()
    text = taken(server, "csv", told)["text"]
    with contextlib.chdir(project):  # the server has been asked before
        run_command(compare, project / "compared")
        run_command(run, project / "run")
    require_same(page["headline"], _table(project / "compared" / "comparison.csv"))
    require_same_runs(project / "run" / "monthly.csv", text)


def _table(path):
    """Return a CSV file with every number as Python reads it, to the last digit."""
    with path.open(newline="") as file:
        return pd.DataFrame([
            {name: _number(text) for name, text in row.items()} for row in csv.DictReader(file)
        ])  # fmt: skip


def require_same_runs(path, text):
    """Check the page's CSV against that of a results folder, cell by cell."""
    there = [row for row in csv.DictReader(path.open()) if int(row["replicate"]) > 0]
    here = list(csv.DictReader(io.StringIO(text)))
    assert len(here) == len(there) == STAGES[1].seeds * MONTHS
    for a, b in zip(here, there, strict=True):
        assert a.keys() == b.keys()
        for column in a.keys() - {"scenario"}:
            assert same(_number(a[column]), _number(b[column])), column


def _number(text):
    try:
        return float(text) if text else math.nan
    except ValueError:
        return text


def test_the_python_that_is_taken_away_gives_the_numbers_of_the_page(told, server, project):
    text = taken(server, "python", told)["text"]
    shown: list[object] = []
    for was, put in (("sim.run(yours)", "sim.run(yours, workers=1, progress='none')"),
                     ("sim.compare([baseline, yours])",
                      "sim.compare([baseline, yours], workers=1, progress='none')")):  # fmt: skip
        assert was in text
        text = text.replace(was, put)
    with contextlib.chdir(project):
        exec(text, {"print": shown.append})
    assert len(shown) == 2
    require_same(page_of(server, told)["headline"], shown[1])


def test_lines_bands_and_the_csv_are_those_of_a_notebook(told, server):
    state = parse(told)
    size = {"run.replications": STAGES[1].seeds, "run.full_run": False}
    result = sim.run(state.scenario.with_values(size), workers=1, progress="none")
    for outcome, line in page_of(server, told)["lines"]["yours"].items():
        by_month = result.monthly.groupby("month")[outcome]
        for key, values in (("median", by_month.median()), ("low", by_month.quantile(BAND[0])),
                            ("high", by_month.quantile(BAND[1]))):  # fmt: skip
            assert line[key] == [float(f"{value:.5g}") for value in values], (outcome, key)
    rows = list(csv.DictReader(io.StringIO(taken(server, "csv", told)["text"])))
    for outcome in result.outcomes:
        assert [float(row[outcome]) for row in rows] == result.monthly[outcome].tolist(), outcome


@pytest.mark.parametrize("changed", [FIVE["an assumption"], HISTORY], ids=["assumption", "history"])
def test_a_notebook_that_compares_gives_the_numbers_of_the_page(changed, server):
    state = parse(changed)
    size = {"run.replications": STAGES[1].seeds, "run.full_run": False}
    reference = worlds_of(state)["baseline"].scenario.with_values(size)
    both = [reference, state.scenario.with_values(size)]
    table = sim.compare(both, workers=1, progress="none").table
    require_same(page_of(server, changed)["headline"], table)


def test_a_command_of_its_own_gives_the_numbers_of_the_page(server, project):
    """One of them as a program of its own, with processes, as a user would type it."""
    told = FIVE["a lever"]
    file = taken(server, "yaml", told)
    (project / file["filename"]).write_text(file["text"], encoding="utf-8")
    _, _, compare = taken(server, "command", told)["text"].splitlines()
    words = [sys.executable, "-m", "sim", *shlex.split(compare)[1:], "--out", "out", "--quiet"]
    subprocess.run(words, check=True, timeout=300, cwd=project,
                   env=os.environ | {"PYTHONPATH": str(ROOT)})  # fmt: skip
    require_same(page_of(server, told)["headline"], _table(project / "out" / "comparison.csv"))


def test_the_comparison_of_the_page_is_that_of_the_command(server):
    told = [FIVE["a lever"] | {"set": {}}, FIVE["a lever"], FIVE["a strategy"]]
    page = server.post("/api/compare", {"states": told, "names": list("abc"), "stage": 1}).json
    size = {"run.replications": STAGES[1].seeds, "run.full_run": False}
    scenarios = [parse(one).scenario.with_values(size) for one in told]
    result = sim.compare(scenarios, workers=1, progress="none")
    keys = ("outcome", "month", "n", "mean_a", "mean_b", "difference", "low", "high")
    expected = result.table.sort_values(["outcome", "month", "mean_b"])[list(keys)]
    found = sorted(page["table"], key=lambda row: (row["outcome"], row["month"], row["mean_b"]))
    assert [tuple(row[key] for key in keys) for row in found] == [
        tuple(row) for row in expected.astype(object).itertuples(index=False)
    ]


def test_the_five_are_what_they_say(server):
    """A base that is changed is opened by its own file; each differs from what it lies beside."""
    for name, told in FIVE.items():
        state = parse(told)
        assert bases()[state.base].path.is_file()
        beside = worlds_of(state)["baseline"].scenario.content_hash()
        assert state.scenario.content_hash() != beside, name
