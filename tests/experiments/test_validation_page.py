"""docs/validation.md: filled from results, in step with what reports say at their foot."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from sim.evidence import Figure
from sim.experiments.guessed import GUESSED, Guessed, ends_of, guessed_plan
from sim.experiments.validate import Validation, validate
from sim.experiments.validation_page import BLOCK, blocks_of, command, filled, write_page
from sim.parameters.catalogue import catalogue
from sim.reports import validated
from sim.scenario import load_scenario

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs/validation.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")
MODEL = "tests.experiments.history_model:HistoryModel"
FIGURES = (
    Figure("a", "gn_employees", "Gangnam", "2003-01", 1513.0, "employees", "A", "calibrate"),
    Figure("b", "gn_efiled_localtax_cases", "Gangnam", "2001", 9.0, "cases", "B", "held apart"),
    Figure("c", "us_efile_share", "US", "2002", 35.6, "%", "A", "compare"),
    Figure("d", "us_efile_share", "US", "2013", 85.0, "%", "A", "left out", note="twice told"),
)  # fmt: skip


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> Validation:
    folder = tmp_path_factory.mktemp("page")
    path = folder / "small.yaml"
    path.write_text("schema: 1\ntitle: Small\nrun: {start: 1995-01, months: 240}\n")
    places = dict.fromkeys(("gangnam", "korea", "united_states"), path)
    return validate(
        FIGURES, scenarios=places, replications=3, sample=300, posterior=False, model=MODEL,
        workers=1, out=folder / "card",
    )  # fmt: skip


@pytest.fixture(scope="module")
def guessed() -> Guessed:
    from sim.experiments.carry import carry_out

    plan = guessed_plan(
        "scenarios/baseline.yaml", paths=GUESSED[:2], model="tests.fakes:FakeModel",
        overrides=["run.months=24", "run.replications=3", "run.sample=300"],
    )  # fmt: skip
    return Guessed(carry_out(plan, workers=1, progress="none"))


def names_on(page: str) -> list[str]:
    return [found["name"] for found in BLOCK.finditer(page)]


def test_every_block_of_the_page_is_filled_and_every_text_has_its_block(
    result: Validation, guessed: Guessed
):
    blocks = blocks_of(result, guessed)
    assert set(names_on(PAGE)) == set(blocks)
    assert names_on(README) == ["line"]
    assert "Not run." not in filled(PAGE, blocks)


def test_filling_again_changes_nothing_and_leaves_the_prose_alone(
    result: Validation, guessed: Guessed
):
    blocks = blocks_of(result, guessed)
    once = filled(PAGE, blocks)
    assert filled(once, blocks) == once
    assert BLOCK.sub("", once) == BLOCK.sub("", PAGE)
    assert filled(once, {}) == once


def test_every_figure_stands_on_the_page_and_what_is_missed_is_said(result: Validation):
    blocks = blocks_of(result)
    assert (
        "| Gangnam-gu | Employees of the district, 2003-01, employees | 1,513 |" in blocks["fitted"]
    )
    assert "**outside**" in blocks["apart"]
    assert "1 figures are not laid beside" in blocks["left_out"]
    missed = " ".join(blocks["missed"].split())
    said = (
        "- Gangnam-gu, held apart: Local tax payments made online, 2001: simulated over observed is"
    )
    assert said in missed
    assert "| at least 9 in 10 | 100 % | yes |" in blocks["bars"]


def test_pages_and_summary_are_written_together(result: Validation, tmp_path: Path):
    (tmp_path / "docs").mkdir()
    (tmp_path / "sim/reports").mkdir(parents=True)
    (tmp_path / "docs/validation.md").write_text(PAGE)
    (tmp_path / "README.md").write_text(README)
    written = write_page(tmp_path, result)
    assert [path.name for path in written] == ["validation.md", "README.md", "validation.json"]
    summary = json.loads((tmp_path / "sim/reports/validation.json").read_text())
    assert summary["line"].endswith("held apart 0 of 1; compared 0 of 1.")
    for name in ("docs/validation.md", "README.md"):
        assert summary["line"] in " ".join((tmp_path / name).read_text().split())


def test_the_command_fills_from_a_folder_and_refuses_another(result: Validation, tmp_path: Path):
    (tmp_path / "docs").mkdir()
    (tmp_path / "sim/reports").mkdir(parents=True)
    (tmp_path / "docs/validation.md").write_text(PAGE)
    done = CliRunner().invoke(command, [str(result.path), "--root", str(tmp_path)])
    assert done.exit_code == 0, done.output
    assert "1 of 1 fitted" in " ".join((tmp_path / "docs/validation.md").read_text().split())
    wrong = CliRunner().invoke(command, [str(result.path), "--guessed", str(result.path)])
    assert "not results of python -m sim.experiments.guessed" in str(wrong.exception)


def test_page_readme_and_reports_say_the_same():
    line = validated.validation_line() or "The full validation has not been run with this version."
    for page in (PAGE, README):
        block = next(found for found in BLOCK.finditer(page) if found["name"] == "line")
        assert " ".join(block[0].split()) == f"<!-- validation: line --> {line} <!-- end -->"


def test_guessed_parameters_have_no_measurement_and_two_ends():
    scenario = load_scenario("scenarios/baseline.yaml")
    for path in GUESSED:
        entry = catalogue()[path]
        assert entry.status in ("assumed", "calibrated"), path
        low, high = ends_of(path, scenario)
        assert low < high, path


def test_the_table_of_guesses_has_both_ends_in_twin_runs(guessed: Guessed):
    table = guessed.table
    assert list(table["path"].unique()) == list(GUESSED[:2])
    assert set(table["outcome"]) >= {"adoption_share", "satisfaction_citizens"}
    # the stand-in feels no parameter: twins are equal, and chance has no width
    assert (table["at_low"] == table["usual"]).all()
    assert (table["chance"] == 0).all()
    assert len(guessed.ensemble.plan.points) == 5
