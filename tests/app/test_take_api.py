"""What is taken away: the same numbers as YAML, CSV, command, Python and report."""

from __future__ import annotations

import subprocess
import sys

import pytest

from sim.app.jobs import outcome_names
from sim.app.state import parse
from sim.scenario import load_scenario
from tests.app.serving import small

OUTREACH = {"strategy__accessibility__outreach": 3.0}
TAKEN = [small(**OUTREACH), small("training_first"), small("uncertain"), small("history"),
         small("question/14/staff_elsewhere", strategy__budget__tactic="coalition"),
         small(district__people__demand__failure_online=0.3,
               district__organisation__vendors__profiles__local_1__price=1.23)]  # fmt: skip


@pytest.mark.parametrize("told", TAKEN, ids=lambda told: told["base"])
def test_the_yaml_is_the_same_scenario(server, told, tmp_path):
    found = server.post("/api/take/yaml", {"state": told, "stage": 1}).json
    path = tmp_path / found["filename"]
    path.write_text(found["text"], encoding="utf-8")
    size = {"run.replications": 6, "run.sample": 200, "run.full_run": False}
    state = parse(told)
    assert load_scenario(path).content_hash() == state.scenario.with_values(size).content_hash()


def test_the_csv_holds_every_outcome_of_every_run(server):
    import io

    import pandas as pd

    found = server.post("/api/take/csv", {"state": small(**OUTREACH), "stage": 1}).json
    table = pd.read_csv(io.StringIO(found["text"]))
    assert list(table.columns) == ["scenario", "replicate", "month", "date", *outcome_names()]
    assert len(table) == 6 * 6
    assert set(table.scenario) == {"baseline-changed"}


def test_what_is_not_changed_keeps_its_name(server):
    state = small("question/13/yearly")
    text = server.post("/api/take/csv", {"state": state, "stage": 0}).json["text"]
    assert text.splitlines()[1].startswith('"yearly",')


def test_the_report_of_a_changed_scenario_does_not_speak_of_the_shipped_one(server):
    text = server.post("/api/take/report", {"state": small(**OUTREACH), "stage": 0}).json["text"]
    assert "Every value written here is also the default" not in text
    assert "with the changes made there" in text


def test_the_lines_of_python_give_the_numbers_of_the_page(server, tmp_path):
    state = small(**OUTREACH)
    found = server.post("/api/take/python", {"state": state, "stage": 1}).json
    text = found["text"].replace("print(sim.run(yours).headline)\n", "").replace(
        "print(sim.compare([baseline, yours]).table)",
        "t = sim.compare([baseline, yours], workers=1).table\n"
        "print(repr(float(t[t.outcome == 'adoption_share'].difference.iloc[-1])))")  # fmt: skip
    said = subprocess.run([sys.executable, "-c", text], capture_output=True, text=True, check=True)
    page = server.post("/api/run", {"state": state, "stage": 1}).json["headline"][0]
    assert page["outcome"] == "adoption_share"
    assert float(said.stdout) == page["difference"]


def test_the_command_names_the_shipped_file_and_every_change(server):
    state = small("question/13/three_years", strategy__accessibility__outreach=3.0)
    text = server.post("/api/take/command", {"state": state, "stage": 1}).json["text"]
    run, _, compare = text.splitlines()
    assert run.startswith("egov run scenarios/questions/q13/three_years.yaml --set strategy.acc")
    assert "--seed 7 --sample 200 --replications 6" in run
    assert compare.startswith("egov compare scenarios/questions/q13/yearly.yaml ")


@pytest.mark.slow
def test_the_report_is_one_file(server):
    found = server.post("/api/take/report", {"state": small(months=12), "stage": 1}).json
    assert found["mime"] == "text/html"
    assert found["text"].lstrip().lower().startswith("<!doctype html")
    assert "not a forecast" in found["text"]


def test_something_else_to_take_away_is_refused(server):
    assert server.post("/api/take/passwords", {"state": small()}).status == 404
