"""`egov validate` as from a shell, with a small stand-in model."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.execution import task
from sim.reports.scorecard import ScorecardPlots

HEAD = "series,level,year,value,unit,grade,use\n"


@pytest.fixture
def folder(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a scenario of twenty years and figures of a reader."""
    monkeypatch.setattr(task, "REAL_MODEL", "tests.experiments.history_model:HistoryModel")
    monkeypatch.setattr(ScorecardPlots, "all", lambda self, narrow=False: {})
    text = "schema: 1\ntitle: Small\nrun: {start: 1995-01, months: 240}\n"
    (home / "small.yaml").write_text(text)
    (home / "mine.csv").write_text(f"{HEAD}gn_employees,Gangnam,2003-01,1513,employees,A,compare\n")
    (home / "far.csv").write_text(f"{HEAD}gn_employees,Gangnam,1995,999,employees,A,calibrate\n")
    return home


def ask(*more: str) -> tuple[str, ...]:
    places = [f"--scenario={place}=small.yaml" for place in ("gangnam", "korea", "united_states")]
    return ("validate", *places, "--replications", "3", "--sample", "300", "--workers", "1",
            "--out", "card", *more)  # fmt: skip


def test_the_scorecard_is_printed_and_written(egov, folder):
    answer = egov(*ask("--evidence", "mine.csv"))
    assert answer.code == 0, answer.err
    assert "Employees of the district" in answer.out
    assert "compared 1 of 1" in answer.out or "1 of 1 compared" in answer.out
    assert (folder / "card/scorecard.csv").exists()
    again = egov(*ask("--evidence", "mine.csv"))
    assert "nothing was run" in again.out


def test_strict_makes_a_fitted_figure_outside_an_exit_code(egov, folder):
    assert egov(*ask("--evidence", "far.csv", "--quiet")).code == 0
    assert egov(*ask("--evidence", "far.csv", "--strict")).code == 3


def test_a_dry_run_says_the_size_and_writes_nothing(egov, folder):
    answer = egov(*ask("--evidence", "mine.csv", "--dry-run", "--json"))
    assert answer.data["runs"] == 3
    assert not (folder / "card").exists()


def test_json_holds_the_coverage(egov, folder):
    data = egov(*ask("--evidence", "mine.csv", "--json")).data
    assert data["validation"]["coverage"].startswith("1 of 1 compared")


def test_figures_that_no_run_can_show_are_counted_before_the_runs(egov, folder):
    short = egov(*ask("--months", "84", "--dry-run"))
    assert short.code == 0
    assert "lie outside the months of the run (Gangnam-gu 1995-01 to 2001-12" in short.err
    assert "outside the months" not in egov(*ask("--dry-run")).err.replace("lie outside", "")
    none = egov(*ask("--months", "1"))
    assert none.code == 2
    assert "lies within the months of the run" in none.err
    assert not (folder / "card").exists()


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--evidence", "none.csv"), "there is no such file"),
        (("--scenario", "gangnam"), "names no place"),
        (("--scenario", "busan=small.yaml"), "no place 'busan'"),
        (("--evidence", "bad.csv"), "line 2"),
    ],
)
def test_a_mistake_is_one_clear_sentence(egov, folder, options, words):
    (folder / "bad.csv").write_text(f"{HEAD}gn_employees,Gangnam,1995,many,employees,A,compare\n")
    answer = egov(*ask(*options))
    assert answer.code == 2
    assert words in answer.err
    assert "Traceback" not in answer.err
