"""Short ways to write a scenario in a test."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from sim.scenario import Scenario, load_scenario

Load = Callable[..., Scenario]


@pytest.fixture
def load(tmp_path: Path) -> Load:
    """Return a function that loads a scenario from its text (without the schema line)."""

    def load_text(text: str = "", *overrides: str, name: str = "test") -> Scenario:
        path = tmp_path / f"{name}.yaml"
        path.write_text(f"schema: 1\n{text}", encoding="utf-8")
        return load_scenario(path, overrides)

    return load_text
