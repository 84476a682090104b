"""The questions as they are written down: one folder each under scenarios/questions/.

A folder holds `question.yaml` (what is asked, what the case says, what is varied, what to look at)
and the scenarios that belong to no other place. Nothing here holds a number that a run gives.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

import sim
from sim.errors import Problem, ScenarioError, UserError

__all__ = ["NUMBERS", "Asked", "CasePoint", "Question", "all_questions", "find", "folder"]

NUMBERS = range(1, 15)


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class CasePoint(_Strict):
    """One thing that the case says.

    Attributes
    ----------
    page : [page]   In the case, as printed.
    says : in our own words.
    """

    page: str
    says: str


class Asked(_Strict):
    """The one difference that the answer begins with.

    Attributes
    ----------
    outcome : the name of an outcome.
    year : [year]   When it is looked at, counted from the start.
    scenario, against : which of the set are compared; `against` is the first unless given.
    """

    outcome: str
    year: float
    scenario: str
    against: str = ""


class Question(_Strict):
    """A question of the case, and the experiment that belongs to it.

    Attributes
    ----------
    number : [1-14]
    title : a few words.
    asks : the question in our own words.
    case : what the case says, with its pages.
    varied, look_at, change_your_mind : what differs between the scenarios, what to look at, and
        which result would speak against the answer.
    leaves_out : what the model does not hold, as it ends the sentence "The model leaves out ...".
    scenarios : files, relative to the question's folder; the first is what the others are compared
        with.
    outcomes, years : what is compared, and when.
    headline : the difference that the answer begins with.
    view : the figure that answers, and what it needs: see `sim.questions.views`.
    path : the folder it was read from.
    """

    number: int = Field(ge=1, le=14)
    title: str
    asks: str
    case: tuple[CasePoint, ...]
    varied: str
    look_at: str
    change_your_mind: str
    leaves_out: str
    scenarios: tuple[str, ...] = Field(min_length=2)
    outcomes: tuple[str, ...] = Field(min_length=1)
    years: tuple[float, ...] = (1, 3, 5, 10)
    headline: Asked
    view: dict[str, Any]
    path: Path

    @property
    def files(self) -> tuple[Path, ...]:
        """The scenario files."""
        return tuple((self.path / name).resolve() for name in self.scenarios)

    @property
    def texts(self) -> dict[str, Any]:
        """What a reader is told before the numbers, as plain data."""
        names = ("asks", "varied", "look_at", "change_your_mind", "leaves_out")
        return {name: getattr(self, name) for name in names} | {
            "case": [point.model_dump() for point in self.case]
        }


def folder() -> Path:
    """Return the folder of the questions: that of the working directory, else the project's.

    Raises
    ------
    UserError : it is in neither place.
    """
    below = Path("scenarios") / "questions"
    for root in (Path(), Path(sim.__file__).resolve().parent.parent):
        if (root / below).is_dir():
            return root / below
    raise UserError(
        f"The folder {below} is not here. Run the command in the project's folder, which holds "
        "scenarios/."
    )


def find(number: int) -> Question:
    """Return one question.

    Raises
    ------
    UserError : there is no such question.
    ScenarioError : its file is wrong; it lists every problem.
    """
    if number not in NUMBERS:
        raise UserError(f"There is no question {number}: the case has fourteen, 1 to 14.")
    path = folder() / f"q{number:02d}" / "question.yaml"
    return _read(path.resolve())


def all_questions() -> tuple[Question, ...]:
    """Return the fourteen questions in their order."""
    return tuple(find(number) for number in NUMBERS)


@cache
def _read(path: Path) -> Question:
    from sim.scenario.strict_yaml import read_file

    node = read_file(path, str(path))
    try:
        return Question(**_plain(node), path=path.parent)
    except ValidationError as error:
        raise ScenarioError([
            Problem(str(path), node.line, ".".join(map(str, one["loc"])), one["msg"])
            for one in error.errors()
        ]) from None  # fmt: skip


def _plain(node: Any) -> Any:
    value = node.value
    if isinstance(value, dict):
        return {key: _plain(child) for key, child in value.items()}
    if isinstance(value, list):
        return [_plain(child) for child in value]
    return value.strip() if isinstance(value, str) else value
