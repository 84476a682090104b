"""A validation from end to end: places of their own length, resume, words, files, options."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

import sim
from sim.errors import UserError
from sim.evidence import Figure
from sim.experiments.validate import Validation, validate
from sim.experiments.validation_plan import outside_line, validation_plan
from sim.parameters.catalogue import catalogue
from sim.scenario import posterior

MODEL = "tests.experiments.history_model:HistoryModel"
FIGURES = (
    Figure("a", "gn_employees", "Gangnam", "1995", 2010.75, "employees", "A", "calibrate",
           "A newspaper", "https://example.org/a"),
    Figure("b", "gn_efiled_localtax_cases", "Gangnam", "2001", 4473.0, "cases", "B", "calibrate"),
    Figure("c", "gn_efiled_localtax_cases_JanOct", "Gangnam", "2002", 99999.0, "cases", "B",
           "held apart"),
    Figure("d", "us_efile_share", "US", "2000", 28.0, "%", "A", "compare"),
    Figure("e", "us_efile_share", "US", "2002", 35.6, "%", "A", "compare"),
    Figure("f", "kr_certificates", "Korea", "2002.99", 4933000.0, "certificates", "A", "input",
           note="who can sign"),
)  # fmt: skip


def scenario(folder: Path, name: str, start: str, months: int) -> Path:
    path = folder / f"{name}.yaml"
    path.write_text(f"schema: 1\ntitle: {name}\nrun: {{start: {start}, months: {months}}}\n")
    return path


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("places")
    return {
        "gangnam": scenario(folder, "gangnam", "1995-01", 240),
        "korea": scenario(folder, "korea", "1995-01", 240),
        "united_states": scenario(folder, "states", "1990-01", 300),
    }


@pytest.fixture(scope="module")
def result(places: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Validation:
    return validate(
        FIGURES, scenarios=places, replications=20, sample=500, posterior=False, model=MODEL,
        workers=1, out=tmp_path_factory.mktemp("out") / "card",
    )  # fmt: skip


def test_only_the_places_with_figures_are_run_each_with_its_own_length(result: Validation):
    assert list(result.sheets) == ["gangnam", "united_states"]
    assert len(result.runs) == 40
    lengths = {place: len(sheet.runs[1, 0]["monthly"]) for place, sheet in result.sheets.items()}
    assert lengths == {"gangnam": 240, "united_states": 300}
    assert result.span == "Gangnam-gu 1995-01 to 2014-12; United States 1990-01 to 2014-12"


def test_every_figure_is_in_the_scorecard_or_left_out_with_why(result: Validation):
    card, rest = result.table.set_index("id"), result.tables["left_out"].set_index("id")
    assert sorted([*card.index, *rest.index]) == list("abcdef")
    assert list(card["inside"]) == [True, True, False, False, False]
    assert "who can sign" in rest.at["f", "why"]


def test_the_words_say_what_is_outside_and_whether_the_bars_are_met(result: Validation):
    text = result.text(100)
    assert max(map(len, text.splitlines())) <= 100
    said = " ".join(text.split())
    assert "2 of 2 fitted figures inside their 90 % band; held apart 0 of 1" in said
    assert "The bar is nine in ten of those fitted: met." in said
    assert "Outside: 1 of those held apart, 0 of them with a median within 10 %" in said
    assert "2002 (Jan-Oct)" in said
    assert "An illustrative model, not a forecast." in said
    assert result.passed


def test_files_hold_the_same_and_a_loaded_result_is_the_same(result: Validation):
    folder = result.path
    assert folder is not None
    written = pd.read_csv(folder / "scorecard.csv")
    assert list(written["id"]) == list(result.table["id"])
    for name in ("coverage", "shapes", "left_out", "by_year", "simulated"):
        assert (folder / f"{name}.csv").exists(), name
    page = (folder / "report.html").read_text()
    assert "Shapes of the history" in page
    assert 'href="https://example.org/a"' in page
    assert page.count("An illustrative model") >= 2
    assert json.loads((folder / "summary.json").read_text())["validation"]["fitted_covered"] is True
    loaded = sim.load(folder)
    assert isinstance(loaded, Validation)
    pd.testing.assert_frame_equal(loaded.table, result.table)
    assert loaded.text(100) == result.text(100)


def test_figures_show_each_use_and_each_series(result: Validation):
    drawn = result.plot.all(narrow=True)
    assert list(drawn) == ["scorecard_fitted", "scorecard_held_apart", "scorecard_compared",
                           "series_gangnam", "series_united_states"]  # fmt: skip
    assert "2 of 2 observed figures lie inside" in drawn["scorecard_fitted"].alt
    assert "2002 (Jan-Oct)" in drawn["scorecard_held_apart"].alt
    assert all(len(drawing.data) for drawing in drawn.values())


def test_a_stopped_validation_is_resumed_to_the_same(
    result: Validation, places: dict[str, Path], tmp_path: Path
):
    import shutil

    folder = tmp_path / "again"
    assert result.path is not None
    shutil.copytree(result.path, folder)
    for path in folder.glob("*.parquet"):
        path.unlink()
    manifest = json.loads((folder / "manifest.json").read_text())
    (folder / "manifest.json").write_text(json.dumps({**manifest, "status": "running"}))
    again = sim.resume(folder, workers=1)
    assert isinstance(again, Validation)
    pd.testing.assert_frame_equal(again.table, result.table)


def test_parameters_are_drawn_from_a_shipped_posterior(
    places: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    path, (low, high) = next((p, entry.prior) for p, entry in catalogue().items() if entry.prior)
    file = tmp_path / "posterior.csv"
    file.write_text(f"{path}\n{low}\n{high}\n")
    monkeypatch.setattr(posterior, "FILE", file)
    how = {"scenarios": places, "sample": 500, "model": MODEL}
    plan = validation_plan(FIGURES, replications=6, **how)
    drawn = {plan.world(run).value(path) for run in plan.runs()}
    assert drawn == {low, high}
    same = [plan.world(run).value(path) for run in plan.runs() if run.replicate == 3]
    assert len(same) == 2
    assert len(set(same)) == 1
    kept = validation_plan(FIGURES, replications=6, posterior=False, **how)
    assert {run.draw for run in kept.runs()} == {0}


def test_what_is_set_holds_in_every_run_and_is_said(
    places: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    (path, prior), (other, ends) = [
        (p, e.prior) for p, e in catalogue().items() if e.prior and e.kind == "number"
    ][:2]
    (low, high), middle = prior, sum(prior) / 2
    file = tmp_path / "posterior.csv"
    file.write_text(f"{path},{other}\n{low},{ends[0]}\n{high},{ends[1]}\n")
    monkeypatch.setattr(posterior, "FILE", file)
    text = "schema: 1\ntitle: own\nrun: {start: 1995-01, months: 240}\n"
    own = tmp_path / "own spread.yaml"
    own.write_text(f"{text}uncertain: {{{path}: {{uniform: [{low}, {high}]}}}}\n")
    given = [f"{path}={middle}", "run.months=200"]
    how = {"scenarios": {**places, "gangnam": own}, "sample": 500, "model": MODEL}
    result = validate(FIGURES, replications=4, overrides=given, workers=1, **how)
    plan = result.ensemble.plan
    assert {plan.world(run).value(path) for run in plan.runs()} == {middle}
    assert {plan.world(run).value(other) for run in plan.runs()} == set(ends)
    (held,) = [note for note in result.notes if note.startswith("Held at")]
    assert path in held
    assert other not in held
    assert f"--set {path}={middle} --months 200" in result.command
    assert f"--scenario 'gangnam={own}'" in result.command
    fixed = validation_plan(FIGURES, overrides=given, posterior=False, **how)
    assert fixed.settings["held"] == {}
    assert fixed.settings["options"][-1] == "--no-posterior"


def test_figures_outside_the_months_of_the_run_are_counted_beforehand(places: dict[str, Path]):
    def line(*overrides: str) -> str:
        return outside_line(validation_plan(FIGURES, scenarios=places, overrides=overrides))

    assert line() == ""
    assert line("run.months=84") == (
        "3 of 5 figures lie outside the months of the run (Gangnam-gu 1995-01 to 2001-12; United "
        "States 1990-01 to 1996-12); no run can show them, and they count as not inside."
    )
    with pytest.raises(UserError, match="none of the 5 figures lies within the months"):
        line("run.months=6")


def test_what_cannot_be_done_is_said_in_one_sentence(
    places: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    def refused(*args: object, **asked: object) -> str:
        with pytest.raises(UserError) as caught:
            validation_plan(*(args or (FIGURES,)), **{"scenarios": places, **asked})
        return str(caught.value)

    monkeypatch.setattr(posterior, "FILE", tmp_path / "none.csv")
    assert "none is shipped" in refused(posterior=True)
    assert "none of the figures" in refused(FIGURES[-1:])
    assert "--replications is 0" in refused(replications=0)
    assert "--sample is few" in refused(sample="few")
    assert "there are gangnam, korea" in refused(scenarios={"gangwon": "x.yaml"})


def test_a_file_of_figures_is_checked_before_anything_is_run(
    places: dict[str, Path], tmp_path: Path
):
    file = tmp_path / "mine.csv"
    file.write_text(
        "series,level,year,value,unit,grade\ngn_employes,Gangnam,2003,1300,employees,B\n"
    )
    with pytest.raises(UserError) as caught:
        validation_plan(file, scenarios=places)
    assert "line 2" in str(caught.value)
    assert "gn_employees" in str(caught.value)
