"""The class kit under docs/teaching/: commands, blocks, minutes, roles, and no number by hand."""

from __future__ import annotations

import re
import shlex
from dataclasses import fields
from itertools import pairwise
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from sim.classroom import kit
from sim.classroom.printing import html_of, write_sheets
from sim.classroom.roles import roles
from sim.classroom.rules import Rules
from sim.cli import VERBS, egov
from sim.errors import UserError
from sim.outcomes import OUTCOMES
from sim.parameters.catalogue import catalogue
from sim.scenario import load_scenario

ROOT = Path(__file__).resolve().parent.parent
PAGES = kit.pages(ROOT)
TEXTS = {path: path.read_text(encoding="utf-8") for path in PAGES}
GUIDES = {"guide-90-minutes.md": 90, "guide-3-hours.md": 180}
WORDS_ON_A4 = 600
LEVER_EACH = {
    "accessibility": "{outreach: 2}", "capacity": "{manuals: 0.5}",
    "participation": "{online_petitions: yes}", "consolidation": "{data_mode: shared}",
    "collaboration": "{committee_seats: 3}",
}  # fmt: skip
MOST_IN_CLASS = 20_000_000
"""Citizen-months of an experiment that a class can wait for: about two minutes on a laptop."""
OUTCOME_NAMES = {one.name for one in OUTCOMES}
BLOCKS = re.compile(r"<!-- (?!clock)[\w :]+ -->\n.*?<!-- end -->", re.DOTALL)

by_page = pytest.mark.parametrize("page", PAGES, ids=lambda path: path.stem)


def commands_in(text: str) -> list[list[str]]:
    """Return the words of each `egov ...` in code, whether inline or in a block."""
    fences = re.findall(r"```\w*\n(.*?)```", text, re.DOTALL)
    inline = re.findall(r"`([^`]+)`", re.sub(r"```.*?```", "", text, flags=re.DOTALL))
    lines = [line for fence in fences for line in fence.splitlines()] + inline
    found = [shlex.split(" ".join(line.split())) for line in lines if line.split()[:1] == ["egov"]]
    return [words for words in found if len(words) > 1]


def unknown_in(words: list[str]) -> str:
    """Return what is wrong with a command, or nothing."""
    command: click.Command = egov
    for word in words[1:]:
        if isinstance(command, click.Group) and not word.startswith("-"):
            context = click.Context(command)
            found = command.get_command(context, word)
            if found is None:
                return f"no verb {word!r}"
            command = found
        elif word.startswith("--") and word != "--help":
            known = {name for one in command.params for name in one.opts}
            if word.partition("=")[0] not in known:
                return f"no option {word}"
    return ""


def files_in(words: list[str]) -> list[str]:
    return [word for word in words if word.startswith(("scenarios/", "outputs/"))]


@by_page
def test_commands_are_real(page: Path):
    wrong = {" ".join(words): unknown_in(words) for words in commands_in(TEXTS[page])}
    assert not {words: why for words, why in wrong.items() if why}


@by_page
def test_scenarios_named_exist(page: Path):
    for words in commands_in(TEXTS[page]):
        for name in files_in(words):
            assert list(ROOT.glob(name)), name


@by_page
def test_modules_named_exist(page: Path):
    for name in re.findall(r"python -m (sim[\w.]+)", TEXTS[page]):
        assert (ROOT / f"{name.replace('.', '/')}.py").exists(), name


@by_page
def test_blocks_are_current(page: Path):
    text = TEXTS[page]
    assert kit.filled(text) == text, f"{page.name} is old: run python -m sim.classroom.kit"


