"""A term played through the API is the session of `egov play`, and nothing is remembered of it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pandas as pd
import pytest
import yaml

import sim.app
from sim.app.state import parse
from sim.session.moods import CLAUSES
from sim.session.report import REPORTED
from sim.session.scorecard import COMPARED, YOU, Scorecard
from sim.session.session import Session
from tests.app.serving import small

STATIC = Path(sim.app.__file__).parent / "static"
OUTREACH = "strategy.accessibility.outreach"
TRAINING = "strategy.capacity.training_hours_clerk"
TERM = {"state": small(), "months": 18}
ROUNDS = [{OUTREACH: 2.0}, {}, {TRAINING: 30.0}]


def played(server, rounds, **more):
    return server.post("/api/play", TERM | {"rounds": rounds} | more)


def session(rounds):
    state = parse(TERM["state"])
    term = Session(state.scenario, sample=state.sample, seed=state.seed, months=18)
    for levers in rounds:
        term.set(levers)
        term.advance()
    return term


def test_before_the_first_round_there_is_a_report_and_what_may_be_set(server):
    found = played(server, []).json
    assert (found["round"], found["rounds"], found["month"]) == (0, 3, 0)
    assert found["months_per_round"] == 6
    assert found["is_over"] is False
    assert found["next_date"] == "2002-08"
    assert "One world" in found["note"]
    assert len(found["moods"]) == 6
    assert found["past"] == [{"round": 0, "moods": [mood["score"] for mood in found["moods"]]}]
    paths = {lever["path"] for lever in found["levers"]}
    assert OUTREACH in paths
    assert "strategy.budget.grant_usd" not in paths
    assert all(lever["now"] == lever["was"] for lever in found["levers"])


def test_the_first_round_is_laid_against_the_start(server):
    start, first = (played(server, rounds).json["outcomes"] for rounds in ([], [{}]))
    for name, one in first.items():
        began = start[name]["value"]
        change = None if began is None else one["value"] - began
        assert one["change"] == change
    assert first["trust"]["change"] is not None
    assert first["adoption_share"]["change"] is None
    came = played(server, [{}]).json["past"][1]["changes"]
    assert {one["name"]: one["change"] for one in came} == {
        one["name"]: first[one["name"]]["change"] for one in came
    }


def test_reasons_of_moods_are_numbers_with_words_in_both_languages(server):
    words = json.loads((STATIC / "messages.json").read_text("utf-8"))["play_because"]
    script = (STATIC / "views" / "play_because.js").read_text("utf-8")
    assert set(words) == set(CLAUSES)
    for key, sentence in CLAUSES.items():
        places = set(re.findall(r"\{(\w+)", sentence))
        assert set(re.findall(r"\{(\w+)\}", words[key]["ko"])) == places
        assert f"  {key}: " in script
    for mood in played(server, ROUNDS).json["moods"]:
        assert mood["clauses"]
        told = [CLAUSES[key].format(**numbers) for key, numbers in mood["clauses"]]
        assert "; ".join(told) == mood["because"]


def test_the_rounds_are_those_of_a_session(server):
    found = played(server, ROUNDS[:2]).json
    report = session(ROUNDS[:2]).report()
    assert list(found["outcomes"]) == list(REPORTED)
    for reading in report.outcomes:
        shown = found["outcomes"][reading.name]
        assert (shown["value"], shown["change"]) == (reading.value, reading.change)
    assert found["money"]["left"] == report.money.left
    assert [mood["score"] for mood in found["moods"]] == [mood.score for mood in report.moods]
    assert [item["decision"] for item in found["news"]] == [n.decision for n in report.news]
    assert [one["set"] for one in found["past"][1:]] == ROUNDS[:2]
    assert found["course"]["months"] == list(range(1, 13))
    assert found["course"]["dates"][0] == "2002-08"
    now = found["course"]["lines"]["adoption_share"][-1]
    assert now == report["adoption_share"].value


def test_levers_set_for_the_round_to_come_change_the_money_and_not_the_world(server):
    before, after = (played(server, ROUNDS[:1], next=n).json for n in ({}, {OUTREACH: 3.0}))
    assert after["money"]["running"] > before["money"]["running"]
    assert after["money"]["left"] < before["money"]["left"]
    assert after["set"] == {OUTREACH: 3.0}
    assert after["outcomes"] == before["outcomes"]
    lever = next(one for one in after["levers"] if one["path"] == OUTREACH)
    assert (lever["was"], lever["now"]) == (2.0, 3.0)


def test_what_is_too_dear_is_refused_and_the_report_stays(server):
    dear = {"strategy.participation.staff_to_answer": 40, OUTREACH: 5.0,
            "strategy.consolidation.security_usd_per_year": 2_000_000.0}  # fmt: skip
    found = played(server, [], next=dear).json
    assert "over budget" in found["refused"]
    assert found["set"] == {}
    refused = played(server, [dear])
    assert refused.status == 400
    assert refused.json["error"].startswith("Round 1: over budget")


def test_undo_is_asking_for_fewer_rounds(server):
    one = played(server, ROUNDS[:1]).body
    played(server, ROUNDS[:2])
    assert played(server, ROUNDS[:1]).body == one


def test_another_seed_is_another_world(server):
    other = TERM | {"rounds": ROUNDS[:1], "state": small() | {"seed": 8}}
    assert server.post("/api/play", other).json["news"] != played(server, ROUNDS[:1]).json["news"]


def test_the_end_of_a_term_is_laid_beside_the_strategies(server):
    over = played(server, ROUNDS).json
    assert over["is_over"] is True
    found = server.post("/api/play/score", TERM | {"rounds": ROUNDS}).json
    assert found["month"] == 18
    assert found["rows"][0]["name"] == found["you"]
    assert len(found["rows"]) > 8
    assert {len(row["values"]) for row in found["rows"]} == {len(found["columns"])}
    assert all(1 <= one["place"] <= len(found["rows"]) for one in found["columns"])
    assert found["command"].startswith("egov compare scenarios/baseline.yaml my-term.yaml scen")
    place = [one["name"] for one in found["columns"]].index("adoption_share")
    assert found["rows"][0]["values"][place] == over["outcomes"]["adoption_share"]["value"]


def test_a_place_goes_by_the_numbers_before_they_are_rounded(server):
    found = server.post("/api/play/score", TERM | {"rounds": ROUNDS}).json
    for k, column in enumerate(found["columns"]):
        ordered = sorted((row["values"][k] for row in found["rows"]),
                         reverse=column["better"] > 0)  # fmt: skip
        assert column["place"] == 1 + ordered.index(found["rows"][0]["values"][k])
    rows = {YOU: 0.6701, "one": 0.6702, "same": 0.6701}
    table = pd.DataFrame(dict.fromkeys(COMPARED, rows))
    card = Scorecard(table, 48, Path("strategies"), None)
    assert card.rank("trust") == 2
    assert card.rank("cost_per_case_usd") == 1


def test_the_luck_of_a_world_is_told_by_bands_over_several(server):
    term = {"state": small(), "months": 6, "rounds": [{}]}
    found = server.post("/api/play/score", term | {"worlds": 5}).json
    assert found["worlds"] == 5
    for row in found["rows"]:
        low, high = row["bands"]
        assert all(a <= b for a, b in zip(low, high, strict=True))
    one = server.post("/api/play/score", term).json
    assert [row["values"] for row in one["rows"]] == [row["values"] for row in found["rows"]]
    assert {tuple(row["bands"]) for row in one["rows"]} == {(None, None)}


def test_what_came_of_a_round_is_laid_beside_the_same_round_without_its_levers(server):
    found = played(server, ROUNDS[:1]).json
    bare = played(server, [{}]).json
    assert found["without"] == bare["past"][1]["changes"]
    assert found["without"] != found["past"][1]["changes"]
    assert bare["without"] is None


def test_a_scorecard_comes_at_the_end_only(server):
    answer = server.post("/api/play/score", TERM | {"rounds": ROUNDS[:1]})
    assert answer.status == 400
    assert "end of the term" in answer.json["error"]


def test_a_term_can_be_taken_away_and_played_on(server, tmp_path):
    asked = TERM | {"rounds": ROUNDS[:2], "next": ROUNDS[2]}
    found = server.post("/api/play/file", asked).json
    file = tmp_path / found["filename"]
    file.write_text(found["text"], encoding="utf-8")
    term = Session.load(file)
    assert (term.round, term.waiting) == (2, ROUNDS[2])
    assert term.report()["adoption_share"] == session(ROUNDS[:2]).report()["adoption_share"]
    assert yaml.safe_load(found["text"])["strategy"]["accessibility"]["outreach"] == 2.0
    assert str(tmp_path.anchor) + "work" not in found["text"]


@pytest.mark.parametrize(("changes", "words"), [
    ({"rounds": "all"}, "list of objects"),
    ({"rounds": [1]}, "list of objects"),
    ({"rounds": [[]]}, "list of objects"),
    ({"rounds": [{}] * 4}, "3 rounds"),
    ({"rounds": [{}] * 5000}, "3 rounds"),
    ({"next": []}, "next must be"),
    ({"months": 1e9}, "months must be"),
    ({"months": True}, "months must be"),
    ({"months": "48"}, "months must be"),
    ({"rounds": [{"strategy.accessibility.outreech": 2}]}, "outreach"),
    ({"rounds": [{OUTREACH: "../../etc/passwd"}]}, "must be a number"),
    ({"rounds": [{OUTREACH: -1}]}, "outreach"),
    ({"rounds": [{OUTREACH: 1e300}]}, "outreach"),
    ({"rounds": [{OUTREACH: [2]}]}, "outreach"),
    ({"rounds": [{OUTREACH: {"a": 2}}]}, "outreach"),
    ({"rounds": [{OUTREACH: None}]}, "outreach"),
    ({"rounds": [{"strategy.budget.grant_usd": 5e6}]}, "not the mayor's to set"),
    ({"rounds": [{"district.residents": 100_000}]}, "not a lever"),
    ({"rounds": [{"run.seed": 3}]}, "not set here"),
    ({"rounds": [{"__class__": 1}]}, "__class__"),
    ({"state": {"base": "../baseline"}}, "no shipped scenario"),
    ({"state": 7}, "state"),
    ({"state": small(sample=20_000), "months": 120}, "a sample of at most 10,000 citizens"),
])  # fmt: skip
def test_a_hostile_round_gets_a_clear_sentence(server, changes, words):
    answer = server.post("/api/play", TERM | {"rounds": []} | changes)
    assert answer.status == 400
    assert words in answer.json["error"]
    assert "Traceback" not in answer.json["error"]


@pytest.mark.parametrize("value", ["1e9", -1, "<script>", [1]])
def test_a_hostile_lever_to_come_is_refused_in_words(server, value):
    answer = played(server, [], next={OUTREACH: value})
    assert answer.status == 200
    assert "outreach" in answer.json["refused"]
