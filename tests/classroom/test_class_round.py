"""A class round with the stand-in model: leaderboard, debrief, folder, forecasts, exit codes."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

import sim
from sim.classroom.collect import collect
from sim.classroom.predictions import Belief, Forecast, question_of
from sim.cli import call
from sim.execution import task
from sim.reports.headline import CAUTION
from sim.scenario import Scenario, load_scenario
from tests.classroom.hand_in import MODEL, SMALL, team


def collected(folder: Path, **asked):
    return collect(folder, model=asked.pop("model", MODEL), workers=1, progress="none", **asked)


def said(result) -> dict[str, str]:
    return dict(result.sentences)


@pytest.fixture
def three(folder):
    """A third team that does as the first."""
    team(folder, "zulu.yaml", "  capacity: {training_hours_clerk: 20}")
    return collected(folder)


def test_the_leaderboard_is_that_of_the_formulas(three):
    board = three.leaderboard.set_index("team")
    assert list(board.index) == ["alpha", "zulu", "bravo"]
    assert board.loc["alpha", "overall_difference"] == pytest.approx(10, abs=0.5)
    assert board.loc["bravo", "overall_difference"] == pytest.approx(-10, abs=0.5)
    assert board.loc["alpha", ["rank_best", "rank_worst"]].tolist() == [1, 2]
    assert board.loc["alpha", "level_with"] == "zulu"
    assert board.loc["bravo", "rank_best"] == 3
    assert board.loc["bravo", "chance_first"] == 0
    low, high = board.loc["alpha", ["adoption_share_low", "adoption_share_high"]]
    assert low <= board.loc["alpha", "adoption_share_difference"] <= high


def test_ties_are_said_to_be_ties(three):
    words = said(three)
    assert words["First"].startswith("A tie: alpha and zulu may each be first")
    assert "alpha and zulu are best on average" in words["Adoption"]
    assert three.plot.leaderboard().title == "alpha and zulu are tied for the first place"


def test_roles_levers_and_refusals(three):
    roles = three.tables["roles"]
    assert set(roles["team"]) == {"baseline", "alpha", "bravo", "zulu"}
    assert roles["score"].between(0, 100).all()
    assert set(roles[roles["is_best"]]["team"]) == {"alpha", "zulu"}
    assert (
        "MOIC declines to hand over: in 100 % of twin runs with baseline, alpha and zulu; 0 % of"
        in (said(three)["Said no"])
    )
    moved = three.tables["moved"]
    assert moved[["team", "team_value"]].values.tolist() == [
        ["alpha", 20.0], ["bravo", True], ["zulu", 20.0]
    ]  # fmt: skip


def test_nobody_is_said_to_serve_a_role_best_among_equals(three):
    assert "alpha and zulu cannot be told apart for Mayor's team" in said(three)["Roles"]
    assert "leave open" in said(three)["Roles"]
    drawing = three.plot.roles()
    assert drawing.title == "Who is served by whom, 0 to 100"
    assert "zulu" in drawing.alt
    assert "which cannot be told apart" in drawing.alt


def test_best_of_the_teams_but_below_the_round_is_said(folder):
    team(folder, "alpha.yaml", "  participation: {online_petitions: yes}\n"
         "  capacity: {training_hours_clerk: 12}")  # fmt: skip
    words = said(collected(folder))["Roles"]
    assert words.startswith("alpha serves Mayor's team (")
    assert ", but below baseline, " in words
    assert "everybody at the table" in words


def test_differences_stand_before_their_intervals(folder, tmp_path):
    collected(folder, out=tmp_path / "out")
    page = (tmp_path / "out/report.html").read_text(encoding="utf-8")
    board = page[page.index('id="leaderboard"') : page.index('id="roles"')]
    bands = re.findall(r'<span class="band"[^>]*>([^<]*)</span>', board)
    assert any(re.fullmatch(r"\+10\.0, \+[\d.]+ to \+[\d.]+", one) for one in bands), bands
    roles = page[page.index('id="roles"') : page.index('id="levers"')]
    assert len(re.findall(r'<span class="band"[^>]*>[^<]* to ', roles)) == 2 * 7


def test_one_team_is_not_ranked(folder):
    (folder / "bravo.yaml").unlink()
    result = collected(folder)
    assert "nobody to rank it against" in said(result)["First"]
    assert list(result.leaderboard["team"]) == ["alpha"]
    assert result.plot.all()


def test_a_short_round_leaves_later_aims_out(folder):
    result = collected(folder, overrides=["run.months=60", "run.replications=3"])
    assert any("later aims of" in note for note in result.notes)
    assert result.leaderboard["overall"].notna().all()
    shorter = collected(folder, overrides=["run.months=6"])
    assert "too short" in said(shorter)["First"]
    assert list(shorter.leaderboard["team"]) == ["alpha", "bravo"]
    assert "leaderboard" not in shorter.plot.all()


def test_roles_can_be_off(folder):
    (folder / "class.yaml").write_text(f"{SMALL}roles: none\n")
    result = collected(folder)
    assert result.roles == []
    assert "Roles" not in said(result)


def test_failed_runs_leave_no_twins(folder):
    result = collected(folder, model="tests.classroom.stand_in:Failing")
    assert result.twins == []
    assert "nothing can be compared" in said(result)["Verdict"]
    assert result.plot.all() == {}
    result.text()


def test_the_folder_holds_the_round_and_gives_it_back(folder, tmp_path):
    (folder / "broken.yaml").write_text("schema: [")
    out = tmp_path / "out"
    result = collected(folder, out=out)
    made = ["leaderboard.csv", "roles.csv", "moved.csv", "said_no.csv", "left_out.csv"]
    made += ["report.html", "summary.json", "figures/leaderboard.svg", "figures/roles.png"]
    for name in made:
        assert (out / name).is_file(), name
    again = sim.load(out)
    assert type(again) is type(result)
    assert again.text() == result.text()
    assert again.leaderboard.equals(result.leaderboard)
    assert again.tables["said_no"].equals(result.tables["said_no"])
    assert CAUTION in (out / "report.html").read_text(encoding="utf-8")


def test_a_long_team_name_leaves_room_for_the_last_column(folder, tmp_path):
    long = "Thequickbrownfoxesoftablefour"
    team(folder, f"{long}.yaml", "  capacity: {training_hours_clerk: 25}")
    collected(folder, out=tmp_path / "out")
    page = (tmp_path / "out/report.html").read_text(encoding="utf-8")
    assert f'<th scope="row"><div style="overflow-wrap: anywhere">{long}</div></th>' in page
    assert f'<th scope="col">{long}</th>' not in page  # heads of columns may be broken
    assert '<th scope="col">Thequickbrow\u200bnfoxesoftabl\u200befour</th>' in page


def test_hostile_names_are_harmless_in_the_report(folder, tmp_path):
    levers = "  capacity: {training_hours_clerk: 25}"
    team(folder, "<img src=x onerror=alert(1)>.yaml", levers)
    team(folder, "$\\frac{1}{0}$ & co.yaml", levers)
    team(folder, "n" * 200 + ".yaml", levers)
    team(folder, "=1+1.yaml", levers)
    team(folder, "한글 팀.yaml", levers)
    (folder / "\x1b[31mred<script>.yaml").write_text("")
    collected(folder, out=tmp_path / "out")
    page = (tmp_path / "out/report.html").read_text(encoding="utf-8")
    assert "<img src=x" not in page
    assert "<script" not in page
    assert "\x1b" not in page
    assert "onerror" in page  # it is shown as what it is
    assert "n" * 33 not in page
    board = (tmp_path / "out/leaderboard.csv").read_text(encoding="utf-8")
    assert not any(line.startswith("=") for line in board.splitlines())


# Forecasts ------------------------------------------------------------------------------------


def forecast(folder: Path, name: str, b: Scenario, higher: float, month: int = 60, file: str = ""):
    a = load_scenario("scenarios/baseline.yaml")
    asked = question_of(a, b, month, ["adoption_share", "trust"], files=("", file))
    beliefs = {one: Belief(higher, -1.0, 1.0) for one in asked.outcomes}
    Forecast(name, asked, beliefs).write(folder / f"{name}.forecast.yaml")


def test_forecasts_of_a_class_are_pooled(folder):
    alpha = load_scenario(folder / "alpha.yaml")
    forecast(folder, "sure", alpha, 1.0)
    forecast(folder, "unsure", alpha, 0.5)
    other = "scenarios/strategies/training_first.yaml"
    forecast(folder, "other", load_scenario(other), 0.2, file=other)
    forecast(
        folder, "gone", alpha.with_values({"strategy.capacity.manuals": 0.9}), 0.2, file="x.yaml"
    )
    forecast(folder, "late", alpha, 0.9, month=240)
    (folder / "bad.forecast.yaml").write_text("schema: 1\n")
    result = collected(folder)
    people = result.tables["forecasters"].set_index("name")
    assert people["brier"].to_dict() == pytest.approx({"sure": 0, "unsure": 0.25, "other": 0.64})
    assert result.names == ["baseline", "alpha", "bravo"]
    assert len(result.ensemble.plan.points) == 4
    assert result.tables["calibration"]["n"].sum() == 6
    left = dict(result.tables["left_out"].values.tolist())
    assert "is about alpha" in left["gone.forecast.yaml"]
    assert "month 240" in left["late.forecast.yaml"]
    assert "no forecast" in left["bad.forecast.yaml"]
    assert "calibration" in result.plot.all()


# The command ----------------------------------------------------------------------------------


@pytest.fixture
def egov(without_figures, monkeypatch, capsys):
    monkeypatch.setattr(task, "REAL_MODEL", MODEL)

    def run(*args: object) -> tuple[int, str, str]:
        code = call([str(arg) for arg in args])
        seen = capsys.readouterr()
        return code, seen.out, seen.err

    return run


def test_the_exit_code_says_whether_all_have_run(egov, folder, tmp_path):
    code, out, err = egov("class", "collect", folder, "--out", tmp_path / "a", "--workers", 1)
    assert (code, "Left out" in err) == (0, False)
    assert "alpha is first" in out
    (folder / "late.yaml").write_text("")
    code, _, err = egov("class", "collect", folder, "--out", tmp_path / "b", "--workers", 1)
    assert code == 1
    assert "Left out: late.yaml is empty; a strategy file is needed." in err
    code, _, err = egov("class", "collect", tmp_path / "nowhere")
    assert code == 2
    assert "Traceback" not in err


def test_json_holds_the_leaderboard_and_who_was_left_out(egov, folder, tmp_path):
    (folder / "late.yaml").write_text("")
    code, out, _ = egov(
        "class", "collect", folder, "--json", "--out", tmp_path / "a", "--workers", 1
    )
    data = json.loads(out)
    assert code == 1
    assert data["tables"]["leaderboard"]["data"][0]["team"] == "alpha"
    assert data["tables"]["left_out"]["data"] == [
        {"file": "late.yaml", "why": "is empty; a strategy file is needed"}
    ]


def test_a_round_can_be_resumed_and_its_report_made_again(egov, folder, tmp_path):
    out = tmp_path / "a"
    egov("class", "collect", folder, "--out", out, "--workers", 1, "--quiet")
    (out / "report.html").unlink()
    assert egov("report", out)[0] == 0
    assert (out / "report.html").is_file()
    assert egov("resume", out)[0] == 0


def test_code_and_open_go_there_and_back(egov, folder, tmp_path):
    code, out, _ = egov("class", "code", folder / "alpha.yaml")
    assert code == 0
    made = tmp_path / "opened.yaml"
    assert egov("class", "open", *out.strip().lower().split("-"), "--out", made)[0] == 0
    assert egov("class", "code", made)[1] == out
    assert egov("class", "open", out.strip(), "--out", made)[0] == 2
    code, _, err = egov("class", "open", "58P2")
    assert (code, "typing mistake" in err) == (2, True)
    assert json.loads(egov("class", "open", out.strip(), "--json")[1])["levers"] == {
        "strategy.capacity.training_hours_clerk": 20.0
    }


def test_every_verb_shows_an_example(egov):
    for verb in ([], ["code"], ["open"], ["collect"]):
        code, out, _ = egov("class", *verb, "--help")
        assert code == 0
        assert "Example" in out
