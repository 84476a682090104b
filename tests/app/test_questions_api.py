"""The fourteen questions: their texts, their scenarios as states, forecasts and answers."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

import sim
import sim.app
from sim.app import api_questions, question_runs
from sim.app.api_questions import _shown
from sim.app.refusals import Refused
from sim.app.state import parse
from sim.questions.catalogue import NUMBERS, find

SMALL = ("run.replications=3", "run.sample=200", "run.full_run=no", "run.months=24")
GOOD = {"applications_live": {"higher": 0.7, "low": -1, "high": 2}}


@pytest.fixture(scope="module")
def answer():
    """The answer to question 13, from few and small runs."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(question_runs, "settings_of", lambda stage: SMALL)
        yield json.loads(question_runs.answered(13, 0, lambda month: None))


def test_all_fourteen_are_listed(server):
    found = server.get("/api/questions").json
    assert [one["number"] for one in found] == list(NUMBERS)
    assert all(one["title"] and one["asks"] for one in found)


@pytest.mark.parametrize("number", NUMBERS)
def test_a_question_opens_with_its_scenarios_and_what_to_predict(server, number):
    found = server.get(f"/api/questions/{number}").json
    asked = find(number)
    assert (found["title"], found["asks"]) == (asked.title, asked.asks)
    assert [one["short"] for one in found["scenarios"]] == [file.stem for file in asked.files]
    for one in found["scenarios"]:
        assert parse(one["state"]).as_dict() == one["state"]
    assert found["predict"]["outcomes"][0]["name"] == asked.headline.outcome
    assert found["predict"]["month"] == round(12 * asked.headline.year)
    assert found["predict"]["a"] != found["predict"]["b"]
    assert found["sizes"] == [{"seeds": 6, "sample": 2000}, {"seeds": 20, "sample": 5000}]
    changes = found["predict"]["changes"]
    assert changes["levers"] or changes["timeline"] or changes["district"]
    assert all(one["a"] != one["b"] for one in changes["levers"])


@pytest.mark.parametrize(("number", "status"), [
    ("0", 404), ("15", 404), ("99999", 404), ("..%2f..", 404), ("1e1", 404), ("-1", 404),
])  # fmt: skip
def test_no_other_question_is_there(server, number, status):
    answer = server.get(f"/api/questions/{number}")
    assert answer.status == status
    assert answer.json["error"]


@pytest.mark.parametrize("number", [0, 15, 1e9, "13; ls", None, True, [13], "x" * 1000])
def test_a_hostile_number_gets_a_clear_sentence(server, number):
    answer = server.post("/api/questions/answer", {"number": number})
    assert answer.status in (400, 404)
    assert "fourteen questions" in answer.json["error"]


@pytest.mark.parametrize("stage", [-1, 2, 0.5, "1", True, None, [1]])
def test_a_hostile_stage_gets_a_clear_sentence(server, stage):
    answer = server.post("/api/questions/answer", {"number": 13, "stage": stage})
    assert answer.status == 400
    assert "stage must be a whole number from 0 to 1" in answer.json["error"]


def test_what_scenario_a_comes_to_is_told_for_scale(server):
    """The numbers beside the fields of a forecast are those of one run of the command."""
    found = server.post("/api/questions/start", {"number": 6}).json
    asked = server.get("/api/questions/6").json["predict"]
    assert found["month"] == asked["month"]
    assert list(found["values"]) == [one["name"] for one in asked["outcomes"]]
    a = next(file for file in find(6).files if file.stem == asked["a"])
    months = f"run.months={asked['month']}"
    run = sim.run(a, overrides=["run.replications=1", "run.sample=2000", "run.full_run=no", months])
    expected = run.monthly["satisfaction_employees"].tail(12).mean()
    assert found["values"]["satisfaction_employees"]["value"] == pytest.approx(expected)
    assert server.post("/api/questions/start", {"number": 15}).status == 400


def test_a_stage_has_its_own_runs_and_few_large_answers_are_made_at_once(monkeypatch):
    assert "run.replications=20" in question_runs.settings_of(1)
    assert not set(question_runs.settings_of(0)) & set(question_runs.settings_of(1)[:2])
    under_way = {object(): (number, 1) for number in (1, 2, 3)}
    monkeypatch.setattr(api_questions, "_UNDER_WAY", under_way)
    api_questions._require_room(3, 1)  # the same answer is made once for all
    api_questions._require_room(4, 0)
    with pytest.raises(Refused, match="in a minute"):
        api_questions._require_room(4, 1)


