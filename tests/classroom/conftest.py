"""A folder of hand-ins."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.classroom.figures import ClassPlots
from sim.reports.comparison import ComparisonPlots
from tests.classroom.hand_in import SMALL, team


@pytest.fixture
def without_figures(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out the figures, which take most of a small run's time."""
    for plots in (ClassPlots, ComparisonPlots):
        monkeypatch.setattr(plots, "all", lambda self, narrow=False: {})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two teams that can run, and small runs."""
    made = tmp_path / "handed-in"
    made.mkdir()
    (made / "class.yaml").write_text(SMALL, encoding="utf-8")
    team(made, "alpha.yaml", "  capacity: {training_hours_clerk: 20}")
    team(made, "bravo.yaml", "  participation: {online_petitions: yes}")
    return made
