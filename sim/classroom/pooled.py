"""The forecasts of a class: which of them the runs of the round can score, and how."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.classroom.names import file_name, team_name, without_formula
from sim.classroom.predictions import Belief, Forecast, Question, score, truth_of, world_of
from sim.errors import EgovError, UserError

if TYPE_CHECKING:
    import pandas as pd

    from sim.experiments.ensemble import Ensemble
    from sim.experiments.plan import Point
    from sim.scenario import Scenario

__all__ = ["Pool", "pooled_scores", "read_forecasts"]


@dataclass(frozen=True)
class Pool:
    """The forecasts of a folder.

    Attributes
    ----------
    forecasts : with the name of their file.
    refused : file and reason of those that cannot be read.
    folder, shelves : where the scenarios that they are about are looked for.
    """

    forecasts: tuple[tuple[str, Forecast], ...]
    refused: tuple[tuple[str, str], ...]
    folder: Path
    shelves: tuple[Path, ...]

    def further(self, base: Scenario, teams: Sequence[Scenario]) -> list[Scenario]:
        """Return the scenarios that forecasts are about and that the round does not run anyway."""
        known = {world_of(one) for one in (base, *teams)}
        found: dict[str, Scenario] = {}
        for _, forecast in self.forecasts:
            question = forecast.question
            for world, file in zip(question.worlds, question.files, strict=True):
                if world in known or world in found:
                    continue
                one = self._find(world, file)
                if one is not None and one.run.start == base.run.start:
                    found[world] = replace(one, run=base.run, name=f"forecast-{len(found) + 1}")
        return list(found.values())

    def _find(self, world: str, file: str) -> Scenario | None:
        """Return the scenario of a file if it is still the one that was asked about."""
        from sim.scenario import load_scenario

        name = Path(file.replace("\\", "/")).name
        places = [Path(file), self.folder / file, self.folder / name]
        places += [shelf / name for shelf in self.shelves]
        places += _of_the_case(file)
        for place in places:
            try:
                if place.is_file() and world_of(one := load_scenario(place)) == world:
                    return one
            except (EgovError, OSError):
                continue
        return None

    def placed(self, points: Sequence[Point], bases: Sequence[Scenario]) -> list[dict[str, Any]]:
        """Return each forecast with the points of the plan that it is about, as plain data."""
        where: dict[str, str] = {}
        for point in points:
            where.setdefault(world_of(bases[point.base]), point.scenario)
        told: list[dict[str, Any]] = [
            {"file": file_name(file), "why": without_formula(why)} for file, why in self.refused
        ]
        for file, forecast in self.forecasts:
            why = self._why_not(forecast.question, where, bases[0].run.months)
            told.append({
                "file": file_name(file),
                "name": team_name(file.removesuffix(".yaml").removesuffix(".forecast")),
                "why": why,
                "question": forecast.question.as_dict(),
                "points": [where.get(world, "") for world in forecast.question.worlds],
                "answers": {name: [b.higher, b.low, b.high]
                            for name, b in forecast.beliefs.items()},
            })  # fmt: skip
        return told

    @staticmethod
    def _why_not(question: Question, where: dict[str, str], months: int) -> str:
        names = [name for name, world in zip((question.a, question.b), question.worlds, strict=True)
                 if world not in where]  # fmt: skip
        if names:
            return (f"is about {' and '.join(names)}, which the round does not run and no file "
                    "here holds unchanged, so it is not scored")  # fmt: skip
        if question.month > months:
            return (
                f"is about month {question.month}, but the round has {months}, so it is not scored"
            )
        return ""


def _of_the_case(file: str) -> list[Path]:
    """Return the scenarios of a question of the case, where a forecast names one."""
    from sim.questions.catalogue import find

    word, _, number = file.partition(" ")
    if word != "question" or not number.isdigit():
        return []
    try:
        return list(find(int(number)).files)
    except EgovError:
        return []


def read_forecasts(paths: Sequence[Path], against: Sequence[Path], folder: Path) -> Pool:
    """Return the forecasts of some files; one that cannot be read is refused with a reason."""
    from sim.classroom.teams import shelves

    found, refused = [], []
    for path in paths:
        try:
            found.append((path.name, Forecast.read(path)))
        except UserError as error:
            said = str(error).splitlines()[0].removeprefix(f"{path.name}").lstrip(",: ")
            refused.append((path.name, said.rstrip(".")))
    places = [shelf for file in against for shelf in shelves(file)]
    return Pool(tuple(found), tuple(refused), folder, tuple(places))


def pooled_scores(told: Sequence[dict[str, Any]], ensemble: Ensemble) -> pd.DataFrame:
    """Return the scores of all forecasts that the runs can tell, one row a belief."""
    import pandas as pd

    tables = []
    for entry in told:
        if entry["why"]:
            continue
        question = Question.from_dict(entry["question"])
        known = tuple(name for name in question.outcomes if name in ensemble.outcomes)
        question = replace(question, outcomes=known)
        beliefs = {name: Belief(*numbers) for name, numbers in entry["answers"].items()
                   if name in known}  # fmt: skip
        a, b = entry["points"]
        forecast = Forecast(entry["name"], question, beliefs)
        tables.append(score(forecast, truth_of(ensemble, question, (a, b))))
    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame()
