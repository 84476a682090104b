"""The words by which a no is known are those that institutions write."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sim.classroom.refusals import NO

WRITTEN = " ".join(
    path.read_text(encoding="utf-8") for path in Path("sim/institutions").glob("*.py")
)


@pytest.mark.parametrize("words", NO)
def test_an_institution_writes_it(words):
    assert re.search(rf'"{words}', WRITTEN)