@pytest.mark.parametrize(("forecasts", "words"), [
    (None, "forecasts must be an object"),
    ([], "forecasts must be an object"),
    ({}, "forecasts must be an object"),
    ({f"x{k}": {} for k in range(50)}, "forecasts must be an object"),
    ({"no_such": {}}, "is not asked here"),
    ({"<script>" * 100: {}}, "is not asked here"),
    ({"trust": 3}, "three numbers"),
    ({"trust": {"higher": "0.5", "low": 0, "high": 1}}, "three numbers"),
    ({"trust": {"higher": 2, "low": 0, "high": 1}}, "from 0 to 1"),
    ({"trust": {"higher": 0.5, "low": 1, "high": 0}}, "low comes first"),
    ({"trust": {"higher": 0.5, "low": -1e300, "high": 0}}, "three numbers"),
    ({"trust": {"higher": True, "low": 0, "high": 1}}, "three numbers"),
])  # fmt: skip
def test_a_hostile_forecast_is_refused_before_anything_is_run(server, forecasts, words):
    answer = server.post("/api/predict", {"number": 13, "forecasts": forecasts})
    assert answer.status == 400
    assert words in answer.json["error"]
    assert len(answer.json["error"]) < 600


def test_an_answer_has_five_sentences_a_table_and_a_figure(answer):
    assert len(answer["sentences"]) == 5
    assert answer["sentences"][0]["topic"] == "Answer"
    assert answer["headline"]["outcome"] == "applications_live"
    assert answer["table"]["rows"]
    assert {row["against"] for row in answer["table"]["rows"]} == {"yearly"}
    for name in ("wide", "narrow"):
        assert "<svg" in answer["figure"][name]
        assert "<script" not in answer["figure"][name]
    assert answer["figure"]["alt"]
    assert answer["figure"]["kind"] == "crossing"
    assert answer["command"].startswith("egov question 13 --replications 3")


def test_the_numbers_of_the_picture_come_with_it(answer):
    data = answer["figure"]["data"]
    assert data["columns"] == ["outcome", "month", "difference", "low", "high"]
    assert data["told"] == ["difference", "low", "high"]
    assert 0 < len(data["rows"]) <= question_runs.MOST_ROWS
    last = next(row for row in reversed(data["rows"]) if row["values"][0] == "applications_live")
    told = dict(zip(data["columns"], last["values"], strict=True))
    assert last["unit"] == "count"
    assert told["month"] == 24
    assert told["difference"] == pytest.approx(answer["headline"]["difference"])


def test_a_long_table_behind_a_picture_keeps_each_year():
    table = pd.DataFrame({"outcome": "trust", "month": range(1, 361), "mean": 0.5})
    data = question_runs._drawn(table, {"trust": {"unit": "0-1"}})
    assert [row["values"][1] for row in data["rows"]] == list(range(12, 361, 12))
    assert {row["unit"] for row in data["rows"]} == {"0-1"}


def test_a_forecast_is_scored_against_the_runs_of_the_answer(answer):
    found = json.loads(question_runs.scored(13, 0, {"applications_live": (0.7, -1.0, 2.0)},
                                            answer["truth"]))  # fmt: skip
    row = found["rows"][0]
    higher = [1 if one > 0 else 0 if one < 0 else 0.5 for one in answer["truth"][row["outcome"]]]
    assert row["brier"] == pytest.approx(sum((0.7 - one) ** 2 for one in higher) / len(higher))
    assert row["held"] is (-1 <= row["difference"] <= 2)
    assert "Brier score" in found["sentence"]
    half = [(0.5 - one) ** 2 for one in higher]
    assert found["always_50"] == pytest.approx(sum(half) / len(half))
    assert found["brier"] == row["brier"]


def test_the_score_is_not_in_the_answer(answer):
    shown = json.loads(_shown(json.dumps(answer).encode()))
    assert "truth" not in shown


@pytest.mark.slow
def test_an_answer_is_made_once_and_scored(server):
    found = server.post("/api/questions/answer", {"number": 13}).json
    assert found["size"]["seeds"] == 6
    done = server.page.engine.runs_done
    scored = server.post("/api/predict", {"number": 13, "forecasts": GOOD}).json
    assert scored["rows"][0]["n"] == 6
    assert server.post("/api/questions/answer", {"number": 13}).json == found
    assert server.page.engine.runs_done == done


def test_the_page_asks_in_the_words_of_the_questions():
    """A question that changes shows here, so that its translation is looked at again."""
    words = json.loads((Path(sim.app.__file__).parent / "static/messages.json").read_text("utf-8"))
    for field in ("asks", "varied", "look_at", "change_your_mind"):
        said = {number: one["en"] for number, one in words[f"questions_{field}"].items()}
        assert said == {str(number): getattr(find(number), field) for number in NUMBERS}
