"""The pages under docs/ against the code: rules, steps, draws, numbers, paths, links."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import sim.draws
from sim.draws import Decision
from sim.parameters.catalogue import catalogue
from sim.scenario.generated import generated_files
from sim.schedule import SCHEDULE

ROOT = Path(__file__).resolve().parent.parent
MODEL = (ROOT / "docs/model.md").read_text(encoding="utf-8")
PAGES = sorted([*(ROOT / "docs").rglob("*.md"), *ROOT.glob("*.md"), ROOT / "sim/data/README.md"])
RULES = {
    path.stem: ast.parse(path.read_text(encoding="utf-8"))
    for path in sorted((ROOT / "sim/rules").glob("*.py"))
}
NUMBER = re.compile(r"(?<![\w.])-?\d[\d,]*(?:\.\d+)?")
# Numbers that need no explanation where they stand.
IN_RULES = {0.0, 1.0}
IN_FILES = {0.0, 0.5, 1.0, 2.0, 12.0, 60.0, 100.0}


def functions_by_rule() -> dict[str, ast.FunctionDef]:
    """Return the function of each rule number, from `(rule X9)` in the first line it has."""
    found = {}
    for tree in RULES.values():
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef):
                first = (ast.get_docstring(node) or "").partition("\n\n")[0]
                for number in re.findall(r"\(rule ([A-Z]\d+)\)", first):
                    assert number not in found, f"two functions are rule {number}"
                    found[number] = node
    return found


def entries() -> dict[str, str]:
    """Return the text of docs/model.md on each rule: from its number to the next item."""
    parts = re.split(r"^- \*\*([A-Z]\d+) ", MODEL, flags=re.MULTILINE)[1:]
    texts = {}
    for number, text in zip(parts[::2], parts[1::2], strict=True):
        assert number not in texts, f"docs/model.md has two items on {number}"
        texts[number] = re.split(r"\n\n|\n- ", text)[0]
    return texts


def numbers_in(text: str) -> set[float]:
    return {float(word.replace(",", "")) for word in NUMBER.findall(text)}


def written(node: ast.AST, kinds: tuple[type, ...]) -> set[float]:
    """Return the numbers that stand in a piece of code, signs left out."""
    return {
        float(n.value)
        for n in ast.walk(node)
        if isinstance(n, ast.Constant) and type(n.value) in kinds
    }


def between(page: str, start: str) -> list[str]:
    """Return the table rows of a page between `<!-- start ... -->` and `<!-- end -->`."""
    text = (ROOT / page).read_text(encoding="utf-8")
    block = text.split(f"<!-- {start}", 1)[1].split("<!-- end -->", 1)[0]
    return [line for line in block.splitlines() if line.startswith("|")][2:]


def test_rules_of_the_code_and_of_the_page_are_the_same():
    assert sorted(functions_by_rule()) == sorted(entries())


@pytest.mark.parametrize("number", sorted(functions_by_rule()))
def test_numbers_of_a_rule_stand_on_the_page(number: str):
    used = written(functions_by_rule()[number], (int, float)) - IN_RULES
    missing = used - numbers_in(entries()[number])
    assert not missing, f"docs/model.md on {number} lacks {sorted(missing)}"


def test_rules_named_on_any_page_exist():
    known = set(functions_by_rule())
    for page in PAGES:
        for item in re.findall(r"\b([A-Z])(\d+)-\1?(\d+)\b", page.read_text(encoding="utf-8")):
            letter, first, last = item[0], int(item[1]), int(item[2])
            if f"{letter}1" in known:
                for number in range(first, last + 1):
                    assert f"{letter}{number}" in known, f"{page.name}: {letter}{number}"


def test_rules_named_in_the_model_exist():
    named = set(re.findall(r"\b[A-Z]\d{1,2}\b", MODEL))
    assert named == set(functions_by_rule())


def test_each_pattern_has_its_test():
    tests = (ROOT / "tests/direction/test_feedbacks.py").read_text(encoding="utf-8")
    patterns = MODEL.split("\n## 1.", 1)[1].split("\n## 2.", 1)[0]
    numbers = [int(n) for n in re.findall(r"^\| (\d+) \|", patterns, re.MULTILINE)]
    assert numbers == list(range(1, 16))
    assert sorted(map(int, re.findall(r"^def test_(\d\d)_", tests, re.MULTILINE))) == numbers


def test_rules_of_the_schedule_exist_and_are_complete():
    named = set()
    for step in SCHEDULE:
        for word in step.rules.split():
            first, _, last = word.partition("-")
            end = int((last or first)[1:])
            named |= {f"{first[0]}{number}" for number in range(int(first[1:]), end + 1)}
    assert named == set(functions_by_rule())


def test_schedule_on_the_page_is_the_one_that_runs():
    rows = [
        f"| {k} | `{step.name}` | {step.sentence} | {step.owner} | {step.rules} |"
        for k, step in enumerate(SCHEDULE, 1)
    ]
    assert between("docs/model.md", "schedule") == rows


def test_draws_on_the_page_are_those_of_the_code():
    rows = [
        f"| `{name}` | {decision.name} | {decision.block} | {decision.lane} |"
        for name, decision in vars(sim.draws).items()
        if isinstance(decision, Decision)
    ]
    assert between("docs/randomness.md", "draws") == rows


def rows_by_file() -> dict[str, set[float]]:
    """Return the numbers in backticks of each row of "Numbers that stand in the code"."""
    section = MODEL.split("\n## 9.", 1)[1]
    rows = re.findall(r"^\| `(sim/[\w/]+\.py)` \| (.*) \|$", section, re.MULTILINE)
    return {
        name: {abs(x) for code in re.findall(r"`([^`]+)`", text) for x in numbers_in(code)}
        for name, text in rows
    }


def test_every_file_that_may_hold_numbers_has_its_row():
    folders = ("sim/institutions", "sim/services")
    files = [path for folder in folders for path in sorted((ROOT / folder).glob("*.py"))]
    files += [ROOT / f"sim/{name}.py" for name in ("in_force", "measures", "month", "steps")]
    files += (ROOT / "sim/kernels").glob("*.py")
    holding = {
        path.relative_to(ROOT).as_posix()
        for path in files
        if written(ast.parse(path.read_text(encoding="utf-8")), (float,)) - IN_FILES
        and path.name != "network.py"  # a hash function
    }
    assert set(rows_by_file()) == holding


@pytest.mark.parametrize("name", sorted(rows_by_file()))
def test_numbers_of_a_file_are_those_on_the_page(name: str):
    tree = ast.parse((ROOT / name).read_text(encoding="utf-8"))
    used = written(tree, (float,)) - IN_FILES
    said = rows_by_file()[name] - IN_FILES
    # Whole numbers may be said too; the page need not know how the code writes them.
    extra = said - used - written(tree, (int,))
    assert used <= said, f"docs/model.md, section 9, lacks {sorted(used - said)} of {name}"
    assert not extra, f"docs/model.md, section 9, has {sorted(extra)}, which {name} has not"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page: Path):
    links = re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
    broken = [link for link in links if not (page.parent / link).exists()]
    assert not broken


PATH = re.compile(
    r"`((?:district|strategy|run|people|organisation|politics|economics|prices)(?:\.\w+)+)"
)
ENDS_OF_FILES = (".py", ".md", ".csv", ".yaml", ".json", ".parquet", ".html")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_parameters_named_on_a_page_exist(page: Path):
    known = set(catalogue())
    groups = {path.rsplit(".", n)[0] for path in known for n in (1, 2, 3)}
    wrong = [
        path
        for path in PATH.findall(page.read_text(encoding="utf-8"))
        if not path.endswith(ENDS_OF_FILES) and not {path, f"district.{path}"} & (known | groups)
    ]
    assert not wrong


def test_generated_pages_are_up_to_date():
    for name, text in generated_files().items():
        on_disk = (ROOT / name).read_text(encoding="utf-8")
        assert on_disk == text, f"{name} is old: run python -m sim.scenario.generated"


def test_each_decision_record_is_listed():
    folder = ROOT / "docs/decisions"
    listed = (folder / "README.md").read_text(encoding="utf-8")
    records = sorted(path.name for path in folder.glob("[0-9]*.md"))
    assert [name for name in records if f"({name})" not in listed] == []
    assert [int(name[:4]) for name in records] == list(range(1, len(records) + 1))
