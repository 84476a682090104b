"""docs/play.md: its code runs as it stands."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sim.session.game import HELP
from sim.session.moods import moods_of
from tests.worlds import small_world

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs/play.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```python\n(.*?)^```", PAGE, flags=re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("code", BLOCKS, ids=["session", "environment"])
def test_the_code_of_the_page_runs(code, tmp_path, monkeypatch, capsys):
    if "gym" in code:
        pytest.importorskip("gymnasium")
    (tmp_path / "scenarios").symlink_to(ROOT / "scenarios")
    monkeypatch.chdir(tmp_path)
    exec(compile(code, "docs/play.md", "exec"), {})
    assert sorted(path.suffix for path in tmp_path.glob("*.yaml")) == [".yaml"]
    assert capsys.readouterr().out


def test_the_page_names_every_command_and_mood():
    for line in HELP.splitlines():
        assert f"`{line.split()[0].strip(',')}" in PAGE
    for mood in moods_of(small_world(sample=200, months=6)):
        assert f"| {mood.who} |" in PAGE
