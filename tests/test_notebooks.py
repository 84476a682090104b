"""The notebooks: stripped, of short cells, with three exercises each that are solved; they run."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote

import nbformat
import pytest
from nbclient import NotebookClient

from sim.summary import FEWEST_FOR_A_BAND

FOLDER = Path(__file__).resolve().parent.parent / "notebooks"
NOTEBOOKS = sorted(p for p in FOLDER.rglob("*.ipynb") if ".ipynb_checkpoints" not in p.parts)
SOLUTIONS = [path for path in NOTEBOOKS if path.parent.name == "solutions"]
LESSONS = [path for path in NOTEBOOKS if path not in SOLUTIONS]
MOST_LINES = 25
NEEDS = {
    "04_sensitivity_and_uncertainty": ("SALib",),
    "05_calibration": ("emcee", "sklearn"),
    "08_robust_search": ("optuna", "ema_workbench"),
}
"""Packages of the extra `experiments`, without which a notebook cannot run."""
LINK = re.compile(r"\]\((?!https?:)([^)#]+)")
FILE = re.compile(r'"((?:\.\./)+scenarios/[\w/]+\.yaml)"')
SET_FILE = re.compile(r'"((?:\.\./)*[\w/]+\.yaml)"')
QUESTIONS = [path for path in NOTEBOOKS if re.match(r"q\d\d_", path.name)]
EXERCISE = re.compile(r"^(\d+)\. ", re.MULTILINE)


def names(path: Path) -> str:
    return path.stem


def read(path: Path) -> nbformat.NotebookNode:
    return nbformat.read(path, as_version=4)


def cells_of(path: Path, kind: str) -> list[nbformat.NotebookNode]:
    return [cell for cell in read(path).cells if cell.cell_type == kind]


def solution_of(path: Path) -> Path:
    return FOLDER / "solutions" / f"{path.stem}_solutions.ipynb"


def test_there_are_lessons_and_solutions():
    assert len(LESSONS) >= 8
    assert sorted(map(solution_of, LESSONS)) == sorted(SOLUTIONS), "each lesson has one solution"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=names)
def test_notebook_is_stored_without_outputs(path: Path):
    cells = cells_of(path, "code")
    assert cells, "a notebook without code"
    assert not any(cell.outputs or cell.execution_count for cell in cells), (
        f"strip it with: nbstripout {path.relative_to(FOLDER.parent)}"
    )


@pytest.mark.parametrize("path", NOTEBOOKS, ids=names)
def test_notebook_is_the_same_bytes_wherever_it_was_saved(path: Path):
    notebook = read(path)
    nbformat.validate(notebook)
    assert set(notebook.metadata) <= {"kernelspec", "language_info"}
    assert set(notebook.metadata.language_info) == {"name"}
    assert not any(cell.metadata for cell in notebook.cells)
    ids = [cell.id for cell in notebook.cells]
    assert ids == [str(place) for place in range(len(ids))], "as nbstripout numbers them"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=names)
def test_no_cell_is_long(path: Path):
    long = {cell.id: lines for cell in read(path).cells
            if (lines := len(cell.source.splitlines())) > MOST_LINES}  # fmt: skip
    assert not long, f"at most {MOST_LINES} lines a cell"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=names)
def test_notebook_begins_with_what_its_reader_will_be_able_to_do(path: Path):
    first = read(path).cells[0]
    assert first.cell_type == "markdown"
    assert first.source.startswith("# ")
    assert "you will be able to" in first.source
    assert any(
        "n illustrative model, not a forecast" in c.source for c in cells_of(path, "markdown")
    )


@pytest.mark.parametrize("path", LESSONS, ids=names)
def test_lesson_ends_with_three_exercises_that_are_solved(path: Path):
    last = read(path).cells[-1]
    assert last.source.startswith("## Exercises")
    assert EXERCISE.findall(last.source) == ["1", "2", "3"]
    assert solution_of(path).name in last.source
    solved = read(solution_of(path)).cells
    begins = [place for place, cell in enumerate(solved) if cell.source.startswith("## Exercise ")]
    assert [solved[place].source[12] for place in begins] == ["1", "2", "3"]
    for place, end in zip(begins, [*begins[1:], len(solved)], strict=True):
        assert any(cell.cell_type == "code" for cell in solved[place:end]), "solved by a run"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=names)
def test_links_lead_somewhere(path: Path):
    text = "\n".join(cell.source for cell in cells_of(path, "markdown"))
    targets = [path.parent / unquote(target) for target in LINK.findall(text)]
    assert not [target for target in targets if not target.exists()]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=names)
def test_scenario_files_it_names_are_there(path: Path):
    code = "\n".join(cell.source for cell in cells_of(path, "code"))
    set_of = re.search(r'^SET = "([^"]+)"', code, re.MULTILINE)
    folder = path.parent / set_of[1] if set_of else path.parent
    pattern = SET_FILE if set_of else FILE
    assert set_of or "/solutions/q" not in path.as_posix()
    missing = [name for name in pattern.findall(code) if not (folder / name).is_file()]
    assert not missing, "a scenario was renamed"


@pytest.mark.parametrize("path", QUESTIONS, ids=names)
def test_a_question_needs_public_names_only(path: Path):
    code = "\n".join(cell.source for cell in cells_of(path, "code"))
    assert re.findall(r"^from (sim\b\S*)", code, re.MULTILINE) == []
    if path in LESSONS:
        assert "answer.texts" in code
    else:
        assert code.count("say(table)") == 4, "defined once, and each line is judged"


def test_the_tour_has_replications_enough_for_the_band_it_speaks_of():
    cells = read(FOLDER / "01_tour.ipynb").cells
    text = "\n".join(cell.source for cell in cells)
    assert "The shaded band" in text
    found = re.search(r"run\.replications=(\d+)", text)
    assert found is not None
    assert int(found[1]) >= FEWEST_FOR_A_BAND


@pytest.mark.slow
@pytest.mark.parametrize("path", NOTEBOOKS, ids=names)
def test_notebook_runs(path: Path):
    for package in NEEDS.get(path.stem.removesuffix("_solutions"), ()):
        pytest.importorskip(package)
    notebook = read(path)
    where = {"metadata": {"path": str(path.parent)}}
    NotebookClient(notebook, timeout=300, kernel_name="python3", resources=where).execute()
    printed = "\n".join(
        output.text for cell in notebook.cells if cell.cell_type == "code"
        for output in cell.outputs if output.output_type == "stream" and output.name == "stdout"
    )  # fmt: skip
    assert not re.findall(r"^: .*", printed, re.MULTILINE), "a topic without a name"
