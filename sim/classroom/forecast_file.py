"""A forecast as a file: written once, never overwritten, and sealed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from sim.classroom.predictions import Belief, Forecast, Question
from sim.errors import OutputError, ScenarioError, UserError
from sim.scenario.strict_yaml import Node, read_file

__all__ = ["ENDING", "plain", "read", "text_of", "write"]

ENDING = ".forecast.yaml"
HEAD = """\
# A forecast, made before anything was shown (egov predict). It is sealed: do not change it.
# Low and high are the ends of an 80 % range for B less A, in the outcome's own unit; higher is the
# probability, from 0 to 1, that the outcome is higher in B than in A.
"""


def text_of(forecast: Forecast) -> str:
    """Return a forecast as YAML."""
    lines = [f"forecast: 1\nname: {_text(forecast.name)}\nquestion:"]
    lines += [f"  {key}: {_text(value)}" for key, value in forecast.question.as_dict().items()]
    lines += [f"  hash: {_text(forecast.question.hash)}", "answers:"]
    lines += [f"  {name}: {{higher: {b.higher!r}, low: {b.low!r}, high: {b.high!r}}}"
              for name, b in forecast.beliefs.items()]  # fmt: skip
    return HEAD + "\n".join([*lines, f"seal: {_text(forecast.seal)}"]) + "\n"


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def write(forecast: Forecast, path: Path) -> Path:
    """Write a forecast, unless there is one already."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(forecast.text())
    except FileExistsError:
        raise OutputError(
            f"{path}: this forecast is there already, and forecasts are not changed afterwards. "
            "To make another one, give it another name: --name NAME."
        ) from None
    except OSError as error:
        raise OutputError(f"{path} cannot be written ({error.strerror}).") from None
    return path


def read(path: Path) -> Forecast:
    """Return the forecast of a file."""
    try:
        data = plain(read_file(path, path.name))
    except ScenarioError as error:
        raise UserError(str(error)) from None
    try:
        question = Question.from_dict(data["question"])
        beliefs = {str(name): Belief(*(float(entry[key]) for key in ("higher", "low", "high")))
                   for name, entry in data["answers"].items()}  # fmt: skip
        forecast = Forecast(str(data["name"]), question, beliefs)
        sealed = str(data["seal"])
    except (KeyError, TypeError, ValueError, AttributeError):
        raise UserError(
            f"{path.name}: this is no forecast that `egov predict` has written."
        ) from None
    if forecast.seal != sealed or set(beliefs) - set(question.outcomes):
        raise UserError(
            f"{path.name}: this forecast was changed after it was made (its seal does not fit), so "
            "it is not scored."
        )
    return forecast


def plain(node: Node) -> Any:
    """Return a node as plain data."""
    if isinstance(node.value, dict):
        return {key: plain(child) for key, child in node.value.items()}
    if isinstance(node.value, list):
        return [plain(child) for child in node.value]
    return node.text if isinstance(node.value, str) else node.value