@by_page
def test_every_block_ends(page: Path):
    marks = re.findall(r"<!-- (.*?) -->", TEXTS[page])
    assert [mark == "end" for mark in marks] == [False, True] * (len(marks) // 2)


def clock(name: str) -> list[tuple[str, int]]:
    """Return the rows of a guide's table: when, and how long [minutes]."""
    text = TEXTS[ROOT / kit.KIT / name]
    block = re.search(r"<!-- clock: \d+ -->\n(.*?)<!-- end -->", text, re.DOTALL)
    assert block is not None
    rows = re.findall(r"^\| (\d:\d\d) \| (\d+) \|", block[1], re.MULTILINE)
    return [(at, int(length)) for at, length in rows]


@pytest.mark.parametrize(("name", "minutes"), GUIDES.items())
def test_minutes_add_up(name: str, minutes: int):
    passed = 0
    for at, length in clock(name):
        assert at == f"{passed // 60}:{passed % 60:02d}", name
        passed += length
    assert passed == minutes
    assert f"<!-- clock: {minutes} -->" in TEXTS[ROOT / kit.KIT / name]


def brief(name: str) -> str:
    return TEXTS[ROOT / kit.KIT / "roles" / f"{kit.BRIEFS[name]}.md"]


def test_every_role_has_its_brief():
    assert {one.name for one in roles()} == set(kit.BRIEFS)
    assert {path.stem for path in PAGES if path.parent.name == "roles"} == set(kit.BRIEFS.values())


@pytest.mark.parametrize("role", roles(), ids=lambda role: role.name)
def test_brief_is_complete_and_short(role):
    text = brief(role.name)
    assert f"<!-- aims: {role.name} -->" in text
    assert len(text.split()) < WORDS_ON_A4
    for aim in role.aims:
        assert f"`{aim.outcome}`" in text
    assert re.search(r"^\*\*.*The case,\s+p\. \d", text, re.MULTILINE | re.DOTALL)
    assert "## Your opening line" in text
    questions = re.split(r"^## Three questions.*$", text, flags=re.MULTILINE)[1]
    assert re.findall(r"^(\d)\. ", questions, re.MULTILINE) == ["1", "2", "3"]


@pytest.mark.parametrize(
    "role", [one for one in roles() if one.name != kit.OWN], ids=lambda r: r.name
)
def test_brief_names_the_levers_that_the_role_gives(role):
    assert re.findall(r"^\| `(strategy\.[\w.]+)` \|", brief(role.name), re.MULTILINE) == [
        *sorted(role.gives, key=brief(role.name).index)
    ]


@by_page
def test_names_in_code_exist(page: Path):
    """A word in code with an underscore is an outcome, a lever, a choice, a scenario or a rule."""
    known = OUTCOME_NAMES | {word for path in catalogue() for word in path.split(".")}
    known |= {choice for one in catalogue().values() for choice in one.choices}
    known |= {path.stem for path in (ROOT / "scenarios").rglob("*.yaml")}
    known |= {field.name for field in fields(Rules)}
    words = re.findall(r"`([a-z]+(?:_[a-z0-9]+)+)`", TEXTS[page])
    assert not set(words) - known


RESULT = re.compile(
    r"(?:USD \d|\d(?:[\d,.]*\d)? ?(?:%|percent\b|points?\b|million\b|cents?\b|USD\b))"
)
NO_RESULT = re.compile(r"\b(?:95|100) %|0 to 100 %|\b1 USD\b|1,000 won")


@by_page
def test_no_model_result_by_hand(page: Path):
    """A number with a unit stands in a filled block, or with the page of the case it is from."""
    text = BLOCKS.sub("", re.sub(r"```.*?```", "", TEXTS[page], flags=re.DOTALL))
    for part in re.split(r"\n\n|\n(?=[-|] |\d\. )", text):
        if RESULT.search(NO_RESULT.sub("", part)):
            assert re.search(r"\bp\. \d", part), part


def test_answers_have_a_block_for_each_question():
    text = TEXTS[ROOT / kit.KIT / "answers.md"]
    assert re.findall(r"<!-- answer: (\d+) -->", text) == [str(n) for n in range(1, 15)]
    assert re.findall(r"^## (\d+)\. ", text, re.MULTILINE) == [str(n) for n in range(1, 15)]


def test_each_answer_is_filled_and_says_when_and_of_which_version():
    text = TEXTS[ROOT / kit.KIT / "answers.md"]
    blocks = re.findall(r"<!-- answer: (\d+) -->\n(.*?)<!-- end -->", text, re.DOTALL)
    dated = re.compile(r"\b20\d\d-\d\d-\d\d\b.*\bversion \d+\.\d+")
    assert len(blocks) == 14
    assert [number for number, body in blocks if not body.strip()] == []
    assert [number for number, body in blocks if not dated.search(body)] == []


def ends_in(text: str) -> dict[str, tuple[str, str]]:
    """Return the two ends of each aim as a brief prints them, by outcome."""
    rows = re.findall(r"\(`(\w+)`\) \| [^|]+ \| ([^|]+) \| ([^|]+) \|", text)
    return {outcome: (worst, best) for outcome, worst, best in rows}


@pytest.mark.parametrize("role", roles(), ids=lambda role: role.name)
def test_a_score_can_be_worked_out_by_hand_from_the_brief(role):
    """The printed ends, read back, give half a point of 100 or less away."""
    printed = ends_in(brief(role.name))
    for aim in role.aims:
        (ends,) = aim.ends.values()
        for text, value in zip(printed[aim.outcome], ends, strict=True):
            number, _, unit = text.partition(" ")
            factor = 1e6 if unit.startswith("million") else 0.01 if unit.startswith("%") else 1.0
            shown = factor * float(number.replace(",", ""))
            assert abs(shown - value) <= 0.005 * abs(ends[1] - ends[0]), (aim.outcome, text)


def test_what_is_summed_over_a_year_is_said_to_be_a_years():
    assert ends_in(brief("home_affairs"))["documents_carried"][0].endswith("documents a year")
    assert ends_in(brief("information"))["incident_hazard_per_year"][0] == "0.1066 a year"


@pytest.mark.parametrize("guide", GUIDES)
def test_the_plan_that_a_guide_explains_can_be_explained(guide: str, tmp_path: Path):
    """`explain` reads a team's file as `class collect` does, and is small enough for a class."""
    text = TEXTS[ROOT / kit.KIT / guide]
    words = next(words for words in commands_in(text) if words[:2] == ["egov", "explain"])
    plan = tmp_path / "fox.yaml"
    pillars = "".join(f"  {name}: {lever}\n" for name, lever in LEVER_EACH.items())
    plan.write_text(f"schema: 1\nextends: baseline.yaml\nstrategy:\n{pillars}", encoding="utf-8")
    given = [str(plan) if word.endswith("fox.yaml") else word for word in words[1:]]
    told = CliRunner().invoke(egov, [*given, "--dry-run", "--json"])
    assert told.exit_code == 0, told.output
    assert {"--months", "--sample", "--replications"} <= set(words)
    size = {word: int(value) for word, value in pairwise(words) if value.isdecimal()}
    runs = 2 ** len(LEVER_EACH) * size["--replications"]
    assert runs * size["--months"] * size["--sample"] <= MOST_IN_CLASS


def test_at_least_twelve_misreadings_each_with_why_and_what_to_show():
    text = TEXTS[ROOT / kit.KIT / "misreadings.md"]
    items = re.split(r"^### \d+\. ", text, flags=re.MULTILINE)[1:]
    assert len(items) >= 12
    assert all(item.startswith('"') and "**Why not.**" in item and "**Show.**" in item
               for item in items)  # fmt: skip


def test_pages_of_the_case_are_its_own():
    for path, text in TEXTS.items():
        for first, last in re.findall(r"\bp\. (\d+)(?:-(\d+))?", text):
            assert 8 <= int(first) <= int(last or first) <= 45, (path.name, first)


def test_every_page_is_listed():
    listed = TEXTS[ROOT / kit.KIT / "README.md"]
    assert [
        path.name for path in PAGES if path.name != "README.md" and path.name not in listed
    ] == []


def test_verbs_of_the_kit_are_verbs():
    assert {"question", "predict", "play", "class"} <= set(VERBS)


def test_sheets_for_the_printer(tmp_path: Path):
    sheets = write_sheets(ROOT / kit.KIT, tmp_path / "print")
    assert len(sheets) == len(PAGES)
    for sheet in sheets:
        html = sheet.read_text(encoding="utf-8")
        assert [mark for mark in ("<!--", "http", "**", "](", "```") if mark in html] == []
    with pytest.raises(UserError, match="--force"):
        write_sheets(ROOT / kit.KIT, tmp_path / "print")
    told = CliRunner().invoke(kit.command, ["--print", str(tmp_path / "print")])
    assert told.exit_code == 1
    assert "Nothing was written" in told.output


def test_html_of_what_the_kit_uses():
    parts = ("# A & B", "One\ntwo **x** `a_b`", "- a\n  b\n- c", "> **q** r\n>\n> s",
             "| h | i |\n|---|---|\n| 1 | |")  # fmt: skip
    html = html_of("\n\n".join(parts))
    assert "<h1>A &amp; B</h1>" in html
    assert "<p>One two <b>x</b> <code>a_<wbr>b</code></p>" in html
    assert "<ul><li>a b</li><li>c</li></ul>" in html
    assert "<blockquote><p><b>q</b> r</p><p>s</p></blockquote>" in html
    assert "<tr><td>1</td><td></td></tr>" in html


def test_file_on_the_strategy_sheet_can_be_handed_in(tmp_path: Path):
    text = TEXTS[ROOT / kit.KIT / "worksheets" / "strategy.md"]
    example = re.search(r"```yaml\n(.*?)```", text, re.DOTALL)
    assert example is not None
    file = tmp_path / "fox.yaml"
    baseline = (ROOT / "scenarios" / "baseline.yaml").as_posix()
    file.write_text(example[1].replace("../scenarios/baseline.yaml", baseline), encoding="utf-8")
    assert load_scenario(file).value("strategy.capacity.job_guarantee") is True
