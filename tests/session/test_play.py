"""`egov play`: a game by commands from a file, a program or a hand."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

import sim
from sim.cli import call
from sim.session.game import HELP, Game

ROOT = Path(__file__).resolve().parents[2]
BASE = str(ROOT / "scenarios/baseline.yaml")
SMALL = ("--sample", "200", "--months", "12")


@pytest.fixture
def play(monkeypatch, capsys):
    """Play commands as from a pipe; return the exit code and what was printed."""

    def run(commands: str, *args: str) -> tuple[int, str]:
        monkeypatch.setattr("sys.stdin", io.StringIO(commands))
        code = call(["play", *(args or (BASE, *SMALL))])
        seen = capsys.readouterr()
        return code, seen.out + seen.err

    return run


def too_wide(text: str) -> list[str]:
    """Return lines of more than 80 columns, but for prompts and names of files."""
    return [x for x in text.splitlines() if len(x) > 80 and "/" not in x and "> " not in x]


def test_a_whole_term(play, tmp_path):
    file = tmp_path / "term.yaml"
    code, text = play(
        f"# a comment\n\nlevers\nlevers training\ncost outreach=2\noutreach=2 kiosks = 50\ngo\n"
        f"report\nnews all\nset training_hours_clerk=30 hours/year\nundo\ngo\nsave {file}\nquit\n"
    )
    assert code == 0
    assert "Before round 1 of 2" in text
    assert "After round 2 of 2 (2003-07)" in text
    assert "Set for the next round: outreach=2, kiosks=50." in text
    assert "Undone; nothing is set for the next round." in text
    assert "your place of" in text
    assert "egov compare" in text
    assert text.count("One world, one luck") >= 4
    assert text.rstrip().endswith("Good-bye.")
    assert "not saved" not in text
    assert not too_wide(text)
    assert sim.Session.load(file).is_over


def test_the_end_of_the_input_ends_the_game(play):
    code, text = play("set outreach=2\n")
    assert code == 0
    assert "The input has ended. This session was not saved; `save FILE`" in text
    code, text = play("")
    assert code == 0
    assert "not saved" not in text


BAD = [
    ("frobnicate", "There is no command frobnicate."),
    ("repotr", "Did you mean report?"),
    ("outreach 2", "To set the lever outreach: `set outreach=2`."),
    ("outreech 2", "To set the lever outreach: `set outreach=2`."),
    ("kiosks", "To set the lever kiosks: `set kiosks=VALUE`."),
    ("set job_guarantee=perhaps", "must be yes or no"),
    ("set outreech=2", "outreech is not a lever. Did you mean outreach?"),
    ("set kiosks=900", "kiosks is 900, which is above what is allowed"),
    ("set outreach=lots", 'outreach is "lots", but a number is needed'),
    ("set outreach", "Write levers and values with =, as in: set outreach=2."),
    ("set outreach=", "Write levers and values with ="),
    ("set much outreach=2", "(`much` is neither)"),
    ("set access_centres=100 academy_seats=10000 staff_to_answer=40", "Over budget"),
    ("cost zzz=1", "zzz is not a lever"),
    ("levers unicorn", "No lever has to do with unicorn."),
    ("undo", "There is nothing to undo"),
    ("undo x", "undo takes a number of 1 or more"),
    ("go -1", "go takes a number of 1 or more"),
    ("go 0", "go takes a number of 1 or more"),
    ("score", "The scorecard comes at the end of the term"),
    ("save", "save takes a file name"),
    ("load", "load takes a file name"),
    ("load nothing.yaml", "no such file"),
]


def test_what_cannot_be_done_is_one_sentence_and_the_game_goes_on(play):
    code, text = play("".join(f"{line}\n" for line, _ in BAD) + "go\n")
    assert code == 0
    said = text.split("round 1 of 2> ")[1:]
    assert len(said) == len(BAD) + 1
    for (line, words), answer in zip(BAD, said, strict=False):
        assert answer.startswith(line)
        plain = " ".join(answer.removeprefix(line).split()).casefold()
        assert words.casefold() in plain, (line, plain)
        assert "Traceback" not in answer
    assert "After round 1 of 2" in said[-1]
    assert not too_wide(text)


def test_what_was_typed_is_said_as_it_was_typed(play):
    _, text = play("set outreech=2 kiosks=900\nset zzz=1\n")
    assert "\noutreech is not a lever." in text
    assert "\nkiosks is 900" in text
    assert "\nzzz is not a lever." in text


def test_past_the_end_and_back(play):
    code, text = play("go 9\ngo\nset outreach=2\nundo 2\ngo\n")
    assert code == 0
    assert "The term is over: all 2 rounds are played." in " ".join(text.split())
    assert "no lever can be set any more" in " ".join(text.split())
    assert "Back before round 1" in text


def test_files_are_not_overwritten_nor_dropped(play, tmp_path):
    file = tmp_path / "a.yaml"
    code, text = play(
        f"outreach=2\nsave {file}\nkiosks=3\nsave {file}\nload {file}\nload {file} force\n"
        f"load {BASE}\nsave {file} force\n"
    )
    text = " ".join(text.split())
    assert code == 0
    assert "this file exists" in text
    assert "this session is not saved, and loading would drop it" in text.lower()
    assert "a scenario, but no saved session" in text
    assert text.count("Saved as") == 2


def test_load_and_out(play, tmp_path):
    file, again = tmp_path / "a.yaml", tmp_path / "b.yaml"
    code, text = play("outreach=2\ngo\n", BASE, *SMALL, "--out", str(file))
    assert code == 0
    assert f"Saved as {file}" in text
    code, text = play("go\n", "--load", str(file), "--out", str(again))
    assert code == 0
    assert "After round 2 of 2" in text
    one = sim.Session(BASE, sample=200, months=12)
    one.set({"outreach": 2})
    one.go_on()
    one.go_on()
    assert sim.load_scenario(again).content_hash() == one.scenario.content_hash()
    code, text = play("go\n", "--load", str(file), "--out", str(file))
    assert code == 2
    assert "exists" in text
    code, text = play("go\n", "--load", str(file), "--out", str(file), "--force")
    assert code == 0
    assert sim.Session.load(file).round == 2


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("nothing.yaml",), "no such file"),
        ((BASE, "--months", "0"), "a term takes 1 to 120 months"),
        ((BASE, "--sample", "many"), '--sample is "many"'),
        ((BASE, "--sample", "3"), "run.sample is 3"),
        ((BASE, "--seed", "-4"), "run.seed is -4"),
        (("--load", BASE), "no saved session"),
        (("--load", BASE, "--months", "12"), "leave out --months"),
        ((BASE, "--out", BASE), "this file exists"),
    ],
)
def test_a_wrong_option_is_a_sentence(play, args, words):
    code, text = play("", *args)
    assert code == 2
    assert words in text


def test_json_is_a_line_a_round(play):
    code, text = play("outreach=2\noutreech=3\ngo 2\n", BASE, *SMALL, "--json")
    lines = [json.loads(line) for line in text.splitlines()]
    assert code == 0
    rounds = [line for line in lines if "outcomes" in line]
    assert [line["round"] for line in rounds] == [0, 1, 2]
    assert rounds[0]["outcomes"]["adoption_share"]["value"] is None
    assert rounds[2]["outcomes"]["adoption_share"]["unit"] == "share"
    assert {mood["who"] for mood in rounds[1]["moods"]} >= {"Assembly", "Employees"}
    assert any("Did you mean outreach?" in line.get("error", "") for line in lines)
    assert lines[-1]["scorecard"]["worlds"] == 1


def test_help_names_every_command_and_fits():
    game = Game(sim.Session(BASE, sample=200, months=6), lambda text: None)
    for word in game._commands:
        assert word in HELP
    assert max(map(len, HELP.splitlines())) <= 80


def test_the_verb_has_help_with_an_example(capsys):
    assert call(["play", "--help"]) == 0
    assert "egov play --load my-term.yaml" in capsys.readouterr().out


class Typist:
    """Someone at the terminal: answers in turn; an exception in the list is raised."""

    def __init__(self, *answers) -> None:
        self.answers = list(answers)
        self.asked: list[str] = []

    def __call__(self, prompt: str = "") -> str:
        self.asked.append(prompt)
        answer = self.answers.pop(0)
        if isinstance(answer, type):
            raise answer
        return answer


@pytest.fixture
def type_in(monkeypatch, capsys):
    def run(*answers, more: tuple[str, ...] = ()) -> tuple[int, str, Typist]:
        typist = Typist(*answers)
        monkeypatch.setattr("sys.stdin", io.StringIO())
        monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
        monkeypatch.setattr("builtins.input", typist)
        code = call(["play", BASE, *SMALL, *more])
        return code, capsys.readouterr().out, typist

    return run


def test_unsaved_work_is_offered_to_be_saved(type_in, tmp_path):
    taken = tmp_path / "taken.yaml"
    taken.write_text("mine")
    file = tmp_path / "kept.yaml"
    code, text, typist = type_in("outreach=2", "quit", str(taken), str(file))
    assert code == 0
    assert typist.asked[-2].startswith("Not saved. A file name to save it")
    assert "this file exists" in " ".join(text.split())
    assert taken.read_text() == "mine"
    assert sim.Session.load(file).waiting == {"strategy.accessibility.outreach": 2.0}
    code, text, _ = type_in("outreach=2", "quit", "")
    assert code == 0
    assert text.rstrip().endswith("Good-bye.")


@pytest.mark.parametrize("word", ["quit", "q", "no", "N", "exit"])
def test_a_word_that_means_no_is_no_file_name(type_in, tmp_path, monkeypatch, word):
    monkeypatch.chdir(tmp_path)
    code, text, _ = type_in("outreach=2", "quit", word)
    assert code == 0
    assert text.rstrip().endswith("Good-bye.")
    assert "Saved" not in text
    assert list(tmp_path.iterdir()) == []


def test_a_word_that_means_yes_asks_for_the_file_name(type_in, tmp_path):
    file = tmp_path / "mine.yaml"
    _, text, typist = type_in("outreach=2", "quit", "yes", f"save {file}")
    assert typist.asked[-1] == "A file name, or Enter to leave without: "
    assert f"Saved as {file}" in text


@pytest.fixture
def stop_in_round(monkeypatch):
    """Ctrl-C in the round of a number, counted from 1."""

    def at(number: int) -> None:
        plain = sim.Session.advance

        def advance(session: sim.Session) -> None:
            if session.round == number - 1:
                raise KeyboardInterrupt
            plain(session)

        monkeypatch.setattr(sim.Session, "advance", advance)

    return at


def test_ctrl_c_in_several_rounds_says_how_many_were_played(type_in, stop_in_round):
    stop_in_round(2)
    _, text, _ = type_in("go 2", "quit", "")
    text = " ".join(text.split())
    assert "Stopped: 1 round was played, and the session stands after round 1 of 2." in text
    assert "`undo 1` takes back" in text
    assert "as it was before" not in text


def test_ctrl_c_in_the_first_round_leaves_the_session_as_it_was(type_in, stop_in_round):
    stop_in_round(1)
    _, text, _ = type_in("go 2", "quit", "")
    assert "Stopped: the session is as it was before." in text


def test_ctrl_c_keeps_what_there_is_with_out(play, stop_in_round, tmp_path):
    file = tmp_path / "kept.yaml"
    stop_in_round(2)
    code, text = play("go 2\noutreach=3\n", BASE, *SMALL, "--out", str(file))
    assert code == 130
    assert "Stopped: 1 round was played" in text
    kept = sim.Session.load(file)
    assert (kept.round, kept.waiting) == (1, {}), "what follows relied on the rounds"


def test_ctrl_c_twice_keeps_what_there_is_with_out(type_in, tmp_path):
    file = tmp_path / "kept.yaml"
    answers = ("outreach=2", KeyboardInterrupt, KeyboardInterrupt)
    code, _, _ = type_in(*answers, more=("--out", str(file)))
    assert code == 130
    assert sim.Session.load(file).waiting


def test_ctrl_c_says_what_to_do_and_twice_leaves(type_in):
    code, text, _ = type_in(KeyboardInterrupt, "outreach=2", KeyboardInterrupt, KeyboardInterrupt)
    assert code == 130
    assert text.count("Ctrl-C: nothing is lost. `save FILE` keeps the session") == 2
    assert "Stopped." in text


def test_the_end_of_the_input_at_a_terminal(type_in):
    code, text, _ = type_in("outreach=2", EOFError)
    assert code == 0
    assert "The input has ended. This session was not saved" in text


def test_input_that_is_no_text_ends_the_game(monkeypatch, capsys):
    stream = io.TextIOWrapper(io.BytesIO(b"go\n\xff\xfe\n"), encoding="utf-8")
    monkeypatch.setattr("sys.stdin", stream)
    assert call(["play", BASE, *SMALL]) == 0
    assert "is no text" in capsys.readouterr().out
