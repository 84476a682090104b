"""Each file in tests/bad_input holds one mistake; its header says what the message must say.

`# says:` a text the message must contain, `# line:` the line it must name, `# option:` a value
given with --set. The rest of the header is for people.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from sim.errors import ScenarioError
from sim.scenario import lint, load_scenario

FOLDER = Path(__file__).parent.parent / "bad_input"
FILES = sorted(FOLDER.glob("*.yaml"))
SEVERAL = {"alias_bomb"}  # one mistake that shows in several lines


@dataclass
class Header:
    says: list[str]
    line: int | None
    options: list[str]


def header_of(path: Path) -> Header:
    header = Header([], None, [])
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            break
        word, _, rest = line[1:].strip().partition(": ")
        if word == "says":
            header.says.append(rest)
        elif word == "line":
            header.line = int(rest)
        elif word == "option":
            header.options.append(rest)
    assert header.says, f"{path.name} does not say what its message must contain"
    return header


def problems_of(path: Path, options: list[str]) -> ScenarioError:
    with pytest.raises(ScenarioError) as caught:
        load_scenario(path, options)
    return caught.value


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_message_says_what_is_wrong(path: Path) -> None:
    header = header_of(path)
    error = problems_of(path, header.options)
    for text in header.says:
        assert text in str(error)
    if header.line is not None:
        assert error.problems[0].line == header.line
    assert error.exit_code == 2
    assert len(error.problems) == 1 or path.stem in SEVERAL, str(error)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_message_reads_like_a_sentence(path: Path) -> None:
    error = problems_of(path, header_of(path).options)
    for problem in error.problems:
        assert (
            problem.message.rstrip(")?").endswith((".", "?", "USD")) or problem.message[-1] in ")?"
        )
        assert "Traceback" not in problem.message
        assert "pydantic" not in problem.message
        assert "Input should" not in problem.message


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_lint_reports_the_same(path: Path) -> None:
    if header_of(path).options:
        pytest.skip("lint takes no options")
    findings = lint(path)
    assert {finding.level for finding in findings} == {"error"}


def test_missing_file_names_the_nearest(tmp_path: Path) -> None:
    (tmp_path / "baseline.yaml").write_text("schema: 1\n")
    error = problems_of(tmp_path / "baselin.yaml", [])
    assert "there is no such file" in str(error)
    assert f"Did you mean {tmp_path / 'baseline.yaml'}?" in str(error)


def test_missing_folder(tmp_path: Path) -> None:
    assert "There is no folder" in str(problems_of(tmp_path / "none" / "a.yaml", []))


def test_missing_file_lists_what_there_is(tmp_path: Path) -> None:
    (tmp_path / "training.yaml").write_text("schema: 1\n")
    assert "holds: training.yaml" in str(problems_of(tmp_path / "qqq.yaml", []))


def test_folder_instead_of_file(tmp_path: Path) -> None:
    assert "is a folder" in str(problems_of(tmp_path, []))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "the file is empty"),
        (b"\n\n", "the file is empty"),
        (b"---\n...\n", "the file is empty"),
        (b"schema: 1\ntitle: \xff\xfe\n", "not UTF-8"),
        ("schema: 1\ntitle: x\n".encode("utf-16"), "not UTF-8"),
        (b"schema: 1\ntitle: a\x00b\n", "does not belong in a text file"),
        (b"just words\n", "settings as `name: value`"),
        (b"x" * 1_100_000, "larger than 1 MB"),
    ],
)
def test_content_that_is_no_scenario(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "odd.yaml"
    path.write_bytes(content)
    assert words in str(problems_of(path, []))


def test_unreadable_file(tmp_path: Path) -> None:
    path = tmp_path / "closed.yaml"
    path.write_text("schema: 1\n")
    path.chmod(0)
    try:
        path.read_bytes()
    except PermissionError:
        assert "cannot be read" in str(problems_of(path, []))
    else:
        pytest.skip("this user may read every file")


def test_all_problems_at_once_in_reading_order(tmp_path: Path) -> None:
    path = tmp_path / "many.yaml"
    path.write_text(
        "schema: 1\n"
        "run:\n"
        "  months: 0\n"
        "stratgy: {}\n"
        "strategy:\n"
        "  budget:\n"
        "    grant_us: 5\n"
        "    request_usd: 5 won\n"
        "timeline:\n"
        "  - {month: 1990-01, shock: breach}\n"
        "expect:\n"
        "  - {outcome: adoption_share, at: soon, above: 1}\n"
    )
    assert [problem.line for problem in problems_of(path, []).problems] == [3, 4, 7, 8, 10, 12]


def test_wrong_start_is_reported_once(tmp_path: Path) -> None:
    path = tmp_path / "start.yaml"
    path.write_text(
        "schema: 1\nrun: {start: soon}\ntimeline:\n  - {month: 2004-07, shock: breach}\n"
    )
    assert len(problems_of(path, []).problems) == 1
