"""The API: the shapes that the page builds on, and that every answer is the experiments' own."""

from __future__ import annotations

import pytest

from sim.app.answers import Line, facts_of
from sim.app.bases import bases
from sim.app.jobs import outcome_names
from sim.app.state import parse
from sim.app.twins import STAGES, run_task
from sim.experiments.asked import MAIN_OUTCOMES
from sim.parameters.catalogue import catalogue
from sim.summary import value_at
from tests.app.serving import alive, small, until

OUTREACH = {"strategy__accessibility__outreach": 3.0}


def test_the_server_says_that_it_is_there(server):
    found = server.get("/healthz").json
    assert found["ok"] is True
    assert len(found["code"]) == 8
    assert "ready" in found
    assert found["started"] == server.get("/api/about").json["started"]


def test_about_holds_every_lever_with_its_declaration(server):
    about = server.get("/api/about").json
    assert {"started", "version", "code", "caution", "evidence_line", "bases", "pillars",
            "assumptions", "outcomes", "stages", "limits", "languages"} == set(about)  # fmt: skip
    levers = {lever["path"]: lever for pillar in about["pillars"] for lever in pillar["levers"]}
    assert set(levers) == {p for p, one in catalogue().items() if one.section == "strategy"}
    for path, lever in levers.items():
        declared = catalogue()[path]
        assert (lever["low"], lever["high"]) == (declared.low, declared.high)
        assert (lever["default"], lever["source"]) == (declared.default, declared.source)
        assert lever["kind"] in ("number", "integer", "switch", "choice")
        if lever["kind"] in ("number", "integer"):
            assert (
                50 <= (lever["high"] - lever["low"]) / lever["step"] <= 1000 or lever["step"] == 1
            )
    assert [one["name"] for one in about["outcomes"]] == list(facts_of())
    assert {one["name"] for one in about["bases"]} == set(bases())
    assert about["bases"][0]["name"] == "baseline"
    assert about["caution"] == "An illustrative model, not a forecast."
    shown = [lever for group in about["assumptions"] for lever in group["levers"]]
    assert 10 <= len(shown) <= 40
    assert all(lever["path"].startswith("district.") for lever in shown)


def test_the_first_stage_is_one_twin_world(server):
    found = server.post("/api/run", {"state": small(**OUTREACH), "stage": 0}).json
    assert (found["stage"], found["stages"], found["seeds"], found["sample"]) == (0, 4, 1, 200)
    assert found["months"] == [1, 2, 3, 4, 5, 6]
    assert found["dates"][0] == "2002-08"
    assert set(found["lines"]) == {"baseline", "yours"}
    for line in found["lines"].values():
        assert list(line) == list(MAIN_OUTCOMES)
        for band in line.values():
            assert len(band["median"]) == 6
            assert band["low"] is band["high"] is None
    assert found["changed"] == {"policy": True, "assumption": False}
    assert {row["verdict"] for row in found["headline"]} <= {"one_run", "equal"}
    assert all(row["low"] is None for row in found["headline"])
    assert list(found["sentences"]) == list(MAIN_OUTCOMES)
    assert found["minutes"][0].keys() == {"month", "date", "actor", "decision", "reason"}
    assert found["reference"]["name"] == "baseline"


def test_more_seeds_give_bands_and_intervals(server):
    found = server.post("/api/run", {"state": small(**OUTREACH), "stage": 1}).json
    assert found["seeds"] == 6
    band = found["lines"]["yours"]["trust"]
    assert all(
        a <= b <= c for a, b, c in zip(band["low"], band["median"], band["high"], strict=True)
    )
    row = found["headline"][0]
    assert row["n"] == 6
    assert row["low"] <= row["difference"] <= row["high"]
    assert row["difference"] == pytest.approx(row["yours"] - row["baseline"])
    assert "95 % interval" in row["sentence"] or "no clear" in row["sentence"]


def test_a_changed_assumption_has_a_line_of_its_own(server):
    changes = OUTREACH | {"district__people__demand__failure_online": 0.4}
    found = server.post("/api/run", {"state": small(**changes), "stage": 0}).json
    assert set(found["lines"]) == {"baseline", "assumption", "yours"}
    assert found["changed"]["assumption"] is True
    parts = zip(found["headline"], found["headline_of_assumption"], found["headline_of_policy"],
                strict=True)  # fmt: skip
    for whole, assumption, policy in parts:
        assert whole["difference"] == pytest.approx(
            assumption["difference"] + policy["difference"], abs=1e-9
        )


def test_a_state_without_changes_is_the_baseline(server):
    found = server.post("/api/run", {"state": small(), "stage": 0}).json
    assert found["lines"]["yours"] == found["lines"]["baseline"]
    assert {row["verdict"] for row in found["headline"]} == {"equal"}


def test_a_question_is_laid_beside_its_first_scenario(server):
    state = small("question/13/three_years")
    found = server.post("/api/run", {"state": state, "stage": 0}).json
    assert found["reference"]["name"] == "question/13/yearly"


def test_the_same_again_comes_from_memory(server):
    state = small(strategy__accessibility__kiosks=77)
    first = server.post("/api/run", {"state": state, "stage": 0}).json
    done = server.page.engine.runs_done
    again = server.post("/api/run", {"state": state, "stage": 0}).json
    assert server.page.engine.runs_done == done
    assert first.pop("ms") >= again.pop("ms")
    assert first == again


