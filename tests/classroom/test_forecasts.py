"""Predict first: what may be answered, what is locked, and scores with known answers."""

from __future__ import annotations

import io
import json
from pathlib import Path

import numpy as np
import pytest

from sim.classroom.asking import ask, disagreement, from_file, unit_of
from sim.classroom.calibration_figure import calibration_drawing
from sim.classroom.debrief import forecast_words
from sim.classroom.predict import Scored
from sim.classroom.predictions import Belief, Forecast, calibration, question_of, score
from sim.cli import call
from sim.errors import OutputError, ScenarioError, UserError
from sim.execution import task
from sim.experiments.published import outcomes_of
from sim.scenario import Scenario
from tests.classroom.hand_in import MODEL, team

A = Scenario.defaults()
B = A.with_values({"strategy.capacity.manuals": 0.5})
ASKED = question_of(A, B, 60, ["adoption_share", "trust"], names=("a", "b"))
FACTS = {one["name"]: one for one in outcomes_of("")}
HELD = Belief(0.7, -0.01, 0.03)


def one(higher: float, low: float = -1.0, high: float = 1.0) -> Forecast:
    return Forecast("me", ASKED, {"trust": Belief(higher, low, high)})


# Scores ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("higher", "truth", "brier"),
    [
        (1.0, [1, 2, 3], 0), (0.0, [1, 2, 3], 1), (0.5, [1, -1, 5], 0.25), (0.7, [1, 1], 0.09),
        (0.7, [-1, -1], 0.49), (0.5, [0, 0], 0), (1.0, [0, 0], 0.25), (0.75, [1, 1, 1, -1], 0.1875),
    ],
)  # fmt: skip
def test_brier_scores_with_known_answers(higher, truth, brier):
    row = score(one(higher), {"trust": truth}).iloc[0]
    assert row["brier"] == pytest.approx(brier)


def test_nobody_beats_the_share_that_came_true():
    truth = {"trust": [1, 1, 1, -1]}
    scores = {p: score(one(p), truth)["brier"][0] for p in np.linspace(0, 1, 21)}
    assert min(scores, key=scores.get) == pytest.approx(0.75)
    assert score(one(0.2), truth)["best"][0] == pytest.approx(min(scores.values()))


def test_a_range_holds_the_mean_difference():
    held = score(one(0.5, 1.0, 2.0), {"trust": [1.4, 1.6]}).iloc[0]
    assert held["held"]
    assert held["difference"] == pytest.approx(1.5)
    assert not score(one(0.5, 1.6, 2.0), {"trust": [1.4, 1.6]}).iloc[0]["held"]
    assert not score(one(0.5), {"trust": []}).iloc[0]["held"]


def test_calibration_of_many():
    rows = [score(one(p), {"trust": truth}) for p, truth in
            ((0.9, [1, 1]), (0.85, [1, -1]), (0.1, [-1]), (0.1, [1]), (1.0, [1]))]  # fmt: skip
    import pandas as pd

    table = calibration(pd.concat(rows))
    assert table["n"].tolist() == [2, 3]
    assert table["came"].tolist() == pytest.approx([0.5, 2.5 / 3])
    words = forecast_words(pd.concat(rows))
    assert "over 5 beliefs" in words


def test_the_paragraph_says_better_and_worse():
    assert "better than always" in forecast_words(score(one(1.0), {"trust": [1.0, 1.0]}))
    assert "worse than always" in forecast_words(score(one(1.0), {"trust": [-1.0, -1.0]}))
    undecided = forecast_words(score(one(0.5), {"trust": [-1.0, 1.0]}))
    assert "1 of the 1 are undecided" in undecided


def test_always_saying_50_is_scored_in_the_same_runs():
    ties = {"trust": [1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]}
    assert score(one(0.5), {"trust": [1.0, -1.0]})["always_50"][0] == 0.25
    made = score(one(0.0), ties)
    assert made["always_50"][0] == pytest.approx(0.25 / 9)
    assert "worse than always saying 50 % (0.03)" in forecast_words(made)
    assert "as good as always saying 50 % (0.03)" in forecast_words(score(one(0.5), ties))


def test_the_figure_holds_the_same_score_of_always_50():
    drawing = calibration_drawing(score(one(0.0), {"trust": [1.0, 0.0, 0.0]}), FACTS)
    assert "against 0.08 for always 50 %" in drawing.title


# Asking ---------------------------------------------------------------------------------------


def test_wrong_answers_are_asked_again():
    lines = iter(["seventy", "0.7", "120", "nan", "70 %", "-1", "-2", "-1", "3",
                  "60", "x", "0", "0.1", "yes"])  # fmt: skip
    heard: list[str] = []
    found = ask(ASKED, FACTS, lambda prompt: next(lines), heard.append)
    assert found == {"adoption_share": HELD, "trust": Belief(0.6, 0.0, 0.1)}
    said = "\n".join(heard)
    for words in ('"seventy" is no number', "as in 70", '"120" is no probability',
                  '"nan" is no number', "the high end (-2) is below the low end (-1)"):  # fmt: skip
        assert words in said


