"""The district from inside: the schedule as the model runs it, a run's money, and twin lives."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

import sim.app
from sim.app.state import parse
from sim.experiments.twins import follow
from sim.schedule import SCHEDULE
from tests.app.serving import small

STATE = small(months=24)
OTHER = small("training_first", months=24)


@pytest.fixture(scope="module")
def run(server):
    """What happens inside one short run."""
    return server.post("/api/applications", {"state": STATE}).json


def test_the_schedule_is_the_one_that_the_model_runs(server):
    found = server.get("/api/district").json
    assert [step["name"] for step in found["steps"]] == [step.name for step in SCHEDULE]
    assert [step["sentence"] for step in found["steps"]] == [step.sentence for step in SCHEDULE]
    assert all(step["who"] and step["reads"] and step["writes"] for step in found["steps"])
    assert found["accounts"]["first"] == "general fund"


def test_every_rule_of_the_schedule_says_what_it_gives(server):
    rules = [rule for step in server.get("/api/district").json["steps"] for rule in step["rules"]]
    assert {"B1", "M1", "C10", "C11", "E9", "T4"} <= {rule["number"] for rule in rules}
    assert [rule["number"] for rule in rules if not rule["says"]] == []


def test_columns_are_told_in_words(server):
    steps = {step["name"]: step for step in server.get("/api/district").json["steps"]}
    held = {one["whose"] for one in steps["needs"]["writes"]}
    assert held == {"citizens", "businesses"}
    assert "petitions posted" in steps["needs"]["writes"][0]["names"]


def test_all_applications_have_phases_in_order(run):
    assert len(run["applications"]) == 71
    for one in run["applications"]:
        months = [month for month, _ in one["phases"]]
        assert months[0] == 0
        assert months == sorted(months)
        assert months[-1] <= 24
    assert len(run["dates"]) == 24


def test_decisions_know_the_step_in_which_they_were_taken(run):
    by_actor = {one["actor"]: one["step"] for one in run["decisions"]}
    assert by_actor["National Assembly"] == "politics"
    assert by_actor["MOGAHA"] == "requests"
    assert {one["step"] for one in run["decisions"]} <= {step.name for step in SCHEDULE}
    first = next(one for one in run["decisions"] if one["actor"] == "National Assembly")
    assert first["numbers"]["asked_usd"] == 1_000_000
    launched = [one for one in run["decisions"] if one["decision"].startswith("launches")]
    assert launched
    assert {one["step"] for one in launched} == {"launches"}


def test_money_is_kept_to_the_cent(run):
    inside = {"general fund", "accessibility", "capacity", "participation", "consolidation",
              "collaboration"}  # fmt: skip
    came = sum(f["usd"] for f in run["flows"] if f["source"] not in inside)
    went = sum(f["usd"] for f in run["flows"] if f["use"] not in inside)
    assert came > went > 0
    grant = [f for f in run["flows"] if f["source"] == "Ministry of Planning and Budget"]
    assert sum(f["usd"] for f in grant) == 1_000_000


def test_it_is_the_run_that_the_page_shows(server, run):
    shown = server.post("/api/run", {"state": STATE, "stage": 0}).json["minutes"]
    last = [{k: one[k] for k in ("month", "actor", "decision")} for one in run["decisions"][-3:]]
    assert [{k: one[k] for k in ("month", "actor", "decision")} for one in shown[-3:]] == last


def test_a_life_is_that_of_follow(server):
    found = server.post("/api/follow", {"a": STATE, "b": OTHER, "citizen": 42}).json
    lives = follow(parse(STATE).scenario, parse(OTHER).scenario, citizen=42)
    assert found["person"]["who"].split(",")[0] == lives.who.split(",")[0]
    assert re.search(r"trust 0\.\d\d of 1\b", found["person"]["who"])
    assert (found["parting"]["month"], found["parting"]["step"]) == (
        lives.parting.month, lives.parting.step,
    )  # fmt: skip
    assert found["parting"]["reasons"] == lives.reasons
    assert len(found["lines"]) == 4
    trust = next(line for line in found["lines"] if line["name"] == "trust")
    assert len(trust["a"]) == len(trust["b"]) == 25
    assert trust["unit"] == "0-1"
    assert trust["b"][-1] == pytest.approx(lives.b.states[-1]["trust"], abs=1e-3)
    feeling = next(line for line in found["lines"] if line["name"] == "satisfaction")
    assert feeling["b"][-1] == pytest.approx(100 * lives.b.states[-1]["satisfaction"], abs=1e-3)
    told = found["said"][0]
    assert len(told["columns"]) + told["rest"] == len(lives.parting.columns)
    assert all(one["a"] != one["b"] for one in told["columns"])
    assert len(found["dates"]) == 24


def test_nobody_named_finds_lives_that_part(server):
    found = server.post("/api/follow", {"a": STATE, "b": OTHER}).json
    assert "person" not in found
    assert {one["kind"] for one in found["found"]} <= {"citizen", "business", "employee"}
    assert found["parted"]["employee"] > 0
    assert found["people"]["citizen"] == 200
    lives = follow(parse(STATE).scenario, parse(OTHER).scenario, find=True)
    named = [(one["kind"], one["number"]) for one in lives.summary["found"]]
    assert [(one["kind"], one["number"]) for one in found["found"]] == named
    parts = next(one for one in found["found"] if one["why"] == "parts")
    assert f"month {parts['month']}" in lives.summary["found"][0]["why"]


def test_how_many_there_are_to_follow_is_told_with_the_run(server, run):
    found = server.post("/api/follow", {"a": STATE, "b": OTHER}).json
    assert run["people"] == found["people"]


def test_a_refusal_names_the_numbers_there_are_and_no_option_of_the_command(server):
    answer = server.post("/api/follow", {"a": STATE, "b": OTHER, "citizen": 200})
    assert "have the numbers 0 to 199" in answer.json["error"]
    assert "--" not in answer.json["error"]


def test_the_same_world_twice_never_parts(server):
    found = server.post("/api/follow", {"a": STATE, "b": STATE, "employee": 3}).json
    assert found["parting"] is None
    assert found["said"] == []
    assert found["parted"] == {"citizen": 0, "business": 0, "employee": 0}


@pytest.mark.parametrize(("changes", "words"), [
    ({"citizen": -1}, "whole number"),
    ({"citizen": 1e99}, "whole number"),
    ({"citizen": "42; rm -rf /"}, "whole number"),
    ({"citizen": None}, "whole number"),
    ({"citizen": 200}, "there is no citizen 200"),
    ({"citizen": 1, "employee": 1}, "One life at a time"),
    ({"a": None}, "a state is an object"),
    ({"b": {"base": "nothing"}}, "no shipped scenario"),
    ({"b": small("history")}, "start"),
    ({"b": small(district__residents=100_000)}, "other people"),
])  # fmt: skip
def test_a_hostile_question_about_a_life_gets_a_clear_sentence(server, changes, words):
    answer = server.post("/api/follow", {"a": STATE, "b": OTHER} | changes)
    assert answer.status == 400
    assert words in answer.json["error"]


@pytest.mark.parametrize("state", [None, 3, [], {"base": "x"}, {"months": 10**9}, {"set": [1]}])
def test_a_hostile_state_is_refused(server, state):
    answer = server.post("/api/applications", {"state": state})
    assert answer.status == 400
    assert answer.json["error"]


def test_the_page_tells_the_steps_in_the_words_of_the_schedule():
    """A step that changes shows here, so that its translation is looked at again."""
    words = json.loads((Path(sim.app.__file__).parent / "static/messages.json").read_text("utf-8"))
    told = {name: one["en"] for name, one in words["district_sentence"].items()}
    assert told == {step.name: step.sentence for step in SCHEDULE}
    who = {one for step in SCHEDULE for one in step.owner.split(", ")}
    assert who <= set(words["district_who"])
    assert {one for step in SCHEDULE for one in step.reads} <= set(words["district_term"])