def test_neighbours_named_ahead_are_there_when_asked(server):
    path = "strategy.accessibility.kiosks"
    ahead = [{path: 31}, {path: 33}, {path: -1}, {"strategy.none": 3}]
    state = small(strategy__accessibility__kiosks=32)
    assert server.post("/api/run", {"state": state, "stage": 0, "ahead": ahead}).status == 200
    near = [run_task(parse(small(strategy__accessibility__kiosks=k))) for k in (31, 33)]
    until(lambda: server.page.engine.has(near), "the neighbours")
    done = server.page.engine.runs_done
    assert server.post("/api/run", {"state": small(strategy__accessibility__kiosks=33), "stage": 0}
                       ).status == 200  # fmt: skip
    assert server.page.engine.runs_done == done


def test_other_outcomes_can_be_asked_for(server):
    asked = {"state": small(), "stage": 0, "outcomes": ["kiosk_share", "trust"]}
    assert list(server.post("/api/run", asked).json["sentences"]) == ["kiosk_share", "trust"]
    wrong = server.post("/api/run", asked | {"outcomes": ["kiosk_shar"]})
    assert wrong.status == 400
    assert "kiosk_share" in wrong.json["error"]


@pytest.mark.parametrize(("body", "path", "words"), [
    ({}, "", "a state is an object"),
    ({"state": 5}, "", "a state is an object"),
    ({"state": {"base": "basline"}}, "base", "baseline"),
    ({"state": {}, "stage": 4}, "stage", "0 to 3"),
    ({"state": {}, "stage": "0"}, "stage", "0 to 3"),
    ({"state": {}, "outcomes": []}, None, "list of names"),
    ({"state": small(), "ahead": [{}] * 9}, None, "at most 8"),
])  # fmt: skip
def test_a_mistake_is_answered_with_a_sentence(server, body, path, words):
    answer = server.post("/api/run", body)
    assert answer.status == 400
    assert words in answer.json["error"] + str(answer.json["problems"])
    if path is not None:
        assert path in [one["path"] for one in answer.json["problems"]]


def test_about_holds_nothing_that_the_page_does_not_read(server):
    about = server.get("/api/about").json
    assert not any("formula" in one for one in about["outcomes"])
    assert not any("allowed" in one for pillar in about["pillars"] for one in pillar["levers"])


def test_values_at_a_month_are_those_of_the_summary():
    """Every outcome, stock and flow, to the last bit."""
    import numpy as np
    import pandas as pd

    names, months, seeds = outcome_names(), 17, 7
    draw = np.random.default_rng(5)
    numbers = draw.lognormal(0, 9, (seeds, len(names), months))
    line = Line(numbers)
    frame = pd.concat([
        pd.DataFrame(dict(zip(names, run, strict=True))).assign(
            replicate=seed + 1, month=range(1, months + 1))
        for seed, run in enumerate(numbers)
    ])  # fmt: skip
    for month in (1, 5, 12, 17):
        found = line.at(names, month)
        for name in names:
            told = value_at(frame, facts_of()[name], month).to_numpy()
            assert (found[name] == told).all(), (name, month)


def test_the_stages_are_those_of_the_page():
    assert [(stage.seeds, stage.sample) for stage in STAGES] == [
        (1, 0),
        (6, 0),
        (20, 0),
        (20, 20_000),
    ]


def test_unknown_neighbours_are_left_out_without_looking_for_the_nearest_name(server, monkeypatch):
    def never(*_):
        raise AssertionError("a sentence was made that nobody reads")

    monkeypatch.setattr("sim.scenario.messages.unknown_parameter", never)
    near = [{"strategy.accessibility.kiosk": 1}, {"a": 1, "b": 2, "": 3}, {"run.seed": 1}, 7, None]
    asked = {"state": small(), "ahead": near}
    assert server.post("/api/ahead", asked).json == {"ok": True}
    alive(server)


def test_a_few_unknown_outcomes_get_their_nearest_name_and_all_a_word(server):
    given = [f"adoption_shar{k}" for k in range(12)]
    problems = server.post("/api/run", {"state": small(), "outcomes": given}).json["problems"]
    assert "the nearest name is adoption_share" in problems[4]["message"]
    assert problems[5]["message"] == "there is no outcome 'adoption_shar5'."
    assert len(problems) == 12


def test_what_a_hand_may_ask_for_next_is_computed_meanwhile(server):
    state, path = small(months=7), "strategy.accessibility.kiosks"
    asked = {"state": state, "ahead": [{path: 31}, {path: 32}, {path: 10**9}]}
    answer = server.post("/api/ahead", asked, session="session-hover")
    assert (answer.status, answer.json) == (200, {"ok": True})
    near = [run_task(parse(state | {"set": {path: value}})) for value in (31, 32)]
    until(lambda: server.page.engine.has(near), "the neighbours to be computed")
    done = server.page.engine.runs_done
    moved = {"state": state | {"set": {path: 32}}, "stage": 0}
    assert server.post("/api/run", moved, session="session-hover").status == 200
    assert server.page.engine.runs_done == done


@pytest.mark.parametrize(("body", "words"), [
    ({"state": small(), "ahead": [{}] * 9}, "at most 8"),
    ({"state": small(), "ahead": "all"}, "a list"),
    ({"state": small(), "ahead": [{"a": 1, "b": 1, "c": 1, "d": 1}]}, "at most 3 values"),
    ({"ahead": []}, "a state is an object"),
])  # fmt: skip
def test_looking_ahead_is_refused_with_a_sentence(server, body, words):
    answer = server.post("/api/ahead", body)
    assert answer.status == 400
    assert words in answer.json["error"]