def typed(*lines: str) -> tuple[dict[str, Belief], str]:
    """Return what `ask` makes of some lines, and all that it says."""
    answers, heard = iter(lines), list[str]()
    found = ask(ASKED, FACTS, lambda prompt: next(answers), heard.append)
    return found, "\n".join(heard)


def test_answers_are_read_back_and_can_be_changed():
    found, heard = typed("70", "-1", "3", "60", "0", "0.1",
                         "maybe", "3", "0", "2", "40", "-0.2", "0", "yes")  # fmt: skip
    assert found == {"adoption_share": HELD, "trust": Belief(0.4, -0.2, 0.0)}
    assert "higher with 70 %; from -1 to 3 (points of 100)" in heard
    assert '"maybe" is neither yes nor a line from 1 to 2' in heard
    assert "2 again. Trust" in heard


def test_a_wrong_low_end_forces_no_wrong_high_end():
    found, heard = typed("70", "30", "3", "-1", "3", "60", "0", "0.1", "y")
    assert found["adoption_share"] == HELD
    assert "both ends once more" in heard


@pytest.mark.parametrize(
    ("belief", "words"),
    [
        (Belief(0.6, 0.01, 0.03), "above zero means higher with 80 % at least; you said 60 %"),
        (Belief(0.6, -0.03, -0.01), "below zero means higher with 20 % at most; you said 60 %"),
        (Belief(0.8, 0.01, 0.03), ""), (Belief(0.2, -0.03, -0.01), ""), (Belief(0.6, 0, 1), ""),
    ],
)  # fmt: skip
def test_a_probability_that_the_range_contradicts_is_pointed_out(belief, words):
    said = disagreement(belief)
    assert words in said
    assert bool(words) == bool(said)


def test_the_contradiction_stands_beside_what_is_read_back():
    assert "These disagree" in typed("60", "1", "3", "60", "0", "1", "yes")[1]


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        ("trust", "on its scale of 0 to 1"), ("law_changed", "on its scale of 0 to 1"),
        ("applications_live", "how many"), ("petitions", "how many a year"),
        ("vendor_price", "as a ratio"), ("incident_hazard_per_year", "times a year"),
        ("documents_carried", "documents a year"),
    ],
)  # fmt: skip
def test_only_what_has_a_scale_of_0_to_1_is_asked_for_on_it(outcome, words):
    assert unit_of(FACTS[outcome]).words == words


def test_units_are_those_a_person_would_use():
    assert unit_of(FACTS["adoption_share"]).words == "points of 100"
    assert unit_of(FACTS["cost_per_case_usd"]).words == "USD"
    assert unit_of(FACTS["satisfaction_citizens"]).factor == 1.0


def answers(folder: Path, text: str) -> Path:
    path = folder / "mine.yaml"
    path.write_text(text, encoding="utf-8")
    return path


GOOD = "adoption_share: {higher: 70 %, low: -1, high: 3}\ntrust: {higher: 60, low: 0, high: 0.1}\n"


def test_answers_from_a_file(tmp_path):
    found = from_file(answers(tmp_path, GOOD), ASKED, FACTS)
    assert found == {"adoption_share": HELD, "trust": Belief(0.6, 0.0, 0.1)}


def test_all_that_is_wrong_with_a_file_is_said_at_once(tmp_path):
    text = "adoption_shar: {higher: 70}\ntrust: {higher: 170, low: 3, hihg: 1}\n"
    with pytest.raises(ScenarioError) as error:
        from_file(answers(tmp_path, text), ASKED, FACTS)
    said = str(error.value)
    for words in ("Did you mean adoption_share", "no answer for adoption_share", "170",
                  "has no hihg", "lacks high", "line 2"):  # fmt: skip
        assert words in said
    with pytest.raises(ScenarioError, match="below the low end"):
        from_file(answers(tmp_path, GOOD.replace("high: 3", "high: -3")), ASKED, FACTS)


# Locked ---------------------------------------------------------------------------------------


def test_a_forecast_is_written_once_and_read_back(tmp_path):
    made = Forecast("me", ASKED, {"trust": HELD})
    path = made.write(tmp_path / "me.forecast.yaml")
    assert Forecast.read(path) == made
    with pytest.raises(OutputError, match="is there already"):
        made.write(path)


def test_a_forecast_changed_afterwards_is_refused(tmp_path):
    path = Forecast("me", ASKED, {"trust": HELD}).write(tmp_path / "me.forecast.yaml")
    path.write_text(path.read_text().replace("0.7", "0.9"))
    with pytest.raises(UserError, match="changed after it was made"):
        Forecast.read(path)


def test_the_hash_is_of_the_question_and_not_of_how_often_it_is_run():
    more = B.with_values({"run.replications": 99, "run.sample": 500})
    same = question_of(A, more, 60, ASKED.outcomes, names=("c", "d"))
    assert same.hash == ASKED.hash
    assert question_of(A, B, 12, ASKED.outcomes).hash != ASKED.hash
    assert question_of(A, A, 60, ASKED.outcomes).hash != ASKED.hash


