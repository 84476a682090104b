"""The game in the terminal: commands in words, on top of `Session`; nothing of the model is here.

Commands come from someone who types or from a file; a command that cannot be done says why in a
sentence, changes nothing, and the game goes on.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from sim.errors import EgovError, ScenarioError, UserError
from sim.parameters.catalogue import nearest
from sim.session.levers import lever_paths
from sim.session.session import Session
from sim.session.text import levers_text, news_text, set_text, wrapped

__all__ = ["HELP", "Game"]

HELP = """\
report              outcomes, money and moods as they are now
news [all]          the minutes of the last half-year
levers              the levers with their value now and their price
levers WORD         what levers are and may be: levers training, levers all
cost X=Y ...        what levers would cost, without setting them
set X=Y ...         set levers for the next half-year: set outreach=2 kiosks=50
go [N]              play the next half-year, or N of them
undo [N]            take back the last step, or N of them: a set, or a half-year
score               the scorecard, at the end of the term
save FILE [force]   keep the session: a scenario file for `egov run` and `load`
load FILE [force]   go on with a kept session; force drops what is not saved
help, quit"""
_LEAVE = ("", "no", "n", "quit", "q", "exit")
_KEEP = ("yes", "y", "save")
_ONE = re.compile(r"([A-Za-z_][\w.]*)\s*=\s*(.*?)(?=\s+[A-Za-z_][\w.]*\s*=|\s*$)")


class Game:
    """One session played by commands.

    Parameters
    ----------
    session : what is played.
    say : prints a text.
    as_json : one line of JSON a round instead of text.
    ask : asks a question and returns the answer; None where nobody is there.
    out : the file to save into when the game ends; `force` replaces it.
    """

    def __init__(
        self,
        session: Session,
        say: Callable[[str], None],
        *,
        as_json: bool = False,
        ask: Callable[[str], str] | None = None,
        out: Path | None = None,
        force: bool = False,
    ) -> None:
        self.session, self.over = session, False
        self._print, self.as_json, self.ask = say, as_json, ask
        self._out, self._force = out, force
        self._commands: dict[str, Callable[[str], None]] = {
            "report": self._report, "news": self._news, "levers": self._levers,
            "cost": self._cost, "set": self._set, "go": self._go, "undo": self._undo,
            "score": self._score, "save": self._save, "load": self._load, "help": self._help,
            "quit": self._quit,
        }  # fmt: skip

    @property
    def prompt(self) -> str:
        """What stands before a command: the month to come and the round."""
        session = self.session
        if session.is_over:
            return "the term is over> "
        return f"{session.date} round {session.round + 1} of {session.rounds}> "

    def begin(self) -> None:
        """Say where the term stands, and how to play."""
        self._tell_round()
        self.say("`help` lists the commands. First steps: levers, set outreach=2, go.")

    def do(self, line: str) -> None:
        """Do one command; what is wrong with it is said in a sentence."""
        text = line.strip()
        if not text or text.startswith("#"):
            return
        word, _, rest = text.partition(" ")
        if "=" in word:  # `outreach=2` alone is a set
            word, rest = "set", text
        before = self.session.round
        try:
            self._command(word.lower(), rest.strip())(rest.strip())
        except ScenarioError as error:
            self.wrong("\n".join(str(problem) for problem in error.problems), text)
        except EgovError as error:
            self.wrong(str(error), text)
        except KeyboardInterrupt:
            self.wrong(self._stopped(before))
            if self.ask is None:  # commands of a file that follow rely on this one
                raise

    def say(self, text: str, **data: Any) -> None:
        """Print a text; for programs the data in its place, if there are any."""
        if not self.as_json:
            self._print(text)
        elif data:
            self._print(json.dumps(data, default=float))

    def wrong(self, sentence: str, typed: str = "") -> None:
        """Say what cannot be done; words that were typed stay as they were typed."""
        text = "\n".join(wrapped(_capital(line, typed)) for line in sentence.splitlines())
        self.say(text, error=sentence)

    def _stopped(self, before: int) -> str:
        """Say where the session stands after Ctrl-C in a command that began after a round."""
        if self.over:
            return "stopped: the session was not saved."
        now = self.session.round
        if now <= before:
            return "stopped: the session is as it was before. `save FILE` keeps it."
        count = now - before
        rounds = "1 round was" if count == 1 else f"{count} rounds were"
        return (
            f"stopped: {rounds} played, and the session stands after round {now} of "
            f"{self.session.rounds}. `save FILE` keeps it, `undo {count}` takes back what was "
            "played."
        )

    def leave(self, why: str = "") -> None:
        """End the game: save where asked to, or say how to keep what is not saved."""
        self.over = True
        self.keep_out()
        if not self.session.is_saved and self.ask is not None:
            self._offer()
        elif not self.session.is_saved:
            why += " This session was not saved; `save FILE` before the end keeps it."
        self.say(wrapped(f"{why} Good-bye.".strip(), 0))

    def keep_out(self) -> None:
        """Save into the file of --out, if there is one."""
        if self._out is not None:
            self._keep(self._out, self._force)

    # Commands -------------------------------------------------------------------------------

    def _command(self, word: str, rest: str = "") -> Callable[[str], None]:
        short = {"exit": "quit", "q": "quit", "?": "help", "next": "go", "lever": "levers"}
        found = self._commands.get(short.get(word, word))
        if found is None:
            raise UserError(_no_command(word, rest, self._commands))
        return found

    def _report(self, rest: str) -> None:
        self._tell_round(news=False)

    def _tell_round(self, news: bool = True) -> None:
        report = self.session.report()
        text = f"\n{report}"
        if news and report.round:
            text += f"\n\n{news_text(list(report.news))}"
        self.say(f"{text}\n", **report.as_dict())

    def _news(self, rest: str) -> None:
        news = self.session.news()
        text = news_text(news, len(news)) if rest == "all" else news_text(news)
        self.say(text, news=[vars(item) for item in news])

    def _levers(self, word: str) -> None:
        levers = list(self.session.levers.values())
        if word and word != "all":
            levers = [
                lever for lever in levers
                if word.lower() in f"{lever.path} {lever.label} {lever.note}".lower()
            ]  # fmt: skip
            if not levers:
                raise UserError(f"no lever has to do with {word}. `levers` lists them all.")
        text = levers_text(levers, full=bool(word))
        if not word:
            text += "\n`levers WORD` says what a lever is and may be: levers training"
        self.say(text, levers=[vars(lever) for lever in levers])

    def _cost(self, rest: str) -> None:
        changes = _changes(rest, "cost outreach=2")
        more = self.session.cost_usd(changes)
        left = self.session.money_left_usd
        text = (
            f"USD {more:+,.0f} in the next round; left for applications would be USD "
            f"{left - more:,.0f} instead of USD {left:,.0f}."
        )
        self.say(wrapped(text), cost_usd=more, left_usd=left - more)

    def _set(self, rest: str) -> None:
        remarks = self.session.set(_changes(rest, "set outreach=2"))
        left = self.session.money_left_usd
        waiting = self.session.waiting
        lines = [f"Set for the next round: {set_text(waiting)}.",
                 f"Left for applications: USD {left:,.0f}.", *map(_capital, remarks)]  # fmt: skip
        text = "\n".join(wrapped(line) for line in lines)
        self.say(text, set=waiting, left_usd=left, remarks=list(remarks))

    def _go(self, rest: str) -> None:
        for _ in range(_count(rest, "go")):
            self.session.go_on()
            self._tell_round()
            if self.session.is_over:
                self._end()
                break

    def _end(self) -> None:
        self.say("The term is over.\n")
        self._score("")
        self.say("\n`save FILE` keeps the term, `undo` goes back, `quit` leaves.")

    def _score(self, rest: str) -> None:
        card = self.session.scorecard()
        self.say(str(card), scorecard=card.as_dict())

    def _undo(self, rest: str) -> None:
        before = self.session.round
        self.session.undo(_count(rest, "undo"))
        waiting = self.session.waiting
        words = f"Back before round {self.session.round + 1}" if self.session.round < before else (
            "Undone")  # fmt: skip
        kept = f"; set: {set_text(waiting)}" if waiting else "; nothing is set for the next round"
        self.say(f"{words}{kept}.", undone=True, round=self.session.round, set=waiting)

    def _save(self, rest: str) -> None:
        name, force = _file(rest, "save")
        self._keep(Path(name), force)

    def _keep(self, path: Path, force: bool) -> None:
        try:
            written = self.session.save(path, force=force)
        except EgovError as error:
            self.wrong(str(error))
            return
        self.say(
            f"Saved as {written}. Over many worlds: egov run {written}", saved=written.as_posix()
        )

    def _load(self, rest: str) -> None:
        name, force = _file(rest, "load")
        if not self.session.is_saved and not force:
            raise UserError(
                f"this session is not saved, and loading would drop it: `save FILE` first, or "
                f"`load {name} force`."
            )
        self.session = Session.load(name)
        self._tell_round()

    def _help(self, rest: str) -> None:
        self.say(HELP)

    def _quit(self, rest: str) -> None:
        self.leave()

    def _offer(self) -> None:
        assert self.ask is not None
        name = self.ask("Not saved. A file name to save it, or Enter to leave without: ").strip()
        while name.lower() not in _LEAVE and not self.session.is_saved:
            again = "A file name, or Enter to leave without: "
            if name.lower() not in _KEEP:
                name = name.removeprefix("save ").strip()
                self._keep(Path(name.removesuffix(" force")), name.endswith(" force"))
                again = f"Another {again[2:]}"
            if not self.session.is_saved:
                name = self.ask(again).strip()


def _no_command(word: str, rest: str, commands: Iterable[str]) -> str:
    """Say that a word is no command; of a lever, how it is set."""
    short = lever_paths()
    last = word.rpartition(".")[2]
    name = last if last in short else nearest(word, commands)
    if name is None and rest:
        name = nearest(last, short)
    if name in short:
        value = rest.removeprefix("to ") or "VALUE"
        asked = f" To set the lever {name}: `set {name}={value}`."
        return f"there is no command {word}.{asked}"
    hint = f" Did you mean {name}?" if name else ""
    return f"there is no command {word}.{hint} `help` lists them all."


def _changes(text: str, example: str) -> Mapping[str, str]:
    """Return `x=y ...` as values by name; a value may hold blanks, as in 30 hours/year."""
    found = _ONE.findall(text)
    left = _ONE.sub("", text).strip()
    if not found or left or any(not value for _, value in found):
        shown = f" (`{left}` is neither)" if left and found else ""
        raise UserError(f"write levers and values with =, as in: {example}{shown}.")
    return dict(found)


def _count(text: str, command: str) -> int:
    if not text:
        return 1
    if not text.isdigit() or not 1 <= int(text) <= 10_000:
        raise UserError(f"{command} takes a number of 1 or more, as in `{command} 2`, not {text}.")
    return int(text)


def _file(text: str, command: str) -> tuple[str, bool]:
    name, blank, last = text.rpartition(" ")
    force = bool(blank) and last == "force"
    name = name.strip() if force else text
    if not name or name == "force":
        raise UserError(f"{command} takes a file name, as in `{command} my-term.yaml`.")
    return name, force


def _capital(sentence: str, typed: str = "") -> str:
    """Return a sentence with a capital, unless it begins with a lever, a file or a typed word."""
    first = sentence.partition(" ")[0]
    as_it_is = set(first) & set("_./") or first in re.split(r"[\s=]+", typed)
    return sentence if as_it_is else sentence[:1].upper() + sentence[1:]
