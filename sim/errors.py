"""Every error that egov-sim raises on purpose.

    EgovError                       carries the exit code of the command line
    ├── UserError            2      the user's file, option or folder is wrong
    │   ├── ScenarioError    2      a scenario file: holds every problem found in it
    │   ├── EvidenceError    2      a file of figures: likewise (sim/evidence/checks.py)
    │   └── OutputError      2      the results folder cannot be used: taken, damaged, unwritable
    │       └── StoreDamaged 2      a part of the run store cannot be read (sim/store/parts.py)
    ├── RunFailed            1      some runs of several failed
    └── VerificationFailed   3      the same scenario and seed gave other numbers

A message is a sentence that says what is wrong, where, what is allowed and what to do.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

__all__ = [
    "EgovError",
    "OutputError",
    "Problem",
    "RunFailed",
    "ScenarioError",
    "UserError",
    "VerificationFailed",
]


class EgovError(Exception):
    """The base of all errors raised on purpose; `exit_code` is what the command line returns."""

    exit_code = 1


class UserError(EgovError):
    """Something the user wrote or asked for is wrong, and the message says how to mend it."""

    exit_code = 2


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong in a scenario.

    Attributes
    ----------
    file : the file as the user named it, or the option, for example "--set run.months=0".
    line : counted from 1; `None` where there is no line (an option, a missing file).
    key : the dotted path of the setting concerned; empty where there is none.
    message : sentences: what is wrong, what is allowed, what to do.
    """

    file: str
    line: int | None
    key: str
    message: str

    def __str__(self) -> str:
        """Return `file, line 12: message`."""
        place = self.file if self.line is None else f"{self.file}, line {self.line}"
        return f"{place}: {self.message}"


class ScenarioError(UserError):
    """A scenario cannot be used; `problems` holds everything found wrong, not just the first."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))

    def __reduce__(self) -> tuple[type[ScenarioError], tuple[tuple[Problem, ...]]]:
        """Keep the problems when the error crosses from a worker process."""
        return (type(self), (self.problems,))


class OutputError(UserError):
    """The results folder cannot be used; nothing has been overwritten."""


class RunFailed(EgovError):
    """At least one run failed; what was finished is complete and kept."""

    exit_code = 1


class VerificationFailed(EgovError):
    """A repeated run did not give the numbers that were stored."""

    exit_code = 3