# The command ----------------------------------------------------------------------------------


@pytest.fixture
def egov(without_figures, monkeypatch, capsys, tmp_path):
    monkeypatch.setattr(task, "REAL_MODEL", MODEL)
    monkeypatch.chdir(tmp_path)
    small = "\nrun: {replications: 4, sample: 500}\n"
    for name, levers in (("a", ""), ("b", "  capacity: {training_hours_clerk: 30}")):
        path = team(tmp_path, f"{name}.yaml", levers)
        path.write_text(path.read_text() + small)

    def run(*args: object, typed: str = "") -> tuple[int, str, str]:
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        code = call([str(arg) for arg in args])
        seen = capsys.readouterr()
        return code, seen.out, seen.err

    return run


class NoFigure:
    """Writes no picture."""

    def save(self, stem: Path) -> list[Path]:
        return [Path(f"{stem}.csv")]


def no_figure(self, narrow: bool = False) -> NoFigure:
    return NoFigure()


PREDICT = ("predict", "a.yaml", "b.yaml", "--name", "me", "--outcome", "trust", "--workers", 1)


def test_forecast_first_then_the_runs_then_the_score(egov, tmp_path):
    code, out, err = egov(*PREDICT, typed="80\n0\nx\n1\nyes\n")
    assert code == 0, err
    assert (tmp_path / "me.forecast.yaml").is_file()
    assert out.index("Locked") < out.index("you said")
    assert "A Brier score of 0.04" in out
    for ending in ("csv", "png", "svg"):
        assert (tmp_path / f"me.score.{ending}").is_file()
    before = (tmp_path / "me.forecast.yaml").read_bytes()
    code, out, err = egov(*PREDICT, typed="10\n0\n1\nyes\n")
    assert (code, out) == (2, "")
    assert "a forecast was made already under this name" in err
    assert "--score" in err
    code, out, _ = egov(*PREDICT, "--score")
    assert (code, "is taken as it is" in out) == (0, True)
    assert (tmp_path / "me.forecast.yaml").read_bytes() == before


def test_answers_from_a_file_and_finished_results(egov, tmp_path, monkeypatch):
    egov("compare", "a.yaml", "b.yaml", "--workers", 1, "--out", "done", "--quiet")
    monkeypatch.setattr(Scored, "figure", no_figure)
    answers(tmp_path, "trust: {higher: 80, low: 0, high: 1}\n")
    code, out, err = egov(*PREDICT, "--answers", "mine.yaml", "--results", "done", "--json")
    assert code == 0, err
    data = json.loads(out)
    assert data["brier"] == pytest.approx(0.04)
    assert data["outcomes"][0]["held"] is True
    code, _, err = egov(*PREDICT, "--answers", "mine.yaml", "--results", "done")
    assert (code, "was made already" in err) == (2, True)
    code, _, err = egov(*PREDICT, "--score", "--year", 1, "--results", "done")
    assert (code, "of something else" in err) == (2, True)


def test_asking_only_runs_nothing(egov, tmp_path):
    code, out, _ = egov(*PREDICT, "--only-ask", typed="80\n0\n1\nyes\n")
    assert (code, "Nothing was run" in out) == (0, True)
    assert not (tmp_path / "outputs").exists()
    code, _, err = egov(*PREDICT, "--only-ask", typed="20\n0\n1\nyes\n")
    assert (code, "was made already" in err) == (2, True)


def test_answers_of_a_file_that_disagree_are_pointed_out(egov, tmp_path):
    answers(tmp_path, "trust: {higher: 60, low: 0.1, high: 1}\n")
    code, _, err = egov(*PREDICT, "--answers", "mine.yaml", "--only-ask")
    assert (code, "Trust in the district. These disagree" in err) == (0, True)


@pytest.mark.parametrize(
    ("args", "typed", "words"),
    [
        (["predict"], "", "two scenarios"), (["predict", "99"], "", "no question 99"),
        (["predict", "a.yaml"], "", "two scenarios"),
        (["predict", "a.yaml", "c.yaml"], "", "no such file"),
        ([*PREDICT, "--year", "50"], "", "outside the run"),
        ([*PREDICT], "80\n0\n", "the answers ended"),
        (["predict", "a.yaml", "b.yaml", "--outcome", "trus"], "", "nearest name is trust"),
        ([*PREDICT, "--results", "nowhere"], "", "nowhere"),
        ([*PREDICT, "--name", "///"], "", "letters"),
        ([*PREDICT], "80\n0\n1\n", "a yes at the end"),
        (["predict", "a.yaml", "a.yaml"], "", "nothing to forecast"),
        ([*PREDICT, "--score"], "", "no such forecast"),
        ([*PREDICT, "--score", "--only-ask"], "", "cannot go with it"),
    ],
)  # fmt: skip
def test_what_cannot_be_gets_one_sentence(egov, tmp_path, args, typed, words):
    code, _, err = egov(*args, typed=typed)
    assert code == 2
    assert words in err
    assert "Traceback" not in err
    assert not list(tmp_path.glob("*.forecast.yaml"))
