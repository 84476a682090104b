"""Every question of the case: its file, its scenarios, its answer."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

import sim
from sim.cli import call
from sim.errors import UserError
from sim.experiments.published import read_ensemble
from sim.questions.answer import Answer
from sim.questions.ask import question_plan
from sim.questions.catalogue import NUMBERS, find
from sim.questions.pairs import in_worlds, pair_row, verdict_of
from sim.reports.difference import is_clear

TINY = ["run.sample=300", "run.months=30", "run.replications=3"]
NUMBER = re.compile(r"\d")


@pytest.fixture(scope="module", params=NUMBERS, ids=lambda number: f"q{number:02d}")
def answer(request: pytest.FixtureRequest) -> Answer:
    return sim.question(request.param, overrides=TINY, workers=1, progress="none")


def test_a_question_says_what_it_is_about(answer: Answer):
    asked = find(answer.number)
    assert asked.case
    assert all(NUMBER.search(point.page) for point in asked.case)
    for text in (asked.asks, asked.varied, asked.look_at, asked.change_your_mind):
        assert len(text) > 30, text
    assert 2 <= len(asked.scenarios) <= 6
    assert asked.headline.outcome in asked.outcomes


def test_an_answer_is_five_sentences_a_table_and_a_figure(answer: Answer):
    assert len(answer.sentences) == 5
    for _, sentence in answer.sentences:
        assert sentence.endswith(".")
        assert "nan" not in sentence.lower().split()
        assert not re.search(r"\. [A-Z]", sentence), f"more than one sentence: {sentence}"
    text = answer.text(100)
    assert "±" in text or "no difference" in text
    assert max(map(len, text.splitlines())) <= 100
    drawing = answer.plot.answer()
    assert len(drawing.data), "the figure gives no data back"
    assert drawing.alt
    assert drawing.title
    assert answer.plot.answer(narrow=True).figure.get_size_inches()[0] < 5


def test_the_verdict_is_that_of_the_interval(answer: Answer):
    row = answer.headline
    again = pair_row(
        answer.comparison, row["outcome"], row["month"], row["scenario"], row["against"]
    )
    assert again["difference"] == row["difference"]
    worlds = [found for _, found in in_worlds(answer)] or [row]
    assert row["verdict"] == verdict_of(worlds)
    clear = [is_clear(found) and found["n_equal"] < found["n"] for found in worlds]
    assert row["verdict"] != "decided" or all(clear)
    if len(worlds) == 1:
        assert (row["verdict"] == "decided") == clear[0]


def test_the_report_holds_the_question_and_the_answer(answer: Answer, tmp_path: Path):
    answer.save(tmp_path / "out")
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert "What the case says" in page
    assert "What would change your mind" in page
    assert "http" not in page.replace("http://www.w3.org", "")
    assert (tmp_path / "out" / "figures" / "answer.png").exists()
    stored = Answer(read_ensemble(tmp_path / "out"))
    assert stored.sentences == answer.sentences


@pytest.mark.parametrize("number", NUMBERS)
def test_a_question_stays_within_its_minute(number: int):
    """At most 120 runs each; speed itself is measured by `python -m benchmarks.questions`."""
    plan = question_plan(number)
    assert plan.size <= 120
    assert plan.replications >= 20
    assert plan.sample is not None
    assert not plan.full_run


def test_there_is_no_fifteenth_question():
    with pytest.raises(UserError, match="fourteen"):
        find(15)


def test_the_list_names_all_fourteen(capsys: pytest.CaptureFixture[str]):
    assert call(["question"]) == 0
    listed = capsys.readouterr().out
    assert all(find(number).title in listed for number in NUMBERS)
    assert call(["question", "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)) == 14


def test_about_says_the_case_and_runs_nothing(capsys: pytest.CaptureFixture[str]):
    assert call(["question", "13", "--about"]) == 0
    said = capsys.readouterr().out
    assert "What would change your mind" in said
    assert "yearly.yaml" in said


def test_a_wrong_number_is_one_clear_sentence(capsys: pytest.CaptureFixture[str]):
    assert call(["question", "15"]) == 2
    assert "15" in capsys.readouterr().err
