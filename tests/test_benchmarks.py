"""The benchmark runs and writes its table; what it measures is not tested."""

from __future__ import annotations

import json

import pytest

from benchmarks import speed


@pytest.mark.slow
def test_benchmark_writes_its_table(tmp_path, capsys):
    size = ["--months", "2", "--sample", "200", "--plain-sample", "100", "--plain-months", "2"]
    parts = ["help", "sample", "plain_mesa"]
    speed.main([*size, "--repeats", "1", "--only", *parts, "--out", str(tmp_path)])
    found = json.loads((tmp_path / "speed.json").read_text("utf-8"))
    assert set(found) == {"machine", *parts}
    assert found["sample"]["citizens"] == 200
    assert found["plain_mesa"]["plain"]["months"] == 2
    text = (tmp_path / "speed.md").read_text("utf-8")
    assert "plain, own random numbers" in text
    assert text.strip() in capsys.readouterr().out
