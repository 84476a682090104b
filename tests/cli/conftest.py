"""The command line with the small stand-in model, in a folder of its own."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from sim.cli import call
from sim.execution import task
from sim.reports.figures import Plots

SCENARIO = """\
schema: 1
title: A small plan
about: {question: "What happens?", role: mayor}
run: {months: 24, replications: 6}
"""


@dataclass
class Answer:
    """What one command gave back."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        return json.loads(self.out)


Egov = Callable[..., Answer]


@pytest.fixture
def figures() -> None:
    """Ask for the figures to be drawn, which takes most of a small run's time."""


@pytest.fixture
def home(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with one scenario, and the stand-in model."""
    if "figures" not in request.fixturenames:
        monkeypatch.setattr(Plots, "all", lambda self, narrow=False: {})
    (tmp_path / "plan.yaml").write_text(SCENARIO)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(task, "REAL_MODEL", "tests.fakes:FakeModel")
    return tmp_path


@pytest.fixture
def egov(home: Path, capsys: pytest.CaptureFixture[str]) -> Egov:
    """Call `egov` as from a shell."""

    def run(*args: str) -> Answer:
        code = call([str(arg) for arg in args])
        seen = capsys.readouterr()
        return Answer(code, seen.out, seen.err)

    return run
