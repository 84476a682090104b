"""`egov calibrate` as from a shell."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from sim.cli import call

pytest.importorskip("emcee")
pytest.importorskip("sklearn")


@pytest.fixture
def home(tmp_path, monkeypatch) -> Path:
    """A working folder; the model is the real one, because figures are read off its outcomes."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def egov(home, capsys):
    def run(*args: str) -> tuple[int, str, str]:
        code = call(list(args))
        seen = capsys.readouterr()
        return code, seen.out, seen.err

    return run


def test_dry_run_says_how_many_runs(egov, home):
    code, out, err = egov("calibrate", "--dry-run", "--json")
    assert code == 0, out + err
    assert 1990 <= json.loads(out)["runs"] <= 2000
    assert not (home / "outputs").exists()


def test_an_evidence_file_that_is_missing_is_one_sentence(egov):
    code, _, err = egov("calibrate", "--evidence", "none.csv")
    assert code == 2
    assert "no such file" in err


def test_too_few_runs_are_refused_with_the_number_that_will_do(egov):
    code, _, err = egov("calibrate", "--runs", "20")
    assert code == 2
    assert "Ask for" in err


def test_with_every_free_parameter_set_there_is_nothing_to_fit(egov):
    from sim.parameters.catalogue import catalogue

    free = {path: item.prior[0] for path, item in catalogue().items() if item.prior}
    code, _, err = egov("calibrate", *(f"--set={p}={v}" for p, v in free.items()), "--dry-run")
    assert code == 2
    assert "No parameter is left to fit" in err


def test_free_parameters_are_listed_with_their_prior(egov):
    code, out, _ = egov("params", "--free")
    assert code == 0
    assert "Free: prior" in out


@pytest.mark.slow
def test_smoke_does_the_whole_path(egov, home):
    asked = ("calibrate", "--smoke", "--out", "fitted", "--json", "--workers", "2")
    _, out, err = egov(*asked)
    first = json.loads(out)
    assert first["folder"] == "fitted", err
    assert any("smoke test" in note for note in first["notes"])
    for name in ("posterior", "correlations", "parameters", "fit", "waves"):
        assert len(pd.read_csv(home / "fitted" / f"{name}.csv"))
    assert (home / "fitted" / "report.html").exists()
    assert json.loads(egov(*asked)[1])["tables"] == first["tables"]
